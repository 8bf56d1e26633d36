"""The bar at the top of the window: query box, history and settings."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QToolButton, QWidget

from videxplore.services.searching.query.query import Filters, Query
from videxplore.ui.look import theme
from videxplore.ui.look.icons import icon
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.sentences import quoted
from videxplore.ui.look.widgets import SteadyButton, lay_ground, quiet_button
from videxplore.ui.searching.history_list import HistoryAction, HistoryMenu, listed_searches
from videxplore.ui.searching.query_bar import QueryBar, describe
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.tiles.thumbnail_cache import ThumbnailCache

NAME_PX = 232
"""Width of the name, which puts the query box above the video."""
NARROW_PX = 1400
"""In a bar narrower than this the query box needs the room beside the name."""


class TopBar(QWidget):
    """Everything that is above the panels.

    Signals:
        settingsRequested: The user wants to change settings.
        helpRequested: The user wants to see the keys.
        nameRequested: The name for the search that is shown; empty where it is not to be saved any more.
    """

    settingsRequested = Signal()
    helpRequested = Signal()
    nameRequested = Signal(str)

    def __init__(
        self,
        query_bar: QueryBar,
        options: QWidget,
        search: SearchWork,
        title_of: Callable[[int], str],
        thumbnails: ThumbnailCache,
    ) -> None:
        """Place ``query_bar`` and ``options``; follow the history of ``search``.

        Args:
            query_bar: What is asked.
            options: How it is asked.
            search: Its history is walked.
            title_of: The name of a video; empty for one that is gone.
            thumbnails: The pictures of searches and of their results.
        """
        super().__init__()
        self._title_of = title_of
        self._thumbnails = thumbnails
        self._search = search
        self.setFixedHeight(theme.TOP_BAR_PX)
        lay_ground(self)
        self.setObjectName("topBar")
        self._name = QLabel("videxplore")
        self._name.setFont(theme.text_font(15, QFont.Weight.DemiBold))
        self._least_name_px = self._name.sizeHint().width() + 12
        self._name.setFixedWidth(NAME_PX)
        self.back_button = quiet_button("back", self.tr("Previous search"))
        self.forward_button = quiet_button("forward", self.tr("Next search"))
        self.place = SteadyButton([self.tr("History"), "100 / 100"])
        self.place.setProperty("quiet", True)
        self.place.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.place.setAccessibleName(self.tr("Earlier searches"))
        self.place.setMenu(HistoryMenu(self))
        self.place.menu().aboutToShow.connect(self._fill_history)
        settings = quiet_button("settings", self.tr("Settings"))
        help_button = quiet_button("help", self.tr("Keys"))
        history = [self.back_button, self.place, self.forward_button]
        for button in (*history, help_button, settings):
            button.setProperty("tight", True)
        self._lay_out([self._name, query_bar, options, *history, help_button, settings])
        self.back_button.clicked.connect(search.back)
        self.forward_button.clicked.connect(search.forward)
        settings.clicked.connect(self.settingsRequested)
        help_button.clicked.connect(self.helpRequested)
        search.historyChanged.connect(self._show_place)
        self._show_place()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name.setFixedWidth(self._least_name_px if self.width() < NARROW_PX else NAME_PX)

    def _lay_out(self, widgets: list[QWidget]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PANEL_PADDING_PX, 0, theme.PANEL_PADDING_PX, 0)
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QueryBar) else 0)
            if isinstance(widget, QueryBar):
                row.addSpacing(4)

    def _show_place(self) -> None:
        count, position = len(self._search.steps), self._search.steps.position
        self.back_button.setEnabled(position > 0)
        self.forward_button.setEnabled(position < count - 1)
        self.place.setEnabled(count > 0)
        is_shown = 0 <= position < count
        self.place.setText(f"{position + 1} / {count}" if is_shown else self.tr("History"))
        self.place.setToolTip(self.tr("Earlier searches"))

    def _fill_history(self) -> None:
        """The searches with a name, then the latest of the others; the one that is shown can be named."""
        menu = self.place.menu()
        menu.clear()
        steps = self._search.steps
        for group in listed_searches(steps.all(), steps.position):
            for listed in group:
                words = listed.step.name or self._words_of(listed.step.query)
                action = HistoryAction(listed, words, self._thumbnails, menu)
                action.setChecked(listed.position == steps.position)
                action.triggered.connect(lambda _on, place=listed.position: self._search.go_to(place))
                menu.addAction(action)
            if group:
                menu.addSeparator()
        current = steps.current
        if current is None:
            return
        if not current.name:
            menu.addAction(icon("bookmark"), self.tr("Save search…"), self._ask_name)
            return
        name = quoted(current.name).replace("&", "&&")
        menu.addAction(icon("bookmark"), self.tr("Rename %1…").replace("%1", name), self._ask_name)
        remove = menu.addAction(icon("trash"), self.tr("Remove saved search %1").replace("%1", name))
        remove.triggered.connect(lambda: self.nameRequested.emit(""))

    def _ask_name(self) -> None:
        step = self._search.steps.current
        name = step.name if step is not None else ""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename search") if name else self.tr("Save search"))
        dialog.setLabelText(self.tr("Named searches are kept; unnamed ones are dropped as new ones arrive."))
        dialog.setTextValue(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(self._take_name)
        dialog.open()

    def _take_name(self, name: str) -> None:
        if name.strip():
            self.nameRequested.emit(name.strip())

    def _words_of(self, query: Query) -> str:
        words = [describe(example, self._title_of) for example in query.positives[:1]]
        if len(query.positives) > 1:
            words.append(f"+{len(query.positives) - 1}")
        if query.negatives:
            words.append(f"\N{MINUS SIGN}{len(query.negatives)}")
        if query.words:
            words.append(quoted(query.words))
        if query.then is not None:
            words += [self.tr("then"), self._words_of(query.then)]
        if query.by != "appearance":
            words.append(self.tr("(motion)") if query.by == "motion" else self.tr("(appearance and motion)"))
        if query.filters != Filters():
            words.append(self.tr("(filtered)"))
        return " ".join(words)
