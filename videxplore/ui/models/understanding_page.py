"""The page of the settings about models: rows by what they give, the mirror, and the list of all models."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from videxplore.services.models.offers import RECOMMENDED, Gives, shown_names
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.widgets import dim_label, flush, word_button
from videxplore.ui.models.model_row import ModelRow
from videxplore.ui.models.models_work import ModelsWork

_MEASURED_LAST = (RECOMMENDED[Gives.ACTIONS_GPU], RECOMMENDED[Gives.SPEECH_BETTER])
"""Without a GPU these take longest."""


class UnderstandingPage(QWidget):
    """Gets, uses and removes models, at once: what it does is not undone by cancelling the settings.

    Attributes:
        rows: The rows by the name of their model; those of the whole list are made when it is opened.
    """

    def __init__(self, work: ModelsWork, mirror: str) -> None:
        """Show the models of ``work``, and the mirror that was chosen."""
        super().__init__()
        self._work = work
        self._inner = QWidget()
        self._column = flush(QVBoxLayout(self._inner), 2)
        self.rows: dict[str, ModelRow] = {}
        words = self.tr(
            "What a model gives is added to the library in the background; searches go on meanwhile. "
            "Times are measured on this computer with a few frames or clips of your videos."
        )
        self._column.addWidget(dim_label(words, theme.text_font(12), wraps=True))
        for gives, title in self._titles().items():
            self._add_row(RECOMMENDED[gives], title)
        self.mirror_edit = QLineEdit(mirror, placeholderText=self.tr("their publishers"))
        self._mirror_complaint = QLabel(wordWrap=True)
        self._mirror_complaint.setProperty("bad", True)
        self._mirror_complaint.hide()
        self._add_mirror()
        self.advanced_button = word_button(self.tr("Advanced"))
        self.advanced_button.setToolTip(self.tr("All models"))
        self.advanced_button.setCheckable(True)
        self.advanced_button.toggled.connect(self._show_all)
        self._column.addWidget(self.advanced_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._all = QWidget()
        self._all_column = flush(QVBoxLayout(self._all), 2)
        self._all.hide()
        self._column.addWidget(self._all)
        self._column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Models"))
        area.setWidget(self._inner)
        flush(QVBoxLayout(self)).addWidget(area)
        work.offersChanged.connect(self._measure)
        work.mirrorChanged.connect(self._show_mirror)
        work.mirrorComplaintChanged.connect(self._refuse_mirror)
        work.read()

    @property
    def complaint(self) -> str:
        """Why what was entered is no mirror; empty if it is one."""
        return self._mirror_complaint.text() if self._mirror_complaint.isVisible() else ""

    def _titles(self) -> dict[Gives, str]:
        return {
            Gives.SIMILAR_FAST: self.tr("Visual search: fast"),
            Gives.SIMILAR_BETTER: self.tr("Visual search: better"),
            Gives.DESCRIBED: self.tr("Describe in words"),
            Gives.ACTIONS: self.tr("Actions"),
            Gives.ACTIONS_GPU: self.tr("Actions: better, for a GPU"),
            Gives.SPEECH: self.tr("Speech: fast"),
            Gives.SPEECH_BETTER: self.tr("Speech: better, for a GPU"),
            Gives.SCREEN: self.tr("Text on screen"),
        }

    def _add_row(self, name: str, title: str) -> None:
        self.rows[name] = ModelRow(name, title, self._work)
        self._column.addWidget(self.rows[name])

    def _add_mirror(self) -> None:
        self.mirror_edit.setAccessibleName(self.tr("Download from"))
        self.mirror_edit.editingFinished.connect(self._use_mirror)
        browse = word_button(self.tr("Folder…"))
        browse.clicked.connect(self._choose_mirror)
        row = flush(QHBoxLayout(), theme.GAP_PX)
        row.addWidget(QLabel(self.tr("Download from")))
        row.addWidget(self.mirror_edit, 1)
        row.addWidget(browse)
        self._column.addLayout(row)
        self._column.addWidget(self._mirror_complaint)

    def _choose_mirror(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with models"))
        if folder:
            self.mirror_edit.setText(folder)
            self._use_mirror()

    def _use_mirror(self) -> None:
        self._work.use_mirror(self.mirror_edit.text().strip())

    def _show_mirror(self, mirror: str) -> None:
        self._mirror_complaint.hide()
        self.mirror_edit.setText(mirror)

    def _refuse_mirror(self, sentence: str) -> None:
        self._mirror_complaint.setText(sentence)
        self._mirror_complaint.show()

    def _show_all(self, is_wanted: bool) -> None:
        """Show the models that are no recommendation; their rows are made the first time."""
        if is_wanted:
            for name in shown_names(list(self._work.offers.values())):
                if name not in self.rows:
                    self.rows[name] = ModelRow(name, "", self._work)
                    self._all_column.addWidget(self.rows[name])
        self._all.setVisible(is_wanted)

    def _measure(self) -> None:
        """Measure the recommended models that could be got; the others would take minutes."""
        for name in sorted(RECOMMENDED.values(), key=_MEASURED_LAST.__contains__):
            offer = self._work.offers.get(name)
            if offer is not None and not offer.needs_package:
                self._work.measure(name)

    @qt_override
    def hideEvent(self, event: object) -> None:
        self._work.stop_measuring()
