"""Places on a plane for vectors of a space: similar ones close together, by t-SNE.

Source: van der Maaten and Hinton, "Visualizing data using t-SNE", 2008; Kobak and Berens, "The art of using
t-SNE for single-cell transcriptomics", 2019, for the principal components, the start, and the sample that a
large map begins with; Poličar, Stražar and Zupan, "openTSNE", 2024.
"""

import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.extmath import randomized_svd

from videxplore.core.task import Progress, Task
from videxplore.core.types import Ids, Values, Vector
from videxplore.core.vectors import unit_rows

Places = npt.NDArray[np.float32]
"""Points of the plane, float32 (N, 2)."""

OnPlaces = Callable[[Places], None]
"""Gets places float32 (N, 2) that are good enough to be shown, before better ones are known."""

PRINCIPAL_COMPONENTS = 50
PROJECTION_SAMPLE = 4000

PERPLEXITY, NEIGHBOURS_OF_AFFINITY = 10.0, 30
"""Neighbours of each scene that count; t-SNE looks at three times the perplexity."""

EARLY_ROUNDS, ROUNDS = 150, 250
"""Rounds with attraction exaggerated, so that groups form, and without."""

ANCHORS = 10_000
"""A larger map begins with a sample of this many."""

REFINING_ROUNDS = 60
"""Rounds in which a large map moves as a whole, once all scenes lie among the anchors."""

REPORT_EVERY = 10
"""Rounds between two chances to cancel."""

NEIGHBOUR_ROUNDS = 20
"""Finding neighbours takes about as long as so many rounds; for telling how much is done."""

THREADS_FROM = 5000

FFT_FROM = 2000
"""From so many on, forces are interpolated on a grid."""

INTS_IN_INTERVAL = 2
"""Width of a cell of that grid: 1, the default, takes a large map several times as long; at 4 a quarter of
the neighbours that 2 keeps were lost (0.54 of them kept instead of 0.73)."""

NEIGHBOURS = 10
"""A new scene lies among this many scenes that resemble it most."""

