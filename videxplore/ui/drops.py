"""Files and folders dropped on the window or pasted into it."""

from pathlib import Path

from PySide6.QtCore import QMimeData

PICTURE_SUFFIXES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders in ``data``, in order."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def is_picture(path: Path) -> bool:
    """Whether the name is that of a still picture: those are queries, everything else is to be indexed."""
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.is_dir()
