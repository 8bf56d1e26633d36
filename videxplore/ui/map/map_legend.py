"""The legend of the map: which colour is which group of scenes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QVBoxLayout, QWidget

from videxplore.core.types import Ids
from videxplore.ui.look import theme
from videxplore.ui.look.qt_override import qt_override
from videxplore.ui.look.theme import colours

LEGEND_PX = 176
ENTRY_PX = 19
_DOT_PX = 8
_LEFT_PX = 10


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A colour and its meaning.

    Attributes:
        number: Which colour; negative for the quiet one.
        name: What the scenes share.
        count: How many scenes there are of it.
    """

    number: int
    name: str
    count: int


class EntryButton(QAbstractButton):
    """A line of the legend: a dot, words, a number."""

    def __init__(self, entry: LegendEntry) -> None:
        super().__init__()
        self.entry = entry
        self.setCheckable(entry.number >= 0)
        self.setFixedHeight(ENTRY_PX)
        self.setMinimumWidth(1)
        self.setToolTip(self._explained(entry))
        self.setAccessibleName(f"{entry.name}, {entry.count}")
        self.setSizePolicy(self.sizePolicy().Policy.Ignored, self.sizePolicy().Policy.Fixed)
        if entry.number >= 0:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _explained(self, entry: LegendEntry) -> str:
        if entry.number < 0:
            return entry.name
        how = self.tr("Click: only these scenes. Ctrl and click: these too.")
        return f"{entry.name}\n{how}"

    @qt_override
    def sizeHint(self) -> QSize:
        return QSize(LEGEND_PX, ENTRY_PX)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        palette, entry = colours(), self.entry
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or (self.isCheckable() and (self.underMouse() or self.hasFocus())):
            painter.setBrush(palette.selection if self.isChecked() else palette.raised)
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setBrush(palette.group_colour(entry.number) if entry.number >= 0 else palette.faint)
        painter.drawEllipse(QRectF(_LEFT_PX, (ENTRY_PX - _DOT_PX) / 2, _DOT_PX, _DOT_PX))
        count = f"{entry.count:,}".replace(",", "\u202f")
        figures, font = theme.figures_font(11), theme.text_font(11)
        painter.setFont(figures)
        painter.setPen(palette.dim)
        line = QRectF(self.rect()).adjusted(_LEFT_PX + _DOT_PX + 8, 0, -8, 0)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        room_px = line.width() - painter.fontMetrics().horizontalAdvance(count) - 8
        painter.setFont(font)
        painter.setPen(palette.text if entry.number >= 0 else palette.dim)
        words = theme.elided(entry.name, font, room_px, keeps_end="/" in entry.name)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.end()


class MapLegend(QScrollArea):
    """The colours of the map, the commonest first.

    Signals:
        chosen: The numbers of the colours whose scenes are to be highlighted, a list; empty for none.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(LEGEND_PX)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What the colours mean"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons: list[EntryButton] = []
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(4, 2, 6, 2)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(page)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Explain these colours instead."""
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [EntryButton(entry) for entry in entries]
        for number, button in enumerate(self.buttons):
            self._column.insertWidget(number, button)
            button.clicked.connect(lambda checked, button=button: self._toggle(button, checked=checked))

    def check(self, numbers: Sequence[int] = ()) -> None:
        """Check these colours, and no others."""
        for button in self.buttons:
            button.setChecked(button.isCheckable() and button.entry.number in numbers)

    def _toggle(self, button: EntryButton, *, checked: bool) -> None:
        """A click chooses one colour, or none; with Ctrl it adds one, or takes it away."""
        if not button.isCheckable():
            return
        numbers = [button.entry.number] if checked else []
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            numbers = [other.entry.number for other in self.buttons if other.isChecked()]
        self.check(numbers)
        self.chosen.emit(numbers)


def coloured(numbers: Ids, names: Sequence[str], colours: int) -> tuple[Ids, list[LegendEntry]]:
    """The colour of each scene, and what the colours mean.

    Args:
        numbers: The group of each scene, int64 (N,), the largest group first; -1 for none.
        names: The groups; empty for one that has no name.
        colours: How many colours can be distinguished: the groups beyond are shown as one, quietly.

    Returns:
        int64 (N,), -1 for the quiet colour; and the entries of the legend.
    """
    translate = QCoreApplication.translate
    shown = min(colours, len(names))
    groups = np.where(numbers < shown, numbers, -1)
    counts = np.bincount(groups[groups >= 0], minlength=shown)
    entries = []
    for number in range(shown):
        name = names[number] or translate("MapTab", "group %1").replace("%1", str(number + 1))
        entries.append(LegendEntry(number, name, int(counts[number])))
    others = int((numbers >= shown).sum())
    if others:
        entries.append(LegendEntry(-1, translate("MapTab", "others"), others))
    nothing = int((numbers < 0).sum())
    if nothing:
        entries.append(LegendEntry(-1, translate("MapTab", "nothing recognised"), nothing))
    return groups, entries
