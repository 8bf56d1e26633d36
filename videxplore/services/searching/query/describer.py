"""Descriptions as queries: the model that reads them, as far as this library can be asked by it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.tables.image import TEXT_BACKBONES
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import UnsupportedQueryError
from videxplore.core.types import Pixels, Space, Vector
from videxplore.services.searching.index.answering import AnsweringSpaces
from videxplore.services.searching.query.query_embedding import Embedder


class Describer:
    """Embeds descriptions in the space of the library that they can be compared with.

    Safe to use from several threads. Which model that is may change: it is asked of the library each time.
    """

    def __init__(self, catalogue: Catalogue, weights: Path, device: str) -> None:
        """Load nothing yet.

        Args:
            catalogue: Of the library.
            weights: The folder of downloaded and imported weights.
            device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        """
        self._answering = AnsweringSpaces(catalogue)
        self._weights = WeightsFolder(weights)
        self._embedder = Embedder(weights, TEXT_BACKBONES[0].name, device)

    def is_ready(self) -> bool:
        """Whether a description would be answered: the library has learned it, and its model is here."""
        spaces = self._answering.described()
        spec = BACKBONES.get(spaces[0].backbone) if spaces else None
        return spec is not None and self._weights.state(spec) == "ready"

    @property
    def space(self) -> Space:
        """The space of the vectors; loads the model.

        Raises:
            UnsupportedQueryError: If the library knows nothing that a description can be compared with.
            BackboneError: If the model, its weights, its package or its device are not here.
        """
        return self._ready().space

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """Unit vectors float32 (N, D) of descriptions; errors as of :attr:`space`."""
        return self._ready().embed_texts(texts)

    def embed_images(self, images: Sequence[Pixels]) -> Vector:
        """Unit vectors float32 (N, D) of images uint8 (H, W, 3) in the same space."""
        return self._ready().embed_images(images)

    def map_images(self, images: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Feature maps float32 (N, h, w, C) of images uint8 (H, W, 3)."""
        return self._ready().map_images(images)

    def _ready(self) -> Embedder:
        spaces = self._answering.described()
        if not spaces:
            raise UnsupportedQueryError(
                "Nothing in this library can be compared with a description yet: "
                f"index it with `--descriptions {TEXT_BACKBONES[0].name}` first."
            )
        self._embedder.use(spaces[0].backbone)
        return self._embedder
