"""The parts of a query as chips, a strip of any number of them, and the gap between two scenes."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QActionGroup,
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QToolButton, QWidget

from videxplore.services.searching.query.query import (
    Example,
    ImageExample,
    Query,
    SceneExample,
    SpanExample,
)
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.images import cut_out, draw_filling, to_image
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours
from videxplore.ui.look.widgets import flush
from videxplore.ui.tiles.delegate import Mark
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache, ThumbnailKey

CHIP_PX = 28
GAP_PX = 6
THUMB = QSize(34, 20)
LEAST_STRIP_PX = 60
FADE_PX = 18


class Chip(QToolButton):
    """One part of the query; a click removes it."""

    def __init__(
        self, words: str, without: Query | None, thumbnails: ThumbnailCache, example: Example | None = None
    ) -> None:
        """Make a chip.

        Args:
            words: What it says.
            without: The query that is left when the chip is removed.
            thumbnails: Where the example's thumbnail comes from.
            example: What it stands for; None for words.
        """
        super().__init__()
        self.without = without
        self.mark: Mark = ""
        self._thumbnails = thumbnails
        self._example = example
        self._key = None if example is None else example_key(example)
        self._pixmap = None if example is None else example_picture(example)
        self._cross, self._cross_under_pointer = icon("close"), icon("close", "text")
        self.setText(words)
        self.setFont(theme.figures_font(12))
        self.setProperty("chip", True)
        self.setFixedHeight(CHIP_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Remove"))
        self.setAccessibleName(self.tr("%1; press to remove").replace("%1", words))
        thumbnails.loaded.connect(self._on_loaded)

    @qt_override
    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(self._words_left() + words + 26, CHIP_PX)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        line = palette.line
        if self.mark:
            line = palette.like if self.mark == "like" else palette.unlike
        if self.hasFocus() or self.underMouse():
            line = palette.accent
        painter.setPen(QPen(line, 1))
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._example is not None:
            box = QRectF(5, (CHIP_PX - THUMB.height()) / 2, THUMB.width(), THUMB.height())
            self._paint_thumb(painter, box)
        painter.setPen(palette.text)
        painter.setFont(self.font())
        words = QRectF(self._words_left(), 0, self.width(), CHIP_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        cross = QRectF(self.width() - 18, CHIP_PX / 2 - 5, 10, 10).toRect()
        (self._cross_under_pointer if self.underMouse() else self._cross).paint(painter, cross)
        painter.end()

    def _on_loaded(self, keys: tuple[ThumbnailKey, ...]) -> None:
        if self._key in keys:
            self.update()

    def _words_left(self) -> int:
        return 10 if self._example is None else 5 + THUMB.width() + 8

    def _paint_thumb(self, painter: QPainter, box: QRectF) -> None:
        pixmap = self._pixmap
        if pixmap is None and self._key is not None:
            pixmap = self._thumbnails.get(self._key)
        path = QPainterPath()
        path.addRoundedRect(box, 3, 3)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(box, colours().background)
        if pixmap is not None:
            draw_filling(painter, box, pixmap)
        painter.restore()


class ChipStrip(QScrollArea):
    """Chips side by side; where there is no room for all, the last are shown and the wheel moves them."""

    def __init__(self) -> None:
        super().__init__()
        self.chips: list[Chip] = []
        self._others: list[QWidget] = []
        self._inner = QWidget(autoFillBackground=False)
        self._row = flush(QHBoxLayout(self._inner), GAP_PX)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedHeight(CHIP_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._fades = (_Fade(self, is_left=True), _Fade(self, is_left=False))
        bar = self.horizontalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))
        bar.valueChanged.connect(self._show_fades)
        bar.rangeChanged.connect(self._show_fades)
        self.hide()

    def add(self, chip: Chip) -> None:
        """Add a chip at the end."""
        self.chips.append(chip)
        self._place(chip)

    def add_between(self, widget: QWidget) -> None:
        """Add what is no chip after the last one."""
        self._others.append(widget)
        self._place(widget)

    def _place(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        # Qt would show it later, but hidden widgets do not count in the size hint.
        widget.show()
        self.updateGeometry()
        self.show()

    def clear(self) -> None:
        """Remove all chips."""
        for widget in (*self.chips, *self._others):
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.chips, self._others = [], []
        self.updateGeometry()
        self.hide()

    @qt_override
    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), CHIP_PX)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        """A strip that is too short for its chips can be moved."""
        return QSize(min(LEAST_STRIP_PX, self.sizeHint().width()), CHIP_PX)

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along the chips, whichever way the wheel turns."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned // 2)
        event.accept()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for fade in self._fades:
            fade.setGeometry(0 if fade.is_left else self.width() - FADE_PX, 0, FADE_PX, self.height())
        self._show_fades()

    def _show_fades(self) -> None:
        bar = self.horizontalScrollBar()
        for fade, is_more in zip(
            self._fades, (bar.value() > bar.minimum(), bar.value() < bar.maximum()), strict=True
        ):
            fade.setVisible(is_more)
            fade.raise_()


class _Fade(QWidget):
    """Shows that there are more chips at one end."""

    def __init__(self, parent: QWidget, *, is_left: bool) -> None:
        super().__init__(parent)
        self.is_left = is_left
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """From the background of the query box to transparent."""
        solid = colours().background
        clear = QColor(solid)
        clear.setAlpha(0)
        shades = QLinearGradient(0, 0, self.width(), 0)
        shades.setColorAt(0 if self.is_left else 1, solid)
        shades.setColorAt(1 if self.is_left else 0, clear)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shades)
        painter.end()


def example_key(example: Example) -> ThumbnailKey | None:
    """The thumbnail of what a query is like; None where the library has none."""
    match example:
        case SceneExample(video_id, time_s):
            return ThumbnailKey("scene", video_id, round(time_s, 3))
        case SpanExample(video_id, start_s, end_s):
            return ThumbnailKey("strip", video_id, round((start_s + end_s) / 2, 3))
        case _:
            return None


def example_picture(example: Example) -> QPixmap | None:
    """The image of a query by image, twice as large as it is shown, for sharp screens."""
    if isinstance(example, ImageExample):
        return cut_out(QPixmap.fromImage(to_image(example.pixels)), THUMB * 2)
    return None


GAPS_S = (3.0, 10.0, 30.0, 120.0)


class GapButton(QToolButton):
    """Says the gap, and opens a menu of others.

    Signals:
        picked: A gap in seconds was chosen.
        removed: Nothing need follow any more.
    """

    picked = Signal(float)
    removed = Signal()

    def __init__(self, within_s: float) -> None:
        """Say ``within_s``."""
        super().__init__()
        self.setFont(theme.figures_font(12))
        self.setProperty("quiet", True)
        self.setFixedHeight(CHIP_PX)
        self.setText(self.tr("\u2192 within %1 s").replace("%1", f"{within_s:g}"))
        spoken = self.tr("How soon the second scene must follow")
        self.setToolTip(spoken)
        self.setAccessibleName(spoken)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        group = QActionGroup(menu)
        for gap_s in GAPS_S:
            action = group.addAction(
                menu.addAction(self.tr("Follows within %1 s").replace("%1", f"{gap_s:g}"))
            )
            action.setCheckable(True)
            action.setChecked(gap_s == within_s)
            action.triggered.connect(lambda _on, gap_s=gap_s: self.picked.emit(gap_s))
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), self.removed.emit)
        self.setMenu(menu)
