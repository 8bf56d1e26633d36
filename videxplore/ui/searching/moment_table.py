"""The moments that answer a query as a table, sorted by any of its columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent

from videxplore.core.types import Moment
from videxplore.core.video_listing import VideoOrder, sort_key
from videxplore.services.searching.query.query import Query
from videxplore.ui.look.column_view import Column, ColumnModel, ColumnView
from videxplore.ui.look.drag_out import drag_out
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text, date_words, name_words, number_words, rate_words
from videxplore.ui.searching.match_groups import GROUPS, group_words
from videxplore.ui.searching.moment_tiles import answer_words, why_found


@dataclass(frozen=True, slots=True)
class Result:
    """A row: a moment, and what it answers.

    Attributes:
        rank: Its place among the results, from 1.
        figure: How well it answers, in words.
    """

    rank: int
    moment: Moment
    figure: str


def _columns() -> tuple[Column[Result], ...]:
    translate = QCoreApplication.translate
    return (
        Column("rank", "#", lambda one: str(one.rank), 48, is_number=True),
        Column(
            "clip",
            translate("ResultsTable", "Clip"),
            lambda one: name_words(one.moment.video),
            120,
            is_fixed=True,
        ),
        Column(
            "time",
            translate("ResultsTable", "Time"),
            lambda one: clock_text(one.moment.start_s, 1),
            64,
            is_number=True,
        ),
        Column("match", translate("ResultsTable", "Match"), lambda one: one.figure, 64, is_number=True),
        Column("length", translate("ResultsTable", "Length"), _length, 70, is_number=True),
        Column("group", translate("ResultsTable", "Group"), _group, 110),
        Column("why", translate("ResultsTable", "Found by"), _why, 160, is_shown=False),
        Column(
            "recorded",
            translate("ResultsTable", "Date recorded"),
            lambda one: date_words(one.moment.video.metadata),
            110,
        ),
        Column(
            "rate",
            translate("ResultsTable", "Frame rate"),
            lambda one: rate_words(one.moment.video),
            90,
            is_number=True,
            is_shown=False,
        ),
        Column(
            "folder", translate("ResultsTable", "Folder"), lambda one: str(one.moment.video.path.parent), 220
        ),
    )


def _length(result: Result) -> str:
    return f"{number_words(result.moment.end_s - result.moment.start_s, 1)} s"


def _group(result: Result) -> str:
    return group_words(result.moment.group) if result.moment.group else ""


def _why(result: Result) -> str:
    return why_found(result.moment.reasons).replace("\n", " \u00b7 ")


def _group_place(moment: Moment) -> int:
    return GROUPS.index(moment.group) if moment.group else len(GROUPS)


_KEYS: Mapping[str, Callable[[Result], Any]] = {
    "rank": lambda one: one.rank,
    "clip": lambda one: (name_words(one.moment.video).casefold(), one.moment.start_s),
    "time": lambda one: one.moment.start_s,
    "length": lambda one: one.moment.end_s - one.moment.start_s,
    "match": lambda one: -one.moment.similarity,
    "group": lambda one: _group_place(one.moment),
    "why": lambda one: _why(one).casefold(),
    "recorded": lambda one: sort_key(one.moment.video, VideoOrder.RECORDED),
    "rate": lambda one: sort_key(one.moment.video, VideoOrder.RATE),
    "folder": lambda one: sort_key(one.moment.video, VideoOrder.FOLDER),
}


class ResultsTable(ColumnView):
    """The table; what is selected is dragged, exported and taught like tiles.

    Signals:
        marked: (:class:`Moment`, ``like`` or ``unlike``): a key gave feedback on it.
    """

    marked = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(ColumnModel[Result](_columns(), lambda one: str(one.moment.video.path)))
        self.rows.setParent(self)
        self._sorting, self._is_reversed = "rank", False
        self._drag: Callable[[], QMimeData | None] | None = None
        self._cancel_drag: Callable[[], None] = lambda: None
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Similar moments in columns"))
        self.headPicked.connect(self._sort)
        self.mark_sorting(0, is_reversed=False)

    def show_moments(self, moments: Sequence[Moment], answered: Query | None) -> None:
        """Show the moments that answer a query, best first; None for moments that answer nothing."""
        self._show(
            [
                Result(rank, moment, answer_words(moment, answered)[0])
                for rank, moment in enumerate(moments, 1)
            ]
        )

    def selected(self) -> list[Moment]:
        """The selected moments, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.items[row].moment for row in rows]

    def moment_at(self, point: QPoint) -> Moment | None:
        """The moment under ``point`` of the viewport; None where there is no row."""
        index = self.indexAt(point)
        return self.rows.item(index).moment if index.isValid() else None

    def allow_drags(self, begin: Callable[[], QMimeData | None], cancel: Callable[[], None]) -> None:
        """Let selected rows be dragged out.

        Args:
            begin: Says what a drag carries.
            cancel: Called when it was dropped nowhere.
        """
        self._drag = begin
        self._cancel_drag = cancel

    @qt_override
    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name.
        data = self._drag() if self._drag is not None else None
        if data is not None:
            clip = self.visualRect(self.rows.index(self.currentIndex().row(), self.rows.section_of("clip")))
            clip.setSize(clip.size().expandedTo(QSize(1, 1)))
            drag_out(self, data, self.viewport().grab(clip), self._cancel_drag)

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Keep + and - from the player's shortcuts."""
        is_request = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_request and event.text() in ("+", "-"):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - give feedback on the current row."""
        index = self.currentIndex()
        if index.isValid() and event.text() in ("+", "-"):
            self.marked.emit(self.rows.item(index).moment, "like" if event.text() == "+" else "unlike")
        else:
            super().keyPressEvent(event)

    def _sort(self, section: int) -> None:
        name = self.rows.columns[section].name
        self._is_reversed = name == self._sorting and not self._is_reversed
        self._sorting = name
        self.mark_sorting(section, is_reversed=self._is_reversed)
        self._show(self.rows.items)

    def _show(self, results: Sequence[Result]) -> None:
        """Sort, and select again what was selected."""
        chosen = {moment.shot.id for moment in self.selected()}
        by_rank = sorted(results, key=lambda one: one.rank)
        self.rows.set_items(sorted(by_rank, key=_KEYS[self._sorting], reverse=self._is_reversed))
        selection = QItemSelection()
        for row, result in enumerate(self.rows.items):
            if result.moment.shot.id in chosen:
                index = self.rows.index(row, 0)
                selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
