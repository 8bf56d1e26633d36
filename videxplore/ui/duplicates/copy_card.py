"""What there is to know, and to do, about one of two copies."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from videxplore.core.file_names import one_line
from videxplore.core.types import Video
from videxplore.services.searching.duplicates.better_copy import Comparison
from videxplore.ui.duplicates.copy_words import file_words, reasons
from videxplore.ui.look import theme
from videxplore.ui.look.metadata_words import joined
from videxplore.ui.look.widgets import ElidedLabel, flush, word_button


class CopyCard(QWidget):
    """Name, folder and facts of a file, whether it is the better copy, and its buttons.

    Signals:
        openRequested: Show this :class:`Video` in the player.
        protectRequested: Never suggest to remove files of the folder of this :class:`Video`.
        trashRequested: Move the file of this :class:`Video` to the trash.
    """

    openRequested = Signal(object)
    protectRequested = Signal(object)
    trashRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._video: Video | None = None
        self.name = ElidedLabel()
        self.name.setFont(theme.text_font(13, QFont.Weight.DemiBold))
        self.verdict = QLabel()
        self.verdict.setFont(theme.text_font(12, QFont.Weight.DemiBold))
        self.folder, self.facts, self.why = ElidedLabel(), ElidedLabel(), QLabel(wordWrap=True)
        for label in (self.folder, self.facts, self.why):
            label.setFont(theme.text_font(12))
            label.setProperty("dim", True)
        self.open_button = word_button(self.tr("Open"))
        self.protect_button = word_button(self.tr("Never suggest this folder"))
        self.trash_button = word_button(self.tr("Move to trash…"))
        self._lay_out()
        for button, signal in (
            (self.open_button, self.openRequested),
            (self.protect_button, self.protectRequested),
            (self.trash_button, self.trashRequested),
        ):
            button.clicked.connect(lambda _on=False, signal=signal: signal.emit(self._video))

    def _lay_out(self) -> None:
        head = flush(QHBoxLayout(), theme.GAP_PX)
        head.addWidget(self.name, 1)
        head.addWidget(self.verdict)
        buttons = flush(QHBoxLayout(), theme.GAP_PX)
        for button in (self.open_button, self.protect_button, self.trash_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = flush(QVBoxLayout(self), 4)
        column.addLayout(head)
        for label in (self.folder, self.facts, self.why):
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(buttons)

    def show_copy(self, video: Video, compared: Comparison, *, is_protected: bool) -> None:
        """Show one of the two files of a comparison."""
        self._video = video
        is_better = compared.better is not None and compared.better.id == video.id
        is_removable = compared.removable is not None and compared.removable.id == video.id
        self.name.setText(one_line(video.path.name))
        self.folder.setText(str(video.path.parent))
        self.facts.setText(file_words(video))
        self.verdict.setText(self.tr("Better copy") if is_better else "")
        self.verdict.setStyleSheet(f"color: {theme.colours().like.name()}" if is_better else "")
        self.why.setText(self._why(compared, is_better=is_better, is_removable=is_removable))
        self.protect_button.setEnabled(not is_protected)
        self.trash_button.setProperty("primary", is_removable)
        self.trash_button.style().unpolish(self.trash_button)
        self.trash_button.style().polish(self.trash_button)

    def _why(self, compared: Comparison, *, is_better: bool, is_removable: bool) -> str:
        if is_better:
            return joined(*reasons(compared))
        pair = compared.duplicate
        if is_removable and pair.first.fingerprint == pair.second.fingerprint:
            return self.tr("The same content: one of the two is enough.")
        return self.tr("All of it is in the other file.") if is_removable else ""
