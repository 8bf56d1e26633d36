"""One scene after another: which pairs are found, and how the second is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import answers, click_tab, pick, search_scene
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.ui.searching.chips import GapButton
from videxplore.ui.searching.result_views import ROWS_PAGE
from videxplore.ui.searching.search_options import SearchOptions
from videxplore.ui.tiles.delegate import TileRole


def pairs(exploring: Exploring) -> list[tuple[str, float, float]]:
    """Video, and beginnings of the first and the second scene of each pair found."""
    ranking = exploring.window.parts.session.ranking
    assert ranking is not None
    return [
        (moment.video.path.stem, round(moment.start_s, 3), round(follower.start_s, 3))
        for moment, follower in zip(ranking.moments, ranking.followers, strict=True)
    ]


def arm(exploring: Exploring) -> None:
    [options] = exploring.window.findChildren(SearchOptions)
    QTest.mouseClick(options.then_button, LEFT)
    assert options.then_button.isChecked()


def ask_for_hills_after_beach(searching: Exploring) -> None:
    """What follows the first scene of ``beach``: the second one of ``hills``, clicked in its list."""
    search_scene(searching, "beach", 0)
    arm(searching)
    searching.open("hills")
    click_tab(searching.window.parts.tabs.bar, "Scenes")
    searching.click_tile(searching.window.parts.scenes.grid, 1)
    searching.settle()


def test_a_click_on_a_result_chooses_what_must_follow(searching: Exploring) -> None:
    grid = search_scene(searching, "beach", 0)
    parts = searching.window.parts
    opened = parts.session.video
    arm(searching)
    searching.click_tile(grid, 1)
    searching.settle()
    query = parts.session.query
    assert query is not None
    assert query.then is not None
    assert parts.session.video == opened
    assert not parts.search.wants_then


def test_what_follows_is_asked_for_in_the_box_with_a_gap_that_can_be_chosen_first(
    searching: Exploring,
) -> None:
    search_scene(searching, "beach", 0)
    parts = searching.window.parts
    arm(searching)
    bar = parts.query_bar
    assert bar.edit.placeholderText() == "Click, drop or type what follows"
    [gap] = bar.findChildren(GapButton)
    pick(searching, gap, "Follows within 30 s")
    searching.open("hills")
    searching.click_tile(parts.scenes.grid, 1)
    searching.settle()
    query = parts.session.query
    assert query is not None
    assert query.within_s == 30
    assert bar.edit.placeholderText() == "Add words"


def test_choosing_what_follows_is_given_up_at_the_gap(searching: Exploring) -> None:
    search_scene(searching, "beach", 0)
    parts = searching.window.parts
    arm(searching)
    [gap] = parts.query_bar.findChildren(GapButton)
    pick(searching, gap, "Remove")
    assert not parts.search.wants_then
    assert len(parts.query_bar.chips) == 1


def test_a_tile_shows_both_scenes_and_the_seconds_between(searching: Exploring) -> None:
    ask_for_hills_after_beach(searching)
    grid = searching.window.parts.similar.grid
    tile = searching.index(grid, 0).data(TileRole)
    assert tile.second is not None
    assert tile.right == "+0.0 s"
    assert (tile.start_s, tile.end_s) == (0.0, 1.6)
    image = grid.viewport().grab(searching.visual_rect(grid, 0)).toImage()
    assert image.pixelColor(30, 30) != image.pixelColor(image.width() - 30, 60)


def test_a_click_on_a_row_chooses_what_must_follow(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    parts = exploring.window.parts
    QTest.mouseClick(parts.similar.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    arm(exploring)
    exploring.click_tile(parts.similar.rows.grid, 1)
    exploring.settle()
    assert parts.session.query is not None
    assert parts.session.query.then is not None


def test_a_scene_of_the_query_is_found_with_another_second(searching: Exploring) -> None:
    """``hills`` begins with the look of ``beach``; its own second scene is what is clicked."""
    ask_for_hills_after_beach(searching)
    assert pairs(searching)[0] == ("hills", 0.0, 0.8)


def test_the_scene_of_the_query_is_found_before_what_words_name(searching: Exploring) -> None:
    parts = searching.window.parts
    search_scene(searching, "beach", 0)
    arm(searching)
    searching.key(Qt.Key.Key_F)
    QTest.keyClicks(parts.query_bar.edit, "thing2")
    QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_Return)
    searching.settle()
    assert ("beach", 0.0, 0.8) in pairs(searching)


def test_the_pair_that_is_the_query_is_not_found(searching: Exploring) -> None:
    video = searching.open("beach")
    then = Query((SceneExample(video.id, 1.0),))
    searching.window.parts.search.ask(Query((SceneExample(video.id, 0.2),), then=then))
    searching.settle()
    assert ("beach", 0.0, 0.8) not in pairs(searching)
    assert ("hills", 0.0) in answers(searching)
