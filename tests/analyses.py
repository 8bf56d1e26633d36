"""The one builder of libraries whose content is known, made without decoding and without a network.

A video is described by its vectors (:func:`analysis`) where only nearness matters, or by its shots
(:class:`KnownShot`) where images, labels and lengths matter as well.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from tests.videos import texture
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    Thumbnail,
    Vector,
    Video,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.library import Library

APPEARANCE = Space("looks@1", "appearance", 8, "looks")
MOTION = Space("moves@1", "motion", 4, "moves")
SHOT_S = 2.0
KNOWN_APPEARANCE = Space("still@1/64", "appearance", 64, "still")
KNOWN_MOTION = Space("moving@1/64", "motion", 64, "moving")
KNOWN_PROPERTIES = VideoProperties(0, Fraction(25), 1280, 720, 0, "h264", "yuv420p", True)


def unit(seed: int, dim: int = APPEARANCE.dim) -> Vector:
    """A random unit vector float32 (dim,)."""
    vector = np.random.default_rng(seed).normal(size=dim).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def look(group: int, seed: int, spread: float = 0.02, dim: int = KNOWN_APPEARANCE.dim) -> Vector:
    """A unit vector float32 (dim,) near the direction of its group."""
    vector = np.random.default_rng(group).normal(size=dim)
    vector = vector / np.linalg.norm(vector) + np.random.default_rng(10_000 + seed).normal(size=dim) * spread
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@lru_cache
def jpeg(seed: int, height_px: int = 90, width_px: int = 160) -> bytes:
    """The image of every keyframe of a group."""
    content = io.BytesIO()
    Image.fromarray(texture(seed, height_px, width_px)).save(content, "JPEG")
    return content.getvalue()


def properties(duration_s: float) -> VideoProperties:
    return VideoProperties(duration_s, Fraction(24000, 1001), 320, 180, 90, "h264", "yuv420p", True)


def keyframe(
    time_s: float, vector: Vector, space: Space = APPEARANCE, label: str = "cat"
) -> KeyframeAnalysis:
    prediction = Prediction(label, 0.75, "object", space.backbone)
    return KeyframeAnalysis(time_s, 12.5, b"jpeg", {space.name: vector}, (prediction,))


def clip(start_s: float, end_s: float, vector: Vector, label: str = "jumping") -> ClipAnalysis:
    prediction = Prediction(label, 0.5, "pretrained", MOTION.backbone)
    return ClipAnalysis(start_s, end_s, {MOTION.name: vector}, (prediction,))


def keyframe_times_s(start_s: float, length_s: float, count: int) -> list[float]:
    """Times spread evenly over a shot."""
    return [start_s + length_s * (place + 0.5) / count for place in range(count)]


def analysis(
    shots: Sequence[Sequence[Vector]],
    *,
    space: Space = APPEARANCE,
    motions: Mapping[int, Vector] | None = None,
    depth: Depth = Depth.FULL,
    warnings: tuple[str, ...] = (),
) -> VideoAnalysis:
    """Shots of two seconds; each has one keyframe for each of its vectors, spread evenly over it.

    Args:
        shots: Vectors of the keyframes, shot by shot.
        space: What the vectors lie in.
        motions: Vectors float32 (4,) of one clip for a shot, by the shot's number.
    """
    motions = motions or {}
    made = []
    for number, vectors in enumerate(shots):
        start_s = number * SHOT_S
        times_s = keyframe_times_s(start_s, SHOT_S, len(vectors))
        frames = tuple(keyframe(*one, space) for one in zip(times_s, vectors, strict=True))
        clips = (clip(start_s, start_s + SHOT_S, motions[number]),) if number in motions else ()
        made.append(ShotAnalysis(start_s, start_s + SHOT_S, frames, clips))
    spaces = (space, MOTION) if motions else (space,)
    return VideoAnalysis(properties(len(shots) * SHOT_S), depth, tuple(made), spaces, (), warnings)


@dataclass(frozen=True)
class KnownShot:
    """A shot of a known group.

    Attributes:
        group: Shots of one group look alike.
        sharpness: Of each keyframe, evenly spread in the shot.
        object: The label of its keyframes; empty for none.
        score: Of that label.
        action: The action of its clip; empty for no clip without ``motion``.
        motion: Shots of one number move alike; None where it is not known how they move.
        facts: What was measured of it.
    """

    group: int
    length_s: float
    sharpness: Sequence[float] = (100.0, 100.0)
    object: str = ""
    score: float = 0.95
    action: str = ""
    motion: int | None = None
    facts: SceneFacts | None = None


def known_analysis(
    shots: Sequence[KnownShot],
    spaces: Sequence[Space] = (KNOWN_APPEARANCE, KNOWN_MOTION),
    *,
    like: VideoProperties = KNOWN_PROPERTIES,
    spread: float = 0.02,
    strip_per_shot: int = 0,
) -> VideoAnalysis:
    """The analysis that a full pass over such shots would give.

    Args:
        spaces: What the vectors of keyframes lie in, and those of clips where there are any.
        like: All that is not known from the shots.
        spread: How far apart the vectors of one group are.
        strip_per_shot: How many images of the preview strip show a shot.
    """
    analysed: list[ShotAnalysis] = []
    strip: list[Thumbnail] = []
    start_s = 0.0
    appearance = spaces[0]
    for number, shot in enumerate(shots):
        end_s = start_s + shot.length_s
        image = jpeg(shot.group)
        labels = (Prediction(shot.object, shot.score, "object", appearance.backbone),) if shot.object else ()
        times_s = keyframe_times_s(start_s, shot.length_s, len(shot.sharpness))
        keyframes = tuple(
            KeyframeAnalysis(
                time_s=time_s,
                sharpness=sharpness,
                picture_jpeg=image,
                embeddings={appearance.name: look(shot.group, number * 100 + place, spread, appearance.dim)},
                predictions=labels,
            )
            for place, (time_s, sharpness) in enumerate(zip(times_s, shot.sharpness, strict=True))
        )
        analysed.append(
            ShotAnalysis(start_s, end_s, keyframes, _clips(shot, start_s, end_s, number), shot.facts)
        )
        strip += [
            Thumbnail(start_s + part * shot.length_s / strip_per_shot, image)
            for part in range(strip_per_shot)
        ]
        start_s = end_s
    found = replace(like, duration_s=like.duration_s or start_s)
    return VideoAnalysis(found, Depth.FULL, tuple(analysed), tuple(spaces), tuple(strip))


def _clips(shot: KnownShot, start_s: float, end_s: float, number: int) -> tuple[ClipAnalysis, ...]:
    """One clip over the whole shot where its action or its motion is known."""
    if not shot.action and shot.motion is None:
        return ()
    predictions = (Prediction(shot.action, 0.9, "pretrained", KNOWN_MOTION.backbone),) if shot.action else ()
    embeddings = {} if shot.motion is None else {KNOWN_MOTION.name: look(1000 + shot.motion, 5000 + number)}
    return (ClipAnalysis(start_s, end_s, embeddings, predictions),)


def store(library: Library, path: Path, analysed: VideoAnalysis) -> Video:
    """Put a video that was analysed into a library, with its caches; the file need not be there."""
    size_bytes, modified_ns = (path.stat().st_size, path.stat().st_mtime_ns) if path.exists() else (1, 1)
    video = library.catalogue.add_video(path, f"fp-{path!a}", size_bytes, modified_ns)
    library.catalogue.store_analysis(video.id, analysed)
    if analysed.strip:
        pictures = [
            Thumbnail(keyframe.time_s, keyframe.picture_jpeg)
            for shot in analysed.shots
            for keyframe in shot.keyframes
        ]
        library.write_caches(video.id, analysed.strip, pictures)
    return library.catalogue.video(video.id)


def add_video(
    library: Library, path: Path, shots: Sequence[KnownShot], rate_hz: Fraction = Fraction(25)
) -> int:
    """Put a video of these shots into a library; return its id."""
    like = replace(KNOWN_PROPERTIES, frame_rate_hz=rate_hz)
    return store(library, path, known_analysis(shots, like=like)).id
