"""The scenes of the open video."""

import pytest

from tests.ui.exploring import Exploring
from videxplore.core.errors import CatalogueError


def test_scenes_that_cannot_be_read_say_so(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_video_id: int) -> None:
        raise CatalogueError("The catalogue is damaged.")

    told: list[str] = []
    exploring.window.parts.session.noticed.connect(told.append)
    monkeypatch.setattr(exploring.library.catalogue, "keyframes", fail)
    exploring.open("beach")
    assert told == ["The catalogue is damaged."]
