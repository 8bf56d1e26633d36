"""The progress bar of work on one thing, such as writing a file, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from videxplore.cli.output import notices
from videxplore.core import task
from videxplore.core.task import Task


@contextmanager
def shown_task(what: str) -> Iterator[Task]:
    """Give a task whose progress is shown where standard error is a terminal."""
    console = notices()
    display = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    with display:
        bar = display.add_task(what, total=None)

        def show(progress: task.Progress) -> None:
            display.update(bar, total=progress.total or None, completed=progress.done)

        yield Task(show)
