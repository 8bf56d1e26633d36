"""Which networks can see motion: trains each family on clips whose frames tell nothing without their order.

    python -m benchmarks.motion [--rows FOLDER] [--only NAME]

The same budget for all: 8 frames of 32 by 32 pixels, the same number of new clips, each seen once. A row
is kept in FOLDER when it is done; rows that are there are not trained again. Prints one table, and fails when
a network that cannot know the order of frames beats chance, or one that can is right less than nine times in
ten.
"""

import argparse
import dataclasses
import functools
import json
import math
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.motion_clips import CLASSES, FRAMES, SIDE_PX, MotionClips
from benchmarks.motion_networks import CONTESTANTS, Contestant
from benchmarks.results import Table, head, line
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.devices import choose_device
from videxplore.backbones.runtime.preprocessing import clip_flow
from videxplore.backbones.trainer import Augmentation, Trainer, TrainingPlan
from videxplore.core.task import Task

CHANCE = 1 / len(CLASSES)
HELD_OUT = 800
# Three standard errors of guessing: one honest guesser in seven hundred is thought to know something.
CEILING = CHANCE + 3 * math.sqrt(CHANCE * (1 - CHANCE) / HELD_OUT)
GOOD = 0.9
TIMED_CLIPS = 64


@dataclasses.dataclass(frozen=True)
class Row:
    """What one network reached; times are processor times."""

    family: str
    accuracy: float
    parameters: int
    gflops: float
    ms_per_clip: float
    trained_s: float
    clips: int


def trainer_of(contestant: Contestant, epochs: int) -> Trainer:
    """The contestant's network, untrained, with its plan."""
    torch.manual_seed(0)
    base = BACKBONES["two-stream" if contestant.sees_flow else "slow-fusion"]
    spec = dataclasses.replace(base, frames=FRAMES, input_px=SIDE_PX)
    plan = TrainingPlan(
        epochs=epochs,
        batch_size=32,
        learning_rate=contestant.learning_rate,
        label_smoothing=0.0,
        augmentation=Augmentation(flip=False, min_crop=1.0, brightness=0.0, min_length=1.0),
    )
    trainer = Trainer(spec, contestant.build(), CLASSES, choose_device("cpu"), plan)
    # Twice the clips' own side, as for larger pictures it is half of it: a quarter of the time.
    trainer.preprocessor.flow = functools.partial(clip_flow, side_px=2 * SIDE_PX)
    return trainer


def measure(contestant: Contestant, clips: int, epochs: int) -> Row:
    """Train one network and judge it on clips it has not seen."""
    held_out = MotionClips(HELD_OUT, 2)
    trainer = trainer_of(contestant, epochs)
    started_s = time.process_time()
    trainer.train(MotionClips(clips, 1, is_endless=True), held_out, None, Task())
    trained_s = time.process_time() - started_s
    return Row(
        contestant.family,
        trainer.accuracy(held_out),
        sum(parameter.numel() for parameter in trainer.network.parameters()),
        _gflops(trainer, channels=5 if contestant.sees_flow else 3),
        _ms_per_clip(trainer),
        trained_s,
        clips * epochs,
    )


def _gflops(trainer: Trainer, channels: int) -> float:
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), counter:
        trainer.network(torch.zeros(1, channels, FRAMES, SIDE_PX, SIDE_PX))
    return float(counter.get_total_flops()) / 1e9


def _ms_per_clip(trainer: Trainer) -> float:
    """The least of three, from pixels to scores, optical flow included."""
    drawn = MotionClips(TIMED_CLIPS, 3)
    clips = [drawn.clip(number) for number in range(TIMED_CLIPS)]
    taken_s = []
    with torch.inference_mode():
        for _ in range(3):
            started_s = time.process_time()
            trainer.network(trainer.preprocessor.clips(clips, FRAMES))
            taken_s.append(time.process_time() - started_s)
    return min(taken_s) / TIMED_CLIPS * 1000


def main(arguments: Sequence[str] | None = None) -> Table:
    """Train what is missing, print the table, check what is expected, and return the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clips", type=int, default=1000, help="clips of an epoch")
    parser.add_argument("--epochs", type=int, default=48)
    parser.add_argument(
        "--rows", type=Path, default=Path("motion-rows"), help="folder that keeps what is done"
    )
    names = [contestant.name for contestant in CONTESTANTS]
    parser.add_argument("--only", default="", choices=["", *names], help="one network")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    columns = "network", "accuracy", "parameters", "GFLOPs", "CPU ms per clip", "trained, s"
    print(head(columns))
    failures, rows = [], []
    for contestant in CONTESTANTS:
        if options.only not in ("", contestant.name):
            continue
        kept = options.rows / f"{contestant.name}.json"
        if not kept.exists():
            row = measure(contestant, options.clips, options.epochs)
            options.rows.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(dataclasses.asdict(row)) + "\n", encoding="utf-8")
        row = Row(**json.loads(kept.read_text(encoding="utf-8")))
        costs = f"{row.gflops:.4f}", f"{row.ms_per_clip:.2f}", f"{row.trained_s:.0f}"
        rows.append((row.family, f"{row.accuracy:.3f}", f"{row.parameters:,}", *costs))
        print(line(rows[-1]), flush=True)
        if not (row.accuracy >= GOOD if contestant.knows_order else row.accuracy <= CEILING):
            failures.append(f"{row.family} {row.accuracy:.3f}")
    assert not failures, f"not as expected: {', '.join(failures)}"
    return Table(columns, tuple(rows))


if __name__ == "__main__":
    main()
