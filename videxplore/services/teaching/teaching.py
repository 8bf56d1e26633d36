"""Teaching: a person names an action from a few examples, and the whole library is judged at once.

Nothing is decoded again: a linear probe learns from the embeddings that indexing stored, the examples against
their counter-examples and scenes drawn from elsewhere in the library.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from videxplore.catalogue.taught import TaughtAction, TaughtExample
from videxplore.core.errors import NotIndexedError, UnknownLabelError
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.searching.query.query import SceneExample, SpanExample
from videxplore.services.teaching.probe import Lesson, Mask, fit_probe, logistic
from videxplore.services.teaching.rows import TeachingRows, teaching_rows

__all__ = ["TaughtAction", "TaughtExample", "TeachingService"]

DRAWN_ROWS = 1500
"""Rows drawn from the library as scenes that most likely do not show the action."""

LOWEST_SCORE = 0.3
"""Scores below this are not stored: the action is not there."""

VIDEOS_AT_ONCE = 64


class TeachingService:
    """Learns, lists, forgets and applies taught actions."""

    def __init__(self, library: Library) -> None:
        """Teach in a library that is open for writing."""
        self._catalogue = library.catalogue

    def actions(self) -> list[TaughtAction]:
        """Every taught action, by label."""
        return self._catalogue.taught.all()

    def teach(
        self,
        label: str,
        examples: Sequence[SceneExample | SpanExample],
        counter_examples: Sequence[SceneExample | SpanExample],
        task: Task,
    ) -> TaughtAction:
        """Learn an action, or learn it better from more examples, and judge the whole library.

        Args:
            label: What the person calls the action.
            examples: Moments that show it; those given before for the same label count too.
            counter_examples: Moments that do not.
            task: Learns how many videos are judged.

        Raises:
            NotIndexedError: If no example has been indexed, or nothing else is there to tell it from.
            Cancelled: If the task was cancelled while videos were being judged; the action is kept.
        """
        known = next((one.examples for one in self.actions() if one.label == label), ())
        given = [self._example(one, is_counter=False) for one in examples]
        given += [self._example(one, is_counter=True) for one in counter_examples]
        # What is said now goes before what was said of the same moment earlier.
        moments = {(one.video_id, one.start_s, one.end_s): one for one in (*known, *given)}
        action = self._learned(label, tuple(moments.values()))
        self._catalogue.taught.store(action)
        self._apply(action, None, task)
        return action

    def forget(self, label: str) -> None:
        """Forget an action and what it said.

        Raises:
            UnknownLabelError: If no action has this label.
        """
        if not self._catalogue.taught.forget(label):
            raise UnknownLabelError(f"No action named {label!r} was taught.")

    def restore(self, action: TaughtAction, task: Task) -> None:
        """Take back an action that was forgotten, and judge the whole library with it.

        Raises:
            Cancelled: If the task was cancelled while videos were being judged; the action is kept.
        """
        self._catalogue.taught.store(action)
        self._apply(action, None, task)

    def apply(self, video_ids: Sequence[int] | None, task: Task) -> None:
        """Judge videos (all when None) with every taught action, after they were indexed anew.

        Raises:
            Cancelled: If the task was cancelled.
        """
        for action in self.actions():
            self._apply(action, video_ids, task)

    def _example(self, moment: SceneExample | SpanExample, *, is_counter: bool) -> TaughtExample:
        if isinstance(moment, SpanExample):
            return TaughtExample(moment.video_id, moment.start_s, moment.end_s, is_counter)
        shot = self._catalogue.shot_at(moment.video_id, moment.time_s)
        return TaughtExample(shot.video_id, shot.start_s, shot.end_s, is_counter)

    def _learned(self, label: str, examples: tuple[TaughtExample, ...]) -> TaughtAction:
        shown = {one.video_id for one in examples}
        rows = teaching_rows(self._catalogue, [*shown, *self._drawn_videos(shown)])
        is_action, is_told, is_used = _marked(rows, examples)
        if not is_action.any():
            raise NotIndexedError("None of the examples has been indexed; index their videos first.")
        if not (is_used & ~is_action).any():
            raise NotIndexedError(
                "There is nothing in the library that does not show the action: "
                "add counter-examples, or index more videos."
            )
        used = np.flatnonzero(is_used)
        lesson = Lesson(rows.vectors, is_action, is_told, rows.shot_ids, rows.dims)
        probe = fit_probe(lesson.only(used))
        return TaughtAction(
            label=label,
            examples=examples,
            owner=rows.owner,
            spaces=rows.spaces,
            weights=probe.weights,
            bias=probe.bias,
            held_out_accuracy=probe.held_out_accuracy,
        )

    def _drawn_videos(self, shown: set[int]) -> list[int]:
        """Other videos, in an order drawn once and for all so that teaching gives the same answer again."""
        others = [video.id for video in self._catalogue.videos() if video.id not in shown]
        np.random.default_rng(0).shuffle(others)
        return others[:DRAWN_ROWS]

    def _apply(self, action: TaughtAction, video_ids: Sequence[int] | None, task: Task) -> None:
        wanted = [video.id for video in self._catalogue.videos()] if video_ids is None else list(video_ids)
        for done, some in _parts(wanted):
            task.checkpoint(done, len(wanted), f"Looking for {action.label}")
            rows = teaching_rows(self._catalogue, some, action.spaces)
            scores = logistic(rows.vectors @ action.weights + action.bias)
            sure = scores >= LOWEST_SCORE
            self._catalogue.taught.store_scores(action, rows.owner_ids[sure], scores[sure], some)
        task.checkpoint(len(wanted), len(wanted), f"Looking for {action.label}")


def _marked(rows: TeachingRows, examples: Sequence[TaughtExample]) -> tuple[Mask, Mask, Mask]:
    """Which rows show the action, which the person spoke of, and which to learn from, bool (N,) each."""
    is_action = np.zeros(len(rows.owner_ids), bool)
    is_counter = np.zeros(len(rows.owner_ids), bool)
    for example in examples:
        inside = (rows.video_ids == example.video_id) & (rows.times_s >= example.start_s)
        inside &= rows.times_s < example.end_s
        if example.is_counter:
            is_counter |= inside
        else:
            is_action |= inside
    is_action &= ~is_counter
    # The rest of a video that shows the action may show it too: only other videos are drawn from.
    shown = np.unique(rows.video_ids[is_action])
    others = np.flatnonzero(~np.isin(rows.video_ids, shown))
    drawn = np.random.default_rng(0).permutation(others)[:DRAWN_ROWS]
    is_told = is_action | is_counter
    is_used = is_told.copy()
    is_used[drawn] = True
    return is_action, is_told, is_used


def _parts(video_ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Videos in parts that fit in memory, each with how many come before it."""
    for start in range(0, len(video_ids), VIDEOS_AT_ONCE):
        yield start, video_ids[start : start + VIDEOS_AT_ONCE]
