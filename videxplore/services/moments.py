"""Moments: scenes of a library, each with the keyframe that shows what was found in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Keyframe, Moment, Shot, Video, nearest_keyframe
from videxplore.services.library import Library
from videxplore.services.scenes import Scene, representatives_of


@dataclass(frozen=True, slots=True, eq=False)
class FoundScenes:
    """What a search found: row i of every array is one scene.

    Attributes:
        shot_ids: int64 (N,), each once.
        times_s: When it matched best, float64 (N,).
        similarities: float64 (N,).
        confidences: float64 (N,).
    """

    shot_ids: Ids
    times_s: npt.NDArray[np.float64]
    similarities: npt.NDArray[np.float64]
    confidences: npt.NDArray[np.float64]


def moments_found(library: Library, found: FoundScenes) -> tuple[list[Moment], Ids]:
    """Found scenes as moments, each shown by the keyframe nearest to its time.

    Returns:
        The moments in the order given, and their rows int64 (M,); scenes that are gone are missing.
    """
    catalogue = library.catalogue
    shots = catalogue.shots_by_id(found.shot_ids.tolist())
    videos = catalogue.videos_by_id(sorted({shot.video_id for shot in shots.values()}))
    keyframes = catalogue.keyframes_by_shot(list(shots))
    moments, rows = [], []
    for row, shot_id in enumerate(found.shot_ids.tolist()):
        shot = shots.get(shot_id)
        video = videos.get(shot.video_id) if shot else None
        if shot is None or video is None:
            continue
        time_s = float(found.times_s[row])
        keyframe = nearest_keyframe(keyframes.get(shot_id, ()), time_s)
        similarity, confidence = float(found.similarities[row]), float(found.confidences[row])
        moments.append(Moment(video, shot, time_s, similarity, confidence, keyframe.id if keyframe else 0))
        rows.append(row)
    return moments, np.array(rows, np.int64)


def moments_of_scenes(library: Library, shot_ids: Sequence[int]) -> list[Moment]:
    """Scenes that nothing was compared with, in the order given; those that can't be shown are missing."""
    catalogue = library.catalogue
    shots = catalogue.shots_by_id(shot_ids)
    videos = catalogue.videos_by_id(sorted({shot.video_id for shot in shots.values()}))
    chosen = representatives_of(library, shot_ids)
    return [
        Moment(videos[shot.video_id], shot, chosen[shot.id].time_s, 1.0, 1.0, chosen[shot.id].id)
        for shot in (shots[shot_id] for shot_id in shot_ids if shot_id in shots)
        if shot.video_id in videos and shot.id in chosen
    ]


def moment_at(library: Library, video: Video, time_s: float) -> Moment:
    """The scene of a video that is on screen at a time.

    Raises:
        UnknownError: If the video was removed, is not analysed yet, or has no such time.
    """
    shot, keyframe = shown_at(library, video.id, time_s)
    return Moment(video, shot, time_s, 1.0, 1.0, keyframe.id if keyframe else 0)


def shown_at(library: Library, video_id: int, time_s: float) -> tuple[Shot, Keyframe | None]:
    """The shot of a video that is on screen at a time, and its keyframe nearest to it.

    Raises:
        UnknownError: If the video was removed, is not analysed yet, or has no such time.
    """
    shot = library.catalogue.shot_at(video_id, time_s)
    return shot, nearest_keyframe(library.catalogue.keyframes_by_shot([shot.id]).get(shot.id, ()), time_s)


def moved_to(moment: Moment, scene: Scene) -> Moment:
    """Another scene of a moment's video, in its place."""
    return replace(moment, shot=scene.shot, time_s=scene.keyframe_s, keyframe_id=scene.keyframe_id)
