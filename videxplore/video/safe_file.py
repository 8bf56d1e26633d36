"""Writing a file whole or not at all."""

import errno
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from videxplore.core.errors import ExportError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a scratch file beside ``target`` that takes its name when the block ends well, and goes otherwise.

    Raises:
        ExportError: If there is no room, or the folder cannot be written to.
    """
    scratch = target.with_name(f".{target.stem[:64]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        yield scratch
        scratch.replace(target)
    except OSError as error:
        raise ExportError(_sentence(target, error)) from error
    finally:
        scratch.unlink(missing_ok=True)


def _sentence(target: Path, error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return f"There is no room for “{target.name}” in {target.parent}."
    return f"“{target.name}” cannot be written in {target.parent}: {error.strerror or 'unknown fault'}."
