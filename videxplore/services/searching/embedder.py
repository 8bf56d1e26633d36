"""Embedding pictures that are not in the library, in the space the library was made with."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.registry import DEFAULT_BACKBONE, load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import UnsupportedQueryError
from videxplore.core.types import Pixels, Space, Vector


class Embedder:
    """An image backbone that is loaded when it is first asked. Safe to use from several threads."""

    def __init__(
        self, weights: Path, backbone: str = "", device: str = "auto", weights_file: Path | None = None
    ) -> None:
        """Remember what to load.

        Args:
            weights: The folder of downloaded and imported weights.
            backbone: Name of the image backbone; empty for the default one.
            device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
            weights_file: Weights to use instead of the installed ones.
        """
        self._weights = weights
        self._name = backbone or DEFAULT_BACKBONE
        self._device = device
        self._weights_file = weights_file
        self._backbone: Backbone | None = None
        # A backbone must not run twice at the same time.
        self._lock = threading.Lock()

    @property
    def space(self) -> Space:
        """The space of the vectors; loads the backbone.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        with self._lock:
            return self._loaded().space

    def embed_pictures(self, pictures: Sequence[Pixels]) -> Vector:
        """Unit vectors float32 (N, D) of pictures uint8 (H, W, 3) of any sizes.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        with self._lock:
            return self._loaded().run(pictures).embeddings

    def map_pictures(self, pictures: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Maps float32 (N, h, w, C), which tell small things apart, of pictures uint8 (H, W, 3) of any sizes.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        with self._lock:
            maps = self._loaded().run(pictures, with_feature_maps=True).detail_maps
        if maps is None:
            raise UnsupportedQueryError(f"{self._name} does not tell what a part of a picture shows.")
        return maps

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """Unit vectors float32 (N, D) of texts, in the space of the pictures.

        Raises:
            BackboneError: If the backbone or its weights are not here, or it does not understand text.
        """
        with self._lock:
            return self._loaded().embed_texts(texts)

    def _loaded(self) -> Backbone:
        """The backbone; the lock is held."""
        if self._backbone is None:
            self._backbone = load(self._name, WeightsFolder(self._weights), self._device, self._weights_file)
        return self._backbone
