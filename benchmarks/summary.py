"""How good summaries are, on concatenations of real clips whose scenes, repeats and blurs are known.

    pip install "videxplore[bench]"
    python -m benchmarks.summary FOLDER [--set tuning|seeds|clips] [--videos N] [--scratch DIR]

FOLDER holds the clips named in ``summary_videos``. The method was chosen on the set ``tuning``. To tell
whether it holds for what it was not chosen on, ``seeds`` puts other videos together from the same clips,
and ``clips`` from clips that were never looked at in choosing. Every method is given the true number of
scenes.

Purity and normalised mutual information compare groups with scenes over every frame that shows one scene
clearly. Of the pictures chosen, one a group: coverage is the share of scenes that at least one shows clearly;
redundancy the share that show a scene shown before; spoiled the share that are out of focus, or in a dissolve
or a fade.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.metrics import normalized_mutual_info_score

from benchmarks.results import Row, Table, print_table
from benchmarks.summary_videos import (
    FRESH_SCENES,
    RATE_HZ,
    SCENES,
    KnownVideo,
    Stretch,
    make_known_video,
)
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.analysis.analyser import Analyser
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse
from videxplore.services.library import Library
from videxplore.services.summarising.storyboard_groups import KeyframeGroups
from videxplore.services.summarising.summary import SummaryService

SCENES_COUNTS = (10, 6, 14, 10, 8, 12, 16, 10)
KMEANS_RUNS = 5
MOTION_NETWORK = "lite0-motion"


@dataclass(frozen=True)
class VideoSet:
    """Videos of which none is in another set: the first seed, and what they are put together from."""

    first_seed: int
    stretches: Sequence[Stretch]


SETS = {
    "tuning": VideoSet(0, SCENES),
    "seeds": VideoSet(100, SCENES),
    "clips": VideoSet(200, FRESH_SCENES),
}


@dataclass(frozen=True)
class Gist:
    """What a method makes of a video.

    Attributes:
        groups: int64 (frames,): the group of each frame.
        pictures_s: Times of the pictures chosen.
    """

    groups: npt.NDArray[np.int64]
    pictures_s: Sequence[float]


@dataclass(frozen=True)
class Score:
    """How good a gist is; all in [0, 1]. Of redundancy and spoiled less is better."""

    purity: float
    mutual_information: float
    coverage: float
    redundancy: float
    spoiled: float


def main(arguments: Sequence[str] | None = None) -> Table:
    """Measure every method on every video, print the table, and return it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=SETS, default="tuning")
    parser.add_argument("--first-seed", type=int, help="instead of the set's own")
    parser.add_argument("--videos", type=int, default=8)
    parser.add_argument("--scratch", type=Path, help="keeps videos, truth and analyses for the next run")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        scratch: Path = options.scratch or Path(temporary)
        scratch.mkdir(parents=True, exist_ok=True)
        chosen = SETS[options.set]
        if options.first_seed is not None:
            chosen = replace(chosen, first_seed=options.first_seed)
        scores: dict[str, list[Score]] = {name: [] for name in METHODS}
        errors: list[int] = []
        for known, pictures in known_keyframes(options.folder, scratch, chosen, options.videos):
            errors.append(pictures.tree.suggested_count() - known.scenes_count)
            for name, method in METHODS.items():
                scores[name] += [score(known, gist) for gist in method(known, pictures)]
    columns = "method", "purity", "NMI", "coverage", "redundancy", "spoiled"
    table = print_table(columns, _rows(scores))
    print(f"\nsuggested minus true number of scenes: {', '.join(f'{error:+d}' for error in errors)}")
    return table


def score(known: KnownVideo, gist: Gist) -> Score:
    """Compare a gist with the truth."""
    clear = ~known.spoiled
    groups, scenes = gist.groups[clear], known.scenes[clear]
    pure = sum(int(np.bincount(scenes[groups == group]).max()) for group in np.unique(groups))
    frames = [known.frame_at(time_s) for time_s in gist.pictures_s]
    shown = [int(known.scenes[frame]) for frame in frames]
    clearly = {int(known.scenes[frame]) for frame in frames if not known.spoiled[frame]}
    return Score(
        purity=pure / len(groups),
        mutual_information=float(normalized_mutual_info_score(scenes, groups)),
        coverage=len(clearly) / known.scenes_count,
        redundancy=1 - len(set(shown)) / len(shown),
        spoiled=float(np.mean([known.spoiled[frame] for frame in frames])),
    )


def ours(known: KnownVideo, pictures: KeyframeGroups) -> list[Gist]:
    """The program's own summary."""
    labels = pictures.tree.labels(known.scenes_count)
    times_s = [pictures.keyframes[row].time_s for row in pictures.representatives(labels)]
    return [Gist(_groups_of_frames(known, pictures, labels), times_s)]


