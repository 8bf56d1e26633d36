"""Bookmarks of the open video."""

from PySide6.QtCore import QObject

from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane

SAME_MOMENT_S = 1e-3


class PlayerBookmarks(QObject):
    """Brings a video's bookmarks back when it is opened, and stores them as they change."""

    def __init__(self, session: Session, library: Library, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._library = library
        self._lane = lane
        self._video_id = 0
        self._stored: tuple[float, ...] | None = None
        self._being_stored = 0
        session.videoChanged.connect(self._open)
        session.bookmarksChanged.connect(self._on_changed)
        session.momentMarksChanged.connect(self._on_marks)
        self._open(session.video)

    def toggle_bookmark(self, time_s: float) -> None:
        """Mark a moment, or unmark it."""
        if self._session.video is None:
            return
        times_s = self._session.bookmarks
        kept = tuple(one for one in times_s if abs(one - time_s) >= SAME_MOMENT_S)
        self._session.set_bookmarks(kept if len(kept) < len(times_s) else (*times_s, time_s))

    def _open(self, video: Video | None) -> None:
        self._video_id = video_id = video.id if video is not None else 0
        self._stored = None
        if video is not None:
            catalogue = self._library.catalogue
            job = self._lane.submit(lambda _: (video_id, catalogue.bookmarks.times_s(video_id)))
            job.succeeded.connect(self._on_read)
            job.failed.connect(self._session.notice_failure)

    def _on_read(self, answer: tuple[int, tuple[float, ...]]) -> None:
        video_id, times_s = answer
        if video_id == self._video_id:
            self._stored = times_s
            # What was marked while the others were on their way is kept too.
            self._session.set_bookmarks((*times_s, *self._session.bookmarks))

    def _on_changed(self, times_s: tuple[float, ...]) -> None:
        if self._stored is None or times_s == self._stored:
            return
        self._stored = times_s
        video_id, catalogue = self._video_id, self._library.catalogue
        job = self._lane.submit(lambda _: catalogue.bookmarks.replace(video_id, times_s))
        self._being_stored += 1
        job.failed.connect(self._session.notice_failure)
        job.finished.connect(lambda: self._on_finished(video_id))

    def _on_finished(self, video_id: int) -> None:
        self._being_stored -= 1
        self._session.storedBookmarksChanged.emit(video_id)

    def _on_marks(self) -> None:
        """Every mark is a bookmark, also one that was made or removed elsewhere in the window."""
        if self._stored is None or self._being_stored:
            return
        marks = self._session.moment_marks.get(self._video_id, ())
        times_s = tuple(dict.fromkeys(mark.start_s for mark in marks))
        if times_s != self._stored:
            self._stored = times_s
            self._session.set_bookmarks(times_s)
