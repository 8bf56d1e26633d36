"""What a network looks at is where the thing is."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_image
from torch import Tensor, nn

from tests.backbones.conftest import WriteWeights, moving_pictures
from videxplore.backbones.explain import (
    class_heat,
    feature_maps,
    match_heat,
    receptive_fields,
    stage_receptive_fields,
)
from videxplore.backbones.registry import BACKBONES, describe, load
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.backbones.zoo.frame_networks import SlowFusion
from videxplore.backbones.zoo.x3d import X3D
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


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("slow-fusion", marks=pytest.mark.slow),
        pytest.param("cnn-lstm", marks=pytest.mark.slow),
        "x3d-xs",
        "lite0-motion",
    ],
)
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


PUBLISHED = {
    # name: (millions of parameters, thousands of millions of multiply-accumulates)
    "resnet50": (25.56, 4.09),
    "vgg16": (138.36, 15.47),
    "c3d": (78.41, 38.6),
    "r3d-18": (33.37, 40.70),
    "r2plus1d-18": (31.51, 40.52),
    "x3d-xs": (3.79, 0.60),
    "x3d-s": (3.79, 1.96),
    "x3d-m": (3.79, 4.73),
    "i3d": (12.7, 111.3),
    "timesformer": (121.4, 196.0),
    "mvit-v2-s": (34.54, 64.22),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_counted_as_published(name: str) -> None:
    described = describe(name)
    parameters, gmacs = PUBLISHED[name]
    assert described.parameters / 1e6 == pytest.approx(parameters, rel=0.005)
    assert described.gmacs == pytest.approx(gmacs, rel=0.01)
    assert described.gflops == pytest.approx(2 * described.gmacs)


def extents_by_gradient(features_of: Callable[[Tensor], Tensor], *inputs: Tensor) -> tuple[int, ...]:
    """Length of the input, along each axis, that moves the middle cell of a feature map for any input."""
    moved = []
    for pixels in inputs:
        features = features_of(pixels.requires_grad_())
        time, row, column = (size // 2 for size in features.shape[2:])
        (gradient,) = torch.autograd.grad(features[0, :, time, row, column].sum(), pixels)
        moved.append((gradient[0].abs().sum(0) > 0).nonzero())
    places = torch.cat(moved)
    return tuple((places.amax(0) - places.amin(0) + 1).tolist())


def positive(network: Network) -> Network:
    """Weights that let every path through: no gradient dies in a ReLU."""
    for name, parameter in network.named_parameters():
        if parameter.dim() > 1:
            nn.init.uniform_(parameter, 0.5, 1.0)
            parameter.data /= parameter[0].numel()
        else:
            nn.init.constant_(parameter, 0.0 if name.endswith("bias") else 1.0)
    return network.eval()


def test_receptive_field_of_a_3d_network_is_what_gradients_show() -> None:
    network = positive(SlowFusion(2, width=2))
    pixels = torch.rand(1, 3, 40, 64, 64)
    field = receptive_fields(network, torch.rand(1, 3, 40, 64, 64))["features"]
    assert extents_by_gradient(network.features, pixels) == field.extent == (17, 31, 31)


def test_receptive_field_of_branches_and_pools_is_what_gradients_show() -> None:
    from videxplore.backbones.runtime.loading import family

    spec = BACKBONES["i3d"]
    network = positive(family(spec).build(spec, 2))
    # The largest value of a window lies at its end in the one input, at its beginning in the other.
    rising = torch.linspace(0, 1, 96)[:, None] + torch.linspace(0, 1, 96)
    pixels = rising.expand(1, 3, 8, 96, 96).clone()
    field = receptive_fields(network, pixels)["Conv3d_2c_3x3"]

    def beginning(pixels: Tensor) -> Tensor:
        kept: list[Tensor] = []

        def keep(_module: nn.Module, _input: object, output: Tensor) -> None:
            kept.append(output)

        hook = network.get_submodule("Conv3d_2c_3x3").register_forward_hook(keep)
        network.features(pixels)
        hook.remove()
        return kept[0]

    assert extents_by_gradient(beginning, pixels, pixels.detach().flip(3, 4))[1:] == field.extent[1:]


def test_squeeze_and_excitation_sees_everything() -> None:
    with torch.device("meta"):
        fields = receptive_fields(X3D(2), torch.empty(1, 3, 13, 160, 160))
    assert list(fields["stem"].extent) == [5, 3, 3]
    assert fields["res2"].extent[0] == float("inf")
    assert describe("x3d-s").receptive_field_frames == 13


def test_the_sheet_grows_stage_by_stage() -> None:
    sheet = stage_receptive_fields(BACKBONES["r3d-18"])
    frames = [field.extent[0] for field in sheet.values()]
    assert frames == sorted(frames)
    # Stem 3; each of the four convolutions of a stage adds 2 strides: 11, 25, 53, 109 frames.
    assert frames == [3, 11, 25, 53, 109, 109]
    assert sheet["layer4"].stride == (8, 16, 16)


@pytest.mark.parametrize(
    ("name", "frames"),
    [("late-fusion-mean", 1), ("early-fusion", 16), ("cnn-lstm", 16), ("two-stream", 16), ("resnet18", 1)],
)
def test_frames_that_count(name: str, frames: int) -> None:
    assert describe(name).receptive_field_frames == frames
