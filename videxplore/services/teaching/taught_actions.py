"""Taught actions: few-shot recognition of a label that the user defines by examples.

Nothing is decoded again: a linear probe is fitted to the stored embeddings, the positive examples against the
negative ones and random shots of other videos, and then applied to the whole library.
"""

from collections.abc import Sequence

import numpy as np

from videxplore.catalogue.taught_records import TaughtAction, TaughtExample
from videxplore.core.errors import UnknownLabelError
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.searching.query.query import SceneExample, SpanExample
from videxplore.services.teaching.probe import Mask, fit_probe, logistic
from videxplore.services.teaching.teaching_rows import (
    VIDEOS_AT_ONCE,
    TeachingRows,
    drawn_rows,
    lesson_data,
    teaching_rows,
)

__all__ = ["TaughtAction", "TaughtExample", "TeachingService"]

LOWEST_SCORE = 0.3
"""Lower scores are not stored."""


class TeachingService:
    """Learns, lists, deletes and applies taught actions."""

    def __init__(self, library: Library) -> None:
        self._catalogue = library.catalogue

    def actions(self) -> list[TaughtAction]:
        """All taught actions, by label."""
        return self._catalogue.taught.all()

    def teach(
        self,
        label: str,
        positives: Sequence[SceneExample | SpanExample],
        negatives: Sequence[SceneExample | SpanExample],
        task: Task,
    ) -> TaughtAction:
        """Learn an action, or improve it with more examples, and apply it to the whole library.

        Args:
            label: The user's name for the action.
            positives: Moments that show it, in addition to those given before for the same label.
            negatives: Moments that do not show it.
            task: Receives the number of videos done.

        Raises:
            NotIndexedError: If no positive example has been indexed, or there are no other shots.
            Cancelled: If the task was cancelled while the action was being applied; the action is kept.
        """
        known = next((one.examples for one in self.actions() if one.label == label), ())
        given = [self._example(one, is_counter=False) for one in positives]
        given += [self._example(one, is_counter=True) for one in negatives]
        # A new example replaces an earlier one of the same moment.
        moments = {(one.video_id, one.start_s, one.end_s): one for one in (*known, *given)}
        action = self._learned(label, tuple(moments.values()))
        self._catalogue.taught.store(action)
        self._apply(action, None, task)
        return action

    def forget(self, label: str) -> None:
        """Delete an action and its predictions.

        Raises:
            UnknownLabelError: If no action has this label.
        """
        if not self._catalogue.taught.forget(label):
            raise UnknownLabelError(f"No action named {label!r} was taught.")

    def restore(self, action: TaughtAction, task: Task) -> None:
        """Restore an action that was deleted, and apply it to the whole library.

        Raises:
            Cancelled: If the task was cancelled while the action was being applied; the action is kept.
        """
        self._catalogue.taught.store(action)
        self._apply(action, None, task)

    def apply(self, video_ids: Sequence[int] | None, task: Task) -> None:
        """Apply every taught action to videos (None for all) that were indexed again.

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
        rows = drawn_rows(self._catalogue, sorted({one.video_id for one in examples}))
        return learned(label, examples, rows, np.ones(len(rows), bool))

    def _apply(self, action: TaughtAction, video_ids: Sequence[int] | None, task: Task) -> None:
        wanted = [video.id for video in self._catalogue.videos()] if video_ids is None else list(video_ids)
        for done in range(0, len(wanted), VIDEOS_AT_ONCE):
            task.checkpoint(done, len(wanted), f"Looking for {action.label}")
            some = wanted[done : done + VIDEOS_AT_ONCE]
            rows = teaching_rows(self._catalogue, some, action.spaces)
            scores = logistic(rows.vectors @ action.weights + action.bias)
            is_stored = scores >= LOWEST_SCORE
            self._catalogue.taught.store_scores(action, rows.owner_ids[is_stored], scores[is_stored], some)
        task.checkpoint(len(wanted), len(wanted), f"Looking for {action.label}")


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
    probe = fit_probe(lesson_data(rows, examples, is_drawn))
    return TaughtAction(
        label=label,
        examples=examples,
        owner=rows.owner,
        spaces=rows.spaces,
        weights=probe.weights,
        bias=probe.bias,
        held_out_accuracy=probe.held_out_accuracy,
    )
