"""Which tracks of a file are its film and its sound, and which others can be chosen."""

from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from tests.barcode import read_number
from tests.track_videos import RATE_HZ, Track, write_programmes, write_tracks
from videxplore.core.task import Task
from videxplore.video.audio import SAMPLE_RATE_HZ, AudioReader
from videxplore.video.reading.reader import VideoReader, probe
from videxplore.video.reading.tracks import read_tracks
from videxplore.video.writing.writer import write_clip


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
