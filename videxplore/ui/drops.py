"""What is dropped on the window or pasted into it: files and folders, and scenes from its own tiles."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl

from videxplore.core.file_names import is_folder
from videxplore.services.searching.query.query import SceneExample

SCENES = "application/x-videxplore-scenes"
PICTURE_SUFFIXES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders in ``data``, in order."""
    return [_path_of(url) for url in data.urls() if url.isLocalFile()]


def url_of(path: Path) -> QUrl:
    """The address under which other programs find a file; its name need not be text."""
    return QUrl.fromEncoded(path.absolute().as_uri().encode())


def _path_of(url: QUrl) -> Path:
    if os.name == "nt" or url.host():
        return Path(url.toLocalFile())
    # Qt's own conversion loses the bytes of a name that is no text.
    return Path(os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded))))


def is_picture(path: Path) -> bool:
    """Whether the name is that of a still picture: those are queries, everything else is to be indexed."""
    return path.suffix.lower() in PICTURE_SUFFIXES and not is_folder(path)


def packed_scenes(scenes: Iterable[SceneExample]) -> bytes:
    """Scenes as :data:`SCENES`, for this program only: another one may know other videos by their ids."""
    places = [(scene.video_id, scene.time_s) for scene in scenes]
    return json.dumps({"process": os.getpid(), "scenes": places}).encode()


def dropped_scenes(data: QMimeData) -> list[SceneExample]:
    """The scenes of this program's own tiles in ``data``, in order."""
    if not data.hasFormat(SCENES):
        return []
    packed = json.loads(bytes(data.data(SCENES).data()))
    if packed["process"] != os.getpid():
        return []
    return [SceneExample(video_id, time_s) for video_id, time_s in packed["scenes"]]
