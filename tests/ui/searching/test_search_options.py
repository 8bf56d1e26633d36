"""What else a search may be told: how looks are compared, what may answer, what must follow."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from tests.ui.exploring import Exploring
from tests.ui.steps import answers, click_tab, pick, search_scene
from videxplore.core.scene_facts import SceneFacts
from videxplore.ui.searching.chips import GapButton
from videxplore.ui.searching.search_options import SearchOptions

LEFT = Qt.MouseButton.LeftButton


def options_of(exploring: Exploring) -> SearchOptions:
    [options] = exploring.window.findChildren(SearchOptions)
    return options


def test_what_is_compared_is_chosen_and_stays_for_the_next_search(exploring: Exploring) -> None:
    options, session = options_of(exploring), exploring.window.parts.session
    search_scene(exploring, "beach", 0)
    first = answers(exploring)
    said: list[str] = []
    exploring.window.parts.search.failed.connect(said.append)
    pick(exploring, options.by_button, "Motion")
    assert options.by_button.text() == "Motion"
    assert session.ranking is None
    assert len(said) == 1, "how these videos move is not known, and that is said"
    exploring.key(Qt.Key.Key_Escape)
    exploring.key(Qt.Key.Key_S)
    exploring.settle()
    assert session.query is not None
    assert session.query.by == "motion"
    pick(exploring, options.by_button, "Appearance")
    assert answers(exploring) == first


def test_no_control_of_the_search_row_moves(exploring: Exploring) -> None:
    options, parts = options_of(exploring), exploring.window.parts
    controls = (
        parts.query_bar,
        options.then_button,
        options.by_button,
        options.filters_button,
        parts.top_bar.place,
    )

    def places() -> list[QRect]:
        exploring.qtbot.wait(10)
        return [QRect(one.mapTo(exploring.window, QPoint()), one.size()) for one in controls]

    before = places()
    search_scene(exploring, "beach", 0)
    assert places() == before
    pick(exploring, options.filters_button, "At least 2 s long")
    assert places() == before
    pick(exploring, options.by_button, "Motion")
    assert places() == before
    pick(exploring, options.by_button, "Appearance and motion")
    assert places() == before


def test_only_one_folder_may_answer(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    before = answers(exploring)
    folder = exploring.window.parts.videos.videos[0].path.parent
    view = exploring.window.parts.library_panel.tree
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(1, 0)).center())
    pick(exploring, options_of(exploring).filters_button, f"Only in {folder.name}")
    query = exploring.window.parts.session.query
    assert query is not None
    assert query.filters.folder == folder
    assert answers(exploring) == before, "all videos lie in it"
    assert options_of(exploring).filters_button.text() == "Filters · 1"


def test_only_long_or_certain_scenes_may_answer(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    session, button = exploring.window.parts.session, options_of(exploring).filters_button
    everything = answers(exploring)
    pick(exploring, button, "At least 2 s long")
    assert answers(exploring) == []
    pick(exploring, button, "Any length")
    assert answers(exploring) == everything
    pick(exploring, button, "Strong matches only")
    assert session.ranking is not None
    assert all(moment.confidence >= 0.5 for moment in session.ranking.moments)
    assert len(session.ranking.moments) < len(everything)
    assert button.text() == "Filters · 1"
    pick(exploring, button, "Any match")
    assert (answers(exploring), button.text()) == (everything, "Filters")


def pick_content(exploring: Exploring, words: str) -> None:
    """Click an entry of the menu of the filters that is about the content of scenes."""
    button = options_of(exploring).filters_button
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    [inner] = [
        action.menu() for action in button.menu().actions() if action.text().startswith("Scene content")
    ]
    assert isinstance(inner, QMenu)
    [action] = [action for action in inner.actions() if action.text() == words]
    action.trigger()
    button.menu().close()
    exploring.settle()


def shown(exploring: Exploring) -> list[int]:
    """Ids of the scenes that are shown as results."""
    ranking = exploring.window.parts.session.ranking
    assert ranking is not None
    return [moment.shot.id for moment in ranking.moments]


def test_scenes_in_which_nothing_moves_are_a_search_of_their_own(exploring: Exploring) -> None:
    session, button = exploring.window.parts.session, options_of(exploring).filters_button
    catalogue = exploring.window.parts.library.catalogue
    video = exploring.window.parts.videos.videos[0]
    first, second, *_ = catalogue.shots(video.id)
    catalogue.add_facts(
        video.id, [(first.id, SceneFacts(movement=0.3)), (second.id, SceneFacts(camera="pan left"))]
    )
    pick_content(exploring, "Nothing moves")
    assert shown(exploring) == [second.id]
    pick_content(exploring, "Pan")
    assert button.text() == "Filters · 2"
    assert shown(exploring) == [second.id]
    pick_content(exploring, "Something moves")
    assert shown(exploring) == []
    pick_content(exploring, "Any camera move")
    assert shown(exploring) == [first.id]
    pick_content(exploring, "Moving or still")
    assert (session.query, button.text()) == (None, "Filters")


def test_the_second_part_of_a_query_is_a_scene_that_is_clicked_and_how_soon_it_follows(
    exploring: Exploring,
) -> None:
    search_scene(exploring, "hills", 0)
    options = options_of(exploring)
    QTest.mouseClick(options.then_button, LEFT)
    click_tab(exploring.window.parts.tabs.bar, "Scenes")
    exploring.click_tile(exploring.window.parts.scenes.grid, 1)
    exploring.settle()
    bar = exploring.window.parts.query_bar
    assert len(bar.chips) == 2
    [gap] = bar.findChildren(GapButton)
    assert gap.text() == "→ within 10 s"
    pick(exploring, gap, "Follows within 30 s")
    query = exploring.window.parts.session.query
    assert query is not None
    assert query.within_s == 30


def test_filters_are_those_of_the_search_that_is_shown(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    button = options_of(exploring).filters_button
    pick(exploring, button, "At least 2 s long")
    assert button.text() == "Filters · 1"
    QTest.mouseClick(exploring.window.parts.top_bar.back_button, LEFT)
    exploring.settle()
    assert button.text() == "Filters"
    exploring.key(Qt.Key.Key_Escape)
    assert button.text() == "Filters"
    search_scene(exploring, "night", 0)
    assert button.text() == "Filters"
    assert answers(exploring)


def test_what_filters_hide_is_not_said_to_be_unlike(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    pick(exploring, options_of(exploring).filters_button, "At least 2 s long")
    labels = exploring.window.parts.similar.findChildren(QLabel)
    said = " ".join(label.text() for label in labels if label.isVisible())
    assert "Widen the filters" in said
    assert "resembles" not in said
