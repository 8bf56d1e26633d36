"""Small files that claim to be huge, from raw bytes and from packets."""

import struct
import zlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt


def png(width_px: int, height_px: int, *, depth: int = 8, colour: int = 2, channels: int = 3) -> bytes:
    """A black PNG; ``colour`` is the colour type of its header."""
    row = bytes(1 + (width_px * depth * channels + 7) // 8)
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(row) for _ in range(height_px)) + packer.flush()
    header = struct.pack(">IIBBBBB", width_px, height_px, depth, colour, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def gif(width_px: int, height_px: int, pictures: int = 1) -> bytes:
    """A GIF whose pictures hold one pixel of data each."""
    head = b"GIF89a" + struct.pack("<HHBBB", width_px, height_px, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    delay = b"\x21\xf9\x04\x00\x0a\x00\x00\x00"
    place = b"\x2c" + struct.pack("<HHHHB", 0, 0, width_px, height_px, 0)
    return head + (delay + place + b"\x02\x02\x4c\x01\x00") * pictures + b"\x3b"


def write_pictures(
    path: Path, pictures: Sequence[bytes], times_s: Sequence[float], codec: str, size_px: tuple[int, int]
) -> Path:
    """A video of pictures that are compressed already; ``size_px`` is what its header says."""
    pixel_formats = {"png": "rgba64be", "mjpeg": "yuvj420p"}
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size_px
        stream.pix_fmt = pixel_formats[codec]
        stream.time_base = Fraction(1, 1000)
        for data, time_s in zip(pictures, times_s, strict=True):
            packet = av.Packet(data)
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, 1000), True
            packet.pts = packet.dts = round(time_s * 1000)
            packet.duration = 40
            output.mux(packet)
    return path


def jpeg(level: int, side_px: int = 64) -> bytes:
    """A grey picture as a JPEG that a decoder of video reads."""
    context = av.CodecContext.create("mjpeg", "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width = context.height = side_px
    context.pix_fmt, context.time_base = "yuvj420p", Fraction(1, 25)
    pixels = np.full((side_px, side_px, 3), level, np.uint8)
    pixels[: side_px // 2] = 255 - level
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuvj420p")
    frame.pts = 0
    return bytes(context.encode(frame)[0])


def write_sound_at(
    path: Path,
    starts_s: Sequence[float],
    *,
    pictures_s: Sequence[float] = (0.0, 1.0),
    codec: str = "pcm_s16le",
) -> Path:
    """A video with a tenth of a second of loud sound at each start, and pictures at their times."""
    wave = (0.5 * np.sin(np.arange(4800) / 20)).astype(np.float32)
    timed: list[tuple[float, av.Packet[Any]]] = []
    with av.open(str(path), "w") as output:
        video = output.add_stream("mjpeg", rate=25)
        sound = output.add_stream(codec, rate=48_000, layout="stereo")
        assert isinstance(video, av.VideoStream)
        assert isinstance(sound, av.AudioStream)
        video.width = video.height = 64
        video.pix_fmt, video.time_base = "yuvj420p", Fraction(1, 1000)
        for number, time_s in enumerate(pictures_s):
            packet = av.Packet(jpeg(40 * number % 200))
            packet.stream, packet.time_base, packet.is_keyframe = video, Fraction(1, 1000), True
            packet.pts = packet.dts = round(time_s * 1000)
            packet.duration = 40
            timed.append((time_s, packet))
        for start_s in starts_s:
            for encoded in _encoded_sound(wave, codec):
                encoded.stream, encoded.time_base = sound, Fraction(1, 48_000)
                time_s = start_s + (encoded.pts or 0) / 48_000
                encoded.pts = encoded.dts = round(time_s * 48_000)
                timed.append((time_s, encoded))
        for _, packet in sorted(timed, key=lambda one: one[0]):
            output.mux(packet)
    return path


def _encoded_sound(wave: npt.NDArray[np.float32], codec: str) -> "list[av.Packet[Any]]":
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, av.AudioCodecContext)
    context.sample_rate, context.layout = 48_000, "stereo"
    context.format, context.time_base = "s16" if codec.startswith("pcm") else "fltp", Fraction(1, 48_000)
    frame = av.AudioFrame.from_ndarray(np.tile(wave, (2, 1)), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
    return [*context.encode(frame), *context.encode(None)]
