"""The interface of a loaded backbone, and its output."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.types import Pixels, Space, Vector


@dataclass(frozen=True, slots=True, eq=False)
class BackboneOutput:
    """What a backbone computes for a batch.

    Attributes:
        embeddings: Unit vectors float32 (N, D).
        scores: Class probabilities float32 (N, C); None if the model has no classes.
        feature_maps: Only on request, and only of an image backbone: the last feature map before pooling,
            float32 (N, h, w, D), its cells tiling the whole frame evenly. The mean over all cells, scaled to
            unit length, is the embedding; the mean over some cells is the embedding of that region, in the
            same space.
        detail_maps: Together with them, a map float32 (N, h, w, C) for small objects: of an earlier stage
            with smaller cells if the network names one, otherwise the last feature map again.
    """

    embeddings: Vector
    scores: npt.NDArray[np.float32] | None = None
    feature_maps: npt.NDArray[np.float32] | None = None
    detail_maps: npt.NDArray[np.float32] | None = None


class Backbone(Protocol):
    """A loaded model, ready to run.

    Running is deterministic on one device, and the result for a frame or clip does not depend on the rest of
    the batch, beyond rounding. It is not safe to run one backbone from two threads at once.

    Attributes:
        spec: Its row of the table.
        space: The space of its embeddings.
        classes: Names of its classes in the order of the scores, from the weights' own metadata; empty if it
            has none.
    """

    spec: BackboneSpec

    @property
    def space(self) -> Space:
        """See the attributes."""
        ...

    @property
    def classes(self) -> tuple[str, ...]:
        """See the attributes."""
        ...

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """Embed and classify frames or clips.

        Args:
            batch: For an image backbone uint8 (N, H, W, 3), or a sequence of images (H, W, 3) of any sizes;
                for a video backbone uint8 (N, T, H, W, 3), or a sequence of clips (T, H, W, 3). A clip of
                another length than ``spec.frames`` is resampled evenly, repeating frames if it is shorter.
            with_feature_maps: Whether an image backbone also returns its feature maps.

        Raises:
            DeviceMemoryError: If a single frame or clip does not fit into the device's memory.
        """
        ...

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """Embed texts in the space of the images: unit vectors float32 (N, D).

        Raises:
            BackboneError: If the model does not support text.
        """
        ...
