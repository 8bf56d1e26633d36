"""A pop-up about the run of indexing that goes on: speed, device, and the videos in their order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from videxplore.core.types import Video
from videxplore.services.statistics import runtime_reasons
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.library.left_over import UNFINISHED
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import hours_words, percent_words
from videxplore.ui.look.widgets import lay_ground

REFRESH_MS = 500
MOST_VIDEOS = 10
WIDTH_PX = 380
GAP_TO_BUTTON_PX = 6


class IndexingDetails(QFrame):
    """Opens above a button and is up to date while it is open."""

    def __init__(self, work: IndexingWork, videos: Callable[[], Sequence[Video]], parent: QWidget) -> None:
        """Describe ``work``; ``videos`` are those of the library."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._work = work
        self._videos = videos
        self._fractions: dict[int, float] = {}
        lay_ground(self)
        self.setObjectName("popup")
        self.setAccessibleName(self.tr("Details of indexing"))
        self._corner = QPoint()
        self._figures = {name: QLabel() for name in ("searchable", "speed", "device", "limit")}
        form = QFormLayout()
        form.setHorizontalSpacing(theme.PANEL_PADDING_PX)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name, words in zip(
            self._figures,
            (self.tr("Searchable"), self.tr("Speed"), self.tr("Runs on"), self.tr("Slowed by")),
            strict=True,
        ):
            self._figures[name].setWordWrap(True)
            form.addRow(words, self._figures[name])
        self._queue = QLabel()
        self._queue.setProperty("dim", True)
        self._column = column = QVBoxLayout(self)
        pad_px = theme.PANEL_PADDING_PX
        column.setContentsMargins(pad_px, pad_px, pad_px, pad_px)
        column.addLayout(form)
        column.addWidget(self._queue)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        work.videoProgressChanged.connect(self._note_fraction)
        work.finished.connect(self._fractions.clear)

    def show_above(self, button: QWidget) -> None:
        """Open with the right edge of a button."""
        self._corner = button.mapToGlobal(QPoint(button.width(), -GAP_TO_BUTTON_PX))
        self._refresh()
        self._timer.start()
        self.show()

    @qt_override
    def hideEvent(self, event: object) -> None:
        self._timer.stop()

    def _note_fraction(self, video_id: int, fraction: float) -> None:
        # The one that was noted last is the one that the run is at.
        self._fractions.pop(video_id, None)
        self._fractions[video_id] = fraction

    def _refresh(self) -> None:
        progress = self._work.progress
        engine = progress.engine
        speed = self.tr("%1\u00d7 real time").replace("%1", f"{progress.x_realtime:.0f}")
        limits = {
            "disk": self.tr("the disk"),
            "decode": self.tr("decoding"),
            "network forward": self.tr("the model"),
        }
        for name, words in {
            "searchable": hours_words(progress.searchable_s),
            "speed": speed if progress.x_realtime else "\u2013",
            "device": "\n".join([engine.device or "\u2013", *map(translated, runtime_reasons(engine))]),
            "limit": limits.get(progress.limited_by, "\u2013"),
        }.items():
            self._figures[name].setText(words)
        self._queue.setText("\n".join(self._queue_lines()))
        # Lines that wrap make no size hint.
        height_px = self._column.totalHeightForWidth(WIDTH_PX)
        self.setGeometry(self._corner.x() - WIDTH_PX, self._corner.y() - height_px, WIDTH_PX, height_px)

    def _queue_lines(self) -> list[str]:
        videos = {video.id: video for video in self._videos()}
        running = next((one for one in reversed(self._fractions) if one in videos), None)
        lines = []
        if running is not None:
            share = percent_words(self._fractions[running])
            lines.append(f"{self._short(videos[running].path.name)}  {share}")
        stopped = self._work.stopped_ids
        waiting = [
            video
            for video in videos.values()
            if video.state in UNFINISHED and video.id != running and video.id not in stopped
        ]
        lines += [self._short(video.path.name) for video in waiting[:MOST_VIDEOS]]
        if len(waiting) > MOST_VIDEOS:
            lines.append(self.tr("and %n more", "", len(waiting) - MOST_VIDEOS))
        return lines

    def _short(self, name: str) -> str:
        return theme.elided(name, self._queue.font(), WIDTH_PX - 90)
