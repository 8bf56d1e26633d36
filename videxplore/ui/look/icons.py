"""The program's own icons: small SVGs in ``resources/icons``, tinted by the palette."""

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from videxplore.paths import resources_folder
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours


@functools.cache
def _source(name: str) -> str:
    """The text of an SVG, read once: every chip of every query has icons of its own."""
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


class _TintedIconEngine(QIconEngine):
    """Draws one SVG in the colours of the moment, sharp at every scale and right after a change of theme."""

    def __init__(self, name: str, colour_name: str) -> None:
        super().__init__()
        self._name = name
        self._colour_name = colour_name
        self._drawings: dict[tuple[int, int, int, float], QPixmap] = {}
        self._source = _source(name)

    @qt_override
    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = colours()
        colour: QColor = getattr(palette, self._colour_name)
        if mode == QIcon.Mode.Disabled:
            colour = palette.faint
        elif state == QIcon.State.On:
            colour = palette.accent
        elif mode == QIcon.Mode.Active and self._colour_name == "dim":
            colour = palette.text
        box = QRectF(rect)  # type: ignore[call-overload]
        device = painter.device()
        painter.drawPixmap(
            box.topLeft(), self._drawn_in(colour, box.size().toSize(), device.devicePixelRatio())
        )

    def _drawn_in(self, colour: QColor, size: QSize, scale: float) -> QPixmap:
        """The drawing in one colour and size, made once: a grid paints many at every step it scrolls."""
        key = (colour.rgba(), size.width(), size.height(), scale)
        if key not in self._drawings:
            pixmap = QPixmap(size * scale)
            pixmap.setDevicePixelRatio(scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer = QSvgRenderer(QByteArray(self._source.replace("currentColor", colour.name()).encode()))
            renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
            painter.end()
            self._drawings[key] = pixmap
        return self._drawings[key]

    @qt_override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    @qt_override
    def clone(self) -> QIconEngine:
        return _TintedIconEngine(self._name, self._colour_name)


def icon(name: str, colour_name: str = "dim") -> QIcon:
    """The icon ``resources/icons/<name>.svg``.

    Args:
        name: The file's name without its ending.
        colour_name: A colour field of :class:`~videxplore.ui.look.theme.Palette`. ``dim`` brightens under the
            pointer; a checked button draws its icon in the accent colour.
    """
    return QIcon(_TintedIconEngine(name, colour_name))
