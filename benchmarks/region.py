"""Is a small thing found again? Boxes of 5 to 20% of a frame's width are searched for in changed copies.

    python -m benchmarks.region CLIPS --folder FOLDER

``regions.tsv`` lists things that were boxed by eye on frames of the example clips. Reels show these frames
again, a second each: as they are, from another moment of the shot, compressed hard, mirrored, smaller and
larger; and the box alone on a frame of another clip. CLIPS and reels are indexed together, and each thing is
searched for as a region of its clip. Rank is the place of the right second of a reel among the scenes of
other footage; scenes of the thing's own clip, and of clips of the same recording, are left out, whether they
show it or not.
"""

import argparse
import csv
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.results import Row, Table, print_table
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query, Region
from videxplore.services.searching.query.query_embedding import Embedder
from videxplore.services.searching.ranking.similarity import SimilarityService

SHOWN_S = 1.0
"""How long a reel shows each frame's surroundings."""

WIDTH_PX, HEIGHT_PX = 640, 360
ZOOM = 1.4
SIZES = ((0.05, 0.08), (0.08, 0.12), (0.12, 0.21))
"""Bounds of a box's width, in shares of the frame's."""

MOST = 2000


@dataclass(frozen=True, slots=True)
class Thing:
    """A box on a frame of a clip, and where else it is seen."""

    file: str
    time_s: float
    other_s: float
    region: Region
    also: frozenset[str]

    @property
    def footage(self) -> frozenset[str]:
        """The clips that may show it."""
        return self.also | {self.file}


def boxed_things() -> list[Thing]:
    """The rows of ``regions.tsv``."""
    with Path(__file__).with_name("regions.tsv").open(encoding="ascii", newline="") as stream:
        return [
            Thing(
                row["file"],
                float(row["time_s"]),
                float(row["other_s"]),
                Region(*(float(row[name]) for name in ("x", "y", "width", "height"))),
                frozenset(filter(None, row["also"].split(","))),
            )
            for row in csv.DictReader(stream, delimiter="\t")
        ]


def spread(things: Sequence[Thing]) -> list[Thing]:
    """The things in an order in which hardly two neighbours are of one clip, so that each is a shot."""
    by_file: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        by_file[thing.file].append(thing)
    rounds = max(map(len, by_file.values()))
    return [own[number] for number in range(rounds) for own in by_file.values() if number < len(own)]


_FIT = (
    f"scale={WIDTH_PX}:{HEIGHT_PX}:force_original_aspect_ratio=decrease,"
    f"pad={WIDTH_PX}:{HEIGHT_PX}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps=25"
)
_PASTED = (
    f"[1:v]{_FIT}[ground];"
    "[0:v]crop=iw*{width}:ih*{height}:iw*{x}:ih*{y},"
    f"scale={WIDTH_PX}*{{width}}:{HEIGHT_PX}*{{height}},fps=25[box];"
    "[ground][box]overlay=W-w-W*{x}:H-h-H*{y}"
)
PASTED = "on a frame of another clip"
CHANGES: Mapping[str, str] = {
    "as it is": f"[0:v]{_FIT}",
    "another moment": f"[0:v]{_FIT}",
    "compressed hard": f"[0:v]{_FIT}",
    "mirrored": f"[0:v]{_FIT},hflip",
    f"{1 / ZOOM:.1f} times as large": f"[0:v]{_FIT},scale=iw/{ZOOM}:-2,pad={WIDTH_PX}:{HEIGHT_PX}:20:80",
    f"{ZOOM} times as large": f"[0:v]crop=iw/{ZOOM}:ih/{ZOOM}:iw*{{left}}:ih*{{top}},{_FIT}",
    PASTED: _PASTED,
}
"""What is done to the frames of each reel, as filters of ffmpeg."""


def make_reels(clips: Path, folder: Path, order: Sequence[Thing]) -> list[Path]:
    """A reel for each change, made with ffmpeg unless it is there."""
    reels = [folder / f"{name}.mp4" for name in CHANGES]
    for reel, change in zip(reels, CHANGES, strict=True):
        if reel.exists():
            continue
        parts = folder / "parts" / change
        parts.mkdir(parents=True, exist_ok=True)
        for number in range(len(order)):
            _make_part(clips, parts / f"{number:03}.mp4", change, order, number)
        listed = [f"file '{number:03}.mp4'\n" for number in range(len(order))]
        (parts / "list.txt").write_text("".join(listed), encoding="utf-8")
        _ffmpeg("-f", "concat", "-i", str(parts / "list.txt"), "-c", "copy", str(reel))
    return reels


