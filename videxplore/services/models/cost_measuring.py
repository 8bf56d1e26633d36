"""The time that a model takes for a part of a video, measured where torch and PyAV may be loaded."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from videxplore.backbones.registry import backbone_spec
from videxplore.backbones.runtime.devices import choose_device
from videxplore.backbones.runtime.loading import untrained_backbone
from videxplore.core.task import Task
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.passes import clip_pass, embed_keyframes
from videxplore.services.indexing.analysis.text_recognition import screen_lines
from videxplore.services.indexing.messages import StoredShot
from videxplore.transcription.screen_text import ScreenTextReader
from videxplore.transcription.speech_cost import speech_cost_s
from videxplore.video.reading.reader import VideoReader


def unit_cost(
    name: str, device: str, sample: tuple[Path, Sequence[StoredShot]] | None
) -> tuple[int, float | None]:
    """Number of parameters of a backbone, and seconds for a keyframe or for a second of video.

    Args:
        name: The backbone.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        sample: A file and its first shots; without any, only the parameters are counted.
    """
    spec = backbone_spec(name)
    backbone = untrained_backbone(spec, device)
    parameters = sum(one.numel() for one in backbone.network.parameters())
    if sample is None:
        return parameters, None
    path, shots = sample
    side = np.zeros((64, 64, 3), np.uint8)
    # The first time is slower than the others.
    backbone.run([side if spec.kind == "image" else np.stack([side] * spec.frames)])
    started_s = time.perf_counter()
    with VideoReader(path) as reader:
        if spec.kind == "image":
            with InferenceLane(backbone, max(1, len(shots))) as lane:
                done: float = len(embed_keyframes(reader, shots, lane, backbone.space.name, Task()))
        else:
            clip_pass(reader, shots, backbone, Task())
            done = sum(shot.end_s - shot.start_s for shot in shots)
    wall_s = time.perf_counter() - started_s
    return parameters, wall_s / done if done else None


def speech_cost(name: str, device: str) -> float:
    """Seconds that a model of speech takes for a second of speech; ``device`` as in :func:`unit_cost`.

    Raises:
        MissingPackageError: If what recognises speech is not installed.
    """
    return speech_cost_s(name, choose_device(device).name)


def screen_cost(sample: tuple[Path, Sequence[StoredShot]]) -> float | None:
    """Seconds that reading text on screen takes for a second of video; None where nothing was read.

    Args:
        sample: A file and its first shots.

    Raises:
        MissingPackageError: If what reads text is not installed.
        VideoError: If the file cannot be read.
    """
    path, shots = sample
    text = ScreenTextReader()
    # The first time is slower than the others.
    text.read(np.zeros((64, 64, 3), np.uint8))
    started_s = time.perf_counter()
    with VideoReader(path) as reader:
        screen_lines(reader, shots, text.read, Task())
    wall_s = time.perf_counter() - started_s
    done_s = sum(shot.end_s - shot.start_s for shot in shots)
    return wall_s / done_s if done_s > 0 else None
