"""A model whose outputs are NaN or infinity."""

import numpy as np
import pytest

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.backbones.specs import BackboneSpec
from videxplore.core.errors import BackboneError
from videxplore.core.types import Pixels, Space, Vector
from videxplore.services.indexing.analysis.inference import InferenceLane


class Overflowing:
    """Answers as half precision does where numbers grow too large."""

    spec: BackboneSpec = BACKBONES["r3d-18"]
    space = Space("r3d-18@0/x", "motion", 4, "r3d-18")
    classes: tuple[str, ...] = ("one", "two")

    def __init__(self, embedding: float, score: float) -> None:
        self.embedding, self.score = embedding, score

    def run(self, batch: object, *, with_feature_maps: bool = False) -> BackboneOutput:
        return BackboneOutput(
            np.full((1, 4), self.embedding, np.float32), np.full((1, 2), self.score, np.float32)
        )

    def embed_texts(self, texts: object) -> Vector:
        raise NotImplementedError


@pytest.mark.parametrize(("embedding", "score"), [(np.nan, 0.5), (0.5, np.nan), (np.inf, 0.5)])
def test_answers_that_are_no_numbers_are_refused(embedding: float, score: float) -> None:
    backbone: Backbone = Overflowing(embedding, score)
    clip: Pixels = np.zeros((1, 8, 8, 3), np.uint8)
    with InferenceLane(backbone, 1) as lane:
        lane.submit(clip)
        with pytest.raises(BackboneError, match=r"^R3D-18 returned NaN or infinity"):
            lane.finish()
