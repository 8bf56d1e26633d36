"""One vector for each scene: the mean of its keyframes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Vector
from videxplore.core.vectors import unit_rows
from videxplore.services.library import Library
from videxplore.services.moments import representative_rows


@dataclass(frozen=True, eq=False)
class SceneVectors:
    """The scenes of a library, or of some of its videos.

    Attributes:
        shot_ids: int64 (N,), ascending.
        video_ids: int64 (N,): the video of each.
        keyframe_ids: int64 (N,): the keyframe to show for each, the one that stands for it everywhere.
        vectors: Unit vectors float32 (N, D).
        times_s: When that keyframe is on screen, float64 (N,).
    """

    shot_ids: Ids
    video_ids: Ids
    keyframe_ids: Ids
    vectors: Vector
    times_s: npt.NDArray[np.float64]


def scene_vectors(library: Library, video_ids: Sequence[int] | None = None) -> SceneVectors:
    """Every scene, in the appearance space that holds most of the library.

    Args:
        library: Where to look.
        video_ids: Scenes of these videos only; None for all.
    """
    catalogue = library.catalogue
    counts = catalogue.counts().embeddings
    spaces = [space for space in catalogue.spaces() if space.kind == "appearance"]
    if not spaces:
        empty = np.empty(0, np.int64)
        return SceneVectors(empty, empty, empty, np.empty((0, 1), np.float32), np.empty(0, np.float64))
    space = max(spaces, key=lambda space: counts.get(space.name, 0))
    table = catalogue.embeddings(space.name, video_ids)
    if not len(table):
        return SceneVectors(table.shot_ids, table.video_ids, table.owner_ids, table.vectors, table.times_s)
    order = np.argsort(table.shot_ids, kind="stable")
    vectors, shots = table.vectors[order], table.shot_ids[order]
    starts = np.flatnonzero(np.diff(shots, prepend=-1))
    sums = np.add.reduceat(vectors, starts, axis=0)
    means = unit_rows(sums)
    shown = representative_rows(
        table.shot_ids, table.times_s, catalogue.sharpness(table.owner_ids, video_ids)
    )
    return SceneVectors(
        shots[starts], table.video_ids[shown], table.owner_ids[shown], means, table.times_s[shown]
    )
