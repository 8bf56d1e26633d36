"""A thumbnail with a caption that floats above a place under the mouse."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from videxplore.ui.look.images import covering_part
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import THUMBNAIL_RADIUS_PX, figures_font

HEIGHT_PX = 100
_BORDER_PX = 2
_DIM = 0.45
_WIDTH_PX = (64, 220)


class HoverThumbnail(QWidget):
    """Belongs to the window, so that it may cover the player; transparent for the mouse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.image = QImage()
        self.caption = ""
        self.is_near = True
        self.hide()

    def float_above(self, point: QPoint, image: QImage, caption: str, *, is_near: bool = True) -> None:
        """Show a thumbnail centred above a point of the window, held within it.

        Args:
            point: The foot of the thumbnail, in the window's coordinates.
            image: The thumbnail; a null image shows the caption alone.
            caption: The time, and what else is known of the moment.
            is_near: Whether the thumbnail is of about that time; another one is dimmed.
        """
        self.image, self.caption, self.is_near = image, caption, is_near
        self.resize(self._size())
        left_px = point.x() - self.width() // 2
        room_px = self.window().width() - self.width() - 4
        self.move(max(4, min(left_px, room_px)), max(0, point.y() - self.height()))
        self.raise_()
        self.show()
        self.update()

    def _size(self) -> QSize:
        if self.image.isNull():
            return QSize(self._caption_width_px() + 4, 24)
        width_px = round(HEIGHT_PX * self.image.width() / max(1, self.image.height()))
        return QSize(
            max(min(max(width_px, _WIDTH_PX[0]), _WIDTH_PX[1]), self._caption_width_px() + 14), HEIGHT_PX
        )

    def _caption_width_px(self) -> int:
        self.setFont(figures_font())
        return self.fontMetrics().horizontalAdvance(self.caption) + 12

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(area, THUMBNAIL_RADIUS_PX, THUMBNAIL_RADIUS_PX)
        painter.setClipPath(outline)
        painter.fillRect(area, QColor("black"))
        if not self.image.isNull():
            painter.setOpacity(1.0 if self.is_near else _DIM)
            painter.drawImage(area, self.image, covering_part(self.image.size(), area.size()))
            painter.setOpacity(1.0)
        painter.setClipping(False)
        painter.setPen(QPen(QColor("white"), _BORDER_PX))
        painter.drawPath(outline)
        self._paint_caption(painter, area)
        painter.end()

    def _paint_caption(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(figures_font())
        box = QRectF(area.left() + 5, area.bottom() - 22, self._caption_width_px(), 17)
        if self.image.isNull():
            box = area
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 170))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor("white"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.caption)
