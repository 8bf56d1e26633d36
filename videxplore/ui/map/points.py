"""The scenes of a library as points of a plane: what is in sight, and where they are."""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from videxplore.core.types import Ids

Positions = npt.NDArray[np.float32]
DEEPEST_ZOOM = 400.0
_ROOM = 0.06
_MOST_STRETCHED = 2.5
_LARGEST_PX, _SMALLEST_PX = 7.0, 2.0
_LARGE_UP_TO = 50


@dataclass(frozen=True, slots=True, eq=False)
class MapPoints:
    """One point for each scene.

    Attributes:
        positions: Of the points, float32 (N, 2), in [0, 1] x [0, 1] with y downwards.
        shot_ids: int64 (N,).
        video_ids: int64 (N,).
        keyframe_ids: The thumbnail of each scene, int64 (N,); 0 for none.
        times_s: The time of the thumbnail, float64 (N,).
        groups: Which colour each point has, int64 (N,), counted from 0; negative for a quiet one.
    """

    positions: Positions
    shot_ids: Ids
    video_ids: Ids
    keyframe_ids: Ids
    times_s: npt.NDArray[np.float64]
    groups: Ids

    def __len__(self) -> int:
        return len(self.positions)

    def are_scenes_of(self, other: "MapPoints") -> bool:
        """Whether these are the same scenes in the same order, at any positions."""
        return self.shot_ids is other.shot_ids or np.array_equal(self.shot_ids, other.shot_ids)

    def grouped(self, groups: Ids) -> "MapPoints":
        """The same points in other colours."""
        return replace(self, groups=groups)


@dataclass(frozen=True, slots=True)
class MapPort:
    """Which part of the plane is in sight.

    Attributes:
        width_px: Width of the view.
        height_px: Height of the view.
        zoom: 1 shows everything.
        centre_x: The middle of the view on the plane.
        centre_y: The middle of the view on the plane.
    """

    width_px: int
    height_px: int
    zoom: float = 1.0
    centre_x: float = 0.5
    centre_y: float = 0.5

    @property
    def scale_px(self) -> tuple[float, float]:
        """Pixels from 0 to 1 of the plane, across and down.

        A view that is much wider than high, or the other way round, is filled: distances
        between scenes have a meaning, directions have none.
        """
        most_px = _MOST_STRETCHED * min(self.width_px, self.height_px)
        across_px, down_px = min(self.width_px, most_px), min(self.height_px, most_px)
        share = (1 - 2 * _ROOM) * self.zoom
        return max(self.zoom, across_px * share), max(self.zoom, down_px * share)

    def to_px(self, positions: Positions) -> Positions:
        """Pixels, float32 (N, 2), of points of the plane (N, 2)."""
        centre = np.array([self.centre_x, self.centre_y], np.float32)
        middle_px = np.array([self.width_px / 2, self.height_px / 2], np.float32)
        return ((positions - centre) * np.array(self.scale_px, np.float32) + middle_px).astype(np.float32)

    def to_plane(self, x_px: float, y_px: float) -> tuple[float, float]:
        """The point of the plane under a pixel."""
        across_px, down_px = self.scale_px
        return (
            self.centre_x + (x_px - self.width_px / 2) / across_px,
            self.centre_y + (y_px - self.height_px / 2) / down_px,
        )

    def zoomed(self, factor: float, x_px: float, y_px: float) -> "MapPort":
        """Zoom so that what is under a pixel stays there."""
        x, y = self.to_plane(x_px, y_px)
        closer = replace(self, zoom=min(max(self.zoom * factor, 1.0), DEEPEST_ZOOM))
        moved_x, moved_y = closer.to_plane(x_px, y_px)
        return closer.moved(x - moved_x, y - moved_y)

    def panned(self, x_px: float, y_px: float) -> "MapPort":
        """Move what is in sight by a number of pixels."""
        across_px, down_px = self.scale_px
        return self.moved(-x_px / across_px, -y_px / down_px)

    def moved(self, x: float, y: float) -> "MapPort":
        """Move the middle over the plane; it never leaves the points."""
        return replace(
            self,
            centre_x=min(max(self.centre_x + x, 0.0), 1.0),
            centre_y=min(max(self.centre_y + y, 0.0), 1.0),
        )

    def area_of(self, other: "MapPort") -> QRectF:
        """Where, in these pixels, the layer of another port is."""
        left, top = other.to_plane(0, 0)
        right, bottom = other.to_plane(other.width_px, other.height_px)
        corners = self.to_px(np.array([[left, top], [right, bottom]], np.float32))
        return QRectF(QPointF(*map(float, corners[0])), QPointF(*map(float, corners[1])))

    def dot_px(self, count: int) -> float:
        """Radius of each of ``count`` points: large where there are few, or at a close zoom."""
        in_sight = max(1.0, count / self.zoom**2)
        return min(
            _LARGEST_PX, max(_SMALLEST_PX, _LARGEST_PX * math.sqrt(math.sqrt(_LARGE_UP_TO / in_sight)))
        )


