"""The page of the settings about models: a row for each by what it gives, the mirror, the list of all."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.task import Progress
from videxplore.services.models.cost import ModelCost
from videxplore.services.models.offers import RECOMMENDED, Gives, Offer, shown_names
from videxplore.services.models.service import is_checked
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import hours_words
from videxplore.ui.look.widgets import OutcomeLabel, dim_label, flush, word_button
from videxplore.ui.models.models_work import BAR_STEPS, ModelsWork

_BYTES_A_PARAMETER = 4
LEAST_SILENCE_S = 2.0
"""Shorter steps are nothing to wait for: a figure would come and go."""


def size_words(size_bytes: float) -> str:
    """The size of a file: ``15 MB``."""
    return QLocale().formattedDataSize(round(size_bytes), 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def progress_words(progress: Progress, silent_s: float) -> str:
    """How much of a download is here: ``4 MB of 15 MB``; empty before it began.

    Args:
        progress: Of the download.
        silent_s: Seconds since it was reported: shown, as the window would seem to stand still.
    """
    words = size_words(progress.done) if progress.done else ""
    if progress.total:
        template = QCoreApplication.translate("ModelRow", "%1 of %2")
        if is_checked(progress):
            template = QCoreApplication.translate("ModelRow", "checking %1 of %2")
        words = template.replace("%1", size_words(progress.done)).replace("%2", size_words(progress.total))
    return words and " \u00b7 ".join(filter(None, (words, silence_words(silent_s))))


def silence_words(silent_s: float) -> str:
    """For how long nothing was heard of work that goes on: ``busy for 3 s``; empty where something was."""
    if silent_s < LEAST_SILENCE_S:
        return ""
    return QCoreApplication.translate("ModelRow", "busy for %1 s").replace("%1", str(int(silent_s)))


class ModelRow(QWidget):
    """One model."""

    def __init__(self, name: str, gives: str, work: ModelsWork) -> None:
        """Show a model, as ``work`` has it.

        Args:
            name: Of the model.
            gives: What it is wanted for; empty for its title.
            work: Gets and removes it.
        """
        super().__init__()
        self.name = name
        self._gives = gives
        self._work = work
        self._title = QLabel()
        self._title.setFont(theme.text_font(13, QFont.Weight.DemiBold))
        self._facts = dim_label("", theme.text_font(12), wraps=True)
        self._state = OutcomeLabel()
        self._state.setFont(theme.text_font(12))
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, BAR_STEPS)
        self.get_button = word_button(self.tr("Get"), primary=True)
        self.use_button = word_button(self.tr("Use"))
        self.cancel_button = word_button(self.tr("Cancel"))
        self.remove_button = word_button(self.tr("Remove"))
        self.file_button = word_button(self.tr("From file…"))
        self._buttons = (
            self.get_button, self.use_button, self.cancel_button, self.remove_button, self.file_button,
        )  # fmt: skip
        self._lay_out()
        self.get_button.clicked.connect(partial(work.get, name))
        self.use_button.clicked.connect(partial(work.use, name))
        self.cancel_button.clicked.connect(partial(work.cancel, name))
        self.remove_button.clicked.connect(partial(work.remove, name))
        self.file_button.clicked.connect(self._choose_file)
        work.offersChanged.connect(self.refresh)
        work.chosenChanged.connect(self.refresh)
        work.downloadChanged.connect(self._refresh_own)
        work.costChanged.connect(self._refresh_own)
        self.refresh()

    def _lay_out(self) -> None:
        words = flush(QVBoxLayout(), 2)
        for widget in (self._title, self._facts, self._state, self._bar):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(theme.GAP_PX)
        row.addLayout(words, 1)
        for button in self._buttons:
            row.addWidget(button)

    def refresh(self, *_: object) -> None:
        """Show what is known now."""
        offer, progress = self._work.offers.get(self.name), self._work.downloads.get(self.name)
        is_busy, is_ready = progress is not None, offer is not None and offer.state == "ready"
        can_be_got = offer is not None and not offer.needs_package
        self._title.setText(self._gives or self._work.title(self.name))
        self._facts.setText(self._fact_words(offer) if offer is not None else "")
        is_open = offer is not None and offer.is_trained and not offer.is_verified
        words = self.tr("The results that its publisher gives were not reproduced with videxplore yet.")
        self._facts.setToolTip(words if is_open else "")
        self._say(offer, progress)
        self._bar.setVisible(is_busy)
        if progress is not None:
            # Before the size is known, the bar moves without a figure.
            self._bar.setRange(0, BAR_STEPS if progress.total else 0)
            self._bar.setValue(round(BAR_STEPS * progress.fraction))
        is_published = offer is not None and offer.state == "downloadable"
        self.get_button.setVisible(can_be_got and is_published and not is_busy)
        self.get_button.setText(
            self.tr("Continue") if offer is not None and offer.downloaded_bytes else self.tr("Get")
        )
        can_be_used = is_ready and can_be_got and not self._work.is_chosen(self.name)
        self.use_button.setVisible(can_be_used and not is_busy)
        self.cancel_button.setVisible(is_busy)
        can_be_removed = offer is not None and (
            offer.is_removable or (offer.kind == "screen" and self._work.is_chosen(self.name))
        )
        self.remove_button.setVisible(can_be_removed and not is_busy)
        self.file_button.setVisible(can_be_got and not is_ready and not is_busy)
        if offer is not None and offer.kind == "speech":
            self.file_button.setText(self.tr("From folder…"))
        for button in self._buttons:
            button.setAccessibleName(f"{button.text()}: {self._title.text()}")

    def shown_words(self) -> list[str]:
        """What the row says, from top to bottom."""
        return [one.text() for one in (self._title, self._facts, self._state) if one.text()]

    def _refresh_own(self, name: str) -> None:
        if name == self.name:
            self.refresh()

    def _say(self, offer: Offer | None, progress: Progress | None) -> None:
        """What is going on with it, or what went wrong."""
        failure = self._work.failures.get(self.name, "")
        if progress is not None:
            words = progress_words(progress, self._work.silent_s) or translated(progress.message)
            words = words or self.tr("Waiting…")
        elif failure:
            words = failure
        elif offer is None:
            words = ""
        elif offer.needs_package:
            words = self.tr("Needs the package %1, which is not installed.").replace(
                "%1", offer.needs_package
            )
        elif self._work.is_chosen(self.name) and offer.state == "ready":
            words = self.tr("In use")
        elif self._work.is_chosen(self.name):
            words = self.tr("Chosen, but its file is not here: get it, or use another one.")
        else:
            words = self.tr("Ready") if offer.state == "ready" else ""
        self._state.say(words, is_bad=bool(failure) and progress is None)
        self._state.setVisible(bool(words))

    def _fact_words(self, offer: Offer) -> str:
        cost = self._work.costs.get(self.name)
        facts = [
            offer.title if self._gives else "",
            self._size_words(offer, cost),
            offer.licence,
            self._publisher_words(offer),
            self._cost_words(cost),
        ]
        if offer.classes_count:
            facts.append(self.tr("%n label(s)", "", offer.classes_count))
        if not offer.is_trained:
            facts.append(self.tr("no file is published; you train it"))
        return " · ".join(fact for fact in facts if fact)

    def _publisher_words(self, offer: Offer) -> str:
        is_packaged = offer.state == "ready" and not offer.is_removable and offer.kind != "screen"
        return self.tr("comes with the program") if is_packaged else offer.publisher

    def _size_words(self, offer: Offer, cost: ModelCost | None) -> str:
        if offer.size_bytes:
            return size_words(offer.size_bytes)
        if cost is None:
            return ""
        return self.tr("about %1").replace("%1", size_words(cost.parameters * _BYTES_A_PARAMETER))

    def _cost_words(self, cost: ModelCost | None) -> str:
        if cost is None or cost.library_s is None:
            return ""
        return self.tr("about %1 for this library").replace("%1", hours_words(cost.library_s))

    def _choose_file(self) -> None:
        offer = self._work.offers.get(self.name)
        if offer is not None and offer.kind == "speech":
            folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with the files of the model"))
            if folder:
                self._work.import_file(self.name, Path(folder))
            return
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Model file"), "", self.tr("Model files (*.safetensors *.pth *.pt *.pyth)")
        )
        if file:
            self._work.import_file(self.name, Path(file))


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
