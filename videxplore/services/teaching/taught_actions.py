"""Taught actions: few-shot recognition of a label that the user defines by examples.

Nothing is decoded again: a linear probe is fitted to the stored embeddings, the positive examples against the
negative ones and random shots of other videos, and then applied to the whole library.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videxplore.catalogue.taught_records import TaughtAction, TaughtExample
from videxplore.core.errors import UnknownLabelError, UnknownMomentError, UsageError
from videxplore.core.file_names import one_line
from videxplore.core.selects import Bin
from videxplore.core.task import Task
from videxplore.core.types import Moment
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.library import Library
from videxplore.services.moments import FoundScenes, moments_found
from videxplore.services.searching.query.query import SceneExample, SpanExample
from videxplore.services.teaching.lesson import (
    LOWEST_SCORE,
    Candidates,
    Lesson,
    learned,
    merged_examples,
)
from videxplore.services.teaching.probe import logistic
from videxplore.services.teaching.teaching_rows import VIDEOS_AT_ONCE, drawn_rows, rows_said, teaching_rows

__all__ = ["TaughtAction", "TaughtExample", "TeachingService"]


@dataclass(frozen=True, slots=True)
class LabelSummary:
    """A taught action and where it is found.

    Attributes:
        action: With its examples.
        scene_count: Scenes that it labels.
        doubtful_count: Scenes in which it is found without certainty, some of which it labels.
        video_count: Videos that hold a scene that it labels.
    """

    action: TaughtAction
    scene_count: int
    doubtful_count: int
    video_count: int


class TeachingService:
    """Learns, lists, renames, deletes and applies taught actions."""

    def __init__(self, library: Library) -> None:
        self._library = library
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
            UsageError: If the label is empty.
            NotIndexedError: If no positive example has been indexed, or there are no other shots.
            Cancelled: If the task was cancelled while the action was being applied; the action is kept.
        """
        return self.open_lesson(label, positives, negatives, task).state.action

    def open_lesson(
        self,
        label: str,
        positives: Sequence[SceneExample | SpanExample],
        negatives: Sequence[SceneExample | SpanExample],
        task: Task,
    ) -> Lesson:
        """As :meth:`teach`, to go on with answers to what was found; a known action needs no more examples.

        Raises:
            UsageError: If the label is empty.
            NotIndexedError: If no positive example has been indexed, or there are no other shots.
            Cancelled: If the task was cancelled while the action was being applied; the action is kept.
        """
        label = _named(label)
        before = next((one for one in self.actions() if one.label == label), None)
        given = [self._example(one, is_counter=False) for one in positives]
        given += [self._example(one, is_counter=True) for one in negatives]
        examples = merged_examples(before.examples if before else (), given)
        drawn = drawn_rows(self._catalogue, sorted({one.video_id for one in examples}))
        action = learned(label, examples, drawn, np.ones(len(drawn), bool))
        self._catalogue.taught.store(action)
        candidates = Candidates()
        self._apply(action, None, task, candidates)
        return Lesson(self._library, before, action, drawn, candidates)

    def finish(self, lesson: Lesson, task: Task) -> TaughtAction:
        """Store what the answers of a lesson taught, and apply it to the whole library.

        Raises:
            Cancelled: If the task was cancelled while the action was being applied; the action is kept.
        """
        if lesson.state.answers:
            self.restore(lesson.state.action, task)
        return lesson.state.action

    def withdraw(self, label: str, moments: Sequence[SceneExample | SpanExample], task: Task) -> TaughtAction:
        """Take examples back, positive or negative, and learn again from the others.

        Args:
            label: The action.
            moments: Each lies in an example.
            task: Receives the number of videos done.

        Raises:
            UnknownLabelError: If no action has this label.
            UnknownMomentError: If no example is there.
            UsageError: If no positive example would be left.
            Cancelled: If the task was cancelled while the action was being applied; the action is kept.
        """
        examples = list(self._known(label).examples)
        for moment in moments:
            given = self._example(moment, is_counter=False)
            left = [one for one in examples if not _overlap(one, given)]
            if len(left) == len(examples):
                raise UnknownMomentError(f"No example of {label!r} lies there.")
            examples = left
        if all(one.is_counter for one in examples):
            raise UsageError(f"No example of {label!r} would be left; forget the label instead.")
        drawn = drawn_rows(self._catalogue, sorted({one.video_id for one in examples}))
        action = learned(label, tuple(examples), drawn, np.ones(len(drawn), bool))
        self.restore(action, task)
        return action

    def rename(self, label: str, new: str) -> None:
        """Rename an action; its examples and what it labels stay.

        Raises:
            UsageError: If the new name is empty.
            UnknownLabelError: If no action has this label.
            ExistingNameError: If another action has the new name.
        """
        if not self._catalogue.taught.rename(label, _named(new)):
            raise _unknown(label)

    def found(self, label: str) -> list[Moment]:
        """The scenes in which an action is found, best first; the confidence of a scene is its score.

        Raises:
            UnknownLabelError: If no action has this label.
        """
        self._known(label)
        scenes = self._catalogue.taught.scenes(label, LOWEST_SCORE)
        scores = np.array([scene.score for scene in scenes], np.float64)
        found = FoundScenes(
            np.array([scene.shot_id for scene in scenes], np.int64),
            np.array([scene.time_s for scene in scenes], np.float64),
            scores,
            scores,
        )
        return moments_found(self._library, found)[0]

    def summaries(self) -> list[LabelSummary]:
        """Every action and where it is found, by label."""
        return [self._summary(action) for action in self.actions()]

    def _summary(self, action: TaughtAction) -> LabelSummary:
        scenes = self._catalogue.taught.scenes(action.label, LOWEST_SCORE)
        shown = [scene for scene in scenes if scene.score >= LEAST_SCORES[Certainty.LIKELY]]
        doubtful = sum(scene.score < LEAST_SCORES[Certainty.SURE] for scene in scenes)
        return LabelSummary(action, len(shown), doubtful, len({scene.video_id for scene in shown}))

    def forget(self, label: str) -> None:
        """Delete an action and its predictions.

        Raises:
            UnknownLabelError: If no action has this label.
        """
        if not self._catalogue.taught.forget(label):
            raise _unknown(label)

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

    def _known(self, label: str) -> TaughtAction:
        known = next((one for one in self.actions() if one.label == label), None)
        if known is None:
            raise _unknown(label)
        return known

    def _apply(
        self,
        action: TaughtAction,
        video_ids: Sequence[int] | None,
        task: Task,
        candidates: Candidates | None = None,
    ) -> None:
        wanted = [video.id for video in self._catalogue.videos()] if video_ids is None else list(video_ids)
        for done in range(0, len(wanted), VIDEOS_AT_ONCE):
            task.checkpoint(done, len(wanted), f"Looking for {action.label}")
            some = wanted[done : done + VIDEOS_AT_ONCE]
            rows = teaching_rows(self._catalogue, some, action.spaces)
            scores = logistic(rows.vectors @ action.weights + action.bias)
            is_action, is_counter = rows_said(rows, action.examples)
            # What the user said is certain, also where unlike examples are too few to be told apart.
            scores[is_action], scores[is_counter] = 1.0, 0.0
            is_stored = scores >= LOWEST_SCORE
            self._catalogue.taught.store_scores(action, rows.owner_ids[is_stored], scores[is_stored], some)
            if candidates is not None:
                candidates.add(rows, scores.astype(np.float64))
        task.checkpoint(len(wanted), len(wanted), f"Looking for {action.label}")