class PointFinder:
    """Finds points of the plane; sorted once from left to right, so that few are looked at."""

    def __init__(self, points: MapPoints) -> None:
        self._order = np.argsort(points.positions[:, 0], kind="stable")
        self._sorted = np.ascontiguousarray(points.positions[self._order])

    def nearest(self, x: float, y: float, reach: tuple[float, float]) -> int:
        """The number of the point nearest to (x, y) of the plane; -1 where none is within ``reach``.

        Near is what is near on a screen: ``reach`` is how far that is, across and down.
        """
        first, last = np.searchsorted(self._sorted[:, 0], [x - reach[0], x + reach[0]])
        if first == last:
            return -1
        apart = (self._sorted[first:last] - np.array([x, y], np.float32)) / np.array(reach, np.float32)
        squares = (apart**2).sum(axis=1)
        number = int(np.argmin(squares))
        return int(self._order[first + number]) if squares[number] <= 1 else -1

    def in_sight(self, port: MapPort, beyond_px: float = 0) -> Ids:
        """The numbers of the points that a port shows, or that are so far beyond its borders, int64 (M,)."""
        left, top = port.to_plane(-beyond_px, -beyond_px)
        right, bottom = port.to_plane(port.width_px + beyond_px, port.height_px + beyond_px)
        first, last = np.searchsorted(self._sorted[:, 0], [left, right])
        heights = self._sorted[first:last, 1]
        return self._order[first:last][(heights >= top) & (heights <= bottom)]


def within(points: MapPoints, port: MapPort, outline: QPolygonF) -> npt.NDArray[np.bool_]:
    """Which points lie within an outline of pixels, bool (N,).

    The outline is filled once and looked up for each point: its number of corners costs nothing.
    """
    mask = QImage(QSize(port.width_px, port.height_px), QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setPen(QColor("white"))
    painter.setBrush(QColor("white"))
    painter.drawPolygon(outline)
    painter.end()
    table = np.frombuffer(mask.constBits(), np.uint8).reshape(mask.height(), mask.bytesPerLine())
    box = outline.boundingRect().adjusted(-1, -1, 1, 1)
    left, top = port.to_plane(max(0.0, box.left()), max(0.0, box.top()))
    right, bottom = port.to_plane(min(port.width_px, box.right()), min(port.height_px, box.bottom()))
    x, y = points.positions.T
    near = np.flatnonzero((x >= left) & (x <= right) & (y >= top) & (y <= bottom))
    places = np.rint(port.to_px(points.positions[near])).astype(np.int64)
    inside = ((places >= 0) & (places < (port.width_px, port.height_px))).all(axis=1)
    places, near = places[inside], near[inside]
    chosen = np.zeros(len(points), np.bool_)
    chosen[near] = table[places[:, 1], places[:, 0]] > 0
    return chosen
