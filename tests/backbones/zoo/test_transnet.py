"""TransNetV2 finds real cuts, and only takes its own weights."""

from pathlib import Path

import numpy as np
import pytest
import torch

from videxplore.backbones.weights.state_files import ModelState, write_state
from videxplore.backbones.zoo.transnet import HEIGHT_PX, WIDTH_PX, TransNet
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.types import Pixels


@pytest.fixture(scope="module")
def network() -> TransNet:
    return TransNet(device="cpu")


def film() -> Pixels:
    """Sixty restless frames of one scene and twenty of another: uint8 (80, 27, 48, 3)."""
    rng = np.random.default_rng(4)
    scenes = rng.integers(0, 256, (2, 9, 16, 3)).repeat(3, 1).repeat(3, 2)
    frames = [np.roll(scenes[int(number >= 60)], number // 4, axis=1) for number in range(80)]
    return (
        (np.stack(frames) + rng.integers(-6, 7, (80, HEIGHT_PX, WIDTH_PX, 3))).clip(0, 255).astype(np.uint8)
    )


def test_a_cut_is_seen_where_it_is(network: TransNet) -> None:
    probabilities = network.judge(film())
    assert probabilities.shape == (80,)
    assert abs(int(probabilities.argmax()) - 59) <= 1
    assert probabilities.max() > 0.5
    assert probabilities[10:50].max() < 0.1


@pytest.mark.slow
def test_windows_are_joined_to_one_answer(network: TransNet) -> None:
    frames = film()[:70]
    whole = network(frames)
    assert whole.shape == (70,)
    # The first window sees frames 25 repeated ones before its first, as published.
    padded = np.concatenate([frames[:1].repeat(25, 0), frames[:70], frames[-1:].repeat(5, 0)])
    assert np.allclose(network.judge(padded)[25:75], whole[:50], atol=1e-4)
    assert network(frames[:0]).shape == (0,)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.safetensors"
    write_state(ModelState({"fc1.weight": torch.zeros(3, 3)}), file)
    with pytest.raises(WeightsUnavailableError, match="TransNetV2"):
        TransNet(file, device="cpu")
