"""Finding duplicates on a lane, and settling them with undo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from videxplore.composition import Services
from videxplore.core.file_names import one_line
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.searching.duplicates.better_copy import compare
from videxplore.services.searching.duplicates.duplicates import Duplicate
from videxplore.ui.library.library_edits import LibraryEdits, UndoStep
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob


@dataclass(slots=True)
class _Settling:
    """Something said of duplicates.

    Attributes:
        is_applied: Whether it is said now.
    """

    is_applied: bool = False


class DuplicatesWork(QObject):
    """The duplicates of the library, or of one video, and what the user says of them.

    Signals:
        found: The list of :class:`Comparison`; again whenever one of them is settled.
        progressed: A :class:`~videxplore.core.task.Progress` of the search.
        failed: The exception that ended a search.
        said: A sentence about what was done or went wrong.
        dismissedChanged: The list of pairs of :class:`Video` that the user dismissed.
    """

    found = Signal(list)
    progressed = Signal(object)
    failed = Signal(object)
    said = Signal(str)
    dismissedChanged = Signal(object)

    def __init__(
        self,
        session: Session,
        services: Services,
        edits: LibraryEdits,
        lane: Lane,
        parent: QObject | None = None,
    ) -> None:
        """Search on ``lane``; what is said of duplicates is undone with what else was done in ``edits``."""
        super().__init__(parent)
        self._session = session
        self._services = services
        self._edits = edits
        self._lane = lane
        self._duplicates: Sequence[Duplicate] = ()
        self._protected: list[Path] = []
        self._hidden: set[frozenset[int]] = set()
        self._gone: set[int] = set()
        self._is_searching = False
        self._video: Video | None = None
        edits.removed.connect(self._on_removed)
        edits.restored.connect(self._on_restored)
        edits.stack.done.connect(self._say_done)
        session.informed.connect(self.said)
        session.noticed.connect(self.said)

    @property
    def protected_folders(self) -> Sequence[Path]:
        """Folders whose files are never suggested for removal."""
        return self._protected

    def find(self, video: Video | None) -> None:
        """Look for all duplicates, or for those of one video."""
        service = self._services.duplicates
        video_id = None if video is None else video.id

        def work(task: Task) -> tuple[list[Duplicate], list[Path]]:
            return service().find(task, video_id=video_id), service().protected_folders()

        self._video = video
        self._duplicates, self._hidden, self._gone = (), set(), set()
        self._is_searching = True
        job = self._lane.submit_latest(work, "duplicates")
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self._keep)
        job.failed.connect(self.failed)

    def stop(self) -> None:
        """The answer is not wanted any more."""
        self._lane.cancel("duplicates")

    def dismiss(self, pair: Duplicate) -> None:
        """The two videos of a pair are not duplicates of each other."""
        service, ids = self._services.duplicates, frozenset((pair.first.id, pair.second.id))

        def note(is_said: bool) -> None:
            (self._hidden.add if is_said else self._hidden.discard)(ids)
            self.read_dismissed()

        self._settle(
            self.tr("pair dismissed as no duplicate"),
            lambda: service().dismiss(pair.first, pair.second),
            lambda: service().take_back(pair.first, pair.second),
            note,
        )

    def read_dismissed(self) -> None:
        """Read which pairs were dismissed."""
        service = self._services.duplicates
        job = self._lane.submit(lambda _task: service().dismissed())
        job.succeeded.connect(self.dismissedChanged)
        job.failed.connect(self._session.notice_failure)

    def take_back(self, first: Video, second: Video) -> None:
        """Look again for what two videos share that were dismissed."""
        service = self._services.duplicates

        def look_again(_is_said: bool) -> None:
            self.read_dismissed()
            self.find(self._video)

        self._settle(
            self.tr("dismissed pair taken back"),
            lambda: service().take_back(first, second),
            lambda: service().dismiss(first, second),
            look_again,
        )

    def protect(self, folder: Path) -> None:
        """Never suggest to remove a file of a folder."""
        service = self._services.duplicates

        def note(is_said: bool) -> None:
            self._protected = [one for one in self._protected if one != folder] + [folder] * is_said

        self._settle(
            self.tr("folder \u201c%1\u201d is never suggested").replace("%1", one_line(folder.name)),
            lambda: service().protect(folder),
            lambda: service().unprotect(folder),
            note,
        )

    def trash(self, video: Video) -> None:
        """Move a file to the trash, and remove its video."""
        self._edits.trash(video)

    def _settle(
        self,
        words: str,
        say: Callable[[], None],
        take_back: Callable[[], None],
        note: Callable[[bool], None],
    ) -> None:
        settling = _Settling()

        def begin(work: Callable[[], None], *, is_said: bool) -> LaneJob:
            job = self._lane.submit(lambda _task: work())
            job.succeeded.connect(lambda _none: end(is_said))
            job.failed.connect(self._session.notice_failure)
            return job

        def end(is_said: bool) -> None:
            settling.is_applied = is_said
            note(is_said)
            self._show()

        self._edits.stack.push(
            UndoStep(
                words,
                lambda: begin(say, is_said=True),
                lambda: begin(take_back, is_said=False),
                lambda: settling.is_applied,
            )
        )

    def _say_done(self, sentence: str) -> None:
        self.said.emit(self.tr("%1 It can be undone with Ctrl+Z.").replace("%1", sentence))

    def _keep(self, answer: tuple[list[Duplicate], list[Path]]) -> None:
        self._duplicates, self._protected = answer
        self._is_searching = False
        self._show()

    def _show(self) -> None:
        if self._is_searching:
            return
        shown = [
            compare(one, self._protected)
            for one in self._duplicates
            if frozenset((one.first.id, one.second.id)) not in self._hidden
            and self._gone.isdisjoint((one.first.id, one.second.id))
        ]
        self.found.emit(shown)

    def _on_removed(self, ids: list[int]) -> None:
        self._gone.update(ids)
        self._show()

    def _on_restored(self, videos: list[Video]) -> None:
        self._gone.difference_update(video.id for video in videos)
        self._show()
