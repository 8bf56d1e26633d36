"""Results in files that cannot be read now say so."""

from pathlib import Path

import pytest

from tests.ui.exploring import Exploring
from tests.ui.steps import search_scene
from videxplore.core.types import VideoState


@pytest.mark.parametrize(("state", "words"), [(VideoState.OFFLINE, "offline"), (VideoState.GONE, "missing")])
def test_a_result_of_a_missing_file_says_so(exploring: Exploring, state: VideoState, words: str) -> None:
    found = exploring.library.catalogue.add_video(Path("/not/there/far.mp4"), "far", 1, 1)
    [beach] = [one for one in exploring.library.catalogue.videos() if one.path.stem == "beach"]
    exploring.library.catalogue.copy_analysis(beach.id, found.id)
    exploring.library.catalogue.set_state(found.id, state)
    grid = search_scene(exploring, "beach", 0)
    model = grid.tile_model
    titles = [model.tile(exploring.index(grid, row)).title for row in range(model.rowCount())]
    assert f"far ({words})" in titles
    assert "hills" in titles
