"""Saving searches under a name, renaming and removing saved ones, each as a step that can be undone."""

from PySide6.QtCore import QObject

from videxplore.ui.library.library_edits import UndoStack, UndoStep
from videxplore.ui.searching.search_work import SearchWork
from videxplore.ui.work.jobs import LaneJob


class SavedSearches(QObject):
    """What the user does to the name of the search that is shown."""

    def __init__(self, search: SearchWork, stack: UndoStack, parent: QObject | None = None) -> None:
        """Name steps of the history of ``search``; note every change on ``stack``."""
        super().__init__(parent)
        self._search = search
        self._stack = stack

    def name(self, name: str) -> None:
        """Save the search that is shown as ``name``, or rename it; an empty name removes a saved search."""
        step = self._search.steps.current
        if step is None or step.name == name:
            return
        if not step.name:
            words = self.tr("search \u201c%1\u201d saved").replace("%1", name)
        elif name:
            words = self.tr("search \u201c%1\u201d renamed").replace("%1", step.name)
        else:
            words = self.tr("saved search \u201c%1\u201d removed").replace("%1", step.name)
        number, before, is_named = step.number, step.name, False

        def become(new: str, *, is_applied: bool) -> LaneJob:
            nonlocal is_named
            is_named = is_applied
            return self._search.name_step(number, new)

        self._stack.push(
            UndoStep(
                words,
                lambda: become(name, is_applied=True),
                lambda: become(before, is_applied=False),
                lambda: is_named,
            )
        )
