"""The scenes of a video, and the keyframe that stands for each wherever a scene is one frame.

A search result shows another one: the keyframe nearest to the time that matched (:mod:`.moments`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Keyframe, Shot
from videxplore.services.library import Library


@dataclass(frozen=True, slots=True)
class Scene:
    """A shot with its number in the video, from 1, and the keyframe that stands for it, if there is one."""

    number: int
    shot: Shot
    keyframe: Keyframe | None

    @property
    def keyframe_s(self) -> float:
        """The time of its keyframe; its start where there is none."""
        return self.shot.start_s if self.keyframe is None else self.keyframe.time_s

    @property
    def keyframe_id(self) -> int:
        """The id of its keyframe; 0 where there is none."""
        return 0 if self.keyframe is None else self.keyframe.id


def scenes_of(library: Library, video_id: int) -> list[Scene]:
    """The scenes of a video, in time order."""
    shots = library.catalogue.shots(video_id)
    chosen = representatives_of(library, [shot.id for shot in shots])
    return [Scene(number, shot, chosen.get(shot.id)) for number, shot in enumerate(shots, start=1)]


def representatives_of(library: Library, shot_ids: Sequence[int]) -> dict[int, Keyframe]:
    """The keyframe that stands for each shot, by shot id; shots without any are missing."""
    by_shot = library.catalogue.keyframes_by_shot(shot_ids)
    keyframes = [keyframe for own in by_shot.values() for keyframe in own]
    rows = representative_rows(
        np.array([keyframe.shot_id for keyframe in keyframes], np.int64),
        np.array([keyframe.time_s for keyframe in keyframes], np.float64),
        np.array([keyframe.sharpness for keyframe in keyframes], np.float64),
    )
    return {keyframes[row].shot_id: keyframes[row] for row in rows.tolist()}


def representative_rows(
    shot_ids: Ids, times_s: npt.NDArray[np.float64], sharpness: npt.NDArray[np.float64]
) -> Ids:
    """The rows of the keyframes that stand for their shots: the sharpest, of equally sharp ones the first.

    Args:
        shot_ids: int64 (N,).
        times_s: float64 (N,).
        sharpness: float64 (N,).

    Returns:
        int64 (S,): one for each shot, by ascending shot id.
    """
    order = np.lexsort((times_s, -sharpness, shot_ids))
    rows: Ids = order[np.flatnonzero(np.diff(shot_ids[order], prepend=-1))]
    return rows


def cover_keyframe(keyframes: Sequence[Keyframe]) -> Keyframe | None:
    """The keyframe that stands for a whole video: the sharpest of its middle third, away from titles.

    Args:
        keyframes: The video's, in time order.
    """
    third = len(keyframes) // 3
    middle = keyframes[third : len(keyframes) - third]
    return max(middle, key=lambda one: (one.sharpness, -one.time_s), default=None)
