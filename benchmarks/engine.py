"""Every figure the indexing engine is held to, in one table.

    python -m benchmarks.engine [FOLDER] [--quick] [--only start passes ...] [--runs 3]

FOLDER holds real clips, from which the test files are made; they are kept in ``--scratch``. Without one the
clips of the demo package serve. ``--quick`` measures start and passes once, on a short file, in about a
minute. The parts can be run one by one; ``shots``, ``kills`` and those of the cluster take many minutes each.
"""

import argparse
import datetime
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cluster, first_scene, index, kills, long_video, rescan, shots, start_up
from benchmarks.large_files import clips
from benchmarks.results import Row, Table, print_table

HOVER_S = 2.0
QUICK_LENGTH_S = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where the clips are, where test files are kept, how long they are, how often a thing is measured."""

    clips: Path
    scratch: Path
    runs: int
    length_s: int


def start(place: Place) -> list[Row]:
    """A new process until its first frame."""
    found_s = start_up.measure(place.clips, place.runs)
    return [("start of the analysis to the first frame decoded", "<= 1.2 s", "0.7 s", f"{found_s:.2f} s")]


def passes(place: Place) -> list[Row]:
    """The passes beside ffmpeg."""
    found = index.compare(place.scratch, place.clips, place.runs, place.length_s, 0)
    index.print_comparison(found)
    return [
        ("quick pass / ffmpeg -skip_frame nokey, wall", "<= 1.4", "1.2", f"{found.quick_ratio:.2f}"),
        ("quick and full pass / ffmpeg, wall", "<= 1.1", "0.75", f"{found.full_ratio:.2f}"),
        ("complete index, with motion / ffmpeg, wall", "<= 1.3", "1.0", f"{found.complete_ratio:.2f}"),
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
    minutes, factor = long_video.MINUTES, long_video.LONG_MINUTES / long_video.MINUTES
    found = long_video.measure(place.clips, place.scratch, minutes)
    along = ", ".join(f"{found.at(percent / 100):.0f} at {percent}%" for percent in (10, 50, 100))
    measured = (
        f"{found.peak_of_longer_mib(factor) / 1024:.2f} GiB, from {minutes} minutes: "
        f"{found.peak_mib:.0f} MiB ({along}), {found.growth_mib():+.1f} from half to half"
    )
    return [("peak memory while indexing 3 hours, with motion", "<= 0.9 GiB, flat", "0.7", measured)]


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


def cluster_ratio(place: Place) -> list[Row]:
    """Two workers of this computer beside this computer alone."""
    found = list(cluster.pairs(place.clips, cluster.VIDEOS, place.runs))
    each = ", ".join(f"{pair.cluster_s:.1f} / {pair.alone_s:.1f} s" for pair in found)
    measured = f"{cluster.ratio(found):.2f} ({each})"
    return [("2 workers on 2 cores through Dask / local, same folder", "<= 1.15", "1.05", measured)]


def cluster_aftermath(place: Place) -> list[Row]:
    """Workers of a cluster killed at random instants."""
    found = cluster.kill_workers(place.clips, cluster.KILLS, seed=7)
    measured = f"{found.lost}, {found.done_twice}, {found.inconsistent} ({found.kills} killed while running)"
    return [("10 random kill -9 of workers: videos lost, done twice, rows inconsistent", "0", "", measured)]


PARTS: dict[str, Callable[[Place], list[Row]]] = {
    "start": start,
    "passes": passes,
    "first-scene": promptness,
    "shots": boundaries,
    "memory": memory,
    "rescan": unchanged,
    "kills": aftermath,
    "cluster": cluster_ratio,
    "cluster-kills": cluster_aftermath,
}


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure the chosen parts, print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--quick", action="store_true", help="start and passes, once, on a short file")
    parser.add_argument("--only", nargs="+", choices=PARTS)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-bench")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    place = Place(
        clips=options.folder or clips(None)[0].parent,
        scratch=options.scratch,
        runs=options.runs or (1 if options.quick else 3),
        length_s=QUICK_LENGTH_S if options.quick else index.LENGTH_S,
    )
    only = options.only or (("start", "passes") if options.quick else PARTS)
    rows = [row for part in only for row in PARTS[part](place)]
    print(f"\n{datetime.datetime.now(datetime.UTC).date()}, {os.cpu_count()} cores, {platform.machine()}\n")
    return print_table(("figure", "must reach", "stretch", "measured"), rows)


if __name__ == "__main__":
    main()
