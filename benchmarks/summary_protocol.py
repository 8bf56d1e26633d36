"""The F-measure of the SumMe and TVSum protocols, for those who have these data sets.

    python -m benchmarks.summary_protocol summe VIDEOS_FOLDER GT_FOLDER
    python -m benchmarks.summary_protocol tvsum VIDEOS_FOLDER ydata-tvsum50-anno.tsv

The program's skim of 15% of each video is compared with what people chose: on SumMe with the best match among
them, on TVSum with their mean. Neither set is shipped or downloaded here.

Source: Gygli et al., "Creating summaries from user videos", ECCV 2014; Song et al., "TVSum: Summarizing web
videos using titles", CVPR 2015; the maximum and the mean as in Zhang et al., "Video summarization with long
short-term memory", ECCV 2016.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.io import loadmat

from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.analysis.analyser import Analyser
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse
from videxplore.services.library import Library
from videxplore.services.summarising.skim import SkimService
from videxplore.services.summarising.summary import SummaryService
from videxplore.video.reading.reader import probe

BUDGET_SHARE = 0.15
"""Both protocols allow a summary this share of the video."""

TVSUM_UNIT_S = 2.0
"""TVSum's annotators gave one score to every two seconds."""

Selection = npt.NDArray[np.bool_]
"""Whether each frame is part of a summary, bool (frames,)."""


@dataclass(frozen=True)
class Annotated:
    """A video and the summaries that people made of it, each bool (frames,)."""

    path: Path
    users: Sequence[Selection]


def f_measure(machine: Selection, users: Sequence[Selection], combine: Literal["max", "mean"]) -> float:
    """How well a summary agrees with those of people, in [0, 1].

    Args:
        machine: bool (frames,): the summary that is judged.
        users: Each bool (frames,): what one person chose.
        combine: ``max`` for SumMe, ``mean`` for TVSum.
    """
    found = []
    for user in users:
        both = float(np.sum(machine & user))
        chosen = float(machine.sum() + user.sum())
        found.append(2 * both / chosen if chosen else 0.0)
    return max(found) if combine == "max" else float(np.mean(found))


def most_liked(scores: npt.NDArray[np.float64], unit_frames: int) -> Selection:
    """The summary that a person's scores, float64 (frames,), ask for: what is liked most, in the budget."""
    starts = np.arange(0, len(scores), unit_frames)
    means = np.add.reduceat(scores, starts) / np.diff(np.r_[starts, len(scores)])
    selection = np.zeros(len(scores), np.bool_)
    left = int(len(scores) * BUDGET_SHARE)
    for unit in np.argsort(-means, kind="stable"):
        end = min(starts[unit] + unit_frames, len(scores))
        if end - starts[unit] <= left:
            selection[starts[unit] : end] = True
            left -= end - starts[unit]
    return selection


def read_summe(videos: Path, truth: Path) -> Iterator[Annotated]:
    """SumMe: ``NAME.mp4`` with ``NAME.mat``, whose ``user_score`` is (frames, people)."""
    for path in sorted(videos.iterdir()):
        file = truth / f"{path.stem}.mat"
        if file.is_file():
            chosen = np.asarray(loadmat(str(file))["user_score"]) > 0
            yield Annotated(path, list(chosen.T))


def read_tvsum(videos: Path, truth: Path) -> Iterator[Annotated]:
    """TVSum: ``ID.mp4`` with the lines ``ID, category, scores of one person for each frame``."""
    scores: dict[str, list[npt.NDArray[np.float64]]] = {}
    with truth.open(newline="", encoding="utf-8") as lines:
        for line in lines:
            name, _, values = line.rstrip("\n").split("\t")
            scores.setdefault(name, []).append(np.array([float(value) for value in values.split(",")]))
    for path in sorted(videos.iterdir()):
        if path.stem in scores:
            unit_frames = max(round(TVSUM_UNIT_S * float(probe(path).frame_rate_hz)), 1)
            yield Annotated(path, [most_liked(user, unit_frames) for user in scores[path.stem]])


def machine_selection(path: Path, frames: int, analyser: Analyser) -> Selection:
    """The program's own skim of a video as a choice among its frames, bool (frames,)."""
    with tempfile.TemporaryDirectory() as temporary, Library.open(Path(temporary)) as library:
        video = library.catalogue.add_video(path, ascii(path), path.stat().st_size, 0)
        library.catalogue.store_analysis(video.id, analyser.analyse(Analyse(0, path, Depth.FULL), Task())[0])
        duration_s = library.catalogue.video(video.id).duration_s
        segments = SkimService(library, SummaryService(library)).choose(video.id, duration_s * BUDGET_SHARE)
    selection = np.zeros(frames, np.bool_)
    for segment in segments:
        first, last = (round(time_s / duration_s * frames) for time_s in (segment.start_s, segment.end_s))
        selection[first:last] = True
    return selection


def main() -> None:
    """Print the F-measure of each video and their mean."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("protocol", choices=["summe", "tvsum"])
    parser.add_argument("videos", type=Path)
    parser.add_argument("truth", type=Path)
    arguments = parser.parse_args()
    read = read_summe if arguments.protocol == "summe" else read_tvsum
    combine: Literal["max", "mean"] = "max" if arguments.protocol == "summe" else "mean"
    found = []
    with tempfile.TemporaryDirectory() as weights:
        analyser = Analyser(IndexOptions(Path(weights)))
        for annotated in read(arguments.videos, arguments.truth):
            machine = machine_selection(annotated.path, len(annotated.users[0]), analyser)
            found.append(f_measure(machine, annotated.users, combine))
            print(f"{annotated.path.name}: {found[-1]:.3f}")
    print(f"mean of {len(found)}: {np.mean(found):.3f}" if found else "no annotated video was found")


if __name__ == "__main__":
    main()
