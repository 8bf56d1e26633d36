"""The map of a library's scenes, kept beside the catalogue: a cache like any other."""

import io
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.core.errors import ExportError
from videxplore.core.files import make_way, open_regular, read_regular, write_whole
from videxplore.core.task import Task
from videxplore.core.types import Ids
from videxplore.services.library import Library
from videxplore.services.summarising.projection import (
    Arrangement,
    Places,
    arranged,
    first_places,
    placed_among,
)
from videxplore.services.summarising.scene_vectors import SceneVectors, scene_vectors

MAP_NAME = "map.npz"


@dataclass(frozen=True, eq=False)
class SceneMap:
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
    times_s: npt.NDArray[np.float64]
    places: Places
    is_arranged: bool


class SceneMapService:
    """Maps of one library's scenes. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        """Map the scenes of ``library``."""
        self._library = library
        self._lock = threading.Lock()

    @property
    def file(self) -> Path:
        """Where the map is kept."""
        return self._library.indexes_folder / MAP_NAME

    def current(self, task: Task | None = None) -> SceneMap:
        """The map as it is: scenes that were arranged stay where they are, new ones lie among them.

        Without an arranged map all places are first guesses, good enough to be shown at once.

        Raises:
            Cancelled: If the task was cancelled.
        """
        task = task or Task()
        with self._lock:
            task.checkpoint()
            scenes = scene_vectors(self._library)
            task.checkpoint()
            kept = self._kept(scenes)
            if not kept:
                return _map(scenes, first_places(scenes.vectors), is_arranged=False)
            known = np.array([int(shot_id) in kept for shot_id in scenes.shot_ids])
            places = np.zeros((len(known), 2), np.float32)
            places[known] = [kept[int(shot_id)] for shot_id in scenes.shot_ids[known]]
            if not known.all():
                arrangement = Arrangement(scenes.vectors[known], places[known])
                places[~known] = placed_among(arrangement, scenes.vectors[~known])
                self._keep(scenes, places)
            return _map(scenes, places, is_arranged=True)

    def arrange(self, task: Task) -> SceneMap:
        """Arrange all scenes anew, and keep the result.

        Raises:
            Cancelled: If the task was cancelled; the map stays as it was.
            ExportError: If the map cannot be kept.
        """
        scenes = scene_vectors(self._library)
        task.checkpoint()
        places = arranged(scenes.vectors, task)
        with self._lock:
            self._keep(scenes, places)
        return _map(scenes, places, is_arranged=True)

    def _kept(self, scenes: SceneVectors) -> Mapping[int, Places]:
        """Places by shot id from the file; empty where it is not there, damaged, or of another space."""
        try:
            with np.load(io.BytesIO(read_regular(self.file)), allow_pickle=False) as kept:
                if int(kept["dim"]) != scenes.vectors.shape[1]:
                    return {}
                return dict(zip(kept["shot_ids"].tolist(), kept["places"], strict=True))
        except (OSError, EOFError, TypeError, ValueError, KeyError, zipfile.BadZipFile):
            return {}

    def _keep(self, scenes: SceneVectors, places: Places) -> None:
        content = io.BytesIO()
        np.savez(content, shot_ids=scenes.shot_ids, places=places, dim=scenes.vectors.shape[1])
        self._library.files.require_real_folders()
        try:
            make_way(self.file, _is_map)
            write_whole(self.file, content.getvalue())
        except OSError as error:
            raise ExportError(f"The map cannot be kept in {self.file.parent}: {error.strerror}.") from error


def _is_map(file: Path) -> bool:
    """Whether a file begins like a map, be it damaged further on, or never came to hold anything."""
    try:
        with open_regular(file) as stream:
            start = stream.read(100)
    except OSError:
        return False
    return not start or (start.startswith(b"PK") and b"shot_ids.npy" in start)


def _map(scenes: SceneVectors, places: Places, *, is_arranged: bool) -> SceneMap:
    return SceneMap(
        scenes.shot_ids, scenes.video_ids, scenes.keyframe_ids, scenes.times_s, places, is_arranged
    )
