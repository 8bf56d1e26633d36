"""From a dropped folder to a bin that an editing program opens, in the window by mouse and keys."""

import gc
from collections.abc import Iterator
from pathlib import Path

import opentimelineio as otio
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.exploring import LEFT, Exploring, files
from tests.videos import Encoding, shots, write_video
from videxplore.settings import Settings
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.export_kinds import ExportKind

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


def test_a_bin_from_a_dropped_folder(exploring: Exploring, tmp_path: Path) -> None:
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
    found = parts.similar.grid
    # The first match is the same shot in the other reel.
    exploring.click_tile(found, 0)
    settle(exploring)
    exploring.click_tile(found, 1, Qt.KeyboardModifier.ControlModifier)
    found.setFocus()
    exploring.key(Qt.Key.Key_B, widget=found)
    settle(exploring)
    exploring.key(Qt.Key.Key_6)
    settle(exploring)
    grid, panel = parts.selects.grid, parts.selects.panel
    first, second = grid.tile_model.items
    names = {video.id: video.path.name for video in exploring.library.catalogue.videos()}
    assert names[first.video_id] == "market.mp4"
    assert first.start_s == pytest.approx(1.0)
    exploring.click_tile(grid, 0)
    settle(exploring)
    grid.setFocus()
    exploring.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, grid)
    settle(exploring)
    panel.out_edit.setFocus()
    panel.out_edit.selectAll()
    QTest.keyClicks(panel.out_edit, "1.6")
    QTest.keyClick(panel.out_edit, Qt.Key.Key_Return)
    settle(exploring)
    QTest.mouseClick(parts.selects.export_button, LEFT)
    [dialog] = [one for one in exploring.window.findChildren(ExportDialog) if one.isVisible()]
    dialog.kind_box.setCurrentIndex(dialog.kind_box.findData(ExportKind.OTIO))
    dialog.target_edit.setText(str(tmp_path / "cut.otio"))
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until((tmp_path / "cut.otio").exists)
    settle(exploring)
    QTest.mouseClick(dialog.close_button, LEFT)
    clips = list(otio.adapters.read_from_file(str(tmp_path / "cut.otio")).video_tracks()[0].find_clips())
    wanted = [
        (names[second.video_id], round(second.start_s * 25), round(second.length_s * 25)),
        ("market.mp4", 25, 15),
    ]
    assert [
        (
            Path(clip.media_reference.target_url).name,
            round(clip.source_range.start_time.value),
            round(clip.source_range.duration.value),
        )
        for clip in clips
    ] == wanted