def _make_part(clips: Path, part: Path, change: str, order: Sequence[Thing], number: int) -> None:
    thing, other = order[number], order[(number + 1) % len(order)]
    box = thing.region
    left, top = (
        min(max(start + length / 2 - 0.5 / ZOOM, 0), 1 - 1 / ZOOM)
        for start, length in ((box.x, box.width), (box.y, box.height))
    )
    places = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "left": left, "top": top}
    shown = f"{CHANGES[change].format(**places)},tpad=stop_mode=clone:stop_duration={SHOWN_S}"
    start_s = thing.other_s if change == "another moment" else thing.time_s
    quality = "38" if change == "compressed hard" else "22"
    _ffmpeg("-ss", str(start_s), "-i", str(clips / thing.file),
            "-ss", str(other.time_s), "-i", str(clips / other.file), "-filter_complex", shown,
            "-t", str(SHOWN_S), "-an", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
            "-crf", quality, str(part))  # fmt: skip


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


def index(library: Path, *footage: Path) -> None:
    """Index footage with the default image model."""
    command = [sys.executable, "-m", "videxplore", "index", *map(str, footage), "--library", str(library)]
    # Some clips are damaged on purpose, which the exit code says.
    subprocess.run([*command, "--actions", "none"], check=False, stdout=subprocess.DEVNULL)


def ranks(moments: Iterable[tuple[Path, float]], thing: Thing, order: Sequence[Thing]) -> dict[str, int]:
    """By change, the place of the right second among the scenes of other footage, from 1.

    Args:
        moments: The video and time of each scene, best first.
        thing: What was searched for.
        order: What the reels show.
    """
    others, found = 0, dict[str, int]()
    for path, time_s in moments:
        change = path.stem
        if change in CHANGES and path.suffix == ".mp4":
            number = min(int(time_s / SHOWN_S), len(order) - 1)
            if order[number] == thing:
                found.setdefault(change, others + 1)
            shown = {order[number].file}
            if change == PASTED:
                shown.add(order[(number + 1) % len(order)].file)
            others += shown.isdisjoint(thing.footage)
        else:
            others += path.name not in thing.footage
    return {change: found.get(change, MOST) for change in CHANGES}


def search(
    service: SimilarityService, ids: Mapping[str, int], thing: Thing
) -> tuple[list[tuple[Path, float]], float]:
    """The scenes with the thing, best first, and the CPU time of the search in ms."""
    query = replace(Query.scene(ids[thing.file], thing.time_s), region=thing.region)
    started_s = time.process_time()
    found = service.find(query, MOST).moments
    places = [(moment.video.path, moment.time_s) for moment in found]
    return places, (time.process_time() - started_s) * 1000


def measured(service: SimilarityService, ids: Mapping[str, int]) -> Iterator[Row]:
    """A row for each change, and for each size of boxes."""
    order = spread(boxed_things())
    by_change: dict[str, list[int]] = defaultdict(list)
    by_size: dict[tuple[float, float], list[int]] = defaultdict(list)
    spent_ms = []
    for thing in order:
        moments, taken_ms = search(service, ids, thing)
        spent_ms.append(taken_ms)
        for change, rank in ranks(moments, thing, order).items():
            by_change[change].append(rank)
            size = next(one for one in SIZES if one[0] <= thing.region.width < one[1])
            by_size[size].append(rank)
    for change, own in by_change.items():
        yield figures(change, own)
    for (least, most), own in sorted(by_size.items()):
        yield figures(f"{least:.0%} to {most:.0%} of the width", own)
    yield figures("all", [rank for own in by_change.values() for rank in own])
    yield (
        "CPU time of a search, ms (p50, p95)",
        "",
        *(f"{np.percentile(spent_ms, q):.0f}" for q in (50, 95)),
        "",
    )


def figures(name: str, own: Sequence[int]) -> Row:
    """Recall among the first and the first five, and the mean reciprocal rank."""
    places = np.array(own)
    shares = (f"{np.mean(places <= most):.3f}" for most in (1, 5))
    return name, str(len(own)), *shares, f"{np.mean(1 / places):.3f}"


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--folder", type=Path, required=True, help="keeps the reels and the library")
    options = parser.parse_args(arguments)
    order = spread(boxed_things())
    reels = make_reels(options.clips, options.folder / "reels", order)
    if not (options.folder / "library").exists():
        index(options.folder / "library", options.clips, *reels)
    with Library.open(options.folder / "library", writable=False) as library:
        service = SimilarityService(library, Embedder(options.folder))
        ids = {video.path.name: video.id for video in library.catalogue.videos()}
        columns = ("boxes", "searches", "recall@1", "recall@5", "MRR")
        return print_table(columns, measured(service, ids))


if __name__ == "__main__":
    main()
