"""Steps that can be undone and done again, each by work beside the window that may fail."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from videxplore.ui.jobs import Job


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person did.

    Attributes:
        words: What it was, after "undo".
        do: Begins to do it, and to do it again after it was undone.
        take_back: Begins to undo it.
        stands: Whether it is done now, if only in part: then there is something to undo.
    """

    words: str
    do: Callable[[], Job]
    take_back: Callable[[], Job]
    stands: Callable[[], bool]


class UndoStack(QObject):
    """Steps in order, and how many of them are done.

    A step counts as done, or as undone, once its work has ended and only if it did so: what failed can be
    tried again. What is asked for meanwhile waits.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing was done yet."""
        super().__init__(parent)
        self._steps: list[Step] = []
        self._done = 0
        self._is_busy = False
        self._waiting: deque[Callable[[], None]] = deque()

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
        self._in_turn(lambda: self._await(step.do(), lambda: self._note_if_done(step)))

    def note(self, step: Step) -> None:
        """Take in a step that is done already; what was undone before is given up."""
        self._in_turn(lambda: self._note_if_done(step))

    def undo(self) -> None:
        """Take the last step back."""
        self._in_turn(self._undo)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._in_turn(self._redo)

    def _undo(self) -> None:
        if self._done:
            step = self._steps[self._done - 1]
            self._await(step.take_back(), lambda: self._count(step))

    def _redo(self) -> None:
        if self._done < len(self._steps):
            step = self._steps[self._done]
            self._await(step.do(), lambda: self._count(step))

    def _count(self, step: Step) -> None:
        self._done = self._steps.index(step) + step.stands()

    def _note_if_done(self, step: Step) -> None:
        if step.stands():
            del self._steps[self._done :]
            self._steps.append(step)
            self._done += 1

    def _await(self, job: Job, then: Callable[[], None]) -> None:
        self._is_busy = True
        job.finished.connect(lambda: self._end(then))

    def _end(self, then: Callable[[], None]) -> None:
        then()
        self._is_busy = False
        self._go_on()

    def _in_turn(self, begin: Callable[[], None]) -> None:
        self._waiting.append(begin)
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and not self._is_busy:
            self._waiting.popleft()()
