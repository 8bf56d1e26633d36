"""Videos of several tracks and programmes, synthesised with known truth."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition

from tests.barcode import numbered
from videxplore.video.audio import SAMPLE_RATE_HZ

RATE_HZ = 25


@dataclass(frozen=True)
class Track:
    """A track of numbered pictures; the first number is given."""

    codec: str = "libx264"
    size_px: tuple[int, int] = (160, 96)
    count: int = 20
    first: int = 0
    disposition: Disposition = Disposition.default


def write_tracks(
    path: Path, tracks: Sequence[Track], tones_hz: Sequence[int] = (), options: dict[str, str] | None = None
) -> Path:
    """Write tracks of pictures, and one of sound for each tone, as long as the longest."""
    formats = {"mjpeg": "yuvj420p", "png": "rgb24"}
    longest = max(track.count for track in tracks)
    with av.open(str(path), "w", container_options=options or {}) as container:
        streams = []
        for track in tracks:
            stream = container.add_stream(track.codec, RATE_HZ)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height = track.size_px
            stream.pix_fmt = formats.get(track.codec, "yuv420p")
            stream.disposition = track.disposition
            streams.append(stream)
        sounds = [container.add_stream("mp2", rate=SAMPLE_RATE_HZ, layout="stereo") for _ in tones_hz]
        for number in range(longest):
            for track, stream in zip(tracks, streams, strict=True):
                if number < track.count:
                    picture = numbered(track.first + number, track.size_px[1], track.size_px[0])
                    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                    frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
                    container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode())
        for tone_hz, sound in zip(tones_hz, sounds, strict=True):
            assert isinstance(sound, av.AudioStream)
            times_s = np.arange(SAMPLE_RATE_HZ * longest // RATE_HZ) / SAMPLE_RATE_HZ
            wave = (0.4 * np.sin(2 * np.pi * tone_hz * times_s)).astype(np.float32)
            samples = av.AudioFrame.from_ndarray(np.tile(wave, (2, 1)), format="fltp", layout="stereo")
            samples.sample_rate, samples.pts = SAMPLE_RATE_HZ, 0
            container.mux(sound.encode(samples))
            container.mux(sound.encode(None))
    return path


def write_programmes(path: Path, tracks: Sequence[Track], tones_hz: Sequence[int | None]) -> Path:
    """A transport stream of several programmes, each with a film and the sound of its tone."""
    packets = []
    for number, (track, tone) in enumerate(zip(tracks, tones_hz, strict=True)):
        options = {
            "mpegts_service_id": str(number + 1),
            "mpegts_pmt_start_pid": str(0x1000 + number),
            "mpegts_start_pid": str(0x100 + 16 * number),
        }
        one = write_tracks(
            path.with_name(f"{number}.ts"), [track], [] if tone is None else [tone], options=options
        )
        data = one.read_bytes()
        one.unlink()
        packets.append([data[at : at + 188] for at in range(0, len(data), 188)])
    programmes = b"".join(
        struct.pack(">HH", number + 1, 0xE000 | 0x1000 + number) for number in range(len(tracks))
    )
    section = struct.pack(">BHHBBB", 0, 0xB000 | 9 + len(programmes), 1, 0xC1, 0, 0) + programmes
    table = b"G\x40\x00\x10\x00" + section + struct.pack(">I", _mpeg_crc(section))
    joined = [table.ljust(188, b"\xff")]
    for at in range(max(map(len, packets))):
        for one_programme in packets:
            table_pids = (b"\x40\x00", b"\x40\x11")
            joined += [one for one in one_programme[at : at + 1] if one[1:3] not in table_pids]
    path.write_bytes(b"".join(joined))
    return path


def _mpeg_crc(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc >> 31 else 0)) & 0xFFFFFFFF
    return crc
