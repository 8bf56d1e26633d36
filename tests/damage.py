"""Small videos of many containers, and damaged variants of them."""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.videos import texture

FORMATS: dict[str, tuple[str, str, str]] = {
    # Name of the file: codec, pixel format and codec of the sound, if any.
    "h264.mp4": ("libx264", "yuv420p", "aac"),
    "hevc.mp4": ("libx265", "yuv420p", ""),
    "mpeg4.3gp": ("mpeg4", "yuv420p", "aac"),
    "prores.mov": ("prores_ks", "yuv422p10le", "pcm_s16le"),
    "mjpeg.mov": ("mjpeg", "yuvj420p", "pcm_s16le"),
    "png.mov": ("png", "rgba", ""),
    "h264.mkv": ("libx264", "yuv420p", "flac"),
    "ffv1.mkv": ("ffv1", "bgr0", "pcm_s16le"),
    "vp8.webm": ("libvpx", "yuv420p", "libopus"),
    "vp9.webm": ("libvpx-vp9", "yuv420p", ""),
    "mpeg4.avi": ("mpeg4", "yuv420p", "mp3"),
    "mjpeg.avi": ("mjpeg", "yuvj420p", "pcm_s16le"),
    "h264.flv": ("libx264", "yuv420p", "aac"),
    "flv1.flv": ("flv", "yuv420p", ""),
    "h264.ts": ("libx264", "yuv420p", "aac"),
    "mpeg2.ts": ("mpeg2video", "yuv420p", "mp2"),
    "mpeg2.mpg": ("mpeg2video", "yuv420p", "mp2"),
    "mpeg2.vob": ("mpeg2video", "yuv420p", "ac3"),
    "wmv2.wmv": ("wmv2", "yuv420p", "mp3"),
    "mpeg2.mxf": ("mpeg2video", "yuv422p", ""),
    "mpeg4.nut": ("mpeg4", "yuv420p", "pcm_s16le"),
    "vp8.ogv": ("libvpx", "yuv420p", "flac"),
    "raw.h264": ("libx264", "yuv420p", ""),
    "raw.hevc": ("libx265", "yuv420p", ""),
    "raw.y4m": ("wrapped_avframe", "yuv420p", ""),
    "raw.mjpeg": ("mjpeg", "yuvj420p", ""),
    "vp8.ivf": ("libvpx", "yuv420p", ""),
    "dv.dv": ("dvvideo", "yuv420p", ""),
}
_OPTIONS = {
    "libx264": {"preset": "ultrafast", "bf": "2", "b-adapt": "0"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:keyint=8"},
    "libvpx": {"cpu-used": "8", "deadline": "realtime"},
    "libvpx-vp9": {"cpu-used": "8", "deadline": "realtime"},
}
_RATE_HZ = 25
_SOUND_HZ = 48_000


def write_seed(folder: Path, name: str, frames: int = 25) -> Path:
    """A video of 160 x 120, of DV 720 x 576, with a cut in its middle, and sound if the format has some."""
    codec, pixel_format, sound_codec = FORMATS[name]
    height_px, width_px = (576, 720) if codec == "dvvideo" else (120, 160)
    frames = frames if height_px == 120 else 5
    path = folder / name
    with av.open(str(path), "w") as output:
        video = output.add_stream(codec, _RATE_HZ, options=dict(_OPTIONS.get(codec, {})))
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = width_px, height_px, pixel_format
        video.codec_context.gop_size = 8
        sound = output.add_stream(sound_codec, _SOUND_HZ, layout="stereo") if sound_codec else None
        for number in range(frames):
            picture = np.roll(texture(1 + 2 * number // frames, height_px, width_px), 3 * number, axis=1)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, _RATE_HZ)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        if isinstance(sound, av.AudioStream):
            for part in _sound(frames, sound):
                output.mux(sound.encode(part))
            output.mux(sound.encode(None))
    return path


def _sound(frames: int, sound: av.AudioStream) -> Iterator[av.AudioFrame]:
    samples = np.tile(0.3 * np.sin(np.arange(_SOUND_HZ * frames // _RATE_HZ) / 15), (2, 1)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = _SOUND_HZ, 0, Fraction(1, _SOUND_HZ)
    size = sound.codec_context.frame_size or None
    resampler = av.AudioResampler(sound.codec_context.format, "stereo", _SOUND_HZ, size)
    yield from resampler.resample(frame)
    yield from resampler.resample(None)


Damage = Callable[[bytes, random.Random], bytes]
_EDGE_BYTES = 4096


def cut(content: bytes, generator: random.Random) -> bytes:
    """Cut short."""
    return content[: generator.randrange(len(content))]


def flip(content: bytes, generator: random.Random) -> bytes:
    """Bits flipped: anywhere, or where containers keep their indexes."""
    changed = bytearray(content)
    edge = min(_EDGE_BYTES, len(changed))
    places = generator.choice([range(len(changed)), range(edge), range(len(changed) - edge, len(changed))])
    for _ in range(generator.choice([1, 10, 100, 1000])):
        changed[generator.choice(places)] ^= 1 << generator.randrange(8)
    return bytes(changed)


def overwrite_head(content: bytes, generator: random.Random) -> bytes:
    """A few numbers near the start replaced by extreme ones."""
    changed = bytearray(content)
    for _ in range(generator.choice([1, 2, 8])):
        size = generator.choice([1, 2, 4, 8])
        at = generator.randrange(max(1, min(_EDGE_BYTES, len(changed)) - size))
        value = generator.choice([0, 1, (1 << 8 * size - 1) - 1, 1 << 8 * size - 1, (1 << 8 * size) - 1])
        changed[at : at + size] = value.to_bytes(size, generator.choice(["big", "little"]))
    return bytes(changed)


def swap(content: bytes, generator: random.Random) -> bytes:
    """Two stretches in each other's place, in MP4 mostly whole boxes."""
    starts = [match - 4 for match in _boxes(content)] or [0]
    if len(starts) > 2 and generator.random() < 0.7:
        one, other = sorted(generator.sample(starts, 2))
        end = other + int.from_bytes(content[other : other + 4], "big")
        end = end if other < end <= len(content) else len(content)
        return content[:one] + content[other:end] + content[one:other] + content[end:]
    size = min(generator.choice([8, 64, 512, 4096]), len(content) // 2)
    one, other = (generator.randrange(len(content) - size + 1) for _ in range(2))
    changed = bytearray(content)
    changed[one : one + size], changed[other : other + size] = (
        content[other : other + size],
        content[one : one + size],
    )
    return bytes(changed)


def repeat(content: bytes, generator: random.Random) -> bytes:
    """A stretch twice, or one missing."""
    one, other = sorted(generator.randrange(len(content)) for _ in range(2))
    other = min(other, one + _EDGE_BYTES)
    if generator.random() < 0.5:
        return content[:other] + content[one:]
    return content[:one] + content[other:]


def _boxes(content: bytes) -> list[int]:
    kinds = (
        b"moov",
        b"mdat",
        b"trak",
        b"mdia",
        b"minf",
        b"stbl",
        b"stsd",
        b"stts",
        b"stsz",
        b"stco",
        b"stsc",
    )
    found = (content.find(kind) for kind in (*kinds, b"mvhd", b"tkhd", b"mdhd", b"edts", b"ctts", b"stss"))
    return [at for at in found if at >= 4]


WAYS: tuple[Damage, ...] = (cut, flip, flip, overwrite_head, swap, repeat)


def damaged(content: bytes, generator: random.Random) -> bytes:
    """The content, damaged in one or two ways."""
    for _ in range(generator.choice([1, 1, 1, 2])):
        content = generator.choice(WAYS)(content, generator) or content
    return content
