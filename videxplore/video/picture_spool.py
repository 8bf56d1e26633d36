"""Pictures that wait on disk, so that a video's length does not fill the memory."""

import tempfile
import weakref
from dataclasses import dataclass

from videxplore.core.errors import DiskFullError
from videxplore.video.safe_file import NO_ROOM


class PictureSpool:
    """A nameless temporary file of pictures, gone with the last of them; used by one thread at a time."""

    def __init__(self) -> None:
        """Open an empty one."""
        # Unbuffered: reading and writing take turns.
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the last picture.
        self._end = 0
        weakref.finalize(self, self._file.close)

    def add(self, jpeg: bytes) -> "SpooledPicture":
        """Put a picture away.

        Raises:
            DiskFullError: If there is no room for it.
        """
        try:
            self._file.seek(self._end)
            written = self._file.write(jpeg)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            written = 0
        if written != len(jpeg):
            raise DiskFullError(f"There is no room for temporary pictures in {tempfile.gettempdir()}.")
        picture = SpooledPicture(self, self._end, len(jpeg))
        self._end += len(jpeg)
        return picture

    def read(self, offset: int, size: int) -> bytes:
        """A stretch of the file."""
        self._file.seek(offset)
        return self._file.read(size)


@dataclass(frozen=True, slots=True, eq=False)
class SpooledPicture:
    """A picture, read each time its bytes are asked for; another process gets the bytes themselves."""

    spool: PictureSpool
    offset: int
    size_bytes: int

    def __bytes__(self) -> bytes:
        """The picture as it was put away."""
        return self.spool.read(self.offset, self.size_bytes)

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Be sent as bytes."""
        return bytes, (bytes(self),)
