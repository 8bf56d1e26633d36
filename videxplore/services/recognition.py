"""What a video, a scene or a moment shows: the one place that turns stored predictions into labels.

Every view asks here: the command line, the panel of labels, the timeline's ribbon, storyboards, chapters,
tables and the map. So two of them never name different labels for the same span; they differ only in how
certain a label has to be before they show it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from videxplore.catalogue.records import Owner, StoredPrediction
from videxplore.core.spans import checked_time_s
from videxplore.core.types import Ids, Keyframe, Prediction, Shot, Values, Video
from videxplore.services.labels import DECIMALS, Label, is_object, labels_of
from videxplore.services.library import Library

SHORTEST_S = 1e-6
"""A keyframe may stand for no time at all; it still counts, by this."""


def ranked(predictions: Iterable[Prediction]) -> tuple[Prediction, ...]:
    """Predictions, the likeliest first; of equally likely ones, actions before objects."""
    return tuple(sorted(predictions, key=lambda one: (-one.score, is_object(one), one.label, one.model)))


@dataclass(frozen=True, slots=True)
class RecognisedSpan:
    """A part of a video and what one model says of it.

    Attributes:
        start_s: For a clip its own start; for a keyframe, half-way from the keyframe before it in its shot.
        end_s: Likewise.
        owner: Whether it is a clip or a keyframe.
        shot_id: The shot it lies in.
        predictions: All of one source and model, best first; at least one.
    """

    start_s: float
    end_s: float
    owner: Owner
    shot_id: int
    predictions: tuple[Prediction, ...]

    @property
    def length_s(self) -> float:
        """Its length, never zero."""
        return max(self.end_s - self.start_s, SHORTEST_S)


def mean_predictions(spans: Iterable[RecognisedSpan], length_s: float) -> tuple[Prediction, ...]:
    """The mean score of every label over the time its model looked at, weighted by duration; ranked.

    Args:
        spans: What was recognised in a part of a video.
        length_s: Length of that part. Actions that a user taught looked at all of it: their low scores are
            not stored, and count as none.
    """
    looked_at_s: dict[tuple[str, str], float] = defaultdict(float)
    sums: dict[Prediction, float] = defaultdict(float)
    for span in spans:
        first = span.predictions[0]
        looked_at_s[first.source, first.model] += span.length_s
        for one in span.predictions:
            sums[replace(one, score=0.0)] += one.score * span.length_s
    means = []
    for label, total in sums.items():
        seen_s = looked_at_s[label.source, label.model]
        if label.source == "taught":
            seen_s = max(seen_s, length_s)
        means.append(replace(label, score=round(total / seen_s, DECIMALS)))
    return ranked(means)


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A stretch [start_s, end_s) of a video with the first label of every moment in it."""

    start_s: float
    end_s: float
    label: str


@dataclass(frozen=True, slots=True)
class LabelTime:
    """A label, as certain as it is anywhere in a video or a part of it, and how long it is seen there."""

    label: Label
    length_s: float


