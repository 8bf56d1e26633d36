"""Small widgets that panels are made of: section heads, tabs, buttons, sliders, words for an empty place."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QStyle,
    QStyleOptionSlider,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override

SIGN_PX = 32
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
MOVING_KEYS = ARROWS | {Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
Layout = TypeVar("Layout", bound=QBoxLayout)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def lay_ground(widget: QWidget) -> None:
    """Paint the background of panels behind a widget that is not in one."""
    widget.setProperty("panel", True)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def flush(layout: Layout, spacing_px: int = 0) -> Layout:
    """``layout`` without margins, its items ``spacing_px`` apart."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing_px)
    return layout


def dim_label(words: str = "", font: QFont | None = None, *, wraps: bool = False) -> QLabel:
    """A label in a quiet colour, and small unless ``font`` says otherwise."""
    label = QLabel(words, wordWrap=wraps)
    label.setFont(font or theme.caption_font())
    label.setProperty("dim", True)
    return label


class ElidedLabel(QLabel):
    """A line of words, shortened with an ellipsis where there is no room; the tool tip says all."""

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name.
        """Change the words."""
        super().setText(words)
        self.setToolTip(words)

    @qt_override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = self.contentsRect()
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class Heading(QWidget):
    """A section head: words in small capitals at the left, a figure and buttons at the right."""

    def __init__(self, words: str, *, is_name: bool = False) -> None:
        """Make the head ``words``; a name is written as it is, not in capitals."""
        super().__init__()
        self.setFixedHeight(theme.SECTION_HEAD_PX)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX - 4, 0)
        self._row.setSpacing(theme.GAP_PX)
        # Docks give their heads the height they ask for, whatever height is fixed.
        self._row.addStrut(theme.SECTION_HEAD_PX)
        self._words = ElidedLabel(words)
        self._figure = QLabel()
        self._forms = [(words, "")]
        self._controls: list[QWidget] = []
        for label in (self._words, self._figure):
            label.setProperty("dim", True)
        self._words.setFont(theme.text_font(12, QFont.Weight.DemiBold) if is_name else theme.heading_font())
        self._figure.setFont(theme.figures_font(11, QFont.Weight.DemiBold))
        self._row.addWidget(self._words)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self._figure)

    def set_words(self, words: str, *, brief: str = "") -> None:
        """Change the words; to ``brief`` ones where there is no room."""
        figure, brief_figure = self._forms[0][1], self._forms[-1][1]
        self._set_forms(words, brief or words, figure, brief_figure)

    def set_figure(self, figure: str, *, brief: str = "") -> None:
        """Change the figure at the right; to a ``brief`` one, or to none, where there is no room."""
        self._set_forms(self._forms[0][0], self._forms[-1][0], figure, brief)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        if widget.property("quiet"):
            # A button without an edge is aligned by its icon.
            widget.setProperty("tight", True)
        self._controls.append(widget)
        self._row.addWidget(widget)

    @qt_override
    def event(self, event: QEvent) -> bool:
        """Say as much as there is room for, also after a control came or went."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    def _set_forms(self, words: str, brief_words: str, figure: str, brief_figure: str) -> None:
        self._forms = [(words, figure), (words, brief_figure), (brief_words, brief_figure)]
        self._fit()

    def _fit(self) -> None:
        controls = [widget for widget in self._controls if not widget.isHidden()]
        room = self._row.contentsRect().width() - self._row.spacing() * (len(controls) + 1)
        room -= sum(widget.sizeHint().width() for widget in controls)
        fitting = [form for form in self._forms if self._width_px(*form) <= room]
        words, figure = (fitting or self._forms[-1:])[0]
        if (words, figure) != (self._words.text(), self._figure.text()):
            self._words.setText(words)
            self._figure.setText(figure)
        self._words.setToolTip(self._forms[0][0])
        self._figure.setToolTip(self._forms[0][1])

    def _width_px(self, words: str, figure: str) -> int:
        metrics = self._words.fontMetrics(), self._figure.fontMetrics()
        # One more for each, lost in rounding.
        return metrics[0].horizontalAdvance(words) + metrics[1].horizontalAdvance(figure) + 2


class EmptyWords(QWidget):
    """An empty place that teaches: an icon, one sentence, and what to do."""

    def __init__(self, icon_name: str, title: str, advice: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(theme.GAP_PX)
        column.addStretch(2)
        self._title = _centred(title, theme.text_font(14, QFont.Weight.DemiBold))
        self._advice = _centred(advice, theme.text_font(12))
        self._advice.setProperty("dim", True)
        for widget in (_Sign(icon_name), self._title, self._advice):
            column.addWidget(widget)
        self.column = column
        column.addStretch(3)

    def say(self, title: str, advice: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._advice.setText(advice)

    def add(self, widget: QWidget) -> None:
        """Put a control below the words."""
        self.column.insertSpacing(self.column.count() - 1, theme.GAP_PX)
        self.column.insertWidget(self.column.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)


class _Sign(QWidget):
    """A large icon, drawn when it is seen: most empty places never are."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self.setFixedHeight(SIGN_PX)
        self._icon = icon(icon_name, "faint")

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, QRect((self.width() - SIGN_PX) // 2, 0, SIGN_PX, SIGN_PX))
        painter.end()


def _centred(words: str, font: QFont) -> QLabel:
    label = QLabel(words)
    label.setFont(font)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label


def quiet_button(icon_name: str, spoken: str, *, checkable: bool = False) -> QToolButton:
    """A button that is only its icon; ``spoken`` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(16, 16))
    button.setProperty("quiet", True)
    button.setCheckable(checkable)
    button.setToolTip(spoken)
    button.setAccessibleName(spoken)
    return button


def word_button(words: str, *, primary: bool = False) -> QToolButton:
    """A button with words."""
    button = QToolButton()
    button.setText(words)
    button.setProperty("primary", primary)
    button.setAccessibleName(words)
    return button


class ReservedKeys(QObject):
    """Lives with a control and keeps keys for it."""

    def __init__(self, control: QWidget, keys: Collection[int]) -> None:
        """Keep ``keys`` for ``control`` where no Ctrl, Shift or Alt is held."""
        super().__init__(control)
        self._keys = keys
        control.installEventFilter(self)

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that the control wants the key, before a shortcut takes it."""
        if asks_for(event, self._keys):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def asks_for(event: QEvent, keys: Collection[int]) -> bool:
    """Whether an event asks if the focused control wants one of these keys, held alone."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.modifiers() in _PLAIN
        and event.key() in keys
    )


class OutcomeLabel(QLabel):
    """A sentence about how something went, in the colour of what failed where it failed."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True)

    def say(self, words: str, *, is_bad: bool = False) -> None:
        """Show a sentence; an empty one for nothing."""
        self.setProperty("bad", is_bad)
        self.style().polish(self)
        self.setText(words)


class TabbedPages(QWidget):
    """A row of tabs over pages."""

    def __init__(self, spoken: str) -> None:
        """Make an empty row of tabs; ``spoken`` names it for screen readers."""
        super().__init__()
        lay_ground(self)
        self.bar = QTabBar(
            drawBase=False, expanding=False, usesScrollButtons=False, elideMode=Qt.TextElideMode.ElideRight
        )
        self.bar.setAccessibleName(spoken)
        self.head = QWidget()
        lay_ground(self.head)
        self.head.setFixedHeight(theme.TAB_BAR_PX)
        self._pages = QStackedWidget()
        self._corners = QStackedWidget()
        self._controls: list[QWidget] = []
        row = flush(QHBoxLayout(self.head))
        # Docks give their heads the height they ask for, whatever height is fixed.
        row.addStrut(theme.TAB_BAR_PX)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self._corners)
        column = flush(QVBoxLayout(self))
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        self.bar.currentChanged.connect(self._turn)

    @property
    def current(self) -> int:
        """The number of the page in front."""
        return self._pages.currentIndex()

    def add(self, words: str, page: QWidget, corner: QWidget | None = None) -> None:
        """Add a page, with controls that show beside the tabs while it is in front."""
        self._pages.addWidget(page)
        self._controls.append(corner or QWidget())
        self._corners.addWidget(self._controls[-1])
        self.bar.addTab(words)
        self._make_room_for(self._corners.currentIndex())

    def index_of(self, page: QWidget) -> int:
        """The number of a page."""
        return self._pages.indexOf(page)

    def show_page(self, number: int) -> None:
        """Bring a page to the front."""
        self.bar.setCurrentIndex(number)

    def go_to(self, page: QWidget) -> None:
        """Bring a page to the front, and move the keyboard into it."""
        self.show_page(self.index_of(page))
        focused = QApplication.focusWidget()
        # The tabs themselves are hidden while the library is empty.
        if not page.isVisible() or (focused is not None and page.isAncestorOf(focused)):
            return
        strong = Qt.FocusPolicy.StrongFocus
        parts = (part for part in page.findChildren(QWidget) if part.focusPolicy() & strong == strong)
        stack = page.findChild(QStackedWidget)
        # What is not there yet takes the keyboard over from the words that stand in its place.
        words = stack.currentWidget() if isinstance(stack, QStackedWidget) else None
        first, found = page.focusProxy(), next((part for part in parts if part.isVisible()), words or page)
        (first if first is not None and first.isVisible() else found).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def _turn(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._corners.setCurrentIndex(number)
        self._make_room_for(number)

    def _make_room_for(self, number: int) -> None:
        """Let the tabs have what the controls of the pages behind would take."""
        for other, controls in enumerate(self._controls):
            policy = QSizePolicy.Policy.Preferred if other == number else QSizePolicy.Policy.Ignored
            controls.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        self._corners.updateGeometry()


class LatePage(QWidget):
    """A page that is made when it is first seen."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        """Be empty until then."""
        super().__init__()
        self._make: Callable[[], QWidget] | None = make
        self._column = flush(QVBoxLayout(self))

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        make, self._make = self._make, None
        if make is not None:
            page = make()
            self._column.addWidget(page)
            # Qt would show and place it only when it is idle.
            page.show()
            self._column.activate()


class SteadyButton(QToolButton):
    """As wide as the widest of the words that it may show."""

    def __init__(self, possible_words: Iterable[str]) -> None:
        """Keep room for each of ``possible_words``; none of them is shown yet."""
        super().__init__()
        self._possible_words = tuple(possible_words)

    @qt_override
    def sizeHint(self) -> QSize:
        # As Qt measures them, so that the words that are shown make no difference.
        widest_px = max(map(self._width_px, (*self._possible_words, self.text())))
        return super().sizeHint() + QSize(widest_px - self._width_px(self.text()), 0)

    def _width_px(self, words: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words).width()

    @qt_override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


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
