"""The map in the background: shown, stopped where nobody looks at it, and gone on with."""

from tests.ui.exploring import Exploring
from videxplore.ui.map.map_tab import MapWork, ShownMap


def test_work_stops_when_it_is_paused_and_goes_on_afterwards(exploring: Exploring) -> None:
    parts = exploring.window.parts
    work = MapWork(parts.services, parts.arranging)
    shown: list[ShownMap] = []
    finished: list[bool] = []
    work.shown.connect(shown.append)
    work.finished.connect(lambda: finished.append(True))
    work.refresh()
    work.pause()
    exploring.settle()
    assert not shown
    work.refresh()
    exploring.until(lambda: bool(finished))
    assert shown[-1].is_arranged
    assert len(shown[-1].points) == 8
    before = len(shown)
    work.refresh()
    exploring.settle()
    assert len(shown) == before, "the library is as it was"
