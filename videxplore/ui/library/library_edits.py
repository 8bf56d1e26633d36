"""User actions to the library and its taught labels, each as a step that can be undone."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from videxplore.composition import Services
from videxplore.core.errors import UnknownVideoError
from videxplore.core.file_names import one_line
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.indexed_files import require_as_indexed
from videxplore.services.library import RemovedVideo
from videxplore.services.teaching.lesson import Lesson
from videxplore.services.teaching.taught_actions import TaughtAction
from videxplore.ui.library.indexing_work import IndexingWork
from videxplore.ui.library.left_over import UNFINISHED
from videxplore.ui.library.trash import TrashedFile
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob


class UndoStep(QUndoCommand):
    """One thing the user did.

    Attributes:
        do: Begins to do it, and to do it again after it was undone.
        take_back: Begins to undo it.
        is_applied: Whether it is done now, if only in part: then there is something to undo.
    """

    def __init__(
        self,
        words: str,
        do: Callable[[], LaneJob],
        take_back: Callable[[], LaneJob],
        is_applied: Callable[[], bool],
    ) -> None:
        """Call the step by ``words``, which say what was done: "2 videos removed"."""
        super().__init__(words)
        self.do = do
        self.take_back = take_back
        self.is_applied = is_applied


class UndoStack(QObject):
    """Steps in order, and how many of them are done.

    Qt's stack takes every step for done, or undone, at once and for sure. So it gets a step when its
    work has ended, and only if it did so: what failed can be tried again. What is asked for meanwhile waits.

    Signals:
        informed: A sentence about what was undone or done again, or that there is nothing to.
        done: A sentence about what was done, and can be undone.

    Attributes:
        steps: Qt's stack, with the words of what can be undone and done again.
    """

    informed = Signal(str)
    done = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = QUndoStack(self)
        self._is_busy = False
        self._waiting: deque[Callable[[], None]] = deque()

    def push(self, step: UndoStep) -> None:
        """Do a step; what was undone before cannot be done again."""
        self._in_turn(lambda: self._do(step))

    def note(self, step: UndoStep) -> None:
        """Add a step that is done already; what was undone before cannot be done again."""

        def push() -> None:
            self._push_if_done(step)

        self._in_turn(push)

    def undo(self) -> None:
        """Take the last step back."""
        self._in_turn(self._undo)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._in_turn(self._redo)

    def _do(self, step: UndoStep) -> None:
        job = step.do()
        words = step.text()
        # Words that begin with a figure or a quote stay as they are.
        sentence = f"{words[:1].upper()}{words[1:]}."

        def then() -> None:
            if self._push_if_done(step):
                self.done.emit(sentence)

        self._await(job, then)

    def _undo(self) -> None:
        step = self.steps.command(self.steps.index() - 1)
        if not isinstance(step, UndoStep):
            self.informed.emit(self.tr("There is nothing to undo."))
            return
        job = step.take_back()
        sentence = self.tr("Undone: %1.").replace("%1", step.text())
        job.succeeded.connect(lambda _result: self.informed.emit(sentence))
        self._await(job, lambda: None if step.is_applied() else self.steps.undo())

    def _redo(self) -> None:
        step = self.steps.command(self.steps.index())
        if not isinstance(step, UndoStep):
            self.informed.emit(self.tr("There is nothing to redo."))
            return
        job = step.do()
        sentence = self.tr("Redone: %1.").replace("%1", step.text())
        job.succeeded.connect(lambda _result: self.informed.emit(sentence))
        self._await(job, lambda: self.steps.redo() if step.is_applied() else None)

    def _push_if_done(self, step: UndoStep) -> bool:
        is_done = step.is_applied()
        if is_done:
            self.steps.push(step)
        return is_done

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


MOST_KEPT_BYTES = 256 * 1024 * 1024


@dataclass(slots=True)
class _Removal:
    """Videos that were removed together.

    Attributes:
        videos: As they were before.
        kept: What was known of those that can be restored.
        not_kept: The files of those of which too much was known to be kept.
        is_trashing: Whether their files are moved to the trash.
        trashed: The files that lie there.
    """

    videos: Sequence[Video]
    kept: list[RemovedVideo] = field(default_factory=list)
    not_kept: list[Path] = field(default_factory=list)
    is_trashing: bool = False
    trashed: list[TrashedFile] = field(default_factory=list)

    def is_applied(self) -> bool:
        """Whether there is something to restore."""
        return bool(self.kept or self.not_kept or self.trashed)


class LibraryEdits(QObject):
    """Removing videos, also with their files, with undo and redo.

    Signals:
        removed: A list of ids of videos that are no longer in the library.
        restored: A list of the :class:`Video` that are in the library again.

    Attributes:
        most_kept_bytes: Limit of what is kept of removed videos; others are indexed again on undo.
    """

    removed = Signal(list)
    restored = Signal(list)

    def __init__(self, session: Session, services: Services, lane: Lane, work: IndexingWork) -> None:
        super().__init__()
        self.stack = UndoStack(self)
        self.stack.informed.connect(session.inform)
        self.stack.done.connect(session.offer_undo)
        self._session = session
        self._library = services.library
        self._lane = lane
        self._work = work
        self._services = services
        self.most_kept_bytes = MOST_KEPT_BYTES
        self._kept_bytes = 0

    def remove(self, videos: Sequence[Video]) -> None:
        """Remove videos from the library; the files stay. Undoing restores what was known of them."""
        if not videos:
            return
        words = self.tr("%n video(s) removed", "", len(videos))
        removal = _Removal(tuple(videos))
        self.stack.push(
            UndoStep(words, lambda: self._forget(removal), lambda: self._restore(removal), removal.is_applied)
        )

    def trash(self, video: Video) -> None:
        """Move the file of a video to the trash, and remove the video; undoing moves it back."""
        removal = _Removal((video,), is_trashing=True)
        if self._session.video is not None and self._session.video.id == video.id:
            # Windows moves no file that is open.
            self._session.open_video(None)
        words = self.tr("\u201c%1\u201d moved to the trash").replace("%1", one_line(video.path.name))
        self.stack.push(
            UndoStep(words, lambda: self._forget(removal), lambda: self._restore(removal), removal.is_applied)
        )

    def close(self) -> None:
        """Delete what was kept for undo."""
        self._library.delete_removed_caches()

    def _forget(self, removal: _Removal) -> LaneJob:
        gone: list[int] = []

        def work(task: Task) -> None:
            for video in removal.videos:
                task.checkpoint()
                gone.extend({video.id, self._remove_one(video, removal)})
            if not removal.is_applied():
                raise UnknownVideoError("This video is no longer in the library.")

        job = self._lane.submit(work)
        job.failed.connect(self._session.notice_failure)
        # Those that went before something failed are gone as well.
        job.finished.connect(lambda: self.removed.emit(gone) if gone else None)
        return job

    def _remove_one(self, video: Video, removal: _Removal) -> int:
        """On the lane: remove a video, unless it is gone already; the id it had."""
        catalogue = self._library.catalogue
        # What was indexed again has another id than before.
        known = catalogue.videos_by_id([video.id]).get(video.id) or catalogue.video_by_path(video.path)
        if known is None:
            return video.id
        self._work.cancel_video(known.id)
        if removal.is_trashing:
            require_as_indexed(known)
            removal.trashed.append(TrashedFile.of(known.path))
        removed = self._library.remove_video(known.id)
        if self._kept_bytes + removed.size_bytes <= self.most_kept_bytes:
            self._kept_bytes += removed.size_bytes
            removal.kept.append(removed)
        else:
            removal.not_kept.append(removed.path)
        return known.id

    def _restore(self, removal: _Removal) -> LaneJob:
        back: list[Video] = []

        def work(_task: Task) -> None:
            while removal.trashed:
                removal.trashed[-1].move_back()
                removal.trashed.pop()
            while removal.kept:
                # It is kept until it is safely back: a disk may be full.
                removed = removal.kept[-1]
                back.append(self._library.restore_video(removed))
                removal.kept.pop()
                self._kept_bytes -= removed.size_bytes

        job = self._lane.submit(work)
        job.failed.connect(self._session.notice_failure)
        job.finished.connect(lambda: self._go_on(removal, back))
        return job

    def _go_on(self, removal: _Removal, back: list[Video]) -> None:
        """Report what is back; index what was unfinished when it was removed, and what was not kept."""
        if back:
            self.restored.emit(back)
        wanted = [video.path for video in back if video.state in UNFINISHED]
        if not removal.kept:
            wanted += removal.not_kept
            removal.not_kept = []
        self._work.add(wanted)


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
        words = self.tr("label \u201c%1\u201d deleted").replace("%1", action.label)
        self._stack.push(self._step(words, _Change(action.label, action, None)))

    def rename(self, label: str, new: str) -> None:
        """Rename a label."""
        words = self.tr("\u201c%1\u201d renamed").replace("%1", label)
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
        words = self.tr("\u201c%1\u201d taught").replace("%1", after.label)
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
