"""The scenes of the open video."""

import threading

import pytest

from tests.ui.exploring import Exploring
from videxplore.core.errors import CatalogueError


def test_scenes_on_their_way_are_not_shown_when_no_video_is_open(exploring: Exploring) -> None:
    parts = exploring.window.parts
    gate = threading.Event()
    parts.interactive.submit(lambda _task: gate.wait(10))
    exploring.click_video("night")
    parts.session.open_video(None)
    gate.set()
    exploring.settle()
    assert parts.scenes.grid.tile_model.rowCount() == 0


def test_scenes_that_cannot_be_read_say_so(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_video_id: int) -> None:
        raise CatalogueError("The catalogue is damaged.")

    informed: list[str] = []
    exploring.window.parts.session.noticed.connect(informed.append)
    monkeypatch.setattr(exploring.library.catalogue, "keyframes", fail)
    exploring.open("beach")
    assert set(informed) == {"The catalogue is damaged."}
