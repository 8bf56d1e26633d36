"""Single pictures of videos as files."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.barcode import numbered_pictures, read_number
from tests.videos import Encoding, write_video
from videxplore.core.errors import ExportError, UnreadableVideoError
from videxplore.core.task import Task
from videxplore.services.exporting.image_files import write_still


@pytest.fixture
def numbered_video(tmp_path: Path) -> Path:
    encoding = Encoding(frame_rate_hz=Fraction(25), gop_frames=20)
    return write_video(tmp_path / "numbered.mp4", numbered_pictures(40), encoding)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_a_still_is_the_picture_on_screen_in_its_own_size(
    numbered_video: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"still{suffix}"
    write_still(numbered_video, 33.5 / 25, target, Task())
    with Image.open(target) as still:
        assert still.size == (320, 180)
        assert read_number(np.asarray(still.convert("RGB"))) == 33


def test_a_name_that_is_no_pictures_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"should end in \.png, \.jpg, \.webp or \.pdf"):
        write_still(tmp_path / "gone.mp4", 0.0, tmp_path / "still.mp4", Task())


def test_a_missing_video_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableVideoError):
        write_still(tmp_path / "gone.mp4", 0.0, tmp_path / "still.png", Task())
    assert list(tmp_path.iterdir()) == []
