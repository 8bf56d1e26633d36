"""What each vector of a space belongs to."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.records import EmbeddingTable
from videxplore.core.types import Ids, Vector


@dataclass(frozen=True, slots=True, eq=False)
class SpaceHits:
    """Moments found in one space, best first; row i of every array is one.

    Attributes:
        owner_ids: Keyframe ids (appearance) or clip ids (motion), int64 (N,).
        similarities: Best cosine with any of the query's vectors, float32 (N,).
    """

    owner_ids: Ids
    video_ids: Ids
    shot_ids: Ids
    times_s: npt.NDArray[np.float64]
    similarities: Vector

    def rows(self, chosen: npt.NDArray[np.int64]) -> Self:
        """Some of the moments, in this order."""
        return type(self)(
            self.owner_ids[chosen],
            self.video_ids[chosen],
            self.shot_ids[chosen],
            self.times_s[chosen],
            self.similarities[chosen],
        )


class MomentTable:
    """Video, shot and time of every vector, ordered by its id.

    Attributes:
        owner_ids: Keyframe ids (appearance) or clip ids (motion), int64 (N,), ascending.
        video_ids: int64 (N,).
        shot_ids: int64 (N,).
        times_s: float64 (N,).
    """

    def __init__(self) -> None:
        """Make an empty table."""
        self.owner_ids: Ids = np.empty(0, np.int64)
        self.video_ids: Ids = np.empty(0, np.int64)
        self.shot_ids: Ids = np.empty(0, np.int64)
        self.times_s: npt.NDArray[np.float64] = np.empty(0, np.float64)

    def __len__(self) -> int:
        """Number of vectors."""
        return len(self.owner_ids)

    def add(self, *tables: EmbeddingTable) -> None:
        """Add what belongs to new vectors."""
        self.owner_ids = np.concatenate([self.owner_ids, *(table.owner_ids for table in tables)])
        self.video_ids = np.concatenate([self.video_ids, *(table.video_ids for table in tables)])
        self.shot_ids = np.concatenate([self.shot_ids, *(table.shot_ids for table in tables)])
        self.times_s = np.concatenate([self.times_s, *(table.times_s for table in tables)])
        # New ids are larger than all before, so that there is hardly ever anything to sort.
        if (np.diff(self.owner_ids) < 0).any():
            self._choose(np.argsort(self.owner_ids, kind="stable"))

    def remove_videos(self, video_ids: tuple[int, ...]) -> Ids:
        """Forget all vectors of some videos; return their ids."""
        gone = np.isin(self.video_ids, np.array(video_ids, np.int64))
        removed: Ids = self.owner_ids[gone]
        if len(removed):
            self._choose(np.flatnonzero(~gone))
        return removed

    def sample_videos(self, moments: int) -> list[int]:
        """Videos, chosen at random but always the same, that hold about this many moments."""
        videos, counts = np.unique(self.video_ids, return_counts=True)
        order = np.random.default_rng(0).permutation(len(videos))
        enough = int(np.searchsorted(np.cumsum(counts[order]), moments)) + 1
        return [int(video_id) for video_id in videos[order[:enough]]]

    def hits(self, owner_ids: Ids, similarities: Vector) -> SpaceHits:
        """Vectors that were found, with what they belong to; what was forgotten meanwhile is left out."""
        rows = np.minimum(np.searchsorted(self.owner_ids, owner_ids), max(len(self) - 1, 0))
        known = self.owner_ids[rows] == owner_ids if len(self) else np.zeros(len(owner_ids), np.bool_)
        rows = rows[known]
        return SpaceHits(
            self.owner_ids[rows],
            self.video_ids[rows],
            self.shot_ids[rows],
            self.times_s[rows],
            similarities[known],
        )

    def _choose(self, rows: npt.NDArray[np.int64]) -> None:
        self.owner_ids, self.video_ids = self.owner_ids[rows], self.video_ids[rows]
        self.shot_ids, self.times_s = self.shot_ids[rows], self.times_s[rows]
