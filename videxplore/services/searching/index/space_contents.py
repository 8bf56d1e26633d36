"""What an index of a space holds at one version of the catalogue: read, built, stored and refreshed.

:class:`MomentTable` says what each of its vectors belongs to.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import EmbeddingTable, MomentColumns
from videxplore.core.cache_files import DamagedCacheError, opened_cache, read_arrays
from videxplore.core.errors import IndexUnavailableError
from videxplore.core.files import delete_file, require_real_folder, whole_file
from videxplore.core.task import Task
from videxplore.core.types import Ids, Space, Vector
from videxplore.search.vector_index import COMPACT, PersistentIndex, StoredIndex, VectorIndex, create_index
from videxplore.services.searching.confidence import (
    NullDistribution,
    measure_null_distribution,
)


@dataclass(frozen=True, slots=True, eq=False)
class SpaceHits(MomentColumns):
    """Moments found in one space, best first.

    Attributes:
        similarities: Best cosine with any of the query's vectors, float32 (N,).
    """

    similarities: Vector


@dataclass(frozen=True, slots=True, eq=False)
class MomentTable(MomentColumns):
    """Video, shot and time of every vector, by ascending owner id."""

    def extended(self, *added: MomentColumns) -> "MomentTable":
        """The table with what belongs to new vectors, each part by ascending owner id."""
        parts = [part for part in (self, *added) if len(part)]
        table = MomentTable(
            *(
                np.concatenate([empty, *(getattr(part, name) for part in parts)])
                for name, empty in NO_MOMENTS.arrays().items()
            )
        )
        # New ids are larger than all before, so that there is hardly ever anything to sort.
        if all(before.owner_ids[-1] < after.owner_ids[0] for before, after in pairwise(parts)):
            return table
        return table.rows(np.argsort(table.owner_ids, kind="stable"))

    def sample_videos(self, moments: int) -> list[int]:
        """Videos, chosen at random but always the same, that hold about this many moments."""
        videos, counts = np.unique(self.video_ids, return_counts=True)
        order = np.random.default_rng(0).permutation(len(videos))
        enough = int(np.searchsorted(np.cumsum(counts[order]), moments)) + 1
        return [int(video_id) for video_id in videos[order[:enough]]]

    def hits(self, owner_ids: Ids, similarities: Vector) -> SpaceHits:
        """Vectors that were found, with what they belong to; those removed meanwhile are left out."""
        rows = np.minimum(np.searchsorted(self.owner_ids, owner_ids), max(len(self) - 1, 0))
        known = self.owner_ids[rows] == owner_ids if len(self) else np.zeros(len(owner_ids), np.bool_)
        return SpaceHits(**self.rows(rows[known]).arrays(), similarities=similarities[known])


_NO_IDS = np.empty(0, np.int64)
NO_MOMENTS = MomentTable(_NO_IDS, _NO_IDS, _NO_IDS, np.empty(0, np.float64))

_VIDEOS_AT_ONCE = 200
_READERS, _IDS_OF_A_PART = 8, 16
_COLD_S = 0.0001
"""A vector that takes longer than this is read from a disk."""
_STALE_SHARE = 0.1
"""The null distribution is measured again when this share of the moments has come or gone."""

_NULL_MOMENTS = 4000
_SAMPLE = 60_000
"""Vectors a compact index learns its lists from, at most: they take a third of a gigabyte while it does."""

_IDS_AT_ONCE = 2000


@dataclass(slots=True)
class SpaceContents:
    """An index with what its vectors belong to.

    Attributes:
        version: Of the catalogue.
        trained_size: How many vectors a compact index was trained for; 0 for an exact one.
        null_distribution: How similar unrelated moments are; None while it was not measured.
        null_sample_size: How many moments there were when it was.
    """

    space: Space
    index: VectorIndex
    table: MomentTable
    version: int
    trained_size: int = 0
    null_distribution: NullDistribution | None = None
    null_sample_size: int = 0

    def known_null_distribution(self, catalogue: Catalogue) -> NullDistribution:
        """How similar unrelated moments are; measured again when much has come or gone."""
        size = len(self.table)
        if self.null_distribution is None or abs(size - self.null_sample_size) > _STALE_SHARE * size:
            sample = catalogue.embeddings(self.space.name, self.table.sample_videos(_NULL_MOMENTS))
            self.null_distribution = measure_null_distribution(sample.vectors, sample.video_ids)
            self.null_sample_size = size
        return self.null_distribution

    def refresh(self, catalogue: Catalogue) -> None:
        """Apply what changed in the catalogue since :attr:`version`."""
        changes = catalogue.changes(self.version, lambda: np.unique(self.table.video_ids).tolist())
        touched = (*changes.removed, *changes.analysed)
        if touched:
            gone = np.isin(self.table.video_ids, touched)
            if gone.any():
                self.index.remove(self.table.owner_ids[gone])
                self.table = self.table.rows(~gone)
        if changes.analysed:
            added = catalogue.embeddings(self.space.name, changes.analysed)
            self.index.add(added.owner_ids, added.vectors)
            self.table = self.table.extended(added)
        self.version = changes.version

    def store(self, folder: Path, space: Space) -> None:
        """Write a compact index and its table, each file whole; an exact index is not stored.

        Raises:
            IndexUnavailableError: If they cannot be written.
        """
        if not isinstance(self.index, StoredIndex):
            return
        index_file, table_file = _files(folder, space)
        try:
            require_real_folder(folder)
            folder.mkdir(parents=True, exist_ok=True)
            delete_file(table_file)
            self.index.save(index_file)
            with whole_file(table_file) as scratch, scratch.open("wb") as stream:
                columns: Any = _null_columns(self.null_distribution, self.null_sample_size)
                np.savez(
                    stream,
                    version=np.int64(self.version),
                    laid_out_for=np.int64(self.trained_size),
                    **self.table.arrays(),
                    **columns,
                )
        except OSError as error:
            raise IndexUnavailableError(f"The index in {folder} cannot be written.") from error


def read_exact(catalogue: Catalogue, space: Space, engine: str) -> SpaceContents:
    """Everything, to be compared exactly: in memory, or in an index that lives elsewhere and is caught up."""
    version = catalogue.version()
    everything = catalogue.embeddings(space.name)
    index = create_index(space.dim, engine, _collection(catalogue, space))
    missing = np.ones(len(everything), np.bool_)
    if isinstance(index, PersistentIndex):
        held = index.ids()
        index.remove(np.setdiff1d(held, everything.owner_ids))
        missing = ~np.isin(everything.owner_ids, held)
    index.add(everything.owner_ids[missing], everything.vectors[missing])
    return SpaceContents(space, index, NO_MOMENTS.extended(everything), version)


def build_compact(catalogue: Catalogue, space: Space, task: Task) -> SpaceContents | None:
    """A compact index of everything; None where its engine is not installed.

    Raises:
        Cancelled: If the task was cancelled.
    """
    try:
        engine: Any = COMPACT.load()
    except IndexUnavailableError:
        return None
    version = catalogue.version()
    videos = np.array([video.id for video in catalogue.videos()], np.int64)
    sample, count = _sample(catalogue, space, task)
    index = engine.train(space.dim, exact_vectors(catalogue, space), sample, count)
    del sample
    tables = []
    for number, block in enumerate(_blocks(catalogue, space, videos)):
        task.checkpoint(number * _VIDEOS_AT_ONCE, len(videos), "building the index")
        index.add(block.owner_ids, block.vectors)
        # Without the vectors, which all together would fill the memory.
        tables.append(NO_MOMENTS.extended(block))
    return SpaceContents(space, index, NO_MOMENTS.extended(*tables), version, count)


def read_compact(folder: Path, catalogue: Catalogue, space: Space) -> SpaceContents:
    """The compact index that was stored.

    Raises:
        IndexUnavailableError: If there is none, it is damaged, or it is not of this catalogue.
    """
    index_file, table_file = _files(folder, space)
    engine: Any = COMPACT.load()
    try:
        with opened_cache(table_file) as stream:
            columns = read_arrays(stream)
            table = _table_of_columns(columns)
            version, trained_size = int(columns["version"]), int(columns["laid_out_for"])
            null_distribution = _null_of_columns(columns)
        with opened_cache(index_file):
            index = engine.open(index_file, exact_vectors(catalogue, space))
    except (FileNotFoundError, DamagedCacheError) as error:
        raise IndexUnavailableError(f"The index in {folder} cannot be read.") from error
    if version > catalogue.version() or len(index) != len(table) or index.dim != space.dim:
        raise IndexUnavailableError(f"The index in {folder} belongs to another library.")
    return SpaceContents(space, index, table, version, trained_size, *null_distribution)


def exact_vectors(catalogue: Catalogue, space: Space) -> Callable[[Ids], tuple[Ids, Vector]]:
    """Reads vectors of a space by their ids, many at a time.

    From a cold disk each takes a third of a millisecond of waiting, so that readers wait side by side:
    measured for 256 vectors, 100 ms with one reader, 28 ms with eight. From memory, one reader takes 8 ms
    less than eight, whose threads have to be started; so others help only from where it has to wait.
    """

    def read(ids: Ids) -> tuple[Ids, Vector]:
        parts = np.array_split(ids, max(1, len(ids) // _IDS_OF_A_PART))
        found = []
        for number, part in enumerate(parts, start=1):
            begun_s = time.perf_counter()
            found.append(catalogue.vectors(space.name, part))
            if time.perf_counter() - begun_s > _COLD_S * len(part) and number < len(parts):
                with ThreadPoolExecutor(min(_READERS, len(parts) - number), "vectors") as pool:
                    found += pool.map(lambda other: catalogue.vectors(space.name, other), parts[number:])
                break
        return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])

    return read


def _sample(catalogue: Catalogue, space: Space, task: Task) -> tuple[Vector, int]:
    """Vectors of moments chosen at random, but always the same, and how many there are in all.

    From as many videos as can be: lists learned from whole videos are lists of these videos, and all others
    crowd into a few.
    """
    task.checkpoint(message="sampling")
    ids = catalogue.embedding_ids(space.name)
    chosen = np.random.default_rng(0).permutation(len(ids))[:_SAMPLE]
    read = exact_vectors(catalogue, space)
    found = []
    for part in np.array_split(ids[np.sort(chosen)], max(1, len(chosen) // _IDS_AT_ONCE)):
        task.checkpoint(message="sampling")
        found.append(read(part)[1])
    return np.concatenate(found), len(ids)


def _blocks(catalogue: Catalogue, space: Space, videos: Ids) -> Iterator[EmbeddingTable]:
    for start in range(0, len(videos), _VIDEOS_AT_ONCE):
        yield catalogue.embeddings(space.name, videos[start : start + _VIDEOS_AT_ONCE].tolist())


def _null_columns(null_distribution: NullDistribution | None, size: int) -> dict[str, Vector]:
    """A null distribution as arrays of a file; none while it was not measured."""
    if null_distribution is None:
        return {}
    values = np.array([null_distribution.start, null_distribution.steepness, *null_distribution.body])
    return {"background": values, "background_size": np.array(size)}


def _table_of_columns(columns: Mapping[str, Any]) -> MomentTable:
    """The table of a file.

    Raises:
        ValueError: If its columns are of other types or lengths.
    """
    stored = {name: np.asarray(columns[name]) for name in NO_MOMENTS.arrays()}
    for name, empty in NO_MOMENTS.arrays().items():
        if stored[name].dtype != empty.dtype or stored[name].shape != stored["owner_ids"].shape:
            raise ValueError(name)
    if stored["owner_ids"].ndim != 1 or (np.diff(stored["owner_ids"]) <= 0).any():
        raise ValueError("owner_ids")
    return MomentTable(**stored)


def _null_of_columns(columns: Mapping[str, Vector]) -> tuple[NullDistribution | None, int]:
    if "background" not in columns:
        return None, 0
    if not np.isfinite(columns["background"]).all():
        raise ValueError("background")
    start, steepness, *body = columns["background"].tolist()
    return NullDistribution(start, steepness, tuple(body)), int(columns["background_size"])


def _files(folder: Path, space: Space) -> tuple[Path, Path]:
    """Where a space's index and table are kept; the name of a space may hold anything."""
    name = hashlib.sha256(space.name.encode()).hexdigest()[:16]
    return folder / f"{name}.compact", folder / f"{name}.moments"


def _collection(catalogue: Catalogue, space: Space) -> str:
    """What a space of this library is called where several libraries share an index."""
    name = f"{catalogue.file.absolute()}\n{space.name}"
    return "videxplore_" + hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:24]
