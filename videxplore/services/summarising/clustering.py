"""Groups of similar keyframes, as one tree that is cut at any number of groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import linkage
from scipy.sparse import diags_array

from videxplore.core.types import Keyframe, Values, Vector
from videxplore.core.vectors import unit_rows
from videxplore.services.labels import Certainty, labels_of
from videxplore.services.recognition import RecognisedSpan, mean_predictions

Labels = npt.NDArray[np.int64]
"""The group of each keyframe, int64 (N,), numbered 0, 1, 2... in the order of first appearance."""

MAX_LEAVES = 1500
"""More keyframes than this are first merged with their neighbours in time: two hours stay under a second."""

MAX_SUGGESTED = 24
"""More groups than this are no longer a gist."""

MIN_SILHOUETTE = 0.2
"""Below this the keyframes are one group: what differs is no more than what moves within a scene."""

NEARLY_BEST = 0.98
"""Of counts whose silhouettes are within this share of the best, the smallest is suggested."""

APART = 0.6
"""Groups nearer to each other than this count as partly one (two scenes are about 1 apart)."""

SMOOTHING_S = 2.0
SMOOTHING_REACH_S = 6.0
SMOOTHING_POWER = 4
SMOOTHING_PASSES = 2
"""How far in time, and how strictly by similarity, keyframes are drawn together; found by measurement."""


MOTION_SHARE = 0.1
"""How much of the squared distance of two keyframes is how their scenes move; by measurement as good from a
twentieth to a fifth, worse above."""


@dataclass(frozen=True, eq=False)
class KeyframeTree:
    """Keyframes merged step by step into one group, most alike first.

    Cutting it at n + 1 groups splits exactly one of the n groups and leaves the others as they were, so a
    slider over n never reshuffles what the user is looking at.

    Attributes:
        leaf_of_picture: int64 (N,): the leaf each keyframe belongs to.
        merges: int64 (L - 1, 2): the two nodes that each step merges into node ``L + step``.
        leaf_distances: float64 (L, L): distances between the leaves.
        leaf_weights: float64 (L,): seconds each leaf stands for.
    """

    leaf_of_keyframe: Labels
    merges: Labels
    leaf_distances: Values
    leaf_weights: Values

    @property
    def max_count(self) -> int:
        """The largest number of groups the tree can be cut into."""
        return len(self.leaf_weights)

    def labels(self, count: int) -> Labels:
        """The group of each keyframe when the tree is cut into ``count`` groups (at most ``max_count``)."""
        leaves = self._leaf_labels(min(max(count, 1), self.max_count))
        return _numbered_by_appearance(leaves[self.leaf_of_keyframe])

    def suggested_count(self) -> int:
        """The fewest groups that are nearly as well apart as any number of them, by the silhouette over time.

        Source: Rousseeuw, "Silhouettes", 1987.
        """
        silhouettes = self.silhouettes(MAX_SUGGESTED)
        best = max(silhouettes.values(), default=0.0)
        if best < MIN_SILHOUETTE:
            return 1
        return min(count for count, value in silhouettes.items() if value >= NEARLY_BEST * best)

    def silhouettes(self, most: int) -> dict[int, float]:
        """How well apart the groups are, for each number of groups from 2 to ``most``, in [-1, 1]."""
        leaves, most = self.max_count, min(most, self.max_count - 1)
        if most < 2:
            return {}
        nodes = list(self._groups(most))
        labels = self._leaf_labels(most)
        totals = self.leaf_distances @ (np.eye(most)[labels] * self.leaf_weights[:, None])
        found = {}
        for count in range(most, 1, -1):
            found[count] = self._silhouette(labels, totals)
            step = leaves - count
            kept, gone = sorted(nodes.index(int(node)) for node in self.merges[step])
            nodes[kept] = leaves + step
            del nodes[gone]
            totals[:, kept] += totals[:, gone]
            totals = np.delete(totals, gone, axis=1)
            labels = np.where(labels == gone, kept, labels - (labels > gone))
        return found

    def _groups(self, count: int) -> dict[int, list[int]]:
        """The leaves below each node of the tree cut into ``count`` groups."""
        leaves = self.max_count
        groups = {leaf: [leaf] for leaf in range(leaves)}
        for step, (left, right) in enumerate(self.merges[: leaves - count].tolist()):
            groups[leaves + step] = groups.pop(left) + groups.pop(right)
        return groups

    def _leaf_labels(self, count: int) -> Labels:
        labels = np.empty(self.max_count, np.int64)
        for number, members in enumerate(self._groups(count).values()):
            labels[members] = number
        return labels

    def _silhouette(self, labels: Labels, totals: Values) -> float:
        """The mean over time, given each leaf's weighted distances to each group, float64 (L, groups)."""
        sizes = np.bincount(labels, self.leaf_weights)
        own = np.arange(len(labels)), labels
        within = totals[own] / np.maximum(sizes[labels] - self.leaf_weights, 1e-12)
        means = totals / sizes
        means[own] = np.inf
        between = means.min(axis=1)
        alone = np.bincount(labels)[labels] == 1
        scores = np.where(alone, 0.0, (between - within) / np.maximum(np.maximum(between, within), APART))
        return float(np.average(scores, weights=self.leaf_weights))


