"""The moments that answer the query: how many, how near; what to ask instead where there are none."""

import html
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.types import Moment, Shot
from videxplore.services.library import Library
from videxplore.services.moments import moments_of_scenes
from videxplore.services.searching.query.query import Query, Ranking, SceneExample
from videxplore.services.searching.words.library_words import WordAdvice
from videxplore.ui.commands import keys_of
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.widgets import Heading, flush, quiet_button, word_button
from videxplore.ui.searching.match_groups import (
    MatchGroups,
    by_video,
    followers_of,
    how_often,
    strong,
    worth_showing,
)
from videxplore.ui.searching.moment_tiles import (
    MomentMenu,
    MomentTiles,
    NeighbourScenes,
    example_of,
    marked_differently,
    pair_tile,
)
from videxplore.ui.searching.result_views import WORDS_PAGE, ResultViews
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.session import Session
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache
from videxplore.ui.work.jobs import Lane

_MODELS = "settings:models"
"""The target of the link to the settings; no label has this name."""


class WordHelp(QLabel):
    """Words as links.

    Signals:
        picked: A word was clicked.
        modelsRequested: The user wants a model that compares descriptions with scenes.
    """

    picked = Signal(str)
    modelsRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Words to search for instead"))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(self._follow)
        self.hide()

    def show_advice(self, advice: WordAdvice) -> None:
        """Show what was probably meant, and which labels there are."""
        lines = []
        if advice.suggestion:
            lines.append(self.tr("Did you mean %1?").replace("%1", _link(advice.suggestion)))
        if advice.labels:
            labels = ", ".join(f"{_link(one.text)} {one.count}" for one in advice.labels)
            lines.append(self.tr("Labels in this library: %1").replace("%1", labels))
        else:
            lines.append(self.tr("No scene of this library has labels yet."))
        words, link = self.tr("Scenes can be described in words: %1"), self.tr("get a model")
        lines.append(words.replace("%1", f'<a href="{_MODELS}">{html.escape(link)}</a>'))
        self.setText("<br><br>".join(lines))
        self.show()

    def _follow(self, target: str) -> None:
        if target == _MODELS:
            self.modelsRequested.emit()
        else:
            self.picked.emit(target)


def _link(text: str) -> str:
    return f'<a href="{html.escape(text)}">{html.escape(text)}</a>'


MAX_LASSOED = 2000


@dataclass(frozen=True, slots=True)
class IndexedSoFar:
    """How many videos of the library can be searched.

    Attributes:
        searchable: Those that can.
        waiting: Those that are not indexed yet.
        is_indexing: Whether that is going on.
        is_empty: Whether there are no videos at all.
    """

    searchable: int
    waiting: int
    is_indexing: bool
    is_empty: bool


