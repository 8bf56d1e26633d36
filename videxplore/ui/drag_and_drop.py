"""What is dropped on the window or pasted into it, and what is dragged out of it: files, folders, scenes."""

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QByteArray, QCoreApplication, QMetaType, QMimeData, QUrl

from videxplore.core.errors import VidexploreError
from videxplore.core.file_names import fitted_name, is_folder, portable_name
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.services.exporting.found_moments import IMPORT_SUFFIXES
from videxplore.services.searching.query.query import SceneExample
from videxplore.ui.export_kinds import ExportKind, ExportRequest
from videxplore.ui.exporter import Exporter
from videxplore.ui.look.drag_out import UnfinishedMimeData
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.work.jobs import Lane, LaneJob

SCENES = "application/x-videxplore-scenes"
IMAGE_SUFFIXES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


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


def is_image(path: Path) -> bool:
    """Whether the name is that of a still image: those are queries, everything else is to be indexed."""
    return path.suffix.lower() in IMAGE_SUFFIXES and not is_folder(path)


def is_importable(path: Path) -> bool:
    """Whether the name is that of a timeline, a table or annotations, which name moments of videos."""
    return path.suffix.lower() in IMPORT_SUFFIXES and not is_folder(path)


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


def query_drop_words(data: QMimeData) -> str:
    """What a drop on the search box will do; empty where it is not taken."""
    translate = QCoreApplication.translate
    if dropped_scenes(data):
        return translate("Drops", "Drop to find moments like this scene")
    paths = dropped_paths(data)
    if paths and all(map(is_folder, paths)):
        return translate("IncomingFiles", "Drop to add %n folder(s)", None, len(paths))
    if paths and not any(map(is_image, paths)):
        return translate("Drops", "Drop to find moments like this video, or to add it")
    if paths or data.hasImage():
        return translate("Drops", "Drop to find moments like this picture")
    return ""


def _whole_seconds(time_s: float) -> str:
    """A time as it may stand in a file name: ``2m42s``, ``1h02m05s``."""
    minutes, seconds = divmod(round(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes:02d}m{seconds:02d}s"
    return f"{minutes}m{seconds:02d}s" if minutes else f"{seconds}s"


def _file_name(spans: Sequence[SelectedSpan], name: str) -> str:
    """One clip is named after its video and its time; several get numbers, and the names of their videos."""
    if len(spans) > 1:
        return fitted_name(portable_name(name), ".mp4")
    return fitted_name(spans[0].video.path.stem, f" {_whole_seconds(spans[0].start_s)}.mp4")


FILES = "text/uri-list"
WORDS = "text/plain"


class MomentMimeData(UnfinishedMimeData):
    """Moments as files, scenes and words.

    The files are waited for at the drop; before, their names are known.
    """

    def __init__(self, spans: Sequence[SelectedSpan], files: Sequence[Path] = ()) -> None:
        """Promise ``spans`` as ``files``."""
        super().__init__()
        self._words = "\n".join(span.words for span in spans)
        self._scenes = packed_scenes(SceneExample(span.video.id, span.still_s) for span in spans)
        self.files = list(files)

    @qt_override
    def formats(self) -> list[str]:
        return [FILES, SCENES, WORDS]

    @qt_override
    def hasFormat(self, mime_type: str) -> bool:  # noqa: N802 - Qt's name.
        return mime_type in self.formats()

    @qt_override
    def retrieveData(self, mime_type: str, kind: QMetaType | QMetaType.Type) -> Any:  # noqa: N802 - Qt's name.
        if mime_type == WORDS:
            return self._words
        if mime_type == SCENES:
            return QByteArray(self._scenes)
        if mime_type == FILES:
            self.is_promised = self.is_promised or self.is_held
            if self.is_held or self.wait():
                return [url_of(file) for file in self.files]
        return None


class MomentDrags:
    """Cuts dragged moments into a folder that lasts as long as the window."""

    def __init__(self, exporter: Exporter, lane: Lane) -> None:
        """Cut with ``exporter`` on ``lane``, which nothing else keeps busy: a drop waits for it."""
        self._exporter = exporter
        self._lane = lane
        self._job: LaneJob | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="videxplore-", ignore_cleanup_errors=True)
        self._count = 0

    def begin(self, spans: Sequence[SelectedSpan], name: str = "") -> MomentMimeData:
        """What a drag of ``spans`` carries; the cutting begins at once.

        Args:
            spans: What is cut.
            name: What the files of several are named after, before their numbers.
        """
        self._count += 1
        folder = Path(self._folder.name) / str(self._count)
        target = folder / _file_name(spans, name or QCoreApplication.translate("Drops", "moments"))
        request = ExportRequest(ExportKind.CLIPS, spans, target)
        data = MomentMimeData(spans, request.files())

        def cut(task: Task) -> None:
            try:
                folder.mkdir(parents=True)
                data.files = self._exporter.write(request, task)
            except (OSError, VidexploreError):
                # A file that is gone or a full disk: nothing arrives, and the drag does not hang.
                data.files = []
            finally:
                data.done.set()

        self._job = self._lane.submit(cut)
        return data

    def cancel(self) -> None:
        """Nothing was dropped anywhere: stop cutting."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Delete what was cut."""
        self._folder.cleanup()
