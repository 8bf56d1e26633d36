"""From a dropped folder to a bin that an editing program opens, in the window by mouse and keys."""

import gc
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import opentimelineio as otio
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring, files
from tests.ui.steps import click_tab
from tests.videos import Encoding, shots, write_video
from videxplore.settings import Settings
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.export_kinds import ExportKind

NO_KEYS = Qt.KeyboardModifier.NoModifier
QUICK = Encoding(options={"preset": "ultrafast"})


@pytest.fixture
def exploring(qtbot: QtBot, tmp_path: Path) -> Iterator[Exploring]:
    """The window over an empty library; it indexes for real."""
    gc.disable()
    exploring = Exploring(qtbot, tmp_path, Settings(device="cpu", action_backbone=""))
    try:
        exploring.show()
        yield exploring
    finally:
        exploring.close()
        gc.enable()


def settle(exploring: Exploring) -> None:
    for _ in range(4):
        exploring.settle()
        QApplication.processEvents()


def press(exploring: Exploring, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Press a key where the keyboard is."""
    exploring.key(key, keys, QApplication.focusWidget())
    settle(exploring)


def type_over(edit: QLineEdit, words: str) -> None:
    """Click into a field and replace what it holds."""
    QTest.mouseClick(edit, LEFT)
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, words)


def keep_scene(exploring: Exploring, name: str, row: int) -> None:
    """Open a video, click one of its scenes, and press B."""
    parts = exploring.window.parts
    exploring.open(name)
    click_tab(parts.tabs.bar, "Scenes")
    exploring.until(lambda: len(parts.scenes.grid.tile_model.items) == 3)
    exploring.click_tile(parts.scenes.grid, row)
    settle(exploring)
    press(exploring, Qt.Key.Key_B)


def export(exploring: Exploring, dialog: ExportDialog, kind: ExportKind, file: Path) -> None:
    """Choose a kind by the keys of its list, type a name, and click Export."""
    dialog.kind_box.setFocus()
    QTest.keyClick(dialog.kind_box, Qt.Key.Key_Home)
    while dialog.kind is not kind:
        QTest.keyClick(dialog.kind_box, Qt.Key.Key_Down)
    type_over(dialog.target_edit, str(file))
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(file.exists)
    settle(exploring)


def test_a_bin_from_a_dropped_folder(exploring: Exploring, tmp_path: Path) -> None:
    # Scenes of exactly a second; the first of one video is the second of the other.
    (tmp_path / "reels").mkdir()
    for name, seeds in (("harbour", (1, 2, 3)), ("market", (4, 1, 5))):
        write_video(tmp_path / "reels" / f"{name}.mp4", shots(seeds, 25), QUICK)
    parts = exploring.window.parts
    assert exploring.drop(files(tmp_path / "reels"))
    exploring.until(lambda: len(parts.videos.videos) == 2 and not parts.work.is_running)
    exploring.open("harbour")
    exploring.until(lambda: len(parts.scenes.grid.tile_model.items) == 3)
    exploring.click_tile(parts.scenes.grid, 0)
    exploring.until(lambda: parts.session.ranking is not None)
    settle(exploring)
    # The first match is the same shot in the other reel.
    exploring.click_tile(parts.similar.grid, 0)
    settle(exploring)
    press(exploring, Qt.Key.Key_B)
    keep_scene(exploring, "harbour", 2)
    press(exploring, Qt.Key.Key_6)
    grid, panel = parts.selects.grid, parts.selects.panel
    exploring.click_tile(grid, 0)
    settle(exploring)
    press(exploring, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    # The frame on screen then is the last one.
    type_over(panel.out_edit, "1.6")
    QTest.keyClick(panel.out_edit, Qt.Key.Key_Return)
    settle(exploring)
    QTest.mouseClick(parts.selects.export_button, LEFT)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    export(exploring, dialog, ExportKind.OTIO, tmp_path / "cut.otio")
    export(exploring, dialog, ExportKind.EDL, tmp_path / "cut.edl")
    QTest.mouseClick(dialog.close_button, LEFT)

    [track] = otio.adapters.read_from_file(str(tmp_path / "cut.otio")).video_tracks()
    clips = list(track.find_clips())
    assert [
        (path_of(clip), frames(clip.source_range), frames(clip.trimmed_range_in_parent())) for clip in clips
    ] == [
        (tmp_path / "reels" / "harbour.mp4", (50, 25, 25), (0, 25, 25)),
        (tmp_path / "reels" / "market.mp4", (25, 16, 25), (25, 16, 25)),
    ]
    [track] = otio.adapters.read_from_file(str(tmp_path / "cut.edl"), rate=25).video_tracks()
    assert [(clip.name, frames(clip.source_range)) for clip in track.find_clips()] == [
        ("harbour.mp4", (50, 25, 25)),
        ("market.mp4", (25, 16, 25)),
    ]


def path_of(clip: otio.schema.Clip) -> Path:
    """The file that a clip is a part of."""
    return Path(unquote(urlsplit(clip.media_reference.target_url).path))


def frames(span: otio.opentime.TimeRange) -> tuple[float, float, float]:
    """Start and length of a span in frames, and how many of them are a second."""
    return span.start_time.value, span.duration.value, span.duration.rate
