"""What the catalogue hands out besides the values of the core vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Prediction, Space, Vector

Owner: TypeAlias = Literal["keyframe", "clip"]
"""What an embedding or a prediction belongs to: appearance spaces have keyframes, motion spaces clips."""


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """The ids an analysis was given, in the order of its shots, keyframes and clips."""

    shot_ids: tuple[int, ...]
    keyframe_ids: tuple[int, ...]
    clip_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VideoCounts:
    """How much is known of one video."""

    shots: int = 0
    keyframes: int = 0
    clips: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingTable:
    """Embeddings of one space with what they belong to; row i of every array is one embedding.

    Attributes:
        space: The space all rows lie in.
        owner_ids: Keyframe ids (appearance) or clip ids (motion), int64 (N,), ascending.
        video_ids: int64 (N,).
        shot_ids: int64 (N,).
        times_s: Time of the keyframe, or the middle of the clip, float64 (N,).
        vectors: Unit vectors, float32 (N, D).
    """

    space: Space
    owner_ids: Ids
    video_ids: Ids
    shot_ids: Ids
    times_s: npt.NDArray[np.float64]
    vectors: Vector

    def __len__(self) -> int:
        """Number of embeddings."""
        return len(self.owner_ids)


@dataclass(frozen=True, slots=True, eq=False)
class RegionTable:
    """What parts of pictures show; row i of every array is one keyframe.

    Attributes:
        owner_ids: Keyframe ids, int64 (N,).
        video_ids: int64 (N,).
        shot_ids: int64 (N,).
        times_s: float64 (N,).
        cells: int8 (N, h, w, R), a grid over each picture.
    """

    owner_ids: Ids
    video_ids: Ids
    shot_ids: Ids
    times_s: npt.NDArray[np.float64]
    cells: npt.NDArray[np.int8]

    def __len__(self) -> int:
        """Number of keyframes."""
        return len(self.owner_ids)


@dataclass(frozen=True, slots=True)
class StoredPrediction:
    """A prediction and the span of video it speaks of; a keyframe's span has no length."""

    owner: Owner
    owner_id: int
    shot_id: int
    start_s: float
    end_s: float
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class CatalogueCounts:
    """How much a library holds.

    Attributes:
        videos: Number of videos by state name.
        duration_s: Length of all videos together.
        embeddings: Number of embeddings by space name.
    """

    videos: Mapping[str, int]
    duration_s: float
    shots: int
    keyframes: int
    clips: int
    embeddings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the catalogue since a version that was asked about.

    A video appears in one list only: the one that tells the most.

    Attributes:
        version: The version now; ask with it next time.
        removed: Ids of videos that are no longer there.
        analysed: Ids of videos whose shots, keyframes, embeddings or predictions were replaced.
        updated: Ids of videos of which only the file or the state changed, new ones included.
    """

    version: int
    removed: tuple[int, ...] = ()
    analysed: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything happened."""
        return bool(self.removed or self.analysed or self.updated)
