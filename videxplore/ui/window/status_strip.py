"""The strip at the bottom: what indexing is doing or what the library holds, and one sentence when needed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from videxplore.services.indexing.index_types import IndexProgress
from videxplore.services.statistics import runtime_reasons
from videxplore.ui.library.indexing_work import Failure, IndexingWork
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.texts import hours_words, left_words
from videxplore.ui.look.widgets import lay_ground, quiet_button
from videxplore.ui.session import Session

NOTICE_MS = 12_000


class StatusStrip(QWidget):
    """Progress, speed, device and time left while indexing.

    Signals:
        detailsRequested: The user wants to see what failed and why.
    """

    detailsRequested = Signal()

    def __init__(self, session: Session, work: IndexingWork) -> None:
        super().__init__()
        self._work = work
        self.setFixedHeight(theme.STATUS_PX)
        lay_ground(self)
        self._library_words = ""
        self._doing = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(220)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Indexing progress"))
        self._facts = QLabel()
        self._facts.setProperty("dim", True)
        self._notice = QLabel()
        self._notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self._doing, self._facts, self._notice):
            label.setFont(theme.figures_font(12))
        self.pause_button = _button("pause", self.tr("Pause"))
        self.cancel_button = _button("close", self.tr("Cancel"))
        self.details_button = _button("warning", self.tr("Details"))
        self._lay_out()
        self._notice_timer = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._notice_timer.timeout.connect(self._notice.clear)
        session.noticed.connect(lambda sentence: self._show_notice(sentence, is_bad=True))
        session.informed.connect(lambda sentence: self._show_notice(sentence, is_bad=False))
        work.started.connect(self._refresh)
        work.finished.connect(self._refresh)
        work.progressChanged.connect(self._refresh)
        work.failuresChanged.connect(self._show_failures)
        self.pause_button.clicked.connect(self._toggle_pause)
        self.cancel_button.clicked.connect(work.cancel)
        self.details_button.clicked.connect(self.detailsRequested)
        self._refresh()

    def set_library(self, videos: int, duration_s: float) -> None:
        """Say what the library holds, shown while nothing is being indexed."""
        count = self.tr("%n video(s)", "", videos)
        self._library_words = f"{count} · {hours_words(duration_s)}" if videos else ""
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.GAP_PX, 0)
        row.setSpacing(theme.PANEL_PADDING_PX)
        row.addWidget(self._doing)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._facts)
        row.addWidget(self._notice, 1)
        for button in (self.pause_button, self.cancel_button, self.details_button):
            row.addWidget(button)
        row.setSpacing(theme.GAP_PX)

    def _refresh(self, _value: object = None) -> None:
        is_running = self._work.is_running
        progress = self._work.progress
        for widget in (self._bar, self.pause_button, self.cancel_button):
            widget.setVisible(is_running)
        self.details_button.setVisible(is_running or bool(self._work.failures))
        if not is_running:
            self._doing.setText(self._library_words)
            self._facts.clear()
            return
        verb, number = self.tr("Indexing %1 of %2"), min(progress.total, progress.done + 1)
        if self._work.is_paused:
            verb, number = self.tr("Paused \u00b7 %1 of %2 searchable"), progress.searchable
        looking = self.tr("Looking for videos…")
        words = verb.replace("%1", str(number)).replace("%2", str(progress.total))
        self._doing.setText(words if progress.total else looking)
        # Half of a video's way is its quick pass: the bar moves from the first second.
        share = (progress.done + progress.searchable) / (2 * progress.total) if progress.total else 0.0
        self._bar.setValue(round(1000 * min(1.0, share)))
        self._facts.setText("    ".join(self._progress_facts(progress)))
        self._facts.setToolTip("\n".join(runtime_reasons(progress.engine)))
        name = self.tr("Resume") if self._work.is_paused else self.tr("Pause")
        self.pause_button.setText(name)
        self.pause_button.setAccessibleName(name)
        self.pause_button.setToolTip(name)
        self.pause_button.setIcon(icon("play" if self._work.is_paused else "pause"))

    def _progress_facts(self, progress: IndexProgress) -> list[str]:
        facts = []
        if progress.searchable_s:
            facts.append(self.tr("%1 searchable").replace("%1", hours_words(progress.searchable_s)))
        if progress.x_realtime and not self._work.is_paused:
            facts.append(self.tr("%1\u00d7 real time").replace("%1", f"{progress.x_realtime:.0f}"))
        if progress.engine.device:
            facts.append(progress.engine.device)
        if progress.left_s is not None and not self._work.is_paused:
            facts.append(left_words(progress.left_s))
        return facts

    def _toggle_pause(self) -> None:
        if self._work.is_paused:
            self._work.resume()
        else:
            self._work.pause()
        self._refresh()

    def _show_failures(self, failures: tuple[Failure, ...]) -> None:
        words = self.tr("%n failed", "", len(failures)) if failures else self.tr("Details")
        self.details_button.setText(words)
        self.details_button.setAccessibleName(words)
        self._refresh()

    def _show_notice(self, sentence: str, *, is_bad: bool) -> None:
        self._notice.setProperty("bad", is_bad)
        self._notice.setProperty("dim", not is_bad)
        self._notice.style().polish(self._notice)
        self._notice.setText(sentence)
        self._notice.setToolTip(sentence)
        self._notice_timer.start()


def _button(icon_name: str, words: str) -> QToolButton:
    button = quiet_button(icon_name, words)
    button.setText(words)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
