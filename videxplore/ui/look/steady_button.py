"""A button whose words change, and whose width does not: what is beside it stays where it is."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from videxplore.ui.look.qt_override import qt_override


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
