"""The gist of a video, from what the library already knows of it: no decoding and no model."""

import threading
from collections import OrderedDict
from typing import Any

from videxplore.core.errors import VideoError
from videxplore.core.task import Task
from videxplore.core.types import Keyframe, Summary, Video
from videxplore.services.library import Library
from videxplore.services.recognition import recognition_of
from videxplore.services.summarising.keyframe_groups import KeyframeGroups, known_keyframes, known_motion

REMEMBERED_VIDEOS = 4
"""Trees kept at hand, so that a slider answers at once."""


class SummaryService:
    """Summaries of the videos of a library. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._remembered: OrderedDict[int, tuple[tuple[Keyframe, ...], KeyframeGroups]] = OrderedDict()

    def summarize(self, video_id: int, keyframes: int | None = None, task: Task | None = None) -> Summary:
        """Group what is seen in a video, choose a keyframe for each group and weigh it by its time.

        Args:
            video_id: The video.
            keyframes: How many groups, and so keyframes; None lets the video decide. A video with fewer
                distinct keyframes gives fewer.
            task: What to report to.

        Returns:
            Clusters, heaviest first; the same for the same stored data.

        Raises:
            VideoError: If the video has not been analysed yet.
        """
        task = task or Task()
        catalogue = self._library.catalogue
        video = catalogue.video(video_id)
        task.checkpoint(0, 3, "Reading what is known")
        pictures = self._pictures(video)
        task.checkpoint(1, 3, "Grouping")
        count = pictures.tree.suggested_count() if keyframes is None else keyframes
        task.checkpoint(2, 3, "Choosing keyframes")
        recognised = recognition_of(self._library, video_id).spans
        return Summary(video, pictures.clusters(pictures.tree.labels(count), recognised))

    def document(self, summary: Summary) -> dict[str, Any]:
        """The summary as the command line's JSON document; its keyframes are in time order."""
        shots = {shot.id: shot for shot in self._library.catalogue.shots(summary.video.id)}
        chosen = sorted(
            (cluster.representative.time_s, number, shots[cluster.representative.shot_id])
            for number, cluster in enumerate(summary.clusters)
        )
        return {
            "video": str(summary.video.path),
            "clusters": [
                {
                    "weight": round(cluster.weight, 6),
                    "label": cluster.label,
                    "members": [_seconds(member.time_s) for member in cluster.members],
                    "representative_s": _seconds(cluster.representative.time_s),
                }
                for cluster in summary.clusters
            ],
            "keyframes": [
                {
                    "time_s": _seconds(time_s),
                    "start_s": _seconds(shot.start_s),
                    "end_s": _seconds(shot.end_s),
                    "cluster": number,
                }
                for time_s, number, shot in chosen
            ],
        }

    def pictures(self, video_id: int) -> KeyframeGroups:
        """The grouped keyframes of a video.

        Raises:
            VideoError: If the video has not been analysed yet.
        """
        return self._pictures(self._library.catalogue.video(video_id))

    def _pictures(self, video: Video) -> KeyframeGroups:
        catalogue = self._library.catalogue
        keyframes = tuple(catalogue.keyframes(video.id))
        with self._lock:
            remembered = self._remembered.get(video.id)
            if remembered is not None and remembered[0] == keyframes:
                self._remembered.move_to_end(video.id)
                return remembered[1]
        pictures = self._read(video, keyframes)
        with self._lock:
            self._remembered[video.id] = (keyframes, pictures)
            while len(self._remembered) > REMEMBERED_VIDEOS:
                self._remembered.popitem(last=False)
        return pictures

    def _read(self, video: Video, keyframes: tuple[Keyframe, ...]) -> KeyframeGroups:
        catalogue = self._library.catalogue
        known, vectors = known_keyframes(catalogue, keyframes)
        if not known:
            raise VideoError(f"{video.path.name} has not been analysed yet: index it first.")
        motion = known_motion(catalogue, known, [video.id])
        return KeyframeGroups.of(known, catalogue.shots(video.id), vectors, motion=motion)


def _seconds(time_s: float) -> float:
    return round(time_s, 6)
