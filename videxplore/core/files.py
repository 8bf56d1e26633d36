"""Every file the program writes, replaces, moves or deletes.

A file appears whole or not at all: it is written under a scratch name in the folder of its target, synced to
the disk, then renamed, so that a crash or a power cut leaves the old file or the new one. No other module
deletes or replaces a file, and nothing here removes a folder with what lies in it.
"""

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Numbers of the errors that mean a file cannot grow: a full disk, a quota, the largest size of a file."""

_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EACCES}
)
_STEM_BYTES = 64
"""Bytes of a target's name kept in its scratch name; most file systems allow 255 in all."""


class NotRegularFileError(OSError):
    """The target is a folder, a device, a pipe or a socket, which is never replaced."""


def is_disk_full(error: OSError) -> bool:
    """Whether the error means that there is no room left, or no room this user may use."""
    return error.errno in NO_ROOM


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
        if may_replace:
            scratch.replace(target)
        else:
            rename_to_new(scratch, target)


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
    stem = target.stem.encode(errors="surrogateescape")[:_STEM_BYTES].decode(errors="ignore")
    return target.with_name(f".{stem}.{secrets.token_hex(4)}{target.suffix}")


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
    source.replace(target)


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
    file.unlink(missing_ok=True)


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


def rename_to_new(scratch: Path, target: Path) -> None:
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
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        scratch.replace(target)
