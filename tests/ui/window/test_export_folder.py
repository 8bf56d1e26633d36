"""Where exports are offered to go."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import take_keyboard_back
from videxplore.ui.dialogs.export_dialog import ExportDialog


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of a user who has no folder for films."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


def ask_to_export(exploring: Exploring) -> ExportDialog:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    return dialog


def write(exploring: Exploring, dialog: ExportDialog) -> Path:
    """Press Export; the file that was written."""
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(lambda: bool(dialog.outcome.text()))
    assert not dialog.outcome.property("bad"), dialog.outcome.text()
    QTest.mouseClick(dialog.close_button, LEFT)
    [file] = dialog.written
    return file


def test_the_first_export_succeeds_without_a_videos_folder(home: Path, exploring: Exploring) -> None:
    assert write(exploring, ask_to_export(exploring)).parent == home


def test_the_folder_used_last_is_offered_after_a_restart(home: Path, exploring: Exploring) -> None:
    folder = home / "cuts"
    folder.mkdir()
    dialog = ask_to_export(exploring)
    dialog.target_edit.selectAll()
    QTest.keyClicks(dialog.target_edit, str(folder / "one.mp4"))
    write(exploring, dialog)
    take_keyboard_back(exploring)
    exploring.window.close()
    exploring.show()
    dialog = ask_to_export(exploring)
    assert Path(dialog.target_edit.text()).parent == folder
    QTest.mouseClick(dialog.close_button, LEFT)


def test_a_folder_that_is_gone_after_a_restart_is_not_offered(home: Path, exploring: Exploring) -> None:
    folder = home / "cuts"
    folder.mkdir()
    dialog = ask_to_export(exploring)
    dialog.target_edit.selectAll()
    QTest.keyClicks(dialog.target_edit, str(folder / "one.mp4"))
    write(exploring, dialog).unlink()
    take_keyboard_back(exploring)
    exploring.window.close()
    folder.rmdir()
    exploring.show()
    assert write(exploring, ask_to_export(exploring)).parent == home
