"""Pages behind tabs, as flat as the design wants them, with room for controls beside the tabs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from videxplore.ui.look import theme
from videxplore.ui.look.widgets import lay_ground


class TabbedPages(QWidget):
    """A row of tabs over pages."""

    def __init__(self, spoken: str) -> None:
        """Make an empty row of tabs; ``spoken`` names it for screen readers."""
        super().__init__()
        lay_ground(self)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.bar.setAccessibleName(spoken)
        self.head = QWidget()
        lay_ground(self.head)
        self.head.setFixedHeight(theme.TAB_BAR_PX)
        self._pages = QStackedWidget()
        self._corners = QStackedWidget()
        self._controls: list[QWidget] = []
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        # Docks give their heads the height they ask for, whatever height is fixed.
        row.addStrut(theme.TAB_BAR_PX)
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

    def _turn(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._corners.setCurrentIndex(number)
        self._make_room_for(number)

    def _make_room_for(self, number: int) -> None:
        """Let the tabs have what the controls of the pages behind would take."""
        for other, controls in enumerate(self._controls):
            wish = QSizePolicy.Policy.Preferred if other == number else QSizePolicy.Policy.Ignored
            controls.setSizePolicy(wish, QSizePolicy.Policy.Preferred)
        self._corners.updateGeometry()
