"""The scenes of a video, the keyframe that represents each, and moments: scenes as results show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from videxplore.core.types import Ids, Keyframe, MatchGroup, Moment, Shot, Values, Video, nearest_keyframe
from videxplore.services.library import Library


@dataclass(frozen=True, slots=True)
class NumberedShot:
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


def numbered_shots(library: Library, video_id: int) -> list[NumberedShot]:
    """The scenes of a video, in time order."""
    shots = library.catalogue.shots(video_id)
    chosen = representatives_of(library, [shot.id for shot in shots])
    return [NumberedShot(number, shot, chosen.get(shot.id)) for number, shot in enumerate(shots, start=1)]


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


def representative_rows(shot_ids: Ids, times_s: Values, sharpness: Values) -> Ids:
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


@dataclass(frozen=True, slots=True, eq=False)
class FoundScenes:
    """What a search found: row i of every array is one scene.

    Attributes:
        shot_ids: int64 (N,), each once.
        times_s: When it matched best, float64 (N,).
        similarities: float64 (N,).
        confidences: float64 (N,).
        groups: How near each is to what was asked for; empty where nothing was compared.
    """

    shot_ids: Ids
    times_s: Values
    similarities: Values
    confidences: Values
    groups: Sequence[MatchGroup] = ()


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
        keyframe_id = keyframe.id if keyframe else 0
        group = found.groups[row] if found.groups else None
        moments.append(Moment(video, shot, time_s, similarity, confidence, keyframe_id, group=group))
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


def moment_of(video: Video, scene: NumberedShot) -> Moment:
    """A scene of ``video`` that nothing was compared with."""
    return Moment(video, scene.shot, scene.keyframe_s, 1.0, 1.0, scene.keyframe_id)


def moved_to(moment: Moment, scene: NumberedShot) -> Moment:
    """Another scene of a moment's video, in its place."""
    return replace(moment, shot=scene.shot, time_s=scene.keyframe_s, keyframe_id=scene.keyframe_id)
