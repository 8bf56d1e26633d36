"""Export: what, as which kind of file, and where to."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.file_names import shortened
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Progress
from videxplore.ui.drag_and_drop import url_of
from videxplore.ui.export_kinds import ExportKind, ExportRequest, ExportScope, files_of, free_name
from videxplore.ui.exporter import Exporter
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import quoted_name, translated
from videxplore.ui.look.texts import position_words
from videxplore.ui.look.widgets import OutcomeLabel, flush, word_button
from videxplore.ui.work.jobs import Lane, LaneJob, failure_sentence


class ExportDialog(QDialog):
    """Chooses and writes; stays open to say what came of it.

    Signals:
        exported: The files that were written.
    """

    exported = Signal(list)

    def __init__(
        self, scopes: Sequence[ExportScope], exporter: Exporter, lane: Lane, folder: Path, parent: QWidget
    ) -> None:
        """Offer to export one of ``scopes``, first the first, into ``folder``; the work runs on ``lane``."""
        super().__init__(parent)
        self._scope = scopes[0]
        self._folder = folder
        self._exporter = exporter
        self._lane = lane
        self._job: LaneJob | None = None
        self._replaceable: set[Path] = set()
        self.written: list[Path] = []
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self.kind_box = QComboBox()
        self.kind_box.setAccessibleName(self.tr("Kind of file"))
        self.scope_buttons = [QRadioButton(scope.words) for scope in scopes]
        self.moving_box = QCheckBox(self.tr("Only what moves"))
        self.moving_box.setToolTip(self.tr("Leaves out scenes in which nothing moves"))
        self.sound_box = QCheckBox(self.tr("No silence"))
        self.sound_box.setToolTip(self.tr("Leaves out silent scenes"))
        self._form = QFormLayout()
        self.target_edit = QLineEdit()
        self.target_edit.setAccessibleName(self.tr("File"))
        self.export_button = QPushButton(self.tr("Export"))
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        self.close_button = QPushButton(self.tr("Close"))
        self.folder_button = QPushButton(self.tr("Open the folder"))
        self.folder_button.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Export progress"))
        self.bar.hide()
        self.outcome = OutcomeLabel()
        self.outcome.setFont(theme.text_font(12))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setFont(theme.text_font(12))
        self._lay_out()
        self.scope_buttons[0].setChecked(True)
        self._show_scope()
        for scope, button in zip(scopes, self.scope_buttons, strict=True):
            button.toggled.connect(lambda on, scope=scope: self._choose_scope(scope) if on else None)
        self.kind_box.currentIndexChanged.connect(self._show_kind)
        self.kind_box.currentIndexChanged.connect(self._change_suffix)
        self.target_edit.textChanged.connect(self._forget_outcome)
        for box in (self.moving_box, self.sound_box):
            box.toggled.connect(self._forget_outcome)
        self.export_button.clicked.connect(self._start)
        self.close_button.clicked.connect(self.reject)
        self.folder_button.clicked.connect(self._open_folder)

    @property
    def _spans(self) -> Sequence[SelectedSpan]:
        return self._scope.spans

    def _choose_scope(self, scope: ExportScope) -> None:
        self._scope = scope
        self._show_scope()

    def _show_scope(self) -> None:
        """Offer the kinds that fit what is exported, and a name that is free."""
        with QSignalBlocker(self.kind_box):
            self.kind_box.clear()
            for kind, words in self._kinds():
                self.kind_box.addItem(words, kind)
        # Short enough for the ending of every kind.
        stem = shortened(self._scope.name or self._spans[0].video.path.stem, 200)
        name = stem if self._scope.is_whole or self._scope.name else f"{stem}-moments"
        target = self._folder / f"{name}{self.kind.value}"
        self.target_edit.setText(str(free_name(self.kind, self._spans, target)))
        self._show_kind()

    def _kinds(self) -> list[tuple[ExportKind, str]]:
        if self._scope.is_whole:
            return [
                (ExportKind.STORYBOARD, self.tr("Storyboard picture")),
                (ExportKind.CONTACT_SHEET, self.tr("Contact sheet")),
                (ExportKind.SKIM, self.tr("Highlights video")),
                (ExportKind.CHAPTERS, self.tr("Chapters")),
            ]
        return [
            (ExportKind.CLIPS, self.tr("Video clips (frame-accurate)")),
            *([(ExportKind.FILM, self.tr("One video of all"))] if len(self._spans) > 1 else []),
            (ExportKind.OTIO, self.tr("Timeline: OpenTimelineIO")),
            (ExportKind.FCPXML, self.tr("Timeline: Final Cut Pro XML")),
            (ExportKind.EDL, self.tr("Timeline: EDL")),
            (ExportKind.CSV, self.tr("Spreadsheet (CSV)")),
            (ExportKind.STILLS, self._still_words()),
            (ExportKind.MOMENTS_STORYBOARD, self.tr("Storyboard of these moments")),
        ]

    def _still_words(self) -> str:
        if len(self._spans) > 1:
            return self.tr("Pictures: one of each moment")
        [span] = self._spans
        return self.tr("Picture at %1").replace("%1", position_words(span.still_s, span.video))

    def _lay_out(self) -> None:
        browse = word_button(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        file = QHBoxLayout()
        file.setSpacing(theme.GAP_PX)
        file.addWidget(self.target_edit, 1)
        file.addWidget(browse)
        form = self._form
        form.setHorizontalSpacing(theme.PANEL_PADDING_PX * 2)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        scopes = flush(QVBoxLayout(), 4)
        for button in self.scope_buttons:
            scopes.addWidget(button)
        form.addRow(self.tr("What"), scopes)
        form.addRow(self.tr("As"), self.kind_box)
        form.addRow(self.tr("Scenes"), self.moving_box)
        form.addRow("", self.sound_box)
        form.addRow(self.tr("File"), file)
        buttons = QHBoxLayout()
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.bar)
        column.addWidget(self.outcome)
        column.addStretch(1)
        column.addLayout(buttons)

    @property
    def kind(self) -> ExportKind:
        """What is to be written."""
        return ExportKind(self.kind_box.currentData())

    def _show_kind(self) -> None:
        """Offer what is chosen of this kind, and say what becomes of the video."""
        for box in (self.moving_box, self.sound_box):
            self._form.setRowVisible(box, self.kind is ExportKind.SKIM)
        self._show_note()

    def _show_note(self) -> None:
        """Say what becomes of HDR and of fields, where the moments have them and video is written."""
        sentences = []
        if self.kind in (ExportKind.CLIPS, ExportKind.SKIM):
            known = [span.video.metadata for span in self._spans]
            if any(one.dynamic_range != "SDR" for one in known):
                sentences.append(self.tr("HDR stays HDR (HEVC, 10 bits); a .webm file gets SDR."))
            if any("field first" in one.field_order for one in known):
                sentences.append(self.tr("Interlaced video keeps its fields; a .webm file is deinterlaced."))
        self.note.setText(" ".join(sentences))
        self.note.setVisible(bool(sentences))

    def _change_suffix(self) -> None:
        target = Path(self.target_edit.text())
        if not target.name:
            return
        stem = target.name
        for kind in sorted(ExportKind, key=lambda kind: -len(kind.value)):
            if stem.endswith(kind.value):
                stem = stem.removesuffix(kind.value)
                break
        named = target.with_name(stem + self.kind.value)
        self.target_edit.setText(str(free_name(self.kind, self._spans, named)))

    def _browse(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), self.target_edit.text())
        if file:
            self.target_edit.setText(file)

    def _forget_outcome(self) -> None:
        """What was said, and what may be replaced, was about other files."""
        self._replaceable = set()
        self.export_button.setText(self.tr("Export"))
        self.outcome.say("")

    def _target(self) -> Path | None:
        """The file that was named; None, and a sentence, where no file can have this name."""
        try:
            target = Path(self.target_edit.text()).expanduser()
            if not target.name:
                self.outcome.say(self.tr("Choose a name for the file."), is_bad=True)
                return None
            for file in files_of(self.kind, self._spans, target):
                with contextlib.suppress(FileNotFoundError, NotADirectoryError, ValueError):
                    file.stat()
        except (OSError, RuntimeError) as error:
            # It is too long, its folder may not be looked into, or ``~person`` has none.
            why = error.strerror if isinstance(error, OSError) else None
            words = self.tr("Nothing can be written there: %1.").replace("%1", translated(why or str(error)))
            self.outcome.say(words, is_bad=True)
            return None
        return target

    def _start(self) -> None:
        target = self._target()
        if target is None:
            return
        request = ExportRequest(
            self.kind,
            self._spans,
            target,
            only_moving=self.moving_box.isChecked(),
            no_silence=self.sound_box.isChecked(),
        )
        older = [file for file in request.files() if os.path.lexists(file)]
        agreed = self._replaceable
        if not agreed.issuperset(older):
            self._replaceable = set(older)
            self.export_button.setText(self.tr("Replace"))
            words = quoted_name(older[0]) if len(older) == 1 else self.tr("%n file(s)", "", len(older))
            question = self.tr("%1 exists already. Replace it, or choose another name.")
            self.outcome.say(question.replace("%1", words), is_bad=True)
            return
        self._forget_outcome()
        self.export_button.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job = self._lane.submit(
            lambda task: (self._exporter.write(request, task, agreed), self._exporter.notes(request))
        )
        self._job.progressed.connect(self._show_progress)
        self._job.succeeded.connect(self._show_written)
        self._job.failed.connect(self._show_failure)
        self._job.finished.connect(self._finish)

    def _show_progress(self, progress: Progress) -> None:
        if progress.total > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * progress.fraction))

    def _show_written(self, result: tuple[list[Path], list[str]]) -> None:
        files, notes = result
        self.written = files
        words = str(files[0]) if len(files) == 1 else self.tr("%n file(s)", "", len(files))
        self.outcome.say("\n".join([self.tr("Saved %1").replace("%1", words), *map(translated, notes)]))
        self.folder_button.show()
        self.exported.emit(files)

    def _show_failure(self, error: Exception) -> None:
        self.outcome.say(failure_sentence(error, self.tr("The export failed.")), is_bad=True)

    def _finish(self) -> None:
        self.bar.hide()
        self.export_button.setEnabled(True)
        self._job = None

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(url_of(self.written[0].parent))

    @qt_override
    def reject(self) -> None:
        """Close, and cancel what is being written."""
        if self._job is not None:
            self._job.cancel()
        super().reject()
