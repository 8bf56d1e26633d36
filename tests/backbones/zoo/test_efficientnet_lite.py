"""The default backbone with its real weights."""

import numpy as np
import pytest
from sklearn.datasets import load_sample_image

from videxplore.backbones.registry import DEFAULT_BACKBONE, describe, load, predictions
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.weights.weights_folder import WeightsFolder


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    return load(DEFAULT_BACKBONE, WeightsFolder(tmp_path_factory.mktemp("weights")), "cpu")


def test_space_names_the_weights(backbone: Backbone) -> None:
    assert backbone.space.name == "efficientnet-lite0@57934424/224"


def test_a_photograph_is_recognised(backbone: Backbone) -> None:
    flower = load_sample_image("flower.jpg")
    output = backbone.run([flower])
    assert output.scores is not None
    best = predictions(backbone, output.scores[0])
    assert best[0].label == "daisy"
    assert best[0].source == "object"
    assert [item.score for item in best] == sorted((item.score for item in best), reverse=True)


def test_pictures_of_different_sizes_share_a_batch(backbone: Backbone) -> None:
    flower, china = load_sample_image("flower.jpg"), load_sample_image("china.jpg")[::2, ::3]
    together = backbone.run([flower, china, flower])
    np.testing.assert_allclose(together.embeddings[0], backbone.run([flower]).embeddings[0], atol=1e-5)
    np.testing.assert_allclose(together.embeddings[1], backbone.run([china]).embeddings[0], atol=1e-5)
    np.testing.assert_allclose(together.embeddings[0], together.embeddings[2], atol=1e-6)


def test_the_border_of_a_picture_counts(backbone: Backbone) -> None:
    china = load_sample_image("china.jpg")
    other = china.copy()
    other[:, :60] = 255
    a, b = backbone.run([china, other]).embeddings
    assert a @ b < 0.99


def test_pooling_a_feature_map_gives_the_embedding(backbone: Backbone) -> None:
    china = load_sample_image("china.jpg")
    output = backbone.run([china], with_feature_maps=True)
    assert output.feature_maps is not None
    assert output.feature_maps.shape == (1, 7, 7, 1280)
    pooled = output.feature_maps.mean(axis=(1, 2))
    pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
    np.testing.assert_allclose(pooled, output.embeddings, atol=1e-5)
    assert backbone.run([china]).feature_maps is None


def test_counted_as_published() -> None:
    description = describe(DEFAULT_BACKBONE)
    # The authors' note: 4.7 million parameters, 407 million multiply-accumulates.
    assert description.parameters == pytest.approx(4.7e6, rel=0.02)
    assert description.gmacs == pytest.approx(0.407, rel=0.06)