_BLOCK = 2048
_SHARPNESS = 20.0
_CELL, _PROBED_CELLS, _MOST_MEMBERS = 400, 12, 2000
_CENTRES_SAMPLE = 20_000


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Where things lie, and what they are, so that new ones can be placed among them.

    Attributes:
        vectors: Unit vectors float32 (N, D).
        places: float32 (N, 2), about the origin, one unit wide.
    """

    vectors: Vector
    places: Places


@dataclass(frozen=True, eq=False)
class Projection:
    """The directions in which the vectors of a library differ most.

    Attributes:
        centre: The mean of the vectors, float32 (D,).
        directions: Orthonormal, float32 (D, C), the most important first.
    """

    centre: Vector
    directions: Vector

    @classmethod
    def of(cls, sample: Vector, count: int = PRINCIPAL_COMPONENTS) -> "Projection":
        """The first ``count`` principal components of float32 (N, D), or as many as there are."""
        centre = (sample.sum(axis=0) / max(1, len(sample))).astype(np.float32)
        count = min(count, *sample.shape)
        if count < 1:
            return cls(centre, np.eye(len(centre), 1, dtype=np.float32))
        _, _, directions = randomized_svd(sample - centre, n_components=count, n_iter=3, random_state=0)
        return cls(centre, np.ascontiguousarray(directions.T, np.float32))

    def reduced(self, vectors: Vector) -> Vector:
        """The components of vectors float32 (N, D), float32 (N, C)."""
        found: Vector = ((vectors - self.centre) @ self.directions).astype(np.float32, copy=False)
        return found


def first_places(vectors: Vector) -> Places:
    """Places along the two directions in which vectors float32 (N, D) differ most: at hand at once."""
    if len(vectors) < 3 or vectors.shape[1] < 2:
        return one_unit_wide(np.stack([np.arange(len(vectors)), np.zeros(len(vectors))], axis=1))
    return one_unit_wide(Projection.of(sampled(vectors, PROJECTION_SAMPLE), 2).reduced(vectors))


def arranged(vectors: Vector, task: Task, show: OnPlaces | None = None) -> Places:
    """Places where neighbours in the space of vectors float32 (N, D) are neighbours, by t-SNE.

    Starts from :func:`first_places`, so that the large shape is that of the whole library and every run gives
    the same map.

    Args:
        vectors: What is to be placed.
        task: Hears how much is done.
        show: Gets the places that are known meanwhile, coarse ones first.

    Raises:
        Cancelled: If the task was cancelled.
    """
    if len(vectors) < 5:
        return first_places(vectors)
    reduced = vectors
    if vectors.shape[1] > PRINCIPAL_COMPONENTS:
        reduced = Projection.of(sampled(vectors, PROJECTION_SAMPLE)).reduced(vectors)
    layout = _Layout(reduced, task, show or (lambda _places: None))
    return layout.of_anchors_first() if len(vectors) > 2 * ANCHORS else layout.of_all()


def arranged_aside(vectors: Vector, say: Callable[[Progress | Places], None]) -> Places:
    """:func:`arranged` for a process of its own, whose progress and first places are messages."""
    # It warns that the start of a map that is refined is wide, as it has to be.
    logging.getLogger("openTSNE").setLevel(logging.ERROR)
    return arranged(vectors, Task(say), say)


class _Layout:
    """One arrangement on its way."""

    def __init__(self, reduced: Vector, task: Task, show: OnPlaces) -> None:
        self._units = unit_rows(reduced)
        self._start = reduced[:, :2].astype(np.float64)
        self._task = task
        self._show = show
        self._done, self._total = 0.0, 1.0

    def of_all(self) -> Places:
        """Every scene takes part from the beginning."""
        count = len(self._units)
        self._total = count * (NEIGHBOUR_ROUNDS + EARLY_ROUNDS + ROUNDS)
        return one_unit_wide(self._embedded(np.arange(count), _tiny(self._start), (EARLY_ROUNDS, ROUNDS)))

    def of_anchors_first(self) -> Places:
        """A sample is arranged first, the others are placed among it, then all move."""
        count = len(self._units)
        self._total = ANCHORS * (NEIGHBOUR_ROUNDS + EARLY_ROUNDS + ROUNDS)
        self._total += count * (NEIGHBOUR_ROUNDS + REFINING_ROUNDS)
        anchors = np.sort(np.random.default_rng(0).permutation(count)[:ANCHORS])
        layout = self._embedded(anchors, _tiny(self._start[anchors]), (EARLY_ROUNDS, ROUNDS))
        places = placed_among(Arrangement(self._units[anchors], layout.astype(np.float32)), self._units)
        places[anchors] = layout
        self._show(one_unit_wide(places))
        # Room for all: the area of a map grows with the number of its points.
        start = places.astype(np.float64) * np.sqrt(count / ANCHORS)
        return one_unit_wide(self._embedded(np.arange(count), start, (0, REFINING_ROUNDS)))

    def _embedded(self, rows: Ids, start: Values, rounds: tuple[int, int]) -> Values:
        """The places of some rows after so many rounds of t-SNE, exaggerated and not, float64 (N, 2)."""
        # Late: they load compiled code that only the map needs.
        from openTSNE import TSNE
        from openTSNE.affinity import PerplexityBasedNN
        from openTSNE.nearest_neighbors import PrecomputedNeighbors

        count = len(rows)
        near = nearest(self._units[rows], min(NEIGHBOURS_OF_AFFINITY, count - 1), self._found_neighbours)
        # Threads only get into each other's way while there is little to do.
        thread_count = -1 if count > THREADS_FROM else 1
        affinities = PerplexityBasedNN(
            perplexity=min(PERPLEXITY, (count - 1) / 3),
            knn_index=PrecomputedNeighbors(*near),
            n_jobs=thread_count,
        )
        found = TSNE(
            initialization=start,
            early_exaggeration_iter=rounds[0],
            n_iter=rounds[1],
            n_jobs=thread_count,
            random_state=0,
            negative_gradient_method="fft" if count > FFT_FROM else "bh",
            ints_in_interval=INTS_IN_INTERVAL,
            callbacks=self._report,
            callbacks_every_iters=REPORT_EVERY,
        ).fit(affinities=affinities)
        return np.asarray(found)

    def _found_neighbours(self, count: float) -> None:
        self._advance(count * NEIGHBOUR_ROUNDS, "Finding neighbours")

    def _report(self, _round: int, _error: float, embedding: Any) -> None:
        self._advance(len(embedding) * REPORT_EVERY, "Arranging the map")
        if len(embedding) == len(self._units) > 2 * ANCHORS:
            self._show(one_unit_wide(np.asarray(embedding)))

    def _advance(self, done: float, message: str) -> None:
        self._done = min(self._done + done, self._total)
        self._task.checkpoint(self._done, self._total, message)


def _tiny(places: Values) -> Values:
    """A start for t-SNE, whose spread is to be tiny."""
    spread: Values = places / max(float(places[:, 0].std()), 1e-12) * 1e-4
    return spread


def sampled(vectors: Vector, most: int) -> Vector:
    """At most so many of vectors float32 (N, D), chosen at random but always the same, in their order."""
    if len(vectors) <= most:
        return vectors
    return vectors[np.sort(np.random.default_rng(0).permutation(len(vectors))[:most])]


def nearest(units: Vector, count: int, told: Callable[[float], None]) -> tuple[Ids, Values]:
    """The ``count`` nearest others of unit vectors float32 (N, D), and how far they are, both (N, count).

    Far is the chord between directions, as everywhere in a library.

    Args:
        units: N > count vectors.
        count: How many neighbours are wanted.
        told: Gets the number of vectors whose neighbours were found, part by part.
    """
    found = _Neighbours(units, units, count, are_others=True)
    found.search(told)
    order = np.argsort(-found.cosines, axis=1)
    cosines = np.take_along_axis(found.cosines, order, axis=1).astype(np.float64)
    return np.take_along_axis(found.ids, order, axis=1), np.sqrt(np.maximum(2 - 2 * cosines, 0))


class _Neighbours:
    """The nearest of known vectors for each query, found in the cells whose centres are nearest to it.

    Source: the inverted file of Jegou et al., "Product quantization for nearest neighbor search", 2011.

    Attributes:
        ids: Rows of known vectors, int64 (Q, count), in no order.
        cosines: float32 (Q, count).
    """

    def __init__(self, queries: Vector, known: Vector, count: int, *, are_others: bool = False) -> None:
        """Prepare a search; ``are_others`` where a query is not its own neighbour."""
        self._queries, self._known, self._are_others = queries, known, are_others
        self.ids = np.full((len(queries), count), -1, np.int64)
        self.cosines = np.full((len(queries), count), -2, np.float32)

    def search(self, told: Callable[[float], None]) -> None:
        """Find them, telling how many queries are done."""
        rows = np.arange(len(self._queries))
        cell_count = len(self._known) // _CELL
        if cell_count <= _PROBED_CELLS:
            self._compare(rows, np.arange(len(self._known)), told)
            return
        centres = _centres(self._known, cell_count)
        cells = _blockwise(self._known, lambda part: np.argmax(part @ centres.T, axis=1))
        # Equal scenes leave centres without members.
        used, cells = np.unique(cells, return_inverse=True)
        centres, probed_count = centres[used], min(_PROBED_CELLS, len(used))
        probed = _blockwise(
            self._queries,
            lambda part: np.argpartition(-(part @ centres.T), probed_count - 1, axis=1)[:, :probed_count],
        )
        members = _rows_of_each(cells, len(used))
        askers = _rows_of_each(probed.ravel(), len(used))
        for own, asked in zip(members, askers, strict=True):
            # Thousands of equal scenes, such as black ones, are in one cell: some stand for the others.
            few = own[:: 1 + len(own) // _MOST_MEMBERS]
            self._compare(asked // probed_count, few, lambda done: told(done / probed_count))
        left = np.flatnonzero((self.ids < 0).any(axis=1))
        self.ids[left], self.cosines[left] = -1, -2
        self._compare(left, np.arange(len(self._known))[:: 1 + len(self._known) // _MOST_MEMBERS], told)

    def _compare(self, rows: Ids, members: Ids, told: Callable[[float], None]) -> None:
        """Let known vectors take part in the choice for some queries."""
        count = self.ids.shape[1]
        for start in range(0, len(rows), _BLOCK):
            asked = rows[start : start + _BLOCK]
            cosines = self._queries[asked] @ self._known[members].T
            if self._are_others:
                cosines[asked[:, None] == members] = -3
            both = np.concatenate([self.cosines[asked], cosines], axis=1)
            best = np.argpartition(-both, count - 1, axis=1)[:, :count]
            kept = np.take_along_axis(self.ids[asked], np.minimum(best, count - 1), axis=1)
            self.ids[asked] = np.where(best < count, kept, members[np.maximum(best - count, 0)])
            self.cosines[asked] = np.take_along_axis(both, best, axis=1)
            told(len(asked))


def _centres(known: Vector, count: int) -> Vector:
    """The centres of so many cells of unit vectors (N, D), unit vectors float32 (count, D)."""
    with warnings.catch_warnings():
        # Equal vectors have fewer clusters.
        warnings.simplefilter("ignore", ConvergenceWarning)
        cells = KMeans(count, n_init=1, max_iter=8, init="random", random_state=0)
        cells.fit(sampled(known, _CENTRES_SAMPLE))
    return unit_rows(cells.cluster_centers_.astype(np.float32))


def _rows_of_each(numbers: Ids, count: int) -> list[Ids]:
    """The rows of each number below ``count``."""
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.searchsorted(numbers[order], np.arange(1, count)))


def _blockwise(vectors: Vector, of_part: Callable[[Vector], Ids]) -> Ids:
    parts = [of_part(vectors[start : start + _BLOCK]) for start in range(0, len(vectors), _BLOCK)]
    return np.concatenate(parts)


def placed_among(known: Arrangement, vectors: Vector) -> Places:
    """Places for new vectors float32 (M, D) among known ones, which stay where they are.

    A new point lies amid its nearest neighbours, as at the start of openTSNE's ``transform``.
    """
    if not len(known.vectors):
        return first_places(vectors)
    near = _Neighbours(vectors, known.vectors, min(NEIGHBOURS, len(known.vectors)))
    near.search(lambda _count: None)
    weights = np.exp(_SHARPNESS * (near.cosines - 1))
    weights /= weights.sum(axis=1, keepdims=True)
    places: Places = np.einsum("mk,mkd->md", weights, known.places[near.ids]).astype(np.float32)
    return places


def one_unit_wide(places: npt.NDArray[Any]) -> Places:
    """Places moved and scaled so that their larger extent is 1 around the origin."""
    if not len(places):
        return np.empty((0, 2), np.float32)
    low, high = places.min(axis=0), places.max(axis=0)
    extent = max(float((high - low).max()), 1e-12)
    moved: Places = ((places - (low + high) / 2) / extent).astype(np.float32)
    return moved
