"""The linear probe: what it learns, and that its scores mean what they say."""

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Vector
from videxplore.services.teaching.probe import Mask, Probe, ProbeData, fit_probe, logistic


def sample(count: int, overlap: float, seed: int) -> tuple[Vector, npt.NDArray[np.bool_], Ids]:
    """Two clouds of unit vectors (count, 16), more alike the larger ``overlap`` is."""
    generator = np.random.default_rng(seed)
    is_action = np.arange(count) % 2 == 0
    centres = np.zeros((count, 16))
    centres[:, 0] = np.where(is_action, 1.0, -1.0)
    vectors = centres + overlap * generator.normal(size=centres.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), is_action, np.arange(count, dtype=np.int64)


def told(is_action: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Everything was told."""
    return np.ones(len(is_action), bool)


def data(
    vectors: Vector, is_action: Mask, is_labelled: Mask, groups: Ids, dims: tuple[int, ...] = (16,)
) -> ProbeData:
    """A lesson whose vectors are one part unless told otherwise."""
    return ProbeData(vectors, is_action, is_labelled, groups, dims if len(dims) > 1 else vectors.shape[1:])


def test_learns_what_can_be_told_apart() -> None:
    vectors, is_action, groups = sample(60, 0.2, 0)
    probe = fit_probe(data(vectors, is_action, told(is_action), groups))
    assert probe.held_out_accuracy == 1
    fresh, truth, _ = sample(200, 0.2, 1)
    assert ((probe.scores(fresh) > 0.5) == truth).all()


def test_held_out_accuracy_is_honest() -> None:
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(80, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    truth = generator.random(80) < 0.5
    probe = fit_probe(data(vectors, truth, told(truth), np.arange(80, dtype=np.int64)))
    assert probe.held_out_accuracy is not None
    assert 0.3 < probe.held_out_accuracy < 0.7


def test_scores_are_calibrated() -> None:
    vectors, is_action, groups = sample(400, 1.5, 2)
    probe = fit_probe(data(vectors, is_action, told(is_action), groups))
    fresh, truth, _ = sample(4000, 1.5, 3)
    scores = probe.scores(fresh)
    near = (scores > 0.7) & (scores < 0.9)
    assert near.sum() > 200
    assert abs(truth[near].mean() - scores[near].mean()) < 0.1


def test_scenes_are_never_split() -> None:
    vectors, is_action, groups = sample(6, 0.1, 4)
    many, truth = np.repeat(vectors, 5, axis=0), np.repeat(is_action, 5)
    assert fit_probe(data(many, truth, told(truth), np.repeat(groups, 5))).held_out_accuracy is not None
    two_scenes = np.where(truth, 0, 1).astype(np.int64)
    assert fit_probe(data(many, truth, told(truth), two_scenes)).held_out_accuracy is None


def test_unnoticed_examples_in_the_library_do_no_harm() -> None:
    vectors, is_action, groups = sample(400, 0.4, 5)
    kept = np.flatnonzero(~is_action | (groups < 80))
    vectors, is_action, groups = vectors[kept], is_action[kept], groups[kept]
    is_labelled = np.zeros(len(kept), bool)
    is_labelled[np.flatnonzero(is_action)[:8]] = True
    probe = fit_probe(data(vectors, is_action & is_labelled, is_labelled, groups))
    assert ((probe.scores(vectors) > 0.5) == is_action).mean() > 0.95


def noise(count: int, seed: int) -> Vector:
    """Unit vectors (count, 64) that tell nothing."""
    vectors = np.random.default_rng(seed).normal(size=(count, 64)).astype(np.float32)
    unit: Vector = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def balanced(probe: Probe, vectors: Vector, truth: Mask) -> float:
    rightly = (probe.scores(vectors) > 0.5) == truth
    return float((rightly[truth].mean() + rightly[~truth].mean()) / 2)


def few_examples(first: Vector, second: Vector, is_action: Mask, groups: Ids) -> ProbeData:
    """Six examples and a hundred others, told apart by either part of their vectors or by none."""
    kept = np.concatenate((np.flatnonzero(is_action)[:6], np.flatnonzero(~is_action)[:100]))
    both = np.hstack((first, second))[kept]
    return data(both, is_action[kept], is_action[kept], groups[kept], (first.shape[1], second.shape[1]))


def test_motion_that_tells_nothing_does_no_harm() -> None:
    looks, is_action, groups = sample(240, 0.4, 6)
    fresh, truth, _ = sample(400, 0.4, 7)
    both = few_examples(looks, noise(240, 8), is_action, groups)
    alone = ProbeData(both.vectors[:, :16], both.is_action, both.is_labelled, both.groups, (16,))
    with_motion = balanced(fit_probe(both), np.hstack((fresh, noise(400, 9))), truth)
    without = balanced(fit_probe(alone), fresh, truth)
    assert with_motion > without - 0.02


def test_motion_is_used_where_looks_tell_nothing() -> None:
    moves, is_action, groups = sample(240, 0.4, 10)
    fresh, truth, _ = sample(400, 0.4, 11)
    probe = fit_probe(few_examples(noise(240, 12), moves, is_action, groups))
    assert probe.settings.part_weights[1] > 0
    assert balanced(probe, np.hstack((noise(400, 13), fresh)), truth) > 0.9


def test_parts_weigh_the_same_whatever_their_scale() -> None:
    looks, is_action, groups = sample(120, 0.4, 14)
    both = few_examples(looks, looks, is_action, groups)
    larger = ProbeData(
        both.vectors * np.float32(100), both.is_action, both.is_labelled, both.groups, both.dims
    )
    np.testing.assert_allclose(
        fit_probe(larger).scores(larger.vectors), fit_probe(both).scores(both.vectors), atol=1e-3
    )


def test_logistic_does_not_overflow() -> None:
    np.testing.assert_allclose(logistic(np.array([-1e4, 0.0, 1e4])), [0, 0.5, 1])
