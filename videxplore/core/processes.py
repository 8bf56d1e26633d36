"""Functions in processes of their own, so that long or heavy work neither blocks the program nor ends it."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from videxplore.core.errors import ProcessError, VidexploreError
from videxplore.core.task import Cancelled, Task

Result = TypeVar("Result")

NICENESS = 5
"""Interactive programs go first."""

_STARTING = threading.Lock()
_POLL_S = 0.1
_JOIN_S = 3.0


@contextlib.contextmanager
def main_module_hidden() -> Iterator[None]:
    """Keep processes that are spawned in this block from importing the program's main module.

    ``multiprocessing`` imports it in the new process so that what is defined there can be unpickled. Our
    processes need nothing of it, and a user's script without ``if __name__ == "__main__"`` would run once
    more in each of them. It works from any program: a script, a notebook, the window.
    """
    main = sys.modules["__main__"]
    with _STARTING:
        # These two are all that multiprocessing.spawn.get_preparation_data looks at.
        names = ("__file__", "__spec__")
        hidden: dict[str, object] = {name: vars(main)[name] for name in names if name in vars(main)}
        vars(main).pop("__file__", None)
        main.__spec__ = None
        try:
            yield
        finally:
            vars(main).update(hidden)


def let_others_go_first() -> None:
    """Lower the priority of this process, where the system knows one."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICENESS)


def run_isolated(
    function: Callable[..., Result],
    *arguments: Any,
    task: Task,
    on_message: Callable[[Any], None] | None = None,
) -> Result:
    """The result of a function of a module, from another process.

    Args:
        function: It and its arguments and result can be pickled.
        arguments: Its arguments.
        task: Cancels it at once, by ending the process.
        on_message: Gets what the function says meanwhile. The function is then given one more argument, a
            function that takes what is to be said; and the process has a low priority.

    Raises:
        VidexploreError: What the function raises.
        ProcessError: If the process cannot be started, or ends without an answer.
        Cancelled: If the task was cancelled.
    """
    context = multiprocessing.get_context("spawn")
    pipe, other_end = context.Pipe(duplex=False)
    call = (function, arguments, on_message is not None)
    process = context.Process(target=_answer, args=(other_end, *call), daemon=True)
    try:
        with main_module_hidden():
            process.start()
    except OSError as error:
        raise ProcessError(f"No process can be started: {error.strerror or error}.") from error
    # Held only by the process itself, so that its death closes the pipe.
    other_end.close()
    try:
        result: Result = _received(pipe, task, on_message)
        return result
    finally:
        pipe.close()
        process.kill()
        process.join(_JOIN_S)


def _received(pipe: Connection, task: Task, on_message: Callable[[Any], None] | None) -> Any:
    while True:
        if task.is_cancelled:
            raise Cancelled
        if not pipe.poll(_POLL_S):
            continue
        try:
            kind, content = pipe.recv()
        except (EOFError, OSError) as broken:
            raise ProcessError("The process that should compute this ended by itself.") from broken
        if kind == "result":
            return content
        if kind == "failure":
            raise content
        if on_message is not None:
            on_message(content)


def _answer(
    pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], says_more: bool
) -> None:
    """In the other process."""
    # Ctrl+C goes to the program, which cancels.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if says_more:
        let_others_go_first()
        arguments = (*arguments, lambda content: pipe.send(("message", content)))
    # Nobody listens where it was cancelled meanwhile, or the program has ended.
    with contextlib.suppress(BrokenPipeError):
        try:
            result = function(*arguments)
        except VidexploreError as failed:
            pipe.send(("failure", failed.with_traceback(None)))
        else:
            pipe.send(("result", result))
