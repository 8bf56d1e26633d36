"""An embedder that needs no network."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tests.analyses import APPEARANCE
from videxplore.core.types import Pixels, Vector


class ColourEmbedder:
    """A picture's vector is its mean colour, then zeros."""

    space = APPEARANCE

    def embed_images(self, images: Sequence[Pixels]) -> Vector:
        means = np.stack([np.resize(image.mean(axis=(0, 1)), 3) for image in images])
        vectors = np.zeros((len(images), self.space.dim), np.float32)
        vectors[:, :3] = means
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        # Texts lie far from all pictures, as they do in real spaces: the last direction is theirs.
        vectors = np.zeros((len(texts), self.space.dim), np.float32)
        for row, text in enumerate(texts):
            vectors[row, ["red", "green", "blue"].index(text)] = 0.3
        vectors[:, -1] = np.sqrt(np.float32(1 - 0.3**2))
        return vectors

    def map_images(self, images: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        raise NotImplementedError
