"""Section heads on narrow panels, tabs on narrow windows."""

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from videxplore.ui.look import theme
from videxplore.ui.look.widgets import Heading, LatePage, TabbedPages, quiet_button


def said(heading: Heading) -> list[str]:
    return [label.text() for label in heading.findChildren(QLabel) if label.text()]


def test_a_head_says_less_where_there_is_no_room_and_cuts_nothing_off(qtbot: QtBot) -> None:
    heading = Heading("Library")
    qtbot.addWidget(heading)
    button = quiet_button("plus", "Add")
    heading.add(button)
    heading.set_words("24 moments \N{MIDDLE DOT} 18 videos", brief="24 moments")
    heading.set_figure("62 videos \N{MIDDLE DOT} 12 min", brief="62 videos")
    heading.resize(500, 38)
    heading.show()
    qtbot.waitExposed(heading)
    assert said(heading) == ["24 moments \N{MIDDLE DOT} 18 videos", "62 videos \N{MIDDLE DOT} 12 min"]
    words, figure = heading.findChildren(QLabel)
    controls_px = 24 + 2 * theme.GAP_PX + button.sizeHint().width() + 8
    middle_px = words.fontMetrics().horizontalAdvance(words.text()) + figure.fontMetrics().horizontalAdvance(
        "62 videos"
    )
    for width_px, forms in (
        (middle_px + controls_px, ["24 moments \N{MIDDLE DOT} 18 videos", "62 videos"]),
        (middle_px, ["24 moments", "62 videos"]),
        (500, ["24 moments \N{MIDDLE DOT} 18 videos", "62 videos \N{MIDDLE DOT} 12 min"]),
    ):
        heading.resize(width_px, 38)
        assert said(heading) == forms
        for label in heading.findChildren(QLabel):
            words_px = label.fontMetrics().horizontalAdvance(label.text())
            # The labels are laid out after the head was resized.
            qtbot.waitUntil(lambda label=label, px=words_px: px <= label.width())  # type: ignore[misc]


def test_a_head_makes_room_for_a_control_that_comes(qtbot: QtBot) -> None:
    heading = Heading("")
    qtbot.addWidget(heading)
    heading.set_words("154 moments \N{MIDDLE DOT} 16 videos", brief="154 moments")
    control = QLabel("Everything that is circled")
    control.hide()
    heading.add(control)
    heading.resize(280, 38)
    heading.show()
    qtbot.waitExposed(heading)
    assert said(heading)[0] == "154 moments \N{MIDDLE DOT} 16 videos"
    control.show()
    qtbot.waitUntil(lambda: said(heading)[0] == "154 moments")
    control.hide()
    qtbot.waitUntil(lambda: said(heading)[0] == "154 moments \N{MIDDLE DOT} 16 videos")


def test_controls_of_pages_behind_take_no_room_from_the_tabs(qtbot: QtBot) -> None:
    pages = TabbedPages("Pages")
    qtbot.addWidget(pages)
    wide = QLabel("Controls of the second page, which take a lot of room beside the tabs")
    pages.add("First page", QWidget())
    pages.add("Second page", QWidget(), wide)
    needed = pages.bar.sizeHint().width()
    pages.resize(needed + 20, 200)
    pages.show()
    qtbot.waitExposed(pages)
    assert pages.bar.width() >= needed
    pages.show_page(1)
    pages.resize(needed + wide.sizeHint().width() + 20, 200)
    qtbot.waitUntil(lambda: wide.width() >= wide.sizeHint().width())
    assert pages.bar.width() >= needed


def test_a_late_page_is_made_once_when_it_is_seen(qtbot: QtBot) -> None:
    made: list[QLabel] = []

    def make() -> QLabel:
        made.append(QLabel("words"))
        return made[-1]

    page = LatePage(make)
    qtbot.addWidget(page)
    assert not made
    for _ in range(2):
        page.show()
        assert [one.isVisible() for one in made] == [True]
        assert made[0].width() == page.width()
        page.hide()


def test_what_is_made_without_the_stylesheet_has_it_at_the_end(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply_theme(application, "dark")
    sheet = application.styleSheet()
    with theme.styled_at_the_end(application):
        heading = Heading("Library")
        qtbot.addWidget(heading)
        assert theme.colours() is theme.DARK
    assert application.styleSheet() == sheet
    styled = Heading("Library")
    qtbot.addWidget(styled)
    assert heading.grab().toImage() == styled.grab().toImage()
