"""What a loaded backbone is, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.types import Pixels, Space, Vector


@dataclass(frozen=True, slots=True, eq=False)
class BackboneOutput:
    """What a backbone says of a batch.

    Attributes:
        embeddings: Unit vectors float32 (N, D).
        scores: Class probabilities float32 (N, C); None where the network tells no classes.
        feature_maps: Only when asked for, and only for pictures: the last feature map before pooling, float32
            (N, h, w, D), its cells tiling the whole picture evenly. The mean over all cells, brought to unit
            length, is the embedding; the mean over some cells is the embedding of that region, in the same
            space.
        detail_maps: Beside them, the map float32 (N, h, w, C) that tells small things apart: of an earlier
            stage with smaller cells where the network names one, otherwise the last feature map again.
    """

    embeddings: Vector
    scores: npt.NDArray[np.float32] | None = None
    feature_maps: npt.NDArray[np.float32] | None = None
    detail_maps: npt.NDArray[np.float32] | None = None


class Backbone(Protocol):
    """A loaded network, ready to run.

    Running is deterministic on one device, and the result for a picture or clip does not depend on what else
    is in the batch, beyond rounding. It is not safe to run one backbone from two threads at once.

    Attributes:
        spec: Its row of the table.
        space: The space its embeddings live in.
        classes: Names of its classes in the order of the scores, from the weights' own metadata; empty
            where it tells none.
    """

    spec: BackboneSpec
    space: Space
    classes: tuple[str, ...]

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """Embed and classify pictures or clips.

        Args:
            batch: For an image backbone uint8 (N, H, W, 3), or a sequence of pictures (H, W, 3) of any sizes;
                for a video backbone uint8 (N, T, H, W, 3), or a sequence of clips (T, H, W, 3). A clip of
                another length than ``spec.frames`` is resampled evenly, repeating frames when it is shorter.
            with_feature_maps: Whether an image backbone also returns its feature maps.

        Raises:
            DeviceMemoryError: If the device has no room for even one picture or clip.
        """
        ...

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """Unit vectors float32 (N, D) of texts, in the space of the pictures.

        Raises:
            BackboneError: If the network does not understand text.
        """
        ...
