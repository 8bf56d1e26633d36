"""The library as a table: columns that are chosen, moved and sorted by, and remembered."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, Exploring, choose
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.video_listing import VideoOrder
from videxplore.ui.library.library_grid import TABLE_PAGE
from videxplore.ui.library.video_table import VideoTable


def table_of(exploring: Exploring) -> VideoTable:
    """The table, brought to the front by its button."""
    exploring.key(Qt.Key.Key_4)
    library = exploring.window.parts.library_grid
    button = library.controls.buttons[TABLE_PAGE]
    exploring.until(lambda: button.width() > 10)
    QTest.mouseClick(button, LEFT)
    exploring.until(lambda: library.table.isVisible() and library.table.rows.rowCount() > 0)
    return library.table


def section_of(table: VideoTable, order: VideoOrder) -> int:
    return table.rows.section_of(order)


def head_point(table: VideoTable, section: int) -> QPoint:
    """A point on the head of a column."""
    head = table.horizontalHeader()
    return QPoint(head.sectionViewportPosition(section) + 20, head.height() // 2)


def click_head(table: VideoTable, section: int) -> None:
    # What is right of the view is scrolled to first.
    table.scrollTo(table.rows.index(0, section))
    QTest.mouseClick(table.horizontalHeader().viewport(), LEFT, pos=head_point(table, section))


def said(table: VideoTable, order: VideoOrder) -> list[str]:
    section = section_of(table, order)
    return [str(table.rows.index(row, section).data()) for row in range(table.rows.rowCount())]


def test_a_click_on_a_head_sorts_and_a_second_one_the_other_way(exploring: Exploring) -> None:
    table = table_of(exploring)
    names = said(table, VideoOrder.NAME)
    assert names == sorted(names, key=str.casefold)
    click_head(table, section_of(table, VideoOrder.NAME))
    exploring.until(lambda: said(table, VideoOrder.NAME) == names[::-1])
    listed = [video.path.name for video in exploring.window.parts.videos.shown]
    assert listed == names[::-1], "the list at the left is in the same order"


def test_a_click_on_a_row_opens_the_video(exploring: Exploring) -> None:
    table = table_of(exploring)
    last = table.rows.rowCount() - 1
    name = said(table, VideoOrder.NAME)[last]
    point = table.visualRect(table.rows.index(last, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=point)
    video = exploring.window.parts.session.video
    assert video is not None
    assert video.path.name == name
    exploring.settle()


def test_enter_opens_the_row_that_keys_went_to(exploring: Exploring) -> None:
    table = table_of(exploring)
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    video = exploring.window.parts.session.video
    assert video is not None
    assert video.path.name == said(table, VideoOrder.NAME)[1]
    exploring.settle()


def test_a_head_is_dragged_to_move_its_column(exploring: Exploring) -> None:
    table = table_of(exploring)
    head = table.horizontalHeader()
    moved = head.logicalIndex(2)
    start, end = head_point(table, moved), head_point(table, head.logicalIndex(1))
    QTest.mousePress(head.viewport(), LEFT, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(head.viewport(), start + (end - start) * step / 8)
    QTest.mouseRelease(head.viewport(), LEFT, pos=end)
    assert head.visualIndex(moved) == 1
    exploring.window.close()
    exploring.show()
    assert exploring.window.parts.library_grid.table.horizontalHeader().visualIndex(moved) == 1


def test_columns_view_and_order_are_remembered(exploring: Exploring) -> None:
    table = table_of(exploring)
    codec = section_of(table, VideoOrder.CODEC)
    menu = exploring.menu_at(table.horizontalHeader().viewport(), QPoint(5, 5))
    choose(menu, "Codec")
    assert table.isColumnHidden(codec)
    click_head(table, section_of(table, VideoOrder.LONGEST))
    exploring.window.close()
    exploring.show()
    library = exploring.window.parts.library_grid
    assert library.view == TABLE_PAGE
    assert library.table.isColumnHidden(codec)
    assert exploring.window.parts.videos.sorting.order is VideoOrder.LONGEST


def test_measures_are_columns_that_sort(exploring: Exploring) -> None:
    catalogue = exploring.library.catalogue
    for number, video in enumerate(catalogue.videos()):
        measured = SceneFacts(movement=(0.2, 0.9, 0.5)[number])
        catalogue.add_facts(video.id, [(shot.id, measured) for shot in catalogue.shots(video.id)])
    table = table_of(exploring)
    section = table.rows.section_of("movement")
    assert table.isColumnHidden(section)
    choose(exploring.menu_at(table.horizontalHeader().viewport(), QPoint(5, 5)), "Movement")

    def values() -> list[str]:
        return [str(table.rows.index(row, section).data()) for row in range(3)]

    exploring.until(lambda: "90\N{NO-BREAK SPACE}%" in values())
    click_head(table, section)
    assert values() == ["90\N{NO-BREAK SPACE}%", "50\N{NO-BREAK SPACE}%", "20\N{NO-BREAK SPACE}%"]
    click_head(table, section)
    assert values()[0] == "20\N{NO-BREAK SPACE}%"
    click_head(table, section_of(table, VideoOrder.NAME))
    exploring.until(lambda: values() != sorted(values()))


def test_what_a_filter_hides_is_not_in_the_table(exploring: Exploring) -> None:
    table = table_of(exploring)
    QTest.keyClicks(exploring.window.parts.library_panel.filter_box, "night")
    exploring.until(lambda: said(table, VideoOrder.NAME) == ["night.mp4"])
