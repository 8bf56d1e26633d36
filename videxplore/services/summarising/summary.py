"""Summaries of a video, and of chosen moments, from stored data: nothing is decoded, no model is run."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from PIL import Image

from videxplore.core.errors import ExportError, VideoError
from videxplore.core.json_text import seconds
from videxplore.core.spans import SelectedSpan
from videxplore.core.summaries import Cluster, SelectionSummary, Summary
from videxplore.core.task import Task
from videxplore.core.types import Keyframe, Moment, Shot, Values, Video, nearest_keyframe
from videxplore.services.library import Library
from videxplore.services.recognition import RecognisedSpan, keyframe_bounds_s, recognition_of
from videxplore.services.summarising.storyboard_groups import KeyframeGroups, known_keyframes, known_motion
from videxplore.video.thumbnails import LargeImageError, open_image

SHARPEST_BLANK = 10.0
"""Keyframes sharper than this show something, without looking: footage lay above 50 in 13 videos."""

FLAT_LEVELS = 10.0
"""Grey levels between the darkest and the brightest twentieth of a thumbnail that shows nothing."""


def without_blank(library: Library, keyframes: Sequence[Keyframe]) -> Sequence[Keyframe]:
    """The keyframes that show something; all of them where none does."""
    shown = [one for one in keyframes if one.sharpness > SHARPEST_BLANK or not _is_blank(library, one)]
    return shown or keyframes


def _is_blank(library: Library, keyframe: Keyframe) -> bool:
    stored = library.keyframe_picture(keyframe.id)
    if stored is None:
        return False
    try:
        with open_image(stored) as opened:
            grey = np.asarray(opened.convert("L").resize((64, 36), Image.Resampling.BOX))
    except (OSError, LargeImageError):
        return False
    darkest, brightest = np.quantile(grey, (0.05, 0.95))
    return bool(brightest - darkest < FLAT_LEVELS)


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
        groups = self._groups(video)
        task.checkpoint(1, 3, "Grouping")
        count = groups.tree.suggested_count() if keyframes is None else keyframes
        task.checkpoint(2, 3, "Choosing keyframes")
        recognised = recognition_of(self._library, video_id).spans
        return Summary(video, groups.clusters(groups.tree.labels(count), recognised))

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
                    "members": [seconds(member.time_s) for member in cluster.members],
                    "representative_s": seconds(cluster.representative.time_s),
                }
                for cluster in summary.clusters
            ],
            "keyframes": [
                {
                    "time_s": seconds(time_s),
                    "start_s": seconds(shot.start_s),
                    "end_s": seconds(shot.end_s),
                    "cluster": number,
                }
                for time_s, number, shot in chosen
            ],
        }

    def groups(self, video_id: int) -> KeyframeGroups:
        """The grouped keyframes of a video.

        Raises:
            VideoError: If the video has not been analysed yet.
        """
        return self._groups(self._library.catalogue.video(video_id))

    def _groups(self, video: Video) -> KeyframeGroups:
        catalogue = self._library.catalogue
        keyframes = tuple(catalogue.keyframes(video.id))
        with self._lock:
            remembered = self._remembered.get(video.id)
            if remembered is not None and remembered[0] == keyframes:
                self._remembered.move_to_end(video.id)
                return remembered[1]
        groups = self._read(video, keyframes)
        with self._lock:
            self._remembered[video.id] = (keyframes, groups)
            while len(self._remembered) > REMEMBERED_VIDEOS:
                self._remembered.popitem(last=False)
        return groups

    def _read(self, video: Video, keyframes: tuple[Keyframe, ...]) -> KeyframeGroups:
        catalogue = self._library.catalogue
        known, vectors = known_keyframes(catalogue, without_blank(self._library, keyframes))
        if not known:
            raise VideoError(f"{video.path.name} has not been analysed yet: index it first.")
        motion = known_motion(catalogue, known, [video.id])
        return KeyframeGroups.of(known, catalogue.shots(video.id), vectors, motion=motion)


APART_S = 60.0
"""Videos are laid out one after the other, so far apart that none counts as near another in time."""

SpanSeconds = tuple[float, float]

_Spanning = TypeVar("_Spanning", Shot, RecognisedSpan)


@dataclass(frozen=True, eq=False)
class _Laid:
    """The keyframes of a selection on one line of time.

    Attributes:
        keyframes: With the line's times.
        originals: The same keyframes with the times of their videos, by id.
        shots: With the times of their videos, by id.
        recognised: What was recognised in the moments, with the line's times.
    """

    groups: KeyframeGroups
    originals: dict[int, Keyframe]
    shots: dict[int, Shot]
    recognised: list[RecognisedSpan]


@dataclass(frozen=True, eq=False)
class _Part:
    """What is known of the chosen moments of one video.

    Attributes:
        keyframes: In time order.
        spans_s: float64 (N,): seconds of the moments that each stands for.
        shots: Theirs.
        recognised: What was recognised in the moments, cut off where they end.
        end_s: The end of the video.
    """

    keyframes: tuple[Keyframe, ...]
    spans_s: Values
    shots: tuple[Shot, ...]
    recognised: tuple[RecognisedSpan, ...]
    end_s: float

    def weighed(self) -> Iterator[tuple[Keyframe, float]]:
        """Each keyframe with its seconds."""
        yield from zip(self.keyframes, self.spans_s.tolist(), strict=True)

    def moved(self, by_s: float) -> "_Part":
        """The same, so many seconds later."""
        return replace(
            self,
            keyframes=tuple(replace(one, time_s=one.time_s + by_s) for one in self.keyframes),
            shots=tuple(_later(one, by_s) for one in self.shots),
            recognised=tuple(_later(one, by_s) for one in self.recognised),
        )


class SelectionSummaryService:
    """Summaries of moments of one library. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._remembered: tuple[tuple[SelectedSpan, ...], _Laid] | None = None

    def summarize(
        self, spans: Sequence[SelectedSpan], keyframes: int | None = None, task: Task | None = None
    ) -> SelectionSummary:
        """Group what is seen in some moments, choose a keyframe for each group and weigh it by its time.

        Args:
            spans: The moments; what several of them share counts once.
            keyframes: How many groups, and so keyframes; None lets the moments decide. Moments with fewer
                distinct keyframes give fewer.
            task: What to report to.

        Raises:
            ExportError: If there are no moments.
            VideoError: If none of their videos has been analysed yet.
            Cancelled: If the task was cancelled.
        """
        task = task or Task()
        if not spans:
            raise ExportError("There is nothing to summarise: the selection is empty.")
        laid = self._laid(tuple(spans), task)
        task.checkpoint(1, 2, "Grouping")
        count = laid.groups.tree.suggested_count() if keyframes is None else keyframes
        clusters = laid.groups.clusters(laid.groups.tree.labels(count), laid.recognised)
        videos = {span.video.id: span.video for span in spans}
        shown = {laid.shots[one.shot_id].video_id for one in laid.originals.values()}
        return SelectionSummary(
            clusters=tuple(_with_own_times(cluster, laid.originals) for cluster in clusters),
            videos=tuple(video for video in videos.values() if video.id in shown),
            shots=laid.shots,
            duration_s=float(laid.groups.spans_s.sum()),
        )

    def summarize_moments(
        self, moments: Sequence[Moment], keyframes: int | None = None, task: Task | None = None
    ) -> SelectionSummary:
        """The same of search results."""
        return self.summarize([SelectedSpan.of_moment(moment) for moment in moments], keyframes, task)

    def document(self, spans: Sequence[SelectedSpan], summary: SelectionSummary) -> dict[str, Any]:
        """The summary as the command line's JSON document; keyframes by video, then time."""
        order = {video.id: number for number, video in enumerate(summary.videos)}
        chosen = [(cluster.representative, number) for number, cluster in enumerate(summary.clusters)]
        chosen.sort(key=lambda one: (order[summary.video_of(one[0]).id], one[0].time_s))
        return {
            "moments": [_span_document(span) for span in spans],
            "duration_s": seconds(summary.duration_s),
            "clusters": [
                {
                    "weight": round(cluster.weight, 6),
                    "label": cluster.label,
                    "members": [_keyframe_document(summary, member) for member in cluster.members],
                    "representative": _keyframe_document(summary, cluster.representative),
                }
                for cluster in summary.clusters
            ],
            "keyframes": [{**_keyframe_document(summary, one), "cluster": number} for one, number in chosen],
        }

    def _laid(self, spans: tuple[SelectedSpan, ...], task: Task) -> _Laid:
        with self._lock:
            if self._remembered is not None and self._remembered[0] == spans:
                return self._remembered[1]
        laid = self._lay_out(spans, task)
        with self._lock:
            self._remembered = spans, laid
        return laid

    def _lay_out(self, spans: Sequence[SelectedSpan], task: Task) -> _Laid:
        by_video: dict[int, list[SpanSeconds]] = {}
        for span in spans:
            by_video.setdefault(span.video.id, []).append((span.start_s, span.end_s))
        parts: list[_Part] = []
        for number, (video_id, chosen) in enumerate(by_video.items()):
            task.checkpoint(number / len(by_video), 2, "Reading what is known")
            parts.append(_part(self._library, video_id, chosen))
        keyframes = [keyframe for part in parts for keyframe in part.keyframes]
        catalogue = self._library.catalogue
        known, vectors = known_keyframes(catalogue, keyframes)
        if not known:
            raise VideoError("None of the moments has been analysed yet: index their videos first.")
        offsets_s = np.cumsum([0.0, *(part.end_s + APART_S for part in parts)]).tolist()
        line = [part.moved(offset_s) for part, offset_s in zip(parts, offsets_s, strict=False)]
        weights = {one.id: spent_s for part in parts for one, spent_s in part.weighed()}
        on_line = {one.id: one for part in line for one in part.keyframes}
        groups = KeyframeGroups.of(
            [on_line[one.id] for one in known],
            [shot for part in line for shot in part.shots],
            vectors,
            np.array([weights[one.id] for one in known]),
            known_motion(catalogue, known, list(by_video)),
        )
        return _Laid(
            groups,
            {one.id: one for one in known},
            {shot.id: shot for part in parts for shot in part.shots},
            [span for part in line for span in part.recognised],
        )


