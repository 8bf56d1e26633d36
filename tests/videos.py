"""Videos synthesised with known truth, encoded for real with PyAV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Encoding:
    """How a synthesised video is written.

    Attributes:
        frame_rate_hz: Constant frame rate.
        gop_frames: Distance between sync frames.
        options: Options of the encoder.
        container_options: Options of the container.
        start_s: Time of the first frame.
        pixel_aspect: Width of a pixel to its height.
        rotation_deg: How far a player has to turn the frames, clockwise.
        tags: Metadata of the container.
        numbers: The numbers of the frames, for a variable rate; one after the other where empty.
    """

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    frame_rate_hz: Fraction = Fraction(25)
    gop_frames: int = 25
    options: Mapping[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "crf": "18"})
    container_options: Mapping[str, str] = field(default_factory=dict)
    start_s: Fraction = Fraction(0)
    pixel_aspect: Fraction | None = None
    rotation_deg: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    numbers: Sequence[int] = ()


def write_video(path: Path, pictures: Iterable[Picture], encoding: Encoding | None = None) -> Path:
    """Encode RGB pictures uint8 (H, W, 3), all of one size, into ``path``."""
    encoding = encoding or Encoding()
    first = round(encoding.start_s * encoding.frame_rate_hz)
    with av.open(str(path), "w", container_options=dict(encoding.container_options)) as container:
        container.metadata.update(encoding.tags)
        stream: av.VideoStream | None = None
        for number, picture in enumerate(pictures):
            if stream is None:
                added = container.add_stream(encoding.codec, encoding.frame_rate_hz)
                assert isinstance(added, av.VideoStream)
                stream = added
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = encoding.pixel_format
                stream.codec_context.gop_size = encoding.gop_frames
                stream.options = dict(encoding.options)
                if encoding.pixel_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = encoding.pixel_aspect
                if encoding.rotation_deg:
                    # FFmpeg counts the turn counter-clockwise.
                    stream.set_display_rotation(-encoding.rotation_deg)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = first + (encoding.numbers[number] if encoding.numbers else number)
            frame.time_base = 1 / encoding.frame_rate_hz
            container.mux(stream.encode(frame))
        assert stream is not None, "a video needs at least one picture"
        container.mux(stream.encode())
    return path


@lru_cache(maxsize=64)
def texture(seed: int, height_px: int = 180, width_px: int = 320) -> Picture:
    """A smooth random colour picture uint8 (H, W, 3): as different from another seed's as two scenes are."""
    generator = np.random.default_rng(seed)
    rows = np.linspace(0, 1, height_px)[:, None, None]
    columns = np.linspace(0, 1, width_px)[None, :, None]
    picture = np.full((height_px, width_px, 3), 0.0)
    for _ in range(6):
        frequency = 2 * np.pi * generator.uniform(1, 6, size=(2, 1, 1, 3))
        phase = generator.uniform(0, 2 * np.pi, size=(1, 1, 3))
        down, across = frequency[0] * rows, frequency[1] * columns + phase
        # The sine of a sum from those of its parts: a few hundred sines instead of some for every pixel.
        wave = np.sin(down) * np.cos(across) + np.cos(down) * np.sin(across)
        picture += generator.uniform(0.3, 1.0, size=(1, 1, 3)) * wave
    scaled: Picture = (40 + 175 * (picture - picture.min()) / np.ptp(picture)).astype(np.uint8)
    scaled.setflags(write=False)
    return scaled


def shots(seeds: Iterable[int], frames_per_shot: int, drift_px: int = 1) -> Iterator[Picture]:
    """Shots with hard cuts between them; within a shot the picture drifts sideways."""
    for seed in seeds:
        picture = texture(seed)
        for number in range(frames_per_shot):
            yield np.roll(picture, number * drift_px, axis=1)


def moving(seed: int, step_px: int) -> Iterator[Picture]:
    """Twenty small pictures of a texture that moves sideways."""
    picture = texture(seed, 72, 96)
    for number in range(20):
        yield np.roll(picture, number * step_px, axis=1)
