"""The scenes of a library in groups, for the colours of its map: by video, by what is recognised, by look."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans

from videxplore.catalogue.embeddings import OwnerColumns, PredictionTable
from videxplore.core.task import Task
from videxplore.core.types import Ids, Prediction, Values, Vector
from videxplore.core.vectors import Columns
from videxplore.services.library import Library
from videxplore.services.recognition import (
    DECIMALS,
    LEAST_SCORES,
    SHORTEST_S,
    Certainty,
    bounds_s,
    is_object,
)
from videxplore.services.summarising.storyboard_groups import scene_vectors

GroupBy = Literal["video", "action", "cluster"]

LOOKS = 7
"""Groups of similar scenes: as many as there are colours that nobody confuses."""

_SAMPLE = 20_000
"""Scenes from which the groups are learned; every scene is then given to the nearest."""

_BATCH = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class SceneGroups:
    """Which group each scene belongs to.

    Attributes:
        numbers: int64 (N,): numbers of names, the largest group first; -1 for a scene that belongs to none.
        names: The groups; empty for a group of which nothing was recognised.
    """

    numbers: Ids
    names: tuple[str, ...]


def group_scenes(library: Library, by: GroupBy, shot_ids: Ids, video_ids: Ids, task: Task) -> SceneGroups:
    """The groups of some scenes.

    Args:
        library: Where the scenes are.
        by: What the scenes of a group share.
        shot_ids: int64 (N,), ascending.
        video_ids: int64 (N,): the video of each.
        task: Cancels the work between its steps.

    Raises:
        Cancelled: If the task was cancelled.
    """
    if not len(shot_ids):
        return SceneGroups(np.empty(0, np.int64), ())
    if by == "video":
        return _by_video(library, video_ids)
    labels = _labels(library, shot_ids)
    task.checkpoint()
    return _named(labels) if by == "action" else _by_look(library, shot_ids, labels, task)


def _by_video(library: Library, video_ids: Ids) -> SceneGroups:
    ids, numbers = np.unique(video_ids, return_inverse=True)
    videos = library.catalogue.videos_by_id(ids.tolist())
    names = [videos[one].path.stem if one in videos else "" for one in ids.tolist()]
    return _largest_first(numbers.astype(np.int64), names)


def _labels(library: Library, shot_ids: Ids) -> list[str]:
    """What each scene shows; empty where that would be a guess."""
    found = scene_winners(library, Certainty.POSSIBLE)
    return [found[shot_id].label if shot_id in found else "" for shot_id in shot_ids.tolist()]


def _named(labels: Sequence[str]) -> SceneGroups:
    names = sorted(set(labels) - {""})
    places = {name: number for number, name in enumerate(names)}
    return _largest_first(np.array([places.get(label, -1) for label in labels], np.int64), names)


def _by_look(library: Library, shot_ids: Ids, labels: Sequence[str], task: Task) -> SceneGroups:
    scenes = scene_vectors(library)
    task.checkpoint()
    known = np.isin(shot_ids, scenes.shot_ids)
    numbers = np.full(len(shot_ids), -1, np.int64)
    if known.any():
        numbers[known] = _looks(scenes.vectors[np.searchsorted(scenes.shot_ids, shot_ids[known])], task)
    return _largest_first(numbers, _distinctive(numbers, labels))


def _looks(vectors: Vector, task: Task) -> Ids:
    """The nearest of a few mean looks for each vector float32 (N, D), int64 (N,)."""
    count = min(LOOKS, max(1, len(vectors) // 2))
    chosen = np.random.default_rng(0).permutation(len(vectors))[:_SAMPLE]
    means = KMeans(count, n_init=3, random_state=0).fit(vectors[np.sort(chosen)]).cluster_centers_
    offsets = (means**2).sum(axis=1) / 2
    numbers = np.empty(len(vectors), np.int64)
    for start in range(0, len(vectors), _BATCH):
        task.checkpoint()
        part = slice(start, start + _BATCH)
        numbers[part] = np.argmax(vectors[part] @ means.T - offsets, axis=1)
    return numbers


def _distinctive(numbers: Ids, labels: Sequence[str]) -> list[str]:
    """The label that tells each group from the others: common in it, and rare elsewhere."""
    everywhere = Counter(labels)
    names = []
    for number in range(int(numbers.max()) + 1):
        within = Counter(labels[row] for row in np.flatnonzero(numbers == number).tolist() if labels[row])
        best = max(within, key=lambda label, own=within: own[label] ** 2 / everywhere[label], default="")  # type: ignore[misc]
        names.append(best)
    return names


def _largest_first(numbers: Ids, names: Sequence[str]) -> SceneGroups:
    counts = np.bincount(numbers[numbers >= 0], minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    places = np.empty(len(names) + 1, np.int64)
    places[order] = np.arange(len(names))
    places[-1] = -1
    return SceneGroups(places[numbers], tuple(names[one] for one in order.tolist()))


def scene_winners(library: Library, least: Certainty) -> dict[int, Prediction]:
    """The label of every scene of a library where it is at least so certain, by shot id."""
    table = library.catalogue.prediction_table()
    if not table.labels:
        return {}
    labels = _Labels.of(table)
    predicted = _prediction_rows(table)
    # The mean of each label in each scene, by the number of the scene and of the label.
    keys, places = np.unique(
        predicted.shots * len(labels.known) + labels.places[predicted.label_ids], return_inverse=True
    )
    shots, numbers = np.divmod(keys, len(labels.known))
    sums = np.bincount(places, predicted.scores * predicted.lengths_s)
    looked_at_s = _looked_at_s(predicted, labels, len(table.shot_ids))[shots, labels.models[numbers]]
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
