"""Every file the program writes, replaces, moves or deletes.

A file appears whole or not at all: it is written under a scratch name in the folder of its target, synced to
the disk, then renamed, so that a crash or a power cut leaves the old file or the new one. No other module
deletes or replaces a file, and nothing here removes a folder with what lies in it.
"""

import contextlib
import errno
import logging
import os
import secrets
import shutil
import stat
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from videxplore.core.errors import DiskFullError
from videxplore.core.file_names import shortened

logger = logging.getLogger(__name__)

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Numbers of the errors that mean a file cannot grow: a full disk, a quota, the largest size of a file."""

_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EACCES}
)
_STEM_BYTES = 64
"""Bytes of a target's name kept in its scratch name; most file systems allow 255 in all."""

_SUFFIX_BYTES = 128
"""A longer suffix names no format and is left out of the scratch name."""

RANDOM_MARK = "[0-9a-f]{8}"
"""Regular expression for the random part of the names from :func:`scratch_path` and :func:`set_aside`."""


_IN_USE = frozenset({5, 32, 33})
"""Windows: access denied, a sharing violation, a lock violation."""

IN_USE_WAITS_S = (0.01, 0.03, 0.1, 0.3, 0.6)
"""How long another program, such as a virus scanner, may hold a file that is replaced or deleted."""


class NotRegularFileError(OSError):
    """The target is a folder, a device, a pipe or a socket, which is never replaced."""


class LinkedFolderError(OSError):
    """The folder is a symbolic link or a junction, so that what is written there lands elsewhere."""


def is_disk_full(error: OSError) -> bool:
    """Whether the error means that there is no room left, or no room this user may use."""
    return error.errno in NO_ROOM


def when_free(change: Callable[[], object], waits_s: Sequence[float] = IN_USE_WAITS_S) -> None:
    """Do ``change``, again a little later where Windows says that another program holds the file just now.

    Raises:
        OSError: What ``change`` raises at last.
    """
    for wait_s in waits_s:
        try:
            change()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _IN_USE:
                raise
            time.sleep(wait_s)
        else:
            return
    change()


@contextmanager
def whole_file(target: Path, *, may_replace: bool = True) -> Iterator[Path]:
    """Yield a scratch path beside ``target``; it is renamed when the block succeeds, and deleted otherwise.

    The scratch file keeps the suffix of the target, by which encoders choose a format. The block creates it.

    Args:
        target: The file to write. A symbolic link is replaced itself, not what it points to.
        may_replace: Whether an existing regular file may be replaced.

    Raises:
        FileExistsError: If the target exists and may not be replaced, also when it appeared meanwhile.
        NotRegularFileError: If the target is no regular file.
        OSError: If the file cannot be written; its number says why.
    """
    require_replaceable(target, may_replace=may_replace)
    with scratch_file(target) as scratch:
        yield scratch
        sync(scratch)
        name_scratch(scratch, target, may_replace=may_replace)


def name_scratch(scratch: Path, target: Path, *, may_replace: bool) -> None:
    """Give a file that was written under a scratch name its final name.

    Raises:
        FileExistsError: If anything has the name and may not be replaced.
        OSError: If the file cannot be renamed.
    """
    if may_replace:
        when_free(lambda: scratch.replace(target))
    else:
        _rename_to_new(scratch, target)


@contextmanager
def scratch_file(target: Path) -> Iterator[Path]:
    """Yield a new path beside ``target``; what is still there after the block is deleted."""
    scratch = scratch_path(target)
    try:
        yield scratch
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)


def write_whole(target: Path, content: bytes, *, may_replace: bool = True) -> None:
    """Write ``content`` to ``target`` as :func:`whole_file` does.

    Raises:
        OSError: As :func:`whole_file`.
    """
    with whole_file(target, may_replace=may_replace) as scratch:
        scratch.write_bytes(content)


def copy_whole(source: Path, target: Path) -> None:
    """Copy the content of ``source`` to ``target`` as :func:`whole_file` does.

    Raises:
        OSError: As :func:`whole_file`, or if the source cannot be read.
    """
    with whole_file(target) as scratch:
        shutil.copyfile(source, scratch)


def scratch_path(target: Path) -> Path:
    """A new name in the folder of ``target``, with the suffix of the target and 32 random bits."""
    suffix = target.suffix if len(os.fsencode(target.suffix)) < _SUFFIX_BYTES else ""
    return target.with_name(f".{shortened(target.stem, _STEM_BYTES)}.{secrets.token_hex(4)}{suffix}")


def sync(file: Path) -> None:
    """Bring a file's content to the disk; a full disk may show only here.

    Raises:
        OSError: If it cannot be stored.
    """
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def move_file(source: Path, target: Path) -> None:
    """Rename a file, replacing the target if it is a regular file.

    Raises:
        NotRegularFileError: If the target is no regular file.
        OSError: If the file is not there or cannot be renamed.
    """
    require_replaceable(target, may_replace=True)
    when_free(lambda: source.replace(target))


