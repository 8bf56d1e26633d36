"""From a query to its ranking, beside the window; and the steps a person can walk back and branch from."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import Shot
from videxplore.services.searching.query.query import By, Example, Filters, Query, SceneExample
from videxplore.ui.searching.kept_history import KeptHistory
from videxplore.ui.searching.search_steps import SearchSteps
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane

if TYPE_CHECKING:
    from videxplore.services.searching.history import PastSearch
    from videxplore.services.searching.ranking.ranking import Ranking

Find = Callable[[Query, int, Task], "Ranking"]
FIRST_MOMENTS = 32
MOST_MOMENTS = 500
REST_AFTER_MS = 300
"""The best few are found much sooner than all: they are shown at once, and the others follow."""


class SearchWork(QObject):
    """Answers the session's query and remembers the way there.

    Signals:
        searchingChanged: Whether an answer is on its way.
        failed: The sentence that says why there is no answer.
        historyChanged: The steps or the place among them changed.
        thenChanged: Whether the next thing asked for is what must follow.
    """

    searchingChanged = Signal(bool)
    failed = Signal(str)
    historyChanged = Signal()
    thenChanged = Signal(bool)

    def __init__(
        self, session: Session, lane: Lane, find: Find, history: KeptHistory, parent: QObject | None = None
    ) -> None:
        """Search with ``find`` on ``lane``; let ``history`` keep the steps."""
        super().__init__(parent)
        self._session = session
        self._lane = lane
        self._find = find
        self.steps = SearchSteps(history)
        self.wants_then = False
        self.filters = Filters()
        self.by: By = "appearance"
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest_timer.timeout.connect(self._find_rest)
        history.restored.connect(self._restore)
        session.queryChanged.connect(self._search)
        session.shotSelected.connect(self._search_shot)
        session.regionPicked.connect(lambda pixels: self.search(Query.image(pixels, self.tr("region"))))

    @property
    def query(self) -> Query | None:
        """The query that is being shown."""
        return self._session.query

    def search(self, query: Query) -> None:
        """Ask; the filters in use stay. While :attr:`wants_then` is set it becomes what must follow."""
        current = self.query
        if self.wants_then and current is not None:
            self.set_wants_then(wanted=False)
            self._session.set_query(replace(current, then=query))
            return
        if current is not None and query.filters == Filters():
            query = replace(query, filters=current.filters, by=current.by)
        elif query.filters == Filters():
            query = replace(query, filters=self.filters, by=self.by)
        self._session.set_query(query)

    def search_words(self, words: str) -> None:
        """Ask for words; they narrow a query that has examples."""
        if self.query is not None and self.query.positives and not self.wants_then:
            self._session.set_query(replace(self.query, words=words))
        else:
            self.search(Query.text(words))

    def set_wants_then(self, *, wanted: bool) -> None:
        """Whether the next thing asked for is what must follow the present query."""
        if wanted != self.wants_then:
            self.wants_then = wanted
            self.thenChanged.emit(wanted)

    def like(self, example: Example) -> None:
        """More like this one too; a second time takes it back."""
        query = self.query
        if query is None:
            self.search(Query((example,)))
        elif example in query.positives:
            self.remove(example)
        else:
            negatives = tuple(other for other in query.negatives if other != example)
            self._session.set_query(
                replace(query, positives=(*query.positives, example), negatives=negatives)
            )

    def unlike(self, example: Example) -> None:
        """Less like this one; a second time takes it back."""
        query = self.query
        if query is None:
            return
        if example in query.negatives:
            self.remove(example)
        else:
            positives = tuple(other for other in query.positives if other != example)
            if positives or query.words:
                self._session.set_query(
                    replace(query, positives=positives, negatives=(*query.negatives, example))
                )

    def mark_all(self, examples: Sequence[Example], *, liked: bool) -> None:
        """Like or dislike several at once: one step of the history."""
        query = self.query or Query()
        others = tuple(one for one in query.positives if one not in examples)
        negatives = tuple(one for one in query.negatives if one not in examples)
        if liked:
            others = (*others, *examples)
        else:
            negatives = (*negatives, *examples)
        if others or query.words:
            self._session.set_query(replace(query, positives=others, negatives=negatives))

    def remove(self, example: Example) -> None:
        """Take an example out of the query; when nothing is left there is no query."""
        query = self.query
        if query is None:
            return
        positives = tuple(other for other in query.positives if other != example)
        negatives = tuple(other for other in query.negatives if other != example)
        rest = replace(query, positives=positives, negatives=negatives)
        self._session.set_query(rest if positives or query.words else None)

    def clear(self) -> None:
        """Ask nothing."""
        self._session.set_query(None)

    def set_filters(self, filters: Filters) -> None:
        """Limit what may answer."""
        self.filters = filters
        if self.query is not None:
            self._session.set_query(replace(self.query, filters=filters))

    def set_by(self, by: By) -> None:
        """Choose what is compared."""
        self.by = by
        if self.query is not None and self.query.by != by:
            self._session.set_query(replace(self.query, by=by))

    def set_gap(self, within_s: float) -> None:
        """Choose how soon what must follow begins."""
        if self.query is not None:
            self._session.set_query(replace(self.query, within_s=within_s))

    def go_to(self, position: int) -> None:
        """Walk to a step of the history; its answer is shown at once."""
        step = self.steps.walk(position)
        if step is not None:
            self._session.set_query(step.query)

    def back(self) -> None:
        """One step back."""
        self.go_to(self.steps.position - 1)

    def forward(self) -> None:
        """One step forward."""
        self.go_to(self.steps.position + 1)

    def name_step(self, name: str) -> None:
        """Call the search that is shown by a name, by which it is kept; an empty one takes it away."""
        self.steps.name(name)
        self.historyChanged.emit()

    def leave_out(self, video_ids: Collection[int]) -> None:
        """Take videos that are gone out of the answers, which else stay as they are."""
        self.steps.leave_out(video_ids)
        ranking = self._session.ranking
        if ranking is not None and any(moment.video.id in video_ids for moment in ranking.moments):
            self._session.set_ranking(ranking.without(video_ids))

    def ask_again(self) -> None:
        """Answer the query anew: there is more to answer it."""
        self.steps.forget_answers()
        self._search(self.query)

    def _restore(self, searches: "list[PastSearch]") -> None:
        self.steps.restore(searches)
        self.historyChanged.emit()

    def _search_shot(self, shot: Shot | None) -> None:
        if shot is None:
            return
        time_s = self._session.time_s
        if not shot.start_s <= time_s < shot.end_s:
            time_s = (shot.start_s + shot.end_s) / 2
        self.search(Query((SceneExample(shot.video_id, time_s),)))

    def _search(self, query: Query | None) -> None:
        self._rest_timer.stop()
        # Whatever is being searched for is not asked any more.
        self._lane.cancel("search")
        if query is None:
            self.set_wants_then(wanted=False)
            self.historyChanged.emit()
            self.searchingChanged.emit(False)
            self._session.set_ranking(None)
            return
        # What is shown is what the next search starts from, wherever in the history it is.
        self.filters, self.by = query.filters, query.by
        self.steps.take(query)
        self.historyChanged.emit()
        known = self.steps.current.ranking if self.steps.current is not None else None
        if known is not None:
            self.searchingChanged.emit(False)
            self._session.set_ranking(known)
            self._await_rest(known)
            return
        self.searchingChanged.emit(True)
        job = self._lane.submit_latest(lambda task: self._find(query, FIRST_MOMENTS, task), "search")
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)

    def _show(self, ranking: "Ranking") -> None:
        self._publish(ranking)
        self._await_rest(ranking)

    def _await_rest(self, ranking: "Ranking") -> None:
        if len(ranking.moments) == FIRST_MOMENTS:
            self._rest_timer.start()

    def _find_rest(self) -> None:
        first = self._session.ranking
        if first is None or first.query is not self.query:
            return
        job = self._lane.submit_latest(lambda task: self._find(first.query, MOST_MOMENTS, task), "search")
        job.succeeded.connect(lambda ranking: self._publish(_with_rest(first, ranking)))
        job.failed.connect(self._fail)

    def _publish(self, ranking: "Ranking") -> None:
        self.steps.answer(ranking)
        self.searchingChanged.emit(False)
        self._session.set_ranking(ranking)

    def _fail(self, error: Exception) -> None:
        self.searchingChanged.emit(False)
        self._session.set_ranking(None)
        if isinstance(error, VidexploreError):
            self.failed.emit(str(error))


def _with_rest(first: "Ranking", ranking: "Ranking") -> "Ranking":
    """The first moments where they are, so that none moves under the pointer, and the others after them."""
    shown = {moment.shot.id for moment in first.moments}
    rest = [row for row, moment in enumerate(ranking.moments) if moment.shot.id not in shown]
    moments = (*first.moments, *(ranking.moments[row] for row in rest))
    followers = (*first.followers, *(ranking.followers[row] for row in rest if ranking.followers))
    alike = (*first.alike, *(ranking.alike[row] for row in rest if ranking.alike))
    return replace(ranking, moments=moments, followers=followers, alike=alike, wall_ms=first.wall_ms)
