"""What a video, a scene or a moment shows: the one place that turns stored predictions into labels.

Every view asks here: the command line, the panel of actions, the timeline's ribbon, storyboards, chapters,
tables and the map. So two of them never name different labels for the same span; they differ only in how
certain a label has to be before they show it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from itertools import pairwise

import numpy as np

from videxplore.catalogue.records import Owner, StoredPrediction
from videxplore.core.spans import checked_time_s
from videxplore.core.types import Ids, Keyframe, Prediction, Shot, Values, Video
from videxplore.services.library import Library

DECIMALS = 9
"""Mean scores are rounded to this, so that the order of additions decides neither ranks nor thresholds."""

SHORTEST_S = 1e-6
"""A keyframe may stand for no time at all; it still counts, by this."""


class Certainty(IntEnum):
    """How certain a label is; each view shows labels from one of these on."""

    GUESS = 0
    """Listed only among the labels of a whole video, whose means are low where much happens."""
    POSSIBLE = 1
    """Listed for a moment, and worth a colour on the map, where its neighbours support it as well."""
    LIKELY = 2
    """Worth a colour on the timeline, and words over the frame."""
    SURE = 3
    """Good enough to stand alone, as the name of a group, a chapter or a scene."""


LEAST_SCORES: dict[Certainty, tuple[float, float]] = {
    Certainty.SURE: (0.25, 0.3),
    Certainty.LIKELY: (0.2, 0.2),
    Certainty.POSSIBLE: (0.1, 0.1),
}
"""The least score of an action, and of an object, highest first: image models are the more often wrong."""


def certainty_of(prediction: Prediction) -> Certainty:
    """How certain a label with this score is."""
    kind = 1 if prediction.source == "object" else 0
    for level, least in LEAST_SCORES.items():
        if prediction.score >= least[kind]:
            return level
    return Certainty.GUESS


def is_object(prediction: Prediction) -> bool:
    """Whether the image model said it; otherwise it is an action."""
    return prediction.source == "object"


def ranked(predictions: Iterable[Prediction]) -> tuple[Prediction, ...]:
    """The likeliest first: by certainty, then actions before objects, then by score.

    Certainty goes first so that every view which shows any of the labels shows the first one.
    """
    return tuple(
        sorted(
            predictions,
            key=lambda one: (-certainty_of(one), is_object(one), -one.score, one.label, one.model),
        )
    )


def winner(predictions: Sequence[Prediction], least: Certainty) -> Prediction | None:
    """The first of some ranked predictions, if it is at least so certain."""
    return predictions[0] if predictions and certainty_of(predictions[0]) >= least else None


def shown(predictions: Iterable[Prediction], least: Certainty, top: int) -> tuple[Prediction, ...]:
    """The ``top`` first of some ranked predictions that are at least so certain, each label once."""
    labels: dict[str, Prediction] = {}
    for one in predictions:
        if certainty_of(one) >= least:
            labels.setdefault(one.label, one)
    return tuple(labels.values())[:top]


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
    """A stretch [start_s, end_s) of a video with what it shows, and its highest score there."""

    start_s: float
    end_s: float
    label: str
    score: float


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
        """What the whole video shows, ranked."""
        return mean_predictions(self.spans, sum(shot.end_s - shot.start_s for shot in self.shots))

    def at(self, time_s: float) -> tuple[Prediction, ...]:
        """What is recognised at a moment, ranked; the very end of the video belongs to its last moment."""
        return _at_once(self.spans_at(time_s))

    def spans_at(self, time_s: float) -> list[RecognisedSpan]:
        """The clips and keyframes that cover a moment, in the order of ``spans``."""
        starts_s, covering = self._instants
        number = bisect_right(starts_s, time_s) - 1
        is_end = bool(self.shots) and number == len(covering) and starts_s[-1] >= self.shots[-1].end_s
        if is_end:
            number -= 1
        return covering[number] if 0 <= number < len(covering) else []

    def in_shot(self, shot_id: int) -> tuple[Prediction, ...]:
        """What a scene shows, ranked; nothing for one that is not of this video."""
        return self._by_shot.get(shot_id, ())

    def labels_over_time(self, least: Certainty) -> list[LabelledSpan]:
        """The first label of every moment where it is at least so certain; what touches is joined."""
        starts_s, covering = self._instants
        stretches: list[LabelledSpan] = []
        for (start_s, end_s), spans in zip(pairwise(starts_s), covering, strict=True):
            first = winner(_at_once(spans), least)
            if first is None:
                continue
            last = stretches[-1] if stretches else None
            if last is not None and last.label == first.label and last.end_s == start_s:
                stretches[-1] = replace(last, end_s=end_s, score=max(last.score, first.score))
            else:
                stretches.append(LabelledSpan(start_s, end_s, first.label, first.score))
        return stretches

    @cached_property
    def _by_shot(self) -> Mapping[int, tuple[Prediction, ...]]:
        spans: dict[int, list[RecognisedSpan]] = defaultdict(list)
        for span in self.spans:
            spans[span.shot_id].append(span)
        return {
            shot.id: mean_predictions(spans[shot.id], shot.end_s - shot.start_s)
            for shot in self.shots
            if shot.id in spans
        }

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
        overall: Mean scores over everything listed, weighted by duration; the likeliest first.
        spans: In time order; those of clips, then those of keyframes.
    """

    video: Video
    models: tuple[str, ...]
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
        spans, overall = list(recognition.spans), recognition.overall
        if at_s is not None:
            self._library.catalogue.shot_at(video_id, checked_time_s(at_s))
            spans, overall = recognition.spans_at(at_s), recognition.at(at_s)
        models = tuple(dict.fromkeys(span.predictions[0].model for span in spans))
        shown = tuple(replace(span, predictions=span.predictions[:top]) for span in spans)
        return VideoActions(video, models, overall[:top], shown)
