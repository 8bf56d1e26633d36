"""The page of the settings about analysis on other machines."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from videxplore.services.indexing.cluster.machines import Machine, Machines
from videxplore.services.indexing.cluster.roots import worker_command
from videxplore.ui.look import theme
from videxplore.ui.look.widgets import dim_label, word_button

REFRESH_MS = 1000


class MachinesPage(QWidget):
    """The scheduler, the roots, and the machines of the run that is going on.

    Attributes:
        address_edit: Address of the scheduler; empty for this computer alone.
        roots: The roots as ``NAME=PATH``.
        complaint: Why the settings cannot be kept.
        table: Name, device, what it does and speed of each machine.
    """

    def __init__(self, address: str, roots: Sequence[str], machines: Machines) -> None:
        """Show them.

        Args:
            address: Of the scheduler.
            roots: As ``NAME=PATH``.
            machines: Of this program's index runs.
        """
        super().__init__()
        self._machines = machines
        self._shown: tuple[Machine, ...] = ()
        self.address_edit = QLineEdit(address, placeholderText="tls://192.168.1.20:8786")
        self.address_edit.setAccessibleName(self.tr("Scheduler"))
        self.roots = QListWidget()
        self.roots.addItems(list(roots))
        self.roots.setAccessibleName(self.tr("Shared folders"))
        self.roots.setMaximumHeight(56)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("Machine"), self.tr("Runs on"), self.tr("Analyses")])
        self.table.setAccessibleName(self.tr("Machines"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        speed_header = QTableWidgetItem(self.tr("Speed"))
        speed_header.setToolTip(self.tr("Seconds of video analysed in a second"))
        self.table.setHorizontalHeaderItem(3, speed_header)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.pause_button = word_button(self.tr("Pause"))
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.leave_button = word_button(self.tr("Leave"))
        self.leave_button.clicked.connect(self._leave)
        self.copy_button = word_button(self.tr("Copy the command of a worker"))
        self.copy_button.setToolTip(
            self.tr("For a terminal of another machine that has the certificates in the folder “cluster”")
        )
        self.copy_button.clicked.connect(self._copy_command)
        self.address_edit.textChanged.connect(self._name_buttons)
        self.table.itemSelectionChanged.connect(self._name_buttons)
        self.complaint = QLabel()
        self.complaint.setProperty("bad", True)
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self._lay_out()
        self.refresh()
        self._name_buttons()
        timer = QTimer(self)
        timer.timeout.connect(self.refresh)
        timer.start(REFRESH_MS)

    def root_texts(self) -> tuple[str, ...]:
        """The roots, in order."""
        return tuple(self.roots.item(row).text() for row in range(self.roots.count()))

    def add_root(self, folder: str) -> None:
        """Add a folder under its own name; one with a taken name gets a number."""
        if not folder:
            return
        taken = {text.partition("=")[0] for text in self.root_texts()}
        name = stem = Path(folder).name or "root"
        number = 1
        while name in taken:
            number += 1
            name = f"{stem} {number}"
        self.roots.addItem(f"{name}={folder}")

    def refresh(self) -> None:
        """Show the machines as they are now."""
        machines = self._machines.all()
        if machines == self._shown:
            return
        selected = self.table.currentRow()
        self._shown = machines
        self.table.setRowCount(len(machines))
        for row, machine in enumerate(machines):
            for column, text in enumerate(self._texts(machine)):
                item = QTableWidgetItem(text)
                item.setToolTip(machine.refusal or text)
                self.table.setItem(row, column, item)
        if 0 <= selected < len(machines):
            self.table.selectRow(selected)
        self._name_buttons()

    def _texts(self, machine: Machine) -> tuple[str, ...]:
        doing = machine.doing
        if machine.refusal:
            doing = machine.refusal
        elif machine.is_paused:
            doing = self.tr("paused")
        speed = f"{machine.x_realtime:.0f}\N{MULTIPLICATION SIGN}" if machine.x_realtime else ""
        return machine.name, machine.device, doing, speed

    def _selected(self) -> Machine | None:
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) and self.table.selectedItems() else None

    def _name_buttons(self) -> None:
        machine = self._selected()
        self.pause_button.setEnabled(machine is not None)
        self.leave_button.setEnabled(machine is not None)
        self.copy_button.setEnabled(bool(self.address_edit.text().strip()))
        is_paused = machine is not None and machine.is_paused
        self.pause_button.setText(self.tr("Resume") if is_paused else self.tr("Pause"))

    def _pause_or_resume(self) -> None:
        machine = self._selected()
        if machine is not None:
            (self._machines.resume if machine.is_paused else self._machines.pause)(machine.name)

    def _leave(self) -> None:
        machine = self._selected()
        if machine is not None:
            self._machines.leave(machine.name)

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(
            worker_command(self.address_edit.text().strip(), self.root_texts())
        )

    def _choose_root(self) -> None:
        self.add_root(QFileDialog.getExistingDirectory(self, self.tr("Shared folder")))

    def _remove_root(self) -> None:
        for item in self.roots.selectedItems():
            self.roots.takeItem(self.roots.row(item))

    def _lay_out(self) -> None:
        words = self.tr(
            "Other machines help to analyse: run “videxplore cluster start” here, and “videxplore worker” "
            "with its address on each of them. A shared folder has a name, as its path may differ there."
        )
        advice = dim_label(words, theme.text_font(12), wraps=True)
        add = word_button(self.tr("Add…"))
        add.clicked.connect(self._choose_root)
        remove = word_button(self.tr("Remove"))
        remove.clicked.connect(self._remove_root)
        remove.setEnabled(False)
        self.roots.itemSelectionChanged.connect(lambda: remove.setEnabled(bool(self.roots.selectedItems())))
        form = QFormLayout(horizontalSpacing=theme.PANEL_PADDING_PX * 2, verticalSpacing=10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("Scheduler"), self.address_edit)
        form.addRow(self.tr("Shared folders"), self.roots)
        form.addRow("", _row(add, remove, self.copy_button))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.PANEL_PADDING_PX)
        column.setSpacing(theme.PANEL_PADDING_PX)
        column.addWidget(advice)
        column.addLayout(form)
        column.addWidget(self.complaint)
        column.addWidget(self.table, 1)
        column.addLayout(_row(self.pause_button, self.leave_button))


def _row(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.GAP_PX)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
