"""Files a user asks for: written whole, with one sentence where that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from videxplore.core.errors import ExportError
from videxplore.core.file_names import shown_name
from videxplore.core.files import NotRegularFileError, is_disk_full, whole_file


@contextmanager
def export_file(target: Path) -> Iterator[Path]:
    """Yield a scratch path that becomes ``target`` when the block succeeds, as :func:`whole_file` does.

    Raises:
        ExportError: If there is no room, the folder cannot be written to, no file can have this name, or the
            target is no regular file.
    """
    try:
        with whole_file(target) as scratch:
            yield scratch
    except OSError as error:
        raise ExportError(_sentence(target, error)) from error


def write_export(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` whole or not at all.

    Raises:
        ExportError: As :func:`export_file`.
    """
    with export_file(target) as scratch:
        scratch.write_bytes(content)


def _sentence(target: Path, error: OSError) -> str:
    if isinstance(error, NotRegularFileError):
        return f"{shown_name(target)} is not a regular file and stays: choose another name."
    if is_disk_full(error):
        return f"There is no room for {shown_name(target)} in {target.parent}."
    return f"{shown_name(target)} cannot be written in {target.parent}: {error.strerror or 'unknown error'}."
