"""A slider that goes to where it is clicked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from videxplore.ui.look.qt_override import qt_override


class JumpSlider(QSlider):
    """Qt's moves by a page where its groove is clicked."""

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the handle under the pointer; it can then be dragged."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(point):
            room_px, left_px = self.width() - handle.width(), point.x() - handle.width() // 2
            ends = self.minimum(), self.maximum()
            self.setValue(QStyle.sliderValueFromPosition(*ends, left_px, room_px, option.upsideDown))
        super().mousePressEvent(event)
