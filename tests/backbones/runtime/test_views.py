"""Several clips and crops of one span, averaged."""

import numpy as np
import pytest

from tests.backbones.conftest import WriteWeights
from videxplore.backbones.registry import load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.runtime.views import MultiViewBackbone
from videxplore.backbones.specs import Views
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.types import Pixels


@pytest.fixture
def once(weights: WeightsFolder, write_weights: WriteWeights) -> Backbone:
    return load("slow-fusion", weights, "cpu", write_weights("slow-fusion"))


def span(frames: int, seed: int = 0) -> Pixels:
    """A wide moving texture uint8 (frames, 40, 80, 3)."""
    picture = np.random.default_rng(seed).integers(0, 256, (5, 10, 3), dtype=np.uint8)
    large = picture.repeat(8, axis=0).repeat(8, axis=1)
    return np.stack([np.roll(large, number, axis=1) for number in range(frames)])


def test_one_look_is_the_network_itself(once: Backbone) -> None:
    many = MultiViewBackbone(once, Views())
    assert many.space == once.space
    clips = [span(16), span(16, 1)]
    np.testing.assert_allclose(many.run(clips).embeddings, once.run(clips).embeddings, atol=1e-6)


def test_clips_and_crops_are_averaged(once: Backbone) -> None:
    many = MultiViewBackbone(once, Views(clips=2, crops=3))
    assert (many.spec.frames, many.spec.clip_s) == (32, once.spec.clip_s)
    assert many.space.name == once.space.name + "+2x3"
    dense = span(32)
    looks = [dense[first::2, :, left : left + 40] for first in (0, 1) for left in (0, 20, 40)]
    single = once.run(looks)
    output = many.run([dense, span(20, 1)])
    assert output.embeddings.shape == (2, once.spec.dim)
    mean = single.embeddings.mean(0)
    np.testing.assert_allclose(output.embeddings[0], mean / np.linalg.norm(mean), atol=1e-5)
    assert single.scores is not None
    assert output.scores is not None
    np.testing.assert_allclose(output.scores[0], single.scores.mean(0), atol=1e-5)
    np.testing.assert_allclose(output.scores.sum(1), 1, atol=1e-5)
    assert many.run([]).embeddings.shape == (0, once.spec.dim)
