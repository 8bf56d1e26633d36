"""What every scene of a library shows, at once: for the colours of its map.

The same answer as ``VideoRecognition.in_shot`` gives, by arrays: a library of a million scenes has ten
million predictions.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.prediction_table import OwnerColumns, PredictionTable
from videxplore.core.types import Ids, Prediction
from videxplore.services.library import Library
from videxplore.services.recognition import (
    DECIMALS,
    LEAST_SCORES,
    SHORTEST_S,
    Certainty,
    Values,
    bounds_s,
    is_object,
)


def scene_winners(library: Library, least: Certainty) -> dict[int, Prediction]:
    """The label of every scene of a library where it is at least so certain, by shot id."""
    table = library.catalogue.prediction_table()
    if not table.labels:
        return {}
    labels = _Labels.of(table)
    said = _said(table)
    # The mean of each label in each scene, by the number of the scene and of the label.
    keys, places = np.unique(
        said.shots * len(labels.known) + labels.places[said.label_ids], return_inverse=True
    )
    shots, numbers = np.divmod(keys, len(labels.known))
    sums = np.bincount(places, said.scores * said.lengths_s)
    looked_at_s = _looked_at_s(said, labels, len(table.shot_ids))[shots, labels.models[numbers]]
    shot_lengths_s = (table.shot_ends_s - table.shot_starts_s)[shots]
    is_taught = labels.is_taught[numbers]
    looked_at_s[is_taught] = np.maximum(looked_at_s, shot_lengths_s)[is_taught]
    means = np.round(sums / looked_at_s, DECIMALS)
    levels = labels.certainty(numbers, means)
    # The order of `recognition.ranked`: labels are numbered in theirs.
    order = np.lexsort((numbers, -means, labels.are_objects[numbers], -levels, shots))
    first = order[np.flatnonzero(np.diff(shots[order], prepend=-1))]
    first = first[levels[first] >= least]
    return {
        shot_id: Prediction(known.label, score, known.source, known.model)
        for shot_id, number, score in zip(
            table.shot_ids[shots[first]].tolist(), numbers[first].tolist(), means[first].tolist(), strict=True
        )
        for known in (labels.known[number],)
    }


@dataclass(frozen=True, eq=False)
class _Labels:
    """The labels of a library, numbered in the order of their names.

    Attributes:
        known: L of them.
        places: The number of each label id, int64.
        models: The number of its model and source, int64 (L,).
        are_objects: bool (L,).
        is_taught: bool (L,).
    """

    known: list[Prediction]
    places: Ids
    models: Ids
    are_objects: npt.NDArray[np.bool_]
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
            np.array([is_object(one) for one in known]),
            np.array([one.source == "taught" for one in known]),
        )

    def certainty(self, numbers: Ids, scores: Values) -> Ids:
        """How certain labels are with these scores, int64 (N,)."""
        levels = np.full(len(numbers), int(Certainty.GUESS), np.int64)
        for level, (action, thing) in reversed(LEAST_SCORES.items()):
            levels[scores >= np.where(self.are_objects[numbers], thing, action)] = level
        return levels


@dataclass(frozen=True, eq=False)
class _Said:
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


def _said(table: PredictionTable) -> _Said:
    frames, clips = table.keyframes, table.clips
    place = np.searchsorted(table.shot_ids, frames.shot_ids)
    starts_s, ends_s = bounds_s(
        frames.shot_ids, frames.starts_s, table.shot_starts_s[place], table.shot_ends_s[place]
    )
    parts = (
        _owned(table, frames, ends_s - starts_s, 0),
        _owned(table, clips, clips.ends_s - clips.starts_s, 1),
    )
    return _Said(
        np.concatenate([part.shots for part in parts]),
        np.concatenate([part.owners for part in parts]),
        np.concatenate([part.lengths_s for part in parts]),
        np.concatenate([part.label_ids for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def _owned(table: PredictionTable, owners: OwnerColumns, lengths_s: Values, kind: int) -> _Said:
    order = np.argsort(owners.ids)
    rows = order[np.searchsorted(owners.ids[order], owners.owner_ids)]
    shots = np.searchsorted(table.shot_ids, owners.shot_ids[rows])
    lengths_s = np.maximum(lengths_s[rows], SHORTEST_S)
    return _Said(shots, 2 * owners.owner_ids + kind, lengths_s, owners.label_ids, owners.scores)


def _looked_at_s(said: _Said, labels: _Labels, shots_count: int) -> Values:
    """How long each model looked at each scene, float64 (S, M)."""
    models = labels.models[labels.places[said.label_ids]]
    count = int(labels.models.max()) + 1
    _, once = np.unique(said.owners * count + models, return_index=True)
    keys = said.shots[once] * count + models[once]
    lengths_s = np.bincount(keys, said.lengths_s[once], shots_count * count).astype(np.float64)
    return lengths_s.reshape(shots_count, count)
