"""The layer of all points of the map, painted in any thread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from videxplore.core.types import Ids
from videxplore.ui.map.points import MapPoints, MapPort, Positions

ColourNumbers = npt.NDArray[np.uint8]
"""Which colour; 0 for none."""

_CORE = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
_RIM = [(1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0), (-2, 0), (0, 2), (0, -2)]
_REACH_PX = 2
_CORE_ALPHA, _RIM_ALPHA = 0.9, 0.35
_FEW = 3000
"""Up to this many points are drawn one by one, as discs with an edge; more are stamped all at once."""


@dataclass(frozen=True, slots=True, eq=False)
class MapInk:
    """How points are coloured.

    Attributes:
        colours: By group, at most 120; groups beyond the last begin again.
        quiet: For points without a group, and for those that are not chosen.
        edge: Around a point, where points are large.
        chosen: Which points are highlighted, bool (N,); None for no highlight.
    """

    colours: list[QColor]
    quiet: QColor
    edge: QColor
    chosen: npt.NDArray[np.bool_] | None = None

    def numbers(self, groups: Ids, chosen: npt.NDArray[np.bool_] | None) -> ColourNumbers:
        """The colour of each point, counted from 1, uint8 (N,); the quiet one comes after the others.

        Args:
            groups: Of the points, int64 (N,).
            chosen: Which of them are highlighted, bool (N,); None for no highlight.
        """
        by_group = np.arange(1 + max(0, int(groups.max(initial=0)))) % len(self.colours) + 1
        # Negative groups count from the end of the table.
        table = np.append(by_group, len(self.colours) + 1).astype(np.uint8)
        numbers: ColourNumbers = table[np.maximum(groups, -1)]
        if chosen is not None:
            numbers[~chosen] = len(self.colours) + 1
        return numbers

    def palette(self) -> list[QColor]:
        """All colours, the quiet one last."""
        return [*self.colours, self.quiet]


def paint_layer(points: MapPoints, port: MapPort, ink: MapInk, ratio: float) -> QImage:
    """Paint all points in sight, in any thread.

    Args:
        points: The points.
        port: What is in sight.
        ink: Their colours.
        ratio: Device pixels per pixel.

    Returns:
        A premultiplied image of the port's size, transparent between the points.
    """
    width_px, height_px = round(port.width_px * ratio), round(port.height_px * ratio)
    places = port.to_px(points.positions) * np.float32(ratio)
    seen = _in_sight(places, width_px, height_px)
    if len(points) <= _FEW:
        image = _discs(points, port, ink, ratio, places, seen)
    else:
        image = _stamps(points, ink, places, seen, (height_px, width_px))
    image.setDevicePixelRatio(ratio)
    return image


def _in_sight(places: Positions, width_px: int, height_px: int) -> Ids:
    """The numbers of the points that are far enough from the borders to be stamped, int64 (M,)."""
    inside = np.ones(len(places), np.bool_)
    for values, length in ((places[:, 0], width_px), (places[:, 1], height_px)):
        inside &= (values > _REACH_PX - 0.5) & (values < length - _REACH_PX - 0.5)
    return np.flatnonzero(inside)


def _stamps(points: MapPoints, ink: MapInk, places: Positions, seen: Ids, shape: tuple[int, int]) -> QImage:
    """All points at once: a small cross each, with a soft rim.

    Points become an image of colours first. Stamping then costs by the pixels, of which there are few beside
    points.
    """
    rounded = np.rint(places[seen]).astype(np.int64)
    anchors = rounded[:, 1] * shape[1] + rounded[:, 0]
    chosen = None if ink.chosen is None else ink.chosen[seen]
    numbers = ink.numbers(points.groups[seen], chosen)
    middles = np.zeros(shape, np.uint8)
    if chosen is None:
        middles.reshape(-1)[anchors] = numbers
    else:
        # Highlighted points come last, over the others.
        for part in (~chosen, chosen):
            middles.reshape(-1)[anchors[part]] = numbers[part]
    stamped = np.zeros(shape, np.uint8)
    count = len(ink.palette())
    for offsets, first in ((_RIM, 0), (_CORE, count)):
        for across, down in offsets:
            _stamp(middles, stamped, across, down, first)
    words = np.concatenate(
        [np.zeros(1, np.uint32), *(_words(ink.palette(), alpha) for alpha in (_RIM_ALPHA, _CORE_ALPHA))]
    )
    pixels = words[stamped]
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, shape[1], shape[0], 4 * shape[1], form).copy()


def _stamp(middles: ColourNumbers, stamped: ColourNumbers, across: int, down: int, first: int) -> None:
    """Put every colour of ``middles``, ``first`` further on in the palette, beside where it is."""
    reach = _REACH_PX
    height, width = middles.shape
    inner = middles[reach : height - reach, reach : width - reach]
    moved = stamped[reach + down : height - reach + down, reach + across : width - reach + across]
    np.copyto(moved, inner + np.uint8(first), where=inner > 0)


def _words(colours: list[QColor], alpha: float) -> npt.NDArray[np.uint32]:
    """Colours as premultiplied words 0xAARRGGBB, uint32 (len,)."""
    words = []
    for colour in colours:
        red, green, blue = (round(part * alpha) for part in (colour.red(), colour.green(), colour.blue()))
        words.append(round(255 * alpha) << 24 | red << 16 | green << 8 | blue)
    return np.array(words, np.uint32)


def _discs(
    points: MapPoints, port: MapPort, ink: MapInk, ratio: float, places: Positions, seen: Ids
) -> QImage:
    """Each point as a disc with an edge, so that overlapping points can be distinguished."""
    size = QSize(round(port.width_px * ratio), round(port.height_px * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    radius_px = port.dot_px(len(points)) * ratio
    brushes = [QBrush(colour) for colour in ink.palette()]
    numbers = ink.numbers(points.groups, ink.chosen)
    if ink.chosen is not None:
        # Highlighted points are drawn last, over the others.
        seen = seen[np.argsort(ink.chosen[seen], kind="stable")]
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink.edge, max(1.0, radius_px / 5)))
    for row in seen.tolist():
        painter.setBrush(brushes[numbers[row] - 1])
        painter.drawEllipse(QPointF(float(places[row, 0]), float(places[row, 1])), radius_px, radius_px)
    painter.end()
    return image
