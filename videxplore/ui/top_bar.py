"""The bar at the top: name, query box, what is compared, history, settings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from videxplore.ui import theme
from videxplore.ui.headings import quiet_button
from videxplore.ui.query_bar import QueryBar
from videxplore.ui.search_work import SearchWork

NAME_PX = 232


class TopBar(QWidget):
    """Everything that is above the panels.

    Signals:
        settingsRequested: The person wants to change settings.
        helpRequested: The person wants to see the keys.
    """

    settingsRequested = Signal()
    helpRequested = Signal()

    def __init__(self, query_bar: QueryBar, search: SearchWork) -> None:
        """Place ``query_bar``; follow the history of ``search``."""
        super().__init__()
        self._search = search
        self.setFixedHeight(theme.TOP_BAR_PX)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("topBar")
        name = QLabel("videxplore")
        name.setFont(theme.text_font(15, QFont.Weight.DemiBold))
        name.setFixedWidth(NAME_PX)
        self.back_button = quiet_button("back", self.tr("Back to the search before"))
        self.forward_button = quiet_button("forward", self.tr("On to the next search"))
        self.place = QLabel()
        self.place.setFont(theme.figures_font(12))
        self.place.setProperty("dim", True)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        settings = quiet_button("settings", self.tr("Settings"))
        help_button = quiet_button("help", self.tr("Keys"))
        self._lay_out(
            [name, query_bar, self.back_button, self.place, self.forward_button, help_button, settings]
        )
        self.back_button.clicked.connect(search.back)
        self.forward_button.clicked.connect(search.forward)
        settings.clicked.connect(self.settingsRequested)
        help_button.clicked.connect(self.helpRequested)
        search.historyChanged.connect(self._show_place)
        self._show_place()

    def _lay_out(self, widgets: list[QWidget]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QueryBar) else 0)
            if isinstance(widget, QueryBar):
                row.addSpacing(4)

    def _show_place(self) -> None:
        count, position = len(self._search.steps), self._search.position
        self.back_button.setEnabled(position > 0)
        self.forward_button.setEnabled(position < count - 1)
        words = self.tr("Search %1 of %2").replace("%1", str(position + 1)).replace("%2", str(count))
        self.place.setText(words if count else self.tr("No search yet"))


def menu_button(words: str) -> QToolButton:
    """A button that opens a menu."""
    button = QToolButton()
    button.setText(words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setAccessibleName(words)
    return button
