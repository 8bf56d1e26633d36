"""Sequences of results: plain values to iterate over, an Arrow table, and thumbnails in a notebook."""

import base64
import html
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from videxplore.core.errors import VidexploreError
from videxplore.services.exporting.tables import Kind, Table, Value

if TYPE_CHECKING:
    import pyarrow

SHOWN_ROWS = 20
"""Rows of a table in a notebook."""

SHOWN_CHARACTERS = 48
THUMBNAIL_PX = 120

Item_co = TypeVar("Item_co", covariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)
Shown_contra = TypeVar("Shown_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Layout(Generic[Shown_contra]):
    """How items of one type become rows.

    Attributes:
        name: What they are called, in the plural.
        columns: Name and kind of each column; units are part of the name.
        row: The values of an item, one for each column.
    """

    name: str
    columns: tuple[tuple[str, Kind], ...]
    row: Callable[[Shown_contra], tuple[Value, ...]]


class Results(Sequence[Item_co], Generic[Item_co, Answer_co]):
    """What was asked for, as a sequence of frozen values.

    A slice is again such a sequence. In a notebook it is shown as a table with thumbnails.

    Attributes:
        answer: The whole answer where there is more to it than its items, such as the time a search took:
            a :class:`~videxplore.services.searching.query.query.Ranking` of a search.
    """

    def __init__(
        self,
        items: Sequence[Item_co],
        layout: Layout[Any],
        answer: Answer_co,
        thumbnail: Callable[[Any], bytes | None] | None = None,
    ) -> None:
        """Wrap ``items``; ``thumbnail`` gives the JPEG of one, or None, when it is shown."""
        self.answer = answer
        self._items = tuple(items)
        self._layout = layout
        self._thumbnail = thumbnail

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Item_co: ...

    @overload
    def __getitem__(self, place: slice) -> "Results[Item_co, Answer_co]": ...

    def __getitem__(self, place: int | slice) -> "Item_co | Results[Item_co, Answer_co]":
        if isinstance(place, slice):
            return Results(self._items[place], self._layout, self.answer, self._thumbnail)
        return self._items[place]

    def to_arrow(self) -> "pyarrow.Table":
        """The results as a :class:`pyarrow.Table`; ``.to_pandas()`` makes a data frame of it."""
        return self._table(len(self)).to_arrow()

    def __repr__(self) -> str:
        """What they are, how many, and the first ones."""
        shown = ", ".join(repr(item) for item in self._items[:3])
        return f"<{len(self)} {self._layout.name}: {shown}{', ...' if len(self) > 3 else ''}>"

    def _repr_html_(self) -> str:
        """The table that a notebook shows."""
        heads = [name for name, _ in self._layout.columns]
        if self._thumbnail is not None:
            heads.insert(0, "")
        lines = ["<table>", _line("th", [html.escape(head) for head in heads])]
        for item, row in zip(self._items, self._table(SHOWN_ROWS).rows, strict=False):
            cells = [_cell(value) for value in row]
            if self._thumbnail is not None:
                cells.insert(0, _image(self._thumbnail, item))
            lines.append(_line("td", cells))
        lines.append("</table>")
        more = len(self) - SHOWN_ROWS
        lines.append(
            f"<p>{len(self)} {self._layout.name}{f', {more} of them not shown' if more > 0 else ''}</p>"
        )
        return "\n".join(lines)

    def _table(self, count: int) -> Table:
        return Table(self._layout.columns, tuple(self._layout.row(item) for item in self._items[:count]))


def _line(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _cell(value: Value) -> str:
    """A value as HTML; of long texts, such as paths, the end."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    text = os.fsencode(value).decode("utf-8", "replace") if isinstance(value, str) else str(value)
    if len(text) <= SHOWN_CHARACTERS:
        return html.escape(text)
    return f'<span title="{html.escape(text)}">…{html.escape(text[-SHOWN_CHARACTERS:])}</span>'


def _image(thumbnail: Callable[[Any], bytes | None], item: object) -> str:
    """The thumbnail as HTML; nothing where it cannot be read: the table is worth showing without."""
    try:
        jpeg = thumbnail(item)
    except VidexploreError:
        jpeg = None
    if jpeg is None:
        return ""
    data = base64.b64encode(jpeg).decode("ascii")
    return f'<img src="data:image/jpeg;base64,{data}" width="{THUMBNAIL_PX}" alt="">'
