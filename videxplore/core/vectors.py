"""Arrays: records of columns, unit vectors, and the grid of vectors that a keyframe keeps of its regions."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Base of records whose arrays are equally long: each row is one item; other fields hold for all."""

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of several records (at least one) one after the other; the rest is that of the first."""
        columns = {
            name: np.concatenate([getattr(part, name) for part in parts]) for name in parts[0].arrays()
        }
        return replace(parts[0], **columns)

    def __len__(self) -> int:
        return len(next(iter(self.arrays().values())))

    def arrays(self) -> dict[str, Any]:
        """The columns by name."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if isinstance(value, np.ndarray)}

    def rows(self, chosen: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Self:
        """Some rows: their numbers int64 (M,), in the order wanted, or a mask bool (N,)."""
        return replace(self, **{name: column[chosen] for name, column in self.arrays().items()})


_Float = TypeVar("_Float", np.float32, np.float64)


def distinct_ids(parts: Sequence[Ids]) -> Ids:
    """Every id of several arrays once, ascending, int64 (N,).

    Ids are given out in turn, so that a table of all up to the largest is small, and faster than sorting.
    """
    is_present = np.zeros(max((int(part.max()) + 1 for part in parts if len(part)), default=0), np.bool_)
    for part in parts:
        is_present[part] = True
    return np.flatnonzero(is_present)


def unit_rows(vectors: npt.NDArray[_Float]) -> npt.NDArray[_Float]:
    """Vectors (N, D) brought to unit length, in their own precision; what has no length stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: npt.NDArray[_Float] = (vectors / np.maximum(lengths, 1e-12)).astype(vectors.dtype, copy=False)
    return scaled


Cells = npt.NDArray[np.int8]
"""A grid over a frame, int8 (h, w, R); only the directions of its vectors mean something."""

CELL_DEPTH = 64
"""Length R of a cell's vector: a random projection keeps cosines to a few hundredths (measured), and a grid
of fourteen by fourteen takes 12 KB beside a thumbnail of 30 KB.

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
