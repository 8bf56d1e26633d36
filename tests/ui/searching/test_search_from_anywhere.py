"""Searches that begin outside the search box and the view of results."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.exploring import LEFT, Exploring
from tests.ui.steps import answers, click_tab, search_scene
from tests.videos import texture
from videxplore.services.searching.query.query import ImageExample, SceneExample
from videxplore.ui.labels_panel import LabelList
from videxplore.ui.look.images import to_image

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_label_clicked_among_the_actions_shows_its_results(exploring: Exploring) -> None:
    exploring.open("night")
    parts = exploring.window.parts
    click_tab(parts.explore.bar, "Labels")
    bars = parts.labels.findChildren(LabelList)[0]
    QTest.mouseClick(bars, LEFT, pos=bars.rect().topLeft() + bars.rect().center() * 0)
    exploring.until(lambda: parts.session.ranking is not None)
    exploring.settle()
    assert parts.similar.grid.isVisible()


def test_a_scene_clicked_while_another_tab_is_open_shows_its_results(exploring: Exploring) -> None:
    exploring.open("beach")
    parts = exploring.window.parts
    for row, tab in enumerate(("Labels", "Details")):
        before = parts.session.ranking
        click_tab(parts.explore.bar, tab)
        exploring.click_tile(parts.scenes.grid, row)
        exploring.until(lambda before=before: parts.session.ranking not in (None, before))  # type: ignore[misc]
        exploring.settle()
        assert parts.similar.grid.isVisible()


def test_a_typed_moment_leaves_the_box_for_its_chip(exploring: Exploring) -> None:
    parts = exploring.window.parts
    edit = parts.query_bar.edit
    exploring.key(Qt.Key.Key_F)
    QTest.keyClicks(edit, "beach.mp4@0.2")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    exploring.until(lambda: parts.session.ranking is not None)
    exploring.settle()
    assert edit.text() == ""
    assert len(parts.query_bar.chips) == 1


def test_a_moment_that_does_not_exist_stays_in_the_box_to_be_corrected(exploring: Exploring) -> None:
    parts = exploring.window.parts
    failures: list[str] = []
    parts.search.failed.connect(failures.append)
    exploring.key(Qt.Key.Key_F)
    QTest.keyClicks(parts.query_bar.edit, "beech.mp4@0.2")
    QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_Return)
    exploring.until(lambda: bool(failures))
    assert parts.query_bar.edit.text() == "beech.mp4@0.2"
    exploring.settle()


def test_a_picture_is_pasted_wherever_the_keyboard_is(exploring: Exploring) -> None:
    search_scene(exploring, "beach", 0)
    exploring.key(Qt.Key.Key_5)
    parts = exploring.window.parts
    QApplication.clipboard().setImage(to_image(texture(4)))
    focused = QApplication.focusWidget()
    assert focused is parts.similar.grid
    exploring.key(Qt.Key.Key_V, CTRL, focused)

    def is_picture() -> bool:
        query = parts.session.query
        return query is not None and isinstance(query.positives[0], ImageExample)

    exploring.until(is_picture)
    exploring.settle()


def test_a_copied_frame_is_pasted_as_a_search(exploring: Exploring) -> None:
    exploring.open("beach")
    exploring.key(Qt.Key.Key_C)
    exploring.settle()
    exploring.key(Qt.Key.Key_V, CTRL)
    exploring.until(lambda: exploring.window.parts.session.query is not None)
    exploring.settle()


def test_a_moment_copied_as_text_is_pasted_into_the_search_box(exploring: Exploring) -> None:
    parts = exploring.window.parts
    QApplication.clipboard().setText("beach.mp4@0.2")
    exploring.key(Qt.Key.Key_V, CTRL)
    assert parts.query_bar.edit.hasFocus()
    assert parts.query_bar.edit.text() == "beach.mp4@0.2"
    QTest.keyClick(parts.query_bar.edit, Qt.Key.Key_Return)
    exploring.until(lambda: parts.session.ranking is not None)
    exploring.settle()
    [example] = parts.session.query.positives  # type: ignore[union-attr]
    assert isinstance(example, SceneExample)
    assert answers(exploring)[0] == ("hills", 0.0)


def test_pasting_with_nothing_on_the_clipboard_does_nothing(exploring: Exploring) -> None:
    QApplication.clipboard().setMimeData(QMimeData())
    exploring.key(Qt.Key.Key_V, CTRL)
    assert exploring.window.parts.session.query is None