def delete_file(file: Path) -> None:
    """Delete a regular file, or a symbolic link without what it points to; a missing one is no error.

    Raises:
        NotRegularFileError: If it is a folder, a device, a pipe or a socket.
        OSError: If it cannot be deleted.
    """
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise NotRegularFileError(errno.EINVAL, "not a regular file", str(file))
    when_free(lambda: file.unlink(missing_ok=True))


def set_aside(path: Path) -> Path:
    """Rename whatever has this name, also a folder or a symbolic link itself, to a new name beside it.

    Raises:
        OSError: If it is not there or cannot be renamed.
    """
    aside = path.with_name(f"{path.name}.set-aside-{secrets.token_hex(4)}")
    path.rename(aside)
    logger.warning("%s was not made by this program and is now called %s", path, aside.name)
    return aside


def make_way(target: Path, is_ours: Callable[[Path], bool]) -> None:
    """Set aside what has the name of a file about to be written, unless it is a regular file that is ours.

    Args:
        target: The file about to be written.
        is_ours: Whether an existing regular file is recognised as made by this program.

    Raises:
        OSError: If it cannot be renamed.
    """
    if os.path.lexists(target) and not (is_regular(target) and is_ours(target)):
        set_aside(target)


def open_log(file: Path) -> BinaryIO:
    """Open a file to append to it, as logs are written."""
    return file.open("ab")


def is_regular(file: Path) -> bool:
    """Whether the name itself is a regular file, and no symbolic link to one."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except (OSError, ValueError):
        return False


def open_regular(file: Path, *, follow_links: bool = False) -> BinaryIO:
    """Open a regular file for reading; a pipe or a device is refused instead of waited for.

    A device is not even opened, which may start something. The open descriptor is checked once more: the
    file may have been replaced meanwhile.

    Raises:
        NotRegularFileError: If it is no regular file, or a symbolic link that is not to be followed.
        OSError: If it cannot be read.
    """
    _require_regular(file, file.stat() if follow_links else file.lstat())
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(file, flags)
    try:
        _require_regular(file, os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _require_regular(file: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularFileError(errno.EINVAL, "not a regular file", str(file))


def read_regular(file: Path) -> bytes:
    """The content of a regular file, as :func:`open_regular`.

    Raises:
        OSError: As :func:`open_regular`.
    """
    with open_regular(file) as stream:
        return stream.read()


def require_real_folder(folder: Path) -> None:
    """Refuse a folder that leads elsewhere; one that is not there passes.

    The names above it may be links: they were chosen by the user.

    Raises:
        LinkedFolderError: If it is a symbolic link, or a junction of Windows.
        NotADirectoryError: If it is not a folder.
        OSError: If it cannot be looked at.
    """
    try:
        mode = folder.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    real = Path(os.path.realpath(folder))
    # On some systems large and small letters are the same, and the real path has them as the disk does.
    is_here = real.name.casefold() == folder.name.casefold() and real.parent.samefile(folder.parent)
    if stat.S_ISLNK(mode) or not is_here:
        raise LinkedFolderError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def remove_empty_folder(folder: Path) -> None:
    """Remove a folder if it is empty; otherwise it stays, without an error."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def require_replaceable(target: Path, *, may_replace: bool) -> None:
    """Check that a file can get this name: nothing has it, or a regular file that may be replaced.

    Raises:
        FileExistsError: If a regular file or a link to one has it and may not be replaced.
        NotRegularFileError: If it is the name of anything else.
        OSError: If the folder cannot be looked into, or no file can have this name.
    """
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    except ValueError as error:
        raise OSError(errno.EINVAL, "no file can have this name", str(target)) from error
    if stat.S_ISLNK(mode):
        try:
            mode = target.stat().st_mode
        except FileNotFoundError:
            # A link that leads nowhere is itself what would be replaced.
            mode = stat.S_IFREG
    if not stat.S_ISREG(mode):
        raise NotRegularFileError(errno.EINVAL, "not a regular file", str(target))
    if not may_replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _rename_to_new(scratch: Path, target: Path) -> None:
    """Rename a file unless anything has the new name by now; of two at the same moment one succeeds.

    Where hard links exist, the scratch name stays a second name of the file, to be deleted by the caller.

    Raises:
        FileExistsError: If anything has the name.
        OSError: If the file cannot be renamed.
    """
    try:
        target.hardlink_to(scratch)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # No hard links (FAT, some network drives): reserve the name, then replace the reservation.
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        reserved = os.fstat(descriptor)
        os.close(descriptor)
        try:
            scratch.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                if os.path.samestat(reserved, target.lstat()) and not target.lstat().st_size:
                    target.unlink()
            raise


class Spool:
    """A nameless temporary file, gone with the last of what it holds; used by one thread at a time."""

    def __init__(self) -> None:
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
