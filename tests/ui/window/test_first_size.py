"""The size of the first window, and the smallest one."""

from tests.ui.exploring import Exploring
from videxplore.app import make_window
from videxplore.ui.player.sound_output import Silence


def test_the_first_window_leaves_room_for_its_title_and_borders(exploring: Exploring) -> None:
    exploring.window.close()
    (exploring.paths.state / "window.ini").unlink(missing_ok=True)
    window = make_window(exploring.library, exploring.settings, exploring.paths, Silence())
    try:
        screen = window.screen().availableSize()
        assert window.height() <= screen.height() - 40
        assert window.width() < screen.width()
    finally:
        window.close()


def test_the_window_fits_on_a_screen_of_720_lines(exploring: Exploring) -> None:
    exploring.open("beach")
    window = exploring.window
    for page in range(5):
        window.parts.tabs.show_page(page)
        exploring.settle()
        assert window.minimumSizeHint().height() <= 640
    # In the longest language the controls of the map and of the player are what is widest.
    assert window.minimumSizeHint().width() <= 1140


def test_panels_of_a_maximised_window_are_separated_by_a_hairline_when_it_is_reopened(
    exploring: Exploring,
) -> None:
    gaps_px = []
    for is_maximised in (False, True):
        if is_maximised:
            exploring.window.showMaximized()
            exploring.settle()
        exploring.show()
        window = exploring.window
        library, middle = window.docks["library"], window.centralWidget()
        assert middle is not None
        gaps_px.append(middle.geometry().left() - library.geometry().right() - 1)
    assert max(gaps_px) <= 1
