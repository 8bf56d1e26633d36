"""Which tracks of a file are its film and its sound, and which others can be chosen."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from tests.barcode import numbered, read_number
from videxplore.core.task import Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader
from videxplore.video.reader import VideoReader, probe
from videxplore.video.tracks import read_tracks
from videxplore.video.writer import write_clip

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


def first_number(path: Path, track: int | None = None) -> int | None:
    with VideoReader(path, track=track) as reader:
        return read_number(next(reader.frames()).to_rgb())


def tone_hz(path: Path, track: int | None = None) -> int:
    """The loudest frequency of a file's sound, to 20 Hz."""
    with AudioReader(path, track) as reader:
        samples = np.concatenate(list(reader.continuous(0.1, 0.5)))[:, 0]
    spectrum = np.abs(np.fft.rfft(samples))
    return round(int(spectrum.argmax()) * SAMPLE_RATE_HZ / len(samples) / 20) * 20


COVER = Track("mjpeg", (640, 360), count=1, first=900)
NONE = Disposition(0)


@pytest.mark.parametrize(
    ("suffix", "cover_codec"), [("mkv", "mjpeg"), ("mov", "png"), ("mp4", "mjpeg"), ("avi", "mjpeg")]
)
@pytest.mark.parametrize("flags", [(True, True), (False, False), (False, True)], ids=str)
@pytest.mark.parametrize("cover_first", [False, True])
def test_track_of_one_picture_is_no_film(
    tmp_path: Path, suffix: str, flags: tuple[bool, bool], cover_first: bool, cover_codec: str
) -> None:
    film, cover = (Disposition.default if flag else NONE for flag in flags)
    tracks = [
        Track(first=5, disposition=film),
        Track(cover_codec, (640, 360), count=1, first=900, disposition=cover),
    ]
    path = write_tracks(tmp_path / f"film.{suffix}", tracks[::-1] if cover_first else tracks)
    properties = probe(path)
    assert (properties.width_px, properties.codec) == (160, "h264")
    assert properties.duration_s == pytest.approx(20 / RATE_HZ, abs=0.002)
    assert first_number(path) == 5


def test_cover_beside_a_fragmented_film_is_no_film(tmp_path: Path) -> None:
    options = {"movflags": "frag_keyframe+empty_moov"}
    path = write_tracks(tmp_path / "film.mp4", [COVER, Track(first=5)], options=options)
    assert first_number(path) == 5


def test_cover_beside_slides_is_no_film(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "slides.mkv", [Track(count=2, first=5), COVER])
    assert first_number(path) == 5


def test_single_picture_is_a_film_where_there_is_no_other(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "one.mkv", [Track(count=1, first=5), Track(size_px=(80, 48), count=1)])
    assert first_number(path) == 5


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


@pytest.mark.parametrize("large", [0, 1])
def test_sound_is_that_of_the_programme_shown(tmp_path: Path, large: int) -> None:
    sizes_px = [(320, 180) if number == large else (160, 96) for number in range(2)]
    tracks = [
        Track("mpeg2video", size_px, 30, first=1000 * number) for number, size_px in enumerate(sizes_px)
    ]
    path = write_programmes(tmp_path / "two.ts", tracks, [440, 1760])
    assert probe(path).width_px == 320
    assert (first_number(path) or 0) // 1000 == large
    assert tone_hz(path) == (440, 1760)[large]
    clip = write_clip(path, 0.2, 1.0, tmp_path / "clip.mp4", Task())
    assert tone_hz(clip) == (440, 1760)[large]


def test_programme_without_sound_borrows_none(tmp_path: Path) -> None:
    tracks = [Track("mpeg2video", (160, 96), 30), Track("mpeg2video", (320, 180), 30)]
    path = write_programmes(tmp_path / "two.ts", tracks, [440, None])
    assert probe(path).width_px == 320
    assert not probe(path).has_audio
    with av.open(str(write_clip(path, 0.2, 1.0, tmp_path / "clip.mp4", Task()))) as container:
        assert not container.streams.audio


def test_other_angles_and_sound_tracks_can_be_chosen(tmp_path: Path) -> None:
    tracks = [Track(first=0), Track(first=1000), COVER]
    path = write_tracks(tmp_path / "angles.mkv", tracks, [440, 1760])
    found = read_tracks(path)
    assert [one.index for one in found.films] == [0, 1]
    assert [(one.width_px, one.height_px) for one in found.films] == [(160, 96)] * 2
    assert [(one.index, one.channels) for one in found.sounds] == [(3, 2), (4, 2)]
    assert [first_number(path, track) for track in (None, 0, 1, 3, 9)] == [0, 0, 1000, 0, 0]
    assert [tone_hz(path, track) for track in (None, 3, 4, 0)] == [440, 440, 1760, 440]


def test_tracks_have_title_and_language(tmp_path: Path) -> None:
    source = write_tracks(tmp_path / "plain.mkv", [Track()], [440, 1760])
    path = tmp_path / "named.mkv"
    with av.open(str(source)) as container, av.open(str(path), "w") as output:
        copies = [output.add_stream_from_template(stream) for stream in container.streams]
        copies[2].metadata.update(language="ger", title="Kommentar")
        for packet in container.demux():
            if packet.size:
                packet.stream = copies[packet.stream.index]
                output.mux(packet)
    sounds = read_tracks(path).sounds
    assert [(one.title, one.language) for one in sounds] == [("", ""), ("Kommentar", "ger")]
