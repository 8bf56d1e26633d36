"""Exporting, teaching, removing with undo, settings."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QKeySequenceEdit, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.services.exporting.reading import read_table
from tests.ui.exploring import Exploring, choose
from tests.ui.steps import answers, click_tab, remove, search_scene, take_keyboard_back
from videxplore.core.errors import ExistingFileError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.services.exporting.tables import MOMENT_COLUMNS
from videxplore.services.searching.query.query import SceneExample
from videxplore.settings import Settings
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.dialogs.keys import KEYS_COLUMN, NAME_COLUMN
from videxplore.ui.dialogs.settings_dialog import SettingsDialog
from videxplore.ui.dialogs.teach_dialog import TeachDialog
from videxplore.ui.export_kinds import ExportKind, ExportRequest, ExportScope
from videxplore.ui.exporter import Exporter
from videxplore.ui.tiles.grid import TileGrid
from videxplore.video.reading.reader import probe

LEFT = Qt.MouseButton.LeftButton


def the(exploring: Exploring, kind: type[QWidget]) -> QWidget:
    [widget] = [one for one in exploring.window.findChildren(kind) if one.isVisible()]
    return widget


def export_dialog(exploring: Exploring) -> ExportDialog:
    dialog = the(exploring, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    return dialog


def choose_kind(dialog: ExportDialog, kind: ExportKind) -> None:
    """Choose what is exported, and walk down the list of kinds that fit it."""
    if dialog.kind.is_of_video != kind.is_of_video:
        button = dialog.scope_buttons[-1 if kind.is_of_video else 0]
        QTest.mouseClick(button, LEFT, pos=QPoint(8, button.height() // 2))
        assert button.isChecked()
    box = dialog.kind_box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(kind)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == kind


def export(exploring: Exploring, dialog: ExportDialog, kind: ExportKind, target: Path) -> list[Path]:
    dialog.kind_box.setFocus()
    choose_kind(dialog, kind)
    dialog.target_edit.selectAll()
    QTest.keyClicks(dialog.target_edit, str(target))
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(lambda: bool(dialog.outcome.text()))
    return dialog.written


def test_e_exports_the_scene_on_screen_as_a_clip(exploring: Exploring, tmp_path: Path) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    [file] = export(exploring, dialog, ExportKind.CLIPS, tmp_path / "scene.mp4")
    assert probe(file).duration_s == pytest.approx(0.8, abs=0.045)
    QTest.mouseClick(dialog.close_button, LEFT)


def test_e_exports_the_scene_on_screen_when_another_one_was_clicked(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    exploring.key(Qt.Key.Key_G)
    field = exploring.window.parts.player.controls.time_field
    QTest.keyClicks(field, "2.0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    exploring.settle()
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    words = dialog.scope_buttons[0].text()
    assert "00:00:01:15" in words
    QTest.mouseClick(dialog.close_button, LEFT)


def test_selected_moments_become_a_timeline_and_a_table(exploring: Exploring, tmp_path: Path) -> None:
    grid = search_scene(exploring, "beach", 0)
    for row in (0, 1):
        exploring.click_tile(grid, row, Qt.KeyboardModifier.ControlModifier)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    [table] = export(exploring, dialog, ExportKind.CSV, tmp_path / "moments.csv")
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("video,start_s,end_s,start_timecode")
    assert lines[0].endswith("label,similarity,rating")
    assert len(lines) == 3
    assert "hills.mp4,0.0,0.8,00:00:00:00,00:00:00:20" in lines[1]
    assert 0.9 < float(lines[1].split(",")[-2]) <= 1
    [timeline] = export(exploring, dialog, ExportKind.OTIO, tmp_path / "moments.otio")
    assert "hills.mp4" in timeline.read_text(encoding="utf-8")
    [board] = export(exploring, dialog, ExportKind.MOMENTS_STORYBOARD, tmp_path / "two.moments.png")
    assert QImage(str(board)).width() == 1600
    QTest.mouseClick(dialog.close_button, LEFT)


def test_what_lies_between_in_and_out_is_exported(exploring: Exploring, tmp_path: Path) -> None:
    exploring.open("beach")
    for words, key in (("0.4", Qt.Key.Key_I), ("1.2", Qt.Key.Key_O)):
        exploring.key(Qt.Key.Key_G)
        field = exploring.window.parts.player.controls.time_field
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        exploring.settle()
        exploring.key(key)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    [file] = export(exploring, dialog, ExportKind.CLIPS, tmp_path / "span.mp4")
    assert probe(file).duration_s == pytest.approx(0.8, abs=0.045)
    [edl] = export(exploring, dialog, ExportKind.EDL, tmp_path / "span.edl")
    assert "00:00:00:10 00:00:01:06" in edl.read_text(encoding="utf-8")
    [fcpxml] = export(exploring, dialog, ExportKind.FCPXML, tmp_path / "span.fcpxml")
    assert "beach.mp4" in fcpxml.read_text(encoding="utf-8")
    QTest.mouseClick(dialog.close_button, LEFT)


def test_an_in_point_at_the_end_leaves_the_scene_on_screen(exploring: Exploring, tmp_path: Path) -> None:
    video = exploring.open("beach")
    exploring.window.parts.session.set_in(video.duration_s)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    [csv] = export(exploring, dialog, ExportKind.CSV, tmp_path / "span.csv")
    [row] = read_table(csv, MOMENT_COLUMNS).rows
    assert row[1:3] == (0.0, 0.8)
    QTest.mouseClick(dialog.close_button, LEFT)


@pytest.mark.parametrize("ask", ["export_here", "teach_here"])
def test_a_scene_that_is_no_longer_known_is_said_and_nothing_opens(exploring: Exploring, ask: str) -> None:
    video = exploring.open("beach")
    exploring.library.catalogue.remove_video(video.id)
    heard: list[str] = []
    exploring.window.parts.session.noticed.connect(heard.append)
    if ask == "export_here":
        exploring.key(Qt.Key.Key_E)
    else:
        exploring.window.parts.labels.teachRequested.emit()
    assert heard == ["This video is no longer in the library."]
    assert not exploring.window.findChildren(ExportDialog)
    assert not exploring.window.findChildren(TeachDialog)


def test_the_video_of_a_scene_is_exported_as_sheet_short_version_and_chapters(
    exploring: Exploring, tmp_path: Path
) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    [sheet] = export(exploring, dialog, ExportKind.CONTACT_SHEET, tmp_path / "sheet.pdf")
    assert sheet.read_bytes().startswith(b"%PDF")
    [skim] = export(exploring, dialog, ExportKind.SKIM, tmp_path / "short.skim.mp4")
    assert 0 < probe(skim).duration_s <= 2.4
    [chapters] = export(exploring, dialog, ExportKind.CHAPTERS, tmp_path / "beach.vtt")
    assert chapters.read_text(encoding="utf-8").startswith("WEBVTT")
    QTest.mouseClick(dialog.close_button, LEFT)


def test_a_skim_leaves_out_what_does_not_move_and_what_is_silent(
    exploring: Exploring, tmp_path: Path
) -> None:
    video = exploring.open("beach")
    catalogue = exploring.library.catalogue
    shots = catalogue.shots(video.id)
    measures = [
        SceneFacts(movement=0.3, silence=0.0),
        SceneFacts(movement=0.0, silence=0.0),
        *[SceneFacts(movement=0.3, silence=1.0)] * (len(shots) - 2),
    ]
    catalogue.add_facts(video.id, [(shot.id, own) for shot, own in zip(shots, measures, strict=True)])
    lengths_s = [shot.end_s - shot.start_s for shot in shots]
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    choose_kind(dialog, ExportKind.CONTACT_SHEET)
    assert not dialog.moving_box.isVisible()
    expected_s = [lengths_s[0] + sum(lengths_s[2:]), lengths_s[0], lengths_s[0] + lengths_s[1]]
    # First one, then both, then the other alone.
    for number, box in enumerate((dialog.moving_box, dialog.sound_box, dialog.moving_box)):
        choose_kind(dialog, ExportKind.SKIM)
        QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
        [skim] = export(exploring, dialog, ExportKind.SKIM, tmp_path / f"{number}.skim.mp4")
        assert probe(skim).duration_s == pytest.approx(expected_s[number], abs=0.09)
    QTest.mouseClick(dialog.close_button, LEFT)


def test_a_skim_of_nothing_is_said(exploring: Exploring, tmp_path: Path) -> None:
    video = exploring.open("beach")
    catalogue = exploring.library.catalogue
    catalogue.add_facts(video.id, [(shot.id, SceneFacts()) for shot in catalogue.shots(video.id)])
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    choose_kind(dialog, ExportKind.SKIM)
    QTest.mouseClick(dialog.moving_box, LEFT, pos=QPoint(8, dialog.moving_box.height() // 2))
    assert export(exploring, dialog, ExportKind.SKIM, tmp_path / "short.skim.mp4") == []
    assert "nothing can be shown" in dialog.outcome.text()
    assert not (tmp_path / "short.skim.mp4").exists()
    QTest.mouseClick(dialog.close_button, LEFT)


def test_the_name_gets_the_ending_of_the_kind(exploring: Exploring) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    for kind in (ExportKind.EDL, ExportKind.SKIM, ExportKind.CLIPS, ExportKind.STORYBOARD):
        choose_kind(dialog, kind)
        name = "beach" if kind.is_of_video else "beach-moments"
        assert Path(dialog.target_edit.text()).name == f"{name}{kind.value}"
    QTest.mouseClick(dialog.close_button, LEFT)


def test_an_older_file_is_replaced_only_when_that_is_wanted(exploring: Exploring, tmp_path: Path) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    target = tmp_path / "moments.csv"
    target.write_text("precious")
    assert export(exploring, dialog, ExportKind.CSV, target) == []
    assert "\u201cmoments.csv\u201d exists already" in dialog.outcome.text()
    assert target.read_text() == "precious"
    assert dialog.export_button.text() == "Replace"
    QTest.keyClick(dialog.target_edit, Qt.Key.Key_Home)
    QTest.keyClick(dialog.target_edit, Qt.Key.Key_End)
    QTest.keyClicks(dialog.target_edit, "x")
    assert (dialog.export_button.text(), dialog.outcome.text()) == ("Export", "")
    QTest.keyClick(dialog.target_edit, Qt.Key.Key_Backspace)
    for _ in range(2):
        QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(lambda: bool(dialog.written))
    assert target.read_text(encoding="utf-8-sig").startswith("video,start_s")
    QTest.mouseClick(dialog.close_button, LEFT)


def test_no_kind_of_export_replaces_a_file_without_a_question(exploring: Exploring, tmp_path: Path) -> None:
    parts = exploring.window.parts
    exporter = Exporter(parts.services)
    spans = [SelectedSpan(parts.library.catalogue.videos()[0], 0.0, 0.5)]
    for kind in ExportKind:
        target = tmp_path / f"a{kind.value}"
        target.write_bytes(b"precious")
        for replaceable in ([], [tmp_path / "another.csv"]):
            with pytest.raises(ExistingFileError, match="exists already and stays"):
                exporter.write(ExportRequest(kind, spans, target), Task(), replaceable)
        assert target.read_bytes() == b"precious"


def test_a_video_of_the_library_is_not_replaced_even_then(exploring: Exploring) -> None:
    exploring.open("beach")
    video = exploring.window.parts.session.video
    assert video is not None
    content = video.path.read_bytes()
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    export(exploring, dialog, ExportKind.CSV, video.path)
    QTest.mouseClick(dialog.export_button, LEFT)
    exploring.until(lambda: "is a video of the library" in dialog.outcome.text())
    assert video.path.read_bytes() == content
    QTest.mouseClick(dialog.close_button, LEFT)


def test_a_free_name_is_offered_in_the_folder_used_last(exploring: Exploring, tmp_path: Path) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    export(exploring, dialog, ExportKind.CLIPS, tmp_path / "beach-moments.mp4")
    QTest.mouseClick(dialog.close_button, LEFT)
    take_keyboard_back(exploring)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    assert Path(dialog.target_edit.text()) == tmp_path / "beach-moments-2.mp4"
    QTest.mouseClick(dialog.close_button, LEFT)


def test_the_frame_on_screen_and_those_of_moments_are_saved(exploring: Exploring, tmp_path: Path) -> None:
    grid = search_scene(exploring, "beach", 0)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    [still] = export(exploring, dialog, ExportKind.STILLS, tmp_path / "one.still.png")
    assert QImage(str(still)).width() == 320
    QTest.mouseClick(dialog.close_button, LEFT)
    take_keyboard_back(exploring)
    for row in (0, 1):
        exploring.click_tile(grid, row, Qt.KeyboardModifier.ControlModifier)
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    stills = export(exploring, dialog, ExportKind.STILLS, tmp_path / "many.png")
    assert [file.name for file in stills] == ["many-001-hills.png", "many-002-night.png"]
    assert all(QImage(str(file)).height() == 180 for file in stills)
    QTest.mouseClick(dialog.close_button, LEFT)


def test_an_export_that_fails_says_why_and_the_dialog_stays(exploring: Exploring, tmp_path: Path) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_E)
    dialog = export_dialog(exploring)
    target = tmp_path / "no such folder" / "x.otio"
    assert export(exploring, dialog, ExportKind.OTIO, target) == []
    assert dialog.outcome.property("bad")
    assert dialog.isVisible()
    assert dialog.export_button.isEnabled()
    QTest.mouseClick(dialog.close_button, LEFT)


def retype(dialog: ExportDialog, target: str) -> None:
    dialog.target_edit.selectAll()
    QTest.keyClick(dialog.target_edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(dialog.target_edit, target)


def test_a_name_that_no_file_can_have_is_answered_by_a_sentence(exploring: Exploring) -> None:
    exploring.open("beach")
    for target in ("", "/", "~no-such-person/x.mp4", "x" * 300 + ".mp4"):
        exploring.key(Qt.Key.Key_E)
        dialog = export_dialog(exploring)
        retype(dialog, target)
        choose_kind(dialog, ExportKind.EDL)
        QTest.mouseClick(dialog.export_button, LEFT)
        exploring.until(lambda shown=dialog: bool(shown.outcome.text()))  # type: ignore[misc]
        assert dialog.outcome.property("bad"), target
        assert dialog.export_button.text() == "Export"
        assert dialog.written == []
        QTest.mouseClick(dialog.close_button, LEFT)
        exploring.qtbot.waitUntil(lambda shown=dialog: not shown.isVisible())  # type: ignore[misc]


def test_an_action_is_taught_from_a_moment_and_shown_where_it_is_seen(exploring: Exploring) -> None:
    # Loading an engine holds Python up, whichever thread does it.
    pytest.importorskip("sklearn.linear_model")
    grid = search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    choose(exploring.menu_at(grid.viewport(), exploring.tile_point(grid, 0)), "Teach an action…")
    dialog = the(exploring, TeachDialog)
    assert isinstance(dialog, TeachDialog)
    assert not dialog.teach_button.isEnabled()
    QTest.keyClicks(dialog.label_edit, "waving")
    QTest.mouseClick(dialog.teach_button, LEFT)
    exploring.until(lambda: bool(dialog.outcome.text()))
    assert not dialog.outcome.property("bad"), dialog.outcome.text()
    QTest.mouseClick(dialog.close_button, LEFT)
    hills = parts.session.ranking.moments[0].video  # type: ignore[union-attr]
    labels = {one.prediction.label for one in exploring.library.catalogue.predictions(hills.id)}
    assert "waving" in labels
    taught = exploring.library.catalogue.taught.all()
    exploring.settle()
    take_keyboard_back(exploring)
    exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    exploring.settle()
    labels = {one.prediction.label for one in exploring.library.catalogue.predictions(hills.id)}
    assert "waving" not in labels
    [action] = taught
    exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    exploring.settle()
    labels = {one.prediction.label for one in exploring.library.catalogue.predictions(hills.id)}
    assert "waving" in labels
    [again] = exploring.library.catalogue.taught.all()
    assert again.examples == action.examples


def test_one_thing_is_taught_at_a_time_and_closing_gives_it_up(exploring: Exploring) -> None:
    # Loading an engine holds Python up, whichever thread does it.
    pytest.importorskip("sklearn.linear_model")
    grid = search_scene(exploring, "beach", 0)
    choose(exploring.menu_at(grid.viewport(), exploring.tile_point(grid, 0)), "Teach an action…")
    dialog = the(exploring, TeachDialog)
    assert isinstance(dialog, TeachDialog)
    gate = threading.Event()
    exploring.window.parts.background.submit(lambda _task: gate.wait(20))
    QTest.keyClicks(dialog.label_edit, "waving")
    QTest.mouseClick(dialog.teach_button, LEFT)
    QTest.keyClicks(dialog.label_edit, " hands")
    assert not dialog.teach_button.isEnabled()
    QTest.keyClick(dialog.label_edit, Qt.Key.Key_Return)
    QTest.mouseClick(dialog.teach_button, LEFT)
    QTest.mouseClick(dialog.close_button, LEFT)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.set()
    exploring.settle()
    assert exploring.library.catalogue.taught.all() == []


def test_what_was_marked_with_minus_is_what_an_action_is_not(exploring: Exploring) -> None:
    # Loading an engine holds Python up, whichever thread does it.
    pytest.importorskip("sklearn.linear_model")
    grid = search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    grid.setFocus()
    grid.setCurrentIndex(exploring.index(grid, 1))
    QTest.keyClicks(grid, "-")
    exploring.settle()
    exploring.until(lambda: parts.session.query is not None and len(parts.session.query.negatives) == 1)
    exploring.click_tile(grid, 0, Qt.KeyboardModifier.ControlModifier)
    [moment] = parts.similar.views.selected()
    [button] = [one for one in parts.seen_here.findChildren(QToolButton) if one.text() == "+ Teach"]
    QTest.mouseClick(button, LEFT)
    dialog = the(exploring, TeachDialog)
    assert isinstance(dialog, TeachDialog)
    assert any("1 example, 1 negative example" in label.text() for label in dialog.findChildren(QLabel))
    QTest.keyClicks(dialog.label_edit, "waving")
    QTest.keyClick(dialog.label_edit, Qt.Key.Key_Return)
    exploring.until(lambda: bool(dialog.outcome.text()))
    assert not dialog.outcome.property("bad"), dialog.outcome.text()
    QTest.mouseClick(dialog.close_button, LEFT)
    [action] = exploring.library.catalogue.taught.all()
    shown = [(one.video_id, one.start_s) for one in action.examples if not one.is_counter]
    assert shown == [(moment.video.id, moment.start_s)]
    assert sum(one.is_counter for one in action.examples) == 1
    exploring.settle()


def test_a_removed_video_leaves_the_list_and_the_answers(exploring: Exploring) -> None:
    video = exploring.open("hills")
    parts = exploring.window.parts
    remove(exploring, video)
    exploring.until(lambda: len(parts.videos.videos) == 2)
    assert parts.session.video is None
    assert exploring.library.catalogue.video_by_path(video.path) is None
    assert video.path.is_file()
    assert parts.edits.stack.steps.undoText() == "1 video removed"
    search_scene(exploring, "beach", 0)
    assert not any(name == "hills" for name, _ in answers(exploring))


def test_a_removed_video_leaves_an_answer_that_is_shown_and_comes_back(exploring: Exploring) -> None:
    video = exploring.open("hills")
    search_scene(exploring, "beach", 0)
    before = answers(exploring)
    assert any(name == "hills" for name, _ in before)
    remove(exploring, video)
    exploring.until(lambda: len(exploring.window.parts.videos.videos) == 2)
    exploring.settle()
    assert answers(exploring) == [answer for answer in before if answer[0] != "hills"]
    exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    exploring.until(lambda: len(exploring.window.parts.videos.videos) == 3)
    exploring.settle()
    assert answers(exploring) == before


def test_undoing_a_removal_puts_the_video_back_as_it_was_known(exploring: Exploring) -> None:
    video = exploring.open("hills")
    parts, library = exploring.window.parts, exploring.library
    search_scene(exploring, "beach", 0)
    answered = answers(exploring)
    assert any(name == "hills" for name, _ in answered)
    shots, keyframe = library.catalogue.shots(video.id), library.catalogue.keyframes(video.id)[0]
    library.catalogue.bookmarks.replace(video.id, (0.5,))
    for _ in range(2):
        if parts.edits.stack.steps.redoText():
            exploring.key(
                Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
        else:
            remove(exploring, video)
        exploring.until(lambda: len(parts.videos.videos) == 2)
        assert library.keyframe_picture(keyframe.id) is None
        assert library.strip(video.id) is None
        exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        exploring.until(lambda: len(parts.videos.videos) == 3)
        assert library.catalogue.video(video.id) == video
        assert library.catalogue.shots(video.id) == shots
        assert library.catalogue.bookmarks.times_s(video.id) == (0.5,)
        assert library.keyframe_picture(keyframe.id) is not None
        strip = library.strip(video.id)
        assert strip is not None
        strip.close()
    assert not parts.work.is_running, "nothing is indexed again"
    exploring.key(Qt.Key.Key_Escape)
    search_scene(exploring, "beach", 0)
    assert answers(exploring) == answered


def test_what_is_too_much_to_be_kept_is_indexed_again(exploring: Exploring) -> None:
    video = exploring.open("hills")
    parts = exploring.window.parts
    parts.edits.most_kept_bytes = 0
    heard: list[str] = []
    parts.session.noticed.connect(heard.append)
    remove(exploring, video)
    exploring.until(lambda: len(parts.videos.videos) == 2)
    exploring.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # Indexing was asked for, and says what it misses.
    exploring.qtbot.waitUntil(lambda: any("not-here" in words for words in heard), timeout=120_000)


def test_what_was_removed_is_gone_for_good_when_the_window_closes(exploring: Exploring) -> None:
    video = exploring.open("hills")
    parts = exploring.window.parts
    remove(exploring, video)
    exploring.until(lambda: len(parts.videos.videos) == 2)
    kept = list((exploring.library.folder / "removed").iterdir())
    assert len(kept) == 2
    exploring.window.close()
    assert not any(file.exists() for file in kept)


def press_keys_for(dialog: SettingsDialog, words: str, key: Qt.Key) -> None:
    """Click the keys of a command and press others."""
    table = dialog.keys.table
    model = table.model()
    rows = [model.index(row, NAME_COLUMN) for row in range(model.rowCount())]
    [named] = [index for index in rows if index.data() == words]
    keys = named.siblingAtColumn(KEYS_COLUMN)
    table.scrollTo(keys)
    place = table.visualRect(keys).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    QTest.mouseDClick(table.viewport(), LEFT, pos=place)
    [edit] = [one for one in table.findChildren(QKeySequenceEdit) if one.isVisible()]
    QTest.keyClick(edit, key)


def test_keys_are_changed_and_clashes_are_pointed_out(exploring: Exploring) -> None:
    actions = exploring.window.all_actions()
    dialog = SettingsDialog(Settings(), exploring.library.folder, actions, exploring.window)
    dialog.open()
    click_tab(dialog.pages.bar, "Keys")
    assert dialog.chosen().shortcuts == {}
    press_keys_for(dialog, actions["search scene"].text(), Qt.Key.Key_Y)
    press_keys_for(dialog, actions["play"].text(), Qt.Key.Key_Y)
    exploring.until(lambda: "Y: " in dialog.keys.warning.text())
    press_keys_for(dialog, actions["play"].text(), Qt.Key.Key_Space)
    exploring.until(lambda: dialog.keys.warning.text() == "")
    assert dialog.chosen().shortcuts == {"search scene": "Y"}
    dialog.close()


def test_the_settings_are_gone_when_they_are_closed(exploring: Exploring) -> None:
    window = exploring.window
    dialog = SettingsDialog(Settings(), exploring.library.folder, window.all_actions(), window)
    chosen: list[Settings] = []
    dialog.accepted.connect(lambda: chosen.append(dialog.chosen()))
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    exploring.until(lambda: not window.findChildren(SettingsDialog))
    assert chosen == [Settings()]


def test_chosen_keys_work_in_the_window(qtbot: QtBot, tmp_path: Path, footage: Path) -> None:
    exploring = Exploring(qtbot, tmp_path, Settings(backbone="not-here", shortcuts={"search scene": "Y"}))
    try:
        exploring.add(footage / "beach.mp4", (1, 2, 3))
        exploring.show()
        exploring.open("beach")
        asked: list[object] = []
        exploring.window.parts.session.queryChanged.connect(asked.append)
        exploring.key(Qt.Key.Key_S)
        assert asked == []
        exploring.key(Qt.Key.Key_Y)
        assert len(asked) == 1
        exploring.settle()
    finally:
        exploring.close()


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """What is dragged; what takes over else is the system's own loop, until the button is released."""
    carried: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _actions: carried.append(drag.mimeData()))
    return carried


