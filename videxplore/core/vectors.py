"""Unit vectors, and the grid of short vectors that a keyframe keeps of its regions."""

import functools
from typing import TypeVar

import numpy as np
import numpy.typing as npt

_Float = TypeVar("_Float", np.float32, np.float64)


def unit_rows(vectors: npt.NDArray[_Float]) -> npt.NDArray[_Float]:
    """Vectors (N, D) brought to unit length, in their own precision; what has no length stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: npt.NDArray[_Float] = (vectors / np.maximum(lengths, 1e-12)).astype(vectors.dtype, copy=False)
    return scaled


Cells = npt.NDArray[np.int8]
"""A grid over a picture, int8 (h, w, R); only the directions of its vectors mean something."""

CELL_DEPTH = 64
"""Length R of a cell's vector: a random projection keeps cosines to a few hundredths (measured), and a grid
of fourteen by fourteen takes 12 KB beside a picture of 30 KB.

Source: Achlioptas, "Database-friendly random projections", 2003.
"""


def cells_of_map(feature_map: npt.NDArray[np.float32]) -> Cells:
    """The grid that is kept of a feature map float32 (h, w, D)."""
    projected = feature_map @ projection(feature_map.shape[-1])
    largest = max(float(np.abs(projected).max()), 1e-12)
    cells: Cells = np.rint(projected * (127 / largest)).astype(np.int8)
    return cells


@functools.cache
def projection(dim: int) -> npt.NDArray[np.float32]:
    """The same random directions always, float32 (D, R): signs, so that all are equally long."""
    signs = np.random.default_rng(20260101).integers(0, 2, (dim, CELL_DEPTH), np.int8)
    return ((2 * signs - 1) / np.float32(np.sqrt(CELL_DEPTH))).astype(np.float32)