@dataclass(frozen=True)
class VideoRecognition:
    """Everything that was recognised in a video.

    Attributes:
        shots: The video's, in time order.
        spans: Those with actions, then those with objects, each in time order.
    """

    shots: tuple[Shot, ...]
    spans: tuple[RecognisedSpan, ...]

    @cached_property
    def overall(self) -> tuple[Prediction, ...]:
        """The mean scores over the whole video, ranked."""
        return mean_predictions(self.spans, sum(shot.end_s - shot.start_s for shot in self.shots))

    def at(self, time_s: float) -> tuple[Prediction, ...]:
        """The scores at a moment, ranked; the very end of the video belongs to its last moment."""
        return _at_once(self.spans_at(time_s))

    def labels_at(self, time_s: float) -> tuple[Label, ...]:
        """The labels of a moment."""
        place = self._place_of(time_s)
        return self._labels_of_instants[place] if place >= 0 else ()

    def label_times_at(self, time_s: float) -> tuple[LabelTime, ...]:
        """The labels of a moment, and how long nothing changes around it."""
        place, (starts_s, _) = self._place_of(time_s), self._instants
        return tuple(LabelTime(one, starts_s[place + 1] - starts_s[place]) for one in self.labels_at(time_s))

    @cached_property
    def labels(self) -> tuple[LabelTime, ...]:
        """The labels of the video: taught ones, then actions, then objects, those seen longest first."""
        starts_s, _ = self._instants
        lengths_s: dict[str, float] = defaultdict(float)
        surest: dict[str, Label] = {}
        for (start_s, end_s), labels in zip(pairwise(starts_s), self._labels_of_instants, strict=True):
            for one in labels:
                lengths_s[one.label] += end_s - start_s
                surest[one.label] = min(surest.get(one.label, one), one, key=lambda label: label.rank)
        found = (LabelTime(one, lengths_s[one.label]) for one in surest.values())
        return tuple(sorted(found, key=lambda seen: (seen.label.rank[0], -seen.length_s, seen.label.label)))

    def spans_at(self, time_s: float) -> list[RecognisedSpan]:
        """The clips and keyframes that cover a moment, in the order of ``spans``."""
        place = self._place_of(time_s)
        return self._instants[1][place] if place >= 0 else []

    def labels_over_time(self) -> list[LabelledSpan]:
        """The first label of every moment that has any; what touches is joined."""
        starts_s, _ = self._instants
        stretches: list[LabelledSpan] = []
        for (start_s, end_s), labels in zip(pairwise(starts_s), self._labels_of_instants, strict=True):
            if not labels:
                continue
            last = stretches[-1] if stretches else None
            if last is not None and last.label == labels[0].label and last.end_s == start_s:
                stretches[-1] = replace(last, end_s=end_s)
            else:
                stretches.append(LabelledSpan(start_s, end_s, labels[0].label))
        return stretches

    def _place_of(self, time_s: float) -> int:
        """Which of the instants a time falls into; negative for none."""
        starts_s, covering = self._instants
        place = bisect_right(starts_s, time_s) - 1
        is_end = bool(self.shots) and place == len(covering) and starts_s[-1] >= self.shots[-1].end_s
        return place - is_end if place - is_end < len(covering) else -1

    @cached_property
    def _labels_of_instants(self) -> list[tuple[Label, ...]]:
        return [labels_of(_at_once(spans)) for spans in self._instants[1]]

    @cached_property
    def _instants(self) -> tuple[list[float], list[list[RecognisedSpan]]]:
        """Times between which nothing changes, and what covers each stretch between two of them."""
        times_s = sorted({time_s for span in self.spans for time_s in (span.start_s, span.end_s)})
        covering: list[list[RecognisedSpan]] = [[] for _ in times_s[1:]]
        places = {time_s: place for place, time_s in enumerate(times_s)}
        for span in self.spans:
            for place in range(places[span.start_s], places[span.end_s]):
                covering[place].append(span)
        return times_s, covering


NOTHING_RECOGNISED = VideoRecognition((), ())


def _at_once(spans: Sequence[RecognisedSpan]) -> tuple[Prediction, ...]:
    """The mean of what covers one moment: each clip or keyframe counts the same, however long it is."""
    models = {(span.predictions[0].source, span.predictions[0].model) for span in spans}
    if len(models) == len(spans):
        return ranked(one for span in spans for one in span.predictions)
    return mean_predictions((replace(span, start_s=0.0, end_s=1.0) for span in spans), 1.0)


def recognition_of(library: Library, video_id: int) -> VideoRecognition:
    """What was recognised in a video.

    Raises:
        CatalogueError: If the catalogue cannot be read.
    """
    catalogue = library.catalogue
    shots = catalogue.shots(video_id)
    return VideoRecognition(
        tuple(shots), recognised_spans(shots, catalogue.keyframes(video_id), catalogue.predictions(video_id))
    )


