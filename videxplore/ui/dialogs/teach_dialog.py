"""Teach an action: name what moments show, see what is found, say yes or no to what is doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.task import Progress
from videxplore.core.types import Moment
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.searching.query.query import SceneExample
from videxplore.services.teaching.lesson import Lesson, LessonState
from videxplore.services.teaching.taught_actions import TeachingService
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text, name_words
from videxplore.ui.look.widgets import OutcomeLabel
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.tiles.tile_layout import TITLED_FOOTER_PX
from videxplore.ui.work.jobs import Lane, LaneJob, failure_sentence


class AnswersView(QWidget):
    """The scenes found, the doubtful first, with yes and no for the one that is selected.

    Signals:
        answered: (moment, whether it shows what the label names).
        undoRequested: The last answer was wrong.
    """

    answered = Signal(object, bool)
    undoRequested = Signal()

    def __init__(self, thumbnails: ThumbnailCache) -> None:
        super().__init__()
        self._label = ""
        self.found_label = QLabel(wordWrap=True)
        self.question_label = QLabel(wordWrap=True)
        self._model: TileModel[Moment] = TileModel(_found_tile, self)
        self.grid = TileGrid(self._model, thumbnails, 150)
        self.grid.tiles.footer_px = TITLED_FOOTER_PX
        self.grid.setAccessibleName(self.tr("Scenes found"))
        self.grid.setSelectionMode(TileGrid.SelectionMode.SingleSelection)
        self.yes_button = QPushButton(self.tr("Yes"))
        self.no_button = QPushButton(self.tr("No"))
        self.undo_button = QPushButton(self.tr("Undo answer"))
        self.yes_button.setShortcut(self.tr("Y", "key for yes"))
        self.no_button.setShortcut(self.tr("N", "key for no"))
        self.undo_button.setShortcut("Ctrl+Z")
        for button in (self.yes_button, self.no_button, self.undo_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._ask())
        self.yes_button.clicked.connect(lambda: self._answer(shows=True))
        self.no_button.clicked.connect(lambda: self._answer(shows=False))
        self.undo_button.clicked.connect(self.undoRequested)
        self._is_busy = False
        self._answers = 0

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.question_label, 1)
        for button in (self.yes_button, self.no_button, self.undo_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_PADDING_PX)
        column.addWidget(self.found_label)
        column.addLayout(buttons)
        column.addWidget(self.grid, 1)

    def show_state(self, state: LessonState) -> None:
        """Show what is found now, and ask about the most doubtful scene."""
        self._label = state.action.label
        self._answers = state.answers
        self._model.set_items((*state.doubtful, *state.sure))
        self.found_label.setText(self._found_words(state))
        if state.doubtful:
            self.grid.setCurrentIndex(self._model.index(0))
        self._ask()

    def set_busy(self, *, is_busy: bool) -> None:
        """An answer is being learned: one at a time."""
        self._is_busy = is_busy
        self._ask()

    def _found_words(self, state: LessonState) -> str:
        count = state.sure_count + state.doubtful_count
        if not count:
            return self.tr("No other scene of the library looks like it.")
        found = self.tr("%n other scene(s) found:", "", count)
        sure = self.tr("%n sure", "", state.sure_count)
        doubtful = self.tr("%n doubtful", "", state.doubtful_count)
        return f"{found} {sure}, {doubtful}."

    def _selected(self) -> Moment | None:
        chosen = self.grid.selectionModel().selectedIndexes()
        return self._model.item(chosen[0]) if chosen else None

    def _ask(self) -> None:
        moment = self._selected()
        is_free = not self._is_busy
        for button in (self.yes_button, self.no_button):
            button.setEnabled(is_free and moment is not None)
        self.undo_button.setEnabled(is_free and self._answers > 0)
        if moment is not None:
            question = self.tr("Does the selected scene show \u201c%1\u201d?").replace("%1", self._label)
        elif self._model.items:
            question = self.tr("Nothing is doubtful. Select a scene to correct it.")
        else:
            question = ""
        self.question_label.setText(question)

    def _answer(self, *, shows: bool) -> None:
        moment = self._selected()
        if moment is not None and not self._is_busy:
            self.answered.emit(moment, shows)


def _found_tile(moment: Moment) -> Tile:
    """A scene that was found, with its score."""
    is_sure = moment.confidence >= LEAST_SCORES[Certainty.SURE]
    score = f"{moment.confidence:.0%}" if is_sure else f"{moment.confidence:.0%} ?"
    tile = scene_tile(moment)
    return replace(tile, right=score, spoken=f"{tile.spoken}, {score}")


def scene_tile(moment: Moment) -> Tile:
    """A scene with the name of its video and its start."""
    start = clock_text(moment.start_s, 1)
    return Tile(
        thumbnail=ThumbnailKey("keyframe", moment.keyframe_id),
        video_id=moment.video.id,
        start_s=moment.start_s,
        end_s=moment.end_s,
        left=start,
        right="",
        spoken=f"{moment.video.path.stem}, {start}",
        title=name_words(moment.video),
        name=moment.video.path.stem,
    )


@dataclass(frozen=True, slots=True)
class TeachWork:
    """What does the work of the dialog.

    Attributes:
        service: Learns.
        background: Searches the whole library.
        interactive: Learns from an answer.
        thumbnails: Of the scenes.
    """

    service: TeachingService
    background: Lane
    interactive: Lane
    thumbnails: ThumbnailCache


class TeachDialog(QDialog):
    """Asks for a name and learns; then shows what is found, and learns from each answer.

    Signals:
        taught: The :class:`Lesson`, when the dialog closes after something was learned.
        resultsRequested: The label, when the user is done.
    """

    taught = Signal(object)
    resultsRequested = Signal(str)

    def __init__(
        self, moments: Sequence[Moment], counters: Sequence[SceneExample], work: TeachWork, parent: QWidget
    ) -> None:
        """Offer to learn from ``moments``, and from ``counters`` what it is not."""
        super().__init__(parent)
        self._moments = moments
        self._counters = counters
        self._work = work
        self._job: LaneJob | None = None
        self._lesson: Lesson | None = None
        self.setWindowTitle(self.tr("Teach an action"))
        self.resize(680, 460)
        self.label_edit = QLineEdit(placeholderText=self.tr("What do these moments show?"))
        self.label_edit.setAccessibleName(self.tr("Name of the action"))
        self._model: TileModel[Moment] = TileModel(scene_tile, self)
        self._model.set_items(moments)
        self.grid = TileGrid(self._model, work.thumbnails, 150)
        self.grid.tiles.footer_px = TITLED_FOOTER_PX
        self.grid.setAccessibleName(self.tr("Examples"))
        self.answers = AnswersView(work.thumbnails)
        self.answers.hide()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Teaching progress"))
        self.bar.hide()
        self.outcome = OutcomeLabel()
        self.teach_button = QPushButton(self.tr("Teach"))
        self.teach_button.setProperty("primary", True)
        # Return in the name teaches; without a default the dialog would press Close as well.
        self.teach_button.setDefault(True)
        self.teach_button.setEnabled(False)
        self.done_button = QPushButton(self.tr("Done: show all"))
        self.done_button.setProperty("primary", True)
        self.done_button.hide()
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        self.label_edit.textChanged.connect(self._allow)
        self.teach_button.clicked.connect(self._start)
        self.done_button.clicked.connect(self._finish_with_results)
        self.close_button.clicked.connect(self.reject)
        self.answers.answered.connect(self._answer)
        self.answers.undoRequested.connect(self._undo)

    def offer(self, labels: Sequence[str]) -> None:
        """Complete the names of actions that were taught before."""
        completer = QCompleter(list(labels), self, caseSensitivity=Qt.CaseSensitivity.CaseInsensitive)
        self.label_edit.setCompleter(completer)

    def go_on_with(self, label: str) -> None:
        """Search for a label that was taught before, and ask about what is doubtful."""
        self.label_edit.setText(label)
        self._start()

    def _lay_out(self) -> None:
        words = self.tr("%n example(s)", "", len(self._moments))
        if self._counters:
            words += self.tr(", %n negative example(s)", "", len(self._counters))
        promise = self.tr("Name it, and videxplore looks for it in every video.")
        self._advice = QLabel(f"{words}. {promise}" if self._moments else "", wordWrap=True)
        self._advice.setProperty("dim", True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.close_button, self.teach_button, self.done_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(theme.PANEL_PADDING_PX)
        for widget in (self._advice, self.label_edit):
            column.addWidget(widget)
        for tall in (self.grid, self.answers):
            column.addWidget(tall, 1)
        column.addWidget(self.bar)
        column.addWidget(self.outcome)
        column.addLayout(buttons)

    def _allow(self) -> None:
        """Teach what has a name, one thing at a time."""
        self.teach_button.setEnabled(self._job is None and bool(self.label_edit.text().strip()))

    def _start(self) -> None:
        label = self.label_edit.text().strip()
        service, counters = self._work.service, self._counters
        examples = [SceneExample(moment.video.id, moment.time_s) for moment in self._moments]
        self.outcome.setText("")
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job = self._work.background.submit(
            lambda task: service.open_lesson(label, examples, counters, task)
        )
        self._job.progressed.connect(self._show_progress)
        self._job.succeeded.connect(self._show_lesson)
        self._await(self._job)

    def _await(self, job: LaneJob) -> None:
        job.failed.connect(self._fail)
        job.finished.connect(self._finish)
        self._allow()

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * progress.fraction))

    def _show_lesson(self, lesson: Lesson) -> None:
        """From now on the dialog asks about scenes."""
        self._lesson = lesson
        for widget in (self.label_edit, self._advice, self.grid, self.teach_button):
            widget.hide()
        self.setWindowTitle(self.tr("Teach \u201c%1\u201d").replace("%1", lesson.state.action.label))
        self.answers.show()
        self.done_button.show()
        self.done_button.setDefault(True)
        self._show_state(lesson.state)
        self.answers.grid.setFocus()

    def _show_state(self, state: LessonState) -> None:
        saved = self.tr("Saved. \u201c%1\u201d is now detected in every video.")
        learned = self.tr("%n answer(s) learned.", "", state.answers)
        self.outcome.say(learned if state.answers else saved.replace("%1", state.action.label))
        self.answers.show_state(state)

    def _answer(self, moment: Moment, shows: bool) -> None:
        lesson = self._lesson
        if lesson is not None:
            self._learn(self._work.interactive.submit(lambda _task: lesson.answer(moment, shows=shows)))

    def _undo(self) -> None:
        lesson = self._lesson
        if lesson is not None:
            self._learn(self._work.interactive.submit(lambda _task: lesson.undo()))

    def _learn(self, job: LaneJob) -> None:
        self._job = job
        self.answers.set_busy(is_busy=True)
        job.succeeded.connect(self._show_state)
        self._await(job)

    def _fail(self, error: Exception) -> None:
        self.outcome.say(failure_sentence(error, self.tr("Teaching failed.")), is_bad=True)

    def _finish(self) -> None:
        self.bar.hide()
        self._job = None
        self.answers.set_busy(is_busy=False)
        self._allow()

    def _finish_with_results(self) -> None:
        label = self._lesson.state.action.label if self._lesson is not None else ""
        self.reject()
        self.resultsRequested.emit(label)

    @qt_override
    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
        if self._lesson is not None:
            lesson, self._lesson = self._lesson, None
            self.taught.emit(lesson)
        super().reject()
