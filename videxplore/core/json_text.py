"""JSON as the standard has it, written from plain values and numpy's, and read as frozen dataclasses."""

import json
import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np


def json_text(document: object, indent: int | None = None) -> str:
    """The document as JSON in ASCII; a number that is not finite becomes ``null``.

    Args:
        document: Plain values, mappings and sequences; numpy's scalars and arrays become plain values.
        indent: Spaces for each level; one line when None.

    Raises:
        TypeError: If it holds anything else.
    """
    return json.dumps(_plain(document), indent=indent, allow_nan=False)


def seconds(time_s: float) -> float:
    """A time as JSON and tables hold it: exact to the microsecond."""
    return round(time_s, 6)


def _plain(value: object) -> Any:
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def from_document(kind: Any, document: Any) -> Any:
    """The value of a type that ``dataclasses.asdict`` and JSON made a document of.

    Args:
        kind: A dataclass, ``tuple``, ``Literal``, ``str``, ``int``, ``float``, ``bool``, or one of several.
        document: From a file that may come from anywhere.

    Raises:
        ValueError: If it is not of the type.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, document)
    if origin is tuple:
        return _tuple(arguments, document)
    if origin is Literal:
        return arguments[arguments.index(document)]
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, document)
    if kind is float and type(document) is int:
        document = float(document)
    if type(document) is not kind or (kind is float and not math.isfinite(document)):
        raise ValueError(f"{document!r} is not of the type {kind}")
    return document


def _one_of(kinds: tuple[Any, ...], document: Any) -> Any:
    if document is None and type(None) in kinds:
        return None
    kind, *others = [one for one in kinds if one is not type(None)]
    if others:
        raise ValueError(f"{kinds} cannot be distinguished")
    return from_document(kind, document)


def _tuple(kinds: tuple[Any, ...], document: Any) -> tuple[Any, ...]:
    if not isinstance(document, list):
        raise ValueError(f"{document!r} is not a list")  # noqa: TRY004 - as everything that is refused here.
    if len(kinds) == 2 and kinds[1] is ...:
        return tuple(from_document(kinds[0], one) for one in document)
    return tuple(from_document(one, value) for one, value in zip(kinds, document, strict=True))


def _dataclass(kind: type, document: Any) -> Any:
    if not isinstance(document, Mapping):
        raise ValueError(f"{document!r} is not an object")  # noqa: TRY004 - as everything that is refused here.
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return kind(**{name: from_document(hints[name], document[name]) for name in names})
