"""Steps that can be undone and done again.

Qt has a class for this; its Python binding crashes when a second command is pushed (PySide6 6.11.3).
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person did.

    Attributes:
        words: What it was, after "undo".
        do: Does it, and does it again after it was undone.
        take_back: Undoes it.
    """

    words: str
    do: Callable[[], None]
    take_back: Callable[[], None]


class UndoStack:
    """Steps in order, and how many of them are done."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self._steps: list[Step] = []
        self._done = 0

    @property
    def undo_words(self) -> str:
        """What :meth:`undo` takes back; empty for nothing."""
        return self._steps[self._done - 1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """What :meth:`redo` does again; empty for nothing."""
        return self._steps[self._done].words if self._done < len(self._steps) else ""

    def push(self, step: Step) -> None:
        """Do a step; what was undone before is given up."""
        self.note(step)
        step.do()

    def note(self, step: Step) -> None:
        """Take in a step that is done already; what was undone before is given up."""
        del self._steps[self._done :]
        self._steps.append(step)
        self._done += 1

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            self._done -= 1
            self._steps[self._done].take_back()

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if self._done < len(self._steps):
            self._done += 1
            self._steps[self._done - 1].do()
