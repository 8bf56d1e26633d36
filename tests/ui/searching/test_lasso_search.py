"""Searches while scenes are lassoed on the map."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.exploring import Exploring
from tests.ui.steps import answers, search_scene
from videxplore.ui.searching import search_work


def shot_ids(exploring: Exploring, name: str) -> list[int]:
    [video] = [one for one in exploring.library.catalogue.videos() if one.path.stem == name]
    return [shot.id for shot in exploring.library.catalogue.shots(video.id)]


def lasso(exploring: Exploring, *ids: int) -> None:
    exploring.window.parts.session.set_lasso(frozenset(ids) if ids else None)
    exploring.settle()


def type_words(exploring: Exploring, words: str) -> None:
    edit = exploring.window.parts.query_bar.edit
    exploring.key(Qt.Key.Key_F)
    QTest.keyClicks(edit, words)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    exploring.until(lambda: exploring.window.parts.session.ranking is not None)
    exploring.settle()


def said(exploring: Exploring) -> str:
    labels = exploring.window.parts.similar.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_a_search_is_answered_by_lassoed_scenes_however_many_others_are_nearer(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    # As in a library whose nearest scenes fill the list.
    limits = search_work.FIRST_MOMENTS, search_work.MOST_MOMENTS
    far = shot_ids(exploring, "night")[-1]
    try:
        search_work.FIRST_MOMENTS = search_work.MOST_MOMENTS = 1
        lasso(exploring, far)
        assert answers(exploring) == [("night", 1.6)]
    finally:
        search_work.FIRST_MOMENTS, search_work.MOST_MOMENTS = limits


def test_clearing_the_lasso_brings_all_answers_back(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    before = answers(exploring)
    lasso(exploring, *shot_ids(exploring, "night"))
    assert {name for name, _ in answers(exploring)} == {"night"}
    lasso(exploring)
    assert answers(exploring) == before


def test_words_that_no_lassoed_scene_has_are_not_denied_to_the_library(exploring: Exploring) -> None:
    lasso(exploring, *shot_ids(exploring, "night"))
    type_words(exploring, "thing1")
    assert "None of the 3 lassoed scenes is labelled or named so." in said(exploring)
    assert "No label" not in said(exploring)
    lasso(exploring)
    assert ("beach", 0.0) in answers(exploring)


def test_the_lasso_is_named_in_full_in_the_narrowest_panel(exploring: Exploring) -> None:
    similar = exploring.window.parts.similar
    lasso(exploring, *shot_ids(exploring, "night"))
    exploring.window.resize(exploring.window.minimumSizeHint())
    exploring.settle()
    button = similar.lasso_button
    assert button.text() == "3 lassoed"
    assert button.width() >= button.sizeHint().width()
    place = button.mapTo(similar, button.rect().bottomLeft())
    assert place.y() < similar.views.mapTo(similar, similar.views.rect().topLeft()).y()


def test_words_are_found_among_the_lassoed_scenes(exploring: Exploring) -> None:
    lasso(exploring, *shot_ids(exploring, "night"))
    type_words(exploring, "thing6")
    assert answers(exploring) == [("night", 0.8)]
