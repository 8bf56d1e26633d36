"""Pictures put away on disk come back, here and in another process, and leave nothing open."""

import gc
import pickle
from pathlib import Path

from videxplore.core.types import StripPicture
from videxplore.video.previews import PictureArchive, write_picture_archive
from videxplore.video.spool import Spool


def test_pictures_come_back_in_any_order() -> None:
    spool = Spool()
    contents = [bytes([number]) * (number + 1) for number in range(50)]
    pictures = [spool.add(content) for content in contents]
    assert [bytes(picture) for picture in reversed(pictures)] == contents[::-1]
    assert bytes(spool.add(b"later")) == b"later"
    assert bytes(pictures[3]) == contents[3]


def test_another_process_gets_bytes() -> None:
    picture = StripPicture(1.5, Spool().add(b"jpeg"))
    sent = pickle.loads(pickle.dumps(picture))  # noqa: S301 - made here.
    assert (sent.time_s, sent.picture_jpeg) == (1.5, b"jpeg")


def test_the_file_is_closed_with_its_last_picture(tmp_path: Path) -> None:
    spool = Spool()
    file = spool._file
    kept = StripPicture(0.0, spool.add(b"kept"))
    del spool
    gc.collect()
    write_picture_archive(tmp_path / "archive.zip", [kept])
    with PictureArchive.open(tmp_path / "archive.zip") as archive:
        assert archive.picture(0).picture_jpeg == b"kept"
    assert not file.closed
    del kept
    gc.collect()
    assert file.closed
