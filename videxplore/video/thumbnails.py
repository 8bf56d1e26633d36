"""Small images kept on disk: JPEG, and archives of them for scrubbing."""

import io
import os
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.cache_files import DamagedCacheError, opened_cache, read_of_cache
from videxplore.core.errors import DiskFullError
from videxplore.core.files import is_disk_full, open_regular, read_regular, whole_file
from videxplore.core.limits import (
    MOST_ARCHIVE_BYTES,
    MOST_IMAGE_ASPECT,
    MOST_IMAGE_PX,
    MOST_IMAGE_SIDE_PX,
    MOST_STORED_PICTURE_BYTES,
)
from videxplore.core.types import Pixels, Thumbnail

_US = 1_000_000
_SUFFIX = ".jpg"
_PICTURE_NAME = re.compile(r"[0-9]{1,20}\.jpg")
_DATE = zipfile.ZipInfo("any").date_time
_LONGEST_START_BYTES = 60
REPLACES_OPEN_FILES = os.name != "nt"
"""Whether the system lets a file be replaced or deleted while it is read."""

_EMPTY_ARCHIVE = b"PK\x05\x06" + bytes(18)
# Version, flags, method, time and date as zipfile writes them for a stored member without a date; then
# checksum, sizes, length of the name, and the name.
_FIRST_PICTURE = re.compile(
    rb"PK\x03\x04\x14\x00(?:\x00\x00){3}\x21\x00.{12}..(?:\x00\x00)[0-9]{1,20}\.jpg", re.DOTALL
)


def encode_jpeg(pixels: Pixels, quality: int = 85) -> bytes:
    """Compress RGB pixels, uint8 (H, W, 3), as JPEG of a quality in [1, 95]."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def decode_jpeg(data: bytes) -> Pixels:
    """Pixels of a JPEG as RGB, uint8 (H, W, 3).

    Raises:
        ValueError: If the data is no sound image.
    """
    try:
        with open_image(data, ("JPEG",)) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, SyntaxError) as error:
        raise ValueError("the JPEG is damaged") from error


def write_thumbnail_archive(file: Path, pictures: Sequence[Thumbnail]) -> None:
    """Store images so that a crash leaves either the old archive, the new one or none.

    The archive is a ZIP without compression; an image's name is its time in whole microseconds.

    Raises:
        DiskFullError: If there is no room.
        OSError: If the file cannot be written for another reason.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with whole_file(file) as scratch, zipfile.ZipFile(scratch, "w", zipfile.ZIP_STORED) as archive:
            for time_us, picture in sorted({_us(one.time_s): one for one in pictures}.items()):
                # A fixed date: the same images give the same file.
                archive.writestr(zipfile.ZipInfo(f"{time_us}{_SUFFIX}"), bytes(picture.picture_jpeg))
    except OSError as error:
        if is_disk_full(error):
            raise DiskFullError(f"There is no room for the thumbnails in {file.parent}.") from error
        raise


def begins_like_thumbnail_archive(file: Path) -> bool:
    """Whether a file is an archive of :func:`write_thumbnail_archive`, be it cut short or damaged."""
    try:
        with open_regular(file) as stream:
            start = stream.read(_LONGEST_START_BYTES)
    except OSError:
        return False
    return not start or start.startswith(_EMPTY_ARCHIVE) or _FIRST_PICTURE.match(start) is not None


def is_thumbnail_archive(file: Path) -> bool:
    """Whether a file is a whole archive of :func:`write_thumbnail_archive`, and nothing else is in it."""
    try:
        with opened_cache(file, MOST_ARCHIVE_BYTES) as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (FileNotFoundError, DamagedCacheError):
        return False
    return begins_like_thumbnail_archive(file) and all(
        _PICTURE_NAME.fullmatch(member.filename)
        and member.compress_type == zipfile.ZIP_STORED
        and member.date_time == _DATE
        for member in members
    )


