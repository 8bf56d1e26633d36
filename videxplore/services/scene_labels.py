"""The first label of every scene of a library at once, by the mean scores of its clips and keyframes."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    """The mean of each label in each scene.

    Attributes:
        shots: The number of the scene, int64 (M,), ascending.
        numbers: The number of the label, int64 (M,).
        scores: float64 (M,).
    """

    shots: Ids
    numbers: Ids
    scores: Values


def _means(table: PredictionTable, labels: "_Labels") -> _Means:
    predicted = _prediction_rows(table)
    keys, places = np.unique(
        predicted.shots * len(labels.known) + labels.places[predicted.label_ids], return_inverse=True
    )
    shots, numbers = np.divmod(keys, len(labels.known))
    sums = np.bincount(places, predicted.scores * predicted.lengths_s)
    looked_at_s = _looked_at_s(predicted, labels, len(table.shot_ids))[shots, labels.models[numbers]]
    shot_lengths_s = (table.shot_ends_s - table.shot_starts_s)[shots]
    is_taught = labels.is_taught[numbers]
    looked_at_s[is_taught] = np.maximum(looked_at_s, shot_lengths_s)[is_taught]
    return _Means(shots, numbers, np.round(sums / looked_at_s, DECIMALS))


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
    has_names = names.counts[means.numbers] > 0
    means = means.rows(np.flatnonzero(has_names & (means.scores >= LEAST_CLASS_SCORE)))
    if not len(names.known) or not len(means.shots):
        return
    counts = names.counts[means.numbers]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    named = names.numbers[np.repeat(names.starts[means.numbers], counts) + within]
    keys, places = np.unique(np.repeat(means.shots, counts) * len(names.known) + named, return_inverse=True)
    sums = np.round(np.bincount(places, np.repeat(means.scores, counts)), DECIMALS)
    shots, numbers = np.divmod(keys, len(names.known))
    passing = np.flatnonzero(
        sums >= np.array([OBJECT_BOUNDS[least].of(name) for name, _ in names.known])[numbers]
    )
    # First the most specific name of each model, then the most probable of these.
    order = passing[
        np.lexsort((numbers[passing], -sums[passing], names.sizes[numbers[passing]], shots[passing]))
    ]
    best: dict[tuple[int, str], tuple[float, ObjectName]] = {}
    for shot, number, total in zip(
        shots[order].tolist(), numbers[order].tolist(), sums[order].tolist(), strict=True
    ):
        name, model = names.known[number]
        best.setdefault((shot, model), (total, name))
    chosen: dict[int, Label] = {}
    for (shot, model), (total, name) in best.items():
        is_sure = total >= OBJECT_BOUNDS[Certainty.SURE].of(name)
        label = Label(name.name, Certainty.SURE if is_sure else Certainty.LIKELY, total, "object", model)
        chosen[shot] = min(chosen.get(shot, label), label, key=lambda one: (one.rank, one.model))
    yield from chosen.items()


@dataclass(frozen=True, eq=False)
class _Names:
    """The names of the objects of each label.

    Attributes:
        known: Each name with the model that gives it, the names of a model in the order of their words.
        sizes: How many classes each has, int64.
        numbers: The numbers of the names of all labels, one label after the other, int64.
        starts: Where those of each label begin, int64 (L,).
        counts: How many each has; 0 for an action, int64 (L,).
    """

    known: list[tuple[ObjectName, str]]
    sizes: Ids
    numbers: Ids
    starts: Ids
    counts: Ids

    @classmethod
    def of(cls, labels: "_Labels") -> "_Names":
        """The names of some labels."""
        own = [
            [(name, one.model) for name in object_names(one.label)] if is_object(one) else []
            for one in labels.known
        ]
        known = sorted(
            {pair for pairs in own for pair in pairs}, key=lambda pair: (pair[0].name, pair[1], pair[0])
        )
        places = {pair: place for place, pair in enumerate(known)}
        counts = np.array([len(pairs) for pairs in own], np.int64)
        return cls(
            known,
            np.array([name.class_count for name, _ in known], np.int64),
            np.array([places[pair] for pairs in own for pair in pairs], np.int64),
            np.cumsum(counts) - counts,
            counts,
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
        owners: One number for each clip and keyframe, int64 (P,).
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
        _owned(table, clips, clips.ends_s - clips.starts_s, 1),
    )
    return _PredictionRows.joined(parts)


def _owned(table: PredictionTable, owners: OwnerColumns, lengths_s: Values, kind: int) -> _PredictionRows:
    order = np.argsort(owners.ids)
    rows = order[np.searchsorted(owners.ids[order], owners.owner_ids)]
    shots = np.searchsorted(table.shot_ids, owners.shot_ids[rows])
    lengths_s = np.maximum(lengths_s[rows], SHORTEST_S)
    return _PredictionRows(shots, 2 * owners.owner_ids + kind, lengths_s, owners.label_ids, owners.scores)


def _looked_at_s(predicted: _PredictionRows, labels: _Labels, shots_count: int) -> Values:
    """How long each model looked at each scene, float64 (S, M)."""
    models = labels.models[labels.places[predicted.label_ids]]
    count = int(labels.models.max()) + 1
    _, once = np.unique(predicted.owners * count + models, return_index=True)
    keys = predicted.shots[once] * count + models[once]
    lengths_s = np.bincount(keys, predicted.lengths_s[once], shots_count * count).astype(np.float64)
    return lengths_s.reshape(shots_count, count)
