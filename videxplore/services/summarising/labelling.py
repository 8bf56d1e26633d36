"""What a group of pictures, or a whole video, shows most, from stored predictions."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from videxplore.catalogue.records import StoredPrediction
from videxplore.core.types import Keyframe, Prediction, PredictionSource
from videxplore.services.summarising.clustering import Labels
from videxplore.services.summarising.representatives import Values

MIN_ACTION_SCORE = 0.25
MIN_OBJECT_SCORE = 0.3
"""Mean scores below these are guesses, and a guess is no label."""

MAX_COMMONEST = 5

_Key = tuple[str, PredictionSource, str]
"""Label, source, model."""


def cluster_labels(
    labels: Labels, keyframes: Sequence[Keyframe], spans_s: Values, predictions: Sequence[StoredPrediction]
) -> list[str]:
    """The commonest action of each group, else its commonest object, else nothing.

    Args:
        labels: int64 (N,): the group of each keyframe, 0, 1, 2...
        keyframes: N keyframes in time order.
        spans_s: float64 (N,): seconds each stands for.
        predictions: Every prediction of the video.
    """
    times_s = np.array([keyframe.time_s for keyframe in keyframes])
    by_group: list[list[tuple[StoredPrediction, float]]] = [[] for _ in range(int(labels.max()) + 1)]
    for stored in predictions:
        row = _nearest(times_s, (stored.start_s + stored.end_s) / 2)
        length_s = stored.end_s - stored.start_s if stored.owner == "clip" else float(spans_s[row])
        by_group[labels[row]].append((stored, max(length_s, 1e-3)))
    return [_label(_means(group)) for group in by_group]


def commonest_predictions(predictions: Sequence[StoredPrediction]) -> tuple[Prediction, ...]:
    """The labels of a whole video with their mean scores: actions first, then objects, best first."""
    means = _means([(stored, max(stored.end_s - stored.start_s, 1e-3)) for stored in predictions])
    ranked = sorted(means.items(), key=lambda item: (_is_object(item[0]), -item[1], item[0]))
    chosen = [(key, score) for key, score in ranked if score >= _min_score(key)]
    return tuple(
        Prediction(label=label, score=score, source=source, model=model)
        for (label, source, model), score in chosen[:MAX_COMMONEST]
    )


def _means(weighed: Sequence[tuple[StoredPrediction, float]]) -> dict[_Key, float]:
    """Mean score of each label over the time its model looked at."""
    scores: defaultdict[_Key, float] = defaultdict(float)
    looked_at: dict[str, dict[tuple[str, int], float]] = {}
    for stored, weight in weighed:
        prediction = stored.prediction
        scores[prediction.label, prediction.source, prediction.model] += prediction.score * weight
        looked_at.setdefault(prediction.model, {})[stored.owner, stored.owner_id] = weight
    totals = {model: sum(weights.values()) for model, weights in looked_at.items()}
    return {key: score / totals[key[2]] for key, score in scores.items()}


def _label(means: dict[_Key, float]) -> str:
    confident = [(key, score) for key, score in means.items() if score >= _min_score(key)]
    if not confident:
        return ""
    return min(confident, key=lambda item: (_is_object(item[0]), -item[1], item[0]))[0][0]


def _is_object(key: _Key) -> bool:
    return key[1] == "object"


def _min_score(key: _Key) -> float:
    return MIN_OBJECT_SCORE if _is_object(key) else MIN_ACTION_SCORE


def _nearest(times_s: Values, time_s: float) -> int:
    after = int(np.searchsorted(times_s, time_s))
    if after == len(times_s) or (after > 0 and time_s - times_s[after - 1] <= times_s[after] - time_s):
        return after - 1
    return after
