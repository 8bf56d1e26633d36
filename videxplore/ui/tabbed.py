"""Pages behind tabs, as flat as the design wants them, with room for controls beside the tabs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from videxplore.ui import theme


class TabbedPages(QWidget):
    """A row of tabs over pages.

    Signals:
        pageChanged: The number of the page that is now in front.
    """

    pageChanged = Signal(int)

    def __init__(self, spoken: str) -> None:
        """Make an empty row of tabs; ``spoken`` names it for screen readers."""
        super().__init__()
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName(spoken)
        self.head = QWidget()
        self.head.setFixedHeight(theme.TAB_BAR_PX)
        self._pages = QStackedWidget()
        self._corners = QStackedWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self._corners)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
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
        self._corners.addWidget(corner or QWidget())
        self.bar.addTab(words)

    def index_of(self, page: QWidget) -> int:
        """The number of a page."""
        return self._pages.indexOf(page)

    def show_page(self, number: int) -> None:
        """Bring a page to the front."""
        self.bar.setCurrentIndex(number)

    def _turn(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._corners.setCurrentIndex(number)
        self.pageChanged.emit(number)
