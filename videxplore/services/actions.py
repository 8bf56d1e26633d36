"""What happens in a video, from the predictions that were stored when it was indexed."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from videxplore.catalogue.records import StoredPrediction
from videxplore.core.types import Keyframe, Prediction, Shot, Video
from videxplore.services.library import Library

TOP_LABELS = 5


@dataclass(frozen=True, slots=True)
class ActionSpan:
    """A part of a video and what a network says of it.

    Attributes:
        start_s: For a clip its own start; for a keyframe, half-way from the keyframe before.
        end_s: Likewise.
        predictions: Best first; all of one source and model.
    """

    start_s: float
    end_s: float
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class VideoActions:
    """What happens in a video, or at one time of it.

    Attributes:
        models: The networks that were asked.
        overall: Mean scores over everything listed, weighed by length; best first, actions before objects.
        spans: In time order; those of clips, then those of keyframes.
    """

    video: Video
    models: tuple[str, ...]
    overall: tuple[Prediction, ...]
    spans: tuple[ActionSpan, ...]


class ActionsService:
    """Answers from the catalogue alone: no network is run."""

    def __init__(self, library: Library) -> None:
        """Answer for the videos of a library."""
        self._catalogue = library.catalogue

    def for_video(self, video_id: int, at_s: float | None = None, top: int = TOP_LABELS) -> VideoActions:
        """What happens in a video.

        Args:
            video_id: The video.
            at_s: Only what covers this time; the whole video when None.
            top: Labels to keep overall and for each span.

        Raises:
            UnknownMomentError: If the video is not in the library, or has no such time.
        """
        video = self._catalogue.video(video_id)
        if at_s is not None:
            self._catalogue.shot_at(video_id, at_s)
        spans = self._spans(video_id)
        if at_s is not None:
            spans = [span for span in spans if _covers(span, at_s, video.duration_s)]
        models = tuple(dict.fromkeys(one.model for span in spans for one in span.predictions))
        overall = mean_predictions(spans)
        shown = tuple(replace(span, predictions=span.predictions[:top]) for span in spans)
        return VideoActions(video, models, overall[:top], shown)

    def for_scene(self, shot_id: int, top: int = TOP_LABELS) -> tuple[Prediction, ...]:
        """What happens in a scene: mean scores over its clips, or over its keyframes where it has no clips.

        Raises:
            UnknownMomentError: If the scene is not in the library.
        """
        shot = self._catalogue.shot(shot_id)
        spans = [
            span
            for span in self._spans(shot.video_id)
            if shot.start_s <= (span.start_s + span.end_s) / 2 < shot.end_s
        ]
        return mean_predictions(spans)[:top]

    def _spans(self, video_id: int) -> list[ActionSpan]:
        """Every clip and keyframe of a video with its predictions."""
        grouped: dict[tuple[str, int, str], list[StoredPrediction]] = defaultdict(list)
        for stored in self._catalogue.predictions(video_id):
            grouped[stored.owner, stored.owner_id, stored.prediction.model].append(stored)
        shown_s = keyframe_spans_s(self._catalogue.shots(video_id), self._catalogue.keyframes(video_id))
        spans = []
        for (owner, owner_id, _), found in grouped.items():
            start_s, end_s = found[0].start_s, found[0].end_s
            if owner == "keyframe":
                start_s, end_s = shown_s[owner_id]
            best_first = sorted((one.prediction for one in found), key=lambda one: -one.score)
            spans.append(ActionSpan(start_s, end_s, tuple(best_first)))
        return sorted(spans, key=lambda span: (_is_object(span.predictions[0]), span.start_s))


def keyframe_spans_s(shots: Sequence[Shot], keyframes: Sequence[Keyframe]) -> dict[int, tuple[float, float]]:
    """The part of its shot each keyframe stands for, by keyframe id: up to half-way to its neighbours."""
    by_shot: dict[int, list[Keyframe]] = defaultdict(list)
    for keyframe in keyframes:
        by_shot[keyframe.shot_id].append(keyframe)
    spans = {}
    for shot in shots:
        own = by_shot.get(shot.id, [])
        middles = [(one.time_s + other.time_s) / 2 for one, other in itertools.pairwise(own)]
        for keyframe, start_s, end_s in zip(
            own, [shot.start_s, *middles], [*middles, shot.end_s], strict=False
        ):
            spans[keyframe.id] = (start_s, end_s)
    return spans


def mean_predictions(spans: Iterable[ActionSpan]) -> tuple[Prediction, ...]:
    """Mean score of every label over the time its network looked at, best first, actions before objects."""
    looked_at_s: dict[str, float] = defaultdict(float)
    weighed: dict[Prediction, float] = defaultdict(float)
    for span in spans:
        length_s = max(span.end_s - span.start_s, 1e-6)
        for model in {one.model for one in span.predictions}:
            looked_at_s[model] += length_s
        for one in span.predictions:
            weighed[replace(one, score=0.0)] += one.score * length_s
    means = [replace(label, score=total / looked_at_s[label.model]) for label, total in weighed.items()]
    return tuple(sorted(means, key=lambda one: (_is_object(one), -one.score, one.label)))


def _is_object(prediction: Prediction) -> bool:
    return prediction.source == "object"


def _covers(span: ActionSpan, time_s: float, duration_s: float) -> bool:
    """Whether a span covers a time; the last one covers the video's very end."""
    return span.start_s <= time_s < span.end_s or time_s >= span.end_s >= duration_s
