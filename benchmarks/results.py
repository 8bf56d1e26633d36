"""The table that a benchmark prints and returns, and its place in the README."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

Row = tuple[str, ...]

PERCENTILES: Row = ("figure", "p50, ms", "p95, ms", "largest, ms", "limit of p95, ms")
"""Columns of :func:`percentile_row`."""


@dataclass(frozen=True, slots=True)
class Table:
    """The result of one benchmark; every row has a cell for each column."""

    columns: Row
    rows: tuple[Row, ...]

    def markdown(self) -> str:
        """The table in Markdown, without a newline at the end."""
        return "\n".join([head(self.columns), *map(line, self.rows)])


def head(columns: Row) -> str:
    """The first two lines of a Markdown table."""
    return f"{line(columns)}\n|{'---|' * len(columns)}"


def line(cells: Row) -> str:
    """A row in Markdown."""
    return f"| {' | '.join(cells)} |"


def print_table(columns: Row, rows: Iterable[Row]) -> Table:
    """Print a table, each row as soon as it is measured, and return it."""
    print(head(columns))
    measured = []
    for row in rows:
        print(line(row), flush=True)
        measured.append(row)
    return Table(columns, tuple(measured))


def percentile_row(name: str, values_ms: Sequence[float], limit_ms: float | None = None) -> Row:
    """Median, 95th percentile and maximum of durations in milliseconds, with the limit of the second."""
    p50, p95 = np.percentile(values_ms, [50, 95])
    limit = "" if limit_ms is None else f"{limit_ms:g}"
    return name, f"{p50:.1f}", f"{p95:.1f}", f"{max(values_ms):.1f}", limit


def replace_table(page: str, subject: str, table: Table) -> str:
    """A page with the table between ``<!-- table: SUBJECT -->`` and ``<!-- /table -->`` replaced.

    Raises:
        ValueError: The page does not have exactly one such place.
    """
    start, end = f"<!-- table: {subject} -->\n", "<!-- /table -->"
    if page.count(start) != 1:
        raise ValueError(f"The page has {page.count(start)} places for the table of {subject}.")
    before, rest = page.split(start)
    old, separator, after = rest.partition(end)
    if not separator or "<!-- table:" in old:
        raise ValueError(f"The table of {subject} has no end.")
    return f"{before}{start}{table.markdown()}\n{end}{after}"
