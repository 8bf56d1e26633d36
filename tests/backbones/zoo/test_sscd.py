"""SSCD: the published names fit, and the pooling is the generalised mean."""

from pathlib import Path

import torch

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.loading import network_with_weights
from videxplore.backbones.zoo.sscd import build

SPEC = BACKBONES["sscd"]


def test_published_names_and_shapes(tmp_path: Path) -> None:
    from torchvision import models

    # The authors' model is torchvision's network with 512 outputs as its attribute ``backbone``.
    with torch.device("meta"):
        shapes = models.resnet50(weights=None, num_classes=512).state_dict()
    tensors = {
        f"backbone.{key}": torch.zeros((), dtype=one.dtype).expand(one.shape) for key, one in shapes.items()
    }
    file = tmp_path / "sscd_disc_mixup.torchvision.pt"
    torch.save(tensors, file)
    network, classes = network_with_weights(SPEC, file)
    assert classes == ()
    assert not any(tensor.is_meta for tensor in network.state_dict().values())


def test_the_embedding_is_the_projected_generalised_mean() -> None:
    network = build(SPEC, 0).eval()
    features = torch.rand(2, 2048, 3, 4) * 10
    with torch.no_grad():
        pooled = ((features.double() ** 3).sum((2, 3)) / 12) ** (1 / 3)
        expected = pooled @ network.inner.fc.weight.double().T + network.inner.fc.bias.double()
        torch.testing.assert_close(network.embed(features).double(), expected, atol=1e-4, rtol=1e-4)
        assert network.embed(-features).isfinite().all(), "what is below zero counts as nothing"
        half = network.half().embed(torch.full((1, 2048, 2, 2), 200.0).half())
    assert half.isfinite().all(), "the cube of 200 is too large for 16 bits"
