"""From groups of scenes to the colours of the map and the words of its legend."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from videxplore.core.types import Ids
from videxplore.ui.map.legend import LegendEntry


def coloured(numbers: Ids, names: Sequence[str], colours: int) -> tuple[Ids, list[LegendEntry]]:
    """The colour of each scene, and what the colours stand for.

    Args:
        numbers: The group of each scene, int64 (N,), the largest group first; -1 for none.
        names: The groups; empty for one that has no name.
        colours: How many colours can be told apart: the groups beyond are shown as one, quietly.

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
