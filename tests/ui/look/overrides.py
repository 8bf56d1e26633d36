"""Finds the methods of the window's classes that Qt calls."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from types import FunctionType

from shiboken6 import Shiboken

import videxplore.app
import videxplore.ui
from videxplore.ui.look.qt_override import qt_override

NOT_VIRTUAL = {"setText"}
"""Methods of Qt that are hidden, not overridden: Qt never calls them on the Python object."""


def qt_classes() -> Iterator[type]:
    """Every Python class of the window that Qt has objects of, wherever it is defined."""
    for module in pkgutil.walk_packages(videxplore.ui.__path__, f"{videxplore.ui.__name__}."):
        importlib.import_module(module.name)
    importlib.import_module(videxplore.app.__name__)
    waiting: list[type] = [Shiboken.Object]
    while waiting:
        children: list[type] = type.__subclasses__(waiting.pop())
        waiting += children
        yield from (kind for kind in children if kind.__module__.partition(".")[0] == "videxplore")


def overrides(kind: type) -> Iterator[tuple[str, object]]:
    """The virtual methods of Qt that a class or its Python bases, mixins as well, override.

    Yields:
        ``module.Class.method`` and the function. A method counts as virtual where any Qt class among the
        bases has one of its name, unless :data:`NOT_VIRTUAL` names it.
    """
    from_qt = [base for base in kind.__mro__ if base.__module__.partition(".")[0] == "PySide6"]
    for base in kind.__mro__:
        if base in from_qt or base in (Shiboken.Object, object):
            continue
        for name, value in vars(base).items():
            is_method = inspect.isroutine(value) and (name == "__lt__" or not name.startswith("__"))
            if is_method and name not in NOT_VIRTUAL and any(name in vars(qt) for qt in from_qt):
                yield f"{base.__module__}.{base.__qualname__}.{name}", value


def unguarded(kinds: Iterable[type]) -> list[str]:
    """The overrides whose outermost decorator is not the guard."""
    found = {name for kind in kinds for name, method in overrides(kind) if not _is_guarded(method)}
    return sorted(found)


@qt_override
def _nothing() -> None:
    pass


def _is_guarded(method: object) -> bool:
    # All that the guard makes share one code object.
    return (
        isinstance(method, FunctionType)
        and isinstance(_nothing, FunctionType)
        and method.__code__ is _nothing.__code__
    )
