"""What the window is looking at: the one thing its panels share.

Panels never know each other. Each reads the session and listens to its signals; each that lets the user
choose something calls the session.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from videxplore.core.selects import MomentMark, Verdict
from videxplore.core.spans import PlayerPosition
from videxplore.core.types import Moment, Shot, Video
from videxplore.services.searching.query.query import Query, Ranking
from videxplore.ui.work.jobs import failure_sentence


@dataclass(frozen=True, slots=True)
class Marks:
    """The span between the in and the out point, in seconds; None where a point is not set."""

    in_s: float | None = None
    out_s: float | None = None


class Session(QObject):
    """Current video, time, scene, query and ranking.

    Signals:
        videoChanged: The :class:`Video` now open, or None. Emitted before the time changes.
        videoUpdated: A :class:`Video` of the library whose state changed (open or not).
        openVideoStateChanged: The open :class:`Video`, whose state changed; after ``videoUpdated``.
        timeChanged: The playhead moved to this time in seconds, for whatever reason.
        seekRequested: Someone asked the player to show the exact frame at this time in seconds.
        scrubRequested: Someone drags the playhead over this time; the quickest frame will do.
        playingChanged: The player plays (True) or is paused (False).
        unplayable: The player can show no frame of the open video.
        shotSelected: The :class:`Shot` selected on the timeline, or None.
        queryChanged: The new :class:`Query`, or None.
        rankingChanged: The :class:`Ranking` that answers the query, or None.
        marksChanged: The new :class:`Marks`.
        bookmarksChanged: A tuple of times in seconds in the open video, in order.
        bookmarkToggled: (video id, time in seconds) of a moment to be bookmarked, or not to be any more.
        momentMarksChanged: What was said of moments changed, in any video.
        heatToggled: Whether the heat overlay of the player is wanted.
        regionPicked: An image, uint8 (H, W, 3) RGB, cut out of the paused frame to be searched for.
        noticed: What went wrong, a sentence shown in the window without stopping anything.
        informed: What was done, or is to be done first; a sentence shown in the same place.
        edited: What was done and can be undone; a sentence shown there with a button that undoes it.
        lassoChanged: The ids of the scenes lassoed on the map, a frozenset; None when nothing is.
        libraryChanged: Videos were added or removed.
        placeChanged: (video id, :class:`PlayerPosition`) where a video was left for another one.
    """

    videoChanged = Signal(object)
    videoUpdated = Signal(object)
    openVideoStateChanged = Signal(object)
    timeChanged = Signal(float)
    seekRequested = Signal(float)
    scrubRequested = Signal(float)
    playingChanged = Signal(bool)
    unplayable = Signal()
    shotSelected = Signal(object)
    queryChanged = Signal(object)
    rankingChanged = Signal(object)
    marksChanged = Signal(object)
    bookmarksChanged = Signal(object)
    bookmarkToggled = Signal(int, float)
    momentMarksChanged = Signal()
    heatToggled = Signal(bool)
    regionPicked = Signal(object)
    noticed = Signal(str)
    informed = Signal(str)
    edited = Signal(str)
    lassoChanged = Signal(object)
    libraryChanged = Signal()
    placeChanged = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.video: Video | None = None
        self.time_s = 0.0
        self.shot: Shot | None = None
        self.query: Query | None = None
        self.ranking: Ranking | None = None
        self.lasso: frozenset[int] | None = None
        self.marks = Marks()
        self.bookmarks: tuple[float, ...] = ()
        self.moment_marks: Mapping[int, Sequence[MomentMark]] = {}
        self.is_playing = False
        self.is_playable = True
        self.is_heat_shown = False
        self._left: dict[int, PlayerPosition] = {}

    def open_video(self, video: Video | None, time_s: float | None = None) -> None:
        """Show ``video`` at ``time_s``, or where it was left; the same video again only seeks."""
        if video is not None and self.video is not None and video.id == self.video.id:
            self.video = video
            self.seek(self.time_s if time_s is None else time_s)
            return
        if self.video is not None:
            self._left[self.video.id] = self.place
            self.placeChanged.emit(self.video.id, self.place)
        left = self._left.get(video.id if video is not None else 0, PlayerPosition(0.0))
        self.video = video
        self.time_s = left.time_s if time_s is None else time_s
        self.shot = None
        self.is_playable = True
        self.marks = Marks(left.in_s, left.out_s)
        self.bookmarks = self._marked_s()
        self.videoChanged.emit(video)
        self.shotSelected.emit(None)
        self.marksChanged.emit(self.marks)
        self.bookmarksChanged.emit(self.bookmarks)
        if video is not None:
            self.seek(self.time_s)

    @property
    def place(self) -> PlayerPosition:
        """Playhead, in and out point of the open video."""
        return PlayerPosition(self.time_s, self.marks.in_s, self.marks.out_s)

    def restore_places(self, places: Mapping[int, PlayerPosition]) -> None:
        """Where videos were left when the program ran before, by their ids."""
        self._left = {**places, **self._left}

    def open_moment(self, moment: Moment) -> None:
        """Show the video of ``moment`` at its best matching time."""
        self.open_video(moment.video, moment.time_s)

    def update_video(self, video: Video) -> None:
        """Take over a new state of a video of the library."""
        is_open = self.video is not None and self.video.id == video.id
        if is_open:
            self.video = video
        self.videoUpdated.emit(video)
        if is_open and self.video is video:
            self.openVideoStateChanged.emit(video)

    def seek(self, time_s: float) -> None:
        """Ask for the exact frame at ``time_s``."""
        self.set_time(self._within_video(time_s))
        self.seekRequested.emit(self.time_s)

    def scrub(self, time_s: float) -> None:
        """Ask for the quickest frame at ``time_s`` while the pointer moves; a seek follows on release."""
        self.set_time(self._within_video(time_s))
        self.scrubRequested.emit(self.time_s)

    def set_time(self, time_s: float) -> None:
        """Publish where the playhead is; the player calls this while it plays."""
        if time_s != self.time_s:
            self.time_s = time_s
            self.timeChanged.emit(time_s)

    def set_playing(self, *, is_playing: bool) -> None:
        """Publish whether the player plays; the player calls this."""
        if is_playing != self.is_playing:
            self.is_playing = is_playing
            self.playingChanged.emit(is_playing)

    def fail_playback(self) -> None:
        """Publish that no frame of the open video can be shown; the player says why, and calls this."""
        self.is_playable = False
        self.unplayable.emit()

    def select_shot(self, shot: Shot | None) -> None:
        """Select a scene of the open video."""
        self.shot = shot
        self.shotSelected.emit(shot)

    def set_query(self, query: Query | None) -> None:
        """Ask for similar moments; the ranking follows from the interactive lane."""
        self.query = query
        self.queryChanged.emit(query)

    def set_ranking(self, ranking: Ranking | None) -> None:
        """Publish the answer to the query."""
        self.ranking = ranking
        self.rankingChanged.emit(ranking)

    def set_marks(self, marks: Marks) -> None:
        """Set the in and out points."""
        if marks != self.marks:
            self.marks = marks
            self.marksChanged.emit(marks)

    def set_in(self, time_s: float) -> None:
        """Let the span begin at a moment; an out point that is not later is cleared."""
        if self.video is None:
            return
        out_s = self.marks.out_s
        self.set_marks(Marks(time_s, out_s if out_s is None or out_s > time_s else None))

    def set_out(self, time_s: float) -> None:
        """Let the span end with the frame shown at a moment; an in point after that frame is cleared."""
        if self.video is None:
            return
        in_s = self.marks.in_s
        out_s = self._within_video(time_s + self._frame_s())
        self.set_marks(Marks(in_s if in_s is None or in_s < out_s else None, out_s))

    def last_frame_s(self, end_s: float) -> float:
        """The time of the frame that ends at ``end_s``, such as an out point."""
        return max(0.0, end_s - self._frame_s())

    def toggle_bookmark(self, time_s: float) -> None:
        """Bookmark a moment of the open video, or take its bookmark away."""
        if self.video is not None:
            self.bookmarkToggled.emit(self.video.id, time_s)

    def set_moment_marks(self, marks: Mapping[int, Sequence[MomentMark]]) -> None:
        """Set what was said of moments, by video id and in time order; each is a bookmark."""
        self.moment_marks = marks
        times_s = self._marked_s()
        if times_s != self.bookmarks:
            self.bookmarks = times_s
            self.bookmarksChanged.emit(times_s)
        self.momentMarksChanged.emit()

    def verdict_of(self, video_id: int, start_s: float, end_s: float) -> Verdict:
        """Whether a part of a video has a favourite or a rejected moment; the former goes first."""
        verdicts = {
            mark.verdict for mark in self.moment_marks.get(video_id, ()) if start_s <= mark.middle_s < end_s
        }
        return "favourite" if "favourite" in verdicts else "rejected" if "rejected" in verdicts else ""

    def set_lasso(self, shot_ids: frozenset[int] | None) -> None:
        """Limit what is shown to the scenes lassoed on the map."""
        if shot_ids != self.lasso:
            self.lasso = shot_ids
            self.lassoChanged.emit(shot_ids)

    def show_heat(self, *, shown: bool) -> None:
        """Show or hide the heat overlay."""
        if shown != self.is_heat_shown:
            self.is_heat_shown = shown
            self.heatToggled.emit(shown)

    def notice(self, sentence: str) -> None:
        """Show the user what went wrong."""
        self.noticed.emit(sentence)

    def inform(self, sentence: str) -> None:
        """Show the user what was done, or is to be done first."""
        self.informed.emit(sentence)

    def offer_undo(self, sentence: str) -> None:
        """Show the user what was done, with a button that undoes it."""
        self.edited.emit(sentence)

    def notice_failure(self, error: Exception) -> None:
        """Show why something could not be read; a bug is reported elsewhere."""
        if sentence := failure_sentence(error):
            self.notice(sentence)

    def _marked_s(self) -> tuple[float, ...]:
        """Where marks begin in the open video."""
        marks = self.moment_marks.get(self.video.id, ()) if self.video is not None else ()
        return tuple(sorted({mark.start_s for mark in marks}))

    def _frame_s(self) -> float:
        """How long a frame of the open video lasts; 0 while that is unknown."""
        properties = self.video.properties if self.video is not None else None
        rate_hz = properties.frame_rate_hz if properties is not None else 0
        return float(1 / rate_hz) if rate_hz else 0.0

    def _within_video(self, time_s: float) -> float:
        duration_s = self.video.duration_s if self.video else 0.0
        return max(0.0, min(time_s, duration_s)) if duration_s > 0 else max(0.0, time_s)
