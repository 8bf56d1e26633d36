"""Changes on disk: whether the files of videos are there, and what is new in watched folders."""

import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.indexing.finding.disk_changes import Presence, check_presence
from videxplore.services.indexing.finding.watched_folders import FolderWatcher, NewWatcher, watch_folders
from videxplore.services.library import Library
from videxplore.ui.library.library_model import VideoModel
from videxplore.ui.look.sentences import quoted_name, translated
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, Waker, failure_sentence

VIDEOS_AT_ONCE = 100
"""How many badges change before other events are processed."""

# How soon a drive that is connected again is noticed.
RETRY_MS = 15_000


class PresenceWork(QObject):
    """Checks, and reports which videos went missing or came back.

    Attributes:
        look_again_after_s: Time after a check in which no other follows: switching between windows does not
            wake a sleeping drive each time.
        retry_timer: Looks for missing files while the window stays in front.

    Signals:
        indexingRequested: A list of paths that came back and are not, or no longer, known whole.
    """

    indexingRequested = Signal(list)

    def __init__(
        self, session: Session, library: Library, videos: VideoModel, parent: QObject | None = None
    ) -> None:
        """Look for the files of ``videos``, which ``library`` knows."""
        super().__init__(parent)
        self._session = session
        self._library = library
        self._videos = videos
        # A network drive may be asleep; other work does not wait for it.
        self._lane = Lane("presence", self)
        self._changed: deque[Video] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._report_some)
        self._looked_s = time.monotonic()
        self.look_again_after_s = 30.0
        self.retry_timer = QTimer(self, interval=RETRY_MS)
        self.retry_timer.timeout.connect(self._look_for_missing)
        self.retry_timer.start()

    @property
    def is_settled(self) -> bool:
        """Whether all that was noticed is reported."""
        return self._lane.is_idle and not self._changed

    def look(self) -> None:
        """Look at all of them, as soon as they are shown."""
        if self._videos.is_filled:
            self._look()
        else:
            self._videos.filled.connect(self._look, Qt.ConnectionType.SingleShotConnection)

    def look_again(self) -> None:
        """Look at all of them, unless that was done a moment ago."""
        if time.monotonic() - self._looked_s >= self.look_again_after_s:
            self._look()

    def look_into(self, folder: Path) -> None:
        """Look at those that lie directly in a folder."""
        self._submit(folder)

    def close(self) -> None:
        """Stop, and join the thread."""
        self._timer.stop()
        self.retry_timer.stop()
        self._lane.close()

    def _look(self) -> None:
        self._looked_s = time.monotonic()
        self._submit(None)

    def _look_for_missing(self) -> None:
        """Look only where files are missing: that wakes no other drive."""
        for folder in {video.path.parent for video in self._videos.videos if video.state.is_missing}:
            self._submit(folder)

    def _submit(self, folder: Path | None) -> None:
        subject = "" if folder is None else str(folder)
        job = self._lane.submit_latest(lambda task: check_presence(self._library, task, folder), subject)
        job.succeeded.connect(self._take)
        job.failed.connect(self._session.notice_failure)

    def _take(self, presence: Presence) -> None:
        self._changed.extend(presence.changed)
        self._timer.start()
        if presence.to_index:
            self.indexingRequested.emit(list(presence.to_index))

    def _report_some(self) -> None:
        for _ in range(min(VIDEOS_AT_ONCE, len(self._changed))):
            self._report(self._changed.popleft())
        if not self._changed:
            self._timer.stop()

    def _report(self, video: Video) -> None:
        # It may have been removed from the library meanwhile.
        if self._videos.by_id(video.id) is None:
            return
        self._session.update_video(video)
        is_open = self._session.video is not None and self._session.video.id == video.id
        if is_open and not video.state.is_missing:
            self._session.seek(self._session.time_s)


class WatchedFolders(QObject):
    """Watches folders in the background.

    Signals:
        changed: A list of paths worth indexing: what is new in the folders when they are set, and what comes.
        failed: A sentence about a folder that the system does not watch, or about the library.
    """

    changed = Signal(list)
    failed = Signal(str)

    def __init__(
        self, library: Library, parent: QObject | None = None, new_watcher: NewWatcher = FolderWatcher
    ) -> None:
        """Watch nothing yet; what is new is what ``library`` does not know."""
        super().__init__(parent)
        self._library = library
        self._new_watcher = new_watcher
        self._has_looked = False
        self._found: deque[tuple[Task, list[Path]]] = deque()
        self._refused: deque[tuple[Task, Path, str]] = deque()
        self._waker = Waker(self._deliver, self)
        # All folders below are walked before a folder is watched, and a disk in the network may be asleep.
        self._lane = Lane("watching", self)

    @property
    def is_settled(self) -> bool:
        """Whether all that was to be watched is watched by now, and what is new there was reported."""
        return self._has_looked or self._lane.is_idle

    def watch(self, folders: Sequence[Path]) -> None:
        """Watch these folders soon, and no others; one that is not there is watched once it is."""
        self._has_looked = False
        wanted = tuple(folders)
        job = self._lane.submit_latest(lambda task: self._follow(wanted, task))
        job.failed.connect(self._say)

    def close(self) -> None:
        """Stop and join every thread."""
        self._lane.close()
        self._waker.close()

    def _follow(self, folders: Sequence[Path], task: Task) -> None:
        """On the lane, until the task is cancelled."""

        def refuse(folder: Path, reason: str) -> None:
            self._refused.append((task, folder, reason))
            self._waker.wake()

        if folders:
            for paths in watch_folders(self._library, folders, task, refuse, self._new_watcher):
                self._found.append((task, paths))
                self._waker.wake()

    def _deliver(self) -> None:
        """Report what was found, unless other folders are watched by now."""
        while self._refused:
            task, folder, reason = self._refused.popleft()
            if not task.is_cancelled:
                sentence = self.tr("What is new in %1 will not be noticed: %2.")
                sentence = sentence.replace("%2", translated(reason))
                self.failed.emit(sentence.replace("%1", quoted_name(folder)))
        while self._found:
            task, paths = self._found.popleft()
            if not task.is_cancelled:
                self._has_looked = True
                if paths:
                    self.changed.emit(paths)

    def _say(self, error: Exception) -> None:
        if sentence := failure_sentence(error):
            self.failed.emit(sentence)
