"""Searching in other ways: words, what follows, limits, several at once, rows in context."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDrag, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.exploring import Exploring, choose
from tests.ui.steps import answers, open_menu, search_scene
from tests.videos import shots, write_video
from videxplore.core.errors import CatalogueError
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.searching.chips import GapButton
from videxplore.ui.searching.result_views import GRID_PAGE, ROWS_PAGE
from videxplore.ui.searching.search_history import MOST_ANSWERS
from videxplore.ui.searching.search_options import SearchOptions
from videxplore.ui.searching.search_work import FIRST_MOMENTS
from videxplore.ui.work.jobs import Lane

LEFT = Qt.MouseButton.LeftButton


def type_words(exploring: Exploring, words: str) -> None:
    session = exploring.window.parts.session
    before = session.ranking
    edit = exploring.window.parts.query_bar.edit
    exploring.key(Qt.Key.Key_F)
    QTest.keyClicks(edit, words)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    exploring.until(lambda: session.ranking is not None and session.ranking is not before)


def test_words_find_scenes_by_what_is_recognised(exploring: Exploring) -> None:
    type_words(exploring, "thing6")
    assert answers(exploring) == [("night", 0.8)]
    [chip] = exploring.window.parts.query_bar.chips
    assert chip.text() == "\u201cthing6\u201d"
    assert exploring.window.parts.query_bar.edit.text() == ""


def test_words_narrow_a_query_by_example(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    assert len(answers(exploring)) > 2
    type_words(exploring, "hills")
    assert {name for name, _ in answers(exploring)} == {"hills"}
    _example, words = exploring.window.parts.query_bar.chips
    QTest.mouseClick(words, LEFT)
    query = exploring.window.parts.session.query
    assert query is not None
    assert query.words == ""
    assert len(query.positives) == 1
    exploring.settle()


def test_then_asks_for_one_scene_after_another(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    [options] = exploring.window.findChildren(SearchOptions)
    QTest.mouseClick(options.then_button, LEFT)
    assert options.then_button.isChecked()
    type_words(exploring, "thing4")
    assert not options.then_button.isChecked()
    assert answers(exploring)[0] == ("hills", 0.0)
    [gap] = exploring.window.parts.query_bar.findChildren(GapButton)
    assert gap.text() == "→ within 10 s"


def test_a_filter_limits_the_answers_and_is_counted(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    assert any(name == "beach" for name, _ in answers(exploring))
    [options] = exploring.window.findChildren(SearchOptions)
    menu = options.filters_button.menu()
    menu.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    choose(menu, "Hide this video")
    exploring.settle()
    assert not any(name == "beach" for name, _ in answers(exploring))
    assert options.filters_button.text() == "Filters · 1"
    exploring.key(Qt.Key.Key_Escape)
    search_scene(exploring, "beach", 1)
    assert not any(name == "beach" for name, _ in answers(exploring)), "the filter stays for the next search"


def test_several_tiles_are_selected_and_liked_at_once(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    exploring.click_tile(grid, 0, Qt.KeyboardModifier.ControlModifier)
    exploring.click_tile(grid, 2, Qt.KeyboardModifier.ControlModifier)
    chosen = [
        (one.video.path.stem, round(one.start_s, 3))
        for one in exploring.window.parts.similar.views.selected()
    ]
    assert chosen == [answers(exploring)[0], answers(exploring)[2]]
    choose(open_menu(exploring, 0), "More like this")
    exploring.settle()
    query = exploring.window.parts.session.query
    assert query is not None
    assert len(query.positives) == 3
    assert not set(chosen) & set(answers(exploring))


def test_selected_moments_are_copied_as_the_command_line_writes_them(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    choose(open_menu(exploring, 0), "Copy as text")
    assert QApplication.clipboard().text().endswith("hills.mp4@0-0.8")


def test_rows_show_what_comes_before_and_after(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 1)
    panel = exploring.window.parts.similar
    QTest.mouseClick(panel.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    model = panel.rows.grid.tile_model
    ranked = answers(exploring)
    places = model.items
    assert len(places) == 3 * len(ranked)
    hits = [(place.moment.video.path.stem, round(place.shot.start_s, 3)) for place in places[1::3]]
    assert hits == ranked
    after = places[2 + 3 * ranked.index(("beach", 0.0))]
    assert after.shot.start_s == 0.8
    assert places[3 * ranked.index(("beach", 0.0))].shot is None


@pytest.mark.parametrize("by_key", [False, True])
def test_a_scene_in_rows_is_liked_and_unliked_and_marked_at_once(
    exploring: Exploring, *, by_key: bool
) -> None:
    search_scene(exploring, "beach", 1)
    panel, session = exploring.window.parts.similar, exploring.window.parts.session
    QTest.mouseClick(panel.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    grid = panel.rows.grid
    after = 3 * answers(exploring).index(("hills", 0.0)) + 2
    marks: list[str] = []
    grid.tile_model.dataChanged.connect(
        lambda: marks.append(grid.tile_model.tile(exploring.index(grid, after)).mark)
    )
    for sign, button in zip("+-", grid.tiles.button_rects(exploring.visual_rect(grid, after)), strict=True):
        if by_key:
            exploring.go_to(grid, after)
            QTest.keyClicks(grid, sign)
        else:
            QTest.mouseClick(grid.viewport(), LEFT, pos=button.center())
    assert marks == ["like", "unlike"]
    query = session.query
    assert query is not None
    [unlike] = query.negatives
    assert isinstance(unlike, SceneExample)
    assert unlike.time_s == pytest.approx(1.2, abs=0.4)
    # Before the first scene there is nothing to be liked.
    exploring.settle()
    nothing = 3 * answers(exploring).index(("beach", 0.0))
    plus, _ = grid.tiles.button_rects(exploring.visual_rect(grid, nothing))
    QTest.mouseClick(grid.viewport(), LEFT, pos=plus.center())
    assert session.query is query
    exploring.settle()


def test_what_is_selected_in_rows_is_what_is_done_something_with(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 1)
    panel = exploring.window.parts.similar
    QTest.mouseClick(panel.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    grid = panel.rows.grid
    row = answers(exploring).index(("beach", 0.0))
    hit, after = 3 * row + 1, 3 * row + 2
    control = Qt.KeyboardModifier.ControlModifier
    for place in (after, hit, 3 * row):
        exploring.click_tile(grid, place, control)
    chosen = panel.views.selected()
    assert [(one.video.path.stem, one.start_s) for one in chosen] == [("beach", 0.0), ("beach", 0.8)]
    assert chosen[0].shot.start_s <= chosen[0].time_s < chosen[0].shot.end_s
    assert chosen[1].shot.start_s <= chosen[1].time_s < chosen[1].shot.end_s
    choose(exploring.menu_at(grid.viewport(), exploring.tile_point(grid, after)), "Copy as text")
    assert [words.rpartition("@")[2] for words in QApplication.clipboard().text().splitlines()] == [
        "0.8-1.6",
        "0-0.8",
    ]
    point = exploring.tile_point(grid, 3 * row)
    wish = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, grid.viewport().mapToGlobal(point))
    QApplication.sendEvent(grid.viewport(), wish)
    assert QApplication.activePopupWidget() is None, "nothing comes before the first scene"
    QTest.mouseClick(panel.views.buttons[GRID_PAGE], LEFT)
    assert panel.views.selected() == []


def test_a_scene_selected_in_rows_is_exported_and_dragged(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_scene(exploring, "beach", 1)
    panel = exploring.window.parts.similar
    QTest.mouseClick(panel.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    grid = panel.rows.grid
    after = 3 * answers(exploring).index(("beach", 0.0)) + 2
    exploring.go_to(grid, after)
    exploring.key(Qt.Key.Key_E, widget=grid)
    [dialog] = exploring.window.findChildren(ExportDialog)
    assert dialog.scope_buttons[0].text() == "beach  00:00:00:20\N{EN DASH}00:00:01:14"
    QTest.mouseClick(dialog.close_button, LEFT)
    carried: list[str] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _actions: carried.append(drag.mimeData().text()))
    QTest.mousePress(grid.viewport(), LEFT, pos=exploring.tile_point(grid, after))
    for fraction in (0.7, 0.9):
        QTest.mouseMove(grid.viewport(), exploring.tile_point(grid, after, fraction))
    QTest.mouseRelease(exploring.window, LEFT)
    assert [words.rpartition("@")[2] for words in carried] == ["0.8-1.6"]
    exploring.settle()


def test_a_seen_moment_fades(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    model = grid.tile_model
    assert not model.tile(exploring.index(grid, 1)).is_seen
    exploring.click_tile(grid, 1)
    assert model.tile(exploring.index(grid, 1)).is_seen


def test_the_history_lists_every_search_and_goes_to_any(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    first = answers(exploring)
    type_words(exploring, "hills")
    search_scene(exploring, "night", 0)
    bar = exploring.window.parts.top_bar
    assert bar.place.text() == "3 / 3"
    menu = bar.place.menu()
    menu.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    *searches, _line, name = menu.actions()
    assert [action.text() for action in searches] == ["night 0:00.4", "beach 0:00.4 “hills”", "beach 0:00.4"]
    assert name.text() == "Save search…"
    action = searches[-1]
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    assert answers(exploring) == first
    assert bar.place.text() == "1 / 3"


def slide(exploring: Exploring, row: int, notches: int) -> None:
    grid = exploring.window.parts.similar.grid
    point = exploring.tile_point(grid, row).toPointF()
    event = QWheelEvent(
        point, grid.viewport().mapToGlobal(point), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)
    exploring.settle()


def test_shift_and_the_wheel_slide_a_tile_through_the_scenes_of_its_video(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    row = answers(exploring).index(("hills", 0.0))
    found = grid.tile_model.tile(exploring.index(grid, row))
    slide(exploring, row, -1)
    tile = grid.tile_model.tile(exploring.index(grid, row))
    assert tile.start_s == pytest.approx(0.8)
    assert (tile.right, tile.match_s) == ("+1", None)
    assert tile.thumbnail != found.thumbnail
    assert "1 scene later" in tile.spoken
    slide(exploring, row, -3)
    assert grid.tile_model.tile(exploring.index(grid, row)).right == "+1", "the last scene stops it"
    exploring.click_tile(grid, row)
    session = exploring.window.parts.session
    assert session.video is not None
    assert session.video.path.stem == "hills"
    assert 0.8 <= session.time_s < 1.6
    slide(exploring, row, 1)
    slide(exploring, row, 1)
    assert grid.tile_model.tile(exploring.index(grid, row)).thumbnail == found.thumbnail
    exploring.go_to(grid, row)
    QTest.keyClicks(grid, "]")
    exploring.settle()
    assert grid.tile_model.tile(exploring.index(grid, row)).right == "+1"


def test_a_tile_can_be_slid_after_its_scenes_could_not_be_read_once(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_shot_ids: object) -> None:
        raise CatalogueError("The catalogue is damaged.")

    grid = search_scene(exploring, "beach", 0)
    row = answers(exploring).index(("hills", 0.0))
    with monkeypatch.context() as patch:
        patch.setattr(exploring.library.catalogue, "keyframes_by_shot", fail)
        slide(exploring, row, -1)
    assert grid.tile_model.tile(exploring.index(grid, row)).start_s == 0.0
    slide(exploring, row, -1)
    assert grid.tile_model.tile(exploring.index(grid, row)).right == "+1"


def test_what_a_tile_was_slid_to_is_what_is_liked(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    row = answers(exploring).index(("hills", 0.0))
    slide(exploring, row, -1)
    left, _ = grid.tiles.button_rects(exploring.visual_rect(grid, row))
    QTest.mouseClick(grid.viewport(), LEFT, pos=left.center())
    query = exploring.window.parts.session.query
    assert query is not None
    assert 0.8 <= query.positives[1].time_s < 1.6  # type: ignore[union-attr]
    exploring.settle()


def test_a_like_that_becomes_an_unlike_is_marked_before_the_answer_comes(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    row = answers(exploring).index(("hills", 0.0))
    repainted: list[str] = []
    grid.tile_model.dataChanged.connect(
        lambda: repainted.append(grid.tile_model.tile(exploring.index(grid, row)).mark)
    )
    for button in grid.tiles.button_rects(exploring.visual_rect(grid, row)):
        QTest.mouseClick(grid.viewport(), LEFT, pos=button.center())
    assert repainted == ["like", "unlike"]
    exploring.settle()


def test_what_words_find_has_the_score_of_its_label_and_no_likeness(exploring: Exploring) -> None:
    type_words(exploring, "thing6")
    grid = exploring.window.parts.similar.grid
    tile = grid.tile_model.tile(exploring.index(grid, 0))
    assert tile.right == "91%"
    assert "alike" not in tile.spoken
    exploring.settle()


def test_earlier_searches_are_there_again_when_the_window_opens(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    found = answers(exploring)
    type_words(exploring, "hills")
    exploring.settle()
    exploring.window.close()
    exploring.show()
    bar, search = exploring.window.parts.top_bar, exploring.window.parts.search
    exploring.until(lambda: len(search.steps) == 2)
    assert bar.place.text() == "History"
    assert not exploring.window.parts.query_bar.chips
    QTest.mouseClick(bar.back_button, LEFT)
    exploring.settle()
    QTest.mouseClick(bar.back_button, LEFT)
    exploring.settle()
    assert bar.place.text() == "1 / 2"
    assert answers(exploring) == found


def test_a_search_can_be_named_and_keeps_its_name(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    exploring.settle()
    menu = exploring.window.parts.top_bar.place.menu()
    menu.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    choose(menu, "Save search…")
    [dialog] = exploring.window.findChildren(QInputDialog)
    [edit] = dialog.findChildren(QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, "the beach")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    exploring.settle()
    exploring.window.close()
    exploring.show()
    exploring.until(lambda: bool(exploring.window.parts.search.steps))
    menu = exploring.window.parts.top_bar.place.menu()
    menu.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    choose(menu, "the beach")
    exploring.settle()
    assert ("hills", 0.0) in answers(exploring)


def test_the_best_few_are_shown_at_once_and_the_others_follow_behind_them(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "long.mp4"
    write_video(path, shots((1,), 5))
    exploring = Exploring(qtbot, tmp_path)
    try:
        exploring.add(path, tuple(range(1, 91)))
        exploring.show()
        grid = search_scene(exploring, "long", 0)
        first = exploring.window.parts.session.ranking
        assert first is not None
        assert len(first.moments) == FIRST_MOMENTS
        choose_row = min(20, grid.tile_model.rowCount() - 1)
        exploring.go_to(grid, choose_row)
        exploring.until(lambda: exploring.window.parts.session.ranking is not first)
        ranking = exploring.window.parts.session.ranking
        assert ranking is not None
        assert len(ranking.moments) == 89
        assert ranking.moments[:FIRST_MOMENTS] == first.moments
        assert len({moment.shot.id for moment in ranking.moments}) == 89
        assert grid.currentIndex().row() == choose_row, "nothing moves under the pointer"
        exploring.settle()
    finally:
        exploring.close()


def test_a_label_under_the_playhead_is_searched_for_by_a_click(exploring: Exploring) -> None:
    exploring.open("night")
    bars = exploring.window.parts.seen_here.findChildren(type(exploring.window.parts.seen_here._here))[0]
    QTest.mouseClick(
        bars, LEFT, pos=bars.rect().topLeft() + bars.rect().center() * 0 + bars.mapFromParent(bars.pos())
    )
    session = exploring.window.parts.session
    exploring.until(lambda: session.ranking is not None)
    assert session.query is not None
    assert session.query.words == "thing5"


def test_selected_moments_are_summarised_together_until_the_way_back(exploring: Exploring) -> None:
    parts = exploring.window.parts
    grid = search_scene(exploring, "beach", 0)
    moments = {(moment.video.id, moment.shot.id) for moment in grid.tile_model.items[:3]}
    for row in (0, 1, 2):
        exploring.click_tile(grid, row, Qt.KeyboardModifier.ControlModifier)
    choose(open_menu(exploring, 0), "Summarise 3 moments")
    view, board = parts.storyboard.view, parts.storyboard
    exploring.until(lambda: board.isVisible() and view.model().rowCount() > 0)
    exploring.settle()
    assert board.moments_words.text() == "3 moments"
    members = [member for cluster in view.cluster_model.clusters for member in cluster.members]
    shots = exploring.library.catalogue.shots_by_id([member.shot_id for member in members])
    assert {(shot.video_id, shot.id) for shot in shots.values()} == moments
    other = next(
        row for row, moment in enumerate(grid.tile_model.items[:3]) if moment.video.path.stem != "beach"
    )
    wanted = grid.tile_model.items[other].video.id
    row = next(
        row
        for row, cluster in enumerate(view.cluster_model.clusters)
        if shots[cluster.representative.shot_id].video_id == wanted
    )
    rect = view.visualRect(view.model().index(row, 0))
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(rect.left() + 20, rect.bottom() - 40))
    exploring.until(lambda: parts.session.video is not None and parts.session.video.id == wanted)
    exploring.settle()
    assert board.moments_bar.isVisible()
    QTest.mouseClick(board.leave_button, LEFT)
    scenes = len(exploring.library.catalogue.keyframes(wanted))
    exploring.until(lambda: sum(len(cluster.members) for cluster in view.cluster_model.clusters) == scenes)
    assert not board.moments_bar.isVisible()


def hold(exploring: Exploring, lane: Lane) -> threading.Event:
    """Keep a lane busy until the event is set."""
    released = threading.Event()
    lane.submit(lambda _task: released.wait(30))
    return released


def test_a_search_that_was_walked_back_from_does_not_answer(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    session, first = exploring.window.parts.session, answers(exploring)
    released = hold(exploring, exploring.window.parts.interactive)
    exploring.key(Qt.Key.Key_F)
    QTest.keyClicks(exploring.window.parts.query_bar.edit, "night")
    QTest.keyClick(exploring.window.parts.query_bar.edit, Qt.Key.Key_Return)
    exploring.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    released.set()
    exploring.settle()
    assert session.ranking is not None
    assert session.ranking.query is session.query
    assert answers(exploring) == first
    assert exploring.window.parts.top_bar.place.text() == "1 / 2"


def test_then_is_given_up_with_the_query(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    [options] = exploring.window.findChildren(SearchOptions)
    QTest.mouseClick(options.then_button, LEFT)
    assert options.then_button.isChecked()
    exploring.key(Qt.Key.Key_Escape)
    exploring.settle()
    assert exploring.window.parts.session.query is None
    assert not options.then_button.isChecked()
    assert not options.then_button.isEnabled()
    search_scene(exploring, "night", 0)
    assert len(exploring.window.parts.query_bar.chips) == 1


def test_answers_of_the_latest_steps_are_kept_and_others_are_asked_for_again(exploring: Exploring) -> None:
    steps = exploring.window.parts.search.steps
    search_scene(exploring, "beach", 0)
    found = answers(exploring)
    session = exploring.window.parts.session
    answer = session.ranking
    assert answer is not None
    for number in range(MOST_ANSWERS):
        query = Query.text(f"thing {number}")
        steps.take(query)
        steps.answer(replace(answer, query=query))
    assert [step.ranking is None for step in steps.all()] == [True] + [False] * MOST_ANSWERS
    exploring.window.parts.search.go_to(0)
    exploring.settle()
    assert answers(exploring) == found


def test_every_step_of_the_history_is_listed_with_its_own_words(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    plus, _ = grid.tiles.button_rects(grid.visualRect(exploring.index(grid, 1)))
    QTest.mouseClick(grid.viewport(), LEFT, pos=plus.center())
    exploring.settle()
    _, minus = grid.tiles.button_rects(grid.visualRect(exploring.index(grid, 2)))
    QTest.mouseClick(grid.viewport(), LEFT, pos=minus.center())
    exploring.settle()
    [options] = exploring.window.findChildren(SearchOptions)
    filters = options.filters_button.menu()
    filters.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    choose(filters, "Hide this video")
    exploring.settle()
    menu = exploring.window.parts.top_bar.place.menu()
    menu.popup(exploring.window.mapToGlobal(exploring.window.rect().center()))
    texts = [action.text() for action in menu.actions() if action.isCheckable()]
    menu.close()
    assert texts == [
        "beach 0:00.4 +1 \N{MINUS SIGN}1 (filtered)",
        "beach 0:00.4 +1 \N{MINUS SIGN}1",
        "beach 0:00.4 +1",
        "beach 0:00.4",
    ]
    exploring.settle()


def test_a_first_search_that_takes_a_while_says_so_where_its_answer_will_be(exploring: Exploring) -> None:
    exploring.open("beach")
    released = hold(exploring, exploring.window.parts.interactive)
    exploring.key(Qt.Key.Key_S)
    words = [label.text() for label in exploring.window.parts.similar.findChildren(QLabel)]
    assert "Searching…" in words
    assert "Click a scene to find moments like it" not in words
    released.set()
    exploring.settle()
    assert exploring.window.parts.similar.grid.isVisible()
