"""Keys that keep what is selected or on screen: into the bin, as favourite, as rejected, with a note."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from videxplore.core.errors import VidexploreError
from videxplore.core.spans import SelectedSpan
from videxplore.ui.selects.item_panel import RemarksDialog
from videxplore.ui.selects.selects_tab import SelectsTab
from videxplore.ui.selects.selects_work import SelectsWork
from videxplore.ui.session import Session


class SelectsActions(QObject):
    """Does what the commands of selects say, with what the user means."""

    def __init__(
        self,
        session: Session,
        work: SelectsWork,
        tab: SelectsTab,
        chosen: Callable[[], list[SelectedSpan]],
        window: QWidget,
    ) -> None:
        """Take what is meant from ``chosen``, unless the items of a bin have the keyboard."""
        super().__init__(window)
        self._session = session
        self._work = work
        self._tab = tab
        self._chosen = chosen
        self._window = window

    def add(self) -> None:
        """Add to the bin: the selected moments, what is between in and out, or the scene on screen."""
        if spans := self._meant():
            self._work.add(spans)

    def favourite(self) -> None:
        """Mark as favourite, or as none."""
        if spans := self._meant():
            self._work.toggle_verdict(spans, is_favourite=True)

    def reject(self) -> None:
        """Mark as rejected, or as not."""
        if spans := self._meant():
            self._work.toggle_verdict(spans, is_favourite=False)

    def note(self) -> None:
        """Ask for a note, tags and a rating."""
        spans = self._meant()
        if spans:
            dialog = RemarksDialog(self._work.remarks_of(spans[0]), self._window)
            dialog.given.connect(lambda remarks: self._work.say(spans, remarks))
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _meant(self) -> list[SelectedSpan]:
        if self._tab.grid.hasFocus() and (spans := self._tab.selected_spans()):
            return spans
        try:
            spans = self._chosen()
        except VidexploreError as error:
            self._session.notice_failure(error)
            return []
        if not spans:
            self._session.inform(self.tr("Open a video first, or select scenes."))
        return spans
