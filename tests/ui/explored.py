"""A library with videos whose scenes, labels and strips are known, without any network."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from tests.analyses import store
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Thumbnail,
    Video,
    VideoAnalysis,
)
from videxplore.services.library import Library
from videxplore.video.reading.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg

STRIP_HEIGHT_PX = 108


def add_explored(
    library: Library,
    path: Path,
    cuts_s: Sequence[float] = (),
    labels: Sequence[str] = (),
    strip_every_s: float = 0.5,
) -> Video:
    """Store a video with scenes between the given cuts, one label for each, and its preview strip."""
    strip: list[Thumbnail] = []
    with VideoReader(path) as reader:
        properties = reader.properties
        for picture in reader.frames():
            if not strip or picture.time_s >= strip[-1].time_s + strip_every_s - 1e-6:
                strip.append(
                    Thumbnail(picture.time_s, encode_jpeg(picture.to_rgb(height_px=STRIP_HEIGHT_PX)))
                )
    edges_s = [0.0, *cuts_s, properties.duration_s]
    shots = []
    for number, (start_s, end_s) in enumerate(pairwise(edges_s)):
        middle_s = (start_s + end_s) / 2
        nearest = min(strip, key=lambda one, at_s=middle_s: abs(one.time_s - at_s))  # type: ignore[misc]
        keyframe = KeyframeAnalysis(nearest.time_s, 100.0, nearest.picture_jpeg)
        clips: tuple[ClipAnalysis, ...] = ()
        if number < len(labels):
            prediction = Prediction(labels[number], 0.55 + 0.07 * (number % 6), "pretrained", "test")
            clips = (ClipAnalysis(start_s, end_s, predictions=(prediction,)),)
        shots.append(ShotAnalysis(start_s, end_s, (keyframe,), clips))
    return store(library, path, VideoAnalysis(properties, Depth.FULL, tuple(shots), (), tuple(strip)))