def drag_tile(exploring: Exploring, grid: TileGrid, row: int) -> None:
    """Drag a tile out of the window."""
    QTest.mousePress(grid.viewport(), LEFT, pos=exploring.tile_point(grid, row))
    for fraction in (0.7, 0.9):
        QTest.mouseMove(grid.viewport(), exploring.tile_point(grid, row, fraction))
    QTest.mouseRelease(exploring.window, LEFT)


def test_a_moment_dragged_out_arrives_as_a_clip_of_it(exploring: Exploring, carried: list[QMimeData]) -> None:
    grid = search_scene(exploring, "beach", 0)
    # Whatever else is done beside the window, a drag does not wait for it.
    gate = threading.Event()
    exploring.window.parts.background.submit(lambda _task: gate.wait(20))
    drag_tile(exploring, grid, 0)
    [data] = carried
    assert data.text().endswith("hills.mp4@0-0.8")
    [url] = data.urls()
    assert not gate.is_set()
    gate.set()
    clip = Path(url.toLocalFile())
    assert probe(clip).duration_s == pytest.approx(0.8, abs=0.045)
    exploring.settle()
    exploring.window.close()
    assert not clip.exists()


def test_a_drag_that_is_given_up_cuts_no_further(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[Task] = []

    def write(_self: Exporter, _request: ExportRequest, task: Task) -> list[Path]:
        tasks.append(task)
        while True:
            task.checkpoint()
            task.wait(0.01)

    def give_up(_drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        exploring.until(lambda: bool(tasks))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(Exporter, "write", write)
    monkeypatch.setattr(QDrag, "exec", give_up)
    drag_tile(exploring, search_scene(exploring, "beach", 0), 0)
    assert tasks[0].is_cancelled
    exploring.settle()


def test_moments_dropped_on_the_search_box_are_searched_for_as_scenes(
    exploring: Exploring, carried: list[QMimeData]
) -> None:
    grid = search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    chosen = [grid.tile_model.item(exploring.index(grid, row)) for row in (0, 2)]
    for row in (0, 2):
        exploring.click_tile(grid, row, Qt.KeyboardModifier.ControlModifier)
    QTest.mousePress(
        grid.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, exploring.tile_point(grid, 2)
    )
    for fraction in (0.7, 0.9):
        QTest.mouseMove(grid.viewport(), exploring.tile_point(grid, 2, fraction))
    QTest.mouseRelease(exploring.window, LEFT)
    assert exploring.drop(carried[0], parts.query_bar)
    query = parts.session.query
    assert query is not None
    assert query.positives == tuple(SceneExample(one.video.id, one.time_s) for one in chosen)
    exploring.settle()


def test_the_export_dialog_says_what_becomes_of_hdr_and_of_fields(exploring: Exploring) -> None:
    parts = exploring.window.parts
    video = exploring.library.catalogue.videos()[0]
    assert video.properties is not None
    metadata = VideoMetadata(dynamic_range="HLG", field_order="top field first")
    hdr = replace(video, properties=replace(video.properties, metadata=metadata))
    notes = []
    for one in (video, hdr):
        dialog = ExportDialog(
            [ExportScope("scene", [SelectedSpan(one, 0, 1)])],
            Exporter(parts.services),
            parts.background,
            Path(),
            exploring.window,
        )
        dialog.show()
        notes.append(dialog.note.text() if dialog.note.isVisible() else "")
        choose_kind(dialog, ExportKind.EDL)
        assert not dialog.note.isVisible()
        dialog.close()
    assert notes == [
        "",
        (
            "HDR stays HDR (HEVC, 10 bits); a .webm file gets SDR. "
            "Interlaced video keeps its fields; a .webm file is deinterlaced."
        ),
    ]


def test_what_is_dragged_out_is_seen_at_the_pointer(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _actions: widths.append(drag.pixmap().width()))
    grid = search_scene(exploring, "beach", 0)
    drag_tile(exploring, grid, 0)
    assert widths[0] > 50
    exploring.settle()
