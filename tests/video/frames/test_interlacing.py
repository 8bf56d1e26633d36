"""Interlaced frames are shown progressive, at the same times."""

from pathlib import Path

import numpy as np
import pytest

from tests.interlaced import INTERLACED, combing, field_picture, woven, write_interlaced
from tests.videos import Encoding, write_video
from videxplore.video.frames.interlacing import field_order
from videxplore.video.reading.decoding import StreamDecoder
from videxplore.video.reading.reader import VideoReader


@pytest.mark.parametrize("kind", INTERLACED)
def test_interlaced_frames_are_shown_without_combing(tmp_path: Path, kind: str) -> None:
    with VideoReader(write_interlaced(tmp_path, kind)) as reader:
        shown = [(frame.time_s, frame.to_rgb()) for frame in reader.frames()]
        sought = reader.frame_at(0.2).to_rgb()
        synced = [frame.to_rgb() for frame in reader.sync_frames()]
        screen = next(iter(reader.frames())).to_screen(192, 144)
    assert [time_s for time_s, _ in shown] == pytest.approx(np.arange(8) / 25, abs=1e-3)
    for number, (_, pixels) in enumerate(shown):
        # The field that comes first is kept, the other one is made of it.
        assert np.abs(pixels[:96, :, 1].astype(int) - field_picture(2 * number)[:96]).mean() < 6
    for pixels in (*(pixels for _, pixels in shown), sought, *synced, screen):
        assert combing(pixels) < 2


def test_what_stands_still_keeps_all_its_lines(tmp_path: Path) -> None:
    with VideoReader(write_interlaced(tmp_path, "h264 top")) as reader:
        for frame in reader.frames():
            still = frame.to_rgb()[100:140, :, 1].astype(int)
            assert np.abs(np.diff(still, axis=0)).mean() > 120


@pytest.mark.parametrize("kind", INTERLACED)
def test_field_order(tmp_path: Path, kind: str) -> None:
    decoder = StreamDecoder(write_interlaced(tmp_path, kind, 2))
    assert field_order(decoder.first_frame) == f"{kind.split()[1]} field first"
    decoder.close()


def test_progressive_frames_stay_as_they_are(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", woven(4, top_first=True), Encoding())
    decoder = StreamDecoder(path)
    assert field_order(decoder.first_frame) == "progressive"
    decoder.close()
    with VideoReader(path) as reader:
        assert all(combing(frame.to_rgb()) > 15 for frame in reader.frames())
