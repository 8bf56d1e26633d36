"""Arithmetic on rows of vectors."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

_Float = TypeVar("_Float", np.float32, np.float64)


def unit_rows(vectors: npt.NDArray[_Float]) -> npt.NDArray[_Float]:
    """Vectors (N, D) brought to unit length, in their own precision; what has no length stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: npt.NDArray[_Float] = (vectors / np.maximum(lengths, 1e-12)).astype(vectors.dtype, copy=False)
    return scaled
