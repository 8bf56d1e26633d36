"""Where and when in its clip an action is seen: the clip that a video model named, and its heat."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.library import Library
from videxplore.services.playback.playing import open_reader
from videxplore.services.recognition import recognition_of

if TYPE_CHECKING:
    from videxplore.backbones.explain.saliency import Heat


@dataclass(frozen=True, slots=True)
class ActionClip:
    """A clip in which a video model named an action.

    Attributes:
        path: Its file.
        model: The video model.
    """

    path: Path
    start_s: float
    end_s: float
    model: str

    def part_at(self, time_s: float, parts: int) -> int:
        """Which of so many even parts of the clip holds a time; the nearest where none does."""
        share = (time_s - self.start_s) / (self.end_s - self.start_s)
        return min(parts - 1, max(0, int(share * parts)))


def clip_of_action(library: Library, video_id: int, time_s: float, label: str) -> ActionClip | None:
    """The clip at a time in which a video model named ``label``; None where no model did.

    Raises:
        UnknownError: If there is no such video.
    """
    spans = recognition_of(library, video_id).spans_at(time_s)
    for span in spans:
        named = [one for one in span.predictions if one.source == "pretrained" and one.label == label]
        if named and span.end_s > span.start_s:
            path = library.catalogue.video(video_id).path
            return ActionClip(path, span.start_s, span.end_s, named[0].model)
    return None


def clip_frames(clip: ActionClip, spec: BackboneSpec, task: Task) -> Pixels:
    """The frames of a clip as its model sees them: uint8 (``spec.frames``, H, W, 3), evenly spread over it.

    Raises:
        VideoError: If the file cannot be read, or has no such frames.
        Cancelled: If the task was cancelled.
    """
    step_s = (clip.end_s - clip.start_s) / spec.frames
    wanted_s = [clip.start_s + (number + 0.5) * step_s for number in range(spec.frames)]
    with open_reader(clip.path) as reader:
        properties = reader.properties
        shorter_px = min(properties.width_px, properties.height_px)
        scale = min(1.0, max((spec.input_px, *spec.preprocessing.resize_px)) / shorter_px)
        size = max(1, round(properties.width_px * scale)), max(1, round(properties.height_px * scale))
        taken = []
        for time_s in wanted_s:
            task.checkpoint()
            taken.append(reader.frame_at(time_s).to_rgb(*size))
    return np.stack(taken)


def strongest_s(clip: ActionClip, heat: "Heat") -> float | None:
    """When the action is seen most in a clip, in seconds of the video; None where it is nowhere."""
    by_time = heat.values.sum((1, 2))
    if not by_time.any():
        return None
    return clip.start_s + (int(by_time.argmax()) + 0.5) / len(by_time) * (clip.end_s - clip.start_s)
