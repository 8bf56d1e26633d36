"""Pictures and grids that wait on disk, so that a video's length does not fill the memory."""

import tempfile
import weakref
from dataclasses import dataclass

from videxplore.core.errors import DiskFullError
from videxplore.core.files import NO_ROOM


class Spool:
    """A nameless temporary file, gone with the last of what it holds; used by one thread at a time."""

    def __init__(self) -> None:
        """Open an empty one."""
        # Unbuffered: reading and writing take turns.
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the last that it holds.
        self._end = 0
        weakref.finalize(self, self._file.close)

    def add(self, content: bytes) -> "Spooled":
        """Put something away.

        Raises:
            DiskFullError: If there is no room for it.
        """
        try:
            self._file.seek(self._end)
            written = self._file.write(content)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            written = 0
        if written != len(content):
            raise DiskFullError(f"There is no room for temporary files in {tempfile.gettempdir()}.")
        spooled = Spooled(self, self._end, len(content))
        self._end += len(content)
        return spooled

    def read(self, offset: int, size: int) -> bytes:
        """A stretch of the file."""
        self._file.seek(offset)
        return self._file.read(size)


@dataclass(frozen=True, slots=True, eq=False)
class Spooled:
    """Bytes that are read each time they are asked for; another process gets the bytes themselves."""

    spool: Spool
    offset: int
    size_bytes: int

    def __bytes__(self) -> bytes:
        """What was put away."""
        return self.spool.read(self.offset, self.size_bytes)

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Be sent as bytes."""
        return bytes, (bytes(self),)
