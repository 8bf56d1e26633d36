"""What can be done with several selected moments, in a bar over their grid."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QToolButton

from videxplore.core.types import Moment
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.texts import number_words
from videxplore.ui.look.widgets import quiet_button
from videxplore.ui.searching.moment_tiles import MomentMenu

BAR_PX = 42
MARGIN_PX = 6
SLIDE_MS = 120
_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICONS = Qt.ToolButtonStyle.ToolButtonIconOnly


class SelectionBar(QFrame):
    """Slides in at the foot of a grid or a table while more than one of its moments is selected."""

    def __init__(
        self, grid: QAbstractItemView, selected: Callable[[], list[Moment]], menu: MomentMenu
    ) -> None:
        """Lie over ``grid``.

        Args:
            grid: Its selection counts.
            selected: The moments that are selected in it.
            menu: Does what its entries of the same names do.
        """
        super().__init__(grid)
        self._grid = grid
        self._selected = selected
        self.setObjectName("selectionBar")
        self.setAccessibleName(self.tr("Selected moments"))
        self.words = QLabel()
        self.words.setFont(theme.figures_font(12))
        self._buttons: list[QToolButton] = []
        self._counts = ("", "")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.PANEL_PADDING_PX, 0, 4, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.words)
        self._row.addStretch(1)
        self.close_button = quiet_button("close", self.tr("Select nothing"))
        self.close_button.clicked.connect(grid.clearSelection)
        self._row.addWidget(self.close_button)
        self.add("selects", self.tr("Add to selects"), menu.keep)
        self.add("export", self.tr("Export"), menu.export)
        self.add("teach", self.tr("Teach"), lambda moments: menu.teachRequested.emit(list(moments)))
        self.add("picture", self.tr("Storyboard"), lambda moments: menu.summaryRequested.emit(list(moments)))
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        grid.installEventFilter(self)
        grid.selectionModel().selectionChanged.connect(self._follow)
        grid.model().modelReset.connect(self._follow)
        self.hide()

    def add(self, icon_name: str, words: str, act: Callable[[Sequence[Moment]], object]) -> QToolButton:
        """Add a button before the cross; ``act`` is called with the selected moments."""
        button = quiet_button(icon_name, words)
        button.setText(words)
        button.clicked.connect(lambda: act(self._selected()))
        self._buttons.append(button)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    @qt_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the grid."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._slide.stop()
            self._fit()
            self.setGeometry(MARGIN_PX, self._top_px(), self._width_px(), BAR_PX)
        return super().eventFilter(watched, event)

    def _follow(self, *_: object) -> None:
        # Counting alone is cheap: while many tiles are swept over, this is called for each.
        count = len(self._grid.selectionModel().selectedRows())
        if count < 2:
            self.hide()
            return
        length_s = sum(moment.end_s - moment.start_s for moment in self._selected())
        scenes = self.tr("%n scene(s)", "", count)
        self._counts = (f"{scenes} \u00b7 {number_words(length_s, 1)} s", scenes)
        self._fit()
        if not self.isVisible():
            self._slide_in()

    def _fit(self) -> None:
        """Say what each button does where there is room for it; in the narrowest, only how many there are."""
        full, brief = self._counts
        for style, words in ((_WORDS, full), (_ICONS, full), (_ICONS, brief)):
            for button in self._buttons:
                button.setToolButtonStyle(style)
            self.words.setText(words)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self._width_px():
                return

    def _slide_in(self) -> None:
        self.setGeometry(MARGIN_PX, self._grid.height(), self._width_px(), BAR_PX)
        self.raise_()
        self.show()
        self._slide.setEndValue(QPoint(MARGIN_PX, self._top_px()))
        self._slide.start()

    def _top_px(self) -> int:
        return self._grid.height() - BAR_PX - MARGIN_PX

    def _width_px(self) -> int:
        return self._grid.viewport().width() - 2 * MARGIN_PX
