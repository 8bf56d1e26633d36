"""A made-up library for the benchmarks of the window, kept in a folder and used again the next time.

    python -m benchmarks.ui_library FOLDER [--videos 10000] [--scenes 1000000]

Vectors have the length and the spread of EfficientNet-Lite0 over real films: moments of one video have
cosines around 0.6, and of different videos around 0.3. The first videos have pictures, so that tiles and
strips have something to read.
"""

import argparse
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.videos import texture
from videxplore.core.task import Task
from videxplore.core.types import (
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    StripPicture,
    Vector,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.services.searching.ranking.similarity import SimilarityService
from videxplore.video.thumbnails import encode_jpeg

DIM = 1280
SPACE = Space("efficientnet-lite0@made-up", "appearance", DIM, "efficientnet-lite0")
SCENE_S = 4.0
FOLDERS = 40
WITH_PICTURES = 1000
LABELS = (
    "climbing",
    "running",
    "cooking",
    "driving",
    "swimming",
    "dancing",
    "reading",
    "painting",
    "walking",
)
_COMMON, _OF_VIDEO, _OWN = 0.32, 0.32, 0.36
"""Shares of a vector's energy: common to all, to a video, and its own."""

_DONE = "made-up.txt"


def vectors_of_video(number: int, scenes: int) -> Vector:
    """The unit vectors of a video's scenes, float32 (scenes, DIM)."""
    generator = np.random.default_rng(number)
    energies = np.arange(1, DIM + 1) ** -1.2
    energies[0] = 0
    spread = np.sqrt(energies / energies.sum()).astype(np.float32)
    vectors: Vector = generator.standard_normal((scenes, DIM), np.float32) * spread * np.float32(_OWN**0.5)
    vectors += generator.standard_normal((1, DIM), np.float32) * spread * np.float32(_OF_VIDEO**0.5)
    vectors[:, 0] += np.float32(_COMMON**0.5)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def analysis_of_video(number: int, scenes: int) -> VideoAnalysis:
    """A video of made-up scenes, each with a label."""
    properties = VideoProperties(scenes * SCENE_S, Fraction(25), 1920, 1080, 0, "h264", "yuv420p", False)
    shots = []
    for place, vector in enumerate(vectors_of_video(number, scenes)):
        label = Prediction(LABELS[(number + place) % len(LABELS)], 0.6, "object", "made-up")
        start_s = place * SCENE_S
        keyframe = KeyframeAnalysis(start_s + SCENE_S / 2, 1.0, b"", {SPACE.name: vector}, (label,))
        shots.append(ShotAnalysis(start_s, start_s + SCENE_S, (keyframe,)))
    return VideoAnalysis(properties, Depth.FULL, tuple(shots), (SPACE,))


def make_library(folder: Path, videos: int, scenes: int) -> AppPaths:
    """The library in ``folder``, made if it is not there.

    Raises:
        SystemExit: If the folder holds another one.
    """
    paths, wanted = AppPaths.under(folder), f"{videos} videos, {scenes} scenes"
    done = folder / _DONE
    if done.exists():
        if done.read_text(encoding="utf-8") != wanted:
            raise SystemExit(f"{folder} holds {done.read_text(encoding='utf-8')}, not {wanted}")
        return paths
    started = time.perf_counter()
    jpegs = [encode_jpeg(texture(seed, 135, 240)) for seed in range(12)]
    with Library.open(paths.library) as library:
        # What was made before an interruption is whole.
        for number in range(len(library.catalogue.videos()), videos):
            _add(library, number, scenes // videos, jpegs)
        # A large library gets its compact index now, not while a click is timed.
        SimilarityService(library).warm(Task())
    done.write_text(wanted, encoding="utf-8")
    print(f"made up {wanted} in {time.perf_counter() - started:.0f} s")
    return paths


def _add(library: Library, number: int, scenes: int, jpegs: list[bytes]) -> None:
    path = Path(f"/footage/{number % FOLDERS:02d}/clip-{number:05d}.mp4")
    video = library.catalogue.add_video(path, f"fp-{number}", 1_000_000, number)
    analysis = analysis_of_video(number, scenes)
    library.catalogue.store_analysis(video.id, analysis)
    if number < WITH_PICTURES:
        stills = [
            StripPicture(shot.keyframes[0].time_s, jpegs[(number + place) % len(jpegs)])
            for place, shot in enumerate(analysis.shots)
        ]
        library.write_caches(video.id, stills, stills)


def main() -> None:
    """Make the library."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--videos", type=int, default=10_000)
    parser.add_argument("--scenes", type=int, default=1_000_000)
    options = parser.parse_args()
    make_library(options.folder, options.videos, options.scenes)


if __name__ == "__main__":
    main()
