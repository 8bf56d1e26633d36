"""What the stream of optical flow knows by itself."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.videos import texture
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.preprocessing import Preprocessor
from videxplore.backbones.zoo.frame_networks import TwoStream
from videxplore.core.types import Pixels

FRAMES = 4
RIGHT, LEFT = 0, 1


def panned(seed: int, step_px: int) -> Pixels:
    """A clip uint8 (FRAMES, 112, 112, 3) of a wide texture that goes by, to the right where positive."""
    wide = texture(seed, 112, 320)
    start_px = 104 + (seed * 37) % 60
    return np.stack([wide[:, start_px - number * step_px :][:, :112] for number in range(FRAMES)])


def inputs(seeds: range) -> tuple[Tensor, Tensor]:
    """What the network sees of clips in both directions, without their pictures, and the directions."""
    spec = BACKBONES["two-stream"]
    clips, directions = [], []
    for seed in seeds:
        step_px = 2 + seed % 5
        clips += [panned(seed, step_px), panned(seed, -step_px)]
        directions += [RIGHT, LEFT]
    preprocessor = Preprocessor(spec.preprocessing, spec.input_px, torch.device("cpu"), torch.float32)
    pixels = preprocessor.clips(clips, FRAMES)
    pixels[:, :3] = 0
    return pixels, torch.tensor(directions)


def test_the_flow_stream_alone_tells_left_from_right() -> None:
    torch.manual_seed(0)
    network = TwoStream(FRAMES, 2, width=4)
    for norm in (part for part in network.modules() if isinstance(part, nn.BatchNorm2d)):
        # There are few batches to learn from.
        norm.momentum = 0.5
    optimiser = torch.optim.Adam([*network.flow.parameters(), *network.flow_head.parameters()], lr=3e-3)
    pixels, directions = inputs(range(8))
    for _ in range(12):
        _, scores = network.training_logits(network.features(pixels))
        loss = functional.cross_entropy(scores, directions)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    network.eval()
    unseen, truth = inputs(range(100, 110))
    with torch.no_grad():
        _, scores = network.training_logits(network.features(unseen))
    assert (scores.argmax(1) == truth).float().mean() >= 0.95


def test_large_motions_are_told_apart() -> None:
    """Nothing is cut off: what jumps across half of the picture moves more than what goes a tenth."""
    network = TwoStream(FRAMES, 2, width=4).eval()
    seen: list[Tensor] = []
    network.flow.stages()["stage1"].register_forward_pre_hook(lambda _module, given: seen.append(given[0]))
    for motion in (0.1, 0.5):
        pixels = torch.zeros(1, 5, FRAMES, 112, 112)
        pixels[:, 3] = motion
        with torch.no_grad():
            network.features(pixels)
    assert seen[1].max() > 1.5 * seen[0].max() > 0


def test_what_the_flow_stream_learns_does_not_depend_on_the_other() -> None:
    torch.manual_seed(0)
    network = TwoStream(FRAMES, 2, width=4)
    pixels = torch.rand(4, 5, FRAMES, 32, 32)
    truth = torch.tensor([RIGHT, LEFT, RIGHT, LEFT])

    def learned() -> Tensor:
        scores = network.training_logits(network.features(pixels))
        losses = [functional.cross_entropy(one, truth) for one in scores]
        (gradient,) = torch.autograd.grad(torch.stack(losses).sum(), [network.flow_head.weight])
        return gradient

    before = learned()
    with torch.no_grad():
        network.rgb_head.bias[LEFT] = 20.0
    torch.testing.assert_close(learned(), before)


def test_its_answer_is_the_mean_of_both_streams() -> None:
    network = TwoStream(FRAMES, 2, width=4).eval()
    with torch.no_grad():
        features = network.features(torch.rand(3, 5, FRAMES, 32, 32))
        rgb, flow = (scores.softmax(1) for scores in network.training_logits(features))
        torch.testing.assert_close(network.classify(features).softmax(1), (rgb + flow) / 2)
