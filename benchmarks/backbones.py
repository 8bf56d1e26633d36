"""Every backbone of the table: what it takes, counted, and how long it takes here, measured.

    python -m benchmarks.backbones [--measure] [--only NAME]

Counting builds networks without memory. ``--measure`` runs each on a black input with untrained weights
and prints the processor time of one picture or clip.
"""

import argparse
import time

import torch

from videxplore.backbones.loading import family
from videxplore.backbones.registry import BACKBONES, describe
from videxplore.backbones.specs import BackboneSpec


def processor_ms(spec: BackboneSpec) -> float:
    """Milliseconds of processor time of one forward pass: the least of three."""
    network = family(spec).build(spec, spec.classes_count or 400).eval()
    channels = 5 if spec.recipe.flow else 3
    length = (spec.frames,) if spec.kind == "video" else ()
    pixels = torch.zeros(1, channels, *length, spec.input_px, spec.input_px)
    taken_s = []
    with torch.inference_mode():
        for _ in range(3):
            started = time.process_time()
            network(pixels)
            taken_s.append(time.process_time() - started)
    return min(taken_s) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="run every network as well")
    parser.add_argument("--only", default="", help="part of a name")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(
        f"{'name':24} {'dim':>5} {'frames':>6} {'px':>4} {'M param.':>9} {'GMAC':>8} {'sees':>10} {'ms':>8}"
    )
    for spec in BACKBONES.values():
        if options.only not in spec.name:
            continue
        counted = describe(spec.name)
        sees = f"{counted.receptive_field_frames}f {counted.receptive_field_px}px"
        ms = f"{processor_ms(spec):8.0f}" if options.measure else ""
        print(
            f"{spec.name:24} {spec.dim:5} {spec.frames:6} {spec.input_px:4} {counted.parameters / 1e6:9.2f} "
            f"{counted.gmacs:8.2f} {sees:>10} {ms}",
            flush=True,
        )


if __name__ == "__main__":
    main()