def plain_kmeans(known: KnownVideo, pictures: KeyframeGroups) -> list[Gist]:
    """k-means over the same keyframes, the nearest to each centre; several starts, each judged alone."""
    gists = []
    for start in range(KMEANS_RUNS):
        means = KMeans(known.scenes_count, random_state=start).fit(pictures.vectors)
        nearest = [
            pictures.keyframes[int(np.argmin(np.linalg.norm(pictures.vectors - centre, axis=1)))].time_s
            for centre in means.cluster_centers_
        ]
        gists.append(Gist(_groups_of_frames(known, pictures, means.labels_.astype(np.int64)), nearest))
    return gists


def uniform(known: KnownVideo, _: KeyframeGroups) -> list[Gist]:
    """As many equal parts as there are scenes, and the middle of each."""
    count = known.scenes_count
    groups = np.arange(len(known.scenes)) * count // len(known.scenes)
    return [Gist(groups, [known.duration_s * (part + 0.5) / count for part in range(count)])]


def scene_detector(known: KnownVideo, _: KeyframeGroups) -> list[Gist]:
    """The middles of PySceneDetect's longest scenes; what lies between goes to the nearest in time."""
    # Only this peer needs it: `pip install videxplore[bench]`.
    from scenedetect import ContentDetector, detect

    found = detect(str(known.path), ContentDetector())
    spans = [(start.seconds, end.seconds) for start, end in found] or [(0.0, known.duration_s)]
    spans = sorted(sorted(spans, key=lambda span: span[0] - span[1])[: known.scenes_count])
    middles_s = np.array([(start_s + end_s) / 2 for start_s, end_s in spans])
    times_s = np.arange(len(known.scenes)) / RATE_HZ
    gaps_s = [np.maximum(np.maximum(start_s - times_s, times_s - end_s), 0) for start_s, end_s in spans]
    return [Gist(np.argmin(np.stack(gaps_s), axis=0), middles_s.tolist())]


METHODS: dict[str, Callable[[KnownVideo, KeyframeGroups], list[Gist]]] = {
    "uniform sampling": uniform,
    "PySceneDetect middles": scene_detector,
    "plain k-means": plain_kmeans,
    "videxplore": ours,
}


def _groups_of_frames(
    known: KnownVideo, pictures: KeyframeGroups, labels: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The group of each frame: that of the keyframe which stands for its time."""
    groups = np.zeros(len(known.scenes), np.int64)
    ends_s = np.cumsum(pictures.spans_s)
    for frame in range(len(groups)):
        row = min(int(np.searchsorted(ends_s, (frame + 0.5) / RATE_HZ)), len(labels) - 1)
        groups[frame] = labels[row]
    return groups


def known_keyframes(
    folder: Path, scratch: Path, chosen: VideoSet, count: int
) -> Iterator[tuple[KnownVideo, KeyframeGroups]]:
    """Videos of a set with what the library knows of each; what is in ``scratch`` is not made again."""
    analyser = Analyser(IndexOptions(scratch / "weights", actions=MOTION_NETWORK))
    with Library.open(scratch / "library") as library:
        for seed in range(chosen.first_seed, chosen.first_seed + count):
            scenes_count = SCENES_COUNTS[seed % len(SCENES_COUNTS)]
            known = _known_video(folder, scratch, seed, scenes_count, chosen.stretches)
            yield known, SummaryService(library).groups(_analysed(library, analyser, known))


def _known_video(
    folder: Path, scratch: Path, seed: int, scenes_count: int, stretches: Sequence[Stretch]
) -> KnownVideo:
    target, truth = scratch / f"{seed}.mp4", scratch / f"{seed}.npz"
    if truth.is_file():
        with np.load(truth) as kept:
            return KnownVideo(target, kept["scenes"], kept["spoiled"])
    known = make_known_video(folder, target, seed, scenes_count, stretches)
    np.savez(truth, scenes=known.scenes, spoiled=known.spoiled)
    return known


def _analysed(library: Library, analyser: Analyser, known: KnownVideo) -> int:
    """The id of a video that is analysed now, or was before."""
    catalogue = library.catalogue
    before = [video.id for video in catalogue.videos() if video.path == known.path and video.depth]
    if before:
        return before[0]
    video = catalogue.add_video(known.path, str(known.path), known.path.stat().st_size, 0)
    catalogue.store_analysis(video.id, analyser.analyse(Analyse(0, known.path, Depth.FULL), Task())[0])
    return video.id


def _rows(scores: Mapping[str, Sequence[Score]]) -> Iterator[Row]:
    for name, found in scores.items():
        means = np.mean(
            [(s.purity, s.mutual_information, s.coverage, s.redundancy, s.spoiled) for s in found], axis=0
        )
        yield name, *(f"{mean:.3f}" for mean in means)


if __name__ == "__main__":
    main()
