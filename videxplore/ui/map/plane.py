"""What the map looks like: a layer of all points, pictures of some scenes, the pointer's mark."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from videxplore.core.task import Task
from videxplore.core.types import Ids
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours, text_font
from videxplore.ui.map.pictures import MapPictures, chosen_pictures
from videxplore.ui.map.points import MapPoints, MapPort, PointFinder, Positions
from videxplore.ui.tiles.drawn_pixmaps import FittedPixmaps
from videxplore.ui.work.jobs import Lane

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


NEAR_PX = 12.0
_BORDER_PX = 2


class ThumbnailSource(Protocol):
    """Thumbnails by keyframe; None while one is on its way."""

    def of_keyframe(self, keyframe_id: int) -> QPixmap | None:
        """The thumbnail of a keyframe."""


class _Layer(NamedTuple):
    """What is painted on the lane for a view."""

    image: QImage
    port: MapPort
    pictures: MapPictures


class MapPlane(QWidget):
    """Points with their own painting: the layer of all points is painted on a lane.

    While the user pans and zooms, the last layer is moved and stretched; the sharp one follows.
    """

    def __init__(
        self, lane: Lane, thumbnails: ThumbnailSource | None = None, parent: QWidget | None = None
    ) -> None:
        """Paint on ``lane``; ``thumbnails`` are for the pointer and the pictures."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 120)
        self._lane = lane
        self._thumbnails = thumbnails
        self.points: MapPoints | None = None
        self._finder: PointFinder | None = None
        self.port = MapPort(max(1, self.width()), max(1, self.height()))
        self.chosen: npt.NDArray[np.bool_] | None = None
        self._layer: _Layer | None = None
        self._fitted = FittedPixmaps()
        self._is_painting = False
        self._is_stale = False
        self._outline = QPolygonF()
        self._near = -1

    # What is shown

    def set_points(self, points: MapPoints | None, finder: PointFinder | None = None) -> None:
        """Show other points, or the same in other colours.

        Args:
            points: The points; None for none.
            finder: Finds them; for many points it is made on a lane.
        """
        is_same = self.points is not None and points is not None and points.are_scenes_of(self.points)
        old_positions = self.points.positions if self.points is not None else None
        is_recoloured = points is not None and points.positions is old_positions
        self.points = points
        if not is_recoloured:
            self._finder = finder or (PointFinder(points) if points is not None and len(points) else None)
        if not is_same:
            self.chosen, self._layer = None, None
        self._near = -1
        self._repaint_layer()

    def look_at(self, port: MapPort) -> None:
        """Pan and zoom."""
        if port != self.port:
            self.port = port
            self._repaint_layer()

    def choose(self, chosen: npt.NDArray[np.bool_] | None) -> None:
        """Highlight some points, bool (N,); None ends it."""
        self.chosen = chosen
        self._repaint_layer()

    def nearest(self, position: QPointF) -> int:
        """The number of the point, or of the picture, at a pixel; -1 where there is none."""
        if self._finder is None:
            return -1
        if self._layer is not None:
            number = self._layer.pictures.at(position, self.port)
            if number >= 0 and self._thumbnail(number) is not None:
                return number
        x, y = self.port.to_plane(position.x(), position.y())
        across_px, down_px = self.port.scale_px
        return self._finder.nearest(x, y, (NEAR_PX / across_px, NEAR_PX / down_px))

    def _repaint_layer(self) -> None:
        """Ask for a sharp layer; while one is being painted, only the newest request is kept."""
        self.update()
        self._is_stale = True
        if self._is_painting or self.points is None or self.width() < 2:
            return
        self._is_stale, self._is_painting = False, True
        points, finder, port, ratio = self.points, self._finder, self.port, self.devicePixelRatioF()
        palette = colours()
        quiet = palette.faint if self.chosen is None else palette.line
        ink = MapInk(list(palette.actions), quiet, palette.background, self.chosen)

        def work(_: Task) -> _Layer:
            image = paint_layer(points, port, ink, ratio)
            return _Layer(
                image, port, chosen_pictures(points, finder or PointFinder(points), port, ink.chosen)
            )

        job = self._lane.submit(work)
        job.succeeded.connect(self._take_layer)
        job.finished.connect(self._on_painted)

    def _take_layer(self, layer: _Layer) -> None:
        self._layer = layer
        self.update()

    def _on_painted(self) -> None:
        self._is_painting = False
        if self._is_stale:
            self._repaint_layer()

    # Painting

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the layer where its points now are, then what the pointer does."""
        palette = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), palette.background)
        if self.points is None or not len(self.points):
            self._say(
                painter,
                self.tr("Scenes appear here as videos are indexed; similar ones lie together."),
                QRectF(self.rect()),
            )
        elif self._layer is not None:
            if self._layer.port == self.port:
                painter.drawImage(0, 0, self._layer.image)
            else:
                painter.drawImage(self.port.area_of(self._layer.port), self._layer.image)
            self._paint_pictures(painter, self._layer.pictures)
            self._paint_pointer(painter)
        painter.end()

    def _say(self, painter: QPainter, sentence: str, area: QRectF) -> None:
        painter.setFont(text_font(13))
        painter.setPen(colours().dim)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), sentence)

    def _paint_pictures(self, painter: QPainter, pictures: MapPictures) -> None:
        if self.points is None:
            return
        ratio, area = self.devicePixelRatioF(), QRectF(self.rect())
        for number, box in zip(pictures.numbers.tolist(), pictures.boxes(self.port), strict=True):
            if not box.intersects(area):
                continue
            thumbnail = self._thumbnail(number)
            if thumbnail is None:
                continue
            painter.setOpacity(1.0 if self.chosen is None or self.chosen[number] else 0.25)
            # Fitted to the size it keeps: while the view is zoomed out it is shrunk for a moment.
            whole = QRectF(0, 0, *pictures.size_px)
            painter.drawPixmap(box.toRect(), self._fitted.fitted(thumbnail, whole, ratio))
            group = int(self.points.groups[number])
            if group >= 0:
                painter.setPen(QPen(colours().group_colour(group), _BORDER_PX))
                painter.drawRect(box.adjusted(-1, -1, 1, 1))
        painter.setOpacity(1.0)

    def _thumbnail(self, number: int) -> QPixmap | None:
        """The thumbnail of a scene by the number of its point, if it is there."""
        if self._thumbnails is None or self.points is None or number < 0:
            return None
        return self._thumbnails.of_keyframe(int(self.points.keyframe_ids[number]))

    def _paint_pointer(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = colours()
        if not self._outline.isEmpty():
            veil = QColor(palette.accent)
            veil.setAlpha(40)
            painter.setPen(QPen(palette.accent, 1.5))
            painter.setBrush(veil)
            painter.drawPolygon(self._outline)
        elif self._near >= 0 and self.points is not None:
            place = self.port.to_px(self.points.positions[self._near : self._near + 1])[0]
            painter.setPen(QPen(palette.text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius_px = max(6.0, self.port.dot_px(len(self.points)) + 3)
            painter.drawEllipse(QPointF(float(place[0]), float(place[1])), radius_px, radius_px)
        if self.port.zoom == 1.0 and self.chosen is None and self._outline.isEmpty():
            hint = QRectF(0, self.height() - 26, self.width(), 20)
            self._say(painter, self.tr("Drag to lasso · Scroll to zoom · Shift-drag to pan"), hint)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        size = event.size()
        self.look_at(
            MapPort(
                max(1, size.width()),
                max(1, size.height()),
                self.port.zoom,
                self.port.centre_x,
                self.port.centre_y,
            )
        )

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._repaint_layer()
        super().changeEvent(event)
