"""Trees of pictures: known groups are found, and one more group splits one group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyses import look
from videxplore.core.types import Vector
from videxplore.services.summarising.clustering import MAX_LEAVES, KeyframeTree, build_tree


def pictures(groups: list[int], spread: float = 0.02) -> Vector:
    return np.stack([look(group, seed, spread) for seed, group in enumerate(groups)])


def tree_of(groups: list[int], spread: float = 0.02, max_leaves: int = MAX_LEAVES) -> KeyframeTree:
    """The tree of pictures two seconds apart."""
    times_s = np.arange(0.0, 2.0 * len(groups), 2.0)
    weights_s = np.full(len(groups), 2.0, np.float64)
    return build_tree(pictures(groups, spread), times_s, weights_s, max_leaves=max_leaves)


def same_partition(labels: list[int], truth: list[int]) -> bool:
    return len(set(zip(labels, truth, strict=True))) == len(set(labels)) == len(set(truth))


group_lists = st.lists(st.integers(0, 7), min_size=1, max_size=40)


@given(group_lists)
def test_known_groups_are_found(groups: list[int]) -> None:
    tree = tree_of(groups)
    assert same_partition(tree.labels(len(set(groups))).tolist(), groups)


@given(group_lists, st.floats(0, 0.5))
def test_one_more_group_splits_exactly_one(groups: list[int], spread: float) -> None:
    tree = tree_of(groups, spread)
    for count in range(1, tree.max_count):
        before, after = tree.labels(count), tree.labels(count + 1)
        assert len(set(after.tolist())) == count + 1
        parents = [set(before[after == group].tolist()) for group in range(count + 1)]
        assert all(len(parent) == 1 for parent in parents)


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_the_number_of_groups_is_found(count: int) -> None:
    groups = [number % count for number in range(count * 6)]
    assert tree_of(groups).suggested_count() == count


@pytest.mark.parametrize("groups", [[1], [1, 1], [1, 1, 1, 1, 1, 1]])
def test_pictures_of_one_scene_are_one_group(groups: list[int]) -> None:
    assert tree_of(groups, 0.001).suggested_count() == 1


def test_groups_are_numbered_in_order_of_appearance() -> None:
    labels = tree_of([5, 2, 5, 7, 2]).labels(3)
    assert labels.tolist() == [0, 1, 0, 2, 1]


def test_more_pictures_than_the_tree_has_leaves_keep_their_groups() -> None:
    groups = [group for group in (0, 1, 2, 0, 3, 1) for _ in range(30)]
    tree = tree_of(groups, max_leaves=40)
    assert tree.max_count == 40
    assert same_partition(tree.labels(4).tolist(), groups)


def test_motion_separates_alike_pictures() -> None:
    motions = [1, 2, 2, 1, 2, 1]
    times_s, weights_s = np.arange(0.0, 120.0, 20.0), np.full(6, 2.0, np.float64)
    tree = build_tree(pictures([0] * 6, 0.001), times_s, weights_s, pictures(motions))
    assert same_partition(tree.labels(2).tolist(), motions)


def test_how_scenes_move_does_not_part_what_looks_different() -> None:
    groups, motions = [1, 1, 2, 2, 3, 3], [4, 5, 5, 4, 4, 5]
    times_s, weights_s = np.arange(0.0, 120.0, 20.0), np.full(6, 2.0, np.float64)
    tree = build_tree(pictures(groups), times_s, weights_s, pictures(motions))
    assert same_partition(tree.labels(3).tolist(), groups)
