"""Parameters and operations as their papers count them; receptive fields by arithmetic and by gradient."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from videxplore.backbones.explain.description import receptive_fields, stage_receptive_fields
from videxplore.backbones.registry import BACKBONES, describe
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.zoo.frame_networks import SlowFusion
from videxplore.backbones.zoo.x3d import X3D

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
