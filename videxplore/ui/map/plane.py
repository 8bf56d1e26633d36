"""The widget of the map: the layer of all points, the scenes shown as pictures, the pointer's mark."""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
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
from videxplore.ui.map.map_layer import MapInk, paint_layer
from videxplore.ui.map.points import MapPoints, MapPort, PointFinder, Positions
from videxplore.ui.tiles.drawn_pixmaps import FittedPixmaps
from videxplore.ui.work.jobs import Lane

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
        self.look_at(replace(self.port, width_px=max(1, size.width()), height_px=max(1, size.height())))

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._repaint_layer()
        super().changeEvent(event)
