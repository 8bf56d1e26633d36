"""The videos of the library as a Qt model: sorted, filtered, and kept up to date one by one."""

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from videxplore.core.texts import folded
from videxplore.core.types import Video
from videxplore.core.video_listing import VideoFacets, VideoFilter, VideoOrder, sort_key
from videxplore.ui.drag_and_drop import url_of
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import VideoWords, video_words

Index = QModelIndex | QPersistentModelIndex
VideoRole = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class _Descending:
    """A sort key in reverse."""

    key: tuple[Any, ...]

    def __lt__(self, other: "_Descending") -> bool:
        return other.key < self.key


SortKey = tuple[Any, ...] | _Descending


@dataclass(frozen=True, slots=True)
class Sorting:
    """By what videos are sorted, and whether the other way round."""

    order: VideoOrder = VideoOrder.NAME
    is_reversed: bool = False

    def key(self, video: Video) -> SortKey:
        """What ``video`` is sorted by."""
        key = sort_key(video, self.order)
        return _Descending(key) if self.is_reversed else key


def _text(video: Video) -> str:
    return folded(str(video.path))


@dataclass(frozen=True, slots=True)
class OrderedVideos:
    """Videos in order, made where it holds nobody up.

    Attributes:
        rows: By what each is sorted, the video, and what a filter looks into.
    """

    sorting: Sorting
    rows: list[tuple[SortKey, Video, str]]

    @classmethod
    def of(cls, videos: Iterable[Video], sorting: Sorting) -> Self:
        """Sort ``videos``."""
        rows = [(sorting.key(video), video, _text(video)) for video in videos]
        return cls(sorting, sorted(rows, key=itemgetter(0)))


