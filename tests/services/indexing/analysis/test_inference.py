"""A backbone runs beside the decoder: in order, whatever the batches, and with its errors."""

import threading
from pathlib import Path

import numpy as np
import pytest

from tests.videos import texture
from videxplore.backbones.registry import DEFAULT_BACKBONE, load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.services.indexing.analysis.inference import TOP_PREDICTIONS, InferenceLane
from videxplore.services.searching.query.query_embedding import Embedder


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    return load(DEFAULT_BACKBONE, WeightsFolder(tmp_path_factory.mktemp("weights")), "cpu")


def test_judgements_come_in_order_and_do_not_depend_on_batches(backbone: Backbone, tmp_path: Path) -> None:
    pictures = [texture(seed, 90, 160) for seed in range(7)]
    expected = Embedder(tmp_path, device="cpu").embed_images(pictures)
    with InferenceLane(backbone, batch_size=3) as lane:
        assert [lane.submit(picture) for picture in pictures] == list(range(7))
        outputs = lane.finish()
    np.testing.assert_allclose([one.embedding for one in outputs], expected, atol=1e-4)
    assert all(len(one.predictions) == TOP_PREDICTIONS for one in outputs)
    assert all(one.predictions[0].score >= one.predictions[4].score for one in outputs)


def test_an_error_of_the_network_reaches_the_one_who_asked(backbone: Backbone) -> None:
    with InferenceLane(backbone, batch_size=2) as lane:
        lane.submit(np.zeros((3, 0, 3), np.uint8))
        with pytest.raises(RuntimeError, match="sizes should be greater than 0"):
            lane.finish()


def lane_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("inference ")]


def test_leaving_early_ends_the_thread(backbone: Backbone) -> None:
    with InferenceLane(backbone, batch_size=1) as lane:
        for seed in range(3):
            lane.submit(texture(seed, 90, 160))
        assert lane_threads()
    assert not lane_threads()
