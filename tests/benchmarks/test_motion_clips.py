"""The clips of the motion benchmark: the class is in the order of the frames and nowhere else."""

import numpy as np
import pytest

from benchmarks.motion_clips import CLASSES, FRAMES, SIDE_PX, MotionClips, draw_clip


@pytest.mark.parametrize("seed", range(5))
def test_every_class_is_made_of_the_same_frames(seed: int) -> None:
    clips = [draw_clip(label, np.random.default_rng(seed)) for label in range(len(CLASSES))]
    sets = [sorted(frame.tobytes() for frame in clip) for clip in clips]
    assert all(one == sets[0] for one in sets)
    assert len(set(sets[0])) == FRAMES
    orders = {clip.tobytes() for clip in clips}
    assert len(orders) == len(CLASSES)


def test_opposites_are_each_other_played_backward() -> None:
    for label in range(0, len(CLASSES), 2):
        forward, backward = (draw_clip(one, np.random.default_rng(7)) for one in (label, label + 1))
        np.testing.assert_array_equal(forward, backward[::-1])


@pytest.mark.parametrize(("label", "axis", "sign"), [(0, 1, 1), (1, 1, -1), (2, 0, 1), (3, 0, -1)])
def test_the_shape_moves_as_the_class_says(label: int, axis: int, sign: int) -> None:
    for seed in range(5):
        middles = [np.argwhere(_shape(frame)).mean(0)[axis] for frame in _clip(label, seed)]
        # The wedge's middle of mass is not the point it turns about: single steps may go back a little.
        assert sign * (middles[-1] - middles[0]) > 2
        assert np.corrcoef(middles, np.arange(FRAMES))[0, 1] * sign > 0.8


@pytest.mark.parametrize(("label", "sign"), [(4, 1), (5, -1)])
def test_the_shape_grows_and_shrinks(label: int, sign: int) -> None:
    for seed in range(5):
        areas = [_shape(frame).sum() for frame in _clip(label, seed)]
        assert (np.diff(areas) * sign > 0).all()


def test_clips_come_again_the_same_unless_endless() -> None:
    once, again = MotionClips(8, 1), MotionClips(8, 1)
    np.testing.assert_array_equal(once.clip(3), again.clip(3))
    assert once.clip(3).shape == (FRAMES, SIDE_PX, SIDE_PX, 3)
    endless = MotionClips(8, 1, is_endless=True)
    assert not np.array_equal(endless.clip(3), endless.clip(3))


def _clip(label: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return draw_clip(label, np.random.default_rng(seed))


def _shape(
    frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where the shape is: its texture is at least half bright, the background never so in all colours."""
    return np.asarray((frame >= 115).all(2))