def recognised_spans(
    shots: Sequence[Shot], keyframes: Sequence[Keyframe], predictions: Iterable[StoredPrediction]
) -> tuple[RecognisedSpan, ...]:
    """Every clip and keyframe that has predictions, once for each model: actions first, then by time."""
    grouped: dict[tuple[Owner, int, str, str], list[StoredPrediction]] = defaultdict(list)
    for stored in predictions:
        said = stored.prediction
        grouped[stored.owner, stored.owner_id, said.source, said.model].append(stored)
    bounds_s = keyframe_bounds_s(shots, keyframes)
    spans = []
    for (owner, owner_id, *_), found in grouped.items():
        first = found[0]
        start_s, end_s = first.start_s, first.end_s
        if owner == "keyframe":
            start_s, end_s = bounds_s.get(owner_id, (start_s, end_s))
        best_first = ranked(one.prediction for one in found)
        spans.append(RecognisedSpan(start_s, end_s, owner, first.shot_id, best_first))
    return tuple(sorted(spans, key=lambda span: (is_object(span.predictions[0]), span.start_s)))


def keyframe_bounds_s(shots: Iterable[Shot], keyframes: Sequence[Keyframe]) -> dict[int, tuple[float, float]]:
    """The part of its shot that each keyframe stands for, by keyframe id: half-way to its neighbours.

    Args:
        shots: Those the keyframes belong to.
        keyframes: Shot by shot, in time order within each.
    """
    by_id = {shot.id: shot for shot in shots}
    own = [by_id[keyframe.shot_id] for keyframe in keyframes]
    starts_s, ends_s = bounds_s(
        np.array([shot.id for shot in own], np.int64),
        np.array([keyframe.time_s for keyframe in keyframes], np.float64),
        np.array([shot.start_s for shot in own], np.float64),
        np.array([shot.end_s for shot in own], np.float64),
    )
    ids = (keyframe.id for keyframe in keyframes)
    return dict(zip(ids, zip(starts_s.tolist(), ends_s.tolist(), strict=True), strict=True))


def bounds_s(
    shot_ids: Ids, times_s: Values, shot_starts_s: Values, shot_ends_s: Values
) -> tuple[Values, Values]:
    """Start and end of the part of its shot that each of N keyframes stands for, float64 (N,) each."""
    starts_s, ends_s = shot_starts_s.copy(), shot_ends_s.copy()
    middles_s = (times_s[1:] + times_s[:-1]) / 2
    is_neighbour = shot_ids[1:] == shot_ids[:-1]
    starts_s[1:][is_neighbour] = middles_s[is_neighbour]
    ends_s[:-1][is_neighbour] = middles_s[is_neighbour]
    return starts_s, np.maximum(starts_s, ends_s)


TOP_LABELS = 5


@dataclass(frozen=True, slots=True)
class VideoActions:
    """What happens in a video, or at one time of it.

    Attributes:
        models: The models that were asked.
        labels: What is shown as recognised, and how long: taught labels, then actions, then objects.
        overall: Mean scores over everything listed, weighted by duration; the likeliest first. Most of these
            classes are guesses.
        spans: In time order; those of clips, then those of keyframes.
    """

    video: Video
    models: tuple[str, ...]
    labels: tuple[LabelTime, ...]
    overall: tuple[Prediction, ...]
    spans: tuple[RecognisedSpan, ...]


class ActionsService:
    """Answers from the catalogue alone: no model is run."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def for_video(self, video_id: int, at_s: float | None = None, top: int = TOP_LABELS) -> VideoActions:
        """What happens in a video.

        Args:
            video_id: The video.
            at_s: Only what covers this time; the whole video when None.
            top: Labels to keep overall and for each span.

        Raises:
            UsageError: If no video can have such a time.
            UnknownError: If the video is not in the library, or has no such time.
        """
        video = self._library.catalogue.video(video_id)
        recognition = recognition_of(self._library, video_id)
        spans, overall, labels = list(recognition.spans), recognition.overall, recognition.labels
        if at_s is not None:
            self._library.catalogue.shot_at(video_id, checked_time_s(at_s))
            spans, overall = recognition.spans_at(at_s), recognition.at(at_s)
            labels = recognition.label_times_at(at_s)
        models = tuple(dict.fromkeys(span.predictions[0].model for span in spans))
        shown = tuple(replace(span, predictions=span.predictions[:top]) for span in spans)
        return VideoActions(video, models, labels, overall[:top], shown)
