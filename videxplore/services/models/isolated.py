"""Runs a function in a process of its own: importing torch beside the window would block it for a second."""

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from videxplore.core.errors import BackboneError, VidexploreError
from videxplore.core.task import Task
from videxplore.services.indexing.run.worker import main_module_hidden

Result = TypeVar("Result")

_POLL_S = 0.1
_JOIN_S = 3.0


def run_isolated(function: Callable[..., Result], *arguments: Any, task: Task) -> Result:
    """The result of a function of a module, from another process.

    Args:
        function: It and its arguments and result can be pickled.
        arguments: Its arguments.
        task: Cancels it at once, by ending the process.

    Raises:
        VidexploreError: What the function raises.
        BackboneError: If the process ends without an answer.
        Cancelled: If the task was cancelled.
    """
    context = multiprocessing.get_context("spawn")
    pipe, other_end = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(other_end, function, arguments), daemon=True)
    try:
        with main_module_hidden():
            process.start()
    except OSError as error:
        raise BackboneError(f"No process can be started: {error.strerror or error}.") from error
    # Held only by the process itself, so that its death closes the pipe.
    other_end.close()
    try:
        result: Result = _received(pipe, task)
        return result
    finally:
        pipe.close()
        process.kill()
        process.join(_JOIN_S)


def _received(pipe: Connection, task: Task) -> Any:
    while True:
        task.checkpoint()
        if not pipe.poll(_POLL_S):
            continue
        try:
            answer, error = pipe.recv()
        except (EOFError, OSError) as broken:
            raise BackboneError("The process that should load the model ended by itself.") from broken
        if error is not None:
            raise error
        return answer


def _answer(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """In the other process."""
    answer, error = None, None
    try:
        answer = function(*arguments)
    except VidexploreError as failed:
        error = failed.with_traceback(None)
    # Cancelled meanwhile.
    with contextlib.suppress(OSError):
        pipe.send((answer, error))
