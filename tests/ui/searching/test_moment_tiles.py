"""What the right mouse button offers on a moment, and the rows in context."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import Exploring, choose
from tests.ui.steps import answers, open_menu, search_scene
from tests.videos import shots, write_video
from videxplore.services.searching.query.query import SceneExample
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.searching.result_views import GRID_PAGE, ROWS_PAGE

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hills_row(exploring: Exploring) -> int:
    """The row of the scene of "hills" that answers first."""
    search_scene(exploring, "beach", 0)
    return answers(exploring).index(("hills", 0.0))


def test_open_shows_the_moment_in_the_player(exploring: Exploring, hills_row: int) -> None:
    choose(open_menu(exploring, hills_row), "Open")
    exploring.settle()
    session = exploring.window.parts.session
    assert session.video is not None
    assert session.video.path.stem == "hills"
    assert session.time_s == pytest.approx(0.4, abs=0.05)


def test_a_search_goes_on_from_what_it_found(exploring: Exploring, hills_row: int) -> None:
    choose(open_menu(exploring, hills_row), "Search for this")
    exploring.settle()
    assert answers(exploring)[0] == ("beach", 0.0)
    assert exploring.window.parts.top_bar.place.text() == "2 / 2"


def test_less_like_this_makes_it_an_example_against(exploring: Exploring, hills_row: int) -> None:
    choose(open_menu(exploring, hills_row), "Less like this")
    exploring.settle()
    query = exploring.window.parts.session.query
    assert query is not None
    assert len(query.positives) == len(query.negatives) == 1
    assert ("hills", 0.0) not in answers(exploring)


def test_then_this_asks_for_it_after_what_is_asked(exploring: Exploring) -> None:
    search_scene(exploring, "hills", 0)
    row = answers(exploring).index(("hills", 0.8))
    choose(open_menu(exploring, row), "Followed by this")
    exploring.settle()
    query = exploring.window.parts.session.query
    assert query is not None
    assert query.then is not None
    [example] = query.then.positives
    assert isinstance(example, SceneExample)
    assert example.time_s == pytest.approx(1.2, abs=0.05)
    ranking = exploring.window.parts.session.ranking
    assert ranking is not None
    assert len(ranking.followers) == len(ranking.moments)


def test_a_moment_is_exported_from_its_menu(exploring: Exploring, hills_row: int) -> None:
    choose(open_menu(exploring, hills_row), "Export…")
    [dialog] = exploring.window.findChildren(ExportDialog)
    assert dialog.target_edit.text().endswith("hills-moments.mp4")
    QTest.mouseClick(dialog.close_button, LEFT)
    exploring.settle()


def test_a_click_in_the_rows_opens_the_scene_and_the_grid_comes_back(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 1)
    panel = exploring.window.parts.similar
    QTest.mouseClick(panel.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    rows = panel.rows.grid
    ranked = answers(exploring)
    exploring.click_tile(rows, 1)
    exploring.settle()
    session = exploring.window.parts.session
    assert session.video is not None
    assert session.video.path.stem == ranked[0][0]
    assert ranked[0][1] <= session.time_s < ranked[0][1] + 0.8
    QTest.mouseClick(panel.views.buttons[GRID_PAGE], LEFT)
    assert panel.grid.isVisible()
    assert not rows.isVisible()
    assert answers(exploring) == ranked


def test_results_that_are_whole_videos_share_rows(exploring: Exploring, tmp_path: Path) -> None:
    for name in ("one", "two"):
        exploring.add(write_video(tmp_path / f"{name}.mp4", shots((2,), 20)), (2,))
    search_scene(exploring, "beach", 1)
    panel = exploring.window.parts.similar
    QTest.mouseClick(panel.views.buttons[ROWS_PAGE], LEFT)
    exploring.settle()
    items = panel.rows.grid.tile_model.items
    lines = [
        [place.shown.video.path.stem if place.shown else "" for place in items[start : start + 3]]
        for start in range(0, len(items), 3)
    ]
    assert ["one", "two", ""] in lines or ["two", "one", ""] in lines
    assert all(len(set(line) - {""}) == 1 for line in lines if not {"one", "two"} & set(line))