def _overlap(one: TaughtExample, other: TaughtExample) -> bool:
    is_same_video = one.video_id == other.video_id
    return is_same_video and one.start_s < other.end_s and other.start_s < one.end_s


def _unknown(label: str) -> UnknownLabelError:
    return UnknownLabelError(f"No action named {label!r} was taught.")


def _named(label: str) -> str:
    """A label as it is shown.

    Raises:
        UsageError: If nothing of it can be shown.
    """
    shown = one_line(label)
    if not shown:
        raise UsageError("A label needs a name.")
    return shown


def teach_bin(service: TeachingService, taught: Bin, task: Task) -> list[str]:
    """Teach what the notes of a bin name; items without a note are examples of the name of the bin.

    Args:
        service: Learns.
        taught: The bin; rejected items are negative examples of what they name.
        task: Can cancel the rest.

    Returns:
        The labels that were taught.
    """
    positives: dict[str, list[SpanExample]] = defaultdict(list)
    negatives: dict[str, list[SpanExample]] = defaultdict(list)
    for item in taught.items:
        of_label = negatives if item.is_rejected else positives
        example = SpanExample(item.video_id, item.start_s, item.end_s)
        of_label[item.note.strip() or taught.name].append(example)
    for label, examples in positives.items():
        service.teach(label, examples, negatives[label], task)
    return list(positives)
