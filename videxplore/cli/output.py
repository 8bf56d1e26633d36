"""Printing: results on standard output, everything else on standard error."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
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

_GAP = "  "
"""What rich puts between two columns of a table without lines."""

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


def print_table(listing: Table) -> None:
    """Print a table; where every cell fits, without rich, which takes a millisecond for each row."""
    console = results()
    columns = [_cells(listing, column) for column in listing.columns]
    sizes = [list(map(cell_len, cells)) for cells in columns]
    width = sum(max(lengths, default=0) for lengths in sizes) + len(_GAP) * (len(sizes) - 1)
    if width > console.width or any("\n" in cell for cells in columns for cell in cells):
        console.print(listing)
        return
    padded = []
    for column, cells, lengths in zip(listing.columns, columns, sizes, strict=True):
        longest = max(lengths, default=0)
        gaps = [" " * (longest - length) for length in lengths]
        pairs = zip(gaps, cells, strict=True)
        padded.append([gap + cell if column.justify == "right" else cell + gap for gap, cell in pairs])
    lines = list(map(_GAP.join, zip(*padded, strict=True)))
    if listing.show_header:
        console.print(Text(lines.pop(0), style="bold"), soft_wrap=True)
    if lines:
        console.print(Text("\n".join(lines)), soft_wrap=True)


def _cells(listing: Table, column: Column) -> list[str]:
    header = [str(column.header)] if listing.show_header else []
    return [*header, *map(str, column.cells)]


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
