"""Printing: results on standard output, everything else on standard error."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from videxplore.core import task
from videxplore.core.errors import UsageError
from videxplore.core.json_text import json_text
from videxplore.core.spans import clock_text
from videxplore.core.task import Task

DONE = 0
SOME_FAILED = 1
WRONG_USAGE = 2
UNAVAILABLE = 3
BUG = 70
"""``EX_SOFTWARE`` of ``sysexits.h``."""

_UNDECODABLE = re.compile(r"[\ud800-\udfff]")
"""How Python holds bytes of names that are not text."""


def results() -> Console:
    """Where results go."""
    return Console(file=sys.stdout, highlight=False)


def notices() -> Console:
    """Where sentences and progress go."""
    return Console(file=sys.stderr, highlight=False)


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document; ASCII only, so that no name breaks it, whatever the terminal."""
    sys.stdout.write(json_text(document, indent=2) + "\n")
    sys.stdout.flush()


def confirmed(question: str) -> bool:
    """Ask the user on the terminal; no is the answer of who only presses Enter.

    Raises:
        UsageError: If nobody is at a terminal to answer.
    """
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Nothing is done without an answer: add --yes.")
    return typer.confirm(question, err=True)


def say(sentence: str) -> None:
    """Print a sentence for the user on standard error."""
    notices().print(plain(sentence), soft_wrap=True)


def counted(count: int, thing: str) -> str:
    """``1 scene``, ``2 scenes``, for what gets an s in the plural."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def plain(text: object) -> Text:
    """Text that is shown as it is: no markup, line breaks and undecodable bytes of names made visible."""
    decoded = _UNDECODABLE.sub("\N{REPLACEMENT CHARACTER}", str(text))
    return Text("".join(sign if sign.isprintable() else _visible(sign) for sign in decoded))


def json_path(path: Path) -> str:
    """A path as JSON holds it: absolute; undecodable bytes stay as Python's surrogate escapes."""
    return str(path.absolute())


def clock(time_s: float) -> str:
    """A time with tenths, as everywhere on the command line: ``1:02:03.4``."""
    return clock_text(time_s, 1)


def table(*columns: str) -> Table:
    """A table; columns whose names start with ``#`` are numbers."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column.removeprefix("#"), justify="right" if column.startswith("#") else "left")
    return made


def _visible(sign: str) -> str:
    """A control character as an escape."""
    return sign.encode("unicode_escape").decode("ascii")


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