def build_tree(
    vectors: Vector,
    times_s: Values,
    weights_s: Values,
    motion: Vector | None = None,
    max_leaves: int = MAX_LEAVES,
) -> KeyframeTree:
    """Merge keyframes by Ward's method, after drawing together similar neighbours in time.

    Of k-means, bisecting k-means, HDBSCAN and agglomeration by Ward, average and complete linkage, on
    plain, rooted, centred, whitened and smoothed embeddings, this agreed best with known scenes; see
    ``benchmarks/summary.py``.

    Args:
        vectors: Unit vectors float32 (N, D) in time order, N >= 1.
        times_s: float64 (N,): when each keyframe is seen.
        weights_s: float64 (N,): seconds each keyframe stands for.
        motion: How the scene of each keyframe moves, unit vectors float32 (N, M); None where it is not known.
        max_leaves: The largest number of groups; more keyframes are drawn together beforehand.

    Source: Ward, "Hierarchical grouping to optimize an objective function", 1963.
    """
    smooth = _smoothed(_with_motion(_rooted(vectors), motion), times_s)
    leaf_of_keyframe = _runs_in_time(smooth, max_leaves)
    leaves = int(leaf_of_keyframe[-1]) + 1
    weights_s = np.maximum(weights_s, 1e-9)
    starts = np.flatnonzero(np.diff(leaf_of_keyframe, prepend=-1))
    means = unit_rows(np.add.reduceat(smooth * weights_s.astype(np.float32)[:, None], starts))
    distances = np.sqrt(np.maximum(2 - 2 * (means @ means.T), 0)).astype(np.float64)
    np.fill_diagonal(distances, 0)
    if leaves == 1:
        merges = np.empty((0, 2), np.int64)
    else:
        condensed = distances[np.triu_indices(leaves, 1)]
        merges = linkage(condensed, "ward")[:, :2].astype(np.int64)
    return KeyframeTree(leaf_of_keyframe, merges, distances, np.add.reduceat(weights_s, starts))


def _with_motion(vectors: Vector, motion: Vector | None) -> Vector:
    """Unit vectors whose squared distance is the mean of both, appearance and motion, by their shares."""
    if motion is None:
        return vectors
    weighed = (vectors * (1 - MOTION_SHARE) ** 0.5, _rooted(motion) * MOTION_SHARE**0.5)
    fused: Vector = np.concatenate(weighed, axis=1).astype(np.float32)
    return fused


def _rooted(vectors: Vector) -> Vector:
    """Vectors whose strongest numbers no longer drown the others: the root of each, with its sign.

    Source: Perronnin et al., "Improving the Fisher kernel for large-scale image classification", 2010.
    """
    return unit_rows(np.sign(vectors) * np.sqrt(np.abs(vectors)))


def _smoothed(vectors: Vector, times_s: Values) -> Vector:
    """Each vector averaged with those near in time as far as they are similar, so that no scenes are mixed.

    Source: Tomasi and Manduchi, "Bilateral filtering for gray and color images", 1998, in time.
    """
    count = len(vectors)
    for _ in range(SMOOTHING_PASSES):
        bands: dict[int, npt.NDArray[np.float32]] = {0: np.ones(count, np.float32)}
        for step in range(1, count):
            apart_s = times_s[step:] - times_s[:-step]
            if apart_s.min() > SMOOTHING_REACH_S:
                break
            similarity = np.einsum("nd,nd->n", vectors[:-step], vectors[step:])
            share = np.maximum(similarity, 0) ** SMOOTHING_POWER * np.exp(-((apart_s / SMOOTHING_S) ** 2) / 2)
            bands[step] = bands[-step] = share.astype(np.float32)
        # One product with a band matrix: adding step by step moved the vectors through memory each time.
        shares = diags_array(list(bands.values()), offsets=list(bands), format="csr")
        vectors = unit_rows(shares @ vectors)
    return vectors


def _runs_in_time(vectors: Vector, max_runs: int) -> Labels:
    """Number runs of neighbouring keyframes, cut where neighbours differ most, at most ``max_runs``."""
    count = len(vectors)
    if count <= max_runs:
        return np.arange(count, dtype=np.int64)
    similarity = np.einsum("nd,nd->n", vectors[:-1], vectors[1:])
    starts = np.zeros(count, np.int64)
    starts[np.argsort(similarity, kind="stable")[: max_runs - 1] + 1] = 1
    return np.cumsum(starts)


def _numbered_by_appearance(labels: Labels) -> Labels:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.empty(len(first), np.int64)
    order[np.argsort(first)] = np.arange(len(first))
    return order[inverse]


def cluster_labels(
    labels: Labels, keyframes: Sequence[Keyframe], lengths_s: Values, spans: Sequence[RecognisedSpan]
) -> list[str]:
    """The label of each group, where one is certain enough to be its name; else nothing.

    Args:
        labels: int64 (N,): the group of each keyframe, 0, 1, 2...
        keyframes: N keyframes in time order.
        lengths_s: float64 (N,): seconds each stands for.
        spans: What was recognised in the time they stand for; each counts for the group of the keyframe
            nearest to its middle.
    """
    times_s = np.array([keyframe.time_s for keyframe in keyframes])
    by_group: list[list[RecognisedSpan]] = [[] for _ in range(int(labels.max()) + 1)]
    for span in spans:
        by_group[labels[_nearest(times_s, (span.start_s + span.end_s) / 2)]].append(span)
    group_lengths_s = np.bincount(labels, lengths_s).tolist()
    named = (
        labels_of(mean_predictions(group, length_s), Certainty.SURE)
        for group, length_s in zip(by_group, group_lengths_s, strict=True)
    )
    return [found[0].label if found else "" for found in named]


def _nearest(times_s: Values, time_s: float) -> int:
    after = int(np.searchsorted(times_s, time_s))
    if after == len(times_s) or (after > 0 and time_s - times_s[after - 1] <= times_s[after] - time_s):
        return after - 1
    return after
