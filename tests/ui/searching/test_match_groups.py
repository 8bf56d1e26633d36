"""Results in groups by how strong a match they are, and where a click on a tile leads."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.analyses import KnownShot, known_analysis, store
from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import search_scene
from videxplore.ui.searching.match_groups import MatchGroups
from videxplore.ui.tiles.grid import TileGrid


@pytest.fixture
def grid(searching: Exploring) -> TileGrid:
    return search_scene(searching, "beach", 0)


def groups_of(exploring: Exploring) -> MatchGroups:
    return exploring.window.parts.similar.groups


def click_high(exploring: Exploring, grid: TileGrid, row: int, fraction: float) -> None:
    """Click a tile near the upper edge of its thumbnail."""
    rect = grid.tiles.tile_rect(exploring.visual_rect(grid, row))
    point = QPoint(rect.left() + round(fraction * rect.width()), rect.top() + rect.height() // 3)
    QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point)


def test_the_nearest_others_are_shown_when_asked_for(searching: Exploring, grid: TileGrid) -> None:
    session, groups = searching.window.parts.session, groups_of(searching)
    assert session.ranking is not None
    shown = len(grid.tile_model.items)
    weak = sum(moment.group == "nearest" for moment in session.ranking.moments)
    assert 0 < weak < shown
    QTest.mouseClick(groups.buttons["nearest"], LEFT)
    assert [moment.group for moment in grid.tile_model.items if moment.group == "nearest"] == []
    assert groups.buttons["nearest"].text().endswith(" more")
    QTest.mouseClick(groups.buttons["nearest"], LEFT)
    assert len(grid.tile_model.items) == shown


def test_the_count_is_that_of_the_matches(searching: Exploring, grid: TileGrid) -> None:
    strong = [moment for moment in grid.tile_model.items if moment.group != "nearest"]
    assert f"{len(strong)} match" in searching.window.parts.similar._heading._words.text().lower()


def test_a_click_opens_the_match_and_on_the_scrub_line_what_is_under_the_pointer(
    searching: Exploring, grid: TileGrid
) -> None:
    session, moment = searching.window.parts.session, grid.tile_model.items[0]
    click_high(searching, grid, 0, 0.9)
    assert session.time_s == pytest.approx(moment.time_s)
    rect = grid.tiles.tile_rect(searching.visual_rect(grid, 0))
    low = QPoint(
        rect.left() + round(0.9 * rect.width()), rect.bottom() - grid.tiles.footer_px - rect.height() // 8
    )
    QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, low)
    length_s = moment.end_s - moment.start_s
    assert session.time_s == pytest.approx(moment.start_s + 0.9 * length_s, abs=0.03 * length_s)


def test_a_tile_says_which_clip_it_is_from(searching: Exploring, grid: TileGrid) -> None:
    moment, tile = grid.tile_model.items[0], grid.tile_model.tile(searching.index(grid, 0))
    assert tile.title == moment.video.path.stem
    assert tile.right.endswith("%") or "·" in tile.right
    assert moment.start_s + tile.match_fraction * (moment.end_s - moment.start_s) == pytest.approx(
        moment.time_s
    )


def test_results_of_a_video_stand_together_when_asked_for(exploring: Exploring) -> None:
    grid = search_scene(exploring, "beach", 0)
    QTest.mouseClick(exploring.window.parts.similar.video_button, LEFT)
    videos = [moment.video.id for moment in grid.tile_model.items]
    runs = [one for one, before in zip(videos, [0, *videos], strict=False) if one != before]
    assert len(runs) == len(set(videos)) > 1


def test_scenes_that_words_find_by_uncertain_labels_are_shown_when_asked_for(exploring: Exploring) -> None:
    library, session, groups = exploring.library, exploring.window.parts.session, groups_of(exploring)
    grid = exploring.window.parts.similar.grid
    groups.buttons["nearest"].setChecked(False)
    store(
        library,
        Path("/v/dunes.mp4"),
        known_analysis([KnownShot(8, 1.0, object="thing6", score=score) for score in (0.2, 0.3)]),
    )
    exploring.window.parts.search.search_words("thing6")
    exploring.until(lambda: session.ranking is not None)
    exploring.settle()
    assert [moment.video.path.stem for moment in grid.tile_model.items] == ["night"]
    assert groups.buttons["nearest"].text() == "2 more"
    assert groups.buttons["nearest"].toolTip().startswith("Found only by labels")
    QTest.mouseClick(groups.buttons["nearest"], LEFT)
    assert len(grid.tile_model.items) == 3


def test_uncertain_labels_are_shown_where_nothing_else_is_found(exploring: Exploring) -> None:
    session, groups = exploring.window.parts.session, groups_of(exploring)
    groups.buttons["nearest"].setChecked(False)
    shots = [KnownShot(8, 1.0, object="lemur", score=0.2)]
    store(exploring.library, Path("/v/zoo.mp4"), known_analysis(shots))
    exploring.window.parts.search.search_words("lemur")
    exploring.until(lambda: session.ranking is not None)
    assert len(exploring.window.parts.similar.grid.tile_model.items) == 1
    assert groups.buttons["nearest"].text() == "Uncertain 1"
    assert not groups.buttons["nearest"].isEnabled()
