"""The map of a library's scenes, kept beside the catalogue: a cache like any other."""

import contextlib
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from videxplore.core.cache_files import DamagedCacheError, opened_cache, read_arrays
from videxplore.core.errors import ExportError
from videxplore.core.files import make_way, open_regular, write_whole
from videxplore.core.limits import MOST_MAP_BYTES
from videxplore.core.processes import run_isolated
from videxplore.core.task import Progress, Task
from videxplore.core.types import Ids, Values, Vector
from videxplore.core.vectors import Columns, unit_rows
from videxplore.services.library import Library
from videxplore.services.summarising.map_layout import (
    Arrangement,
    Places,
    Projection,
    arranged,
    arranged_aside,
    one_unit_wide,
    placed_among,
)
from videxplore.services.summarising.scene_groups import GroupBy, SceneGroups, group_scenes
from videxplore.services.summarising.storyboard_groups import Scenes, library_scenes, mean_vectors

MAP_NAME = "map.npz"

COARSE_SCENES = 2000
"""So many scenes of a library without a map are shown before the others have been read; directions are
learned from them."""

SMALL, OUTGROWN = 1000, 4
"""A map of more scenes than that is arranged again when it holds so many times those it was arranged with:
crowded among the first ones, the others could not be distinguished."""

ASIDE_FROM = 2000
"""So many scenes are arranged in a process of its own, so that the window stays smooth."""

_VIDEOS_AT_ONCE = 100


@dataclass(frozen=True, slots=True, eq=False)
class SceneMap(Columns):
    """Where every scene lies.

    Attributes:
        shot_ids: int64 (N,), ascending.
        video_ids: int64 (N,): the video of each.
        keyframe_ids: int64 (N,): the keyframe that stands for each.
        times_s: When that keyframe is on screen, float64 (N,).
        places: float32 (N, 2), about the origin, one unit wide.
        is_arranged: Whether neighbours were brought together, or places are first guesses.
    """

    shot_ids: Ids
    video_ids: Ids
    keyframe_ids: Ids
    times_s: Values
    places: Places
    is_arranged: bool


OnMap = Callable[[SceneMap], None]
"""Gets a map that is good enough to be shown, before a better one is known."""


@dataclass(frozen=True, slots=True, eq=False)
class _KeptMap(Columns):
    """What the file holds.

    Attributes:
        shot_ids: int64 (N,), ascending.
        video_ids: int64 (N,).
        times_s: float64 (N,): a scene of another time is another one, even if it got the number of one gone.
        places: float32 (N, 2).
        components: Of the scenes' vectors, float32 (N, C).
        projection: What gives the components.
        learned_from: From how many scenes that was learned.
        arranged_count: How many scenes were arranged, others lying among them since; 0 for first guesses.
    """

    shot_ids: Ids
    video_ids: Ids
    times_s: Values
    places: Places
    components: Vector
    projection: Projection
    learned_from: int
    arranged_count: int

    @property
    def is_arranged(self) -> bool:
        """Whether neighbours were brought together, and the map did not outgrow that."""
        return self.arranged_count > 0 and len(self) <= max(SMALL, OUTGROWN * self.arranged_count)

    def rows_of(self, scenes: Scenes) -> Ids:
        """Its row of each scene, int64 (N,); -1 for one that it does not know."""
        rows = np.minimum(np.searchsorted(self.shot_ids, scenes.shot_ids), max(len(self) - 1, 0))
        if not len(self):
            return np.full(len(scenes), -1, np.int64)
        is_same = self.shot_ids[rows] == scenes.shot_ids
        is_same &= (self.video_ids[rows] == scenes.video_ids) & (self.times_s[rows] == scenes.times_s)
        return np.where(is_same, rows, -1)


