"""Everyone can use the window: names for screen readers, contrast, and words in another language."""

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QStyleHints
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import videxplore
from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.steps import click_tab, search_scene, take_keyboard_back
from videxplore.paths import resources_folder
from videxplore.settings import Settings
from videxplore.ui.dialogs.bug_report import BugReportDialog
from videxplore.ui.dialogs.import_dialog import ImportDialog
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.library.video_filter_menus import RecordedDatesDialog
from videxplore.ui.look.texts import LANGUAGES, apply_language
from videxplore.ui.look.theme import DARK, LIGHT, Palette, ThemeController, apply_theme, colours

CONTROLS = (QAbstractButton, QLineEdit, QSlider, QAbstractItemView, QComboBox)
TRANSLATIONS = resources_folder() / "translations"


def nameless(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        # What Qt makes inside its own widgets is named by them.
        is_inner = widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView)
        is_inner = is_inner or isinstance(widget.parent(), (QComboBox, QLineEdit, QAbstractItemView))
        is_inner = is_inner or type(widget.parent()).__name__ == "QFrame"
        if is_inner or not (isinstance(widget, CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
            continue
        # What a screen reader says: the name, the text of a button, the label that stands before a field.
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name):
            parent = widget.parentWidget()
            found.append(f"{type(widget).__name__} in {type(parent).__name__}")
    return found


def test_every_control_has_a_name_for_screen_readers(lasting: Exploring) -> None:
    search_scene(lasting, "beach", 0)
    assert nameless(lasting.window) == []


def test_every_control_of_the_settings_has_a_name(lasting: Exploring) -> None:
    dialog = SettingsDialog(Settings(), lasting.library.folder, lasting.window.all_actions(), lasting.window)
    assert nameless(dialog) == []
    dialog.deleteLater()


def opened(exploring: Exploring) -> QDialog:
    """The dialog that has come up."""
    [dialog] = [one for one in exploring.window.findChildren(QDialog) if one.isVisible()]
    return dialog


def open_dialogs(exploring: Exploring, table: Path) -> Iterator[QDialog]:
    """Each dialog of the window, opened as a user opens it, one after the other."""
    parts, control = exploring.window.parts, Qt.KeyboardModifier.ControlModifier
    for key, keys in ((Qt.Key.Key_E, None), (Qt.Key.Key_N, None), (Qt.Key.Key_D, control)):
        exploring.key(key, keys)
        exploring.settle()
        yield opened(exploring)
    exploring.drop(files(table))
    exploring.until(lambda: any(one.isVisible() for one in exploring.window.findChildren(ImportDialog)))
    yield opened(exploring)
    [teach] = [one for one in parts.seen_here.findChildren(QAbstractButton) if "Teach" in one.text()]
    QTest.mouseClick(teach, LEFT)
    yield opened(exploring)
    click_tab(parts.explore.bar, "Labels")
    [mine] = [one for one in parts.labels.findChildren(QAbstractButton) if one.text() == "My labels"]
    QTest.mouseClick(mine, LEFT)
    exploring.settle()
    yield opened(exploring)
    RecordedDatesDialog("2024-05-01", "", exploring.window).open()
    yield opened(exploring)
    BugReportDialog("all about it", Path("report.txt"), exploring.window).open()
    yield opened(exploring)


def test_every_dialog_names_its_controls_and_closes_at_escape(exploring: Exploring, tmp_path: Path) -> None:
    table = tmp_path / "cut.csv"
    table.write_text("video,start_s,end_s\nbeach.mp4,0.2,0.9\n", encoding="utf-8")
    exploring.open("beach")
    titles = []
    for dialog in open_dialogs(exploring, table):
        titles.append(dialog.windowTitle())
        assert nameless(dialog) == [], titles[-1]
        exploring.key(Qt.Key.Key_Escape, widget=dialog)
        exploring.settle()
        assert not any(one.isVisible() for one in exploring.window.findChildren(QDialog)), titles[-1]
        take_keyboard_back(exploring)
    assert len(set(titles)) == 8


def test_tiles_and_videos_are_spoken(lasting: Exploring) -> None:
    grid = search_scene(lasting, "beach", 0)
    spoken = lasting.index(grid, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("hills at 0:00.0, ")
    assert spoken.endswith(", Same shot")


def luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
def test_what_is_read_has_the_contrast_of_wcag_aa(palette: Palette) -> None:
    for ground in (palette.background, palette.panel, palette.raised, palette.selection):
        assert contrast(palette.text, ground) >= 4.5
        assert contrast(palette.dim, ground) >= 4.5
        assert contrast(palette.failed, ground) >= 4.5
    for ground in (palette.background, palette.panel, palette.raised):
        assert contrast(palette.accent, ground) >= 4.5, "links, and the spoken word of a transcript"
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for name in ("like", "unlike"):
        # Signs: 3 is asked for.
        assert contrast(getattr(palette, name), palette.panel) >= 3


def test_the_theme_changes_while_the_window_is_open(exploring: Exploring) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    exploring.open("beach")
    try:
        apply_theme(application, "light")
        exploring.settle()
        assert colours() is LIGHT
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
            exploring.key(key)
            exploring.settle()
            picture = exploring.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            pixels = np.frombuffer(picture.constBits(), np.uint32) & 0xFFFFFF
            for old in (DARK.background, DARK.panel, DARK.raised):
                assert np.count_nonzero(pixels == old.rgb() & 0xFFFFFF) < 20, "what is dark is of pictures"
    finally:
        apply_theme(application, "dark")


def test_the_window_follows_the_desktop_where_that_is_wanted(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    scheme = Qt.ColorScheme.Dark
    # No desktop is there that could change.
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: scheme)
    theme = ThemeController(application, "system")
    try:
        scheme = Qt.ColorScheme.Light
        application.styleHints().colorSchemeChanged.emit(scheme)
        assert colours() is LIGHT
        theme.choose("dark")
        application.styleHints().colorSchemeChanged.emit(scheme)
        assert colours() is DARK
    finally:
        theme.deleteLater()
        apply_theme(application, "dark")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    tree = ElementTree.parse(TRANSLATIONS / f"videxplore_{language}.ts")  # noqa: S314 - our own file.
    unfinished = [
        message.findtext("source")
        for message in tree.iter("message")
        for translation in [message.find("translation")]
        if translation is None or translation.get("type") or not ("".join(translation.itertext()).strip())
    ]
    assert unfinished == []


def test_every_word_of_the_program_is_known_to_the_translations(tmp_path: Path) -> None:
    copy = shutil.copy(TRANSLATIONS / "videxplore_de.ts", tmp_path / "new.ts")
    package = Path(videxplore.__file__).parent
    sources = [str(package / "app.py"), *map(str, sorted((package / "ui").rglob("*.py")))]
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run([lupdate, *sources, "-ts", copy, "-locations", "none"], check=True, capture_output=True)
    tree = ElementTree.parse(copy)  # noqa: S314 - our own file.
    kinds = {
        message.findtext("source"): kind
        for message in tree.iter("message")
        if (kind := message.find("translation").get("type"))  # type: ignore[union-attr]
    }
    assert kinds == {}, "run pyside6-lupdate and pyside6-lrelease"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_place_for_a_value(language: str) -> None:
    tree = ElementTree.parse(TRANSLATIONS / f"videxplore_{language}.ts")  # noqa: S314 - our own file.
    for message in tree.iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
        for form in forms:
            for place in ("%1", "%2", "%3", "%4", "%n"):
                assert (place in form) == (place in source), (source, form)


def test_the_window_speaks_german(qtbot: QtBot, tmp_path: Path, footage: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    exploring = Exploring(qtbot, tmp_path, Settings(backbone="not-here"))
    try:
        exploring.add(footage / "beach.mp4", (1, 2, 3))
        assert apply_language(application, "de") == "de"
        exploring.show()
        parts = exploring.window.parts
        assert parts.query_bar.edit.placeholderText().startswith("Suchen")
        assert parts.tabs.bar.tabText(0) == "Szenen"
        assert parts.explore.bar.tabText(0) == "Ähnlich"
    finally:
        apply_language(application, "en")
        exploring.close()


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_window_fits_a_small_screen_in_every_language(
    qtbot: QtBot, tmp_path: Path, footage: Path, language: str
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    exploring = Exploring(qtbot, tmp_path, Settings(backbone="not-here"))
    try:
        exploring.add(footage / "beach.mp4", (1, 2, 3))
        apply_language(application, language)
        exploring.show()
        exploring.open("beach")
        for _ in range(2):
            exploring.key(Qt.Key.Key_L)
        exploring.key(Qt.Key.Key_K)
        exploring.settle()
        assert exploring.window.minimumSizeHint().width() <= 1280
        assert exploring.window.width() == 1280
        controls = exploring.window.parts.player.controls
        for button in controls.findChildren(QAbstractButton):
            assert button.visibleRegion().boundingRect() == button.rect(), button.accessibleName()
        buttons = controls.findChildren(QToolButton)
        worded = [one for one in buttons if one.property("tight") and not one.icon().isNull()]
        styles = {one.toolButtonStyle() for one in worded}
        assert styles == {Qt.ToolButtonStyle.ToolButtonTextBesideIcon}
    finally:
        apply_language(application, "en")
        exploring.close()