def _later(span: _Spanning, by_s: float) -> _Spanning:
    return replace(span, start_s=span.start_s + by_s, end_s=span.end_s + by_s)


def _part(library: Library, video_id: int, chosen: Sequence[SpanSeconds]) -> _Part:
    """What is known of some moments of a video, which may overlap."""
    united = _united(chosen)
    recognition = recognition_of(library, video_id)
    shots = {shot.id: shot for shot in recognition.shots}
    keyframes = _keyframes_within(library.catalogue.keyframes(video_id), shots, united)
    bounds_s = keyframe_bounds_s(recognition.shots, keyframes).values()
    spans_s = np.array([_shared_s(united, start_s, end_s) for start_s, end_s in bounds_s])
    shown = {keyframe.shot_id for keyframe in keyframes}
    return _Part(
        tuple(keyframes),
        spans_s,
        tuple(shot for shot in shots.values() if shot.id in shown),
        tuple(
            replace(span, start_s=max(start_s, span.start_s), end_s=min(end_s, span.end_s))
            for span in recognition.spans
            for start_s, end_s in united
            if start_s < span.end_s and span.start_s < end_s
        ),
        max((shot.end_s for shot in shots.values()), default=0.0),
    )


def _united(spans: Sequence[SpanSeconds]) -> list[SpanSeconds]:
    united: list[SpanSeconds] = []
    for start_s, end_s in sorted(spans):
        if united and start_s <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end_s)
        else:
            united.append((start_s, end_s))
    return united


