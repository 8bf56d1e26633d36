"""The bars of the window: query box, history and settings at the top, progress and messages at the bottom."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from videxplore.services.indexing.index_types import IndexProgress
from videxplore.services.searching.query.query import Filters, Query
from videxplore.services.statistics import runtime_reasons
from videxplore.ui.library.indexing_work import Failure, IndexingWork
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.texts import hours_words, left_words
from videxplore.ui.look.widgets import lay_ground, quiet_button
from videxplore.ui.searching.query_bar import QueryBar, describe
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.session import Session

NAME_PX = 232
MOST_STEPS = 40
WIDEST_PX = 320


class TopBar(QWidget):
    """Everything that is above the panels.

    Signals:
        settingsRequested: The user wants to change settings.
        helpRequested: The user wants to see the keys.
    """

    settingsRequested = Signal()
    helpRequested = Signal()

    def __init__(
        self, query_bar: QueryBar, options: QWidget, search: SearchWork, title_of: Callable[[int], str]
    ) -> None:
        """Place ``query_bar`` and ``options``; follow the history of ``search``.

        Args:
            query_bar: What is asked.
            options: How it is asked.
            search: Its history is walked.
            title_of: The name of a video; empty for one that is gone.
        """
        super().__init__()
        self._title_of = title_of
        self._search = search
        self.setFixedHeight(theme.TOP_BAR_PX)
        lay_ground(self)
        self.setObjectName("topBar")
        name = QLabel("videxplore")
        name.setFont(theme.text_font(15, QFont.Weight.DemiBold))
        name.setFixedWidth(NAME_PX)
        self.back_button = quiet_button("back", self.tr("Previous search"))
        self.forward_button = quiet_button("forward", self.tr("Next search"))
        self.place = QToolButton()
        self.place.setProperty("quiet", True)
        self.place.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.place.setAccessibleName(self.tr("Earlier searches"))
        self.place.setMenu(QMenu(self))
        self.place.menu().aboutToShow.connect(self._fill_history)
        settings = quiet_button("settings", self.tr("Settings"))
        help_button = quiet_button("help", self.tr("Keys"))
        history = [self.back_button, self.place, self.forward_button]
        for button in (*history, help_button, settings):
            button.setProperty("tight", True)
        self._lay_out([name, query_bar, options, *history, help_button, settings])
        self.back_button.clicked.connect(search.back)
        self.forward_button.clicked.connect(search.forward)
        settings.clicked.connect(self.settingsRequested)
        help_button.clicked.connect(self.helpRequested)
        search.historyChanged.connect(self._show_place)
        self._show_place()

    def _lay_out(self, widgets: list[QWidget]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QueryBar) else 0)
            if isinstance(widget, QueryBar):
                row.addSpacing(4)

    def _show_place(self) -> None:
        count, position = len(self._search.steps), self._search.steps.position
        self.back_button.setEnabled(position > 0)
        self.forward_button.setEnabled(position < count - 1)
        self.place.setEnabled(count > 0)
        is_shown = 0 <= position < count
        self.place.setText(f"{position + 1} / {count}" if is_shown else self.tr("History"))
        self.place.setToolTip(self.tr("Earlier searches"))

    def _fill_history(self) -> None:
        """The searches with a name, then the latest of the others; the one that is shown can be named."""
        menu = self.place.menu()
        menu.clear()
        metrics = menu.fontMetrics()
        for group in self._past_searches():
            for number, words in group:
                action = menu.addAction(metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, WIDEST_PX))
                action.setCheckable(True)
                action.setChecked(number == self._search.steps.position)
                action.triggered.connect(lambda _checked, number=number: self._search.go_to(number))
            if group:
                menu.addSeparator()
        if self._search.steps.current is not None:
            menu.addAction(icon("bookmark"), self.tr("Save search…"), self._ask_name)

    def _past_searches(self) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        named: list[tuple[int, str]] = []
        nameless: list[tuple[int, str]] = []
        for number, step in reversed(list(enumerate(self._search.steps.all()))):
            if step.name:
                named.append((number, step.name))
            elif len(nameless) < MOST_STEPS or number == self._search.steps.position:
                nameless.append((number, self._words_of(step.query)))
        return named, nameless

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Save search"))
        dialog.setLabelText(self.tr("Named searches are kept; unnamed ones are dropped as new ones arrive."))
        step = self._search.steps.current
        dialog.setTextValue(step.name if step is not None else "")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda name: self._search.name_step(name.strip()))
        dialog.open()

    def _words_of(self, query: Query) -> str:
        words = [describe(example, self._title_of) for example in query.positives[:1]]
        if len(query.positives) > 1:
            words.append(f"+{len(query.positives) - 1}")
        if query.negatives:
            words.append(f"\N{MINUS SIGN}{len(query.negatives)}")
        if query.words:
            words.append(f"\u201c{query.words}\u201d")
        if query.then is not None:
            words += [self.tr("then"), self._words_of(query.then)]
        if query.by != "appearance":
            words.append(self.tr("(motion)") if query.by == "motion" else self.tr("(appearance and motion)"))
        if query.filters != Filters():
            words.append(self.tr("(filtered)"))
        return " ".join(words)


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
        self.continue_button = _button("play", self.tr("Continue"))
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
        self.continue_button.clicked.connect(work.continue_cancelled)
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
        for button in (self.continue_button, self.pause_button, self.cancel_button, self.details_button):
            row.addWidget(button)
        row.setSpacing(theme.GAP_PX)

    def _refresh(self, _value: object = None) -> None:
        is_running = self._work.is_running
        progress = self._work.progress
        for widget in (self._bar, self.pause_button, self.cancel_button):
            widget.setVisible(is_running)
        self.continue_button.setVisible(self._work.can_continue and not is_running)
        self.details_button.setVisible(bool(self._work.failures))
        if not is_running:
            self._doing.setText(self._stopped_words() if self._work.can_continue else self._library_words)
            self._facts.clear()
            return
        self._doing.setText(self._progress_words(progress))
        self._bar.setValue(round(1000 * progress.fraction))
        self._facts.setText("    ".join(self._progress_facts(progress)))
        self._facts.setToolTip("\n".join(runtime_reasons(progress.engine)))
        name = self.tr("Resume") if self._work.is_paused else self.tr("Pause")
        self.pause_button.setText(name)
        self.pause_button.setAccessibleName(name)
        self.pause_button.setToolTip(name)
        self.pause_button.setIcon(icon("play" if self._work.is_paused else "pause"))

    def _stopped_words(self) -> str:
        count = self._work.unfinished_count
        return self.tr("Stopped \u00b7 %n video(s) not finished", "", count) if count else self.tr("Stopped")

    def _progress_words(self, progress: IndexProgress) -> str:
        """Which of the three passes is going on, and how many videos it is through with."""
        if not progress.total:
            return self.tr("Looking for videos…")
        if self._work.is_paused:
            words, number = self.tr("Paused \u00b7 %1 of %2 searchable"), progress.searchable
        elif progress.quick_done < progress.total:
            words, number = self.tr("%1 of %2 searchable"), progress.searchable
        elif progress.full_done < progress.total:
            words, number = self.tr("Refining scenes \u00b7 %1 of %2"), progress.full_done
        else:
            words, number = self.tr("Analysing motion \u00b7 %1 of %2"), progress.done
        return words.replace("%1", str(number)).replace("%2", str(progress.total))

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
