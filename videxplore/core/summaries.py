"""Summaries: the clusters of a video, or of chosen moments."""

from collections.abc import Mapping
from dataclasses import dataclass

from videxplore.core.types import Keyframe, Shot, Video


@dataclass(frozen=True, slots=True)
class Cluster:
    """Similar keyframes, as a part of a summary.

    Attributes:
        weight: Share of the video's time, in [0, 1]; the weights of a summary add up to 1.
        label: Its commonest label; empty when nothing was recognised.
        members: Its keyframes, in time order.
        representative: The member that stands for it.
    """

    weight: float
    label: str
    members: tuple[Keyframe, ...]
    representative: Keyframe


@dataclass(frozen=True, slots=True)
class Summary:
    """The gist of a video: its clusters, heaviest first."""

    video: Video
    clusters: tuple[Cluster, ...]

    def in_time_order(self) -> list[Cluster]:
        """The clusters by the times of their representatives."""
        return sorted(self.clusters, key=lambda cluster: cluster.representative.time_s)


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """The gist of chosen moments, of one video or of several: their clusters, heaviest first.

    Weights are shares of the moments' time. Members follow the order of their videos, then time.

    Attributes:
        clusters: What the moments show.
        videos: The videos they are of, in the order in which they were first chosen.
        shots: The scenes of the clusters' pictures, by id; each names its video.
        duration_s: Length of the moments together, what two of them share counted once.
    """

    clusters: tuple[Cluster, ...]
    videos: tuple[Video, ...]
    shots: Mapping[int, Shot]
    duration_s: float

    def in_time_order(self) -> list[Cluster]:
        """The clusters by the videos and times of their representatives."""
        order = {video.id: number for number, video in enumerate(self.videos)}

        def place(cluster: Cluster) -> tuple[int, float]:
            keyframe = cluster.representative
            return order[self.video_of(keyframe).id], keyframe.time_s

        return sorted(self.clusters, key=place)

    def video_of(self, keyframe: Keyframe) -> Video:
        """The video that a keyframe of the clusters is from."""
        video_id = self.shots[keyframe.shot_id].video_id
        return next(video for video in self.videos if video.id == video_id)
