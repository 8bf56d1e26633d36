"""Results as a table: sorted by its columns, opened, selected, dragged and liked like tiles."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.exploring import LEFT, Exploring, popup
from tests.ui.steps import search_scene
from videxplore.ui.searching.moment_table import ResultsTable
from videxplore.ui.searching.result_views import TABLE_PAGE
from videxplore.ui.searching.selection_bar import SelectionBar


def table_of(exploring: Exploring) -> ResultsTable:
    """The table of what resembles the first scene of *beach*."""
    search_scene(exploring, "beach", 0)
    similar = exploring.window.parts.similar
    QTest.mouseClick(similar.views.buttons[TABLE_PAGE], LEFT)
    exploring.until(similar.table.isVisible)
    exploring.settle()
    return similar.table


def said(table: ResultsTable, name: str) -> list[str]:
    section = table.rows.section_of(name)
    return [str(table.rows.index(row, section).data()) for row in range(table.rows.rowCount())]


def click_head(table: ResultsTable, name: str) -> None:
    head = table.horizontalHeader()
    section = table.rows.section_of(name)
    table.scrollTo(table.rows.index(0, section))
    QTest.mouseClick(
        head.viewport(), LEFT, pos=QPoint(head.sectionViewportPosition(section) + 20, head.height() // 2)
    )


def click_row(
    table: ResultsTable, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    point = table.visualRect(table.rows.index(row, table.rows.section_of("clip"))).center()
    QTest.mouseClick(table.viewport(), LEFT, keys, point)


def test_it_shows_what_the_tiles_show_and_is_sorted_by_its_heads(exploring: Exploring) -> None:
    table, similar = table_of(exploring), exploring.window.parts.similar
    shown = [result.moment for result in table.rows.items]
    assert shown == list(similar.grid.tile_model.items)
    assert said(table, "rank") == [str(rank) for rank in range(1, len(shown) + 1)]
    assert said(table, "clip")[0] == "hills"
    click_head(table, "time")
    starts_s = [result.moment.start_s for result in table.rows.items]
    assert starts_s == sorted(starts_s)
    click_head(table, "time")
    assert [result.moment.start_s for result in table.rows.items] == sorted(starts_s, reverse=True)
    click_head(table, "rank")
    assert [result.moment for result in table.rows.items] == shown


def test_a_click_opens_the_moment(exploring: Exploring) -> None:
    table, session = table_of(exploring), exploring.window.parts.session
    wanted = table.rows.items[0].moment
    click_row(table, 0)
    exploring.settle()
    assert session.video is not None
    assert session.video.id == wanted.video.id


def test_selected_rows_stay_selected_when_sorted_and_are_acted_on(exploring: Exploring) -> None:
    table, similar = table_of(exploring), exploring.window.parts.similar
    click_row(table, 0)
    click_row(table, 1, Qt.KeyboardModifier.ControlModifier)
    exploring.settle()
    chosen = {moment.shot.id for moment in similar.views.selected()}
    assert len(chosen) == 2
    bars = table.findChildren(SelectionBar)
    assert [bar.isVisible() for bar in bars] == [True]
    click_head(table, "clip")
    assert {moment.shot.id for moment in similar.views.selected()} == chosen
    point = table.visualRect(table.rows.index(0, table.rows.section_of("clip"))).center()
    exploring.menu_at(table.viewport(), point)
    assert "More like this" in [action.text() for action in popup().actions()]
    popup().close()


def test_a_key_likes_the_current_row(exploring: Exploring) -> None:
    table, session = table_of(exploring), exploring.window.parts.session
    table.setFocus()
    table.selectRow(0)
    QTest.keyClicks(table, "+")
    exploring.settle()
    assert session.query is not None
    assert len(session.query.positives) == 2


def test_the_table_is_shown_again_at_the_next_start(exploring: Exploring) -> None:
    table_of(exploring)
    exploring.window.close()
    exploring.show()
    assert exploring.window.parts.similar.views.view == TABLE_PAGE
    exploring.settle()
