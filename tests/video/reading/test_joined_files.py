"""Files of one recording to which another was appended."""

from pathlib import Path

import pytest

from tests.videos import Encoding, shots, write_video
from videxplore.video.reading.reader import VideoReader


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
