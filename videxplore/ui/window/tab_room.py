"""More room for the views of the library that need it, while one of them is in front."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QWidget

from videxplore.ui.look.widgets import TabbedPages

SHARE = 0.45


class TabRoom(QObject):
    """Makes the tabs under the player higher for some pages, and as high as before for the others.

    Where the user moves a handle meanwhile, it stays where it is.
    """

    def __init__(self, tabs: TabbedPages, pages: Sequence[QWidget], splitter: QSplitter) -> None:
        """Give ``pages`` of ``tabs``, the last part of ``splitter``, at least :data:`SHARE` of its height."""
        super().__init__(splitter)
        self._splitter = splitter
        self._large = {tabs.index_of(page) for page in pages}
        self._before: list[int] | None = None
        tabs.bar.currentChanged.connect(self._share_out)
        splitter.splitterMoved.connect(self._keep)

    def give_back(self) -> None:
        """Restore the height from before."""
        if self._before is not None:
            self._splitter.setSizes(self._before)
            self._before = None

    def _keep(self) -> None:
        self._before = None

    def _share_out(self, number: int) -> None:
        if number not in self._large:
            self.give_back()
            return
        *others, last = self._splitter.sizes()
        wanted = round((sum(others) + last) * SHARE)
        if others and last < wanted:
            self._before = self._before or [*others, last]
            # The player, which comes first, gives what the tabs get.
            self._splitter.setSizes([others[0] - (wanted - last), *others[1:], wanted])
