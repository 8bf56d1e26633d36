"""The size of the first window."""

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
