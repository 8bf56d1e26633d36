"""The guard of every method that Qt calls from C++.

PySide6 6.11 on CPython 3.11 reads the arguments of an exception that leaves such a method without normalising
it first. What C code raises (``1 / 0``, ``[][1]``, ``int(inf)``) is not normalised yet, and the process ends
with SIGSEGV. Any ``except`` clause normalises, also what it does not catch.
"""

import functools
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ANSWERS: Mapping[str, object] = {
    "__lt__": False,
    "clone": None,
    "data": None,
    "event": False,
    "eventFilter": False,
    "rowCount": 0,
}
"""What Qt is given instead where the base class has no answer, or would handle an event twice."""


def qt_override(method: Callable[P, R]) -> Callable[P, R]:
    """Report what ``method`` raises to ``sys.excepthook``, and answer Qt as if it were not overridden.

    Methods that return nothing do nothing more; others return what :data:`ANSWERS` names, or else what the
    method of the base class returns.

    Args:
        method: An override of a virtual method of Qt, whose return type is annotated.
    """

    @functools.wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the hook reports bugs.
            answer: R = _answer_after(error, guarded, *args, **kwargs)
            return answer

    return guarded


def _answer_after(error: Exception, guarded: Callable[..., object], *args: Any, **kwargs: Any) -> Any:
    try:
        sys.excepthook(type(error), error, error.__traceback__)
        # A painter among the local variables must not outlive the method, even if the error is kept.
        traceback.clear_frames(error.__traceback__)
        return _answer(guarded, *args, **kwargs)
    except Exception as another:  # noqa: BLE001 - nothing may leave an override.
        sys.__excepthook__(type(another), another, another.__traceback__)
        return None


def _answer(guarded: Callable[..., object], instance: object, *args: Any, **kwargs: Any) -> Any:
    name = guarded.__name__
    if name in ANSWERS or guarded.__annotations__["return"] is None:
        return ANSWERS.get(name)
    owner = next(kind for kind in type(instance).__mro__ if vars(kind).get(name) is guarded)
    return getattr(super(owner, instance), name)(*args, **kwargs)
