"""Thumbnails for tiles and lists: read on a lane, kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from videxplore.core.errors import UnknownError, VidexploreError
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.moments import cover_keyframe, shown_at
from videxplore.services.playback.playing import cover_picture
from videxplore.ui.look.images import jpeg_image, to_image
from videxplore.ui.work.jobs import Lane

CAPACITY_BYTES = 192 * 1024 * 1024
BATCH = 12
# More requests than this are older than anything still on the screen.
MAX_PENDING = 400
WIDEST_PX = 480


class ThumbnailKey(NamedTuple):
    """Which thumbnail: a keyframe's, the one standing for a video or for a scene of it, or one of its strip.

    Attributes:
        kind: ``file`` is decoded from the video's file, for one that is not analysed yet.
        id: Of the keyframe for ``keyframe``, of the video otherwise.
        time_s: For ``scene`` and ``strip`` only: the scene's keyframe nearest to it is what is compared.
    """

    kind: Literal["keyframe", "video", "scene", "strip", "file"]
    id: int
    time_s: float = 0.0


Images = dict[ThumbnailKey, QImage | None]
"""What was read; None where there is nothing."""


class ThumbnailCache(QObject):
    """Pixmaps by key; what is missing is fetched, the newest request first.

    Signals:
        loaded: A tuple of keys whose thumbnails are there now.
    """

    loaded = Signal(object)

    def __init__(
        self, library: Library, lane: Lane, parent: QObject | None = None, *, decoding: Lane | None = None
    ) -> None:
        """Hold nothing yet.

        Args:
            library: Whose thumbnails they are.
            lane: Reads those that the library has.
            parent: Owns the cache.
            decoding: Decodes frames of files, which may be slow; ``lane`` where it is None.
        """
        super().__init__(parent)
        self._library = library
        self._pixmaps: OrderedDict[ThumbnailKey, QPixmap | None] = OrderedDict()
        self._bytes = 0
        self._stored = _Requests(lane, self._read, self)
        # One at a time and in reading order: each is seen to come.
        self._decoded = _Requests(decoding or lane, self._read, self, batch_size=1, is_newest_first=False)
        for requests in (self._stored, self._decoded):
            requests.arrived.connect(self._keep)

    def get(self, key: ThumbnailKey) -> QPixmap | None:
        """The thumbnail if it is there; otherwise None, and ``loaded`` follows when it comes."""
        if key in self._pixmaps:
            self._pixmaps.move_to_end(key)
            return self._pixmaps[key]
        (self._decoded if key.kind == "file" else self._stored).add(key)
        return None

    def of_keyframe(self, keyframe_id: int) -> QPixmap | None:
        """The thumbnail of a keyframe if it is there."""
        return self.get(ThumbnailKey("keyframe", keyframe_id)) if keyframe_id else None

    def is_missing(self, key: ThumbnailKey) -> bool:
        """Whether the library turned out to have no such thumbnail."""
        return key in self._pixmaps and self._pixmaps[key] is None

    def forget_video(self, video_id: int) -> None:
        """Drop the thumbnails of a video that was analysed again."""
        for key in [key for key in self._pixmaps if key.kind != "keyframe" and key.id == video_id]:
            self._drop(key)
        # Which video a keyframe without a thumbnail belongs to is not known.
        missing = [key for key, pixmap in self._pixmaps.items() if pixmap is None]
        for key in [key for key in missing if key.kind == "keyframe"]:
            del self._pixmaps[key]

    def _read(self, keys: list[ThumbnailKey], task: Task) -> Images:
        return _read(self._library, keys, task)

    def _keep(self, images: Images) -> None:
        for key, image in images.items():
            self._drop(key)
            self._pixmaps[key] = None if image is None else QPixmap.fromImage(image)
            self._bytes += _bytes(self._pixmaps[key])
        while self._bytes > CAPACITY_BYTES and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))
        self.loaded.emit(tuple(images))

    def _drop(self, key: ThumbnailKey) -> None:
        self._bytes -= _bytes(self._pixmaps.pop(key, None))


class _Requests(QObject):
    """Thumbnails that were asked for, read on a lane in batches.

    Signals:
        arrived: The :data:`Images` of a batch.
    """

    arrived = Signal(object)

    def __init__(
        self,
        lane: Lane,
        read: Callable[[list[ThumbnailKey], Task], Images],
        parent: QObject,
        *,
        batch_size: int = BATCH,
        is_newest_first: bool = True,
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._batch_size = batch_size
        self._is_newest_first = is_newest_first
        self._read = read
        self._pending: OrderedDict[ThumbnailKey, None] = OrderedDict()
        self._is_loading = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._load)

    def add(self, key: ThumbnailKey) -> None:
        """Ask for a thumbnail."""
        self._pending[key] = None
        if self._is_newest_first:
            self._pending.move_to_end(key)
        while len(self._pending) > MAX_PENDING:
            self._pending.popitem(last=False)
        if not self._is_loading:
            # What is being painted is finished first: reading would compete with it.
            self._is_loading = True
            self._timer.start()

    def _load(self) -> None:
        count = min(self._batch_size, len(self._pending))
        batch = [self._pending.popitem(last=self._is_newest_first)[0] for _ in range(count)]
        job = self._lane.submit(lambda task: self._read(batch, task))
        job.succeeded.connect(self.arrived)
        job.finished.connect(self._go_on)

    def _go_on(self) -> None:
        if self._pending:
            self._load()
        else:
            self._is_loading = False


def _bytes(pixmap: QPixmap | None) -> int:
    return 0 if pixmap is None else pixmap.width() * pixmap.height() * 4


def _read(library: Library, keys: list[ThumbnailKey], task: Task) -> Images:
    images: Images = {}
    for key in keys:
        task.checkpoint()
        if key.kind == "file":
            image = _file_image(library, key.id)
        else:
            data = _jpeg(library, key)
            image = jpeg_image(data, WIDEST_PX) if data else QImage()
        images[key] = None if image.isNull() else image
    return images


def _jpeg(library: Library, key: ThumbnailKey) -> bytes | None:
    if key.kind == "keyframe":
        return library.keyframe_picture(key.id)
    if key.kind == "video":
        cover = cover_keyframe(library.catalogue.keyframes(key.id))
        return None if cover is None else library.keyframe_picture_at(key.id, cover)
    if key.kind == "scene":
        return _scene_jpeg(library, key)
    archive = library.strip(key.id)
    if archive is None:
        return None
    try:
        return bytes(archive.nearest(key.time_s).picture_jpeg) if len(archive.times_s) else None
    except ValueError:
        # The cache is damaged there.
        return None
    finally:
        archive.close()


def _file_image(library: Library, video_id: int) -> QImage:
    """A frame of a file that is not analysed yet."""
    try:
        return to_image(cover_picture(library.catalogue.video(video_id).path, WIDEST_PX))
    except VidexploreError:
        # Indexing says what is wrong with it.
        return QImage()


def _scene_jpeg(library: Library, key: ThumbnailKey) -> bytes | None:
    try:
        _, nearest = shown_at(library, key.id, key.time_s)
    except UnknownError:
        return None
    return None if nearest is None else library.keyframe_picture_at(key.id, nearest)
