"""Which scenes of the map are shown as pictures: some of those in sight, none over another."""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF

from videxplore.core.types import Ids
from videxplore.ui.map.points import MapPoints, MapPort, PointFinder, Positions

LARGE_PX, SMALL_PX = (96, 54), (64, 36)
LARGE_BELOW = 60
"""With fewer scenes than this in sight their pictures are large."""

_GAP_PX = 8
_MOST_CANDIDATES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class MapPictures:
    """Scenes that are shown as pictures.

    Attributes:
        numbers: Of the points, int64 (M,).
        positions: Where they are on the plane, float32 (M, 2).
        size_px: Width and height of each.
        zoom: Of the view they were chosen for.
    """

    numbers: Ids
    positions: Positions
    size_px: tuple[int, int]
    zoom: float

    def boxes(self, port: MapPort) -> list[QRectF]:
        """Where they are in a view; smaller while it shows more than the one they were chosen for."""
        scale = min(1.0, port.zoom / self.zoom)
        width_px, height_px = (side_px * scale for side_px in self.size_px)
        return [
            QRectF(round(x_px - width_px / 2), round(y_px - height_px / 2), width_px, height_px)
            for x_px, y_px in port.to_px(self.positions).tolist()
        ]

    def at(self, position: QPointF, port: MapPort) -> int:
        """The number of the point whose picture is at a pixel; -1 where there is none."""
        for number, box in zip(self.numbers.tolist(), self.boxes(port), strict=True):
            if box.contains(position):
                return int(number)
        return -1


def chosen_pictures(
    points: MapPoints, finder: PointFinder, port: MapPort, highlighted: npt.NDArray[np.bool_] | None
) -> MapPictures:
    """Choose what is shown as pictures; in any thread.

    Each cell of a grid over the plane proposes one scene, the same whenever it is looked at from as near; a
    proposal that would lie over one that goes before it is dropped. The nearer, the smaller are the cells.

    Args:
        points: The scenes.
        finder: Of their points.
        port: What is in sight.
        highlighted: Scenes that go before the others, bool (N,); None for none.
    """
    # At the borders a part of a picture is seen, and its neighbours decide whether it is there.
    numbers = finder.in_sight(port, 2 * LARGE_PX[0])
    size_px = LARGE_PX if len(numbers) < LARGE_BELOW else SMALL_PX
    order = _priority(points.shot_ids[numbers])
    if highlighted is not None:
        order -= highlighted[numbers]
    # Of very many, enough for every cell but the emptiest ones.
    rows = np.flatnonzero(order < _MOST_CANDIDATES / max(1, len(numbers)))
    numbers = numbers[rows[np.argsort(order[rows], kind="stable")]]
    if size_px == SMALL_PX:
        numbers = numbers[_first_of_each_cell(points.positions[numbers], port, size_px)]
    places_px = port.to_px(points.positions[numbers])
    numbers = numbers[_apart(places_px, size_px)]
    return MapPictures(numbers, points.positions[numbers], size_px, port.zoom)


def _priority(shot_ids: Ids) -> npt.NDArray[np.float64]:
    """A number in [0, 1) for each scene, in no order: which of several scenes is shown.

    Source: Knuth, "The Art of Computer Programming", volume 3, 6.4: multiplicative hashing.
    """
    hashed: npt.NDArray[np.float64] = (shot_ids * 2654435761 % 2**32) / 2**32
    return hashed


def _first_of_each_cell(positions: Positions, port: MapPort, size_px: tuple[int, int]) -> Ids:
    """The first of positions float32 (N, 2) in each cell, as rows in their order."""
    # The grid is that of the next smaller of some zooms, so that it stays while one zooms a little.
    coarse = replace(port, zoom=2 ** (math.floor(2 * math.log2(port.zoom)) / 2))
    # Half as large as a picture: of four proposals, some do not lie over what goes before.
    cell_px = (np.array(size_px) + _GAP_PX) / 2
    cells = np.floor(positions * np.array(coarse.scale_px) / cell_px).astype(np.int64)
    _, rows = np.unique(cells[:, 0] * 2**32 + cells[:, 1], return_index=True)
    return np.sort(rows)


def _apart(places_px: Positions, size_px: tuple[int, int]) -> list[int]:
    """Rows of places float32 (N, 2) whose pictures do not overlap, the first ones first."""
    width_px, height_px = size_px[0] + _GAP_PX, size_px[1] + _GAP_PX
    kept: list[int] = []
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for row, (x_px, y_px) in enumerate(places_px.tolist()):
        column, line = math.floor(x_px / width_px), math.floor(y_px / height_px)
        around = [
            place
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for place in taken.get((column + across, line + down), ())
        ]
        if all(abs(x_px - x) >= width_px or abs(y_px - y) >= height_px for x, y in around):
            kept.append(row)
            taken.setdefault((column, line), []).append((x_px, y_px))
    return kept
