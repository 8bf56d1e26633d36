"""What cannot be read is refused with one sentence that names the fault; odd names are read."""

import os
import socket
import wave
from pathlib import Path

import numpy as np
import pytest

from tests.bombs import gif, png, write_pictures
from tests.conftest import MakeVideo
from tests.videos import Encoding
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.limits import DECODER_THREADS_BYTES
from videxplore.video.reading.opening import decoder_threads, media_address
from videxplore.video.reading.reader import VideoReader, probe


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UnreadableVideoError) as caught:
        probe(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert display_name(path) in sentence
    return sentence


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_an_empty_file(tmp_path: Path) -> None:
    assert "is empty" in refusal(write(tmp_path / "a.mp4", b""))


def test_text_with_the_name_of_a_video(tmp_path: Path) -> None:
    assert "is not a video" in refusal(write(tmp_path / "a.mp4", b"Dear diary,\nnothing moves here.\n" * 40))


def test_noise(tmp_path: Path) -> None:
    assert "is not a video" in refusal(write(tmp_path / "a.mkv", np.random.default_rng(5).bytes(50_000)))


def test_subtitles_hold_no_video(tmp_path: Path) -> None:
    text = b"1\n00:00:01,000 --> 00:00:02,000\nHello\n\n"
    assert "holds no video" in refusal(write(tmp_path / "a.mp4", text))


def test_a_playlist_opens_no_address(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        text = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n"
        for name in ("a.mp4", "a.m3u8"):
            refusal(write(tmp_path / name, text.encode()))
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_sound_only(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16_000))
    assert "holds sound but no video" in refusal(path)


def test_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "folder.mp4"
    path.mkdir()
    assert "is a folder" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a Unix thing")
def test_a_named_pipe_does_not_block(tmp_path: Path) -> None:
    path = tmp_path / "pipe.mp4"
    os.mkfifo(path)
    assert "is not a regular file" in refusal(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.mp4") == "“gone.mp4” cannot be found."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(make_video: MakeVideo) -> None:
    path = make_video()
    path.chmod(0)
    assert "permission denied" in refusal(path)


def test_an_mp4_without_its_index(make_video: MakeVideo) -> None:
    path = make_video()
    write(path, path.read_bytes()[: path.stat().st_size // 2])
    assert "is cut short" in refusal(path)


@pytest.mark.parametrize(
    "name",
    [
        "http:film.mp4",
        "concat:a|b.mp4",
        "-i.mp4",
        "100%03d.mp4",
        'it\'s "this" one.mp4',
        "two\nlines.mp4",
        "naïve 日本語.mp4",
        " .mp4",
        "a?b#c&d.mp4",
    ],
)
def test_any_name_is_read_as_this_file(make_video: MakeVideo, tmp_path: Path, name: str) -> None:
    path = make_video().rename(tmp_path / name)
    with VideoReader(path) as reader:
        assert sum(1 for _ in reader.frames()) == 75


def test_a_name_that_is_not_utf8_is_read(make_video: MakeVideo, tmp_path: Path) -> None:
    path = make_video().rename(tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    assert probe(path).width_px == 320
    assert display_name(path) == "“caf\N{REPLACEMENT CHARACTER}.mp4”"


def test_a_relative_path_is_read(make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video()
    monkeypatch.chdir(path.parent)
    assert probe(Path(path.name)) == probe(path)
    assert media_address(Path(path.name)) == media_address(path)


@pytest.mark.parametrize("entry", ["film.mp4", "./film.mp4", "pipe"])
def test_a_list_of_other_files_opens_none(make_video: MakeVideo, tmp_path: Path, entry: str) -> None:
    make_video("film.mp4")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    text = f"ffconcat version 1.0\nfile {entry}\nduration 3\n"
    assert "holds no video" in refusal(write(tmp_path / "list.mp4", text.encode()))


def test_a_list_that_names_itself(tmp_path: Path) -> None:
    refusal(write(tmp_path / "self.mp4", b"ffconcat version 1.0\nfile self.mp4\n"))


@pytest.mark.parametrize(
    "text",
    [
        "# VobSub index file, v7 (do not modify this line!)\ntimestamp: 00:00:01:000, filepos: 000000000\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfilm.mp4\n#EXT-X-ENDLIST\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"></MPD>',
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\n",
        "[playlist]\nFile1=film.mp4\nNumberOfEntries=1\n",
    ],
)
def test_what_names_other_files_is_refused(tmp_path: Path, text: str) -> None:
    for name in ("list.mp4", "list.ts", "list.mkv"):
        refusal(write(tmp_path / name, text.encode()))


def test_a_picture_is_no_video_whatever_its_name(tmp_path: Path) -> None:
    for name, data in (("a.mp4", gif(32, 32, 3)), ("b.mp4", png(32, 32)), ("100%03d.mp4", png(32, 32))):
        assert "holds no video" in refusal(write(tmp_path / name, data))


def test_raw_and_sound_formats_stay_readable(make_video: MakeVideo, tmp_path: Path) -> None:
    for name in ("a.mkv", "a.mov", "a.avi", "a.ts", "a.mpg", "a.h264", "a.nut", "a.3gp", "a.flv"):
        codec = Encoding("mpeg2video", options={}) if name == "a.mpg" else None
        assert probe(make_video(name, encoding=codec)).width_px == 320


def test_frames_beyond_the_limit_are_refused(tmp_path: Path) -> None:
    side_px = 16_000
    data = png(side_px, side_px, depth=1, colour=0, channels=1)
    for header_px in ((side_px, side_px), (640, 480)):
        path = write_pictures(tmp_path / "large.mov", [data] * 3, [0, 1, 2], "png", header_px)
        assert "too large" in refusal(path)


def test_frames_of_too_many_bytes_are_refused(tmp_path: Path) -> None:
    data = png(8000, 8000, depth=16, colour=6, channels=4)
    path = write_pictures(tmp_path / "deep.mov", [data], [0], "png", (8000, 8000))
    assert "too large: 8000 x 8000" in refusal(path)


def test_large_frames_get_fewer_threads(tmp_path: Path) -> None:
    data = png(7680, 4320, depth=16, colour=6, channels=4)
    path = write_pictures(tmp_path / "8k.mov", [data] * 2, [0, 1], "png", (7680, 4320))
    with VideoReader(path, thread_count=16) as reader:
        assert reader.properties.width_px == 7680
        assert sum(1 for _ in reader.frames()) == 2
        stream = reader._decoder.stream
        assert stream.codec_context.thread_count == 1
        # A longer file of such frames has more to decode.
        os.truncate(path, 200 << 20)
        assert decoder_threads(path, stream, 16) == DECODER_THREADS_BYTES // (7680 * 4320 * 8)
        assert decoder_threads(path, stream, 2) == 2
