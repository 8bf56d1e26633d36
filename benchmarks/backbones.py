"""Every backbone of the table: what it takes, counted, and how long it takes here, measured.

    python -m benchmarks.backbones [--measure] [--rows FOLDER] [--only NAME]

Counting builds networks without memory. ``--measure`` runs each on one input of noise with untrained
weights, and in turn with it the same network as torchvision alone builds it, and prints the processor time of
one picture or clip in one thread. What is measured is kept in FOLDER: an interrupted run goes on.
"""

import argparse
import dataclasses
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from torch import nn

from benchmarks.results import Row, Table, print_table
from videxplore.backbones.registry import BACKBONES, describe
from videxplore.backbones.runtime.loading import family
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.torchvision_networks import plain_network

RUNS = 3
COLUMNS: Row = (
    "name", "dim", "frames", "side px", "M parameters", "GFLOPs", "GMAC", "receptive field", "CPU ms",
    "torchvision ms",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Timing:
    """Milliseconds of processor time of one forward pass, the least of three."""

    ours_ms: float
    torchvision_ms: float | None


def timing(spec: BackboneSpec) -> Timing:
    """Time a network, and torchvision's own where it has the same."""
    classes_count = len(spec.class_labels) or 400
    networks: list[nn.Module] = [family(spec).build(spec, classes_count).eval()]
    if spec.module == "torchvision_networks":
        networks.append(plain_network(spec.name, classes_count).eval())
    channels = 5 if spec.preprocessing.flow else 3
    length = (spec.frames,) if spec.kind == "video" else ()
    pixels = torch.randn(1, channels, *length, spec.input_px, spec.input_px)
    taken_ms = [[_processor_ms(network, pixels) for network in networks] for _ in range(RUNS)]
    best_ms = [min(column) for column in zip(*taken_ms, strict=True)]
    return Timing(best_ms[0], best_ms[1] if len(best_ms) > 1 else None)


def _processor_ms(network: Callable[[torch.Tensor], object], pixels: torch.Tensor) -> float:
    with torch.inference_mode():
        started_s = time.process_time()
        network(pixels)
        return (time.process_time() - started_s) * 1000


def kept_timing(spec: BackboneSpec, folder: Path) -> Timing:
    """The timing of a network, measured if it is not kept yet."""
    file = folder / f"{spec.name}.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(dataclasses.asdict(timing(spec))) + "\n", encoding="utf-8")
    return Timing(**json.loads(file.read_text(encoding="utf-8")))


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="run every network as well")
    parser.add_argument("--rows", type=Path, default=Path("backbone-rows"), help="folder that keeps timings")
    parser.add_argument("--only", default="", help="part of a name")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    return print_table(COLUMNS, rows(options.only, options.rows if options.measure else None))


def rows(part_of_name: str, timings: Path | None) -> Iterator[Row]:
    """A row for each backbone, timed where a folder of timings is given."""
    for spec in BACKBONES.values():
        if part_of_name not in spec.name:
            continue
        counted = describe(spec.name)
        sees = f"{counted.receptive_field_px} px"
        if spec.kind == "video":
            sees = f"{counted.receptive_field_frames} frames ({counted.receptive_field_s:.2f} s), {sees}"
        taken = kept_timing(spec, timings) if timings else None
        ours = f"{taken.ours_ms:.0f}" if taken else ""
        theirs = f"{taken.torchvision_ms:.0f}" if taken and taken.torchvision_ms is not None else ""
        sizes = str(spec.dim), str(spec.frames), str(spec.input_px), f"{counted.parameters / 1e6:.2f}"
        yield spec.name, *sizes, f"{counted.gflops:.2f}", f"{counted.gmacs:.2f}", sees, ours, theirs


if __name__ == "__main__":
    main()
