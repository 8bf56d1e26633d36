"""How long the gist of two hours takes: python -m benchmarks.two_hours FOLDER [--scratch DIR].

FOLDER holds the real clips. Three of them, 720p with sound, are encoded once with x264's defaults and
repeated without encoding until they last two hours; what the library knows of that file is made up: scenes
of 2 to 9 seconds, a keyframe every 1.7 seconds, a clip every 2 seconds, embeddings in sixty kinds. Measured
by the clock: the summary from stored data alone, by a service that was never asked, and skims with
everything decoding and encoding take.
"""

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.results import Row, Table
from videxplore.core.task import Task
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
)
from videxplore.services.library import Library
from videxplore.services.summarising.skim import SkimService
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.reading.reader import probe

DURATION_S = 7200
CLIPS = ("pose_jumping_jacks.mp4", "pose_squat_b.mp4", "bbb_0_30.webm")
SPACE = Space("made-up@1", "appearance", 1280, "efficientnet-lite0")
MOTION = Space("made-up-motion@1", "motion", 1190, "lite0-motion")
CLIP_S = 2.0
KINDS = 60
KEYFRAME_EVERY_S = 1.7
SKIMS_S = (60, 360)
SEED = 7
COLUMNS: Row = ("what", "wall s", "x its own length", "x the video's length")


def make_file(folder: Path, target: Path) -> None:
    """Encode the clips one after the other, and repeat them for two hours."""
    once = target.with_name("once.mp4")
    inputs = [part for clip in CLIPS for part in ("-i", str(folder / clip))]
    shape = "scale=1280:720,setsar=1,fps=25,format=yuv420p"
    graph = ";".join(f"[{n}:v]{shape}[v{n}];[{n}:a]aresample=48000[a{n}]" for n in range(len(CLIPS)))
    streams = "".join(f"[v{n}][a{n}]" for n in range(len(CLIPS)))
    graph += f";{streams}concat=n={len(CLIPS)}:v=1:a=1[v][a]"
    encode = ["-filter_complex", graph, "-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-c:a", "aac"]
    _ffmpeg(*inputs, *encode, str(once))
    _ffmpeg("-stream_loop", "-1", "-i", str(once), "-t", str(DURATION_S), "-c", "copy", str(target))


def made_up(path: Path) -> VideoAnalysis:
    """What is known of the file."""
    generator = np.random.default_rng(SEED)
    properties = probe(path)
    looks = generator.normal(size=(KINDS, SPACE.dim))
    motions = generator.normal(size=(KINDS, MOTION.dim))
    shots: list[ShotAnalysis] = []
    start_s = 0.0
    while start_s < properties.duration_s:
        frames = int(generator.integers(50, 226))
        end_s = min(start_s + float(Fraction(frames) / properties.frame_rate_hz), properties.duration_s)
        kind = generator.integers(KINDS)
        keyframes = tuple(
            KeyframeAnalysis(
                (begin_s + until_s) / 2,
                float(generator.uniform(50, 500)),
                b"",
                {SPACE.name: _near(looks[kind], generator)},
            )
            for begin_s, until_s in _parts(start_s, end_s, KEYFRAME_EVERY_S)
        )
        clips = tuple(
            ClipAnalysis(begin_s, until_s, {MOTION.name: _near(motions[kind], generator)})
            for begin_s, until_s in _parts(start_s, end_s, CLIP_S)
        )
        shots.append(ShotAnalysis(start_s, end_s, keyframes, clips))
        start_s = end_s
    return VideoAnalysis(properties, Depth.FULL, tuple(shots), (SPACE, MOTION))


def _parts(start_s: float, end_s: float, about_s: float) -> Iterator[tuple[float, float]]:
    """A span in equal parts of about a length."""
    edges_s = np.linspace(start_s, end_s, max(round((end_s - start_s) / about_s), 1) + 1)
    yield from pairwise(edges_s.tolist())


def _near(centre: npt.NDArray[np.float64], generator: np.random.Generator) -> Vector:
    """A unit vector float32 (D,) not far from the direction of another."""
    vector = centre + 0.4 * generator.normal(size=len(centre))
    unit: Vector = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of computing."""
    started, computed = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - started, time.process_time() - computed


def main(arguments: Sequence[str] | None = None) -> Table:
    """Make the file where it is not there, measure, print, and return the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scratch", type=Path, help="keeps the two hours for the next run")
    parser.add_argument("--make", action="store_true", help="only make the file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        path = (options.scratch or Path(temporary)) / "two-hours.mp4"
        if not path.is_file():
            make_file(options.folder, path)
        return Table(COLUMNS, () if options.make else tuple(measure(path, Path(temporary))))


def measure(path: Path, temporary: Path) -> list[Row]:
    """Print and return what summaries and skims of the file take."""
    rows: list[Row] = []
    with Library.open(temporary / "library") as library:
        video = library.catalogue.add_video(path, str(path), path.stat().st_size, 0)
        analysis = made_up(path)
        library.catalogue.store_analysis(video.id, analysis)
        keyframes = sum(len(shot.keyframes) for shot in analysis.shots)
        print(f"{analysis.properties.duration_s:.0f} s, {len(analysis.shots)} scenes, {keyframes} keyframes")
        for number in range(5):
            service = SummaryService(library)
            wall_s, cpu_s = _timed(partial(service.summarize, video.id))
            print(f"summary {number + 1}: {wall_s:.2f} s by the clock, {cpu_s:.2f} s of computing")
            rows.append((f"summary {number + 1}", f"{wall_s:.2f}", "", ""))
        for budget_s in SKIMS_S:
            target = temporary / f"{budget_s}.mp4"
            skims = SkimService(library, SummaryService(library))
            wall_s, cpu_s = _timed(partial(skims.write, video.id, budget_s, target, Task()))
            length_s = probe(target).duration_s
            own, whole = f"{length_s / wall_s:.1f}", f"{DURATION_S / wall_s:.0f}"
            print(
                f"skim of {length_s:.2f} s: {wall_s:.1f} s by the clock, {cpu_s:.1f} s of computing: "
                f"{own} x its own length, {whole} x the video's"
            )
            rows.append((f"skim of {budget_s:g} s", f"{wall_s:.0f}", own, whole))
    return rows


if __name__ == "__main__":
    main()
