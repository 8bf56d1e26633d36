"""The videos of the library as a table whose columns are chosen, moved and sorted by."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
)

from videxplore.core.scene_facts import MEASURES, Measure, SceneFacts, measure_named, sort_value
from videxplore.core.types import Video
from videxplore.core.video_listing import VideoOrder
from videxplore.ui.drag_and_drop import url_of
from videxplore.ui.library.library_model import Sorting, VideoModel
from videxplore.ui.look.column_view import Column, ColumnModel, ColumnView
from videxplore.ui.look.format_names import codec_name
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import (
    date_words,
    frame_size_words,
    length_words,
    measure_columns,
    rate_words,
    size_words,
)


def columns(state_words: Callable[[Video], str]) -> tuple[Column[Video], ...]:
    """All columns, in their order at first; each is named after the order in which its head sorts."""
    translate = QCoreApplication.translate
    return (
        Column(
            VideoOrder.NAME,
            translate("VideoTable", "Name"),
            lambda video: video.path.name,
            210,
            is_fixed=True,
        ),
        Column(
            VideoOrder.RECORDED,
            translate("VideoTable", "Date recorded"),
            lambda video: date_words(video.metadata),
            110,
        ),
        Column(VideoOrder.LONGEST, translate("VideoTable", "Length"), _length, 70, is_number=True),
        Column(VideoOrder.RATE, translate("VideoTable", "Frame rate"), rate_words, 90, is_number=True),
        Column(
            VideoOrder.PIXELS, translate("VideoTable", "Frame size"), frame_size_words, 100, is_number=True
        ),
        Column(
            VideoOrder.SIZE,
            translate("VideoTable", "Size"),
            lambda video: size_words(video.size_bytes),
            80,
            is_number=True,
        ),
        Column(VideoOrder.CODEC, translate("VideoTable", "Codec"), _codec, 80),
        Column(
            VideoOrder.CAMERA,
            translate("VideoTable", "Camera"),
            lambda video: video.metadata.camera,
            120,
            is_shown=False,
        ),
        Column(
            VideoOrder.FOLDER, translate("VideoTable", "Folder"), lambda video: str(video.path.parent), 220
        ),
        Column(VideoOrder.STATE, translate("VideoTable", "State"), state_words, 110),
    )


def _length(video: Video) -> str:
    return length_words(video.duration_s) if video.properties else ""


def _codec(video: Video) -> str:
    return codec_name(video.properties.codec) if video.properties else ""


class VideoRows(ColumnModel[Video]):
    """What a :class:`VideoModel` shows, in columns; it is taken over as a whole.

    Attributes:
        measure: By which the rows are sorted; None for the order of the videos.
        is_reversed: Whether the smallest comes first.
    """

    def __init__(self, videos: VideoModel) -> None:
        self._facts: Mapping[int, SceneFacts] = {}
        self.measure: Measure | None = None
        self.is_reversed = False
        known = columns(lambda video: videos.words_of(video).state)
        measured = [self._measure_column(*one) for one in measure_columns()]
        super().__init__((*known, *measured), lambda video: str(video.path))
        self._videos = videos

    def set_facts(self, facts: Mapping[int, SceneFacts]) -> None:
        """Show what was measured of videos, by their ids."""
        self._facts = facts
        self.refresh()

    def sort_by(self, measure: Measure | None, *, is_reversed: bool) -> None:
        """Sort by a measure, the largest first or reversed; None for the order of the videos themselves."""
        self.measure, self.is_reversed = measure, is_reversed
        self.refresh()

    def _measure_column(
        self, measure: Measure, title: str, words: Callable[[SceneFacts], str]
    ) -> Column[Video]:
        def words_of(video: Video) -> str:
            facts = self._facts.get(video.id)
            return "" if facts is None else words(facts)

        return Column(measure, title, words_of, 90, is_number=True, is_shown=False)

    def _measured(self, video: Video, measure: Measure) -> float:
        return sort_value(self._facts.get(video.id), measure, is_reversed=self.is_reversed)

    def row_of(self, video_id: int) -> int:
        """The row of a video; -1 where it is not shown."""
        return next((row for row, video in enumerate(self.items) if video.id == video_id), -1)

    def refresh(self) -> None:
        """Take over what is shown now; rows that stay keep their place and selection."""
        shown, measure = self._videos.shown, self.measure
        if measure is not None:
            shown = tuple(sorted(shown, key=lambda video: self._measured(video, measure)))
        are_same = [video.id for video in shown] == [video.id for video in self.items]
        self.set_items(shown, keeps_rows=are_same)

    @qt_override
    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    @qt_override
    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setUrls([url_of(self.items[row].path) for row in rows])
        return data


class VideoTable(ColumnView):
    """The table of the videos of a library."""

    rows: VideoRows

    def __init__(self, videos: VideoModel) -> None:
        super().__init__(VideoRows(videos))
        self.rows.setParent(self)
        self._videos = videos
        self.setAccessibleName(self.tr("Videos of the library in columns"))
        self.headPicked.connect(self._sort)
        self.show_sorting()

    def show_sorting(self) -> None:
        """Show in the heads by what videos are sorted."""
        sorting, rows = self._videos.sorting, self.rows
        if rows.measure is not None:
            self.mark_sorting(rows.section_of(rows.measure), is_reversed=rows.is_reversed)
            return
        names = [column.name for column in self.rows.columns]
        section = names.index(sorting.order) if sorting.order in names else -1
        self.mark_sorting(section, is_reversed=sorting.is_reversed)

    @property
    def shows_measures(self) -> bool:
        """Whether a column of a measure is shown."""
        return any(not self.isColumnHidden(self.rows.section_of(name)) for name, *_ in measure_columns())

    def select_video(self, video: Video | None) -> None:
        """Show which video is open."""
        row = self.rows.row_of(video.id) if video is not None else -1
        if row >= 0 and row != self.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.rows.index(row, 0), flags)

    def _sort(self, section: int) -> None:
        name, rows = self.rows.columns[section].name, self.rows
        if name in MEASURES:
            rows.sort_by(measure_named(name), is_reversed=name == rows.measure and not rows.is_reversed)
            self.show_sorting()
            return
        rows.sort_by(None, is_reversed=False)
        order, sorting = VideoOrder(name), self._videos.sorting
        is_again = sorting.order is order
        self._videos.set_sorting(Sorting(order, is_reversed=is_again and not sorting.is_reversed))
