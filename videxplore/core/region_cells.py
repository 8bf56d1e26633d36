"""What a keyframe keeps of its parts: a grid of short vectors, projected from a network's feature map."""

import functools

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.int8]
"""A grid over a picture, int8 (h, w, R); only the directions of its vectors mean something."""

DEPTH = 64
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
    signs = np.random.default_rng(20260101).integers(0, 2, (dim, DEPTH), np.int8)
    return ((2 * signs - 1) / np.float32(np.sqrt(DEPTH))).astype(np.float32)
