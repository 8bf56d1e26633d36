"""Teaching on real clips: does motion beside appearance find actions better than appearance alone?

    python -m benchmarks.teach LIBRARY [--labels FILE.tsv]

LIBRARY was indexed with a video network (``videxplore index FOLDER --actions lite0-motion``). Labels are the
names of the folders that the videos lie in, or those of a table with the columns ``file`` and ``label``; what
starts alike up to a bracket or a quotation mark is one action. Each action with two videos or more is learned
from every one or two of them beside half of all other videos, and looked for in its remaining videos and the
other half.
Nothing is chosen on these clips: the probe chooses for itself among the examples it was given.
"""

import argparse
import csv
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from benchmarks.results import Row, Table, print_table
from videxplore.services.library import Library
from videxplore.services.teaching.probe import ProbeData, fit_probe
from videxplore.services.teaching.taught_actions import TeachingRows, teaching_rows

MOST_SPLITS = 6

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Result:
    """How well one action was found with one kind of vectors: means over its splits."""

    accuracy: float
    area: float


def actions_of(videos: Mapping[int, Path], labels: Path | None) -> dict[str, list[int]]:
    """Video ids by action, of actions with two videos or more."""
    named = {}
    if labels is not None:
        with labels.open(encoding="utf-8", newline="") as stream:
            named = {row["file"]: row["label"] for row in csv.DictReader(stream, delimiter="\t")}
    by_action: dict[str, list[int]] = defaultdict(list)
    for number, path in videos.items():
        label = named.get(path.name, "") if labels is not None else path.parent.name
        action = label.partition("(")[0].partition('"')[0].strip().removesuffix(" sign")
        if action:
            by_action[action].append(number)
    return {action: own for action, own in sorted(by_action.items()) if len(own) > 1}


def splits(own: list[int]) -> Iterator[set[int]]:
    """One video to learn from where there are two or three, else two: each way, or some of them."""
    count = 1 if len(own) < 4 else 2
    chosen = list(itertools.combinations(own, count))
    for number in np.random.default_rng(0).permutation(len(chosen))[:MOST_SPLITS]:
        yield set(chosen[number])


def judge(rows: TeachingRows, own: list[int], columns: slice) -> Result:
    """Learn an action from some of its videos and look for it in the others."""
    accuracies, areas = [], []
    others = np.setdiff1d(np.unique(rows.video_ids), own)
    for number, learned in enumerate(splits(own)):
        half = np.random.default_rng(number).permutation(others)[: len(others) // 2]
        is_own = np.isin(rows.video_ids, own)
        is_example = np.isin(rows.video_ids, list(learned))
        used = np.flatnonzero(is_example | np.isin(rows.video_ids, half))
        tested = np.flatnonzero(~is_example & ~np.isin(rows.video_ids, half))
        vectors = rows.vectors[:, columns]
        dims = rows.dims if columns == slice(None) else (vectors.shape[1],)
        data = ProbeData(vectors, is_example, is_example, rows.shot_ids, dims)
        probe = fit_probe(data.rows(used))
        scores, truth = probe.scores(vectors[tested]), is_own[tested]
        rightly = (scores > 0.5) == truth
        accuracies.append((rightly[truth].mean() + rightly[~truth].mean()) / 2)
        areas.append(roc_auc_score(truth, scores))
    return Result(float(np.mean(accuracies)), float(np.mean(areas)))


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--labels", type=Path, help="a table with the columns file and label")
    options = parser.parse_args(arguments)
    with Library.open(options.library) as library:
        videos = {video.id: video.path for video in library.catalogue.videos()}
        rows = teaching_rows(library.catalogue, list(videos))
    looks = rows.dims[0]
    kinds = {
        "appearance": slice(0, looks),
        "motion": slice(looks, None),
        "both": slice(None),
    }
    actions = actions_of(videos, options.labels)
    return print_table(("action", "videos", *kinds), measured(rows, actions, kinds))


def measured(
    rows: TeachingRows, actions: Mapping[str, list[int]], kinds: Mapping[str, slice]
) -> Iterator[Row]:
    """A row for each action, and their mean."""
    sums: dict[str, list[Result]] = defaultdict(list)
    for action, own in actions.items():
        for kind, columns in kinds.items():
            sums[kind].append(judge(rows, own, columns))
        yield action, str(len(own)), *(f"{of[-1].accuracy:.3f} ({of[-1].area:.3f})" for of in sums.values())
    means = (
        f"{np.mean([one.accuracy for one in of]):.3f} ({np.mean([one.area for one in of]):.3f})"
        for of in sums.values()
    )
    yield "mean", "", *means


if __name__ == "__main__":
    main()
