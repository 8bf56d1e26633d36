"""Teaching with answers: what is found of an action, the doubtful first; each answer improves it at once.

Source: Lewis and Gale, A Sequential Algorithm for Training Text Classifiers, SIGIR 1994, for asking about
what is nearest to one half.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videxplore.catalogue.taught_records import TaughtAction, TaughtExample
from videxplore.core.types import Ids, Moment, Values
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.library import Library
from videxplore.services.moments import FoundScenes, moments_found
from videxplore.services.teaching.probe import Mask, fit_probe, logistic
from videxplore.services.teaching.teaching_rows import TeachingRows, lesson_data

MOST_CANDIDATES = 2000
"""Rows that are searched again after each answer: those with the highest scores."""

MOST_SHOWN = 200
"""Scenes of each kind that are shown."""

LOWEST_SCORE = 0.3
"""Lower scores are not stored, and nothing is asked about them."""


@dataclass(frozen=True, slots=True)
class LessonState:
    """What is found of an action after the last answer, beside its examples.

    Attributes:
        action: As learned so far.
        sure: Scenes that show it for sure, best first.
        doubtful: Scenes that may show it, the most doubtful first. The confidence of a scene is its score.
        sure_count: How many there are of the former, even if fewer are listed.
        doubtful_count: How many there are of the latter.
        answers: How many answers can be undone.
    """

    action: TaughtAction
    sure: tuple[Moment, ...]
    doubtful: tuple[Moment, ...]
    sure_count: int
    doubtful_count: int
    answers: int


class Candidates:
    """The rows with the highest scores of an action, gathered while the library is searched for it."""

    def __init__(self) -> None:
        self._tables: list[TeachingRows] = []
        self._scores: list[Values] = []

    def add(self, rows: TeachingRows, scores: Values) -> None:
        """Look at more rows; what is no longer among the best is dropped."""
        best = np.argsort(-scores, kind="stable")[:MOST_CANDIDATES]
        self._tables.append(rows.rows(np.sort(best)))
        self._scores.append(scores[np.sort(best)])
        if sum(map(len, self._scores)) > 2 * MOST_CANDIDATES:
            self._keep_best()

    def rows(self) -> list[TeachingRows]:
        """The best rows: one table, or none where there was nothing."""
        if self._tables:
            self._keep_best()
        return self._tables

    def _keep_best(self) -> None:
        rows, scores = TeachingRows.joined(self._tables), np.concatenate(self._scores)
        best = np.sort(np.argsort(-scores, kind="stable")[:MOST_CANDIDATES])
        self._tables, self._scores = [rows.rows(best)], [scores[best]]


class Lesson:
    """An action that is being taught. Nothing is stored before :meth:`TeachingService.finish`.

    Attributes:
        before: What was stored before the lesson; None where the label is new.
        state: What is found now.
    """

    def __init__(
        self,
        library: Library,
        before: TaughtAction | None,
        action: TaughtAction,
        drawn: TeachingRows,
        candidates: Candidates,
    ) -> None:
        """Begin with an action that was learned.

        Args:
            library: Holds the scenes.
            before: What was stored for the label.
            action: What was learned.
            drawn: The rows it was learned from.
            candidates: The rows it may be found in.
        """
        self.before = before
        self._library = library
        self._rows, self._is_drawn = _rows_of_lesson(drawn, candidates)
        self._earlier: list[TaughtAction] = []
        self._action = action
        self.state = self._state()

    def answer(self, moment: Moment, *, shows: bool) -> LessonState:
        """Learn whether a scene shows the action.

        Raises:
            NotIndexedError: If no scene that shows it is left.
        """
        given = TaughtExample(moment.video.id, moment.start_s, moment.end_s, is_counter=not shows)
        examples = merged_examples(self._action.examples, (given,))
        changed = learned(self._action.label, examples, self._rows, self._is_drawn)
        self._earlier.append(self._action)
        return self._become(changed)

    def undo(self) -> LessonState:
        """Take the last answer back, if there is one."""
        return self._become(self._earlier.pop()) if self._earlier else self.state

    def _become(self, action: TaughtAction) -> LessonState:
        self._action = action
        self.state = self._state()
        return self.state

    def _state(self) -> LessonState:
        action, rows = self._action, self._rows
        scores = logistic(rows.vectors @ action.weights + action.bias).astype(np.float64)
        scenes = _best_of_shots(rows, scores, np.flatnonzero(~_is_example(rows, action.examples)))
        is_sure = scenes.confidences >= LEAST_SCORES[Certainty.SURE]
        sure = np.flatnonzero(is_sure)
        doubtful = np.flatnonzero(~is_sure & (scenes.confidences >= LOWEST_SCORE))
        sure = sure[np.argsort(-scenes.confidences[sure], kind="stable")]
        doubtful = doubtful[np.argsort(np.abs(scenes.confidences[doubtful] - 0.5), kind="stable")]
        return LessonState(
            action,
            self._moments(scenes, sure),
            self._moments(scenes, doubtful),
            len(sure),
            len(doubtful),
            len(self._earlier),
        )

    def _moments(self, scenes: FoundScenes, rows: Ids) -> tuple[Moment, ...]:
        some = rows[:MOST_SHOWN]
        found = FoundScenes(
            scenes.shot_ids[some], scenes.times_s[some], scenes.similarities[some], scenes.confidences[some]
        )
        return tuple(moments_found(self._library, found)[0])


def learned(
    label: str, examples: tuple[TaughtExample, ...], rows: TeachingRows, is_drawn: Mask
) -> TaughtAction:
    """An action as it is learned from examples.

    Args:
        label: The user's name for it.
        examples: Moments that show it, and moments that do not.
        rows: Those of the examples among them.
        is_drawn: Rows that may count as not showing the action, bool (N,).

    Raises:
        NotIndexedError: If no positive example has been indexed, or there are no other shots.
    """
    from threadpoolctl import threadpool_limits

    data = lesson_data(rows, examples, is_drawn)
    # Threads that wait for each other make systems this small take twenty times as long on a busy machine.
    with threadpool_limits(limits=1):
        probe = fit_probe(data)
    return TaughtAction(
        label=label,
        examples=examples,
        owner=rows.owner,
        spaces=rows.spaces,
        weights=probe.weights,
        bias=probe.bias,
        held_out_accuracy=probe.held_out_accuracy,
    )


def merged_examples(
    known: Sequence[TaughtExample], given: Sequence[TaughtExample]
) -> tuple[TaughtExample, ...]:
    """All examples; a new one replaces an earlier one of the same moment."""
    moments = {(one.video_id, one.start_s, one.end_s): one for one in (*known, *given)}
    return tuple(moments.values())


def _rows_of_lesson(drawn: TeachingRows, candidates: Candidates) -> tuple[TeachingRows, Mask]:
    """All rows once, and which of them may count as not showing the action."""
    others = [
        table.rows(np.flatnonzero(~np.isin(table.owner_ids, drawn.owner_ids))) for table in candidates.rows()
    ]
    rows = TeachingRows.joined([drawn, *others])
    return rows, np.arange(len(rows)) < len(drawn)


def _is_example(rows: TeachingRows, examples: Sequence[TaughtExample]) -> Mask:
    """Whether each row is of a scene in which an example lies, bool (N,)."""
    inside = np.zeros(len(rows), bool)
    for one in examples:
        inside |= (
            (rows.video_ids == one.video_id) & (rows.times_s >= one.start_s) & (rows.times_s <= one.end_s)
        )
    shown: Mask = np.isin(rows.shot_ids, rows.shot_ids[inside])
    return shown


def _best_of_shots(rows: TeachingRows, scores: Values, among: Ids) -> FoundScenes:
    """The best row of each scene among some rows."""
    order = among[np.lexsort((-scores[among], rows.shot_ids[among]))]
    best = order[np.flatnonzero(np.diff(rows.shot_ids[order], prepend=-1))]
    return FoundScenes(rows.shot_ids[best], rows.times_s[best], scores[best], scores[best])
