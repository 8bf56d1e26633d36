"""A second image model beside the first one: what it gives is added, and the labels stay."""

from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.services.indexed import Run, quick_indexer
from tests.weights_server import write_random_weights
from videxplore.composition import Configuration
from videxplore.core.errors import MissingPackageError, UsageError, WeightsUnavailableError
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexEvent
from videxplore.services.library import Library
from videxplore.settings import Settings

# Any image model can be the second one; this one is small.
SECOND = "mobilenet-v3-large"


def index(library: Library, folder: Path, **options: object) -> Run:
    events: list[IndexEvent] = []
    return Run(quick_indexer(library, **options).run([folder], None, events.append), events)


def known(library: Library) -> dict[str, list[str]]:
    """The models that have seen each video, by its name."""
    catalogue = library.catalogue
    return {
        video.path.name: [
            space.backbone for space in catalogue.spaces() if catalogue.has_embeddings(space.name, video.id)
        ]
        for video in catalogue.videos()
    }


def test_a_second_model_is_learned_from_keyframes_and_by_new_videos(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    weights = tmp_path / "weights"
    for folder in (weights, tmp_path / "videos"):
        folder.mkdir()
    write_random_weights(SECOND, weights)
    make_video("videos/first.mp4", seeds=[1], frames_per_shot=10)
    both = ["efficientnet-lite0", SECOND]
    with Library.open(tmp_path / "library") as library:
        index(library, tmp_path / "videos", depth=Depth.FULL)
        before = library.catalogue.keyframes(1)
        assert known(library) == {"first.mp4": both[:1]}
        asked = {"depth": Depth.FULL, "descriptions": SECOND, "weights": weights}
        make_video("videos/second.mp4", seeds=[2], frames_per_shot=10)
        run = index(library, tmp_path / "videos", **asked)
        assert not run.report.failed
        assert known(library) == {"first.mp4": both, "second.mp4": both}
        assert library.catalogue.keyframes(1) == before
        labels = {one.prediction.model for one in library.catalogue.predictions(2)}
        assert "efficientnet-lite0" in labels
        assert index(library, tmp_path / "videos", **asked).report.device == ""


def test_a_model_that_reads_nothing_is_refused(tmp_path: Path) -> None:
    configuration = Configuration.load(data_dir=tmp_path)
    with pytest.raises(UsageError, match="does not read descriptions"):
        configuration.asked_options(descriptions="efficientnet-lite0")
    with pytest.raises((MissingPackageError, WeightsUnavailableError)):
        configuration.asked_options(descriptions="clip-vit-b-32")
    # What the settings name and is not here is left out, so that the rest is indexed.
    chosen = Configuration.load(data_dir=tmp_path, settings=Settings(description_backbone="clip-vit-b-32"))
    assert chosen.asked_options().descriptions == ""
