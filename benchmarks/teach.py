"""Teaching on real clips: is the label right that is learned from one or two videos, with and without motion?

    python -m benchmarks.teach LIBRARY

LIBRARY holds the clips of ``actions.tsv`` among others, and was indexed with a video network
(``videxplore index FOLDER --actions lite0-motion``). Each video is left out in turn. Every action is learned
from one or two videos, its own from others than that one, beside the rest of the library, in which the unseen
videos lie unnamed, as they would for a user. Right is the label with the highest mean score over the part of
the video that shows its action. The mean over recordings also leaves out videos of the same recording.
"""

import argparse
import csv
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.results import Row, Table, print_table
from videxplore.core.types import Vector
from videxplore.services.library import Library
from videxplore.services.teaching.probe import ProbeData, fit_probe
from videxplore.services.teaching.teaching_rows import TeachingRows, teaching_rows

MOST_CHOICES = 4
"""Sets of videos to learn from, for each video that is left out."""

SHOWN = 0.5
"""A label is shown from this score on."""

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """The part of a video that shows an action."""

    video_id: int
    action: str
    recording: str
    start_s: float
    end_s: float

    def rows(self, rows: TeachingRows) -> Mask:
        """Its rows; all of its video where the part holds none."""
        is_of_video = rows.video_ids == self.video_id
        inside: Mask = is_of_video & (rows.times_s >= self.start_s) & (rows.times_s < self.end_s)
        return inside if inside.any() else is_of_video


@dataclass(slots=True)
class Outcome:
    """What came of the trials of one action: one entry each."""

    right: list[bool] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    false: list[float] = field(default_factory=list)


def seen_actions(videos: Mapping[str, int]) -> dict[str, list[Seen]]:
    """The rows of ``actions.tsv`` by action."""
    actions: dict[str, list[Seen]] = defaultdict(list)
    with Path(__file__).with_name("actions.tsv").open(encoding="ascii", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            end_s = float(row["end_s"] or "inf")
            seen = Seen(videos[row["file"]], row["action"], row["recording"], float(row["start_s"]), end_s)
            actions[seen.action].append(seen)
    return actions


class Teaching:
    """Learns each set of examples once, from some columns of the rows of a library."""

    def __init__(self, rows: TeachingRows, parts: int) -> None:
        """Use the first ``parts`` parts of the vectors: appearance, motion."""
        self.rows = rows
        self._dims = rows.dims[:parts]
        self._vectors: Vector = rows.vectors[:, : sum(self._dims)]
        self._known: dict[frozenset[Seen], Scores] = {}

    def scores(self, examples: Sequence[Seen]) -> Scores:
        """The score of every row after learning from these examples."""
        key = frozenset(examples)
        if key not in self._known:
            is_action = np.any([one.rows(self.rows) for one in examples], axis=0)
            shown = [one.video_id for one in examples]
            used = np.flatnonzero(is_action | ~np.isin(self.rows.video_ids, shown))
            data = ProbeData(self._vectors, is_action, is_action, self.rows.shot_ids, self._dims)
            self._known[key] = fit_probe(data.rows(used)).scores(self._vectors)
        return self._known[key]


def choices(
    own: Sequence[Seen], tested: Seen, count: int, rng: np.random.Generator, *, by_recording: bool
) -> list[tuple[Seen, ...]]:
    """Sets of videos to learn from where one is tested, no more than a few."""
    others = [
        one for one in own if one != tested and not (by_recording and one.recording == tested.recording)
    ]
    every = [
        some
        for some in itertools.combinations(others, count)
        if not by_recording or len({one.recording for one in some}) == count
    ]
    return [every[number] for number in rng.permutation(len(every))[:MOST_CHOICES]]


def judge(
    teaching: Teaching, actions: Mapping[str, Sequence[Seen]], count: int, *, by_recording: bool
) -> dict[str, Outcome]:
    """Leave out each video in turn: what came of it, by action."""
    rng = np.random.default_rng(0)
    outcomes: dict[str, Outcome] = {}
    for action, own in actions.items():
        is_other = ~np.isin(teaching.rows.video_ids, [one.video_id for one in own])
        for tested in own:
            for learned in choices(own, tested, count, rng, by_recording=by_recording):
                examples = {
                    other: tuple(seen[number] for number in rng.permutation(len(seen))[:count])
                    for other, seen in actions.items()
                } | {action: learned}
                shown = tested.rows(teaching.rows)
                means = {name: teaching.scores(some)[shown].mean() for name, some in examples.items()}
                scores = teaching.scores(learned)
                outcome = outcomes.setdefault(action, Outcome())
                outcome.right.append(max(means, key=lambda name: means[name]) == action)
                outcome.found.append(float((scores[shown] >= SHOWN).mean()))
                outcome.false.append(float((scores[is_other] >= SHOWN).mean()))
    return outcomes


def measured(rows: TeachingRows, actions: Mapping[str, Sequence[Seen]]) -> Iterator[Row]:
    """A row for each action, and for means over them."""
    kinds = [(count, parts) for count in (1, 2) for parts in (1, 2)]
    teachings = {parts: Teaching(rows, parts) for parts in (1, 2)}
    by_video = [judge(teachings[parts], actions, count, by_recording=False) for count, parts in kinds]
    by_recording = [judge(teachings[parts], actions, count, by_recording=True) for count, parts in kinds]
    for action, own in actions.items():
        yield action, str(len(own)), *(_mean(of, [action], "right") for of in by_video)
    names = sorted(actions)
    for words, some in (("every other action", names[::2]), ("the other half", names[1::2]), ("all", names)):
        yield f"mean, {words}", "", *(_mean(of, some, "right") for of in by_video)
    yield "mean, all, other recordings", "", *(_mean(of, names, "right") for of in by_recording)
    yield "shown where it is", "", *(_mean(of, names, "found") for of in by_video)
    yield "shown elsewhere", "", *(_mean(of, names, "false") for of in by_video)


def _mean(outcomes: Mapping[str, Outcome], actions: Sequence[str], of: str) -> str:
    """The mean over actions of the means over their trials; nothing where none had enough videos."""
    means = [np.mean(getattr(outcomes[action], of)) for action in actions if action in outcomes]
    return f"{np.mean(means):.3f}" if means else ""


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("library", type=Path)
    options = parser.parse_args(arguments)
    with Library.open(options.library) as library:
        videos = {video.path.name: video.id for video in library.catalogue.videos()}
        rows = teaching_rows(library.catalogue, list(videos.values()))
    columns = ("1 video", "1 video, motion", "2 videos", "2 videos, motion")
    return print_table(("action", "videos", *columns), measured(rows, dict(seen_actions(videos))))


if __name__ == "__main__":
    main()
