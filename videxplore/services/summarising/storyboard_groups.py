"""The groups of a storyboard: keyframes grouped at every number of groups, and the one that represents each.

:func:`scene_vectors` gives one vector for each scene of a library instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.records import EmbeddingTable, MomentColumns
from videxplore.core.summaries import Cluster
from videxplore.core.types import Ids, Keyframe, Shot, Values, Vector
from videxplore.core.vectors import Columns, unit_rows
from videxplore.services.library import Library
from videxplore.services.moments import representative_rows
from videxplore.services.recognition import RecognisedSpan, keyframe_bounds_s
from videxplore.services.summarising.clustering import KeyframeTree, Labels, build_tree, cluster_labels


@dataclass(frozen=True, eq=False)
class KeyframeGroups:
    """The keyframes of a summary, in time order, with what is needed to group them.

    Attributes:
        shots: Their shots, by id.
        vectors: Unit vectors float32 (N, D).
        spans_s: float64 (N,): seconds each stands for.
        tree: Their groups at every number of groups.
    """

    keyframes: tuple[Keyframe, ...]
    shots: Mapping[int, Shot]
    vectors: Vector
    spans_s: Values
    tree: KeyframeTree

    @classmethod
    def of(
        cls,
        keyframes: Sequence[Keyframe],
        shots: Sequence[Shot],
        vectors: Vector,
        spans_s: Values | None = None,
        motion: Vector | None = None,
    ) -> "KeyframeGroups":
        """Group keyframes (at least one) in time order.

        Args:
            keyframes: N keyframes.
            shots: Those they belong to.
            vectors: Their unit vectors, float32 (N, D).
            spans_s: float64 (N,): seconds each stands for; None for its part of its shot.
            motion: How their shots move, unit vectors float32 (N, M); None where it is not known.
        """
        by_id = {shot.id: shot for shot in shots}
        if spans_s is None:
            bounds_s = keyframe_bounds_s(shots, keyframes)
            spans_s = np.array([end_s - start_s for start_s, end_s in bounds_s.values()])
        times_s = np.array([keyframe.time_s for keyframe in keyframes])
        return cls(tuple(keyframes), by_id, vectors, spans_s, build_tree(vectors, times_s, spans_s, motion))

    def representatives(self, labels: Labels) -> list[int]:
        """The row that stands for each group of ``labels``."""
        quality = keyframe_quality(self.keyframes, self.shots)
        return [
            choose_representative(np.flatnonzero(labels == group), self.vectors, self.spans_s, quality)
            for group in range(int(labels.max()) + 1)
        ]

    def shares(self, labels: Labels) -> Values:
        """The share of the time that each group of ``labels`` takes, float64 (groups,), adding up to 1."""
        spans_s = self.spans_s if self.spans_s.sum() > 0 else np.ones(len(self.spans_s))
        shares: Values = np.bincount(labels, spans_s) / spans_s.sum()
        return shares

    def clusters(self, labels: Labels, recognised: Sequence[RecognisedSpan]) -> tuple[Cluster, ...]:
        """The groups of ``labels``, heaviest first, named by what was recognised in their time."""
        names = cluster_labels(labels, self.keyframes, self.spans_s, recognised)
        shares = self.shares(labels)
        representatives = self.representatives(labels)
        return tuple(
            Cluster(
                weight=float(shares[group]),
                label=names[group],
                members=tuple(self.keyframes[row] for row in np.flatnonzero(labels == group)),
                representative=self.keyframes[representatives[group]],
            )
            for group in np.argsort(-shares, kind="stable")
        )


def known_keyframes(catalogue: Catalogue, keyframes: Sequence[Keyframe]) -> tuple[list[Keyframe], Vector]:
    """The keyframes that have an embedding in the appearance space that knows most of them.

    Returns:
        These keyframes in the order given, and their vectors float32 (N, D); nothing where none is known.
    """
    wanted = np.array([keyframe.id for keyframe in keyframes], np.int64)
    best: tuple[list[Keyframe], Vector] = [], np.empty((0, 1), np.float32)
    for space in catalogue.spaces():
        if space.kind == "appearance" and len(best[0]) < len(wanted):
            ids, vectors = catalogue.vectors(space.name, wanted)
            rows = {owner: row for row, owner in enumerate(ids.tolist())}
            known = [keyframe for keyframe in keyframes if keyframe.id in rows]
            if len(known) > len(best[0]):
                best = known, vectors[[rows[keyframe.id] for keyframe in known]]
    return best


def known_motion(
    catalogue: Catalogue, keyframes: Sequence[Keyframe], video_ids: Sequence[int]
) -> Vector | None:
    """How the shot of each keyframe moves: the mean of its clips, unit vectors float32 (N, M).

    None unless one motion space knows every shot: the look of some keyframes and the look and the motion of
    others cannot be compared.

    Args:
        catalogue: Where to look.
        keyframes: N keyframes.
        video_ids: The videos they are of.
    """
    wanted = np.array([keyframe.shot_id for keyframe in keyframes], np.int64)
    for space in catalogue.spaces():
        if space.kind != "motion":
            continue
        table = catalogue.embeddings(space.name, video_ids)
        if not len(table) or not np.isin(wanted, table.shot_ids).all():
            continue
        shot_ids, means = mean_vectors(table)
        return means[np.searchsorted(shot_ids, wanted)]
    return None


STEADY_AFTER_S = 0.5
"""A keyframe this far from both cuts of its shot is free of the transition, as far as it can tell."""

SHARPNESS_WEIGHT = 0.7
CUT_WEIGHT = 0.25
"""How much sharpness and distance from cuts count beside centrality, which counts 1; found by measurement."""


@dataclass(frozen=True, eq=False)
class KeyframeQuality:
    """How presentable keyframes are.

    Attributes:
        sharpness: float64 (N,), as stored.
        steadiness: float64 (N,): distance from the nearest cut, 1 where no transition can reach.
    """

    sharpness: Values
    steadiness: Values

    def among(self, rows: Labels) -> Values:
        """Quality of keyframes ``rows`` int64 (M,), float64 (M,): higher if sharp, and away from cuts.

        Sharpness is compared within the rows only: a foggy scene is never as sharp as a brick wall.
        """
        sharpest = max(float(self.sharpness[rows].max()), 1e-9)
        quality: Values = (
            SHARPNESS_WEIGHT * self.sharpness[rows] / sharpest + CUT_WEIGHT * self.steadiness[rows]
        )
        return quality


def keyframe_quality(keyframes: Sequence[Keyframe], shots: Mapping[int, Shot]) -> KeyframeQuality:
    """How presentable keyframes are, given the shots they belong to, by id."""
    margins_s = np.array(
        [
            min(
                keyframe.time_s - shots[keyframe.shot_id].start_s,
                shots[keyframe.shot_id].end_s - keyframe.time_s,
            )
            for keyframe in keyframes
        ]
    )
    sharpness = np.array([keyframe.sharpness for keyframe in keyframes], np.float64)
    return KeyframeQuality(sharpness, np.clip(margins_s / STEADY_AFTER_S, 0.0, 1.0))


def choose_representative(members: Labels, vectors: Vector, spans_s: Values, quality: KeyframeQuality) -> int:
    """The member that is both typical of its group and presentable.

    Args:
        members: int64 (M,): rows of the group, M >= 1.
        vectors: Unit vectors float32 (N, D) of all keyframes.
        spans_s: float64 (N,): seconds each keyframe stands for.
        quality: How presentable all keyframes are.
    """
    centrality = centralities(vectors[members], spans_s[members])
    return int(members[int(np.argmax(centrality + quality.among(members)))])


def centralities(vectors: Vector, spans_s: Values) -> Values:
    """Cosine of each vector of a group, float32 (M, D), with the group's mean, float64 (M,).

    Args:
        vectors: Unit vectors.
        spans_s: float64 (M,): seconds each stands for, by which it counts for the mean.
    """
    centre: Values = np.average(vectors, axis=0, weights=np.maximum(spans_s, 1e-9))
    cosines: Values = vectors @ unit_rows(centre[None])[0]
    return cosines


@dataclass(frozen=True, slots=True, eq=False)
class Scenes(Columns):
    """The scenes of a library, or of some of its videos, one a row.

    Attributes:
        shot_ids: int64 (N,), ascending.
        video_ids: int64 (N,): the video of each.
        keyframe_ids: int64 (N,): the keyframe to show for each, the one that represents it everywhere.
        times_s: When that keyframe is on screen, float64 (N,).
    """

    shot_ids: Ids
    video_ids: Ids
    keyframe_ids: Ids
    times_s: Values


@dataclass(frozen=True, slots=True, eq=False)
class SceneVectors(Scenes):
    """Scenes with what they look like.

    Attributes:
        vectors: The mean of each scene's keyframes, unit vectors float32 (N, D).
    """

    vectors: Vector


def library_scenes(library: Library) -> tuple[str, Scenes]:
    """Every scene, in the appearance space that holds most of the library; no vector is read.

    Returns:
        The name of the space, empty where there is none; and the scenes.
    """
    catalogue = library.catalogue
    space = _largest_space(catalogue)
    if not space:
        empty = np.empty(0, np.int64)
        return "", Scenes(empty, empty, empty, np.empty(0, np.float64))
    return space, _shown(catalogue, catalogue.moments(space), None)


def scene_vectors(library: Library, video_ids: Sequence[int] | None = None) -> SceneVectors:
    """Every scene, in the appearance space that holds most of the library.

    Args:
        library: Where to look.
        video_ids: Scenes of these videos only; None for all.
    """
    catalogue = library.catalogue
    space = _largest_space(catalogue)
    if not space:
        empty = np.empty(0, np.int64)
        return SceneVectors(empty, empty, empty, np.empty(0, np.float64), np.empty((0, 1), np.float32))
    table = catalogue.embeddings(space, video_ids)
    _, means = mean_vectors(table)
    return SceneVectors(**_shown(catalogue, table, video_ids).arrays(), vectors=means)


def _largest_space(catalogue: Catalogue) -> str:
    """The appearance space that holds most of a library; empty where there is none."""
    counts = catalogue.counts().embeddings
    spaces = [space.name for space in catalogue.spaces() if space.kind == "appearance"]
    return max(spaces, key=lambda name: counts.get(name, 0), default="")


def _shown(catalogue: Catalogue, moments: MomentColumns, video_ids: Sequence[int] | None) -> Scenes:
    """The scenes of keyframes, each with the one that represents it."""
    sharpness = catalogue.sharpness(moments.owner_ids, video_ids)
    rows = representative_rows(moments.shot_ids, moments.times_s, sharpness)
    shown = moments.rows(rows)
    return Scenes(shown.shot_ids, shown.video_ids, shown.owner_ids, shown.times_s)


def mean_vectors(table: EmbeddingTable) -> tuple[Ids, Vector]:
    """Shots int64 (S,), ascending, and the mean of the vectors of each, unit vectors float32 (S, D)."""
    if not len(table):
        return table.shot_ids, table.vectors
    order = np.argsort(table.shot_ids, kind="stable")
    shot_ids = table.shot_ids[order]
    starts = np.flatnonzero(np.diff(shot_ids, prepend=-1))
    return shot_ids[starts], unit_rows(np.add.reduceat(table.vectors[order], starts, axis=0))
