"""Results in files that cannot be read now say so."""

from pathlib import Path

from tests.ui.exploring import Exploring
from tests.ui.steps import search_scene
from videxplore.core.types import VideoState


def test_a_result_of_a_missing_file_says_so(exploring: Exploring) -> None:
    [beach] = [one for one in exploring.library.catalogue.videos() if one.path.stem == "beach"]
    for name, state in (("far", VideoState.OFFLINE), ("lost", VideoState.GONE)):
        found = exploring.library.catalogue.add_video(Path(f"/not/there/{name}.mp4"), name, 1, 1)
        exploring.library.catalogue.copy_analysis(beach.id, found.id)
        exploring.library.catalogue.set_state(found.id, state)
    grid = search_scene(exploring, "beach", 0)
    model = grid.tile_model
    titles = [model.tile(exploring.index(grid, row)).title for row in range(model.rowCount())]
    assert {"far (offline)", "lost (missing)"} <= set(titles)
    assert "hills" in titles
