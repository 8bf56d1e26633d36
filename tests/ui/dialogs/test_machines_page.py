"""The page of the settings about other machines: what is kept, what is shown, what a click asks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring
from videxplore.services.indexing.cluster.machines import Machine, Machines
from videxplore.settings import Settings
from videxplore.ui.dialogs.machines_page import MachinesPage
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.texts import apply_language

LEFT = Qt.MouseButton.LeftButton
OAK = Machine("oak", "cpu", "film.mp4", 12.4, False, "")
ELM = Machine("elm", "cuda:0", "", 0.0, True, "")
ASH = Machine("ash", "", "", 0.0, False, "ash is refused: it has torch 1.0, and this computer 2.0.")


def row(page: MachinesPage, number: int) -> list[str]:
    cells = (page.table.item(number, column) for column in range(page.table.columnCount()))
    return [cell.text() if cell else "" for cell in cells]


def test_machines_are_shown_paused_and_sent_away(qtbot: QtBot) -> None:
    machines = Machines()
    page = MachinesPage("", (), machines)
    qtbot.addWidget(page)
    assert page.table.rowCount() == 0
    assert not page.pause_button.isEnabled()
    machines.publish([OAK, ELM, ASH])
    page.refresh()
    assert row(page, 0) == ["ash", "", ASH.refusal, ""]
    assert row(page, 1) == ["elm", "cuda:0", "paused", ""]
    assert row(page, 2) == ["oak", "cpu", "film.mp4", "12\N{MULTIPLICATION SIGN}"]
    page.table.selectRow(2)
    QTest.mouseClick(page.pause_button, LEFT)
    assert machines.is_paused("oak")
    page.table.selectRow(1)
    assert page.pause_button.text() == "Resume"
    machines.pause("elm")
    QTest.mouseClick(page.pause_button, LEFT)
    assert not machines.is_paused("elm")
    QTest.mouseClick(page.leave_button, LEFT)
    assert machines.take_leaving() == {"elm"}
    assert machines.take_leaving() == set()
    machines.publish([])
    page.refresh()
    assert page.table.rowCount() == 0


def test_no_heading_is_cut_off_in_german(qtbot: QtBot, qapp: QApplication) -> None:
    apply_language(qapp, "de")
    try:
        page = MachinesPage("", (), Machines())
        qtbot.addWidget(page)
        page.resize(700, 420)
        page.show()
        header = page.table.horizontalHeader()
        for column in range(header.count()):
            assert header.sectionSize(column) >= header.sectionSizeHint(column)
    finally:
        apply_language(qapp, "en")


def test_shared_folders_get_names_of_their_own(qtbot: QtBot) -> None:
    page = MachinesPage("tls://studio:8786", ("footage=/mnt/footage",), Machines())
    qtbot.addWidget(page)
    for folder in ("/other/footage", "/", ""):
        page.add_root(folder)
    assert page.root_texts() == ("footage=/mnt/footage", "footage 2=/other/footage", "root=/")


def test_command_of_a_worker_is_copied(qtbot: QtBot) -> None:
    page = MachinesPage("", ("footage=/mnt/my footage",), Machines())
    qtbot.addWidget(page)
    assert not page.copy_button.isEnabled()
    page.address_edit.setText("tls://192.168.1.20:8786")
    QTest.mouseClick(page.copy_button, LEFT)
    assert QApplication.clipboard().text() == (
        "videxplore worker tls://192.168.1.20:8786 --certificates cluster --root 'footage=/mnt/my footage'"
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [("http://studio", "is not an address of a scheduler"), ("tcp://studio:8786", "is not encrypted")],
)
def test_settings_refuse_an_address_that_no_run_could_use(
    exploring: Exploring, address: str, words: str
) -> None:
    window = exploring.window
    dialog = SettingsDialog(Settings(), exploring.library.folder, window.all_actions(), window)
    dialog.machines.address_edit.setText(address)
    dialog._accept_usable()
    assert words in dialog.machines.complaint.text()
    dialog.machines.address_edit.setText(" tls://studio:8786 ")
    assert dialog.chosen().cluster == "tls://studio:8786"
    dialog.deleteLater()
