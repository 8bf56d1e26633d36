"""Teach an action: name what the chosen moments show, and it is looked for in the whole library."""

from collections.abc import Callable, Sequence

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

from videxplore.core.task import Progress, Task
from videxplore.core.types import Moment
from videxplore.services.searching.query.query import SceneExample
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import clock_text
from videxplore.ui.tiles.delegate import Tile
from videxplore.ui.tiles.grid import TileGrid, TileModel
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey
from videxplore.ui.work.jobs import Lane, LaneJob, failure_sentence

Teach = Callable[[str, Sequence[SceneExample], Sequence[SceneExample], Task], object]


class TeachDialog(QDialog):
    """Asks for a name and learns.

    Signals:
        taught: The label that was learned.
    """

    taught = Signal(str)

    def __init__(
        self,
        moments: Sequence[Moment],
        counters: Sequence[SceneExample],
        teach: Teach,
        lane: Lane,
        thumbnails: ThumbnailCache,
        parent: QWidget,
    ) -> None:
        """Offer to learn from ``moments``, and from ``counters`` what it is not; learn on ``lane``."""
        super().__init__(parent)
        self._moments = moments
        self._counters = counters
        self._teach = teach
        self._lane = lane
        self._job: LaneJob | None = None
        self.setWindowTitle(self.tr("Teach an action"))
        self.resize(560, 380)
        self.label_edit = QLineEdit(placeholderText=self.tr("What do these moments show?"))
        self.label_edit.setAccessibleName(self.tr("Name of the action"))
        self._model: TileModel[Moment] = TileModel(_tile, self)
        self._model.set_items(moments)
        self.grid = TileGrid(self._model, thumbnails, 150)
        self.grid.setAccessibleName(self.tr("Examples"))
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Teaching progress"))
        self.bar.hide()
        self.outcome = QLabel(wordWrap=True)
        self.teach_button = QPushButton(self.tr("Teach"))
        self.teach_button.setProperty("primary", True)
        # Return in the name teaches; without a default the dialog would press Close as well.
        self.teach_button.setDefault(True)
        self.teach_button.setEnabled(False)
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        self.label_edit.textChanged.connect(self._allow)
        self.teach_button.clicked.connect(self._start)
        self.close_button.clicked.connect(self.reject)

    def offer(self, labels: Sequence[str]) -> None:
        """Complete the names of actions that were taught before."""
        completer = QCompleter(list(labels), self, caseSensitivity=Qt.CaseSensitivity.CaseInsensitive)
        self.label_edit.setCompleter(completer)

    def _lay_out(self) -> None:
        words = self.tr("%n example(s)", "", len(self._moments))
        if self._counters:
            words += self.tr(", %n negative example(s)", "", len(self._counters))
        promise = self.tr("Name it, and videxplore looks for it in every video.")
        advice = QLabel(f"{words}. {promise}", wordWrap=True)
        advice.setProperty("dim", True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.teach_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(theme.PANEL_PADDING_PX)
        for widget in (advice, self.label_edit):
            column.addWidget(widget)
        column.addWidget(self.grid, 1)
        column.addWidget(self.bar)
        column.addWidget(self.outcome)
        column.addLayout(buttons)

    def _allow(self) -> None:
        """Teach what has a name, one thing at a time."""
        self.teach_button.setEnabled(self._job is None and bool(self.label_edit.text().strip()))

    def _start(self) -> None:
        label = self.label_edit.text().strip()
        examples = [SceneExample(moment.video.id, moment.time_s) for moment in self._moments]
        self.outcome.setText("")
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job = self._lane.submit(lambda task: self._teach(label, examples, self._counters, task))
        self._job.progressed.connect(self._show_progress)
        self._job.succeeded.connect(lambda _action: self._succeed(label))
        self._job.failed.connect(self._fail)
        self._job.finished.connect(self._finish)
        self._allow()

    def _show_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * progress.fraction))

    def _succeed(self, label: str) -> None:
        self.outcome.setProperty("bad", False)
        self.outcome.setText(
            self.tr("Saved. \u201c%1\u201d is now detected in every video.").replace("%1", label)
        )
        self.taught.emit(label)

    def _fail(self, error: Exception) -> None:
        self.outcome.setProperty("bad", True)
        self.outcome.setText(failure_sentence(error, self.tr("Teaching failed.")))

    def _finish(self) -> None:
        self.outcome.style().polish(self.outcome)
        self.bar.hide()
        self._job = None
        self._allow()

    @qt_override
    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
        super().reject()


def _tile(moment: Moment) -> Tile:
    start = clock_text(moment.start_s, 1)
    return Tile(
        thumbnail=ThumbnailKey("keyframe", moment.keyframe_id),
        video_id=moment.video.id,
        start_s=moment.start_s,
        end_s=moment.end_s,
        left=start,
        right="",
        spoken=f"{moment.video.path.stem}, {start}",
        name=moment.video.path.stem,
    )
