"""Writing a file whole or not at all."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from videxplore.core.errors import ExportError
from videxplore.core.file_names import shortened, shown_name

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Numbers of the errors that mean a file cannot grow: a full disk, a quota, the largest size of a file."""


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a scratch file beside ``target`` that takes its name when the block ends well, and goes otherwise.

    An older file stays until it is replaced; what is no ordinary file, such as a device, stays for good. The
    content reaches the disk before the name does, so that a power cut leaves the old file or the new one.

    Raises:
        ExportError: If there is no room, the folder cannot be written to, no file can have this name, or what
            has it is no ordinary file.
    """
    _require_ordinary(target)
    scratch = target.with_name(f".{shortened(target.stem, 64)}.{secrets.token_hex(4)}{target.suffix}")
    try:
        yield scratch
        with scratch.open("rb+") as file:
            # A full disk may show only here.
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise ExportError(_sentence(target, error)) from error
    finally:
        # What could not be made, for its folder or its name, cannot be deleted either.
        with suppress(OSError):
            scratch.unlink()


def write_whole_file(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` whole or not at all.

    Raises:
        ExportError: As :func:`whole_file`.
    """
    with whole_file(target) as scratch:
        scratch.write_bytes(content)


def _require_ordinary(target: Path) -> None:
    """Let only an ordinary file be replaced, or none."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise ExportError(_sentence(target, error)) from error
    except ValueError as error:
        raise ExportError(f"{shown_name(target)} cannot be written: no file can have this name.") from error
    if not stat.S_ISREG(mode):
        raise ExportError(f"{shown_name(target)} is no ordinary file, and stays: choose another name.")


def _sentence(target: Path, error: OSError) -> str:
    if error.errno in NO_ROOM:
        return f"There is no room for {shown_name(target)} in {target.parent}."
    return f"{shown_name(target)} cannot be written in {target.parent}: {error.strerror or 'unknown fault'}."
