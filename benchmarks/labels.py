"""How often is the label of an object right that is shown for a frame, and for how many frames is there one?

    python -m benchmarks.labels CLIPS

CLIPS holds the example clips. ``labels.tsv`` lists 334 frames with what is visible on each, written down from
the frames before the network's answers were seen; most are keyframes of the quick pass. A label is right
where it names one of these things, or a kind of which one of them is. Frames of one video, and of clips of
one recording, resemble each other: bounds were chosen on every other recording (tuning), the rest is held
out, and precision is also given as a mean over videos. The list of everyday kinds was shortened after a first
look at wrong names of all frames, so that the held-out figure is no proof for the list.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import Row, Table, print_table
from videxplore.api.embedding_model import load_backbone
from videxplore.core.types import Prediction
from videxplore.services.indexing.analysis.inference import TOP_PREDICTIONS
from videxplore.services.labels import Certainty, Label, labels_of
from videxplore.services.object_classes.object_names import class_tree, classes_of
from videxplore.video.reading.reader import VideoReader

RECORDINGS = (
    *("asl_", "bbb_", "carphone_", "juri_deadlift_", "mdn_", "mma_demo_", "psd_", "rot_", "tf_carving_ice"),
)
"""Clips whose names begin alike are of one recording, or series of recordings."""

SAME = {"mma_part_0.mp4": "pool", "mma_part_1.mp4": "pool", "mma_test.mp4": "pool"}
SAME |= {"av1_video.mkv": "pattern", "corrupted.mp4": "pattern"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame, and what is visible on it."""

    clip: str
    time_s: float
    things: frozenset[str]


def frames() -> list[Seen]:
    """The frames of ``labels.tsv``."""
    lines = Path(__file__).with_name("labels.tsv").read_text(encoding="ascii").splitlines()
    rows = (line.split("\t") for line in lines)
    return [Seen(clip, float(time_s), frozenset(things.split("|")) - {""}) for clip, time_s, things in rows]


def is_right(label: str, things: frozenset[str]) -> bool:
    """Whether one of these things is of the kind, or the class, that a label names."""
    tree = class_tree()
    classes = classes_of(label) or {label}
    named = {label} | {name for name, below in tree.kinds.items() if below <= classes}
    named |= {name for name, below in tree.names.items() if below <= classes}
    return bool(named & things)


def recording_of(clip: str) -> str:
    """The recording of a clip."""
    return SAME.get(clip) or next((start for start in RECORDINGS if clip.startswith(start)), clip)


def predicted(clips: Path, seen: Sequence[Seen]) -> list[tuple[Prediction, ...]]:
    """The predictions that a library stores for each frame."""
    model = load_backbone()
    by_clip: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_clip[one.clip].append(one)
    found = []
    for clip, own in by_clip.items():
        with VideoReader(clips / clip) as reader:
            shown = [reader.frame_at(one.time_s).to_rgb() for one in own]
        found += model.predict(shown, TOP_PREDICTIONS)
    return found


def measured(seen: Sequence[Seen], labels: Mapping[Seen, Label | None]) -> Row:
    """How many frames have a label, and how many of these labels are right, by frame and by video."""
    rights: dict[str, list[bool]] = defaultdict(list)
    for one in seen:
        label = labels[one]
        if label is not None:
            rights[one.clip].append(is_right(label.label, one.things))
    every = [right for own in rights.values() for right in own]
    if not every:
        return str(len(seen)), "0", "", ""
    by_video = sum(sum(own) / len(own) for own in rights.values()) / len(rights)
    coverage = f"{len(every)} ({len(every) / len(seen):.0%})"
    return str(len(seen)), coverage, f"{sum(every) / len(every):.2f}", f"{by_video:.2f} of {len(rights)}"


def rows(clips: Path) -> Iterator[Row]:
    """A row for each certainty and part of the frames."""
    seen = frames()
    answers = dict(zip(seen, predicted(clips, seen), strict=True))
    recordings = sorted({recording_of(one.clip) for one in seen})
    tuning = [one for one in seen if recordings.index(recording_of(one.clip)) % 2 == 0]
    held_out = [one for one in seen if recordings.index(recording_of(one.clip)) % 2]
    guesses = {
        one: Label(best[0].label, Certainty.LIKELY, best[0].score, "object", "")
        for one, best in answers.items()
    }
    yield "best guess of the network", "all", *measured(seen, guesses)
    for least in Certainty:
        named = {one: next(iter(labels_of(answers[one], least)), None) for one in seen}
        for part, own in (("tuning", tuning), ("held out", held_out), ("all", seen)):
            yield f"shown as {least.name.lower()}", part, *measured(own, named)


def main(arguments: Sequence[str] | None = None) -> Table:
    """Print the table, and return it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("clips", type=Path)
    options = parser.parse_args(arguments)
    columns = ("labels", "recordings", "frames", "with a label", "precision", "mean over videos")
    return print_table(columns, rows(options.clips))


if __name__ == "__main__":
    main()
