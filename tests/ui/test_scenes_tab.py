"""The scenes of the open video."""

import threading

from tests.ui.exploring import Exploring


def test_scenes_on_their_way_are_not_shown_when_no_video_is_open(exploring: Exploring) -> None:
    parts = exploring.window.parts
    gate = threading.Event()
    parts.interactive.submit(lambda _task: gate.wait(10))
    exploring.click_video("night")
    parts.session.open_video(None)
    gate.set()
    exploring.settle()
    assert parts.scenes.grid.tile_model.rowCount() == 0
