"""Confidence: an accident is not confident, a true match is, whatever the space."""

import numpy as np
import pytest

from videxplore.core.types import Vector
from videxplore.services.searching.confidence import (
    DEFAULT_NULL,
    combined_p_values,
    confidences,
    match_groups,
    measure_null_distribution,
)


def crowd(seed: int, count: int, dim: int, lean: float) -> Vector:
    """Unit vectors that all lean in one direction, as networks' vectors do: the more, the more alike."""
    generator = np.random.default_rng(seed)
    vectors = generator.normal(size=(count, dim)).astype(np.float32)
    vectors[:, 0] += lean * np.sqrt(dim)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.mark.parametrize(("dim", "lean"), [(1280, 0.5), (1280, 2.0), (64, 0.0), (400, 1.0)])
def test_one_threshold_serves_every_space(dim: int, lean: float) -> None:
    library = crowd(1, 3000, dim, lean)
    videos = np.repeat(np.arange(300), 10)
    null_distribution = measure_null_distribution(library, videos)
    generator = np.random.default_rng(2)

    absent = crowd(3, 200, dim, lean) @ library.T
    accidents = confidences(null_distribution.p_values(absent.max(axis=1)), len(library))
    assert np.mean(accidents > 0.5) <= 0.15
    assert np.median(accidents) < 0.3

    noise = generator.normal(size=library.shape).astype(np.float32) / np.sqrt(dim) * 0.2
    copies = library + noise
    copies /= np.linalg.norm(copies, axis=1, keepdims=True)
    matches = confidences(null_distribution.p_values((copies * library).sum(axis=1)), len(library))
    assert np.mean(matches > 0.5) >= 0.95


def test_confidence_grows_with_similarity_and_shrinks_with_the_library() -> None:
    null_distribution = measure_null_distribution(crowd(1, 600, 256, 0.5), np.repeat(np.arange(60), 10))
    similarities = np.linspace(-1, 1, 201, dtype=np.float32)
    small, large = (
        confidences(null_distribution.p_values(similarities), 100),
        confidences(null_distribution.p_values(similarities), 1_000_000),
    )
    assert (np.diff(small) >= 0).all()
    assert (small >= large).all()
    assert (large >= 0).all()
    assert (small <= 1).all()
    assert small[-1] > 0.999


def test_copies_among_the_pairs_do_not_blunt_it() -> None:
    clean = crowd(1, 1000, 256, 0.5)
    videos = np.arange(1000)
    doubled = np.concatenate([clean[:500], clean[:500]])
    plain, mixed = measure_null_distribution(clean, videos), measure_null_distribution(doubled, videos)
    assert mixed.start == pytest.approx(plain.start, abs=0.03)
    assert confidences(mixed.p_values(np.array([0.9], np.float32)), 1000)[0] > 0.5


def test_a_small_library_uses_what_was_measured_elsewhere() -> None:
    assert measure_null_distribution(crowd(1, 29, 64, 0), np.arange(29)) is DEFAULT_NULL
    assert measure_null_distribution(crowd(1, 500, 64, 0), np.zeros(500, np.int64)) is DEFAULT_NULL
    assert confidences(DEFAULT_NULL.p_values(np.array([0.99, 0.3], np.float32)), 20) == pytest.approx(
        [1, 0], abs=0.05
    )


def test_identical_pictures_everywhere_are_no_reason_to_fail() -> None:
    null_distribution = measure_null_distribution(np.tile(crowd(1, 1, 64, 0), (100, 1)), np.arange(100))
    assert np.isfinite(confidences(null_distribution.p_values(np.array([1.0, 0.0], np.float32)), 100)).all()


def test_chances_fall_steadily_from_one() -> None:
    # A jump would let a slightly better match rank much worse.
    null_distribution = measure_null_distribution(crowd(1, 600, 256, 0.5), np.repeat(np.arange(60), 10))
    p_values = null_distribution.p_values(np.linspace(-1, 1, 4001))
    assert p_values[0] == 1
    assert (np.diff(p_values) <= 0).all()
    assert np.abs(np.diff(p_values)).max() < 0.05


@pytest.mark.parametrize("weight", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_combined_p_values_are_those_of_random_surprisals(weight: float) -> None:
    generator = np.random.default_rng(3)
    first, second = generator.exponential(size=(2, 200_000))
    p_values = combined_p_values(first, second, weight)
    # The chance of an accident is itself evenly distributed among accidents.
    for share in (0.01, 0.1, 0.5):
        assert np.mean(p_values < share) == pytest.approx(share, rel=0.1)


def test_a_library_in_which_everything_is_there_twice() -> None:
    once = crowd(1, 60, 256, 0.5)
    null_distribution = measure_null_distribution(np.concatenate([once, once]), np.arange(120))
    assert confidences(null_distribution.p_values(np.array([0.97], np.float32)), 120)[0] > 0.9


def test_matches_are_the_same_shot_similar_or_only_nearest() -> None:
    similarities, certain = np.array([0.98, 0.98, 0.7, 0.95]), np.array([1.0, 0.6, 0.5, 0.49])
    assert match_groups(similarities, certain, knows_same=True) == ["same", "similar", "similar", "nearest"]
    assert match_groups(similarities, certain, knows_same=False)[0] == "similar"
