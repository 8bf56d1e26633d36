"""What taught actions judge: clips with how they look and move, or keyframes where there are no clips."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import EmbeddingTable, Owner
from videxplore.core.errors import NotIndexedError
from videxplore.core.types import Ids, SpaceKind, Vector

_LONGEST_VIDEO_S = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class TeachingRows:
    """Clips or keyframes with their vectors; row i of every array is one of them.

    Attributes:
        owner: What the rows are.
        spaces: Names of the spaces whose vectors stand side by side in ``vectors``.
        dims: Length of each space's vectors.
        owner_ids: int64 (N,).
        video_ids: int64 (N,).
        shot_ids: int64 (N,).
        times_s: float64 (N,).
        vectors: float32 (N, sum of the spaces' dims).
    """

    owner: Owner
    spaces: tuple[str, ...]
    dims: tuple[int, ...]
    owner_ids: Ids
    video_ids: Ids
    shot_ids: Ids
    times_s: npt.NDArray[np.float64]
    vectors: Vector


def teaching_rows(
    catalogue: Catalogue, video_ids: Sequence[int], spaces: Sequence[str] | None = None
) -> TeachingRows:
    """The rows of some videos.

    Args:
        catalogue: Where the vectors are.
        video_ids: The first of them decides, when ``spaces`` is None, whether there are clips.
        spaces: An appearance space, and after it perhaps a motion space; the fullest ones when None.

    Raises:
        NotIndexedError: If the library holds no embeddings.
    """
    if spaces is None:
        appearance, motion = _fullest(catalogue, "appearance"), _fullest(catalogue, "motion")
        if appearance is None:
            raise NotIndexedError("Nothing has been indexed yet; index some videos first.")
        has_clips = motion is not None and len(catalogue.embeddings(motion, video_ids[:1])) > 0
        spaces = (appearance, motion) if motion is not None and has_clips else (appearance,)
    looks = catalogue.embeddings(spaces[0], video_ids)
    if len(spaces) == 1:
        return _rows("keyframe", spaces, looks, (looks.vectors,))
    moves = catalogue.embeddings(spaces[1], video_ids)
    nearest, is_there = _nearest_keyframes(looks, moves)
    moves = _only(moves, is_there)
    return _rows("clip", spaces, moves, (looks.vectors[nearest[is_there]], moves.vectors))


def _rows(
    owner: Owner, spaces: Sequence[str], table: EmbeddingTable, parts: Sequence[Vector]
) -> TeachingRows:
    return TeachingRows(
        owner,
        tuple(spaces),
        tuple(part.shape[1] for part in parts),
        table.owner_ids,
        table.video_ids,
        table.shot_ids,
        table.times_s,
        np.hstack(parts),
    )


def _fullest(catalogue: Catalogue, kind: SpaceKind) -> str | None:
    counts = catalogue.counts().embeddings
    names = [space.name for space in catalogue.spaces() if space.kind == kind and counts.get(space.name)]
    return max(names, key=lambda name: counts[name], default=None)


def _nearest_keyframes(
    looks: EmbeddingTable, moves: EmbeddingTable
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """For each clip the row of the nearest keyframe of its shot, and whether there is one."""
    if len(looks) == 0:
        return np.zeros(len(moves), np.int64), np.zeros(len(moves), bool)
    # One number orders keyframes by shot, then by time.
    keys = looks.shot_ids * _LONGEST_VIDEO_S + looks.times_s
    order = np.argsort(keys, kind="stable")
    after = np.searchsorted(keys[order], moves.shot_ids * _LONGEST_VIDEO_S + moves.times_s)
    candidates = order[np.stack((np.maximum(after - 1, 0), np.minimum(after, len(order) - 1)))]
    away_s = np.abs(looks.times_s[candidates] - moves.times_s)
    away_s[looks.shot_ids[candidates] != moves.shot_ids] = np.inf
    best = np.argmin(away_s, axis=0)
    columns = np.arange(len(moves))
    return candidates[best, columns].astype(np.int64), np.isfinite(away_s[best, columns])


def _only(table: EmbeddingTable, kept: npt.NDArray[np.bool_]) -> EmbeddingTable:
    return EmbeddingTable(
        table.space,
        table.owner_ids[kept],
        table.video_ids[kept],
        table.shot_ids[kept],
        table.times_s[kept],
        table.vectors[kept],
    )