class VideoModel(QAbstractListModel):
    """Videos that pass the filters, in order.

    Signals:
        filled: Other videos than before are held.
        arranged: Videos are sorted otherwise, or limited by other metadata.

    Attributes:
        is_filled: Whether any were set yet, though it may have been none.
    """

    filled = Signal()
    arranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_filled = False
        self._all: dict[int, Video] = {}
        self._shown: list[Video] = []
        self._keys: list[SortKey] = []
        self._fractions: dict[int, float] = {}
        self._stopped_ids: frozenset[int] = frozenset()
        self._sorted: OrderedVideos | None = None
        self._folder: Path | None = None
        self._words: list[str] = []
        self._sorting = Sorting()
        self._limits = VideoFilter()
        self._hides_offline = False

    @property
    def videos(self) -> tuple[Video, ...]:
        """All videos, whatever the filters."""
        return tuple(self._all.values())

    def video(self, index: Index) -> Video:
        """The video at ``index``."""
        return self._shown[index.row()]

    @property
    def shown(self) -> tuple[Video, ...]:
        """The videos that pass the filters, in order."""
        return tuple(self._shown)

    def by_id(self, video_id: int) -> Video | None:
        """The video with this id."""
        return self._all.get(video_id)

    def fraction(self, video_id: int) -> float | None:
        """How far the pass that is going on has come; None where none is."""
        return self._fractions.get(video_id)

    def words_of(self, video: Video) -> VideoWords:
        """A video in words."""
        return video_words(video, is_stopped=video.id in self._stopped_ids)

    def set_stopped(self, video_ids: frozenset[int]) -> None:
        """Show that the indexing of these was stopped."""
        self._stopped_ids = video_ids
        self._show_all_again()

    def index_of(self, video_id: int) -> QModelIndex:
        """Where a video is shown; an invalid index where the filters hide it."""
        for row, video in enumerate(self._shown):
            if video.id == video_id:
                return self.index(row)
        return QModelIndex()

    @property
    def sorting(self) -> Sorting:
        """How the videos are sorted."""
        return self._sorting

    @property
    def limits(self) -> VideoFilter:
        """The metadata that videos must have to be shown."""
        return self._limits

    def set_limits(self, limits: VideoFilter) -> None:
        """Show only videos with these metadata."""
        self._limits = limits
        self._rebuild()
        self.arranged.emit()

    def set_videos(self, videos: OrderedVideos) -> None:
        """Hold these instead."""
        self._all = {video.id: video for _, video, _ in videos.rows}
        self._sorted = videos
        self.is_filled = True
        self._rebuild()
        self.filled.emit()

    def update_video(self, video: Video) -> None:
        """Take over a video's new state, or a new video."""
        old = self._all.get(video.id)
        self._all[video.id] = video
        self._sorted = None
        self._fractions.pop(video.id, None)
        if old is not None:
            row = self._row_of(old)
            if row is not None and self._passes(video) and self._keys[row] == self._sorting.key(video):
                self._shown[row] = video
                self.dataChanged.emit(self.index(row), self.index(row))
                return
            self._take_out(row)
        self._put_in(video)

    def remove_video(self, video_id: int) -> None:
        """Forget a video."""
        old = self._all.pop(video_id, None)
        self._sorted = None
        if old is not None:
            self._take_out(self._row_of(old))

    def set_fraction(self, video_id: int, fraction: float) -> None:
        """Show how far the analysis of a video has come."""
        self._fractions[video_id] = fraction
        video = self._all.get(video_id)
        row = self._row_of(video) if video else None
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def clear_fractions(self) -> None:
        """No analysis is going on any more."""
        self._fractions.clear()
        self._show_all_again()

    def _show_all_again(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def set_folder(self, folder: Path | None) -> None:
        """Show only what lies under ``folder``; None shows all."""
        if folder == self._folder:
            return
        self._folder = folder
        self._rebuild()

    def set_words(self, words: str) -> None:
        """Show only files whose path has all these words."""
        self._words = folded(words).split()
        self._rebuild()

    def set_sorting(self, sorting: Sorting) -> None:
        """Sort by ``sorting``."""
        self._sorting = sorting
        self._sorted = None
        self._rebuild()
        self.arranged.emit()

    @property
    def hides_offline(self) -> bool:
        """Whether what cannot be played now is left out."""
        return self._hides_offline

    def set_hides_offline(self, *, hides: bool) -> None:
        """Leave out what cannot be played now."""
        self._hides_offline = hides
        self._rebuild()

    @qt_override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    @qt_override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The video, its name, or what a screen reader says of it."""
        if not index.isValid():
            return None
        video = self._shown[index.row()]
        if role == VideoRole:
            return video
        if role == Qt.ItemDataRole.DisplayRole:
            return video.path.stem
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{video.path}\n{self.words_of(video).state}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.words_of(video)
            return f"{video.path.stem}, {words.length}, {words.state}"
        return None

    @qt_override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @qt_override
    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    @qt_override
    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setUrls([url_of(self.video(index).path) for index in indexes])
        return data

    def _passes(self, video: Video) -> bool:
        if self._folder is not None and not video.path.is_relative_to(self._folder):
            return False
        if self._limits and not self._limits.matches(VideoFacets.of_video(video)):
            return False
        return not (self._hides_offline and video.state.is_missing)

    def _rebuild(self) -> None:
        """Choose again what is shown: at every letter of a filter, so that sorting is done only if needed."""
        if self._sorted is None or self._sorted.sorting != self._sorting:
            self._sorted = OrderedVideos.of(self._all.values(), self._sorting)
        passing = self._sorted.rows
        for word in self._words:
            passing = [row for row in passing if word in row[2]]
        if self._folder is not None or self._hides_offline or self._limits:
            passing = [row for row in passing if self._passes(row[1])]
        self.beginResetModel()
        self._keys = [row[0] for row in passing]
        self._shown = [row[1] for row in passing]
        self.endResetModel()

    def _row_of(self, video: Video) -> int | None:
        key = self._sorting.key(video)
        row = bisect.bisect_left(self._keys, key)
        return row if row < len(self._keys) and self._shown[row].id == video.id else None

    def _take_out(self, row: int | None) -> None:
        if row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shown[row], self._keys[row]
            self.endRemoveRows()

    def _put_in(self, video: Video) -> None:
        text = _text(video)
        if not self._passes(video) or not all(word in text for word in self._words):
            return
        key = self._sorting.key(video)
        row = bisect.bisect_left(self._keys, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._shown.insert(row, video)
        self._keys.insert(row, key)
        self.endInsertRows()
