"""What users say of an item of a bin or a moment: in, out, note, tags and a rating in stars."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.errors import UsageError
from videxplore.core.selects import HIGHEST_RATING, BinItem, Remarks, checked_tags
from videxplore.core.types import Video
from videxplore.services.video_metadata import timecode_of
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import (
    clock_text,
    frame_length_s,
    last_frame_words,
    parse_time,
    position_words,
)
from videxplore.ui.look.widgets import ElidedLabel, dim_label, flush, quiet_button


class RatingStars(QWidget):
    """A row of stars; the same star again takes the rating away.

    Signals:
        rated: The rating that was given; 0 for none.

    Attributes:
        rating: 1 to 5; 0 for none.
    """

    rated = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rating = 0
        self.buttons = [
            quiet_button("star", self.tr("Rating %1").replace("%1", str(rating)))
            for rating in range(1, HIGHEST_RATING + 1)
        ]
        row = flush(QHBoxLayout(self), 2)
        for rating, button in enumerate(self.buttons, start=1):
            button.clicked.connect(lambda _checked=False, rating=rating: self._take(rating))
            row.addWidget(button)
        row.addStretch(1)
        self.show_rating(0)

    def show_rating(self, rating: int) -> None:
        """Show a rating."""
        self.rating = rating
        for number, button in enumerate(self.buttons, start=1):
            button.setIcon(icon("star", "accent" if number <= rating else "faint"))

    def _take(self, rating: int) -> None:
        self.show_rating(0 if rating == self.rating else rating)
        self.rated.emit(self.rating)


WIDTH_PX = 288


class ItemPanel(QWidget):
    """Fields for one item.

    Signals:
        changed: The :class:`BinItem` as it is to be, and what was changed, for "undo".
        failed: A sentence about a time that cannot be.
    """

    changed = Signal(object, str)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self._item: BinItem | None = None
        self._video: Video | None = None
        self.name = ElidedLabel("")
        self.name.setFont(theme.text_font(12))
        self.in_edit, self.out_edit = QLineEdit(), QLineEdit()
        self.note_edit = QLineEdit(placeholderText=self.tr("Note"))
        self.length = QLabel()
        self.length.setProperty("dim", True)
        self.reject_box = QCheckBox(self.tr("Rejected"))
        self.rating = RatingStars()
        for edit, words in ((self.in_edit, self.tr("In")), (self.out_edit, self.tr("Out"))):
            edit.setFont(theme.figures_font(12))
            edit.setAccessibleName(words)
        self.length.setFont(theme.figures_font(12))
        self.note_edit.setAccessibleName(self.tr("Note"))
        self._lay_out()
        self.in_edit.editingFinished.connect(self._take_times)
        self.out_edit.editingFinished.connect(self._take_times)
        self.note_edit.editingFinished.connect(self._take_note)
        self.reject_box.clicked.connect(self._take_reject)
        self.rating.rated.connect(self._take_rating)
        self.show_item(None, None)

    def _lay_out(self) -> None:
        times = flush(QHBoxLayout(), theme.GAP_PX)
        for words, edit in ((self.tr("In"), self.in_edit), (self.tr("Out"), self.out_edit)):
            times.addWidget(dim_label(words))
            times.addWidget(edit, 1)
        said = flush(QHBoxLayout())
        said.addWidget(self.length)
        said.addStretch(1)
        said.addWidget(self.reject_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PANEL_PADDING_PX, 4, theme.PANEL_PADDING_PX, 4)
        column.setSpacing(4)
        column.addWidget(self.name)
        for row in (times, said):
            column.addLayout(row)
        column.addWidget(self.note_edit)
        column.addWidget(self.rating)
        column.addStretch(1)

    def show_item(self, item: BinItem | None, video: Video | None) -> None:
        """Show an item of a video; None where not exactly one is selected."""
        self._item, self._video = item, video
        self.setEnabled(item is not None and video is not None)
        self.name.setText(video.path.name if item is not None and video is not None else "")
        self.in_edit.setText(position_words(item.start_s, video) if item and video else "")
        self.out_edit.setText(last_frame_words(item.end_s, video) if item and video else "")
        self.length.setText(self.tr("%1 long").replace("%1", clock_text(item.length_s, 1)) if item else "")
        self.note_edit.setText(item.note if item else "")
        self.reject_box.setChecked(item is not None and item.is_rejected)
        self.rating.show_rating(item.rating if item is not None else 0)

    def edit_note(self) -> None:
        """Move the keyboard to the note."""
        if self._item is not None:
            self.note_edit.setFocus()
            self.note_edit.selectAll()

    def _take_times(self) -> None:
        item, video = self._item, self._video
        if item is None or video is None:
            return
        start_s, end_s = self._parsed(self.in_edit.text(), video), self._parsed(self.out_edit.text(), video)
        if end_s is not None:
            # The frame that was named is the last one that belongs to it.
            end_s = min(end_s + frame_length_s(video), video.duration_s)
        # What is shown is rounded: a time that was not touched stays exact.
        if self.in_edit.text() == position_words(item.start_s, video):
            start_s = item.start_s
        if self.out_edit.text() == last_frame_words(item.end_s, video):
            end_s = item.end_s
        if start_s is None or end_s is None or not 0 <= start_s < end_s <= video.duration_s + 1e-6:
            self.failed.emit(self.tr("In must come before out, and both must lie in the video."))
            self.show_item(item, video)
        elif (start_s, end_s) != (item.start_s, item.end_s):
            self._change(replace(item, start_s=start_s, end_s=end_s), self.tr("item trimmed"))

    def _parsed(self, text: str, video: Video) -> float | None:
        return parse_time(text, video.frame_rate_hz, timecode_of(video, video.metadata), video.duration_s)

    def _take_note(self) -> None:
        note = self.note_edit.text().strip()
        if self._item is not None and note != self._item.note:
            self._change(replace(self._item, note=note), self.tr("note changed"))

    def _take_reject(self) -> None:
        if self._item is not None:
            is_rejected = self.reject_box.isChecked()
            words = self.tr("item rejected") if is_rejected else self.tr("item kept")
            self._change(replace(self._item, is_rejected=is_rejected), words)

    def _take_rating(self, rating: int) -> None:
        if self._item is not None:
            self._change(replace(self._item, rating=rating), self.tr("item rated"))

    def _change(self, item: BinItem, words: str) -> None:
        self._item = item
        self.changed.emit(item, words)


class RemarksDialog(QDialog):
    """Fields for the remarks on a moment.

    Signals:
        given: The :class:`Remarks` as they are to be.
    """

    given = Signal(object)

    def __init__(self, remarks: Remarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Note, tags and rating"))
        self._verdict = remarks.verdict
        self.note_edit = QLineEdit(remarks.note)
        self.tags_edit = QLineEdit(", ".join(remarks.tags), placeholderText=self.tr("dusk, harbour"))
        self.stars = RatingStars()
        self.stars.show_rating(remarks.rating)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("bad", True)
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("Note"), self.note_edit)
        form.addRow(self.tr("Tags"), self.tags_edit)
        form.addRow(self.tr("Rating"), self.stars)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(dim_label(self.tr("Words of notes and tags can be searched for.")))
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(380)
        self.note_edit.setFocus()

    @qt_override
    def accept(self) -> None:
        """Give the remarks, unless one of the tags cannot be one."""
        words = [word.strip() for word in self.tags_edit.text().split(",")]
        try:
            tags = checked_tags([word for word in words if word])
        except UsageError as error:
            self.problem.setText(translated(str(error)))
            self.problem.show()
            return
        self.given.emit(Remarks(self.note_edit.text().strip(), self._verdict, self.stars.rating, tags))
        super().accept()
