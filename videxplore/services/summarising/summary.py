"""The gist of a video, from what the library already knows of it: no decoding and no network."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from videxplore.core.errors import VideoError
from videxplore.core.task import Task
from videxplore.core.types import Cluster, Keyframe, Shot, Summary, Vector, Video
from videxplore.services.library import Library
from videxplore.services.summarising.clustering import Labels, PictureTree, build_tree
from videxplore.services.summarising.labelling import cluster_labels, commonest_predictions
from videxplore.services.summarising.representatives import (
    Values,
    choose_representative,
    picture_quality,
    time_spans_s,
)

REMEMBERED_VIDEOS = 4
"""Trees kept at hand, so that a slider answers at once."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """The keyframes of a summary, in time order, with what is needed to group them.

    Attributes:
        shots: Their shots, by id.
        vectors: Unit vectors float32 (N, D).
        spans_s: float64 (N,): seconds each stands for.
        tree: Their groups at every number of groups.
    """

    keyframes: tuple[Keyframe, ...]
    shots: Mapping[int, Shot]
    vectors: Vector
    spans_s: Values
    tree: PictureTree

    @classmethod
    def of(cls, keyframes: Sequence[Keyframe], shots: Sequence[Shot], vectors: Vector) -> "Pictures":
        """Group keyframes (at least one) in time order with unit vectors float32 (N, D)."""
        by_id = {shot.id: shot for shot in shots}
        spans_s = time_spans_s(keyframes, by_id)
        times_s = np.array([keyframe.time_s for keyframe in keyframes])
        return cls(tuple(keyframes), by_id, vectors, spans_s, build_tree(vectors, times_s, spans_s))

    def representatives(self, labels: Labels) -> list[int]:
        """The row that stands for each group of ``labels``."""
        quality = picture_quality(self.keyframes, self.shots)
        return [
            choose_representative(np.flatnonzero(labels == group), self.vectors, self.spans_s, quality)
            for group in range(int(labels.max()) + 1)
        ]

    def shares(self, labels: Labels) -> Values:
        """The share of the time that each group of ``labels`` takes, float64 (groups,), adding up to 1."""
        spans_s = self.spans_s if self.spans_s.sum() > 0 else np.ones(len(self.spans_s))
        shares: Values = np.bincount(labels, spans_s) / spans_s.sum()
        return shares


class SummaryService:
    """Summaries of the videos of a library. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        """Summarise the videos of ``library``."""
        self._library = library
        self._lock = threading.Lock()
        self._remembered: OrderedDict[int, tuple[tuple[Keyframe, ...], Pictures]] = OrderedDict()

    def summarize(self, video_id: int, keyframes: int | None = None, task: Task | None = None) -> Summary:
        """Group what is seen in a video, choose a picture for each group and weigh it by its time.

        Args:
            video_id: The video.
            keyframes: How many groups, and so pictures; None lets the video decide. A video with fewer
                distinct pictures gives fewer.
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
        labels = pictures.tree.labels(count)
        task.checkpoint(2, 3, "Choosing pictures")
        predictions = catalogue.predictions(video_id)
        names = cluster_labels(labels, pictures.keyframes, pictures.spans_s, predictions)
        shares = pictures.shares(labels)
        representatives = pictures.representatives(labels)
        clusters = tuple(
            Cluster(
                weight=float(shares[group]),
                label=names[group],
                members=tuple(pictures.keyframes[row] for row in np.flatnonzero(labels == group)),
                representative=pictures.keyframes[representatives[group]],
            )
            for group in np.argsort(-shares, kind="stable")
        )
        return Summary(video, clusters, commonest_predictions(predictions))

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

    def pictures(self, video_id: int) -> Pictures:
        """The grouped keyframes of a video.

        Raises:
            VideoError: If the video has not been analysed yet.
        """
        return self._pictures(self._library.catalogue.video(video_id))

    def _pictures(self, video: Video) -> Pictures:
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

    def _read(self, video: Video, keyframes: tuple[Keyframe, ...]) -> Pictures:
        catalogue = self._library.catalogue
        for space in catalogue.spaces():
            if space.kind != "appearance":
                continue
            table = catalogue.embeddings(space.name, video.id)
            rows = {int(owner): row for row, owner in enumerate(table.owner_ids)}
            known = [keyframe for keyframe in keyframes if keyframe.id in rows]
            if known:
                vectors = table.vectors[[rows[keyframe.id] for keyframe in known]]
                return Pictures.of(known, catalogue.shots(video.id), vectors)
        raise VideoError(f"{video.path.name} has not been analysed yet: index it first.")


def _seconds(time_s: float) -> float:
    return round(time_s, 6)
