"""Models on their own: frames or clips in, embeddings and labels out."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from videxplore.api.arguments import PathLike, as_path
from videxplore.backbones.registry import DEFAULT_BACKBONE, load, predictions
from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.types import Frame, Pixels, Prediction, Space, Vector
from videxplore.paths import AppPaths

BATCH_SIZE = 32
"""Items read before they are embedded together, so that a generator of frames needs little memory."""

ModelInput: TypeAlias = Frame | Pixels | Sequence[Frame]
"""For an image model a frame or its pixels, uint8 (H, W, 3); for a video model a clip: frames, or their
pixels, uint8 (T, H, W, 3)."""


class EmbeddingModel:
    """A loaded model. It is not safe to use one from two threads at once."""

    def __init__(self, backbone: Backbone) -> None:
        """Use :func:`load_backbone` instead."""
        self._backbone = backbone

    @property
    def spec(self) -> BackboneSpec:
        """Its name, kind, input and source."""
        return self._backbone.spec

    @property
    def space(self) -> Space:
        """The space of its embeddings: those of one space can be compared."""
        return self._backbone.space

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels it can give; empty where it gives none."""
        return self._backbone.classes

    def embed(self, items: Iterable[ModelInput]) -> Vector:
        """The embeddings, float32 (N, D), of N frames (image model) or N clips (video model): unit rows.

        Raises:
            ValueError: If an item has another shape or type.
            DeviceMemoryError: If the device has no room for even one item.
        """
        parts = [output.embeddings for output in self._outputs(items)]
        return np.concatenate(parts) if parts else np.empty((0, self.space.dim), np.float32)

    def predict(self, items: Iterable[ModelInput], top: int = 5) -> list[tuple[Prediction, ...]]:
        """The ``top`` likeliest labels of each frame or clip, best first; none where the model gives none.

        Raises:
            ValueError: If an item has another shape or type.
            DeviceMemoryError: If the device has no room for even one item.
        """
        found: list[tuple[Prediction, ...]] = []
        for output in self._outputs(items):
            if output.scores is None:
                found += [()] * len(output.embeddings)
            else:
                found += [predictions(self._backbone, row, top) for row in output.scores]
        return found

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """The embeddings of texts, float32 (N, D), in the space of the frames: unit rows.

        Raises:
            BackboneError: If the model does not read text.
        """
        return self._backbone.embed_texts(texts)

    def _outputs(self, items: Iterable[ModelInput]) -> Iterator[BackboneOutput]:
        left = iter(items)
        while batch := [self._pixels(item) for item in itertools.islice(left, BATCH_SIZE)]:
            yield self._backbone.run(batch)

    def _pixels(self, item: ModelInput) -> Pixels:
        """The pixels of a frame or a clip."""
        if isinstance(item, Frame):
            pixels = item.pixels
        elif isinstance(item, np.ndarray):
            pixels = item
        else:
            pixels = np.stack([frame.pixels for frame in item])
        shape = "(H, W, 3)" if self.spec.kind == "image" else "(T, H, W, 3)"
        if pixels.dtype != np.uint8 or pixels.ndim != shape.count(",") + 1 or pixels.shape[-1] != 3:
            raise ValueError(f"{self.spec.name} takes uint8 {shape}, not {pixels.dtype} {pixels.shape}")
        return pixels


def load_backbone(
    name: str = DEFAULT_BACKBONE, *, device: str = "auto", weights: PathLike | None = None
) -> EmbeddingModel:
    """Load a model of ``videxplore models list``.

    Args:
        name: Its name.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        weights: A file of weights, instead of the installed ones.

    Raises:
        UnknownBackboneError: If there is no such model.
        WeightsUnavailableError: If its weights are not here; the sentence says how to get them.
        DeviceUnavailableError: If the device is not here.
    """
    folder = WeightsFolder(AppPaths.of_user().weights)
    return EmbeddingModel(load(name, folder, device, None if weights is None else as_path(weights)))
