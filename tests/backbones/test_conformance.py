"""One body of checks over every row of the table."""

import numpy as np
import pytest
import torch

from tests.backbones.conftest import WriteWeights, moving_pictures, network_input
from tests.backbones.half_precision import HalfPrecision
from videxplore.backbones.registry import BACKBONES, load
from videxplore.backbones.runtime.loading import LoadedBackbone, network_with_weights
from videxplore.backbones.weights.weights_folder import WeightsFolder

COUNT = 2
# Below 4 billion multiplications a picture or clip. Counting them here would take longer than the tests.
QUICK = {
    "efficientnet-lite0",
    "resnet18",
    "lite0-motion",
    "x3d-xs",
    "early-fusion",
    "two-stream",
}
ROWS = [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in BACKBONES]


@pytest.mark.parametrize("name", ROWS)
def test_backbone(name: str, weights: WeightsFolder, write_weights: WriteWeights) -> None:
    spec = BACKBONES[name]
    backbone = load(name, weights, "cpu", write_weights(name))
    assert isinstance(backbone, LoadedBackbone)
    clips = moving_pictures(COUNT, spec.frames)
    batch = clips if spec.kind == "video" else clips[:, 0]

    output = backbone.run(batch)
    assert output.embeddings.shape == (COUNT, spec.dim)
    assert output.embeddings.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(output.embeddings, axis=1), 1, atol=1e-5)
    assert backbone.space.dim == spec.dim
    assert backbone.space.kind == ("appearance" if spec.kind == "image" else "motion")
    assert not np.allclose(output.embeddings[0], output.embeddings[1], atol=1e-4)
    if spec.labels:
        assert output.scores is not None
        assert output.scores.shape == (COUNT, 7)
        np.testing.assert_allclose(output.scores.sum(axis=1), 1, atol=1e-5)

    again = backbone.run(batch)
    np.testing.assert_array_equal(again.embeddings, output.embeddings)
    alone = backbone.run(batch[1:2])
    np.testing.assert_allclose(alone.embeddings[0], output.embeddings[1], atol=1e-4)

    assert not backbone.network.training
    assert not any(parameter.requires_grad for parameter in backbone.network.parameters())
    assert backbone.run(batch[:0]).embeddings.shape == (0, spec.dim)


@pytest.mark.parametrize("name", ROWS)
def test_half_precision_stays_close_to_single(
    name: str, weights: WeightsFolder, write_weights: WriteWeights
) -> None:
    spec = BACKBONES[name]
    # Real weights where they are here: differences of what random ones see are mostly rounding.
    file = weights.locate(spec) if weights.state(spec) == "ready" else write_weights(name)
    network, _ = network_with_weights(spec, file)
    network.eval()
    pixels = network_input(spec, moving_pictures(1, spec.frames))
    with torch.no_grad():
        single = network.embed(network.features(pixels))
        for weight in network.state_dict().values():
            if weight.dtype == torch.float32:
                weight.copy_(weight.half())
        with HalfPrecision() as rounding:
            half = network.embed(network.features(pixels.half().float()))
    assert rounding.rounded > 3
    assert torch.isfinite(half).all()
    assert torch.nn.functional.cosine_similarity(single, half).item() > 0.99
