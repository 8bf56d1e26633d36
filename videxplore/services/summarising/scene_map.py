"""The map of a library's scenes, kept beside the catalogue: a cache like any other."""

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.utils.extmath import randomized_svd

from videxplore.core.cache_files import DamagedCacheError, opened_cache, read_arrays
from videxplore.core.errors import ExportError
from videxplore.core.files import make_way, open_regular, write_whole
from videxplore.core.limits import MOST_MAP_BYTES
from videxplore.core.task import Task
from videxplore.core.types import Ids, Values, Vector
from videxplore.core.vectors import unit_rows
from videxplore.search.vector_index import create_index
from videxplore.services.library import Library
from videxplore.services.summarising.storyboard_groups import SceneVectors, scene_vectors

MAP_NAME = "map.npz"

Places = npt.NDArray[np.float32]
"""Points of the plane, float32 (N, 2)."""


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
    times_s: Values
    places: Places
    is_arranged: bool


class SceneMapService:
    """Maps of one library's scenes. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
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
        """Arrange all scenes again, and keep the result.

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
            with opened_cache(self.file, MOST_MAP_BYTES) as stream:
                kept = read_arrays(stream)
                places = kept["places"].astype(np.float32).reshape(-1, 2)
                if int(kept["dim"]) != scenes.vectors.shape[1] or not np.isfinite(places).all():
                    return {}
                return dict(zip(kept["shot_ids"].tolist(), places, strict=True))
        except (FileNotFoundError, DamagedCacheError):
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


PRINCIPAL_COMPONENTS = 50
PERPLEXITY = 30.0
EARLY_ROUNDS, ROUNDS = 250, 500
"""Source: van der Maaten and Hinton, "Visualizing data using t-SNE", 2008; Kobak and Berens, "The art of
using t-SNE for single-cell transcriptomics", 2019, for the principal components and the start."""

NEIGHBOUR_ROUNDS = 100
ALL_ROUNDS = NEIGHBOUR_ROUNDS + EARLY_ROUNDS + ROUNDS
"""Finding neighbours takes about as long as so many rounds; for telling how much is done."""

NEIGHBOURS = 10
"""A new scene lies among this many scenes that resemble it most."""

THREADS_FROM = 5000

REPORT_EVERY = 10
"""Rounds between two chances to cancel."""

