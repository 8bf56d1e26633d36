"""Decodes what models are run on or trained on: a moment of a video, or labelled clips in folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.errors import SeekError, VideoError
from videxplore.core.file_names import is_file, is_folder
from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.video.reading.reader import VideoReader

HELD_OUT_SHARE = 0.2

_MARGIN = 1.25
"""Clips are kept a quarter longer and larger than the model's input, for augmentation."""


def moment_input(video: Path, time_s: float | None, spec: BackboneSpec) -> Pixels:
    """The frame uint8 (H, W, 3) at a time, or the clip uint8 (T, H, W, 3) around it.

    Args:
        video: The file.
        time_s: In seconds; None for the middle of the video.
        spec: The backbone: whether it takes frames or clips, their length and frame rate.

    Raises:
        VideoError: If the video cannot be read, or has no such time.
    """
    with VideoReader(video) as reader:
        duration_s = reader.properties.duration_s
        at_s = duration_s / 2 if time_s is None else time_s
        if spec.kind == "image":
            return reader.frame_at(at_s).to_rgb()
        last_s = max(0.0, duration_s - 1e-3)
        start_s = max(0.0, at_s - spec.clip_s / 2)
        if start_s > last_s:
            raise SeekError(f"{video.name} has no frame at {time_s} s.")
        wanted = [min(start_s + (number + 0.5) / spec.rate_hz, last_s) for number in range(spec.frames)]
        return np.stack([reader.frame_at(one_s).to_rgb() for one_s in wanted])


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A file and the number of its class."""

    path: Path
    label: int


def find_labelled(folder: Path) -> tuple[tuple[str, ...], list[LabelledFile]]:
    """The classes of ``folder`` (its folders, by name) and the files in them.

    Raises:
        VideoError: If there are fewer than two classes with files.
    """
    try:
        folders = [one for one in sorted(folder.iterdir()) if is_folder(one) and not one.name.startswith(".")]
        files_of = {one.name: sorted(file for file in one.iterdir() if is_file(file)) for one in folders}
    except OSError as error:
        raise VideoError(f"The folder {folder} cannot be read: {error}.") from error
    classes = tuple(name for name, files in files_of.items() if files)
    if len(classes) < 2:
        raise VideoError(
            f"{folder} holds no folders of clips: put them in {folder.name}/CLASS/CLIP, two classes or more."
        )
    return classes, [
        LabelledFile(file, number) for number, name in enumerate(classes) for file in files_of[name]
    ]


def split(files: Sequence[LabelledFile], seed: int = 0) -> tuple[list[LabelledFile], list[LabelledFile]]:
    """Files to train on, and a fifth of each class (at least one if there are two) to validate on."""
    rng = np.random.default_rng(seed)
    training: list[LabelledFile] = []
    held_out: list[LabelledFile] = []
    for label in sorted({file.label for file in files}):
        own = [file for file in files if file.label == label]
        order = rng.permutation(len(own))
        count = max(1, round(len(own) * HELD_OUT_SHARE)) if len(own) > 1 else 0
        held_out += [own[i] for i in order[:count]]
        training += [own[i] for i in order[count:]]
    return training, held_out


class DecodedClips:
    """Labelled clips, decoded: a :class:`videxplore.backbones.trainer.ClipSet`."""

    def __init__(
        self, files: Sequence[LabelledFile], spec: BackboneSpec, task: Task, *, is_random: bool
    ) -> None:
        """Decode the files at the model's frame rate and about its input size.

        Args:
            files: Those that cannot be read are skipped and listed in ``failed``.
            spec: The backbone.
            task: Receives the number of files done.
            is_random: Whether ``clip`` returns random parts of a long file rather than its middle.

        Raises:
            Cancelled: If the task was cancelled.
        """
        self._is_random = is_random
        self._length = round(spec.frames * _MARGIN)
        self._rng = np.random.default_rng(0)
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
        start = int(self._rng.integers(0, spare + 1)) if self._is_random else spare // 2
        return clip[start : start + self._length]


def _decoded(path: Path, spec: BackboneSpec) -> Pixels:
    """A file's frames at the model's frame rate, uint8 (T, H, W, 3)."""
    frames: list[Pixels] = []
    with VideoReader(path) as reader:
        width_px, height_px = _size_px(reader.properties, round(spec.input_px * _MARGIN))
        next_s = 0.0
        for frame in reader.frames():
            if frame.time_s + 1e-6 >= next_s:
                frames.append(frame.to_rgb(width_px, height_px))
                next_s = max(next_s + 1 / spec.rate_hz, frame.time_s)
    if not frames:
        raise VideoError(f"{path.name} holds no frames.")
    return np.stack(frames)


def _size_px(properties: VideoProperties, short_px: int) -> tuple[int, int]:
    """Width and height of which the shorter one is ``short_px``, or the video's own if it is smaller."""
    shorter = min(properties.width_px, properties.height_px)
    scale = min(1.0, short_px / shorter)
    return max(1, round(properties.width_px * scale)), max(1, round(properties.height_px * scale))
