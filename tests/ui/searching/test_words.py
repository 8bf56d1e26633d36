"""Words in the window: completion while typing, why a result was found, what to do where none is."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.exploring import Exploring
from tests.ui.steps import search_scene
from videxplore.services.searching.query.query import Query
from videxplore.ui.searching.query_bar import PAUSE_MS
from videxplore.ui.tiles.delegate import TileRole


def type_in(exploring: Exploring, words: str) -> None:
    """Type into the search box, and wait for what is offered."""
    bar = exploring.window.parts.query_bar
    bar.edit.setFocus()
    bar.edit.clear()
    QTest.keyClicks(bar.edit, words)
    exploring.settle()


def test_what_the_library_has_is_completed(exploring: Exploring) -> None:
    bar = exploring.window.parts.query_bar
    type_in(exploring, "hi")
    assert bar.completion.shown == ["hills.mp4 · file"]
    type_in(exploring, "zzz")
    assert bar.completion.shown == []
    type_in(exploring, "thing6")
    assert bar.completion.shown == ["thing6 · 1 scene"]


def test_a_chosen_completion_is_searched_for(exploring: Exploring) -> None:
    session = exploring.window.parts.session
    type_in(exploring, "tri")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    exploring.until(lambda: session.ranking is not None)
    assert session.query == Query.text("trips")
    assert exploring.window.parts.query_bar.completion.shown == []
    assert exploring.window.parts.query_bar.edit.text() == ""


def test_return_searches_for_what_was_typed(exploring: Exploring) -> None:
    session = exploring.window.parts.session
    type_in(exploring, "tri")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Return)
    exploring.until(lambda: session.query is not None)
    assert session.query == Query.text("tri")
    assert exploring.window.parts.query_bar.completion.shown == []


def test_a_tile_says_why_it_was_found(exploring: Exploring) -> None:
    session, grid = exploring.window.parts.session, exploring.window.parts.similar.grid
    exploring.window.parts.search.search_words("hills")
    exploring.until(lambda: session.ranking is not None)
    index = grid.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "file name: hills.mp4"
    assert "file name: hills.mp4" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    tile = index.data(TileRole)
    assert (tile.left, tile.right) == ("0:00.0", "file name")


def test_the_score_of_the_very_label_is_shown(exploring: Exploring) -> None:
    session, grid = exploring.window.parts.session, exploring.window.parts.similar.grid
    exploring.window.parts.search.search_words("thing6")
    exploring.until(lambda: session.ranking is not None)
    tile = grid.model().index(0, 0).data(TileRole)
    assert tile.right == "91%"


def test_what_was_meant_is_offered(exploring: Exploring) -> None:
    parts, meant = exploring.window.parts, "hills"
    for typed in ("hqqls", "hiqqs"):
        parts.search.search_words(typed)
        exploring.until(parts.similar.word_help.isVisible)
        assert f'<a href="{meant}">' in parts.similar.word_help.text()
        assert "thing6</a> 1" in parts.similar.word_help.text()
        parts.similar.word_help.linkActivated.emit(meant)
        exploring.until(lambda: parts.session.ranking is not None and bool(parts.session.ranking.moments))
        assert parts.session.query == Query.text(meant)
        assert not parts.similar.word_help.isVisible()


def test_a_search_without_a_result_is_answered_once_the_library_has_one(
    exploring: Exploring, footage: Path, tmp_path: Path
) -> None:
    session, search = exploring.window.parts.session, exploring.window.parts.search
    search.search_words("sunset")
    exploring.until(lambda: session.ranking is not None)
    assert session.ranking is not None
    assert not session.ranking.moments
    sunset = tmp_path / "sunset.mp4"
    shutil.copy(footage / "trips" / "night.mp4", sunset)
    session.update_video(exploring.add(sunset, (5, 6, 7)))
    exploring.until(lambda: bool(session.ranking and session.ranking.moments))
    assert session.query == Query.text("sunset")


def test_an_earlier_search_finds_what_was_added_since(
    exploring: Exploring, footage: Path, tmp_path: Path
) -> None:
    session, search = exploring.window.parts.session, exploring.window.parts.search
    search.search_words("night")
    exploring.settle()
    search.search_words("beach")
    exploring.settle()
    shutil.copy(footage / "trips" / "night.mp4", tmp_path / "night sky.mp4")
    session.update_video(exploring.add(tmp_path / "night sky.mp4", (5, 6, 7)))
    search.back()
    exploring.settle()
    assert session.ranking is not None
    assert "night sky" in {moment.video.path.stem for moment in session.ranking.moments}


def test_words_are_searched_for_while_they_are_typed(exploring: Exploring) -> None:
    session, search, bar = (
        exploring.window.parts.session,
        exploring.window.parts.search,
        exploring.window.parts.query_bar,
    )
    type_in(exploring, "hil")
    exploring.until(lambda: session.ranking is not None)
    QTest.keyClicks(bar.edit, "ls")
    exploring.until(lambda: session.ranking is not None and session.ranking.query.words == "hills")
    assert session.ranking is not None
    assert {moment.video.path.stem for moment in session.ranking.moments} == {"hills"}
    assert (bar.edit.text(), bar.chips, len(search.steps)) == ("hills", [], 0)
    QTest.keyClick(bar.edit, Qt.Key.Key_Return)
    exploring.settle()
    assert (bar.edit.text(), len(bar.chips), len(search.steps)) == ("", 1, 1)
    assert session.query == Query.text("hills")


def test_what_was_found_while_typing_goes_with_the_words(exploring: Exploring) -> None:
    session, bar = exploring.window.parts.session, exploring.window.parts.query_bar
    type_in(exploring, "hills")
    exploring.until(lambda: session.ranking is not None)
    bar.completion.close()
    exploring.key(Qt.Key.Key_Escape)
    assert (bar.edit.text(), session.query, session.ranking) == ("", None, None)


def test_typing_beside_an_example_searches_at_return_only(exploring: Exploring) -> None:
    session, bar = exploring.window.parts.session, exploring.window.parts.query_bar
    search_scene(exploring, "beach", 0)
    asked = session.query
    type_in(exploring, "hills")
    exploring.qtbot.wait(2 * PAUSE_MS)
    assert session.query is asked
    QTest.keyClick(bar.edit, Qt.Key.Key_Return)
    assert session.query is not None
    assert (len(session.query.positives), session.query.words) == (1, "hills")


def nothing_said(exploring: Exploring) -> list[str]:
    """What is read where results would be."""
    similar = exploring.window.parts.similar
    labels = similar.views.words.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def search_words(exploring: Exploring, words: str) -> None:
    search = exploring.window.parts.search
    search.search_words(words)
    exploring.until(lambda: exploring.window.parts.session.ranking is not None)
    exploring.settle()


def test_an_empty_library_is_named_as_the_reason_for_no_results(first_run: Exploring) -> None:
    search_words(first_run, "dog")
    assert nothing_said(first_run) == ["The library is empty", "Drop videos or folders anywhere."]


def test_no_results_say_how_much_of_the_library_is_searched(exploring: Exploring, tmp_path: Path) -> None:
    catalogue = exploring.library.catalogue
    known = catalogue.videos()
    waiting = [catalogue.add_video(tmp_path / f"{name}.mp4", name, 1, 1) for name in ("new", "newer")]
    exploring.show()
    search_words(exploring, "zzz")
    title, advice, *help_ = nothing_said(exploring)
    assert title == "No results for \u201czzz\u201d yet"
    assert advice == "3 of 5 videos are searchable. The others are not indexed yet."
    assert help_, "labels that can be searched for are not offered"
    catalogue.copy_analysis(known[0].id, waiting[0].id)
    exploring.window.parts.session.update_video(catalogue.video(waiting[0].id))
    assert nothing_said(exploring)[1].startswith("4 of 5 videos")
    catalogue.copy_analysis(known[0].id, waiting[1].id)
    exploring.window.parts.session.update_video(catalogue.video(waiting[1].id))
    exploring.window.parts.search.note_end()
    exploring.settle()
    assert nothing_said(exploring)[0] == "No results for \u201czzz\u201d"
