"""The network that understands text, where its extra is installed; its random weights say nothing true."""

import importlib.util

import numpy as np
import pytest

from tests.backbones.conftest import WriteWeights
from videxplore.backbones.explain import explainable, match_heat
from videxplore.backbones.registry import backbone_spec, describe, load
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import BackboneError, MissingPackageError, WeightsUnavailableError

HERE = importlib.util.find_spec("open_clip") is not None
NAME = "clip-vit-b-32"


@pytest.mark.skipif(HERE, reason="open_clip is installed")
def test_without_open_clip_there_is_a_sentence() -> None:
    with pytest.raises(MissingPackageError, match="needs the extra `text`"):
        backbone_spec(NAME)


@pytest.mark.skipif(not HERE, reason="open_clip (extra `text`) is not installed")
def test_pictures_and_texts_lie_in_one_space(weights: WeightsFolder, write_weights: WriteWeights) -> None:
    with pytest.raises(WeightsUnavailableError, match=f"models fetch {NAME}"):
        load(NAME, weights, "cpu")
    backbone = load(NAME, weights, "cpu", write_weights(NAME))
    pictures = np.random.default_rng(1).integers(0, 255, (2, 64, 80, 3), np.uint8)
    embeddings = load(NAME, weights, "cpu", write_weights(NAME)).run(pictures).embeddings
    texts = backbone.embed_texts(["a dog", "a red car in the snow", "a dog"])
    assert embeddings.shape == (2, 512)
    assert texts.shape == (3, 512)
    np.testing.assert_allclose(np.linalg.norm(texts, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(texts[0], texts[2], atol=1e-5)
    assert texts[0] @ texts[1] < 0.9999
    heat = match_heat(explainable(backbone), pictures[0], texts[0])
    assert heat.values.shape == (1, 7, 7)
    assert heat.values.max() == pytest.approx(1)
    assert 140e6 < describe(NAME).parameters < 160e6


def test_a_network_of_pictures_only_says_so(weights: WeightsFolder) -> None:
    backbone = load("efficientnet-lite0", weights, "cpu")
    with pytest.raises(BackboneError, match="does not support text"):
        backbone.embed_texts(["a dog"])
