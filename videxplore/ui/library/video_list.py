"""The list of videos at the left: thumbnail, name, length, and the state in words."""

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from videxplore.core.task import Task
from videxplore.core.types import Video, VideoState
from videxplore.services.library import Library
from videxplore.ui.library.library_model import Index, VideoModel
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import order_words, percent_words
from videxplore.ui.look.theme import colours
from videxplore.ui.tiles.drawn_pixmaps import FittedPixmaps
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_layout import FittedTexts
from videxplore.ui.work.jobs import Lane

ROW_PX = 60
PICTURE = QSize(84, 48)
LAID_OUT_AT_ONCE = 2000
COUNT_BATCH = 32


class ShotCounts(QObject):
    """Numbers of scenes by video.

    Signals:
        loaded: Some more numbers are known.
    """

    loaded = Signal()

    def __init__(self, library: Library, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = lane
        self._counts: dict[int, int] = {}
        self._pending: dict[int, None] = {}
        self._is_loading = False

    def get(self, video_id: int) -> int | None:
        """The number of scenes; None until it is known, and ``loaded`` follows."""
        if video_id not in self._counts:
            self._pending[video_id] = None
            self._load()
        return self._counts.get(video_id)

    def forget(self, video_id: int) -> None:
        """The video was analysed again."""
        self._counts.pop(video_id, None)

    def _load(self) -> None:
        if self._is_loading or not self._pending:
            return
        batch = [self._pending.popitem()[0] for _ in range(min(COUNT_BATCH, len(self._pending)))]
        self._is_loading = True
        job = self._lane.submit(lambda task: _count(self._library, batch, task))
        job.succeeded.connect(self._keep)
        job.finished.connect(self._go_on)

    def _keep(self, counts: dict[int, int]) -> None:
        self._counts.update(counts)
        self.loaded.emit()

    def _go_on(self) -> None:
        self._is_loading = False
        self._load()


def _count(library: Library, video_ids: list[int], task: Task) -> dict[int, int]:
    counts = {}
    for video_id in video_ids:
        task.checkpoint()
        counts[video_id] = len(library.catalogue.shots(video_id))
    return counts


class VideoRowDelegate(QStyledItemDelegate):
    """Paints one video."""

    def __init__(self, model: VideoModel, thumbnails: ThumbnailCache, counts: ShotCounts) -> None:
        super().__init__()
        self._model = model
        self._thumbnails = thumbnails
        self._counts = counts
        self._fitted = FittedPixmaps()
        self._titles, self._captions = FittedTexts(theme.text_font(13)), FittedTexts(theme.figures_font(11))
        self._warning, self._film = icon("warning", "faint"), icon("film", "faint")

    @qt_override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_PX)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = colours()
        video = self._model.video(index)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        row = QRectF(rect).adjusted(6, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(palette.selection)
            painter.drawRoundedRect(row, theme.TILE_RADIUS_PX, theme.TILE_RADIUS_PX)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(palette.raised)
            painter.drawRoundedRect(row, theme.TILE_RADIUS_PX, theme.TILE_RADIUS_PX)
        box = QRectF(
            row.left() + 8, row.center().y() - PICTURE.height() / 2, PICTURE.width(), PICTURE.height()
        )
        self._paint_thumbnail(painter, box, video)
        left = box.right() + 8
        self._paint_words(painter, QRectF(left, box.top(), row.right() - left - 3, box.height()), video)
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, box: QRectF, video: Video) -> None:
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(box, theme.THUMBNAIL_RADIUS_PX, theme.THUMBNAIL_RADIUS_PX)
        painter.setClipPath(path)
        painter.fillRect(box, colours().raised)
        pixmap = None
        if video.depth is not None:
            pixmap = self._thumbnails.get(ThumbnailKey("video", video.id))
        if video.state.is_missing:
            painter.setOpacity(0.45)
        if pixmap is not None:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.topLeft(), self._fitted.fitted(pixmap, box, ratio))
        else:
            centre = box.center().toPoint()
            sign = self._warning if video.state is VideoState.FAILED else self._film
            sign.paint(painter, QRect(centre.x() - 10, centre.y() - 10, 20, 20))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, video: Video) -> None:
        palette = colours()
        words = self._model.words_of(video)
        is_away = video.state.is_missing
        painter.setPen(palette.dim if is_away else palette.text)
        title = QRectF(box.left(), box.top() + 4, box.width(), 20)
        self._titles.draw(painter, title, self._titles.fitted(video.path.stem, title.width()))
        caption = QRectF(box.left() + 12, box.top() + 25, box.width() - 12, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        dot, text = self._caption(video, words.length, words.state, words.dot)
        painter.setBrush(getattr(palette, dot))
        painter.drawEllipse(QRectF(box.left(), caption.center().y() - 3, 6, 6))
        painter.setPen(palette.failed if video.state is VideoState.FAILED else palette.dim)
        self._captions.draw(painter, caption, self._captions.fitted(text, caption.width()))

    def _caption(self, video: Video, length: str, state: str, dot: str) -> tuple[str, str]:
        fraction = self._model.fraction(video.id)
        if fraction is not None and video.state is not VideoState.COMPLETE:
            return "warm", self.tr("indexing %1").replace("%1", percent_words(fraction))
        if video.state is VideoState.FAILED:
            return dot, state
        sorted_by = order_words(video, self._model.sorting.order)
        if sorted_by:
            state = sorted_by
        elif video.state is VideoState.COMPLETE:
            count = self._counts.get(video.id)
            state = self.tr("%n scene(s)", "", count) if count is not None else ""
        return dot, " · ".join(part for part in (length, state) if part)


class VideoList(QListView):
    """The videos of the library, one under the other; they can be dragged out as files."""

    def __init__(self, model: VideoModel, thumbnails: ThumbnailCache, counts: ShotCounts) -> None:
        super().__init__()
        self._delegate = VideoRowDelegate(model, thumbnails, counts)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        # Ten thousand videos are laid out in several goes, so that the window answers between them.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(LAID_OUT_AT_ONCE)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setFrameShape(QListView.Shape.NoFrame)
        thumbnails.loaded.connect(self._on_loaded)
        counts.loaded.connect(self.viewport().update)

    def _on_loaded(self, keys: tuple[ThumbnailKey, ...]) -> None:
        if any(key.kind == "video" for key in keys):
            self.viewport().update()
