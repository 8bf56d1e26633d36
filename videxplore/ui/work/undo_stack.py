"""Steps that can be undone and done again, each by background work that may fail."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from videxplore.ui.work.jobs import LaneJob


class UndoStep(QUndoCommand):
    """One thing the user did.

    Attributes:
        do: Begins to do it, and to do it again after it was undone.
        take_back: Begins to undo it.
        stands: Whether it is done now, if only in part: then there is something to undo.
    """

    def __init__(
        self,
        words: str,
        do: Callable[[], LaneJob],
        take_back: Callable[[], LaneJob],
        is_applied: Callable[[], bool],
    ) -> None:
        """Call the step by ``words``, which follow "undo"."""
        super().__init__(words)
        self.do = do
        self.take_back = take_back
        self.is_applied = is_applied


class UndoStack(QObject):
    """Steps in order, and how many of them are done.

    Qt's stack takes every step for done, or undone, at once and for sure. So it gets a step when its
    work has ended, and only if it did so: what failed can be tried again. What is asked for meanwhile waits.

    Signals:
        told: A sentence about what was done, undone or done again.
    """

    informed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = QUndoStack(self)
        self._is_busy = False
        self._waiting: deque[Callable[[], None]] = deque()

    @property
    def undo_words(self) -> str:
        """What :meth:`undo` takes back; empty for nothing."""
        return self._steps.undoText()

    @property
    def redo_words(self) -> str:
        """What :meth:`redo` does again; empty for nothing."""
        return self._steps.redoText()

    def push(self, step: UndoStep) -> None:
        """Do a step; what was undone before is given up."""
        self._in_turn(lambda: self._do(step))

    def note(self, step: UndoStep) -> None:
        """Take in a step that is done already; what was undone before is given up."""
        self._in_turn(lambda: self._push_if_done(step))

    def undo(self) -> None:
        """Take the last step back."""
        self._in_turn(self._undo)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._in_turn(self._redo)

    def _do(self, step: UndoStep) -> None:
        job = step.do()
        sentence = self.tr("Done: %1. It can be undone.").replace("%1", step.text())
        job.succeeded.connect(lambda _result: self.informed.emit(sentence))
        self._await(job, lambda: self._push_if_done(step))

    def _undo(self) -> None:
        step = self._steps.command(self._steps.index() - 1)
        if not isinstance(step, UndoStep):
            self.informed.emit(self.tr("There is nothing to undo."))
            return
        job = step.take_back()
        sentence = self.tr("Undone: %1.").replace("%1", step.text())
        job.succeeded.connect(lambda _result: self.informed.emit(sentence))
        self._await(job, lambda: None if step.is_applied() else self._steps.undo())

    def _redo(self) -> None:
        step = self._steps.command(self._steps.index())
        if not isinstance(step, UndoStep):
            self.informed.emit(self.tr("There is nothing to redo."))
            return
        job = step.do()
        sentence = self.tr("Redone: %1.").replace("%1", step.text())
        job.succeeded.connect(lambda _result: self.informed.emit(sentence))
        self._await(job, lambda: self._steps.redo() if step.is_applied() else None)

    def _push_if_done(self, step: UndoStep) -> None:
        if step.is_applied():
            self._steps.push(step)

    def _await(self, job: LaneJob, then: Callable[[], None]) -> None:
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
