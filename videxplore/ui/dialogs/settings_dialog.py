"""What the user can choose: library folder, device, backbone, theme, language; the page about the program."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QFont, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from videxplore.core.bug_report import program_versions
from videxplore.core.errors import UsageError, VidexploreError
from videxplore.core.file_names import expanded
from videxplore.paths import APP_NAME, resources_folder
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.cluster.roots import parsed_roots
from videxplore.services.indexing.cluster.security import require_address
from videxplore.services.library_folder import LibraryFolder
from videxplore.services.statistics import RuntimeInfo
from videxplore.settings import Settings, Theme
from videxplore.ui.dialogs.keys import KeysTable
from videxplore.ui.dialogs.machines_page import MachinesPage
from videxplore.ui.look import theme
from videxplore.ui.look.sentences import translated
from videxplore.ui.look.texts import LANGUAGES
from videxplore.ui.look.widgets import LatePage, TabbedPages, dim_label, flush, word_button

ICON_PX = 64


class AboutPage(QWidget):
    """The icon, the versions, and the page of third-party software."""

    def __init__(self) -> None:
        super().__init__()
        versions = program_versions()
        self._versions = "\n".join(f"{name} {version}" for name, version in versions.items())
        picture = QLabel()
        icon = QIcon(str(resources_folder() / "icons" / f"{APP_NAME}.svg"))
        picture.setPixmap(icon.pixmap(ICON_PX, ICON_PX))
        name = QLabel(f"{APP_NAME} {versions.pop(APP_NAME)}")
        name.setFont(theme.text_font(18, QFont.Weight.DemiBold))
        words = self.tr("Free software under the Apache licence 2.0. Nothing leaves your computer.")
        parts = dim_label(
            " \u00b7 ".join(f"{name} {version}" for name, version in versions.items()),
            theme.text_font(12),
            wraps=True,
        )
        parts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.licences = QTextBrowser(openExternalLinks=True)
        self.licences.setAccessibleName(self.tr("Licences"))
        self.licences.setMarkdown((resources_folder() / "THIRD_PARTY.md").read_text(encoding="utf-8"))
        copy = word_button(self.tr("Copy versions"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self._versions))
        column = flush(QVBoxLayout(), 6)
        for widget in (name, QLabel(words, wordWrap=True), parts):
            column.addWidget(widget)
        head = flush(QHBoxLayout(), 18)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column, 1)
        head.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        page = flush(QVBoxLayout(self), 14)
        page.addLayout(head)
        page.addWidget(self.licences, 1)


class FoldersList(QWidget):
    """A list of folders with two buttons."""

    def __init__(self, folders: Sequence[str]) -> None:
        super().__init__()
        words = self.tr(
            "New videos in these folders are added automatically, also those that arrived while "
            "videxplore was closed. What you remove from the library stays removed."
        )
        advice = dim_label(words, theme.text_font(12), wraps=True)
        self.list = QListWidget()
        self.list.addItems(list(folders))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(self.tr("Watched folders"))
        add = word_button(self.tr("Add…"))
        add.clicked.connect(self._choose)
        self.remove_button = word_button(self.tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        self.remove_button.setEnabled(False)
        self.list.itemSelectionChanged.connect(self._name_button)
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(advice)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def folders(self) -> tuple[str, ...]:
        """The folders, in order."""
        return tuple(self.list.item(row).text() for row in range(self.list.count()))

    def add(self, folder: str) -> None:
        """Add a folder once."""
        if folder and folder not in self.folders():
            self.list.addItem(folder)

    def _choose(self) -> None:
        self.add(QFileDialog.getExistingDirectory(self, self.tr("Watch a folder")))

    def _name_button(self) -> None:
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))


AT_START = ("library", "device", "language")
"""The settings that are read when the program starts."""


class SettingsDialog(QDialog):
    """Shows settings; :meth:`chosen` is what the user made of them.

    Signals:
        restartRequested: The dialog was accepted, and the program is to start again with the new settings.
    """

    restartRequested = Signal()

    def __init__(
        self,
        settings: Settings,
        library: Path,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
        *,
        understanding: Callable[[], QWidget] | None = None,
        machines: Machines | None = None,
    ) -> None:
        """Show ``settings``.

        Args:
            settings: What was chosen before.
            library: The folder of the library that is open now.
            actions: Every command that can have keys, by name.
            parent: The window.
            understanding: Makes the page about models, which applies what is done there at once.
            machines: Of the index runs of this program.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.folders = FoldersList(settings.watched_folders)
        self.keys = KeysTable(actions)
        self.machines = MachinesPage(settings.cluster, settings.cluster_roots, machines or Machines())
        self._settings = settings
        self._understanding = understanding
        self.setWindowTitle(self.tr("Settings"))
        self.resize(720, 560)
        self.library_edit = QLineEdit(settings.library, placeholderText=str(library))
        self.complaint = QLabel()
        self.complaint.setProperty("bad", True)
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.device_box = _choices(device_choices(settings.device), settings.device)
        self.device_note = dim_label("", theme.text_font(12), wraps=True)
        self.device_note.hide()
        system = self.tr("Same as system")
        themes = {"dark": self.tr("Dark"), "light": self.tr("Light"), "system": system}
        self.theme_box = _choices(themes, settings.theme)
        self.language_box = _choices({"": system, **LANGUAGES}, settings.language)
        ages = {30: self.tr("30 days"), 90: self.tr("90 days"), 365: self.tr("1 year"), 0: self.tr("Never")}
        days = settings.purge_after_days
        # Another number of days may be in the file.
        self.purge_box = _choices({**({} if days in ages else {days: str(days)}), **ages}, days)
        self.purge_box.setToolTip(
            self.tr("Videos whose files were deleted. Those on drives that are not connected stay.")
        )
        self._lay_out()

    def chosen(self) -> Settings:
        """The settings as they stand in the dialog."""
        return replace(
            self._settings,
            library=self.library_edit.text().strip(),
            device=self.device_box.currentData(),
            theme=cast("Theme", self.theme_box.currentData()),
            language=self.language_box.currentData(),
            purge_after_days=self.purge_box.currentData(),
            watched_folders=self.folders.folders(),
            cluster=self.machines.address_edit.text().strip(),
            cluster_roots=self.machines.root_texts(),
            shortcuts={**self._settings.shortcuts, **self.keys.changed()},
        )

    def _lay_out(self) -> None:
        form = QFormLayout(horizontalSpacing=theme.PANEL_PADDING_PX * 2, verticalSpacing=10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        browse = word_button(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        folder = QHBoxLayout()
        folder.setSpacing(theme.GAP_PX)
        folder.addWidget(self.library_edit, 1)
        folder.addWidget(browse)
        form.addRow(self.tr("Library folder"), folder)
        for words, box in (
            (self.tr("Run on"), self.device_box),
            (self.tr("Remove missing videos after"), self.purge_box),
            (self.tr("Theme"), self.theme_box),
            (self.tr("Language"), self.language_box),
        ):
            form.addRow(words, box)
            box.setAccessibleName(words)
            box.currentIndexChanged.connect(self._show_restart)
            if box is self.device_box:
                form.addRow("", self.device_note)
        self.library_edit.setAccessibleName(self.tr("Library folder"))
        self.library_edit.textChanged.connect(self._show_restart)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setProperty("primary", True)
        self.restart_button = word_button(self.tr("Restart now"))
        self.restart_button.clicked.connect(self._restart)
        self.restart_note = dim_label(self.tr("Takes effect after a restart."), theme.text_font(12))
        buttons.accepted.connect(self._accept_usable)
        buttons.rejected.connect(self.reject)
        general = QWidget()
        page = flush(QVBoxLayout(general), 18)
        page.addLayout(form)
        page.addWidget(self.complaint)
        page.addStretch(1)
        self.pages = TabbedPages(self.tr("Settings"))
        self.pages.add(self.tr("General"), _padded(general))
        if self._understanding is not None:
            self.pages.add(self.tr("Understanding"), _padded(LatePage(self._understanding)))
        self.pages.add(self.tr("Watched folders"), _padded(self.folders))
        self._machines_page = _padded(self.machines)
        self.pages.add(self.tr("Machines"), self._machines_page)
        self.pages.add(self.tr("Keys"), _padded(self.keys))
        self.pages.add(self.tr("About"), _padded(LatePage(AboutPage)))
        # Pages and the row below them are one surface.
        self.setProperty("panel", True)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.setSpacing(theme.GAP_PX)
        foot.addWidget(self.restart_note)
        foot.addWidget(self.restart_button)
        foot.addStretch(1)
        foot.addWidget(buttons)
        self._show_restart()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)

    def show_engine(self, engine: RuntimeInfo) -> None:
        """Say what *Automatic* means here: the device that models ran on the last time, and why."""
        if engine.device and self._settings.device == "auto":
            words = self.tr("Automatic (%1)").replace("%1", _device_words(engine.device))
            self.device_box.setItemText(self.device_box.findData("auto"), words)
            self.device_note.setText(translated(engine.device_reason))
            self.device_note.setVisible(bool(engine.device_reason))

    def show_understanding(self) -> None:
        """Show the page about models."""
        self.pages.show_page(1)

    def _show_restart(self) -> None:
        """Offer to restart where something was changed that is read at the start only."""
        chosen = self.chosen()
        changed = any(getattr(chosen, name) != getattr(self._settings, name) for name in AT_START)
        self.restart_note.setVisible(changed)
        self.restart_button.setVisible(changed)

    def _restart(self) -> None:
        self._accept_usable()
        if self.result() == QDialog.DialogCode.Accepted:
            self.restartRequested.emit()

    def _accept_usable(self) -> None:
        """Close the dialog unless the program could not start with the library that was chosen."""
        chosen = self.library_edit.text().strip()
        if chosen and chosen != self._settings.library:
            try:
                LibraryFolder(expanded(Path(chosen)).absolute()).require_library(writable=True)
            except VidexploreError as error:
                self.complaint.setText(translated(str(error)))
                self.complaint.show()
                self.pages.show_page(0)
                return
        try:
            self._require_cluster()
        except UsageError as error:
            self.machines.complaint.setText(translated(str(error)))
            self.machines.complaint.show()
            self.pages.show_page(self.pages.index_of(self._machines_page))
            return
        self.accept()

    def _require_cluster(self) -> None:
        """Refuse an address or a shared folder that no run could use.

        Raises:
            UsageError: If one is malformed.
        """
        address = self.machines.address_edit.text().strip()
        if address:
            require_address(address)
        parsed_roots(self.machines.root_texts())

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Library folder"), self.library_edit.text())
        if folder:
            self.library_edit.setText(folder)


def _padded(page: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(20, 18, 20, 0)
    column.addWidget(page)
    return frame


def device_choices(chosen: str) -> dict[str, str]:
    """What models can run on here, in words; another device may stand in the settings file."""
    automatic = QCoreApplication.translate("SettingsDialog", "Automatic")
    gpu = "mps" if sys.platform == "darwin" else "cuda"
    names = {"auto": automatic, "cpu": _device_words("cpu"), gpu: _device_words(gpu)}
    return names if chosen in names else {**names, chosen: _device_words(chosen)}


def _device_words(device: str) -> str:
    """``cpu``, ``cuda``, ``cuda:1`` and ``mps`` as people call them."""
    translate = QCoreApplication.translate
    kind, _, number = device.partition(":")
    words = {
        "cpu": translate("SettingsDialog", "CPU"),
        "cuda": translate("SettingsDialog", "NVIDIA GPU"),
        "mps": translate("SettingsDialog", "Apple GPU"),
    }.get(kind, kind)
    return f"{words} {number}".strip()


def _choices(entries: Mapping[Any, str], current: object) -> QComboBox:
    """A box of values with their words; the first one is chosen where ``current`` is not among them."""
    box = QComboBox()
    for value, words in entries.items():
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box
