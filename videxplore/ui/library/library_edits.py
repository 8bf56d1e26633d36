"""What the person does to the library, each as a step that can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from videxplore.catalogue.removal import RemovedVideo
from videxplore.catalogue.taught import TaughtAction
from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import Video, VideoState
from videxplore.services.library import Library
from videxplore.ui.engines import Engines
from videxplore.ui.indexing_work import IndexingWork
from videxplore.ui.jobs import Lane
from videxplore.ui.session import Session
from videxplore.ui.undo_stack import Step, UndoStack

MOST_KEPT_BYTES = 256 * 1024 * 1024


@dataclass(slots=True)
class _Removal:
    """Videos that were removed together.

    Attributes:
        kept: What was known of those that can be put back.
        given_up: The files of those of which too much was known to be kept.
    """

    video_ids: list[int]
    kept: list[RemovedVideo] = field(default_factory=list)
    given_up: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class _Lesson:
    """An action that was taught.

    Attributes:
        forgotten: All that was learned of it until it was forgotten; None while it is known.
    """

    label: str
    forgotten: TaughtAction | None = None


class LibraryEdits(QObject):
    """Removing videos and teaching actions, with undo and redo.

    Signals:
        removed: A list of ids of videos that are no longer in the library.
        restored: A list of the :class:`Video` that are in the library again.
        labelsChanged: What is recognised changed.

    Attributes:
        most_kept_bytes: So much is kept of removed videos; the others are indexed again on undoing.
    """

    removed = Signal(list)
    restored = Signal(list)
    labelsChanged = Signal()

    def __init__(
        self, session: Session, library: Library, lane: Lane, work: IndexingWork, engines: Engines
    ) -> None:
        """Change ``library`` on ``lane``."""
        super().__init__()
        self.stack = UndoStack()
        self._session = session
        self._library = library
        self._lane = lane
        self._work = work
        self._engines = engines
        self.most_kept_bytes = MOST_KEPT_BYTES
        self._kept_bytes = 0

    def remove(self, videos: Sequence[Video]) -> None:
        """Forget videos; the files stay. Undoing puts back what was known of them."""
        if not videos:
            return
        words = self.tr("remove %n video(s)", "", len(videos))
        removal = _Removal([video.id for video in videos])
        self.stack.push(Step(words, lambda: self._forget(removal), lambda: self._put_back(removal)))

    def close(self) -> None:
        """Nothing can be undone any more: let go of what was kept for that."""
        self._library.forget_removed()

    def learned(self, label: str, *, is_new: bool) -> None:
        """An action was taught; undoing forgets it where it was new."""
        self.labelsChanged.emit()
        if is_new:
            words = self.tr("teach \u201c%1\u201d").replace("%1", label)
            lesson = _Lesson(label)
            self.stack.note(Step(words, lambda: self._relearn(lesson), lambda: self._unlearn(lesson)))

    def _forget(self, removal: _Removal) -> None:
        def work(task: Task) -> list[int]:
            for video_id in removal.video_ids:
                task.checkpoint()
                self._work.cancel_video(video_id)
                removed = self._library.take_out_video(video_id)
                if self._kept_bytes + removed.size_bytes <= self.most_kept_bytes:
                    self._kept_bytes += removed.size_bytes
                    removal.kept.append(removed)
                else:
                    removal.given_up.append(removed.path)
            return removal.video_ids

        job = self._lane.submit(work)
        job.succeeded.connect(self.removed.emit)
        job.failed.connect(self._say)

    def _put_back(self, removal: _Removal) -> None:
        def work(_task: Task) -> tuple[list[Video], list[Path]]:
            videos = []
            while removal.kept:
                removed = removal.kept.pop()
                self._kept_bytes -= removed.size_bytes
                videos.append(self._library.put_back_video(removed))
            given_up, removal.given_up = removal.given_up, []
            return videos, given_up

        job = self._lane.submit(work)
        job.succeeded.connect(lambda back: self._go_on(*back))
        job.failed.connect(self._say)

    def _go_on(self, videos: list[Video], given_up: list[Path]) -> None:
        """Tell that videos are back; finish what was not finished when they went, and what was not kept."""
        self.restored.emit(videos)
        unfinished = (VideoState.WAITING, VideoState.SEARCHABLE)
        self._work.add([*given_up, *(video.path for video in videos if video.state in unfinished)])

    def _unlearn(self, lesson: _Lesson) -> None:
        def work(_task: Task) -> None:
            service = self._engines.teaching()
            known = [action for action in service.actions() if action.label == lesson.label]
            service.forget(lesson.label)
            [lesson.forgotten] = known

        self._relabel(work)

    def _relearn(self, lesson: _Lesson) -> None:
        def work(task: Task) -> None:
            if lesson.forgotten is not None:
                self._engines.teaching().restore(lesson.forgotten, task)
                lesson.forgotten = None

        self._relabel(work)

    def _relabel(self, work: Callable[[Task], None]) -> None:
        job = self._lane.submit(work)
        job.succeeded.connect(lambda _none: self.labelsChanged.emit())
        job.failed.connect(self._say)

    def _say(self, error: Exception) -> None:
        if isinstance(error, VidexploreError):
            self._session.notice(str(error))
