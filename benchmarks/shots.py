"""Shot boundaries on films of known truth: this program beside PySceneDetect and TransNetV2 alone.

    python -m benchmarks.shots --clips FOLDER [--seeds 100 101] [--without-transnet]

Every detector reads the same H.264 files, 640 x 360. Thresholds were chosen on seeds 0 to 23; others are
reported.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import torch

from benchmarks.results import Row, Table, head, line
from benchmarks.shot_films import RANGES, Pixels, Plan, count_hits, draw_plan, range_loader, render
from videxplore.backbones.zoo.transnet import TransNet
from videxplore.video.cuts import ShotDetector, TransitionJudge
from videxplore.video.reading.reader import VideoReader

WIDTH_PX, HEIGHT_PX, RATE_HZ = 640, 360, 25
UNSEEN_SEEDS = (100, 101, 102, 103)
SHOTS_A_FILM = 20
OURS = "videxplore, without TransNetV2"
OURS_JUDGED = "videxplore, TransNetV2 where uncertain"
Detector = Callable[[Path], list[int]]
COLUMNS: Row = ("detector", "precision", "recall", "F1", "frames/s", "frames per CPU second")


@dataclass
class Score:
    """Sums over films."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0
    frames: int = 0
    wall_s: float = 0.0
    processor_s: float = 0.0

    @property
    def precision(self) -> float:
        """Share of the boundaries found that are true."""
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        """Share of the true boundaries that were found."""
        return self.hits / max(1, self.hits + self.misses)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    @property
    def speed_hz(self) -> float:
        """Frames a second of wall time, reading included."""
        return self.frames / self.wall_s

    def row(self, name: str) -> Row:
        """A row of the table."""
        quality = f"{self.precision:.3f}", f"{self.recall:.3f}", f"{self.f1:.3f}"
        return name, *quality, f"{self.speed_hz:.0f}", f"{self.frames / self.processor_s:.0f}"


def ours(judge: TransitionJudge | None) -> Detector:
    """This program's detector."""

    def detect(file: Path) -> list[int]:
        detector = ShotDetector(judge)
        with VideoReader(file) as reader:
            for picture in reader.frames():
                detector.push(picture.to_small(), picture.time_s)
            spans = detector.finish(reader.properties.duration_s)
        return [round(start_s * RATE_HZ) for start_s, _ in spans[1:]]

    return detect


def pyscenedetect(file: Path) -> list[int]:
    """PySceneDetect's AdaptiveDetector with its defaults."""
    import scenedetect

    scenes = scenedetect.detect(str(file), scenedetect.AdaptiveDetector())
    return [start.frame_num for start, _ in scenes[1:]]


def transnet_alone(network: TransNet) -> Detector:
    """TransNetV2 on every frame, threshold 0.5 as published; a boundary is the middle of a run."""

    def detect(file: Path) -> list[int]:
        with VideoReader(file) as reader:
            frames = np.stack([picture.to_rgb(48, 27) for picture in reader.frames()])
        above = np.flatnonzero(network(frames) > 0.5)
        runs = np.split(above, np.flatnonzero(np.diff(above) > 1) + 1) if len(above) else []
        # The network marks the last frame of the old shot.
        return [int(run.mean()) + 1 for run in runs]

    return detect


def write_film(plan: Plan, clips: Path, file: Path) -> None:
    """Render and encode a film."""
    loader = range_loader(clips, WIDTH_PX, HEIGHT_PX)

    @cache
    def load(number: int) -> Pixels:
        return loader(RANGES[number])

    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", RATE_HZ, options={"preset": "veryfast", "crf": "23"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for number, pixels in enumerate(render(plan, lambda source: load(RANGES.index(source)))):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def compare(
    clips: Path, scratch: Path, seeds: Sequence[int], shot_count: int, *, with_transnet: bool
) -> dict[str, Score]:
    """Let every detector find the boundaries of the films of these seeds, and print a table as it goes."""
    torch.set_num_threads(2)
    films = {seed: film(clips, scratch, seed, shot_count) for seed in seeds}
    network = TransNet(device="cpu")
    detectors: dict[str, Detector] = {
        OURS: ours(None),
        OURS_JUDGED: ours(network.judge),
        "PySceneDetect AdaptiveDetector": pyscenedetect,
    }
    if with_transnet:
        detectors["TransNetV2 alone"] = transnet_alone(network)
    print(head(COLUMNS))
    scores = {}
    for name, detect in detectors.items():
        scores[name] = Score()
        for file, plan in films.values():
            measure(scores[name], detect, file, plan)
        print(line(scores[name].row(name)), flush=True)
    return scores


def film(clips: Path, scratch: Path, seed: int, shot_count: int) -> tuple[Path, Plan]:
    """A film and its truth; it is rendered once and kept."""
    plan, file = draw_plan(seed, shot_count), scratch / f"shots-{seed}-{shot_count}.mp4"
    if not file.is_file():
        part = file.with_suffix(".part.mp4")
        write_film(plan, clips, part)
        part.replace(file)
    return file, plan


def measure(score: Score, detect: Detector, file: Path, plan: Plan) -> None:
    """Add one film to a detector's score."""
    wall_s, processor_s = time.perf_counter(), time.process_time()
    found = detect(file)
    score.wall_s += time.perf_counter() - wall_s
    score.processor_s += time.process_time() - processor_s
    hits, false_alarms, misses = count_hits(found, plan)
    score.hits += hits
    score.false_alarms += false_alarms
    score.misses += misses
    score.frames += plan.frame_count


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=UNSEEN_SEEDS)
    parser.add_argument("--shots", type=int, default=SHOTS_A_FILM)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "videxplore-bench")
    parser.add_argument("--without-transnet", action="store_true")
    options = parser.parse_args(arguments)
    options.scratch.mkdir(parents=True, exist_ok=True)
    scores = compare(
        options.clips,
        options.scratch,
        options.seeds,
        options.shots,
        with_transnet=not options.without_transnet,
    )
    return Table(COLUMNS, tuple(score.row(name) for name, score in scores.items()))


if __name__ == "__main__":
    main()
