"""Which networks can see motion: trains each family on clips whose single frames tell nothing.

    python -m benchmarks.motion

The same budget for all: 8 frames of 32 by 32 pixels, the same number of clips, each seen once. Prints one
table, and fails when a network that cannot know the order of frames tells more than the kinds of motion, or
one that can is right less than nine times in ten.
"""

import argparse
import dataclasses
import time
from collections.abc import Callable

import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.motion_clips import CLASSES, FRAMES, SIDE_PX, MotionClips
from videxplore.backbones.augmentation import UNVARIED
from videxplore.backbones.devices import choose_device
from videxplore.backbones.frame_network import FrameNetwork
from videxplore.backbones.fusion import EarlyFusion, LateFusionConnected, LateFusionMean
from videxplore.backbones.network import Network
from videxplore.backbones.recurrent import FrameConvGRU, FrameLSTM
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.slow_fusion import SlowFusion
from videxplore.backbones.timesformer import TimeSformer
from videxplore.backbones.training import Trainer, TrainingPlan
from videxplore.backbones.two_stream import TwoStream
from videxplore.core.task import Task

COUNT = len(CLASSES)
# The four kinds can be told from single frames at best, never a class from its opposite.
SINGLE_FRAME_CEILING = 0.55
GOOD = 0.9

Builder = Callable[[], Network]


@dataclasses.dataclass(frozen=True)
class Contestant:
    """One row: a small network of a family, and whether it can know the order of frames."""

    title: str
    build: Builder
    knows_order: bool
    sees_flow: bool = False


def frames_network() -> FrameNetwork:
    """The network for single frames that several families share."""
    return FrameNetwork(8)


CONTESTANTS = (
    Contestant("late fusion, mean", lambda: LateFusionMean(frames_network(), COUNT), False),
    Contestant("late fusion, connected", lambda: LateFusionConnected(frames_network(), FRAMES, COUNT), True),
    Contestant("early fusion", lambda: EarlyFusion(FRAMES, COUNT, 16), True),
    Contestant("slow fusion (3D)", lambda: SlowFusion(COUNT, 12), True),
    Contestant("two-stream", lambda: TwoStream(FRAMES, COUNT, 8), True, sees_flow=True),
    Contestant("CNN and LSTM", lambda: FrameLSTM(frames_network(), COUNT, 64), True),
    Contestant("convolutional GRU", lambda: FrameConvGRU(frames_network(), COUNT, 48), True),
    Contestant("TimeSformer", lambda: TimeSformer(COUNT, FRAMES, SIDE_PX, patch_px=8, dim=64, depth=3), True),
)


@dataclasses.dataclass(frozen=True)
class Row:
    """What one network reached."""

    title: str
    accuracy: float
    parameters: int
    gflops: float
    ms_per_clip: float
    trained_s: float


def measure(contestant: Contestant, learned: MotionClips, held_out: MotionClips, epochs: int) -> Row:
    """Train one network and judge it on clips it has not seen."""
    torch.manual_seed(0)
    base = BACKBONES["two-stream" if contestant.sees_flow else "slow-fusion"]
    spec = dataclasses.replace(base, frames=FRAMES, input_px=SIDE_PX)
    network = contestant.build()
    plan = TrainingPlan(
        epochs=epochs, batch_size=32, learning_rate=2e-3, label_smoothing=0.0, augmentation=UNVARIED
    )
    trainer = Trainer(spec, network, CLASSES, choose_device("cpu"), plan)
    started = time.process_time()
    trainer.train(learned, held_out, None, Task())
    trained_s = time.process_time() - started
    started = time.process_time()
    accuracy = trainer.accuracy(held_out)
    ms_per_clip = (time.process_time() - started) / len(held_out.labels) * 1000
    pixels = torch.zeros(1, 5 if contestant.sees_flow else 3, FRAMES, SIDE_PX, SIDE_PX)
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), counter:
        network(pixels)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    return Row(
        contestant.title, accuracy, parameters, counter.get_total_flops() / 1e9, ms_per_clip, trained_s
    )


def main() -> None:
    """Train all, print the table, check what is expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=1000, help="clips of an epoch")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--only", default="", help="part of a row's title")
    options = parser.parse_args()
    learned, held_out = MotionClips(options.clips, 1, is_endless=True), MotionClips(400, 2)
    print(f"{'network':24} {'accuracy':>8} {'parameters':>11} {'GFLOPs':>8} {'ms/clip':>8} {'trained s':>9}")
    failures = []
    for contestant in CONTESTANTS:
        if options.only not in contestant.title:
            continue
        row = measure(contestant, learned, held_out, options.epochs)
        print(
            f"{row.title:24} {row.accuracy:8.3f} {row.parameters:11,} {row.gflops:8.4f} "
            f"{row.ms_per_clip:8.2f} {row.trained_s:9.0f}",
            flush=True,
        )
        is_expected = (
            row.accuracy >= GOOD if contestant.knows_order else row.accuracy <= SINGLE_FRAME_CEILING + 0.05
        )
        if not is_expected:
            failures.append(row.title)
    assert not failures, f"not as expected: {', '.join(failures)}"


if __name__ == "__main__":
    main()
