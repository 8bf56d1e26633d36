"""Small pictures kept on disk: JPEG, and archives of them for scrubbing."""

import io
import os
import secrets
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.errors import DiskFullError
from videxplore.core.files import NO_ROOM
from videxplore.core.limits import MOST_STORED_PICTURE_BYTES
from videxplore.core.types import Pixels, StripPicture
from videxplore.video.picture_decoding import open_picture

_US = 1_000_000
_SUFFIX = ".jpg"


def encode_jpeg(pixels: Pixels, quality: int = 85) -> bytes:
    """Compress RGB pixels, uint8 (H, W, 3), as JPEG of a quality in [1, 95]."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def decode_jpeg(data: bytes) -> Pixels:
    """Pixels of a JPEG as RGB, uint8 (H, W, 3).

    Raises:
        ValueError: If the data is no sound picture.
    """
    try:
        with open_picture(data, ("JPEG",)) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, SyntaxError) as error:
        raise ValueError("the JPEG is damaged") from error


def write_picture_archive(file: Path, pictures: Sequence[StripPicture]) -> None:
    """Store pictures so that a crash leaves either the old archive, the new one or none.

    The archive is a ZIP without compression; a picture's name is its time in whole microseconds.

    Raises:
        DiskFullError: If there is no room.
        OSError: If the file cannot be written for another reason.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with scratch.open("wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
                for time_us, picture in sorted({_us(one.time_s): one for one in pictures}.items()):
                    # A fixed date: the same pictures give the same file.
                    name = zipfile.ZipInfo(f"{time_us}{_SUFFIX}")
                    archive.writestr(name, bytes(picture.picture_jpeg))
            raw.flush()
            os.fsync(raw.fileno())
        scratch.replace(file)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            raise DiskFullError(f"There is no room for the preview pictures in {file.parent}.") from error
        raise


class PictureArchive:
    """Pictures of one video by time; safe from any thread.

    Attributes:
        times_s: Times of the pictures, float64 (N,), ascending.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read the table of contents."""
        self._archive = archive
        self._times_us = np.array(sorted(_times_us(archive)), dtype=np.int64)
        self.times_s: npt.NDArray[np.float64] = self._times_us / _US

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open an archive.

        Raises:
            FileNotFoundError: If there is none.
            ValueError: If the file is no sound archive of pictures; being a cache, it can be made again.
        """
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise ValueError(f"the preview pictures in {file} are damaged") from error
        try:
            return cls(archive)
        except ValueError:
            archive.close()
            raise

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self._times_us)

    def __enter__(self) -> Self:
        """Use as a context manager that closes the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._archive.close()

    def nearest(self, time_s: float) -> StripPicture:
        """The picture nearest in time.

        Raises:
            LookupError: If the archive is empty.
            ValueError: If the archive is damaged there.
        """
        if not len(self):
            raise LookupError("the archive holds no picture")
        number = int(np.abs(self.times_s - time_s).argmin())
        return self.picture(number)

    def picture(self, number: int) -> StripPicture:
        """The picture of a number in [0, len).

        Raises:
            ValueError: If the archive is damaged there.
        """
        name = f"{self._times_us[number]}{_SUFFIX}"
        try:
            # A compressed entry may unpack to any size; the program's own are stored as they are.
            if self._archive.getinfo(name).file_size > MOST_STORED_PICTURE_BYTES:
                raise ValueError(f"the preview picture at {self.times_s[number]} s is too large")
            data = self._archive.read(name)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise ValueError(f"the preview picture at {self.times_s[number]} s is damaged") from error
        return StripPicture(float(self.times_s[number]), data)


def _us(time_s: float) -> int:
    return round(time_s * _US)


def _times_us(archive: zipfile.ZipFile) -> list[int]:
    return [int(name.removesuffix(_SUFFIX)) for name in archive.namelist()]
