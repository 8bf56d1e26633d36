"""The rows that taught actions are learned from and searched in: stored embeddings of clips or keyframes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import EmbeddingTable, MomentColumns, Owner
from videxplore.catalogue.taught_records import TaughtExample
from videxplore.core.errors import NotIndexedError
from videxplore.core.types import SpaceKind, Vector
from videxplore.services.teaching.probe import Mask, ProbeData

DRAWN_ROWS = 1000
"""Rows drawn at random from the library, which most likely do not show the action."""

DRAWN_VIDEOS = 250
"""Videos they are drawn from, so that drawing takes no longer in a large library."""

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


def drawn_rows(catalogue: Catalogue, shown: Sequence[int]) -> TeachingRows:
    """All rows of some videos, and of others as many of each as make up the rows to draw from.

    Which ones is random with a fixed seed, so that teaching is reproducible.

    Args:
        catalogue: Holds the embeddings.
        shown: Videos that hold examples.

    Raises:
        NotIndexedError: If the library holds no embeddings.
    """
    rng = np.random.default_rng(0)
    others = [video.id for video in catalogue.videos() if video.id not in set(shown)]
    rng.shuffle(others)
    others = others[:DRAWN_VIDEOS]
    found = [teaching_rows(catalogue, shown)]
    most = -(-DRAWN_ROWS // max(1, len(others)))
    for start in range(0, len(others), VIDEOS_AT_ONCE):
        rows = teaching_rows(catalogue, others[start : start + VIDEOS_AT_ONCE], found[0].spaces)
        order = rng.permutation(len(rows))
        chosen = [order[rows.video_ids[order] == video][:most] for video in np.unique(rows.video_ids)]
        found += [rows.rows(np.sort(own)) for own in chosen]
    return TeachingRows.joined(found)


def lesson_data(rows: TeachingRows, examples: Sequence[TaughtExample], is_drawn: Mask) -> ProbeData:
    """What a probe learns from.

    Args:
        rows: Those of the examples among them.
        examples: What was said of moments.
        is_drawn: Rows that may count as not showing the action, bool (N,).

    Raises:
        NotIndexedError: If no positive example has rows, or there are no other rows.
    """
    is_action, is_counter = rows_said(rows, examples)
    if not is_action.any():
        raise NotIndexedError("None of the examples has been indexed; index their videos first.")
    # Other shots of a video that shows the action may show it too: random rows are from other videos.
    shown = np.unique(rows.video_ids[is_action])
    is_labelled = is_action | is_counter
    used = np.flatnonzero(is_labelled | (is_drawn & ~np.isin(rows.video_ids, shown)))
    if is_action[used].all():
        raise NotIndexedError(
            "Nothing in the library is without the action: add negative examples, or index more videos."
        )
    return ProbeData(rows.vectors, is_action, is_labelled, rows.shot_ids, rows.dims).rows(used)


def rows_said(rows: TeachingRows, examples: Sequence[TaughtExample]) -> tuple[Mask, Mask]:
    """The rows that were said to show the action, and those said not to, bool (N,) each; none is both."""
    is_action = np.zeros(len(rows), bool)
    is_counter = np.zeros(len(rows), bool)
    for example in examples:
        inside = _rows_of(rows, example)
        if example.is_counter:
            is_counter |= inside
        else:
            is_action |= inside
    return is_action & ~is_counter, is_counter


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
