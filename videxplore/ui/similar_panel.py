"""The moments that answer the query: tiles with span and confidence that scrub under the pointer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from videxplore.core.types import Moment
from videxplore.services.queries import Query, SceneExample
from videxplore.ui import theme
from videxplore.ui.headings import EmptyWords, Heading
from videxplore.ui.pictures import PictureCache, PictureKey
from videxplore.ui.search_work import SearchWork
from videxplore.ui.session import Session
from videxplore.ui.tile_grid import TileGrid
from videxplore.ui.tiles import Mark, Tile, TileModel
from videxplore.ui.timeline_times import clock_text

LEAST_CONFIDENCE = 0.01
LEAST_TILES = 24

if TYPE_CHECKING:
    from videxplore.services.ranking import Ranking


class SimilarPanel(QWidget):
    """The ranking as a grid."""

    def __init__(self, session: Session, search: SearchWork, pictures: PictureCache) -> None:
        """Show the session's ranking."""
        super().__init__()
        self._session = session
        self._search = search
        self._seen: set[int] = set()
        self._model: TileModel[Moment] = TileModel(self._tile, self)
        self.grid = TileGrid(self._model, pictures, 166)
        self.grid.tiles.has_feedback = True
        self.grid.setAccessibleName(self.tr("Similar moments"))
        self._heading = Heading(self.tr("Similar moments"))
        self._words = EmptyWords("search", "", "")
        self._stack = QStackedWidget()
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(theme.PANEL_PADDING_PX - 5, 0, 0, 0)
        row.addWidget(self.grid)
        self._stack.addWidget(page)
        self._stack.addWidget(self._words)
        self._busy = QLabel()
        self._busy.setProperty("dim", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._stack, 1)
        self._connect()
        self._say_nothing_asked()

    def _connect(self) -> None:
        self.grid.opened.connect(self._open)
        self.grid.marked.connect(self._mark)
        self._session.rankingChanged.connect(self._show)
        self._session.queryChanged.connect(self._on_query)
        self._search.searchingChanged.connect(self._show_searching)
        self._search.failed.connect(self._fail)

    def _show(self, ranking: "Ranking | None") -> None:
        if ranking is None:
            self._model.set_items(())
            self._heading.set_figure("")
            self._heading.set_words(self.tr("Similar moments"))
            if self._session.query is None:
                self._say_nothing_asked()
            return
        moments = worth_showing(ranking.moments)
        self._model.set_items(moments)
        self.grid.scrollToTop()
        count = self.tr("%n moment(s)", "", len(moments))
        videos = self.tr("%n video(s)", "", len({moment.video.id for moment in moments}))
        self._heading.set_words(f"{count} · {videos}")
        self._heading.set_figure(f"{max(1, round(ranking.wall_ms))} ms")
        self._stack.setCurrentIndex(0 if moments else 1)
        if not moments:
            self._words.say(
                self.tr("No similar moments"),
                self.tr(
                    "Nothing else in the library resembles this. Widen the filters or index more videos."
                ),
            )

    def _show_searching(self, searching: bool) -> None:
        if searching:
            self._heading.set_figure(self.tr("searching…"))

    def _fail(self, sentence: str) -> None:
        self._heading.set_figure("")
        self._stack.setCurrentIndex(1)
        self._words.say(self.tr("There is no answer"), sentence)

    def _say_nothing_asked(self) -> None:
        self._stack.setCurrentIndex(1)
        self._words.say(
            self.tr("Click a scene"),
            self.tr(
                "Moments of the whole library that look like it appear here. Press S for the one on screen."
            ),
        )

    def _on_query(self, query: Query | None) -> None:
        if query is None:
            self._seen.clear()
        self._model.refresh()

    def _tile(self, moment: Moment) -> Tile:
        start = clock_text(moment.start_s, 1)
        alike = f"{max(0.0, moment.similarity) * 100:.0f}%"
        certain = f"{moment.confidence * 100:.0f}%"
        return Tile(
            picture=PictureKey("keyframe", moment.keyframe_id),
            video_id=moment.video.id,
            start_s=moment.start_s,
            end_s=moment.end_s,
            left=f"{start}-{clock_text(moment.end_s, 1)}",
            name=moment.video.path.stem,
            right=alike,
            spoken=self.tr("%1 at %2, %3 alike, %4 certain")
            .replace("%1", moment.video.path.stem)
            .replace("%2", start)
            .replace("%3", alike)
            .replace("%4", certain),
            share=moment.confidence,
            mark=self._mark_of(moment),
            is_seen=moment.shot.id in self._seen,
        )

    def _mark_of(self, moment: Moment) -> Mark:
        query = self._session.query
        example = example_of(moment)
        if query is not None and example in query.likes:
            return "like"
        return "unlike" if query is not None and example in query.unlikes else ""

    def _open(self, index: QModelIndex, time_s: float) -> None:
        moment = self._model.item(index)
        self._seen.add(moment.shot.id)
        self._session.open_video(moment.video, moment.time_s if time_s < 0 else time_s)

    def _mark(self, index: QModelIndex, mark: str) -> None:
        example = example_of(self._model.item(index))
        if mark == "like":
            self._search.like(example)
        else:
            self._search.unlike(example)


def worth_showing(moments: Sequence[Moment]) -> Sequence[Moment]:
    """Without the long tail that resembles the query no more than chance does; never fewer than a page."""
    count = sum(1 for moment in moments if moment.confidence >= LEAST_CONFIDENCE)
    return moments[: max(count, LEAST_TILES)]


def example_of(moment: Moment) -> SceneExample:
    """The moment as an example for a query."""
    return SceneExample(moment.video.id, moment.time_s)
