"""Labelled clips for training: found in folders, split, decoded once into a file of pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.errors import VideoError
from videxplore.core.file_names import is_file, is_folder
from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.video.reader import VideoReader

HELD_OUT_SHARE = 0.2

_MARGIN = 1.25
"""Clips are kept a quarter longer, and their pictures a quarter larger, than a network sees: room to vary."""


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A clip and the number of its class."""

    path: Path
    label: int


def find_labelled(folder: Path) -> tuple[tuple[str, ...], list[LabelledFile]]:
    """The classes of ``folder`` (its folders, by name) and the files in them.

    Raises:
        VideoError: If there are fewer than two classes with files.
    """
    try:
        inside = [
            place for place in sorted(folder.iterdir()) if is_folder(place) and not place.name.startswith(".")
        ]
        files_of = {place.name: sorted(file for file in place.iterdir() if is_file(file)) for place in inside}
    except OSError as error:
        raise VideoError(f"The folder {folder} cannot be read: {error}.") from error
    classes = tuple(name for name, files in files_of.items() if files)
    if len(classes) < 2:
        raise VideoError(
            f"{folder} holds no clips by class: put them in {folder.name}/CLASS/CLIP, two classes or more."
        )
    return classes, [
        LabelledFile(file, number) for number, name in enumerate(classes) for file in files_of[name]
    ]


def split(files: Sequence[LabelledFile], seed: int = 0) -> tuple[list[LabelledFile], list[LabelledFile]]:
    """Files to learn from, and a fifth of each class (at least one, where there are two) to judge by."""
    chance = np.random.default_rng(seed)
    learned: list[LabelledFile] = []
    held_out: list[LabelledFile] = []
    for label in sorted({file.label for file in files}):
        own = [file for file in files if file.label == label]
        order = chance.permutation(len(own))
        count = max(1, round(len(own) * HELD_OUT_SHARE)) if len(own) > 1 else 0
        held_out += [own[i] for i in order[:count]]
        learned += [own[i] for i in order[count:]]
    return learned, held_out


class DecodedClips:
    """Labelled clips, decoded and ready; some may have been unreadable."""

    def __init__(
        self, files: Sequence[LabelledFile], spec: BackboneSpec, task: Task, *, varies: bool
    ) -> None:
        """Decode the files at the network's own rate and about its own size.

        Args:
            files: Those that cannot be read are left out and named in ``failed``.
            spec: The network.
            task: Learns how many files are done.
            varies: Whether each asking for a clip gives another part of a long file, rather than its middle.

        Raises:
            Cancelled: If the task was cancelled.
        """
        self._varies = varies
        self._length = round(spec.frames * _MARGIN)
        self._chance = np.random.default_rng(0)
        self._clips: list[Pixels] = []
        self.failed: list[tuple[Path, str]] = []
        labels = []
        for number, file in enumerate(files):
            task.checkpoint(number, len(files), f"Reading {file.path.name}")
            try:
                self._clips.append(_decoded(file.path, spec))
            except VideoError as error:
                self.failed.append((file.path, str(error)))
                continue
            labels.append(file.label)
        self.labels: npt.NDArray[np.int64] = np.array(labels, np.int64)

    def clip(self, number: int) -> Pixels:
        """Clip ``number`` as uint8 (T, H, W, 3)."""
        clip = self._clips[number]
        spare = len(clip) - self._length
        if spare <= 0:
            return clip
        start = int(self._chance.integers(0, spare + 1)) if self._varies else spare // 2
        return clip[start : start + self._length]


def _decoded(path: Path, spec: BackboneSpec) -> Pixels:
    """A file's pictures at the network's rate, uint8 (T, H, W, 3)."""
    pictures: list[Pixels] = []
    with VideoReader(path) as reader:
        width_px, height_px = _size_px(reader.properties, round(spec.input_px * _MARGIN))
        next_s = 0.0
        for picture in reader.frames():
            if picture.time_s + 1e-6 >= next_s:
                pictures.append(picture.to_rgb(width_px, height_px))
                next_s = max(next_s + 1 / spec.rate_hz, picture.time_s)
    if not pictures:
        raise VideoError(f"{path.name} holds no pictures.")
    return np.stack(pictures)


def _size_px(properties: VideoProperties, short_px: int) -> tuple[int, int]:
    """Width and height of which the shorter is ``short_px``, or the video's own where it is smaller."""
    shorter = min(properties.width_px, properties.height_px)
    scale = min(1.0, short_px / shorter)
    return max(1, round(properties.width_px * scale)), max(1, round(properties.height_px * scale))
