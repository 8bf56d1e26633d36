"""Libraries of synthesised analyses whose groups are known."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from tests.videos import texture
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.library import Library

APPEARANCE = Space("still@1/64", "appearance", 64, "still")
MOTION = Space("moving@1/64", "motion", 64, "moving")


@dataclass(frozen=True)
class KnownShot:
    """A shot of a known group.

    Attributes:
        group: Shots of one group look alike.
        sharpness: Of each keyframe, evenly spread in the shot.
        action: The action of its clip; empty for no clip without ``motion``.
        motion: Shots of one number move alike; None where it is not known how they move.
    """

    group: int
    length_s: float
    sharpness: Sequence[float] = (100.0, 100.0)
    object: str = ""
    action: str = ""
    motion: int | None = None


def look(group: int, seed: int, spread: float = 0.02) -> Vector:
    """A unit vector float32 (64,) near the direction of its group."""
    vector = np.random.default_rng(group).normal(size=64)
    vector = vector / np.linalg.norm(vector) + np.random.default_rng(10_000 + seed).normal(size=64) * spread
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def jpeg(seed: int) -> bytes:
    """A small picture."""
    content = io.BytesIO()
    Image.fromarray(texture(seed, 90, 160)).save(content, "JPEG")
    return content.getvalue()


def analysis_of(shots: Sequence[KnownShot], rate_hz: Fraction = Fraction(25)) -> VideoAnalysis:
    """The analysis that a full pass over such shots would give."""
    analysed: list[ShotAnalysis] = []
    start_s = 0.0
    for number, shot in enumerate(shots):
        end_s = start_s + shot.length_s
        keyframes = tuple(
            KeyframeAnalysis(
                time_s=start_s + shot.length_s * (place + 0.5) / len(shot.sharpness),
                sharpness=sharpness,
                picture_jpeg=jpeg(shot.group),
                embeddings={APPEARANCE.name: look(shot.group, number * 100 + place)},
                predictions=(Prediction(shot.object, 0.8, "object", "still"),) if shot.object else (),
            )
            for place, sharpness in enumerate(shot.sharpness)
        )
        analysed.append(ShotAnalysis(start_s, end_s, keyframes, _clips(shot, start_s, end_s, number)))
        start_s = end_s
    properties = VideoProperties(start_s, rate_hz, 1280, 720, 0, "h264", "yuv420p", True)
    return VideoAnalysis(properties, Depth.FULL, tuple(analysed), (APPEARANCE, MOTION))


def _clips(shot: KnownShot, start_s: float, end_s: float, number: int) -> tuple[ClipAnalysis, ...]:
    """One clip over the whole shot where its action or its motion is known."""
    if not shot.action and shot.motion is None:
        return ()
    predictions = (Prediction(shot.action, 0.9, "pretrained", "moving"),) if shot.action else ()
    embeddings = {} if shot.motion is None else {MOTION.name: look(1000 + shot.motion, 5000 + number)}
    return (ClipAnalysis(start_s, end_s, embeddings, predictions),)


def add_video(
    library: Library, path: Path, shots: Sequence[KnownShot], rate_hz: Fraction = Fraction(25)
) -> int:
    """Put a video of these shots into a library; return its id."""
    video = library.catalogue.add_video(path, ascii(path), 1, 1)
    library.catalogue.store_analysis(video.id, analysis_of(shots, rate_hz))
    return video.id
