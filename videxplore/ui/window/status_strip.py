"""The strip at the bottom of the window: messages, what indexing is doing, and details as a pop-up."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.types import Video
from videxplore.services.indexing.index_types import IndexPass, IndexProgress
from videxplore.services.statistics import runtime_reasons
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.library.left_over import UNFINISHED, Failure
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import hours_words, joined, left_words, percent_words
from videxplore.ui.look.widgets import lay_ground, quiet_button, word_button
from videxplore.ui.models.models_work import ModelsWork
from videxplore.ui.models.understanding_page import progress_words, silence_words
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import SilenceClock

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


NOTICE_MS = 12_000
_BAR_PX = 220
"""Also its steps: less than one cannot be seen, and counts as silence."""


class StatusStrip(QWidget):
    """What indexing is doing, in one sentence with one bar, and what can be done about it.

    Signals:
        failuresRequested: The user wants to see what failed and why.
        undoRequested: The user wants what the message is about to be undone.
    """

    failuresRequested = Signal()
    undoRequested = Signal()

    def __init__(self, session: Session, work: IndexingWork, videos: Callable[[], Sequence[Video]]) -> None:
        """Follow ``work``; ``videos`` are those of the library."""
        super().__init__()
        self._work = work
        self._videos = videos
        self.setFixedHeight(theme.STATUS_PX)
        lay_ground(self)
        self._library_words = ""
        self._shown = ("", -1)
        self._silence = SilenceClock(self)
        self._silence.ticked.connect(self._show_silence)
        self._doing = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(_BAR_PX)
        self._bar.setTextVisible(False)
        self._busy = QLabel()
        self._busy.setObjectName("busy")
        self._busy.setProperty("dim", True)
        self._bar.setAccessibleName(self.tr("Indexing progress"))
        self._download = QLabel()
        self._download.hide()
        self._notice = QLabel()
        self._notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self._doing, self._busy, self._download, self._notice):
            label.setFont(theme.figures_font(12))
        self.undo_button = word_button(self.tr("Undo"))
        self.undo_button.setProperty("quiet", True)
        self.undo_button.hide()
        self.pause_button = _button("pause", self.tr("Pause"))
        self.cancel_button = _button("close", self.tr("Cancel"))
        self.continue_button = _button("play", self.tr("Continue"))
        self.details_button = _button("rows", self.tr("Details"))
        self.failures_button = _button("warning", self.tr("Show what failed and why"))
        self.details = IndexingDetails(work, videos, self)
        self._lay_out()
        self._notice_timer = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._notice_timer.timeout.connect(self._clear_notice)
        session.noticed.connect(lambda sentence: self._show_notice(sentence, is_bad=True))
        session.informed.connect(lambda sentence: self._show_notice(sentence, is_bad=False))
        session.edited.connect(self._offer_undo)
        for signal in (work.started, work.finished, work.progressChanged, work.stoppedChanged):
            signal.connect(self._refresh)
        for signal in (work.started, work.finished):
            signal.connect(self._forget_width)
        for signal in (work.started, work.progressChanged):
            signal.connect(self._hear)
        work.failuresChanged.connect(self._show_failures)
        self.pause_button.clicked.connect(self._toggle_pause)
        self.cancel_button.clicked.connect(work.cancel)
        self.continue_button.clicked.connect(work.continue_stopped)
        self.details_button.clicked.connect(lambda: self.details.show_above(self.details_button))
        self.failures_button.clicked.connect(self.failuresRequested)
        self.undo_button.clicked.connect(self._clear_notice)
        self.undo_button.clicked.connect(self.undoRequested)
        self._refresh()

    def follow_downloads(self, models: ModelsWork) -> None:
        """Show what is downloaded beside what is indexed."""
        models.downloadChanged.connect(lambda _name: self._show_downloads(models))

    def _show_downloads(self, models: ModelsWork) -> None:
        names = list(models.downloads)
        self._download.setVisible(bool(names))
        if names:
            done = progress_words(models.downloads[names[0]], models.silent_s)
            words = self.tr("Getting %1").replace("%1", models.title(names[0]))
            self._download.setText(f"{words} · {done}" if done else words)

    def set_library(self, videos: int, duration_s: float) -> None:
        """Say what the library holds, shown while nothing is being indexed."""
        count = self.tr("%n video(s)", "", videos)
        self._library_words = joined(count, hours_words(duration_s) if duration_s else "") if videos else ""
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.GAP_PX, 0)
        row.setSpacing(theme.GAP_PX)
        row.addWidget(self._doing)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._busy)
        row.addWidget(self.continue_button)
        row.addWidget(self._download)
        row.addWidget(self._notice, 1)
        row.addWidget(self.undo_button)
        # The button stands beside the words, whatever room is left.
        row.addStretch()
        for button in (self.pause_button, self.cancel_button, self.details_button, self.failures_button):
            row.addWidget(button)

    def _refresh(self, _value: object = None) -> None:
        is_running = self._work.is_running
        progress = self._work.progress
        for widget in (self._bar, self.pause_button, self.cancel_button, self.details_button):
            widget.setVisible(is_running)
        self.continue_button.setVisible(self._work.can_continue and not is_running)
        self.failures_button.setVisible(bool(self._work.failures))
        if not is_running or self._work.is_paused:
            self._silence.stop()
            self._shown = ("", -1)
        self._show_silence()
        if not is_running:
            self.details.close()
            self._say(self._stopped_words() if self._work.can_continue else self._library_words)
            return
        self._say(self.tr("Paused") if self._work.is_paused else self._progress_words(progress))
        # What is being loaded has no share that is done: the bar moves without a figure.
        self._bar.setRange(0, 0 if progress.is_loading else _BAR_PX)
        self._bar.setValue(round(_BAR_PX * progress.fraction))
        name = self.tr("Resume") if self._work.is_paused else self.tr("Pause")
        self.pause_button.setText(name)
        self.pause_button.setAccessibleName(name)
        self.pause_button.setToolTip(name)
        self.pause_button.setIcon(icon("play" if self._work.is_paused else "pause"))

    def _say(self, words: str) -> None:
        """Show words; during a run nothing beside them moves back when they become shorter."""
        self._doing.setText(words)
        if self._work.is_running:
            needed_px = self._doing.sizeHint().width()
            self._doing.setMinimumWidth(max(self._doing.minimumWidth(), needed_px))

    def _forget_width(self, _value: object = None) -> None:
        self._doing.setMinimumWidth(0)
        self._refresh()

    def _stopped_words(self) -> str:
        stopped = [video for video in self._videos() if video.id in self._work.stopped_ids]
        unsearchable = sum(video.depth is None for video in stopped)
        if unsearchable:
            return self.tr("Stopped. %n video(s) are not indexed yet.", "", unsearchable)
        if stopped:
            return self.tr("Stopped. %n video(s) are not fully indexed yet.", "", len(stopped))
        return self.tr("Stopped")

    def _progress_words(self, progress: IndexProgress) -> str:
        """What the present pass is for, how many videos it is through with, and when it will be done."""
        if not progress.total:
            return self.tr("Looking for videos…")
        if progress.is_loading:
            return self.tr("Loading the models…")
        done, present = progress.pass_done, progress.index_pass
        if present is IndexPass.QUICK:
            words, done = self.tr("%1 of %2 videos searchable"), progress.searchable
        elif present is IndexPass.MOTION:
            words = self.tr("Learning %1 of %2")
        elif present is IndexPass.TEXT:
            words = self.tr("Recognising words %1 of %2")
        elif progress.searchable < progress.total:
            words = self.tr("Refining scenes %1 of %2")
        else:
            words = self.tr("All searchable · refining scenes %1 of %2")
        words = words.replace("%1", str(done)).replace("%2", str(progress.total))
        return words if progress.left_s is None else f"{words} · {left_words(progress.left_s)}"

    def _hear(self, *_news: object) -> None:
        """Something was heard of the run: it counts where it can be seen."""
        shown = (self._doing.text(), self._bar.value())
        if self._work.is_running and not self._work.is_paused and shown != self._shown:
            self._silence.restart()
            self._show_silence()
        self._shown = shown

    def _show_silence(self) -> None:
        words = silence_words(self._silence.silent_s)
        self._busy.setText(words)
        self._busy.setVisible(bool(words))

    def _toggle_pause(self) -> None:
        if self._work.is_paused:
            self._work.resume()
        else:
            self._work.pause()
        self._refresh()
        self._hear()

    def _show_failures(self, failures: tuple[Failure, ...]) -> None:
        words = self.tr("%n failed", "", len(failures))
        self.failures_button.setText(words)
        self.failures_button.setAccessibleName(words)
        self.failures_button.setToolTip(self.tr("Show what failed and why"))
        self._refresh()

    def _show_notice(self, sentence: str, *, is_bad: bool) -> None:
        self._notice.setProperty("bad", is_bad)
        self._notice.setProperty("dim", not is_bad)
        self._notice.style().polish(self._notice)
        self._notice.setText(sentence)
        self._notice.setToolTip(sentence)
        self._notice.setMaximumWidth(self._notice.sizeHint().width())
        self.undo_button.hide()
        self._notice_timer.start()

    def _offer_undo(self, sentence: str) -> None:
        self._show_notice(sentence, is_bad=False)
        self.undo_button.show()

    def _clear_notice(self) -> None:
        self._notice.clear()
        self.undo_button.hide()


def _button(icon_name: str, words: str) -> QToolButton:
    button = quiet_button(icon_name, words)
    button.setText(words)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
