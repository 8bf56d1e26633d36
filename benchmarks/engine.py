"""Every figure the indexing engine is held to, in one table.

    python -m benchmarks.engine FOLDER [--only passes shots ...] [--runs 5]

FOLDER holds real clips, from which the test files are made; they are kept in ``--scratch``. The parts can be
run one by one: ``passes``, ``first-scene``, ``shots``, ``memory``, ``rescan`` and ``kills``.
"""

import argparse
import datetime
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import first_scene, index, kills, long_video, rescan, shots
from benchmarks.results import Row, Table, print_table

HOURS = 3
HOVER_S = 2.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the clips are, where test files are kept, and how often a thing is measured."""

    clips: Path
    scratch: Path
    runs: int


def passes(place: Place) -> list[Row]:
    """Both passes beside ffmpeg."""
    compared = index.compare(place.scratch, place.clips, place.runs, index.LENGTH_S, 0)
    index.print_comparisons(compared, index.LENGTH_S)
    quick, full = compared
    return [
        ("quick pass / ffmpeg -skip_frame nokey, wall", "<= 2.5", "1.5", f"{quick.ratio:.2f}"),
        ("full pass / ffmpeg, wall", "<= 0.9", "0.65", f"{full.ratio:.2f}"),
    ]


def promptness(place: Place) -> list[Row]:
    """The first scene of a dropped folder."""
    rows: list[Row] = []
    for hover_s in (0.0, HOVER_S):
        found = first_scene.measure(place.clips, place.scratch, place.runs, hover_s)
        measured = f"{found.first_s:.2f} s (all of them: {found.all_s:.1f} s)"
        held = f", held over the window for {hover_s:.0f} s" if hover_s else ""
        rows.append((f"first scene of a 50-video folder searchable{held}", "<= 3 s", "1 s", measured))
    return rows


def boundaries(place: Place) -> list[Row]:
    """Shot detectors on films of known truth."""
    scores = shots.compare(
        place.clips, place.scratch, shots.UNSEEN_SEEDS, shots.SHOTS_A_FILM, with_transnet=True
    )
    return [
        (
            f"shot F1 at 640 x 360: {name}",
            "F1 >= 0.96, >= 250 frames/s" if name.startswith("videxplore") else "",
            "0.98" if name.startswith("videxplore") else "",
            f"{score.f1:.3f} at {score.speed_hz:.0f} frames/s",
        )
        for name, score in scores.items()
    ]


def memory(place: Place) -> list[Row]:
    """Memory along a long video."""
    found = long_video.measure(place.clips, place.scratch, HOURS)
    along = ", ".join(f"{found.at(percent / 100):.0f} at {percent}%" for percent in (10, 50, 100))
    measured = f"{found.peak_mib / 1024:.2f} GiB ({along}, in MiB)"
    return [(f"peak memory while indexing {HOURS} hours", "<= 1.2 GB, flat", "0.8", measured)]


def unchanged(place: Place) -> list[Row]:
    """A folder that has not changed."""
    clip = min(place.clips.glob("*.mp4"), key=lambda file: file.stat().st_size)
    wall_s = rescan.measure(clip, place.scratch, rescan.FILES, place.runs)
    return [(f"unchanged folder of {rescan.FILES:,} files re-scanned", "<= 2 s", "1 s", f"{wall_s:.2f} s")]


def aftermath(place: Place) -> list[Row]:
    """Kills at random instants."""
    folder = place.scratch / "fifty"
    first_scene.make_folder(folder, place.clips)
    with tempfile.TemporaryDirectory() as library:
        found = kills.run_with_kills(folder, Path(library, "library"), kills=30, seed=7)
    measured = f"{found.lost}, {found.done_twice}, {found.inconsistent} ({found.kills} killed while running)"
    return [("30 random kill -9: videos lost, done twice, rows inconsistent", "0", "0", measured)]


PARTS: dict[str, Callable[[Place], list[Row]]] = {
    "passes": passes,
    "first-scene": promptness,
    "shots": boundaries,
    "memory": memory,
    "rescan": unchanged,
    "kills": aftermath,
}


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure the chosen parts, print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-bench")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    place = Place(options.folder, options.scratch, options.runs)
    rows = [row for part in options.only for row in PARTS[part](place)]
    print(f"\n{datetime.datetime.now(datetime.UTC).date()}, {os.cpu_count()} cores, {platform.machine()}\n")
    return print_table(("figure", "must reach", "stretch", "measured"), rows)


if __name__ == "__main__":
    main()
