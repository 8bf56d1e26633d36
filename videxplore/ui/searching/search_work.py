"""From a query to its ranking on the interactive lane, and the steps of the search history."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from videxplore.composition import Services
from videxplore.core.task import Task
from videxplore.core.types import Pixels, Shot
from videxplore.services.searching.query.query import (
    REGION,
    By,
    Example,
    Filters,
    Query,
    Ranking,
    SceneExample,
    TextExample,
)
from videxplore.services.searching.query.query_text import parse_example
from videxplore.services.searching.query_history import PastSearch
from videxplore.services.searching.words.word_forms import is_description
from videxplore.ui.look.images import limited, to_pixels
from videxplore.ui.searching.search_history import SearchHistory, SearchSteps
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob, failure_sentence

FIRST_MOMENTS = 32
MOST_MOMENTS = 500
REST_AFTER_MS = 300
"""Every search runs twice: the best few are found much sooner than all, and shown while the others follow."""

LOOK_AGAIN_MS = 1500
"""How often a search without a result is asked again while the library grows."""

MOST_IMAGE_PX = 2048
"""An image to search for is scaled down to this width or height first."""


class SearchWork(QObject):
    """Sets the session's query, answers it with the session's ranking, and keeps the history.

    Signals:
        searchingChanged: Whether an answer is on its way.
        failed: The sentence that says why the search failed.
        historyChanged: The steps or the place among them changed.
        thenChanged: Whether the next thing asked for is what must follow.
        describesChanged: Whether what is typed may be a description of scenes.
        unanswered: The library has grown, and there is still no result.

    Attributes:
        describes: Whether what is typed may be a description of scenes.
    """

    searchingChanged = Signal(bool)
    failed = Signal(str)
    historyChanged = Signal()
    thenChanged = Signal(bool)
    describesChanged = Signal(bool)
    unanswered = Signal()

    def __init__(
        self,
        session: Session,
        services: Services,
        lane: Lane,
        history: SearchHistory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._services = services
        self._lane = lane
        self.steps = SearchSteps(history)
        self.wants_then = self.describes = False
        self.filters = Filters()
        self.by: By = "appearance"
        self.gap_s = Query().within_s
        self._preview: Query | None = None
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest_timer.timeout.connect(self._find_rest)
        self._again_timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._again_timer.timeout.connect(self._look_again)
        history.restored.connect(self._restore)
        session.lassoChanged.connect(self._search_in_lasso)

    @property
    def query(self) -> Query | None:
        """The query that is being shown."""
        return self._session.query

    def search(self, query: Query) -> None:
        """Ask; the filters in use stay. While :attr:`wants_then` is set it becomes what must follow."""
        current = self.query
        if self.wants_then and current is not None:
            self.set_wants_then(wanted=False)
            self.ask(replace(current, then=query, within_s=self.gap_s))
            return
        if current is not None and query.filters == Filters():
            query = replace(query, filters=current.filters, by=current.by)
        elif query.filters == Filters():
            query = replace(query, filters=self.filters, by=self.by)
        self.ask(query)

    def search_shot(self, shot: Shot | None) -> None:
        """Search for a scene of the open video, by its moment on screen if there is one."""
        if shot is None:
            return
        time_s = self._session.time_s
        if not shot.start_s <= time_s < shot.end_s:
            time_s = (shot.start_s + shot.end_s) / 2
        self.search(Query((SceneExample(shot.video_id, time_s),)))

    def search_here(self) -> None:
        """Search for the moment on screen."""
        video = self._session.video
        if video is None:
            self._session.inform(self.tr("Open a video first; then its scenes can be searched for."))
        else:
            self.search(Query.scene(video.id, self._session.time_s))

    def search_region(self, pixels: Pixels) -> None:
        """Search for a region of the frame on screen, uint8 (H, W, 3) RGB."""
        self.search(Query.image(pixels, REGION))

    def search_image(self, image: QImage) -> None:
        """Search for an image that was pasted or dropped."""
        job = self._lane.submit_latest(lambda _task: to_pixels(limited(image, MOST_IMAGE_PX)), "words")
        job.succeeded.connect(lambda pixels: self.search(Query.image(pixels)))

    def search_files(self, files: Sequence[Path]) -> LaneJob:
        """Search for images, videos, or moments written as ``VIDEO@SECONDS``; the job reads them."""

        def read(_task: Task) -> tuple[Example, ...]:
            return tuple(parse_example(str(file), self._services.library.catalogue) for file in files)

        job = self._lane.submit_latest(read, "words")
        job.succeeded.connect(lambda examples: self.search(Query(examples)))
        job.failed.connect(self._say)
        return job

    def look_for_describer(self) -> None:
        """Look whether descriptions can be answered: a model for them may have come or gone."""
        job = self._lane.submit_latest(lambda _task: self._services.describer().is_ready(), "describer")
        job.succeeded.connect(self._set_describes)
        job.failed.connect(self._say)

    def _set_describes(self, describes: bool) -> None:
        if describes != self.describes:
            self.describes = describes
            self.describesChanged.emit(describes)

    def search_entered(self, text: str) -> None:
        """Ask for what was typed: a description where that can be answered, else words."""
        if not self.describes or not is_description(text, beside=self._asked_beside()):
            self.search_words(text)
        elif self.query is not None and self.query.positives and not self.wants_then:
            others = tuple(one for one in self.query.positives if not isinstance(one, TextExample))
            self.ask(replace(self.query, positives=(*others, TextExample(text))))
        else:
            self.search(Query((TextExample(text),)))

    def preview_words(self, words: str) -> None:
        """Show what words find while they are typed, where nothing is asked; it is no step of the history.

        Args:
            words: Empty where they are not typed any more.
        """
        is_free = self.query is None or self.query is self._preview
        if not is_free or self.wants_then:
            return
        if words and "@" not in words:
            self._preview = replace(Query.text(words), filters=self.filters, by=self.by)
            self.ask(self._preview)
        elif self.query is not None:
            self.ask(None)

    def _asked_beside(self) -> bool:
        """Whether what is typed is added to examples."""
        return self.query is not None and bool(self.query.split()[1].positives) and not self.wants_then

    def search_words(self, words: str) -> None:
        """Ask for words; they narrow a query that has examples."""
        if self.query is not None and self.query.positives and not self.wants_then:
            self.ask(replace(self.query, words=words))
        else:
            self.search(Query.text(words))

    def find_advice(self, words: str) -> LaneJob:
        """Look up what to search for instead of words that are found nowhere; gives a :class:`WordAdvice`."""
        return self._lane.submit_latest(lambda _task: self._services.words().advice(words), "advice")

    def set_wants_then(self, *, wanted: bool) -> None:
        """Whether the next thing asked for is what must follow the present query."""
        if wanted != self.wants_then:
            self.wants_then = wanted
            self.thenChanged.emit(wanted)

    def like(self, example: Example) -> None:
        """More like this one too; a second time removes it."""
        if self.query is None:
            self.search(Query((example,)))
        elif example in self.query.positives:
            self.remove(example)
        else:
            self.mark_all((example,), liked=True)

    def unlike(self, example: Example) -> None:
        """Less like this one; a second time removes it."""
        if self.query is not None and example in self.query.negatives:
            self.remove(example)
        elif self.query is not None:
            self.mark_all((example,), liked=False)

    def mark_all(self, examples: Sequence[Example], *, liked: bool) -> None:
        """Like or dislike several at once: one step of the history."""
        query = (self.query or Query()).without(examples)
        if liked:
            self.ask(replace(query, positives=(*query.positives, *examples)))
        elif query.positives or query.words:
            self.ask(replace(query, negatives=(*query.negatives, *examples)))

    def remove(self, example: Example) -> None:
        """Remove an example from the query; when nothing is left there is no query."""
        if self.query is not None:
            rest = self.query.without((example,))
            self.ask(rest if rest.positives or rest.words else None)

    def clear(self) -> None:
        """Ask nothing."""
        self.ask(None)

    def set_filters(self, filters: Filters) -> None:
        """Limit what may answer; limits on measures of scenes are a search of their own."""
        self.filters = filters
        query = self.query
        if query is None:
            if filters.scenes:
                self.ask(Query(by=self.by, filters=filters))
        elif query.positives or query.words or filters.scenes:
            self.ask(replace(query, filters=filters))
        else:
            self.ask(None)

    def set_by(self, by: By) -> None:
        """Choose what is compared."""
        self.by = by
        if self.query is not None and self.query.by != by:
            self.ask(replace(self.query, by=by))

    def set_gap(self, within_s: float) -> None:
        """Choose how soon what must follow begins."""
        self.gap_s = within_s
        if self.wants_then:
            self.thenChanged.emit(True)
        elif self.query is not None and self.query.then is not None:
            self.ask(replace(self.query, within_s=within_s))

    def go_to(self, position: int) -> None:
        """Show a step of the history; a known answer is shown at once."""
        if (step := self.steps.walk(position)) is not None:
            self.ask(step.query)

    def back(self) -> None:
        """One step back."""
        self.go_to(self.steps.position - 1)

    def forward(self) -> None:
        """One step forward."""
        self.go_to(self.steps.position + 1)

    def name_step(self, number: int, name: str) -> LaneJob:
        """Name a step of the history, so that it is never dropped; an empty name removes the name."""
        job = self.steps.name(number, name)
        self.historyChanged.emit()
        return job

    def leave_out(self, video_ids: Collection[int]) -> None:
        """Take videos that are gone out of the answers, which else stay as they are."""
        self.steps.leave_out(video_ids)
        ranking = self._session.ranking
        if ranking is not None and any(moment.video.id in video_ids for moment in ranking.moments):
            self._session.set_ranking(ranking.without(video_ids))

    def ask_again(self) -> None:
        """Search again: the library has grown."""
        self.steps.forget_answers()
        self._answer(self.query)

    def note_growth(self) -> None:
        """A video became searchable, or more exact: answers are found again, those without a result soon."""
        self.steps.forget_answers()
        if self._is_unanswered and not self._again_timer.isActive():
            self._again_timer.start()
            self.unanswered.emit()

    def note_end(self) -> None:
        """The library is complete for now: a search without a result says so of all of it."""
        self._again_timer.stop()
        self.steps.forget_answers()
        if self._is_unanswered:
            self._answer(self.query)

    @property
    def _is_unanswered(self) -> bool:
        ranking = self._session.ranking
        return self.query is not None and ranking is not None and not ranking.moments

    def _look_again(self) -> None:
        if self.query is not None and self._is_unanswered:
            self._find(self.query, FIRST_MOMENTS).succeeded.connect(self._show_if_found)

    def _show_if_found(self, ranking: Ranking) -> None:
        # What says that there is nothing stays where it is, so that it can be read.
        if ranking.moments:
            self._show(ranking)
        else:
            self.unanswered.emit()

    def _restore(self, searches: list[PastSearch]) -> None:
        self.steps.restore(searches)
        self.historyChanged.emit()

    def ask(self, query: Query | None) -> None:
        """Make ``query`` the session's query and answer it; None clears the search."""
        self._session.set_query(query)
        self._answer(query)

    def _answer(self, query: Query | None) -> None:
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
        known = None
        if query is not self._preview:
            self.steps.take(query)
            self.historyChanged.emit()
            known = self.steps.current.ranking if self.steps.current is not None else None
        if known is not None:
            self.searchingChanged.emit(False)
            self._session.set_ranking(known)
            self._await_rest(known)
            return
        self.searchingChanged.emit(True)
        job = self._find(query, FIRST_MOMENTS)
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)

    def _find(self, query: Query, count: int) -> LaneJob:
        """Answer ``query``; what is lassoed on the map limits the search, not only what is shown of it."""
        within = replace(query, filters=replace(query.filters, shot_ids=self._session.lasso))
        return self._lane.submit_latest(
            lambda task: replace(self._services.similarity().find(within, count, task), query=query), "search"
        )

    def _search_in_lasso(self) -> None:
        # Answers were found within another lasso, or without any.
        self.steps.forget_answers()
        if self.query is not None:
            self._answer(self.query)

    def _show(self, ranking: Ranking) -> None:
        self._publish(ranking)
        self._await_rest(ranking)

    def _await_rest(self, ranking: Ranking) -> None:
        if len(ranking.moments) == FIRST_MOMENTS:
            self._rest_timer.start()

    def _find_rest(self) -> None:
        first = self._session.ranking
        if first is None or first.query is not self.query:
            return
        job = self._find(first.query, MOST_MOMENTS)
        job.succeeded.connect(lambda ranking: self._publish(first.with_rest(ranking)))
        job.failed.connect(self._fail)

    def _publish(self, ranking: Ranking) -> None:
        self.steps.answer(ranking)
        self.searchingChanged.emit(False)
        self._session.set_ranking(ranking)

    def _fail(self, error: Exception) -> None:
        self.searchingChanged.emit(False)
        self._session.set_ranking(None)
        self._say(error)

    def _say(self, error: Exception) -> None:
        if sentence := failure_sentence(error):
            self.failed.emit(sentence)