class SceneMapService:
    """Maps of one library's scenes. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()

    @property
    def file(self) -> Path:
        """Where the map is kept."""
        return self._library.indexes_folder / MAP_NAME

    def current(self, task: Task | None = None, show: OnMap | None = None) -> SceneMap:
        """The map as it is: scenes that were arranged stay where they are, new ones lie among them.

        Without an arranged map all places are first guesses, good enough to be shown at once.

        Args:
            task: Cancels it.
            show: Gets the scenes that are known at once, before the others are read.

        Raises:
            Cancelled: If the task was cancelled.
        """
        task = task or Task()
        with self._lock:
            task.checkpoint()
            space, scenes = library_scenes(self._library)
            task.checkpoint()
            kept = self._completed(space, scenes, task, show or (lambda _map: None))
            return _map(scenes, kept.places, is_arranged=kept.is_arranged)

    def groups(self, by: GroupBy, shot_ids: Ids, video_ids: Ids, task: Task) -> SceneGroups:
        """The groups of some scenes: see :mod:`~videxplore.services.summarising.scene_groups`."""
        return group_scenes(self._library, by, shot_ids, video_ids, task)

    def arrange(self, task: Task, show: OnMap | None = None) -> SceneMap:
        """Arrange all scenes again, and keep the result.

        Args:
            task: Hears how much is done.
            show: Gets what is known meanwhile, coarse places first.

        Raises:
            Cancelled: If the task was cancelled; the map stays as it was.
            ExportError: If the map cannot be kept.
            ProcessError: If the process that arranges many scenes ended.
        """
        with self._lock:
            space, scenes = library_scenes(self._library)
            task.checkpoint()
            kept = self._completed(space, scenes, task, lambda _map: None)

        def show_places(places: Places) -> None:
            if show is not None:
                show(_map(scenes, places, is_arranged=False))

        places = _arranged(kept.components, task, show_places)
        with self._lock:
            self._keep(space, replace(kept, places=places, arranged_count=len(places)))
        return _map(scenes, places, is_arranged=True)

    def _completed(self, space: str, scenes: Scenes, task: Task, show: OnMap) -> _KeptMap:
        """The kept map with all scenes, row by row, and no others; kept again where it is another one."""
        kept = self._kept(space)
        rows = np.full(len(scenes), -1, np.int64) if kept is None else kept.rows_of(scenes)
        known = rows >= 0
        if kept is None or not known.any():
            found = self._first(space, scenes, task, show)
        elif known.all():
            return kept.rows(rows)
        else:
            show(_map(scenes.rows(known), kept.places[rows[known]], is_arranged=kept.is_arranged))
            found = self._extended(kept, rows, (space, scenes), task)
        # It is made again where it cannot be kept.
        with contextlib.suppress(ExportError):
            self._keep(space, found)
        return found

    def _first(self, space: str, scenes: Scenes, task: Task, show: OnMap) -> _KeptMap:
        """A map of first guesses; that of some scenes is shown at once."""
        if not len(scenes):
            nothing = Projection(np.zeros(1, np.float32), np.ones((1, 1), np.float32))
            empty = np.empty((0, 2), np.float32)
            return _kept_map(scenes, empty, empty[:, :1], nothing)
        coarse, vectors = self._sample(space, scenes)
        projection = Projection.of(vectors)
        if len(coarse) < len(scenes):
            show(_map(coarse, one_unit_wide(_plane(projection.reduced(vectors))), is_arranged=False))
        components = self._read(space, scenes, projection, task)
        return _kept_map(scenes, one_unit_wide(_plane(components)), components, projection)

    def _extended(self, kept: _KeptMap, rows: Ids, asked: tuple[str, Scenes], task: Task) -> _KeptMap:
        """A kept map with the scenes that it does not know among those it knows, in its ``rows``."""
        space, scenes = asked
        known = rows >= 0
        kept = kept.rows(rows[known])
        if kept.learned_from < min(COARSE_SCENES, len(scenes) // 2):
            # The first scenes of a library say little about the others.
            coarse, vectors = self._sample(space, scenes)
            projection = Projection.of(vectors)
            components = self._read(space, scenes, projection, task)
            kept = replace(kept, projection=projection, learned_from=len(coarse))
        else:
            components = np.empty((len(scenes), kept.components.shape[1]), np.float32)
            components[known] = kept.components
            components[~known] = self._read(space, scenes.rows(~known), kept.projection, task)
        units = unit_rows(components)
        places = np.empty((len(scenes), 2), np.float32)
        places[known] = kept.places
        places[~known] = placed_among(Arrangement(units[known], kept.places), units[~known])
        made = _kept_map(scenes, places, components, kept.projection)
        return replace(made, learned_from=kept.learned_from, arranged_count=kept.arranged_count)

    def _sample(self, space: str, scenes: Scenes) -> tuple[Scenes, Vector]:
        """Some scenes, chosen at random but always the same, and the vectors of their keyframes."""
        chosen = np.random.default_rng(0).permutation(len(scenes))[:COARSE_SCENES]
        coarse = scenes.rows(chosen[np.argsort(scenes.keyframe_ids[chosen])])
        ids, vectors = self._library.catalogue.vectors(space, coarse.keyframe_ids)
        # What was removed meanwhile is missing.
        coarse = coarse.rows(np.isin(coarse.keyframe_ids, ids))
        return coarse, vectors[np.argsort(ids)]

    def _read(self, space: str, scenes: Scenes, projection: Projection, task: Task) -> Vector:
        """The components of scenes, float32 (N, C), from the catalogue."""
        components = np.zeros((len(scenes), projection.directions.shape[1]), np.float32)
        video_ids = np.unique(scenes.video_ids)
        for start in range(0, len(video_ids), _VIDEOS_AT_ONCE):
            task.checkpoint(start, len(video_ids), "Reading scenes")
            own = video_ids[start : start + _VIDEOS_AT_ONCE].tolist()
            shot_ids, vectors = mean_vectors(self._library.catalogue.embeddings(space, own))
            places = np.minimum(np.searchsorted(scenes.shot_ids, shot_ids), len(scenes) - 1)
            is_wanted = scenes.shot_ids[places] == shot_ids
            components[places[is_wanted]] = projection.reduced(vectors[is_wanted])
        return components

    def _kept(self, space: str) -> _KeptMap | None:
        """The map of the file; None where it is not there, damaged, or of another space."""
        try:
            with opened_cache(self.file, MOST_MAP_BYTES) as stream:
                arrays = read_arrays(stream)
                found = _KeptMap(
                    arrays["shot_ids"].astype(np.int64),
                    arrays["video_ids"].astype(np.int64),
                    arrays["times_s"].astype(np.float64),
                    arrays["places"].astype(np.float32).reshape(-1, 2),
                    arrays["components"].astype(np.float32),
                    Projection(arrays["centre"].astype(np.float32), arrays["directions"].astype(np.float32)),
                    int(arrays["learned_from"]),
                    int(arrays["arranged_count"]),
                )
                is_of_space = arrays["space"].tobytes().decode() == space
        except (FileNotFoundError, DamagedCacheError):
            return None
        return found if is_of_space and _is_sound(found) else None

    def _keep(self, space: str, found: _KeptMap) -> None:
        content = io.BytesIO()
        np.savez(
            content,
            shot_ids=found.shot_ids,
            video_ids=found.video_ids,
            times_s=found.times_s,
            places=found.places,
            components=found.components.astype(np.float16),
            centre=found.projection.centre,
            directions=found.projection.directions,
            learned_from=np.int64(found.learned_from),
            arranged_count=np.int64(found.arranged_count),
            space=np.frombuffer(space.encode(), np.uint8),
        )
        self._library.files.require_real_folders()
        try:
            make_way(self.file, _is_map)
            write_whole(self.file, content.getvalue())
        except OSError as error:
            raise ExportError(f"The map cannot be kept in {self.file.parent}: {error.strerror}.") from error


def _is_sound(found: _KeptMap) -> bool:
    """Whether the arrays of a file belong together."""
    centre, directions = found.projection.centre, found.projection.directions
    lengths = {len(column) for column in found.arrays().values()}
    shapes = (centre.ndim, directions.ndim, found.components.ndim) == (1, 2, 2)
    return (
        shapes
        and len(lengths) == 1
        and directions.shape == (len(centre), found.components.shape[1])
        and bool((np.diff(found.shot_ids) > 0).all())
        and all(np.isfinite(one).all() for one in (found.places, found.components, centre, directions))
    )


def _is_map(file: Path) -> bool:
    """Whether a file begins like a map, be it damaged further on, or never came to hold anything."""
    try:
        with open_regular(file) as stream:
            start = stream.read(100)
    except OSError:
        return False
    return not start or (start.startswith(b"PK") and b"shot_ids.npy" in start)


def _kept_map(scenes: Scenes, places: Places, components: Vector, projection: Projection) -> _KeptMap:
    """A map of first guesses, as it is kept."""
    columns = (scenes.shot_ids, scenes.video_ids, scenes.times_s, places, components)
    return _KeptMap(*columns, projection, learned_from=min(COARSE_SCENES, len(scenes)), arranged_count=0)


def _map(scenes: Scenes, places: Places, *, is_arranged: bool) -> SceneMap:
    return SceneMap(
        scenes.shot_ids, scenes.video_ids, scenes.keyframe_ids, scenes.times_s, places, is_arranged
    )


def _plane(components: Vector) -> Vector:
    """The first two components float32 (N, 2), or one and zeros."""
    return np.pad(components, ((0, 0), (0, max(0, 2 - components.shape[1]))))[:, :2]


def _arranged(components: Vector, task: Task, show: Callable[[Places], None]) -> Places:
    """Places by t-SNE; of many scenes in a process of its own."""
    if len(components) < ASIDE_FROM:
        return arranged(components, task, show)

    def hear(said: Progress | Any) -> None:
        if isinstance(said, Progress):
            task.checkpoint(said.done, said.total, said.message)
        else:
            show(said)

    return run_isolated(arranged_aside, components, task=task, on_message=hear)
