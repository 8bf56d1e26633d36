"""What could not be indexed, and why, one sentence each."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from videxplore.ui.library.left_over import Failure
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import reason_beside_name, translated
from videxplore.ui.look.widgets import Heading, flush, lay_ground, quiet_button, word_button

# More rows than a user reads; the rest is counted.
MOST_ROWS = 200
FIRST_PX = 120


class FailuresPanel(QWidget):
    """A list of failures with their sentences.

    Signals:
        retryRequested: A list of paths to try again.
        closeRequested: The panel is not wanted any more.

    Attributes:
        heading: The head of the panel, by which its dock is moved; not laid out in the panel.
    """

    retryRequested = Signal(list)
    closeRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._failures: tuple[Failure, ...] = ()
        self.heading = Heading(self.tr("Could not be indexed"))
        lay_ground(self.heading)
        copy = quiet_button("copy", self.tr("Copy the list"))
        copy.clicked.connect(self._copy)
        again = word_button(self.tr("Try again"))
        again.clicked.connect(self._retry)
        # Shown only while something failed.
        self._of_failures = (again, copy)
        close = quiet_button("close", self.tr("Close this list"))
        close.clicked.connect(self.closeRequested)
        for button in (again, copy, close):
            self.heading.add(button)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("Could not be indexed"))
        column = flush(QVBoxLayout(self))
        column.addWidget(self._area, 1)
        self.show_failures(())

    @qt_override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), FIRST_PX)

    def show_failures(self, failures: tuple[Failure, ...]) -> None:
        """Show these."""
        self._failures = failures
        self.heading.set_figure(str(len(failures)) if failures else "")
        for button in self._of_failures:
            button.setVisible(bool(failures))
        if not failures:
            nothing = self.tr("Nothing failed")
            advice = self.tr("Files that cannot be read appear here.")
            words = QLabel(f"{nothing}. {advice}")
            words.setProperty("dim", True)
            pad_px = theme.PANEL_PADDING_PX
            words.setContentsMargins(pad_px, 0, pad_px, pad_px)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._area.setWidget(words)
            return
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX, theme.PANEL_PADDING_PX)
        column.setSpacing(theme.GAP_PX)
        for failure in reversed(failures[-MOST_ROWS:]):
            column.addWidget(_row(failure))
        column.addStretch(1)
        self._area.setWidget(rows)

    def _retry(self) -> None:
        self.retryRequested.emit([failure.path for failure in self._failures])

    def _copy(self) -> None:
        lines = (f"{failure.path}\t{translated(failure.sentence)}" for failure in self._failures)
        QApplication.clipboard().setText("\n".join(lines))


def _row(failure: Failure) -> QWidget:
    row = QWidget()
    layout = flush(QHBoxLayout(row), theme.PANEL_PADDING_PX)
    name = QLabel(failure.path.name)
    name.setFixedWidth(240)
    name.setToolTip(str(failure.path))
    name.setText(theme.elided(failure.path.name, name.font(), 236))
    # The name stands beside it already.
    sentence = QLabel(reason_beside_name(failure.sentence, failure.path))
    sentence.setProperty("dim", True)
    sentence.setWordWrap(True)
    sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(sentence, 1)
    return row
