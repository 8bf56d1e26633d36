"""The gap between two scenes of a query, on the search box: how soon the second must follow."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from videxplore.ui.look import theme
from videxplore.ui.searching.chips import CHIP_PX

GAPS_S = (3.0, 10.0, 30.0, 120.0)


class GapButton(QToolButton):
    """Says the gap, and opens a menu of others.

    Signals:
        picked: A gap in seconds was chosen.
        removed: Nothing need follow any more.
    """

    picked = Signal(float)
    removed = Signal()

    def __init__(self, within_s: float) -> None:
        """Say ``within_s``."""
        super().__init__()
        self.setFont(theme.figures_font(12))
        self.setProperty("quiet", True)
        self.setFixedHeight(CHIP_PX)
        self.setText(self.tr("\u2192 within %1 s").replace("%1", f"{within_s:g}"))
        spoken = self.tr("How soon the second scene must follow")
        self.setToolTip(spoken)
        self.setAccessibleName(spoken)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        group = QActionGroup(menu)
        for gap_s in GAPS_S:
            action = group.addAction(
                menu.addAction(self.tr("Follows within %1 s").replace("%1", f"{gap_s:g}"))
            )
            action.setCheckable(True)
            action.setChecked(gap_s == within_s)
            action.triggered.connect(lambda _on, gap_s=gap_s: self.picked.emit(gap_s))
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), self.removed.emit)
        self.setMenu(menu)