_BLOCK = 2048
_SHARPNESS = 20.0


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Where things lie, and what they are, so that new ones can be placed among them.

    Attributes:
        vectors: Unit vectors float32 (N, D).
        places: float32 (N, 2), about the origin, one unit wide.
    """

    vectors: Vector
    places: Places


def first_places(vectors: Vector) -> Places:
    """Places along the two directions in which vectors float32 (N, D) differ most: at hand at once."""
    if len(vectors) < 3:
        return _one_unit_wide(np.stack([np.arange(len(vectors)), np.zeros(len(vectors))], axis=1))
    centred = vectors - vectors.mean(axis=0)
    left, strengths, _ = randomized_svd(centred, n_components=2, random_state=0)
    return _one_unit_wide(left * strengths)


def arranged(vectors: Vector, task: Task) -> Places:
    """Places where neighbours in the space of vectors float32 (N, D) are neighbours, by t-SNE.

    Starts from :func:`first_places`, so that the large shape is that of the whole library and every run gives
    the same map. Takes minutes for a hundred thousand scenes.

    Raises:
        Cancelled: If the task was cancelled.
    """
    start = first_places(vectors)
    count = len(vectors)
    if count < 5:
        return start
    # Late: they load compiled code that only the map needs.
    from openTSNE import TSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    components = min(PRINCIPAL_COMPONENTS, count - 1, vectors.shape[1])
    reduced = PCA(components, svd_solver="randomized", random_state=0).fit_transform(vectors)
    rounds_done = NEIGHBOUR_ROUNDS

    def report(_round: int, _error: float, _embedding: object) -> None:
        nonlocal rounds_done
        rounds_done += REPORT_EVERY
        task.checkpoint(min(rounds_done, ALL_ROUNDS), ALL_ROUNDS, "Arranging the map")

    perplexity = min(PERPLEXITY, (count - 1) / 3)
    # Threads only get into each other's way while there is little to do.
    thread_count = -1 if count > THREADS_FROM else 1
    nearest = _nearest(reduced, min(int(3 * perplexity), count - 1), task)
    affinities = PerplexityBasedNN(
        perplexity=perplexity, knn_index=PrecomputedNeighbors(*nearest), n_jobs=thread_count
    )
    task.checkpoint(NEIGHBOUR_ROUNDS, ALL_ROUNDS, "Arranging the map")
    # t-SNE wants a start whose spread is tiny.
    spread = start / max(float(start[:, 0].std()), 1e-12) * 1e-4
    layout = TSNE(
        initialization=spread.astype(np.float64),
        early_exaggeration_iter=EARLY_ROUNDS,
        n_iter=ROUNDS,
        n_jobs=thread_count,
        random_state=0,
        callbacks=report,
        callbacks_every_iters=REPORT_EVERY,
    ).fit(affinities=affinities)
    return _one_unit_wide(np.asarray(layout))


def _nearest(
    reduced: npt.NDArray[np.float32], count: int, task: Task
) -> tuple[npt.NDArray[np.int64], Values]:
    """The ``count`` nearest others of each row of float32 (N, D) and how far they are, both (N, count).

    Far is the chord between directions, as everywhere in a library. Block by block, so that it can be
    cancelled: the neighbours that openTSNE finds by itself take a minute without a word for large libraries.
    """
    rows = len(reduced)
    units = unit_rows(reduced)
    index = create_index(units.shape[1])
    index.add(np.arange(rows), units)
    ids = np.empty((rows, count), np.int64)
    apart = np.empty((rows, count))
    for start in range(0, rows, _BLOCK):
        task.checkpoint(NEIGHBOUR_ROUNDS * start / rows, ALL_ROUNDS, "Finding neighbours")
        hits = index.search(units[start : start + _BLOCK], count + 1)
        own = hits.ids == np.arange(start, start + len(hits.ids))[:, None]
        # A row that is not among its own nearest has more equals than were asked for: the last one goes.
        own[~own.any(axis=1), -1] = True
        ids[start : start + _BLOCK] = hits.ids[~own].reshape(-1, count)
        cosines = hits.similarities[~own].reshape(-1, count)
        apart[start : start + _BLOCK] = np.sqrt(np.maximum(2 - 2 * cosines.astype(np.float64), 0))
    return ids, apart


def placed_among(known: Arrangement, vectors: Vector) -> Places:
    """Places for new vectors float32 (M, D) among known ones, which stay where they are.

    Source: the start of ``transform`` in Poličar, Stražar and Zupan, "openTSNE", 2024: a new point lies amid
    its nearest neighbours.
    """
    if not len(known.vectors):
        return first_places(vectors)
    places = np.empty((len(vectors), 2), np.float32)
    count = min(NEIGHBOURS, len(known.vectors))
    for start in range(0, len(vectors), _BLOCK):
        likeness = vectors[start : start + _BLOCK] @ known.vectors.T
        nearest = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        weights = np.exp(_SHARPNESS * (np.take_along_axis(likeness, nearest, axis=1) - 1))
        weights /= weights.sum(axis=1, keepdims=True)
        places[start : start + _BLOCK] = np.einsum("mk,mkd->md", weights, known.places[nearest])
    return places


def _one_unit_wide(places: npt.NDArray[Any]) -> Places:
    """Places moved and scaled so that their larger extent is 1 around the origin."""
    if not len(places):
        return np.empty((0, 2), np.float32)
    low, high = places.min(axis=0), places.max(axis=0)
    extent = max(float((high - low).max()), 1e-12)
    moved: Places = ((places - (low + high) / 2) / extent).astype(np.float32)
    return moved
