"""Teaching, renaming and deleting labels, each as a step that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from videxplore.composition import Services
from videxplore.core.task import Task
from videxplore.services.teaching.lesson import Lesson
from videxplore.services.teaching.taught_actions import TaughtAction
from videxplore.ui.library.library_edits import UndoStack, UndoStep
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob


@dataclass(slots=True)
class _Change:
    """A label before and after something was done to it; None where it was not taught.

    Attributes:
        is_applied: Whether it is done now.
    """

    label: str
    before: TaughtAction | None
    after: TaughtAction | None
    is_applied: bool = False


class LabelEdits(QObject):
    """What the user does to taught labels, with undo and redo.

    Signals:
        changed: What is recognised, or how it is called, changed.
        failed: Why a change did not come about: an exception.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, stack: UndoStack, session: Session, services: Services, lane: Lane) -> None:
        super().__init__()
        self._stack = stack
        self._session = session
        self._services = services
        self._lane = lane

    def finish(self, lesson: Lesson) -> LaneJob:
        """Store what a lesson taught; undoing restores what was known of its label before."""
        job = self._submit(lambda task: self._services.teaching().finish(lesson, task))
        self._note(lesson.before, lesson.state.action)
        return job

    def learned(self, before: TaughtAction | None, after: TaughtAction) -> None:
        """A label was taught; undoing restores what was known of it before."""
        self.changed.emit()
        self._note(before, after)

    def delete(self, action: TaughtAction) -> None:
        """Delete a label and all it marks; undoing teaches it again from the same examples."""
        words = self.tr("delete the label \u201c%1\u201d").replace("%1", action.label)
        self._stack.push(self._step(words, _Change(action.label, action, None)))

    def rename(self, label: str, new: str) -> None:
        """Rename a label."""
        words = self.tr("rename \u201c%1\u201d").replace("%1", label)
        change = _Change(label, None, None)

        def renamed(old: str, name: str, *, is_applied: bool) -> LaneJob:
            def work(_task: Task) -> None:
                self._services.teaching().rename(old, name)
                change.is_applied = is_applied

            return self._submit(work)

        self._stack.push(
            UndoStep(
                words,
                lambda: renamed(label, new, is_applied=True),
                lambda: renamed(new, label, is_applied=False),
                lambda: change.is_applied,
            )
        )

    def _note(self, before: TaughtAction | None, after: TaughtAction) -> None:
        words = self.tr("teach \u201c%1\u201d").replace("%1", after.label)
        self._stack.note(self._step(words, _Change(after.label, before, after, is_applied=True)))

    def _step(self, words: str, change: _Change) -> UndoStep:
        return UndoStep(
            words,
            lambda: self._become(change, change.after, is_applied=True),
            lambda: self._become(change, change.before, is_applied=False),
            lambda: change.is_applied,
        )

    def _become(self, change: _Change, action: TaughtAction | None, *, is_applied: bool) -> LaneJob:
        def work(task: Task) -> None:
            if action is None:
                self._services.teaching().forget(change.label)
            else:
                self._services.teaching().restore(action, task)
            change.is_applied = is_applied

        return self._submit(work)

    def _submit(self, work: Callable[[Task], object]) -> LaneJob:
        job = self._lane.submit(work)
        job.succeeded.connect(lambda _result: self.changed.emit())
        job.failed.connect(self._session.notice_failure)
        job.failed.connect(self.failed)
        return job
