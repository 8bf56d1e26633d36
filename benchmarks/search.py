"""How fast, how exact and how small the search is in a large library: prints one table.

    python -m benchmarks.search --scenes 1000000 --folder /var/tmp/large

Makes a library of made-up scenes (kept in the folder, and used again the next time) whose vectors have the
statistics of real films (:mod:`benchmarks.made_up_scenes`). Then it searches as a click does, from the scene
to the ranked moments, half of the times in one folder of twenty, and compares with numpy.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.made_up_scenes import DIM, SCENES_PER_VIDEO, vectors_of_video
from videxplore.core.types import (
    Depth,
    KeyframeAnalysis,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Filters, Query, SceneExample
from videxplore.services.searching.ranking.similarity import SimilarityService

SPACE = Space("efficientnet-lite0@synthetic", "appearance", DIM, "efficientnet-lite0")
SCENE_S = 4.0
FOLDERS = 20
K = 50
_ONE_MORE = 10**9 + 1
"""Number of a video that no library of the benchmark holds."""


def analysis_of_video(number: int) -> VideoAnalysis:
    """A video of made-up scenes."""
    shots = tuple(
        ShotAnalysis(
            place * SCENE_S,
            (place + 1) * SCENE_S,
            (KeyframeAnalysis((place + 0.5) * SCENE_S, 1.0, b"", {SPACE.name: vector}),),
        )
        for place, vector in enumerate(vectors_of_video(number))
    )
    properties = VideoProperties(
        SCENES_PER_VIDEO * SCENE_S, Fraction(25), 1280, 720, 0, "h264", "yuv420p", False
    )
    return VideoAnalysis(properties, Depth.FULL, shots, (SPACE,))


def add_video(library: Library, number: int) -> int:
    """Add a made-up video; return its id."""
    path = Path(f"/made up/{number % FOLDERS}/{number}.mp4")
    video = library.catalogue.add_video(path, str(number), 1, 1)
    library.catalogue.store_analysis(video.id, analysis_of_video(number))
    return video.id


def fill(folder: Path, videos: int) -> None:
    """Make the library, or what is missing of it."""
    with Library.open(folder) as library:
        present = len(library.catalogue.videos())
        for number in range(present, videos):
            add_video(library, number)
        for video in library.catalogue.videos()[videos:]:
            library.delete_video(video.id)


def blocks(videos: int) -> Iterator[tuple[int, Vector]]:
    """All vectors as the catalogue gives them back, with the number of their first scene."""
    for number in range(videos):
        vectors = vectors_of_video(number).astype(np.float16).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        yield number * SCENES_PER_VIDEO, vectors


def exact_answers(videos: int, queries: list[tuple[int, int, int | None]]) -> list[set[int]]:
    """The true best scenes of each query (video, scene, folder or None): numbers of scenes."""
    sought = np.stack([vectors_of_video(video)[scene] for video, scene, _ in queries])
    best: list[list[tuple[float, int]]] = [[] for _ in queries]
    batch: list[Vector] = []
    first = 0
    for start, vectors in blocks(videos):
        batch.append(vectors)
        if len(batch) < 100 and start + SCENES_PER_VIDEO < videos * SCENES_PER_VIDEO:
            continue
        cosines = sought @ np.concatenate(batch).T
        numbers = np.arange(first, first + cosines.shape[1])
        for row, (video, scene, folder) in enumerate(queries):
            values = cosines[row].copy()
            if folder is not None:
                values[(numbers // SCENES_PER_VIDEO) % FOLDERS != folder] = -2
            own = video * SCENES_PER_VIDEO + scene - first
            if 0 <= own < len(values):
                values[own] = -2
            top = np.argpartition(-values, min(K, len(values) - 1))[:K]
            merged = best[row] + [(float(values[place]), int(numbers[place])) for place in top]
            best[row] = sorted(merged, reverse=True)[:K]
        first += cosines.shape[1]
        batch = []
    return [{number for _, number in answer} for answer in best]


def known_answers(folder: Path, videos: int, queries: list[tuple[int, int, int | None]]) -> list[set[int]]:
    """:func:`exact_answers`, kept in the folder: numpy takes a minute for a million scenes."""
    file = folder / f"answers-{videos}-{len(queries)}.json"
    if not file.exists():
        file.write_text(json.dumps([sorted(answer) for answer in exact_answers(videos, queries)]))
    return [set(answer) for answer in json.loads(file.read_text())]


def made_up_queries(videos: int, count: int) -> list[tuple[int, int, int | None]]:
    """Video, scene and folder (None for any) of each query."""
    generator = np.random.default_rng(7)
    chosen = zip(
        generator.integers(videos, size=count),
        generator.integers(SCENES_PER_VIDEO, size=count),
        strict=True,
    )
    return [
        (int(video), int(scene), number % FOLDERS if number % 2 else None)
        for number, (video, scene) in enumerate(chosen)
    ]


def search_all(folder: Path, videos: int, count: int) -> dict[str, float]:
    """Search as clicks do, in this process alone; run by :func:`main` in one of its own."""
    started = time.perf_counter()
    queries = made_up_queries(videos, count)
    figures: dict[str, float] = {}
    with Library.open(folder) as library:
        service = SimilarityService(library)
        ids = [video.id for video in library.catalogue.videos()[:videos]]
        places = {video_id: place for place, video_id in enumerate(ids)}
        asked = [
            Query(
                (SceneExample(ids[video], (scene + 0.5) * SCENE_S),),
                filters=Filters(folder=None if inside is None else Path(f"/made up/{inside}")),
            )
            for video, scene, inside in queries
        ]
        wall_ms, processor_ms = [], []
        for number, query in enumerate(asked):
            begun, used = time.perf_counter(), time.process_time()
            service.find(query, K)
            wall_ms.append((time.perf_counter() - begun) * 1000)
            processor_ms.append((time.process_time() - used) * 1000)
            if number == 0:
                figures["first result after opening, s"] = time.perf_counter() - started
                # As the window does when it opens a library, while the person looks at it.
                service.warm()
        figures["memory, GB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        # Compared with numpy scene by scene: what looks the same again is listed too.
        found = [
            {
                places[moment.video.id] * SCENES_PER_VIDEO + int(moment.start_s / SCENE_S)
                for moment in service.find(replace(query, collapses=False), K).moments
            }
            for query in asked
        ]
        figures |= add_and_find(library, service, ids[0])
    answers = known_answers(folder, videos, queries)
    recalls = [len(mine & true) / K for mine, true in zip(found, answers, strict=True)]
    figures["p50, ms"] = float(np.median(wall_ms[1:]))
    figures["p95, ms"] = float(np.quantile(wall_ms[1:], 0.95))
    figures["processor time, p50, ms"] = float(np.median(processor_ms[1:]))
    figures["processor time, p95, ms"] = float(np.quantile(processor_ms[1:], 0.95))
    figures["p95 without filter, ms"] = float(np.quantile(wall_ms[2::2], 0.95))
    figures["p95 in one folder of twenty, ms"] = float(np.quantile(wall_ms[1::2], 0.95))
    figures[f"recall@{K}"] = float(np.mean(recalls))
    figures[f"recall@{K}, worst query"] = float(np.min(recalls))
    return figures


def add_and_find(library: Library, service: SimilarityService, other_id: int) -> dict[str, float]:
    """Add one video, search for it at once, remove it again."""
    begun = time.perf_counter()
    added = add_video(library, _ONE_MORE)
    stored_s = time.perf_counter() - begun
    query = Query((SceneExample(added, 1.0),), filters=Filters(video_ids=frozenset({added})), collapses=False)
    ranking = service.find(query, K)
    found_s = time.perf_counter() - begun
    library.delete_video(added)
    again = service.find(Query.scene(other_id, 1.0), K)
    if len(ranking.moments) != SCENES_PER_VIDEO - 1 or any(one.video.id == added for one in again.moments):
        raise AssertionError("What was added was not found, or what was removed was.")
    return {"add one video and find it, ms": found_s * 1000, "of which storing it, ms": stored_s * 1000}


def measure(folder: Path, scenes: int, queries: int, *, keep_index: bool = False) -> dict[str, float]:
    """Make what is missing of the library and its index, then search in a process of its own."""
    videos = scenes // SCENES_PER_VIDEO
    begun = time.perf_counter()
    fill(folder, videos)
    filled_s = time.perf_counter() - begun
    known_answers(folder, videos, made_up_queries(videos, queries))
    if not keep_index:
        shutil.rmtree(folder / "indexes", ignore_errors=True)
    begun = time.perf_counter()
    with Library.open(folder) as library:
        SimilarityService(library).warm()
    built_s = time.perf_counter() - begun
    command = [sys.executable, "-m", "benchmarks.search", "--child", "--folder", str(folder)]
    command += ["--scenes", str(scenes), "--queries", str(queries)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, float] = {"library made, s": filled_s, "index built, s": built_s}
    figures |= json.loads(answer.stdout)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--keep-index", action="store_true", help="use the index of the last time")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        figures = search_all(options.folder, options.scenes // SCENES_PER_VIDEO, options.queries)
        sys.stdout.write(json.dumps(figures))
        return
    print(f"library of {options.scenes} scenes x {DIM}")
    figures = measure(options.folder, options.scenes, options.queries, keep_index=options.keep_index)
    for name, value in figures.items():
        print(f"{name:36s} {value:10.3f}")


if __name__ == "__main__":
    main()
