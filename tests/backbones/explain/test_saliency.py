"""What a network looks at is where the thing is."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_image

from tests.backbones.conftest import WriteWeights, moving_pictures
from videxplore.backbones.explain.saliency import class_heat, feature_maps, match_heat
from videxplore.backbones.registry import BACKBONES, load
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.types import Pixels


@pytest.fixture
def lite0(weights: WeightsFolder) -> LoadedBackbone:
    backbone = load("efficientnet-lite0", weights, "cpu")
    assert isinstance(backbone, LoadedBackbone)
    return backbone


def beside(left: Pixels, right: Pixels) -> Pixels:
    return np.concatenate((left[:400, :300], right[:400, :300]), axis=1)


FLOWER, CHINA = load_sample_image("flower.jpg")[20:, 150:], load_sample_image("china.jpg")
DAISY = BACKBONES["efficientnet-lite0"].class_labels.index("daisy")


@pytest.mark.parametrize("is_left", [True, False])
def test_heat_of_a_class_lies_on_it(lite0: LoadedBackbone, is_left: bool) -> None:
    picture = beside(FLOWER, CHINA) if is_left else beside(CHINA, FLOWER)
    heat = class_heat(lite0, picture, DAISY)
    assert heat.values.shape == (1, 7, 7)
    assert heat.values.max() == pytest.approx(1)
    assert heat.area == pytest.approx((0, 0, 1, 1))
    halves = heat.values[0, :, :3].sum(), heat.values[0, :, 4:].sum()
    assert (halves[0] > halves[1]) == is_left


@pytest.mark.parametrize("is_left", [True, False])
def test_heat_of_a_match_lies_on_what_matches(lite0: LoadedBackbone, is_left: bool) -> None:
    picture = beside(FLOWER, CHINA) if is_left else beside(CHINA, FLOWER)
    heat = match_heat(lite0, picture, lite0.run([FLOWER]).embeddings[0])
    halves = heat.values[0, :, :3].sum(), heat.values[0, :, 4:].sum()
    assert (halves[0] > halves[1]) == is_left


def test_heat_leaves_no_gradient_behind(lite0: LoadedBackbone) -> None:
    before = lite0.run([FLOWER]).embeddings
    class_heat(lite0, FLOWER, DAISY)
    assert all(parameter.grad is None for parameter in lite0.network.parameters())
    np.testing.assert_array_equal(lite0.run([FLOWER]).embeddings, before)


@pytest.mark.parametrize("name", ["slow-fusion", "cnn-lstm", "x3d-xs", "lite0-motion"])
def test_heat_of_clips(name: str, weights: WeightsFolder, write_weights: WriteWeights) -> None:
    backbone = load(name, weights, "cpu", write_weights(name))
    assert isinstance(backbone, LoadedBackbone)
    clip = np.random.default_rng(0).integers(0, 256, (BACKBONES[name].frames, 60, 120, 3), dtype=np.uint8)
    target = backbone.run([clip[:, ::-1]]).embeddings[0]
    heat = match_heat(backbone, clip, target)
    assert heat.values.ndim == 3
    assert np.isfinite(heat.values).all()
    if name == "x3d-xs":
        assert heat.area == pytest.approx((0.28, 0.06, 0.44, 0.88), abs=0.01)


WITH_CLASSES = [
    pytest.param(name, marks=[] if name == "x3d-s" else [pytest.mark.slow])
    for name, spec in BACKBONES.items()
    if spec.kind == "video" and name != "lite0-motion"
]


@pytest.mark.parametrize("name", WITH_CLASSES)
def test_heat_of_an_action_is_a_map_over_space_and_time(
    name: str, weights: WeightsFolder, write_weights: WriteWeights
) -> None:
    backbone = load(name, weights, "cpu", write_weights(name))
    assert isinstance(backbone, LoadedBackbone)
    clip = moving_pictures(1, backbone.spec.frames)[0]
    heat = class_heat(backbone, clip, 3)
    time, rows, columns = heat.values.shape
    assert 1 <= time <= backbone.spec.frames
    assert min(rows, columns) >= 2
    assert heat.values.dtype == np.float32
    assert heat.values.min() >= 0
    assert heat.values.max() == pytest.approx(1) or not heat.values.any()
    left, top, width, height = heat.area
    assert 0 <= left <= 1 - width
    assert 0 <= top <= 1 - height


def test_feature_maps_of_every_stage(weights: WeightsFolder, write_weights: WriteWeights) -> None:
    backbone = load("slow-fusion", weights, "cpu", write_weights("slow-fusion"))
    assert isinstance(backbone, LoadedBackbone)
    clip = np.zeros((16, 60, 80, 3), np.uint8)
    shapes = {name: feature_maps(backbone, clip, name).shape for name in backbone.network.stages()}
    assert shapes == {
        "stage1": (32, 16, 56, 56),
        "stage2": (64, 8, 28, 28),
        "stage3": (128, 4, 14, 14),
        "stage4": (256, 2, 7, 7),
    }
    with pytest.raises(KeyError):
        feature_maps(backbone, clip, "stage5")


def test_token_networks_are_explained_by_their_patches(weights: WeightsFolder) -> None:
    from videxplore.backbones.runtime.network import Network
    from videxplore.backbones.zoo.timesformer import TimeSformer

    network: Network = TimeSformer(3, 4, 64, dim=64, depth=2)
    token, patches = torch.zeros(1, 64), torch.arange(16 * 4.0).reshape(1, 16, 4, 1).expand(1, 16, 4, 64)
    laid_out = network.as_map((token, patches))  # type: ignore[arg-type]
    assert laid_out.shape == (1, 64, 4, 4, 4)
    # Patch 5 of frame 2 is row 1, column 1.
    assert laid_out[0, 0, 2, 1, 1] == patches[0, 5, 2, 0]
