"""Taught actions: few-shot recognition of a label that the user defines by examples.

Nothing is decoded again: a linear probe is fitted to the stored embeddings, the positive examples against the
negative ones and random shots of other videos, and then applied to the whole library.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import EmbeddingTable, MomentColumns, Owner
from videxplore.catalogue.user_records import TaughtAction, TaughtExample
from videxplore.core.errors import NotIndexedError, UnknownLabelError
from videxplore.core.task import Task
from videxplore.core.types import SpaceKind, Vector
from videxplore.services.library import Library
from videxplore.services.searching.query.query import SceneExample, SpanExample
from videxplore.services.teaching.probe import Mask, ProbeData, fit_probe, logistic

__all__ = ["TaughtAction", "TaughtExample", "TeachingService"]

DRAWN_ROWS = 1500
"""Rows drawn at random from the library, which most likely do not show the action."""

LOWEST_SCORE = 0.3
"""Lower scores are not stored."""

VIDEOS_AT_ONCE = 64
"""So many fit into memory."""

_NEAR_S = 1.0
"""So near, a keyframe or a clip shows what an example that holds none shows."""

_LONGEST_VIDEO_S = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class TeachingRows(MomentColumns):
    """Embeddings of clips, or of keyframes if there are no clips.

    Attributes:
        vectors: float32 (N, sum of the spaces' dims).
        owner: Whether the rows are clips or keyframes.
        spaces: Names of the spaces whose vectors are concatenated in ``vectors``.
        dims: Length of each space's vectors.
    """

    vectors: Vector
    owner: Owner
    spaces: tuple[str, ...]
    dims: tuple[int, ...]


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
        shown = {one.video_id for one in examples}
        rows = teaching_rows(self._catalogue, [*shown, *self._drawn_videos(shown)])
        is_action, is_labelled, is_used = _marked(rows, examples)
        if not is_action.any():
            raise NotIndexedError("None of the examples has been indexed; index their videos first.")
        if not (is_used & ~is_action).any():
            raise NotIndexedError(
                "Nothing in the library is without the action: add negative examples, or index more videos."
            )
        used = np.flatnonzero(is_used)
        data = ProbeData(rows.vectors, is_action, is_labelled, rows.shot_ids, rows.dims)
        probe = fit_probe(data.rows(used))
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
        """Other videos in a random order with a fixed seed, so that teaching is reproducible."""
        others = [video.id for video in self._catalogue.videos() if video.id not in shown]
        np.random.default_rng(0).shuffle(others)
        return others[:DRAWN_ROWS]

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


def _marked(rows: TeachingRows, examples: Sequence[TaughtExample]) -> tuple[Mask, Mask, Mask]:
    """Rows that show the action, rows of examples, and rows to learn from: bool (N,) each."""
    is_action = np.zeros(len(rows), bool)
    is_counter = np.zeros(len(rows), bool)
    for example in examples:
        inside = _rows_of(rows, example)
        if example.is_counter:
            is_counter |= inside
        else:
            is_action |= inside
    is_action &= ~is_counter
    # Other shots of a video that shows the action may show it too: random rows are from other videos.
    shown = np.unique(rows.video_ids[is_action])
    others = np.flatnonzero(~np.isin(rows.video_ids, shown))
    drawn = np.random.default_rng(0).permutation(others)[:DRAWN_ROWS]
    is_labelled = is_action | is_counter
    is_used = is_labelled.copy()
    is_used[drawn] = True
    return is_action, is_labelled, is_used


def _rows_of(rows: TeachingRows, example: TaughtExample) -> Mask:
    """The rows in an example, bool (N,); of one too short to hold any, the nearest row beside it."""
    is_of_video = rows.video_ids == example.video_id
    inside: Mask = is_of_video & (rows.times_s >= example.start_s) & (rows.times_s < example.end_s)
    if not inside.any() and is_of_video.any():
        middle_s = (example.start_s + example.end_s) / 2
        distance_s = np.where(is_of_video, np.abs(rows.times_s - middle_s), np.inf)
        nearest = int(np.argmin(distance_s))
        inside[nearest] = distance_s[nearest] <= _NEAR_S
    return inside


def teaching_rows(
    catalogue: Catalogue, video_ids: Sequence[int], spaces: Sequence[str] | None = None
) -> TeachingRows:
    """The rows of some videos.

    Args:
        catalogue: Holds the embeddings.
        video_ids: Without ``spaces``, the first of them decides whether clips are used.
        spaces: An appearance space, and optionally a motion space; None for those with most embeddings.

    Raises:
        NotIndexedError: If the library holds no embeddings.
    """
    if spaces is None:
        appearance, motion = _fullest(catalogue, "appearance"), _fullest(catalogue, "motion")
        if appearance is None:
            raise NotIndexedError("Nothing has been indexed yet; index some videos first.")
        has_clips = motion is not None and len(catalogue.embeddings(motion, video_ids[:1])) > 0
        spaces = (appearance, motion) if motion is not None and has_clips else (appearance,)
    keyframes = catalogue.embeddings(spaces[0], video_ids)
    if len(spaces) == 1:
        return _rows("keyframe", spaces, keyframes, (keyframes.vectors,))
    clips = catalogue.embeddings(spaces[1], video_ids)
    nearest, has_keyframe = _nearest_keyframes(keyframes, clips)
    clips = clips.rows(has_keyframe)
    return _rows("clip", spaces, clips, (keyframes.vectors[nearest[has_keyframe]], clips.vectors))


def _rows(
    owner: Owner, spaces: Sequence[str], table: EmbeddingTable, parts: Sequence[Vector]
) -> TeachingRows:
    dims = tuple(part.shape[1] for part in parts)
    columns = table.arrays() | {"vectors": np.hstack(parts)}
    return TeachingRows(**columns, owner=owner, spaces=tuple(spaces), dims=dims)


def _fullest(catalogue: Catalogue, kind: SpaceKind) -> str | None:
    counts = catalogue.counts().embeddings
    names = [space.name for space in catalogue.spaces() if space.kind == kind and counts.get(space.name)]
    return max(names, key=lambda name: counts[name], default=None)


def _nearest_keyframes(
    keyframes: EmbeddingTable, clips: EmbeddingTable
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """For each clip the row of the nearest keyframe of its shot, and whether there is one."""
    if len(keyframes) == 0:
        return np.zeros(len(clips), np.int64), np.zeros(len(clips), bool)
    # A single key orders keyframes by shot, then by time.
    keys = keyframes.shot_ids * _LONGEST_VIDEO_S + keyframes.times_s
    order = np.argsort(keys, kind="stable")
    after = np.searchsorted(keys[order], clips.shot_ids * _LONGEST_VIDEO_S + clips.times_s)
    candidates = order[np.stack((np.maximum(after - 1, 0), np.minimum(after, len(order) - 1)))]
    distance_s = np.abs(keyframes.times_s[candidates] - clips.times_s)
    distance_s[keyframes.shot_ids[candidates] != clips.shot_ids] = np.inf
    best = np.argmin(distance_s, axis=0)
    columns = np.arange(len(clips))
    return candidates[best, columns].astype(np.int64), np.isfinite(distance_s[best, columns])