class SimilarPanel(QWidget):
    """One ranking in several views."""

    def __init__(
        self,
        session: Session,
        search: SearchWork,
        library: Library,
        lane: Lane,
        thumbnails: ThumbnailCache,
        indexed_so_far: Callable[[], IndexedSoFar],
    ) -> None:
        super().__init__()
        self._session = session
        self._indexed_so_far = indexed_so_far
        self._library = library
        self._lane = lane
        self._search = search
        self._seen: set[int] = set()
        self._again: dict[int, int] = {}
        self._followers: dict[int, Shot] = {}
        self._asked: Query | None = None
        self._search_here: QAction | None = None
        self.menu = MomentMenu(session, search, self)
        self._neighbours = NeighbourScenes(library, lane, self)
        self._tiles = MomentTiles(self._neighbours, session.verdict_of)
        self._model: TileModel[Moment] = TileModel(self._tile, self)
        self.views = ResultViews(self._model, self._neighbours, library, lane, thumbnails)
        self.grid, self.rows, self.table = self.views.grid, self.views.rows, self.views.table
        self._heading = Heading(self.tr("Similar moments"))
        self.video_button = quiet_button("film", self.tr("Group by video"), checkable=True)
        self.groups = MatchGroups()
        self.lasso_button = self._make_lasso_button()
        self._words = self.views.words
        self.word_help = WordHelp()
        self._words.column.insertWidget(self._words.column.count() - 1, self.word_help)
        for button in (self.video_button, *self.views.buttons.values()):
            self._heading.add(button)
        column = flush(QVBoxLayout(self))
        column.addWidget(self._heading)
        # While there is a lasso nothing is counted by groups, and the heading has no room for more words.
        below = QHBoxLayout()
        below.setContentsMargins(theme.PANEL_PADDING_PX - 6, 0, 0, 4)
        below.setSpacing(0)
        below.addWidget(self.lasso_button)
        below.addWidget(self.groups, 1)
        column.addLayout(below)
        column.addWidget(self.views, 1)
        self._connect()
        self._say_nothing_asked()

    def _make_lasso_button(self) -> QToolButton:
        button = word_button("")
        button.setAccessibleName(self.tr("Clear lasso"))
        button.setIcon(icon("close"))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("quiet", True)
        button.setIconSize(QSize(14, 14))
        button.setToolTip(self.tr("Limited to the scenes lassoed on the map. Click to clear."))
        button.hide()
        return button

    def _connect(self) -> None:
        self.views.opened.connect(self._open)
        self.views.marked.connect(self._mark)
        self.views.menuRequested.connect(lambda moments, at: self.menu.pop_up(moments, self, at))
        self._neighbours.changed.connect(self._model.refresh)
        self.lasso_button.clicked.connect(lambda: self._session.set_lasso(None))
        self.word_help.picked.connect(self._search.search_words)
        self._search.unanswered.connect(self._say_indexed_so_far)
        self.video_button.toggled.connect(self._show_again)
        self.groups.nearestToggled.connect(self._show_again)
        self.groups.groupPicked.connect(self._go_to_group)

    def name_keys_of(self, search_here: QAction) -> None:
        """Say by which keys this action searches for what is on screen, also after they are changed."""
        self._search_here = search_here
        search_here.changed.connect(self._say_how)
        self._say_how()

    def show_ranking(self, ranking: Ranking | None) -> None:
        """Show the moments of a ranking; None where there is no answer (yet)."""
        if ranking is None:
            self._model.set_items(())
            self._heading.set_figure("")
            self._heading.set_words(self.tr("Similar moments"))
            self.groups.show_counts(())
            if self._session.query is None:
                self._say_nothing_asked()
                self._show_lassoed()
            return
        self._heading.set_figure("")
        self._show_moments(self._lassoed(worth_showing(ranking.moments), ranking.moments))
        if ranking.note and ranking.query.positives and self._session.lasso is None:
            self._words.say(self.tr("No similar moments"), ranking.note)

    def _show_moments(self, moments: Sequence[Moment]) -> None:
        ranking = self._session.ranking
        self.rows.is_alike = ranking is not None and bool(ranking.query.positives)
        self._again = {} if ranking is None else how_often(ranking)
        self._followers = {} if ranking is None else followers_of(ranking)
        strongest = strong(moments)
        self.groups.show_counts(() if self._session.lasso is not None else moments)
        if strongest and not self.groups.shows_nearest and self._session.lasso is None:
            moments = strongest
        if self.video_button.isChecked():
            moments = by_video(moments)
        shown = self._model.items
        if 0 < len(shown) <= len(moments) and all(map(operator.is_, shown, moments)):
            self._model.extend(moments)
        else:
            self._neighbours.forget()
            self._model.set_items(moments)
            self.grid.scrollToTop()
        self._say_count(strongest, moments)
        self.word_help.hide()
        self.views.fill(moments, None if ranking is None else ranking.query)
        if not moments:
            self._say_nothing_found()

    def _say_count(self, strongest: Sequence[Moment], moments: Sequence[Moment]) -> None:
        """Count what counts as a match."""
        has_groups = any(moment.group for moment in moments)
        if not moments or (has_groups and not strongest):
            title = self.tr("No strong matches") if moments else self.tr("Similar moments")
            self._heading.set_words(title, brief=self.tr("%n match(es)", "", 0) if moments else title)
            return
        counted = strongest if strongest and self._session.lasso is None else moments
        count = self.tr("%n moment(s)", "", len(counted))
        if has_groups:
            count = self.tr("%n match(es)", "", len(counted))
        videos = self.tr("%n video(s)", "", len({moment.video.id for moment in counted}))
        self._heading.set_words(f"{count} · {videos}", brief=count)

    def _show_again(self) -> None:
        if self._session.ranking is not None:
            self.show_ranking(self._session.ranking)

    def _go_to_group(self, group: str) -> None:
        rows = (row for row, moment in enumerate(self._model.items) if moment.group == group)
        self.grid.scrollTo(self._model.index(next(rows, 0)), TileGrid.ScrollHint.PositionAtTop)

    def show_lasso(self, lasso: frozenset[int] | None) -> None:
        """Limit the moments to the scenes with these ids; None to all."""
        ranking = self._session.ranking
        self.lasso_button.setText(self.tr("%n lassoed", "", len(lasso or ())))
        self.lasso_button.setVisible(lasso is not None)
        self._lane.cancel("circle")
        if lasso is not None and ranking is None:
            self._show_lassoed()
        else:
            self.show_ranking(ranking)

    def _show_lassoed(self) -> None:
        """What is lassoed on the map, while nothing is asked."""
        lasso = self._session.lasso
        if lasso is not None:
            # In the order of the library.
            shown = sorted(lasso)[:MAX_LASSOED]
            job = self._lane.submit_latest(lambda _task: moments_of_scenes(self._library, shown), "circle")
            job.succeeded.connect(self._show_moments)
            job.failed.connect(self._session.notice_failure)

    def _lassoed(self, moments: Sequence[Moment], all_moments: Sequence[Moment]) -> Sequence[Moment]:
        """Only what is lassoed on the map; then also what would else not be worth showing."""
        lasso = self._session.lasso
        return moments if lasso is None else [one for one in all_moments if one.shot.id in lasso]

    def show_searching(self, searching: bool) -> None:
        """Say that an answer is on its way."""
        if searching:
            self.word_help.hide()
            self._heading.set_figure(self.tr("searching…"))
            if not self._model.items:
                self._words.say(self.tr("Searching…"), "")

    def show_failure(self, sentence: str) -> None:
        """Show why a search failed."""
        self._heading.set_figure("")
        self.views.setCurrentIndex(WORDS_PAGE)
        self._words.say(self.tr("Search failed"), sentence)

    def _say_nothing_asked(self) -> None:
        self.word_help.hide()
        self.views.setCurrentIndex(WORDS_PAGE)
        keys = keys_of(self._search_here) if self._search_here is not None else ""
        advice = self.tr("Or press %1 for the current frame.").replace("%1", keys) if keys else ""
        self._words.say(self.tr("Click a scene to find moments like it"), advice)

    def _say_how(self) -> None:
        if self._session.query is None and self._session.lasso is None:
            self._say_nothing_asked()

    def _say_nothing_found(self) -> None:
        query, so_far = self._session.query, self._indexed_so_far()
        if so_far.is_empty:
            self._words.say(self.tr("The library is empty"), self.tr("Drop videos or folders anywhere."))
            return
        if so_far.waiting and self._session.lasso is None:
            self._say_indexed_so_far()
            if so_far.searchable and query is not None and query.words and not query.positives:
                self._search.find_advice(query.words).succeeded.connect(self._help_with_words)
            return
        if query is not None and query.words and not query.positives:
            self._say_no_words_found(query.words)
            return
        advice = self.tr("Widen the filters, or add more videos to the library.")
        lasso = self._session.lasso
        if lasso is not None:
            advice = self.tr("None of the %n lassoed scene(s) is similar enough.", "", len(lasso))
        self._words.say(self.tr("No strong matches"), advice)

    def _say_indexed_so_far(self) -> None:
        """Nothing is found in a part of the library: how large a part it is."""
        query, so_far = self._session.query, self._indexed_so_far()
        if query is None or not so_far.waiting or self._session.lasso is not None or self._model.items:
            return
        title = self.tr("No results yet")
        if query.words and not query.positives:
            title = self.tr("No results for \u201c%1\u201d yet").replace("%1", query.words)
        advice = self.tr("%1 of %2 videos are searchable. The others are not indexed yet.")
        if so_far.is_indexing:
            advice = self.tr("%1 of %2 videos are searchable so far. The search is repeated by itself.")
        total = so_far.searchable + so_far.waiting
        self._words.say(title, advice.replace("%1", str(so_far.searchable)).replace("%2", str(total)))

    def _say_no_words_found(self, words: str) -> None:
        title = self.tr("No results for \u201c%1\u201d").replace("%1", words)
        advice = self.tr("No label, file name or folder name contains it.")
        lasso = self._session.lasso
        if lasso is not None:
            advice = self.tr("None of the %n lassoed scene(s) is labelled or named so.", "", len(lasso))
        self._words.say(title, advice)
        if lasso is None:
            self._search.find_advice(words).succeeded.connect(self._help_with_words)

    def _help_with_words(self, advice: WordAdvice) -> None:
        if not self._model.items:
            self.word_help.show_advice(advice)

    def show_query(self, query: Query | None) -> None:
        """Mark the tiles that are examples of the query."""
        before, self._asked = self._asked, query
        self.rows.mark_examples(query)
        if query is None:
            self._seen.clear()
            self._model.refresh()
            return
        changed = marked_differently(before, query)
        # The video first: thousands of moments are looked through at each click.
        found = (one for one in self._model.items if one.video.id in changed)
        if any(example_of(self._neighbours.shown(one)) in changed[one.video.id] for one in found):
            self._model.refresh()

    def _tile(self, moment: Moment) -> Tile:
        ranking = self._session.ranking
        answered, asked = (None, None) if ranking is None else (ranking.query, self._session.query)
        tile = self._tiles.tile(moment, answered, asked, self._seen, again=self._again.get(moment.shot.id, 0))
        follower = self._followers.get(moment.shot.id)
        if follower is None or self._neighbours.offset(moment):
            return tile
        return pair_tile(tile, follower, follower.start_s - moment.end_s)

    def _open(self, moment: Moment, time_s: float) -> None:
        """Open a result; while what must follow is being chosen, it is that."""
        if self._search.wants_then:
            self._search.search(Query((SceneExample(moment.video.id, time_s),)))
            return
        self._seen.add(moment.shot.id)
        self._session.open_video(moment.video, time_s)
        self.grid.viewport().update()

    def _mark(self, moment: Moment, mark: str) -> None:
        example = example_of(moment)
        if mark == "like":
            self._search.like(example)
        else:
            self._search.unlike(example)
