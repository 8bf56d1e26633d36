"""Opening regular files only: a named pipe or a device blocks who opens or reads it, for ever."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

# Windows has no pipes in folders, and text mode unless told otherwise.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class NotRegularFileError(OSError):
    """The path leads to a folder, a named pipe, a socket or a device."""


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, unbuffered, without ever blocking.

    Devices are not even opened, which may start something. The open descriptor is asked once more: between
    the look at the path and its opening, the file may have been replaced.

    Raises:
        NotRegularFileError: If it is not a regular file.
        OSError: If it cannot be opened.
    """
    _check(path, path.stat())
    descriptor = os.open(path, _FLAGS)
    try:
        _check(path, os.fstat(descriptor))
        return os.fdopen(descriptor, "rb", buffering=0)
    except BaseException:
        os.close(descriptor)
        raise


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularFileError(errno.EINVAL, "not a regular file", os.fspath(path))
