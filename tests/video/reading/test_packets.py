"""Reading packets where streams appear that the file did not announce."""

from pathlib import Path

import av
import numpy as np
import pytest

from tests.videos import Encoding, shots, texture, write_video
from videxplore.video.reading.packets import packets
from videxplore.video.reading.reader import VideoReader

FRAMES = 400
HEADER_BYTES = 13
AUDIO_TAG, VIDEO_TAG = 8, 9
SPEEX = 0xB2


def flv_tags(content: bytes) -> list[bytes]:
    """The tags of an FLV, each with its length behind it."""
    tags, at = [], HEADER_BYTES
    while at < len(content):
        size = 11 + int.from_bytes(content[at + 1 : at + 4], "big") + 4
        tags.append(content[at : at + size])
        at += size
    return tags


def sound_tag(like: bytes) -> bytes:
    """A tag of sound at the time of another tag."""
    data = bytes([SPEEX]) + bytes(40)
    tag = bytes([AUDIO_TAG]) + len(data).to_bytes(3, "big") + like[4:8] + bytes(3) + data
    return tag + len(tag).to_bytes(4, "big")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A silent FLV in whose last quarter sound begins."""
    pictures = [np.roll(texture(3, 64, 48), number, axis=1) for number in range(FRAMES)]
    path = tmp_path / "sound later.flv"
    write_video(path, pictures)
    content = path.read_bytes()
    tags = flv_tags(content)
    late = [place for place, tag in enumerate(tags) if tag[0] == VIDEO_TAG][3 * FRAMES // 4]
    parts = [*tags[:late], sound_tag(tags[late]), *tags[late:]]
    path.write_bytes(content[:HEADER_BYTES] + b"".join(parts))
    return path


def test_a_stream_that_begins_in_the_middle_of_a_file_is_passed_over(file: Path) -> None:
    with av.open(str(file)) as container:
        (stream,) = container.streams.video
        assert len(container.streams) == 1
        found = [packet for packet in packets(container, stream) if packet.size]
        assert len(container.streams) == 1
        assert len(found) == FRAMES
    with VideoReader(file) as reader:
        assert len(list(reader.frames())) == FRAMES


def joined(folder: Path, suffix: str) -> Path:
    codec = {".webm": "libvpx"}.get(suffix, "libx264")
    options = {} if codec == "libvpx" else {"preset": "ultrafast", "bf": "2"}
    first = write_video(folder / f"first{suffix}", shots((1,), 20), Encoding(codec, options=options))
    second = write_video(folder / f"second{suffix}", shots((2,), 30), Encoding(codec, options=options))
    target = folder / f"joined{suffix}"
    target.write_bytes(first.read_bytes() + second.read_bytes())
    return target


@pytest.mark.parametrize("suffix", [".mkv", ".webm", ".avi", ".mp4", ".mov"])
def test_only_the_first_recording_is_read_and_that_is_said(tmp_path: Path, suffix: str) -> None:
    with VideoReader(joined(tmp_path, suffix)) as reader:
        assert reader.properties.duration_s == pytest.approx(0.8, abs=0.05)
        times_s = [frame.time_s for frame in reader.frames()]
        assert times_s == pytest.approx([number / 25 for number in range(20)], abs=0.002)
        (warning,) = reader.warnings
        assert "only the first, of 0.8 s" in warning


@pytest.mark.parametrize("suffix", [".mkv", ".avi", ".mp4"])
def test_one_recording_is_not_warned_of(tmp_path: Path, suffix: str) -> None:
    joined(tmp_path, suffix)
    with VideoReader(tmp_path / f"first{suffix}") as reader:
        assert reader.warnings == []
