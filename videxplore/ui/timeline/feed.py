"""Keeps what the timeline shows up to date with the session and the library."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.ui.session import Session
from videxplore.ui.timeline.content import TimelineContent, Waveform
from videxplore.ui.timeline.film import StripPictures
from videxplore.ui.timeline.loader import (
    empty_content,
    heat_spans,
    load_content,
    load_strip,
    measured_waveform,
)
from videxplore.ui.work.jobs import Lane, LaneJob


class TimelineFeed(QObject):
    """The open video's content for the timeline.

    Signals:
        replaced: Another video is open; ``content`` is about that one.
        changed: Something of ``content`` or the strip is new.
    """

    replaced = Signal()
    changed = Signal()

    def __init__(
        self,
        session: Session,
        library: Library,
        lane: Lane,
        parent: QObject | None = None,
        *,
        with_waveform: bool = True,
    ) -> None:
        """Follow a session.

        Args:
            session: Says which video, ranking, marks and bookmarks.
            library: Where scenes, predictions and strips are read.
            lane: Reads them.
            parent: Owner.
            with_waveform: Whether the sound is to be measured.
        """
        super().__init__(parent)
        self._session = session
        self._with_waveform = with_waveform
        self._library = library
        self._lane = lane
        # Several feeds may share a lane.
        self._content_subject, self._strip_subject = f"content {id(self)}", f"strip {id(self)}"
        self._waveform_job: LaneJob | None = None
        self.content = TimelineContent()
        self.strip: StripPictures | None = None
        session.videoChanged.connect(self._open)
        session.openVideoStateChanged.connect(self._refresh)
        session.rankingChanged.connect(self._on_ranking)
        session.marksChanged.connect(self._on_marks)
        session.bookmarksChanged.connect(self._on_marks)
        if session.video is not None:
            self._open(session.video)

    def close(self) -> None:
        """Close the strip's file."""
        self._set_strip(None)

    def _open(self, video: Video | None) -> None:
        for subject in (self._content_subject, self._strip_subject):
            self._lane.cancel(subject)
        if self._waveform_job is not None:
            self._waveform_job.cancel()
            self._waveform_job = None
        self._set_strip(None)
        self.content = self._with_marks(empty_content(video))
        self.replaced.emit()
        if video is not None:
            self._load(video)

    def _refresh(self, video: Video) -> None:
        if self.content.duration_s != video.duration_s:
            self._open(video)
        else:
            self._load(video)

    def _load(self, video: Video) -> None:
        library = self._library
        content = self._lane.submit_latest(
            lambda task: load_content(library, video, task), self._content_subject
        )
        content.succeeded.connect(self._on_content)
        content.failed.connect(self._session.notice_failure)
        strip = self._lane.submit_latest(lambda _: load_strip(library, video.id), self._strip_subject)
        strip.succeeded.connect(self._set_strip)
        strip.failed.connect(self._session.notice_failure)
        wants_waveform = self._with_waveform and self.content.has_sound and self.content.waveform is None
        # A video says several times while it is indexed that it changed; its sound does not.
        if wants_waveform and self._waveform_job is None:
            self._waveform_job = self._lane.submit(lambda task: measured_waveform(video.path, task))
            self._waveform_job.succeeded.connect(self._on_waveform)

    def _on_content(self, content: TimelineContent) -> None:
        heat = self.content.heat
        self.content = self._with_marks(replace(content, heat=heat, waveform=self.content.waveform))
        self._on_ranking()

    def _on_waveform(self, waveform: Waveform) -> None:
        self._waveform_job = None
        self.content = replace(self.content, waveform=waveform)
        self.changed.emit()

    def _set_strip(self, strip: StripPictures | None) -> None:
        if self.strip is not None:
            self.strip.close()
        self.strip = strip
        self.changed.emit()

    def _on_ranking(self) -> None:
        ranking, video = self._session.ranking, self._session.video
        moments = ranking.moments if ranking is not None else ()
        heat = heat_spans(moments, video.id) if video is not None else ()
        self.content = replace(self.content, heat=heat)
        self.changed.emit()

    def _on_marks(self) -> None:
        self.content = self._with_marks(self.content)
        self.changed.emit()

    def _with_marks(self, content: TimelineContent) -> TimelineContent:
        marks = self._session.marks
        return replace(content, in_s=marks.in_s, out_s=marks.out_s, bookmarks_s=self._session.bookmarks)