class ThumbnailArchive:
    """Images of one video by time; safe from any thread.

    Attributes:
        times_s: Times of the images, float64 (N,), ascending.
    """

    def __init__(self, archive: zipfile.ZipFile, file: Path) -> None:
        self._archive = archive
        self._file = file
        self._times_us = np.array(sorted(_times_us(archive)), dtype=np.int64)
        self.times_s: npt.NDArray[np.float64] = self._times_us / _US

    @classmethod
    def open(cls, file: Path, *, holds_file: bool = REPLACES_OPEN_FILES) -> Self:
        """Open an archive.

        Args:
            file: The archive.
            holds_file: Keep the file open. Otherwise its content is read at once, so that the next pass can
                replace it meanwhile, and its video be removed.

        Raises:
            FileNotFoundError: If there is none.
            DamagedCacheError: If the file is no sound archive of images; being a cache, it can be made again.
        """
        with opened_cache(file, MOST_ARCHIVE_BYTES):
            archive = zipfile.ZipFile(file if holds_file else io.BytesIO(read_regular(file)))
            try:
                return cls(archive, file)
            except BaseException:
                archive.close()
                raise

    def __len__(self) -> int:
        return len(self._times_us)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._archive.close()

    def nearest(self, time_s: float) -> Thumbnail:
        """The image nearest in time.

        Raises:
            LookupError: If the archive is empty.
            ValueError: If the archive is damaged there.
        """
        if not len(self):
            raise LookupError("the archive holds no thumbnail")
        number = int(np.abs(self.times_s - time_s).argmin())
        return self.picture(number)

    def picture(self, number: int) -> Thumbnail:
        """The image of a number in [0, len).

        Raises:
            DamagedCacheError: If the archive is damaged there.
        """
        name = f"{self._times_us[number]}{_SUFFIX}"
        with read_of_cache(self._file):
            member = self._archive.getinfo(name)
            # A compressed entry may unpack to any size; the program's own are stored as they are.
            if member.compress_type != zipfile.ZIP_STORED or member.file_size > MOST_STORED_PICTURE_BYTES:
                raise DamagedCacheError(f"the thumbnail at {self.times_s[number]} s is too large")
            return Thumbnail(float(self.times_s[number]), self._archive.read(member))


def _us(time_s: float) -> int:
    return round(time_s * _US)


def _times_us(archive: zipfile.ZipFile) -> list[int]:
    return [int(name.removesuffix(_SUFFIX)) for name in archive.namelist()]


# Pillow reads forty more; some of them start other programs (EPS).
_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")


class LargeImageError(ValueError):
    """The image has more pixels than are decoded, or a shape that no image has."""


@contextmanager
def open_image(source: Path | bytes, formats: tuple[str, ...] = _FORMATS) -> Iterator[Image.Image]:
    """Open an image, not decoded yet, and close it afterwards.

    A large JPEG is going to be decoded at a smaller scale, of about ``MOST_IMAGE_SIDE_PX``.

    Raises:
        LargeImageError: If it is too large to be decoded.
        OSError: If it is not an image, or cannot be read.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else open_regular(source, follow_links=True) as file:
        try:
            with warnings.catch_warnings():
                # The limit here is lower, and said in a sentence.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                picture = Image.open(file, formats=formats)
        except Image.DecompressionBombError as error:
            raise LargeImageError("more than a hundred million pixels") from error
        picture.draft("", (MOST_IMAGE_SIDE_PX, MOST_IMAGE_SIDE_PX))
        _check_size(*picture.size)
        if isinstance(source, Path):
            _check_shape(*picture.size)
        yield picture


def _check_size(width_px: int, height_px: int) -> None:
    if width_px * height_px > MOST_IMAGE_PX:
        raise LargeImageError(f"{width_px} x {height_px} pixels")


def _check_shape(width_px: int, height_px: int) -> None:
    """Only for files of the user: thumbnails of a video can be as narrow as the video."""
    if max(width_px, height_px) > MOST_IMAGE_ASPECT * min(width_px, height_px):
        raise LargeImageError(f"{width_px} x {height_px} pixels")
