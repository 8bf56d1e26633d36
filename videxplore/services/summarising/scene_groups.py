"""The scenes of a library in groups, for the colours of its map: by folder, video, label or look."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from sklearn.cluster import KMeans

from videxplore.core.task import Task
from videxplore.core.types import Ids, Vector
from videxplore.services.labels import Certainty
from videxplore.services.library import Library
from videxplore.services.scene_labels import scene_labels
from videxplore.services.summarising.storyboard_groups import scene_vectors

GroupBy = Literal["folder", "video", "action", "cluster"]

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
    if by == "folder":
        return _by_folder(library, video_ids)
    # A label is the name of a cluster only where it is certain.
    labels = _labels(library, shot_ids, Certainty.LIKELY if by == "action" else Certainty.SURE)
    task.checkpoint()
    return _named(labels) if by == "action" else _by_look(library, shot_ids, labels, task)


def _by_video(library: Library, video_ids: Ids) -> SceneGroups:
    ids, numbers = np.unique(video_ids, return_inverse=True)
    videos = library.catalogue.videos_by_id(ids.tolist())
    names = [videos[one].path.stem if one in videos else "" for one in ids.tolist()]
    return _largest_first(numbers.astype(np.int64), names)


def _by_folder(library: Library, video_ids: Ids) -> SceneGroups:
    ids, rows = np.unique(video_ids, return_inverse=True)
    videos = library.catalogue.videos_by_id(ids.tolist())
    known = [one for one in ids.tolist() if one in videos]
    names = dict(zip(known, folder_names([videos[one].path for one in known]), strict=True))
    of_video = [names.get(one, "") for one in ids.tolist()]
    return _named([of_video[row] for row in rows.tolist()])


def folder_names(paths: Sequence[Path]) -> list[str]:
    """The folder of each file, below what all have in common: as deep as the colours suffice.

    A folder tree of a hundred camera cards in three years is three groups, not a hundred.
    """
    parents = [path.parent.parts for path in paths]
    shared = 0
    while len({parts[: shared + 1] for parts in parents}) == 1 and shared < min(map(len, parents)):
        shared += 1
    depth = 1
    deepest = max((len(parts) for parts in parents), default=0) - shared
    while depth < deepest and len({parts[: shared + depth + 1] for parts in parents}) <= LOOKS:
        depth += 1
    # Files beside the folders are those of the folder itself.
    own = [parts[shared : shared + depth] or parts[-1:] for parts in parents]
    return ["/".join(parts) for parts in own]


def _labels(library: Library, shot_ids: Ids, least: Certainty) -> list[str]:
    """What each scene shows; empty where that is less certain."""
    found = scene_labels(library.catalogue, least)
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
