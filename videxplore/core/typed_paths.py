"""Paths as a person types them: any text, also such as no file can have."""

import stat
from pathlib import Path


def expanded(path: Path) -> Path:
    """The path with ``~`` as the person's folder; where ``~somebody`` has none, it stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_file(path: Path) -> bool:
    """Whether a file can be looked at there; not where the text is too long, or holds a null character."""
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def is_folder(path: Path) -> bool:
    """Whether a folder can be looked at there, as :func:`is_file`."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def is_there(path: Path) -> bool:
    """Whether anything can be looked at there, as :func:`is_file`."""
    return _mode(path) is not None


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None
