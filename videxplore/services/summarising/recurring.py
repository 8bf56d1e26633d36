"""Recurring scenes: groups of similar scenes over some or all videos of a library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from videxplore.core.json_text import seconds
from videxplore.core.task import Task
from videxplore.core.types import Shot, Vector
from videxplore.services.library import Library
from videxplore.services.summarising.clustering import Labels
from videxplore.services.summarising.storyboard_groups import SceneVectors, scene_vectors

ALIKE = 0.75
"""Mean cosine of the scenes of a group: three in four repeats are as near, one in a thousand strangers."""

_BLOCK = 1024
_MAX_GROUP = 4000
"""A larger component is one group: comparing all its pairs would take minutes and add nothing."""


@dataclass(frozen=True, slots=True)
class RecurringScene:
    """Similar scenes.

    Attributes:
        shots: In the order of their videos and times, at least two.
        keyframe_ids: The keyframe that stands for each.
        videos_count: How many different videos they are in.
        duration_s: Their length together.
        representative: Which of ``shots`` is most like the others.
    """

    shots: tuple[Shot, ...]
    keyframe_ids: tuple[int, ...]
    videos_count: int
    duration_s: float
    representative: int


def recurring_scenes(
    library: Library, task: Task, video_ids: Sequence[int] | None = None
) -> list[RecurringScene]:
    """Groups of similar scenes, those of most videos first, then the longest.

    Similar scenes are joined, and components that grew by chance, one similar scene after the other,
    are split again by average linkage.

    Args:
        library: Where to look.
        task: What to report to.
        video_ids: Look at these videos only; None for all.

    Raises:
        Cancelled: If the task was cancelled.
    """
    scenes = scene_vectors(library, video_ids)
    groups = _groups(scenes.vectors, task)
    shots = library.catalogue.shots_by_id([int(scenes.shot_ids[row]) for rows in groups for row in rows])
    found = [_recurring(scenes, rows, shots) for rows in groups]
    return sorted(found, key=lambda scene: (-scene.videos_count, -scene.duration_s, scene.shots[0].id))


def recurring_document(library: Library, scenes: Sequence[RecurringScene]) -> dict[str, Any]:
    """Recurring scenes as the command line's JSON document."""
    catalogue = library.catalogue
    shots = [shot for scene in scenes for shot in scene.shots]
    videos = catalogue.videos_by_id(sorted({shot.video_id for shot in shots}))
    keyframes = catalogue.keyframes_by_shot([shot.id for shot in shots])
    times_s = {keyframe.id: keyframe.time_s for found in keyframes.values() for keyframe in found}
    return {
        "recurring": [
            {
                "videos": scene.videos_count,
                "duration_s": seconds(scene.duration_s),
                "representative": scene.representative,
                "scenes": [
                    {
                        "video": str(videos[shot.video_id].path),
                        "start_s": seconds(shot.start_s),
                        "end_s": seconds(shot.end_s),
                        "time_s": round(times_s[keyframe_id], 6),
                    }
                    for shot, keyframe_id in zip(scene.shots, scene.keyframe_ids, strict=True)
                ],
            }
            for scene in scenes
        ]
    }


def _groups(vectors: Vector, task: Task) -> list[npt.NDArray[np.int64]]:
    labels = _components(vectors, task)
    groups = []
    order = np.argsort(labels, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if 1 < len(rows) <= _MAX_GROUP:
            apart = 1 - vectors[rows] @ vectors[rows].T
            tree = linkage(apart[np.triu_indices(len(rows), 1)].clip(0), "average")
            parts = fcluster(tree, 1 - ALIKE, "distance")
            groups += [rows[parts == part] for part in np.unique(parts) if (parts == part).sum() > 1]
        elif len(rows) > 1:
            groups.append(rows)
    return groups


def _components(vectors: Vector, task: Task) -> Labels:
    count = len(vectors)
    firsts, seconds = [], []
    for start in range(0, count, _BLOCK):
        task.checkpoint(start, count, "Comparing scenes")
        alike = vectors[start : start + _BLOCK] @ vectors[start:].T >= ALIKE
        first, second = np.nonzero(alike)
        firsts.append(first + start)
        seconds.append(second + start)
    if not count:
        return np.empty(0, np.int64)
    pairs = np.concatenate(firsts), np.concatenate(seconds)
    graph = coo_array((np.ones(len(pairs[0]), np.bool_), pairs), shape=(count, count))
    labels: Labels = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def _recurring(scenes: SceneVectors, rows: npt.NDArray[np.int64], shots: dict[int, Shot]) -> RecurringScene:
    members = [(shots[int(scenes.shot_ids[row])], int(row)) for row in rows]
    members.sort(key=lambda member: (member[0].video_id, member[0].start_s))
    ordered = np.array([row for _, row in members])
    similarity = (scenes.vectors[ordered] @ scenes.vectors[ordered].T).sum(axis=1)
    return RecurringScene(
        shots=tuple(shot for shot, _ in members),
        keyframe_ids=tuple(int(scenes.keyframe_ids[row]) for row in ordered),
        videos_count=len({shot.video_id for shot, _ in members}),
        duration_s=sum(shot.end_s - shot.start_s for shot, _ in members),
        representative=int(np.argmax(similarity)),
    )
