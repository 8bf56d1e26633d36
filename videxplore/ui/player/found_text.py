"""The text by which a search found scenes of the open video: read on a lane, framed on the picture."""

from PySide6.QtCore import QObject, Signal

from videxplore.services.library import Library
from videxplore.services.searching.words.found_words import FoundLine, lines_of_hits, text_spans
from videxplore.services.transcripts import transcripts_of
from videxplore.ui.player.frame_view import FrameView
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane


class FoundText(QObject):
    """Knows the lines of the open video that hold what was searched for, and frames those on screen.

    Signals:
        changed: Other lines are found.

    Attributes:
        lines: In the order of the texts of the video.
    """

    changed = Signal()

    def __init__(self, session: Session, library: Library, lane: Lane, picture: FrameView) -> None:
        """Read on ``lane``; frame text on ``picture``."""
        super().__init__(picture)
        self._session = session
        self._library = library
        self._lane = lane
        self._picture = picture
        self.lines: tuple[FoundLine, ...] = ()
        for signal in (session.videoChanged, session.rankingChanged, session.openVideoStateChanged):
            signal.connect(self._read)
        session.timeChanged.connect(self._frame)

    def at(self, time_s: float) -> list[FoundLine]:
        """The lines that are said or shown at a time."""
        return [one for one in self.lines if one.is_at(time_s)]

    def _read(self, _value: object = None) -> None:
        self._lane.cancel("found text")
        video, ranking = self._session.video, self._session.ranking
        if video is None or ranking is None or not text_spans(ranking, video.id):
            self._show([])
            return
        video_id = video.id
        job = self._lane.submit_latest(
            lambda _task: lines_of_hits(transcripts_of(self._library, video_id), ranking, video_id),
            "found text",
        )
        job.succeeded.connect(self._show)
        job.failed.connect(self._session.notice_failure)

    def _show(self, lines: list[FoundLine]) -> None:
        if tuple(lines) != self.lines:
            self.lines = tuple(lines)
            self.changed.emit()
        self._frame(self._session.time_s)

    def _frame(self, time_s: float) -> None:
        self._picture.show_text_boxes([one.line.box for one in self.at(time_s) if one.line.box is not None])
