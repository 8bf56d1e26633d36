"""What can be done with the moments that are selected in a grid."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Moment
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.ui.look.icons import icon
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.session import Session


class MomentMenu(QObject):
    """Makes the context menu of moments.

    Signals:
        exportRequested: A list of :class:`SelectedSpan`.
        teachRequested: A list of :class:`Moment`.
        summaryRequested: A list of :class:`Moment`.
    """

    exportRequested = Signal(list)
    teachRequested = Signal(list)
    summaryRequested = Signal(list)

    def __init__(self, session: Session, search: SearchWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search = search

    def make(self, moments: Sequence[Moment], owner: QWidget) -> QMenu:
        """A menu for ``moments`` (at least one), the first being the one under the pointer."""
        menu = QMenu(owner)
        first = moments[0]
        example = SceneExample(first.video.id, first.time_s)
        menu.addAction(self.tr("Open"), lambda: self._session.open_moment(first))
        menu.addAction(
            icon("search"), self.tr("Search for this"), lambda: self._search.search(Query((example,)))
        )
        menu.addSeparator()
        menu.addAction(icon("plus", "like"), self.tr("More like this"), lambda: self._like(moments))
        menu.addAction(icon("minus", "unlike"), self.tr("Less like this"), lambda: self._unlike(moments))
        then = menu.addAction(self.tr("Followed by this"), lambda: self._then(example))
        then.setEnabled(self._search.query is not None)
        menu.addSeparator()
        count = len(moments)
        words = self.tr("Export…") if count == 1 else self.tr("Export %n moment(s)…", "", count)
        menu.addAction(icon("export"), words, lambda: self.export(moments))
        if count > 1:
            words = self.tr("Summarise %n moment(s)", "", count)
            menu.addAction(icon("picture"), words, lambda: self.summaryRequested.emit(list(moments)))
        menu.addAction(
            icon("teach"), self.tr("Teach an action…"), lambda: self.teachRequested.emit(list(moments))
        )
        menu.addAction(icon("copy"), self.tr("Copy as text"), lambda: copy(moments))
        return menu

    def export(self, moments: Sequence[Moment]) -> None:
        """Ask for the export of ``moments``."""
        self.exportRequested.emit([SelectedSpan.of_moment(moment) for moment in moments])

    def _like(self, moments: Sequence[Moment]) -> None:
        self._search.mark_all([SceneExample(one.video.id, one.time_s) for one in moments], liked=True)

    def _unlike(self, moments: Sequence[Moment]) -> None:
        self._search.mark_all([SceneExample(one.video.id, one.time_s) for one in moments], liked=False)

    def _then(self, example: SceneExample) -> None:
        self._search.set_wants_then(wanted=True)
        self._search.search(Query((example,)))


def copy(moments: Sequence[Moment]) -> None:
    """Put moments on the clipboard as the command line writes them."""
    QApplication.clipboard().setText("\n".join(SelectedSpan.of_moment(moment).words for moment in moments))
