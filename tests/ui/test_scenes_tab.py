"""The scenes of the open video."""

import sqlite3
import threading
from contextlib import closing

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


def test_scenes_that_cannot_be_read_say_so(exploring: Exploring) -> None:
    informed: list[str] = []
    exploring.window.parts.session.noticed.connect(informed.append)
    with closing(sqlite3.connect(exploring.library.catalogue.file)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute("UPDATE keyframe SET time_s = 1e300")
    exploring.open("beach")
    assert informed
    assert all("damaged" in sentence for sentence in informed)
