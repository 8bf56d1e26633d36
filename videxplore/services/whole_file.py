"""Files that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from videxplore.core.errors import ExportError
from videxplore.services.disk import is_disk_full


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a scratch path beside ``target`` to write to; it becomes ``target`` when the block ends well.

    The scratch file keeps the suffix, by which some libraries choose the format. When the block fails, or is
    cancelled, nothing is left and an older ``target`` stays as it was.

    Raises:
        ExportError: If there is no room, or the folder is not there or cannot be written to.
    """
    scratch = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        # Found out now, in plain words, and not at the end of an hour of work.
        scratch.touch()
        yield scratch
        with scratch.open("rb+") as file:
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise export_error(target, error) from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def write_whole_file(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` whole or not at all.

    Raises:
        ExportError: If there is no room, or the folder is not there or cannot be written to.
    """
    with whole_file(target) as scratch:
        scratch.write_bytes(content)


def export_error(target: Path, error: OSError) -> ExportError:
    """The sentence for a file that could not be written."""
    if is_disk_full(error):
        return ExportError(f"There is no room left to write {target}.")
    if isinstance(error, FileNotFoundError) and not target.parent.is_dir():
        return ExportError(f"{target} cannot be written: there is no folder {target.parent}.")
    return ExportError(f"{target} cannot be written: {error.strerror or error}.")
