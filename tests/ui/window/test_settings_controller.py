"""The settings in the whole window: asked for by a key, changed by hand, applied and kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QFileDialog, QToolButton, QWidget

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import click_tab
from videxplore.services.statistics import RuntimeInfo
from videxplore.settings import Settings, load_settings
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.look.theme import LIGHT, ThemeController, apply_theme, colours
from videxplore.ui.window.settings_controller import SettingsController

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def keeper(exploring: Exploring) -> Iterator[SettingsController]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = ThemeController(application, "dark")
    settings = Settings(backbone="efficientnet-lite0")
    yield SettingsController(exploring.window, settings, exploring.paths, theme)
    theme.deleteLater()
    apply_theme(application, "dark")


def asked(exploring: Exploring) -> SettingsDialog:
    """The dialog, by its key."""
    # Offscreen, no desktop hands the focus back when a dialog is closed.
    exploring.window.activateWindow()
    exploring.until(exploring.window.isActiveWindow)
    exploring.key(Qt.Key.Key_Comma, CONTROL)
    [dialog] = [one for one in exploring.window.findChildren(SettingsDialog) if one.isVisible()]
    return dialog


def end(dialog: SettingsDialog, button: QDialogButtonBox.StandardButton) -> None:
    [buttons] = dialog.findChildren(QDialogButtonBox)
    QTest.mouseClick(buttons.button(button), LEFT)


def press(inside: QWidget, words: str) -> None:
    shown = [one for one in inside.findChildren(QToolButton) if one.text() == words and one.isVisible()]
    [button] = shown
    QTest.mouseClick(button, LEFT)


def pick(box: QComboBox, words: str) -> None:
    """Walk to an entry by the keys of the box."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != words:
        before = box.currentText()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentText() != before, f"there is no {words}"


def test_the_theme_and_the_language_are_chosen_and_kept(
    exploring: Exploring, keeper: SettingsController
) -> None:
    dialog = asked(exploring)
    pick(dialog.theme_box, "Light")
    pick(dialog.language_box, "Deutsch")
    end(dialog, QDialogButtonBox.StandardButton.Ok)
    exploring.until(lambda: colours() is LIGHT)
    kept = load_settings(exploring.paths.settings_file)
    assert (kept.theme, kept.language) == ("light", "de")
    assert keeper.settings == kept
    again = asked(exploring)
    assert (again.theme_box.currentText(), again.language_box.currentText()) == ("Light", "Deutsch")
    end(again, QDialogButtonBox.StandardButton.Cancel)


def test_a_restart_is_offered_only_where_it_is_needed(
    exploring: Exploring, keeper: SettingsController
) -> None:
    exploring.library.note_engine(RuntimeInfo(device="cpu", device_reason="No GPU was found."))
    dialog = asked(exploring)
    assert dialog.device_box.currentText() == "Automatic (CPU)"
    assert dialog.device_note.text() == "No GPU was found."
    pick(dialog.theme_box, "Light")
    assert not dialog.restart_button.isVisible()
    pick(dialog.device_box, "CPU")
    assert dialog.restart_button.isVisible()
    asked_for: list[str] = []
    keeper.restartRequested.connect(lambda: asked_for.append(keeper.settings.device))
    QTest.mouseClick(dialog.restart_button, LEFT)
    assert asked_for == ["cpu"]
    assert load_settings(exploring.paths.settings_file).device == "cpu"


def test_what_was_changed_is_forgotten_by_cancel_and_by_escape(
    exploring: Exploring, keeper: SettingsController
) -> None:
    before = keeper.settings
    dialog = asked(exploring)
    pick(dialog.theme_box, "Light")
    end(dialog, QDialogButtonBox.StandardButton.Cancel)
    dialog = asked(exploring)
    pick(dialog.theme_box, "Light")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    exploring.settle()
    assert keeper.settings == before
    assert colours() is not LIGHT
    assert not exploring.paths.settings_file.exists()


def test_watched_folder_follows_the_setting(
    exploring: Exploring, keeper: SettingsController, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "there.mp4").write_bytes(b"no video either")
    informed: list[list[Path]] = []
    watched = exploring.window.parts.watched
    watched.changed.connect(informed.append)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    dialog = asked(exploring)
    click_tab(dialog.pages.bar, "Watched folders")
    press(dialog, "Add…")
    end(dialog, QDialogButtonBox.StandardButton.Ok)
    exploring.until(lambda: watched.is_settled)
    assert informed.pop() == [folder / "there.mp4"]
    (folder / "note.mp4").write_bytes(b"no video")
    exploring.until(lambda: bool(informed))
    assert folder / "note.mp4" in informed[0]
    assert keeper.settings.watched_folders == (str(folder),)

    dialog = asked(exploring)
    click_tab(dialog.pages.bar, "Watched folders")
    listed = dialog.folders.list
    assert not dialog.folders.remove_button.isEnabled()
    QTest.mouseClick(listed.viewport(), LEFT, pos=listed.visualItemRect(listed.item(0)).center())
    press(dialog, "Remove")
    end(dialog, QDialogButtonBox.StandardButton.Ok)
    exploring.until(lambda: watched.is_settled)
    informed.clear()
    (folder / "later.mp4").write_bytes(b"no video")
    exploring.qtbot.wait(1500)
    assert informed == []
    assert load_settings(exploring.paths.settings_file).watched_folders == ()


def test_settings_that_cannot_be_kept_are_told(exploring: Exploring, keeper: SettingsController) -> None:
    exploring.paths.settings_file.mkdir(parents=True)
    notices: list[str] = []
    exploring.window.parts.session.noticed.connect(notices.append)
    end(asked(exploring), QDialogButtonBox.StandardButton.Ok)
    assert len(notices) == 1
    assert str(exploring.paths.settings_file) in notices[0]


def test_a_folder_that_cannot_become_the_library_is_refused_at_once(
    exploring: Exploring, keeper: SettingsController, tmp_path: Path
) -> None:
    own, empty = tmp_path / "Videos", tmp_path / "empty"
    for folder in (own, empty):
        folder.mkdir()
    (own / "holiday.mp4").write_bytes(b"mine")
    dialog = asked(exploring)
    dialog.library_edit.setText(str(own))
    end(dialog, QDialogButtonBox.StandardButton.Ok)
    assert dialog.isVisible()
    assert "is not empty and is not a videxplore library" in dialog.complaint.text()
    dialog.library_edit.setText(str(empty))
    end(dialog, QDialogButtonBox.StandardButton.Ok)
    assert load_settings(exploring.paths.settings_file).library == str(empty)
    assert list(empty.iterdir()) == []
