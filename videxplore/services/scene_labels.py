"""The first label of every scene of a library at once, by the mean scores of its clips and keyframes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.embeddings import OwnerColumns, PredictionTable
from videxplore.core.types import Ids, Prediction, Values
from videxplore.core.vectors import Columns
from videxplore.services.labels import (
    DECIMALS,
    LEAST_CLASS_SCORE,
    LEAST_SCORES,
    OBJECT_BOUNDS,
    Certainty,
    Label,
    is_object,
    least_score,
)
from videxplore.services.object_classes.object_names import ObjectName, object_names
from videxplore.services.recognition import SHORTEST_S, bounds_s


def scene_labels(catalogue: Catalogue, least: Certainty) -> dict[int, Label]:
    """The first label of every scene of a library that has one at least so certain, by shot id."""
    table = catalogue.prediction_table()
    if not table.labels:
        return {}
    labels = _Labels.of(table)
    means = _means(table, labels)
    found: dict[int, Label] = {}
    # Actions go before objects.
    for shot, label in (*_objects(means, labels, least), *_actions(means, labels, least)):
        found[int(table.shot_ids[shot])] = label
    return found


@dataclass(frozen=True, eq=False)
class _Means(Columns):
    """The mean of each label, or the sum of the means of each name, in each scene that has any.

    Attributes:
        shots: The number of the scene, int64 (M,).
        numbers: The number of the label or name, int64 (M,), ascending.
        scores: float64 (M,).
    """

    shots: Ids
    numbers: Ids
    scores: Values

    @classmethod
    def of(cls, number: int, shots: Ids, scores: Values) -> Self:
        """Those of one label or name."""
        return cls(shots, np.full(len(shots), number), np.round(scores, DECIMALS))


def _means(table: PredictionTable, labels: "_Labels") -> _Means:
    predicted, shots_count = _prediction_rows(table), len(table.shot_ids)
    looked_at_s = _looked_at_s(predicted, labels, shots_count)
    shot_lengths_s = table.shot_ends_s - table.shot_starts_s
    found = []
    # Label by label: an array of all scenes is filled faster than millions of predictions are sorted.
    for number, parts in enumerate(_parts_by_label(predicted, labels)):
        sums = np.zeros(shots_count)
        for part in parts:
            weights = predicted.scores[part] * predicted.lengths_s[part]
            sums += np.bincount(predicted.shots[part], weights, shots_count)
        shots = np.flatnonzero(sums)
        seen_s = looked_at_s[shots, labels.models[number]]
        if labels.is_taught[number]:
            seen_s = np.maximum(seen_s, shot_lengths_s[shots])
        found.append(_Means.of(number, shots, sums[shots] / seen_s))
    return _Means.joined(found)


def _parts_by_label(predicted: "_PredictionRows", labels: "_Labels") -> list[list[slice]]:
    """Where the predictions of each label are: they are stored one label after the other."""
    parts: list[list[slice]] = [[] for _ in labels.known]
    ends = [*np.flatnonzero(np.diff(predicted.label_ids)) + 1, len(predicted.label_ids)]
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        if end > start:
            parts[labels.places[predicted.label_ids[start]]].append(slice(start, end))
    return parts


def _actions(means: _Means, labels: "_Labels", least: Certainty) -> Iterator[tuple[int, Label]]:
    """The best action of each scene, taught ones first, by the number of the scene."""
    bounds = np.array([np.inf if is_object(one) else least_score(one.source, least) for one in labels.known])
    means = means.rows(np.flatnonzero(means.scores >= bounds[means.numbers]))
    # The order of `Label.rank`: labels are numbered by their words.
    order = np.lexsort((means.numbers, -means.scores, ~labels.is_taught[means.numbers], means.shots))
    best = means.rows(order[np.flatnonzero(np.diff(means.shots[order], prepend=-1))])
    for shot, number, score in zip(
        best.shots.tolist(), best.numbers.tolist(), best.scores.tolist(), strict=True
    ):
        known = labels.known[number]
        certainty = Certainty.SURE if score >= LEAST_SCORES[Certainty.SURE] else Certainty.LIKELY
        yield shot, Label(known.label, certainty, score, known.source, known.model)


def _objects(means: _Means, labels: "_Labels", least: Certainty) -> Iterator[tuple[int, Label]]:
    """The most specific name of each scene that is probable enough, by the number of the scene."""
    names = _Names.of(labels)
    means = means.rows(means.scores >= LEAST_CLASS_SCORE)
    if not names.known or not len(means.shots):
        return
    shots_count = int(means.shots.max()) + 1
    ends = np.searchsorted(means.numbers, np.arange(len(labels.known) + 1))
    found = []
    for number, ((name, _), own) in enumerate(zip(names.known, names.labels, strict=True)):
        parts = [slice(ends[label], ends[label + 1]) for label in own]
        shots = np.concatenate([means.shots[part] for part in parts])
        scores = np.concatenate([means.scores[part] for part in parts])
        sums: Values = np.round(np.bincount(shots, scores, shots_count), DECIMALS)
        passing = np.flatnonzero(sums >= OBJECT_BOUNDS[least].of(name))
        found.append(_Means.of(number, passing, sums[passing]))
    passed = _Means.joined(found)
    models = names.models[passed.numbers]
    # First the most specific name of each model, then the most probable of these.
    order = np.lexsort((passed.numbers, -passed.scores, names.sizes[passed.numbers], models, passed.shots))
    by_model = passed.shots[order] * len(names.known) + models[order]
    best = passed.rows(order[np.flatnonzero(np.diff(by_model, prepend=-1))])
    chosen: dict[int, Label] = {}
    for shot, number, total in zip(
        best.shots.tolist(), best.numbers.tolist(), best.scores.tolist(), strict=True
    ):
        name, model = names.known[number]
        certainty = Certainty.SURE if total >= OBJECT_BOUNDS[Certainty.SURE].of(name) else Certainty.LIKELY
        label = Label(name.name, certainty, total, "object", model)
        chosen[shot] = min(chosen.get(shot, label), label, key=lambda one: (one.rank, one.model))
    yield from chosen.items()


@dataclass(frozen=True, eq=False)
class _Names:
    """The names of the objects of some labels.

    Attributes:
        known: Each name with the model that gives it, the names of a model in the order of their words.
        sizes: How many classes each has, int64.
        models: The number of its model, int64.
        labels: The numbers of the labels that have each.
    """

    known: list[tuple[ObjectName, str]]
    sizes: Ids
    models: Ids
    labels: list[list[int]]

    @classmethod
    def of(cls, labels: "_Labels") -> Self:
        """The names of some labels."""
        by_name: dict[tuple[ObjectName, str], list[int]] = {}
        for number, one in enumerate(labels.known):
            for name in object_names(one.label) if is_object(one) else ():
                by_name.setdefault((name, one.model), []).append(number)
        known = sorted(by_name, key=lambda pair: (pair[0].name, pair[1], pair[0]))
        models = list(dict.fromkeys(model for _, model in known))
        return cls(
            known,
            np.array([name.class_count for name, _ in known], np.int64),
            np.array([models.index(model) for _, model in known], np.int64),
            [by_name[pair] for pair in known],
        )


@dataclass(frozen=True, eq=False)
class _Labels:
    """The labels of a library, numbered in the order of their names.

    Attributes:
        known: L of them.
        places: The number of each label id, int64.
        models: The number of its model and source, int64 (L,).
        is_taught: bool (L,).
    """

    known: list[Prediction]
    places: Ids
    models: Ids
    is_taught: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, table: PredictionTable) -> "_Labels":
        by_name = sorted(table.labels, key=lambda one: (table.labels[one].label, table.labels[one].model))
        known = [table.labels[one] for one in by_name]
        places = np.zeros(max(table.labels) + 1, np.int64)
        places[by_name] = np.arange(len(known))
        models = list(dict.fromkeys((one.source, one.model) for one in known))
        return cls(
            known,
            places,
            np.array([models.index((one.source, one.model)) for one in known], np.int64),
            np.array([one.source == "taught" for one in known]),
        )


@dataclass(frozen=True, eq=False)
class _PredictionRows(Columns):
    """Every prediction of a library.

    Attributes:
        shots: The number of its scene, int64 (P,).
        owners: The number of its clip or keyframe, int64 (P,).
        lengths_s: The time that its clip or keyframe stands for, float64 (P,).
        label_ids: int64 (P,).
        scores: float64 (P,).
    """

    shots: Ids
    owners: Ids
    lengths_s: Values
    label_ids: Ids
    scores: Values


def _prediction_rows(table: PredictionTable) -> _PredictionRows:
    frames, clips = table.keyframes, table.clips
    place = np.searchsorted(table.shot_ids, frames.shot_ids)
    starts_s, ends_s = bounds_s(
        frames.shot_ids, frames.starts_s, table.shot_starts_s[place], table.shot_ends_s[place]
    )
    parts = (
        _owned(table, frames, ends_s - starts_s, 0),
        _owned(table, clips, clips.ends_s - clips.starts_s, len(frames.ids)),
    )
    return _PredictionRows.joined(parts)


def _owned(table: PredictionTable, owners: OwnerColumns, lengths_s: Values, first: int) -> _PredictionRows:
    """The predictions of clips or keyframes, which are numbered from ``first``."""
    order = np.argsort(owners.ids)
    rows = order[np.searchsorted(owners.ids[order], owners.owner_ids)]
    shots = np.searchsorted(table.shot_ids, owners.shot_ids)
    lengths_s = np.maximum(lengths_s, SHORTEST_S)
    return _PredictionRows(shots[rows], first + rows, lengths_s[rows], owners.label_ids, owners.scores)


def _looked_at_s(predicted: _PredictionRows, labels: _Labels, shots_count: int) -> Values:
    """How long each model looked at each scene, float64 (S, M)."""
    models = labels.models[labels.places[predicted.label_ids]]
    owners_count = int(predicted.owners.max(initial=-1)) + 1
    shots, lengths_s = np.zeros(owners_count, np.int64), np.zeros(owners_count)
    shots[predicted.owners], lengths_s[predicted.owners] = predicted.shots, predicted.lengths_s
    seconds = np.zeros((shots_count, int(labels.models.max()) + 1))
    for model in range(seconds.shape[1]):
        looked_at = np.zeros(owners_count, np.bool_)
        looked_at[predicted.owners[models == model]] = True
        seconds[:, model] = np.bincount(shots[looked_at], lengths_s[looked_at], shots_count)
    return seconds
