"""The moments of a ranking as a grid of tiles, as rows between their neighbours, or as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.task import Task
from videxplore.core.types import Moment, Shot
from videxplore.services.library import Library
from videxplore.services.moments import NumberedShot, moved_to, numbered_shots
from videxplore.services.searching.query.query import Query
from videxplore.ui.look import theme
from videxplore.ui.look.texts import clock_text, percent_words
from videxplore.ui.look.widgets import EmptyWords, flush, quiet_button
from videxplore.ui.searching.moment_table import ResultsTable
from videxplore.ui.searching.moment_tiles import (
    NeighbourScenes,
    example_of,
    mark_of,
    marked_differently,
    place_of,
)
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_layout import TITLED_FOOTER_PX
from videxplore.ui.work.jobs import Lane

MOST_ROWS = 200
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place beside a hit.

    Attributes:
        moment: The hit of the row.
        shown: The scene shown, as a moment; None where the video begins or ends.
    """

    moment: Moment
    shown: Moment | None

    @property
    def shot(self) -> Shot | None:
        """The scene shown."""
        return None if self.shown is None else self.shown.shot

    @property
    def is_hit(self) -> bool:
        """Whether it is the hit itself."""
        return self.shown is self.moment


class ContextRows(QWidget):
    """Three tiles a row: before, hit, after; hits that are whole videos share rows.

    Attributes:
        is_alike: Whether the query has examples, so that there is a similarity to show.

    Signals:
        opened: (:class:`Moment` of the row, time in seconds).
        marked: (:class:`Moment` shown by the tile, ``like`` or ``unlike``).
    """

    opened = Signal(object, float)
    marked = Signal(object, str)

    def __init__(self, library: Library, lane: Lane, thumbnails: ThumbnailCache) -> None:
        super().__init__()
        self._library = library
        self._lane = lane
        self.is_alike = True
        self._asked: Query | None = None
        self._model: TileModel[Neighbour] = TileModel(self._tile, self)
        self.grid = TileGrid(self._model, thumbnails, columns=COLUMNS)
        self.grid.setAccessibleName(self.tr("Similar moments with what comes before and after"))
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.tiles.has_feedback = True
        self.grid.tiles.footer_px = TITLED_FOOTER_PX
        self.grid.marked.connect(lambda index, mark: self._mark(self._model.item(index), mark))
        self.grid.opened.connect(lambda index, time_s: self._open(self._model.item(index), time_s))
        column = flush(QVBoxLayout(self))
        column.addWidget(self.grid)

    def selected(self) -> list[Moment]:
        """The scenes of the selected tiles, in order; each once, even if it is beside several hits."""
        indexes = sorted(self.grid.selectionModel().selectedIndexes(), key=QModelIndex.row)
        shown = (self._model.item(index).shown for index in indexes)
        return list({moment.shot.id: moment for moment in shown if moment is not None}.values())

    def moment_at(self, point: QPoint) -> Moment | None:
        """The scene of the tile under ``point`` of the grid; None where there is no tile."""
        index = self.grid.indexAt(point)
        return self._model.item(index).shown if index.isValid() else None

    def mark_examples(self, query: Query | None) -> None:
        """Mark the scenes that are examples of what is asked now."""
        before, self._asked = self._asked, query
        changed = marked_differently(before, query)
        shown = filter(None, (place.shown for place in self._model.items))
        if any(example_of(one) in changed.get(one.video.id, ()) for one in shown):
            self._model.refresh()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these, best first."""
        wanted = moments[:MOST_ROWS]
        job = self._lane.submit_latest(lambda task: _neighbours(self._library, wanted, task), "context")
        job.succeeded.connect(self._model.set_items)

    def _tile(self, place: Neighbour) -> Tile:
        shown = place.shown
        if shown is None:
            return Tile(ThumbnailKey("keyframe", 0), 0, 0.0, 0.0, "", "", "")
        # A third of the width is no room for tenths beside a similarity.
        start = clock_text(shown.start_s, 0)
        moment = place.moment
        return Tile(
            thumbnail=ThumbnailKey("keyframe", shown.keyframe_id),
            video_id=shown.shot.video_id,
            start_s=shown.start_s,
            end_s=shown.end_s,
            left=start,
            right=percent_words(moment.similarity) if place.is_hit and self.is_alike else "",
            spoken=f"{moment.video.path.stem}, {start}",
            title=moment.video.path.stem,
            match_s=shown.time_s if place.is_hit else None,
            mark=mark_of(shown, self._asked),
            is_seen=not place.is_hit,
        )

    def _mark(self, place: Neighbour, mark: str) -> None:
        if place.shown is not None:
            self.marked.emit(place.shown, mark)

    def _open(self, place: Neighbour, time_s: float) -> None:
        if place.shown is not None:
            own_s = place.shown.time_s if place.is_hit else place.shown.start_s
            self.opened.emit(place.moment, own_s if time_s < 0 else time_s)


def _neighbours(library: Library, moments: Sequence[Moment], task: Task) -> list[Neighbour]:
    scenes_by_video: dict[int, list[NumberedShot]] = {}
    places: list[Neighbour] = []
    for moment in moments:
        task.checkpoint()
        video_id = moment.video.id
        if video_id not in scenes_by_video:
            scenes_by_video[video_id] = numbered_shots(library, video_id)
        scenes = scenes_by_video[video_id]
        row = place_of(moment, scenes)
        if row < 0:
            continue
        if len(scenes) == 1:
            places.append(Neighbour(moment, moment))
            continue
        before = moved_to(moment, scenes[row - 1]) if row > 0 else None
        after = moved_to(moment, scenes[row + 1]) if row + 1 < len(scenes) else None
        # A row that whole videos share ends here.
        places += [Neighbour(moment, None)] * (-len(places) % COLUMNS)
        places += [Neighbour(moment, shown) for shown in (before, moment, after)]
    return places


GRID_PAGE, ROWS_PAGE, TABLE_PAGE, WORDS_PAGE = range(4)


class ResultViews(QStackedWidget):
    """The view that the user chose; words where there is nothing to show.

    Signals:
        opened: A moment, and the time to open its video at.
        marked: A moment, and ``like`` or ``unlike``.
        menuRequested: Moments, the one below the pointer first, and where on the screen it is.
    """

    opened = Signal(object, float)
    marked = Signal(object, str)
    menuRequested = Signal(list, QPoint)

    def __init__(
        self,
        model: TileModel[Moment],
        neighbours: NeighbourScenes,
        library: Library,
        lane: Lane,
        thumbnails: ThumbnailCache,
    ) -> None:
        super().__init__()
        self._model = model
        self._neighbours = neighbours
        self._query: Query | None = None
        self._view = GRID_PAGE
        self.grid = TileGrid(model, thumbnails, 166)
        self.grid.tiles.has_feedback = self.grid.can_slide = True
        self.grid.tiles.footer_px = TITLED_FOOTER_PX
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.setAccessibleName(self.tr("Similar moments"))
        self.rows = ContextRows(library, lane, thumbnails)
        self.table = ResultsTable()
        self.words = EmptyWords("search", "", "")
        self.buttons = {
            GRID_PAGE: quiet_button("grid", self.tr("Show as a grid"), checkable=True),
            ROWS_PAGE: quiet_button(
                "context", self.tr("Show with what comes before and after"), checkable=True
            ),
            TABLE_PAGE: quiet_button("rows", self.tr("Show as a table"), checkable=True),
        }
        self.buttons[GRID_PAGE].setChecked(True)
        for page in (_inset(self.grid), _inset(self.rows), self.table, self.words):
            self.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.grid.opened.connect(self._open_tile)
        self.grid.marked.connect(lambda index, mark: self.marked.emit(self._shown(index), mark))
        self.grid.slid.connect(lambda index, steps: self._neighbours.slide(self._model.item(index), steps))
        self.grid.customContextMenuRequested.connect(self._show_grid_menu)
        self.rows.opened.connect(self.opened)
        self.rows.marked.connect(self.marked)
        self.rows.grid.customContextMenuRequested.connect(
            lambda point: self._show_menu(self.rows, self.rows.grid, point)
        )
        self.table.opened.connect(lambda result: self.opened.emit(result.moment, result.moment.time_s))
        self.table.marked.connect(self.marked)
        self.table.customContextMenuRequested.connect(
            lambda point: self._show_menu(self.table, self.table, point)
        )
        for page, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, page=page: self.show_view(page))

    def show_view(self, view: int) -> None:
        """Show the same moments another way: ``GRID_PAGE``, ``ROWS_PAGE`` or ``TABLE_PAGE``."""
        self._view = view
        for page, button in self.buttons.items():
            button.setChecked(page == view)
        self._fill_view(self._model.items)
        if self._model.items:
            self.setCurrentIndex(view)

    @property
    def view(self) -> int:
        """How moments are shown: ``GRID_PAGE``, ``ROWS_PAGE`` or ``TABLE_PAGE``."""
        return self._view

    def fill(self, moments: Sequence[Moment], query: Query | None) -> None:
        """Show moments, which the model of the grid already holds, and that they answer ``query``."""
        self._query = query
        self.setCurrentIndex(self._view if moments else WORDS_PAGE)
        self._fill_view(moments)

    def _fill_view(self, moments: Sequence[Moment]) -> None:
        """Fill what is shown instead of the grid: a view that is not looked at takes no time."""
        if self._view == ROWS_PAGE:
            self.rows.show_moments(moments)
        elif self._view == TABLE_PAGE:
            self.table.show_moments(moments, self._query)

    def selected(self) -> list[Moment]:
        """The selected moments of the view that is shown, best first."""
        if self.currentIndex() == ROWS_PAGE:
            return self.rows.selected()
        if self.currentIndex() == TABLE_PAGE:
            return self.table.selected()
        return [self._shown(index) for index in self._selected_tiles()]

    def focus_results(self) -> None:
        """Move the keyboard to the results, where there are any."""
        for view in (self.grid, self.rows.grid, self.table):
            if view.isVisible():
                view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _selected_tiles(self) -> list[QModelIndex]:
        return sorted(self.grid.selectionModel().selectedIndexes(), key=QModelIndex.row)

    def _shown(self, index: QModelIndex) -> Moment:
        """The moment of a tile, or the scene beside it that the user slid to."""
        return self._neighbours.shown(self._model.item(index))

    def _open_tile(self, index: QModelIndex, time_s: float) -> None:
        moment = self._shown(index)
        self.opened.emit(moment, moment.time_s if time_s < 0 else time_s)

    def _show_grid_menu(self, point: QPoint) -> None:
        under = self.grid.indexAt(point)
        if under.isValid():
            others = [index for index in self._selected_tiles() if index.row() != under.row()]
            self._pop_up([self._shown(index) for index in (under, *others)], self.grid, point)

    def _show_menu(self, moments: ContextRows | ResultsTable, view: QAbstractItemView, point: QPoint) -> None:
        under = moments.moment_at(point)
        if under is not None:
            others = [moment for moment in moments.selected() if moment.shot.id != under.shot.id]
            self._pop_up([under, *others], view, point)

    def _pop_up(self, moments: Sequence[Moment], view: QAbstractItemView, point: QPoint) -> None:
        self.menuRequested.emit(list(moments), view.viewport().mapToGlobal(point))


def _inset(view: QWidget) -> QWidget:
    """The view with its tiles in line with the heading."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(theme.PANEL_PADDING_PX - 5, 0, 0, 0)
    row.addWidget(view)
    return page
