"""What recognises text is optional: whether it is installed, and what to say where it is not."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass

from videxplore.core.errors import MissingPackageError, extra_sentence
from videxplore.core.texts import TextKind


@dataclass(frozen=True, slots=True)
class _Extra:
    """An extra of the distribution.

    Attributes:
        name: What pip knows it by.
        package: The package that it brings first.
        modules: What it brings.
        what: What it is needed for, as the beginning of a sentence.
    """

    name: str
    package: str
    modules: tuple[str, ...]
    what: str


_EXTRAS: Mapping[TextKind, _Extra] = {
    "screen": _Extra("ocr", "rapidocr", ("rapidocr", "onnxruntime"), "Recognising text on screen"),
    "speech": _Extra("speech", "faster-whisper", ("faster_whisper",), "Recognising speech"),
}


def is_installed(kind: TextKind) -> bool:
    """Whether everything is installed that recognises text of a kind; nothing is imported."""
    extra = _EXTRAS.get(kind)
    return extra is None or all(importlib.util.find_spec(module) is not None for module in extra.modules)


def require_installed(kind: TextKind) -> None:
    """Require what recognises text of a kind.

    Raises:
        MissingPackageError: With what can be done about it.
    """
    if not is_installed(kind):
        raise MissingPackageError(missing_sentence(kind))


def missing_package(kind: TextKind) -> str:
    """The package to install for text of a kind; empty where everything is installed."""
    return "" if is_installed(kind) else _EXTRAS[kind].package


def missing_sentence(kind: TextKind) -> str:
    """What to install for text of a kind."""
    extra = _EXTRAS[kind]
    return extra_sentence(extra.what, extra.name)