def _keyframes_within(
    keyframes: Sequence[Keyframe], shots: Mapping[int, Shot], united: Sequence[SpanSeconds]
) -> list[Keyframe]:
    """The keyframes within the spans; of a scene with none there, the one nearest to what is chosen of it."""
    by_shot: dict[int, list[Keyframe]] = {}
    for keyframe in keyframes:
        by_shot.setdefault(keyframe.shot_id, []).append(keyframe)
    found: list[Keyframe] = []
    for shot_id, own in by_shot.items():
        shot = shots[shot_id]
        parts = [
            (max(start_s, shot.start_s), min(end_s, shot.end_s))
            for start_s, end_s in united
            if start_s < shot.end_s and end_s > shot.start_s
        ]
        within = [one for one in own if any(start_s <= one.time_s < end_s for start_s, end_s in parts)]
        if parts and not within:
            middle_s = sum(parts[0]) / 2
            within = [one for one in [nearest_keyframe(own, middle_s)] if one is not None]
        found += within
    return sorted(found, key=lambda one: (shots[one.shot_id].start_s, one.shot_id, one.time_s))


def _shared_s(united: Sequence[SpanSeconds], start_s: float, end_s: float) -> float:
    return sum(max(min(end_s, end) - max(start_s, start), 0.0) for start, end in united)


def _with_own_times(cluster: Cluster, originals: Mapping[int, Keyframe]) -> Cluster:
    """A cluster whose keyframes have the times of their videos again."""
    return replace(
        cluster,
        members=tuple(originals[member.id] for member in cluster.members),
        representative=originals[cluster.representative.id],
    )


def _keyframe_document(summary: SelectionSummary, keyframe: Keyframe) -> dict[str, Any]:
    return {"video": str(summary.video_of(keyframe).path), "time_s": seconds(keyframe.time_s)}


def _span_document(span: SelectedSpan) -> dict[str, Any]:
    return {
        "video": str(span.video.path),
        "start_s": seconds(span.start_s),
        "end_s": seconds(span.end_s),
    }
