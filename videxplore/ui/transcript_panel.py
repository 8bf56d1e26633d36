"""The transcript of the open video: it follows the playhead; words that are selected are a span."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedLayout,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.spans import SelectedSpan
from videxplore.core.texts import TextLine, TextTrack
from videxplore.core.types import Video
from videxplore.services.exporting.protection import export_rules
from videxplore.services.library import Library
from videxplore.services.transcripts import TRANSCRIPT_SUFFIXES, export_transcript, transcripts_of
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import EmptyWords, flush, word_button
from videxplore.ui.player.found_text import FoundText
from videxplore.ui.session import Marks, Session
from videxplore.ui.video_panel import VideoPanel
from videxplore.ui.work.jobs import Lane

_AFTER_TIME = "  "


class TranscriptView(QPlainTextEdit):
    """Lines of text, each after its time, to be read and selected.

    Signals:
        timePicked: A word was clicked that is said at this time in seconds.
        spanPicked: (start, end) in seconds of the words that were selected.
    """

    timePicked = Signal(float)
    spanPicked = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(theme.text_font(13))
        self.setAccessibleName(self.tr("Transcript"))
        self._lines: Sequence[TextLine] = ()
        self._offsets: list[int] = []
        self._starts_s: list[float] = []
        self._current = -1
        self._found: Mapping[TextLine, tuple[tuple[int, int], ...]] = {}
        self._found_marks: list[QTextEdit.ExtraSelection] = []

    def show_lines(self, lines: Sequence[TextLine]) -> None:
        """Show these, in time order."""
        times = [clock_text(line.start_s, 1) + _AFTER_TIME for line in lines]
        self._lines, self._current = lines, -1
        self._offsets = [len(time) for time in times]
        self._starts_s = [line.start_s for line in lines]
        rows = (time + line.text for time, line in zip(times, lines, strict=True))
        self.setPlainText("\n".join(rows))
        self.mark_words(self._found)

    def mark_words(self, places: Mapping[TextLine, tuple[tuple[int, int], ...]]) -> None:
        """Mark words that were searched for.

        Args:
            places: By line, the first letter of each word and the letter after its last.
        """
        self._found = places
        marked = QTextCharFormat()
        marked.setBackground(colours().accent)
        marked.setForeground(colours().on_accent)
        self._found_marks = []
        for number, line in enumerate(self._lines):
            for start, end in places.get(line, ()):
                begin = self.document().findBlockByNumber(number).position() + self._offsets[number]
                mark = QTextEdit.ExtraSelection()
                mark.format, mark.cursor = marked, QTextCursor(self.document())
                mark.cursor.setPosition(begin + start)
                mark.cursor.setPosition(begin + end, QTextCursor.MoveMode.KeepAnchor)
                self._found_marks.append(mark)
        self._mark(self._current)

    def follow(self, time_s: float) -> None:
        """Mark the line that is said at a time, and keep it in sight."""
        number = bisect_right(self._starts_s, time_s) - 1
        if number == self._current:
            return
        self._current = number
        self._mark(number)
        cursor = QTextCursor(self.document().findBlockByNumber(number))
        if number >= 0 and not self.viewport().rect().contains(self.cursorRect(cursor)):
            self.verticalScrollBar().setValue(max(0, cursor.block().firstLineNumber() - 2))

    def _mark(self, number: int) -> None:
        """Mark the line that is said, if one is, and the words that were searched for."""
        if number < 0:
            self.setExtraSelections(self._found_marks)
            return
        cursor = QTextCursor(self.document().findBlockByNumber(number))
        mark = QTextEdit.ExtraSelection()
        marked = QTextCharFormat()
        marked.setBackground(colours().raised)
        marked.setForeground(colours().accent)
        marked.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        mark.format, mark.cursor = marked, cursor
        self.setExtraSelections([mark, *self._found_marks])

    def selected_span(self) -> tuple[float, float] | None:
        """From the first to the end of the last selected word, in seconds; None where none is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or not self._lines:
            return None
        start_s, _ = self._word_at(cursor.selectionStart())
        _, end_s = self._word_at(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        return (start_s, end_s) if end_s > start_s else None

    def _word_at(self, position: int) -> tuple[float, float]:
        """When the word at a place of the document begins and ends; its line, where that is not known."""
        block = self.document().findBlock(position)
        line = self._lines[block.blockNumber()]
        if not line.word_times_s:
            return line.start_s, line.end_s
        column = max(0, position - block.position() - self._offsets[block.blockNumber()])
        number = min(line.text.count(" ", 0, column), len(line.word_times_s) - 1)
        ends_s = (*line.word_times_s[1:], line.end_s)
        return line.word_times_s[number], ends_s[number]

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not self._lines:
            return
        if not self._tell_span():
            self.timePicked.emit(
                self._word_at(self.cursorForPosition(event.position().toPoint()).position())[0]
            )

    @qt_override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._lines:
            self.timePicked.emit(self._word_at(self.textCursor().position())[0])
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._tell_span()

    def _tell_span(self) -> bool:
        span = self.selected_span()
        if span is not None:
            self.spanPicked.emit(*span)
        return span is not None


class TranscriptPanel(VideoPanel):
    """Shows one of the texts of the open video.

    Signals:
        keepRequested: A list of one :class:`SelectedSpan`, the selected words, to be added to the bin.
        modelsRequested: The user wants a model that recognises speech or text.
    """

    keepRequested = Signal(list)
    modelsRequested = Signal()

    def __init__(self, session: Session, library: Library, lane: Lane, found: FoundText) -> None:
        """Read on ``lane``; ``found`` knows the words that were searched for."""
        super().__init__(session, lane)
        self._library = library
        self._found = found
        found.changed.connect(self._show_found)
        self._tracks: Sequence[TextTrack] = ()
        self.tracks_box = QComboBox()
        self.tracks_box.setAccessibleName(self.tr("Which text"))
        self.tracks_box.currentIndexChanged.connect(self._show_track)
        self.keep_button = word_button(self.tr("Add to Selects"))
        self.keep_button.setToolTip(self.tr("Keep the part in which the selected words are said"))
        self.keep_button.clicked.connect(self._keep)
        self.export_button = word_button(self.tr("Export…"))
        self.export_button.clicked.connect(self._export)
        self.view = TranscriptView()
        self.view.timePicked.connect(session.seek)
        self.view.spanPicked.connect(self._set_marks)
        self.view.selectionChanged.connect(self._refresh_buttons)
        self.empty = EmptyWords("search", "", "")
        self.models_button = word_button(self.tr("Get a model for speech or text…"))
        self.models_button.clicked.connect(self.modelsRequested)
        self.empty.add(self.models_button)
        self._lay_out()
        session.timeChanged.connect(self.view.follow)
        self.load_video(session.video)

    def load_video(self, video: Video | None) -> None:
        """Read the text of the video."""
        if video is None:
            self.cancel_reading()
            self._show(())
            return
        self.read(lambda _task: transcripts_of(self._library, video.id), self._show)

    def _lay_out(self) -> None:
        row = QVBoxLayout()
        row.setContentsMargins(theme.PANEL_PADDING_PX, theme.GAP_PX, theme.PANEL_PADDING_PX, theme.GAP_PX)
        row.setSpacing(theme.GAP_PX)
        row.addWidget(self.tracks_box)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP_PX)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.export_button)
        buttons.addStretch(1)
        row.addLayout(buttons)
        page = QWidget()
        column = flush(QVBoxLayout(page))
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(page)

    def _show(self, tracks: Sequence[TextTrack]) -> None:
        chosen = self.tracks_box.currentText()
        self._tracks = tracks
        self.tracks_box.blockSignals(True)
        self.tracks_box.clear()
        self.tracks_box.addItems([track_words(track) for track in tracks])
        self.tracks_box.setCurrentIndex(max(0, self.tracks_box.findText(chosen)) if tracks else -1)
        self.tracks_box.blockSignals(False)
        self._show_track()
        self._show_found()
        self._pages.setCurrentIndex(1 if tracks else 0)
        video = self._session.video
        self.models_button.setVisible(video is not None and not video.error)
        self.explain_emptiness(
            self.empty,
            self.tr("No transcript"),
            self.tr(
                "Subtitles are read from the video and from files beside it. Speech and text on screen are "
                "recognised by models that you choose."
            ),
        )

    def _show_found(self) -> None:
        """Mark the words that were searched for, in the text that holds them."""
        places = {one.line: one.places for one in self._found.lines}
        holding = [
            number for number, track in enumerate(self._tracks) if not places.keys().isdisjoint(track.lines)
        ]
        if holding and self.tracks_box.currentIndex() not in holding:
            self.tracks_box.setCurrentIndex(holding[0])
        self.view.mark_words(places)

    def _show_track(self, _index: int = 0) -> None:
        track = self._track
        self.view.show_lines(track.lines if track is not None else ())
        self.view.follow(self._session.time_s)
        self._refresh_buttons()

    @property
    def _track(self) -> TextTrack | None:
        index = self.tracks_box.currentIndex()
        return self._tracks[index] if 0 <= index < len(self._tracks) else None

    def _refresh_buttons(self) -> None:
        self.keep_button.setEnabled(self.view.selected_span() is not None)

    def _set_marks(self, start_s: float, end_s: float) -> None:
        """The selected words are what lies between in and out; what is done with that is done with them."""
        self._session.seek(start_s)
        self._session.set_marks(Marks(start_s, end_s))

    def _keep(self) -> None:
        span, video = self.view.selected_span(), self._session.video
        if span is not None and video is not None:
            words = self.view.textCursor().selectedText().replace("\u2029", " ")
            self.keepRequested.emit([SelectedSpan(video, *span, label=words)])

    def _export(self) -> None:
        track, video = self._track, self._session.video
        if track is None or video is None:
            return
        kinds = ";;".join(f"{suffix[1:].upper()} (*{suffix})" for suffix in TRANSCRIPT_SUFFIXES)
        proposed = str(video.path.with_suffix(TRANSCRIPT_SUFFIXES[0]))
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Export the transcript"), proposed, kinds)
        if file:
            self.export(track, Path(file))

    def export(self, track: TextTrack, target: Path) -> None:
        """Write a text to a file; the user agreed to replace it."""
        done = self.tr("The transcript was written to %1.").replace("%1", str(target))
        job = self._lane.submit(
            lambda _task: export_transcript(track.lines, target, export_rules(self._library, [target]))
        )
        job.succeeded.connect(lambda _nothing: self._session.inform(done))
        job.failed.connect(self._session.notice_failure)


def track_words(track: TextTrack) -> str:
    """What a text is, and in which language."""
    translate = QCoreApplication.translate
    kinds = {
        "subtitle": translate("Transcript", "Subtitles"),
        "speech": translate("Transcript", "Speech"),
        "screen": translate("Transcript", "Text on screen"),
    }
    rest = " · ".join(filter(None, (track.language, track.name if track.kind == "subtitle" else "")))
    return f"{kinds[track.kind]} · {rest}" if rest else kinds[track.kind]
