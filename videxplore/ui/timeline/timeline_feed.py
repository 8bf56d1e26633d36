"""What the timeline shows of the open video: plain values, read on a lane and kept up to date."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from videxplore.core.task import Task
from videxplore.core.texts import TextLine
from videxplore.core.timecode import SourceTimecode, nominal_rate_hz
from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ, Moment, Shot, Video, VideoState
from videxplore.services.library import Library
from videxplore.services.recognition import LabelledSpan, recognition_of
from videxplore.services.transcripts import transcripts_of
from videxplore.services.video_metadata import timecode_of
from videxplore.ui.session import Session
from videxplore.ui.timeline.film import StripThumbnails
from videxplore.ui.work.jobs import Lane, LaneJob

Peaks = npt.NDArray[np.float32]
"""Loudest sample of each stretch of sound, float32 (N,) in [0, 1]."""


@dataclass(frozen=True, slots=True)
class HeatSpan:
    """How much [start_s, end_s) resembles the query: ``strength`` in [0, 1]."""

    start_s: float
    end_s: float
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """The loudness of the sound over the whole video.

    Attributes:
        peaks: Loudest sample of each stretch, float32 (N,) in [0, 1].
        stretch_s: Length of a stretch.
    """

    peaks: Peaks
    stretch_s: float


@dataclass(frozen=True, slots=True, eq=False)
class TimelineContent:
    """Everything the timeline knows of one video.

    Attributes:
        shots: The scenes, in time order.
        text: The lines of its first text: subtitles where it has some.
        ribbon: The first label of every moment that has any, in time order.
        heat: Where the query recurs.
        bookmarks_s: Marked moments, in time order.
        favourites_s: Those among them that are favourites.
        rejected_s: Those that are rejected.
        waveform: None for silent videos, and until it is measured.
        timecode: How its frames are numbered; None while unknown.
        is_coming: Whether thumbnails and scenes can still come: a video is open and it could be read.
    """

    duration_s: float = 0.0
    frame_rate_hz: Fraction = UNKNOWN_FRAME_RATE_HZ
    timecode: SourceTimecode | None = None
    aspect: float = 16 / 9
    has_sound: bool = False
    shots: tuple[Shot, ...] = ()
    text: tuple[TextLine, ...] = ()
    ribbon: tuple[LabelledSpan, ...] = ()
    heat: tuple[HeatSpan, ...] = ()
    bookmarks_s: tuple[float, ...] = ()
    favourites_s: tuple[float, ...] = ()
    rejected_s: tuple[float, ...] = ()
    in_s: float | None = None
    out_s: float | None = None
    waveform: Waveform | None = None
    is_coming: bool = False
    shot_starts_s: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shot_starts_s", tuple(shot.start_s for shot in self.shots))

    @property
    def frame_s(self) -> float:
        """Length of one frame."""
        return float(1 / self.frame_rate_hz) if self.frame_rate_hz > 0 else 0.04

    def position_words(self, time_s: float) -> str:
        """Where a frame is, in timecode; counted by its rate alone until more is known."""
        return (self.timecode or SourceTimecode(nominal_rate_hz(self.frame_rate_hz))).text_at(time_s)

    def shot_at(self, time_s: float) -> Shot | None:
        """The scene at a moment."""
        number = bisect_right(self.shot_starts_s, time_s) - 1
        if number < 0:
            return None
        shot = self.shots[number]
        last = number == len(self.shots) - 1
        return shot if time_s < shot.end_s or last else None

    def text_at(self, time_s: float) -> str:
        """What is said at a moment; empty where nothing is."""
        number = bisect_right(self.text, time_s, key=lambda line: line.start_s) - 1
        return self.text[number].text if number >= 0 and time_s < self.text[number].end_s else ""

    def label_at(self, time_s: float) -> LabelledSpan | None:
        """What was recognised at a moment."""
        number = bisect_right(self.ribbon, time_s, key=lambda span: span.start_s) - 1
        if number < 0 or time_s >= self.ribbon[number].end_s:
            return None
        return self.ribbon[number]


PEAK_RATE_HZ = 100.0


def empty_content(video: Video | None) -> TimelineContent:
    """What is known before the library was asked."""
    properties = video.properties if video is not None else None
    is_coming = video is not None and video.state is not VideoState.FAILED
    if properties is None:
        return TimelineContent(is_coming=is_coming)
    return TimelineContent(
        duration_s=properties.duration_s,
        frame_rate_hz=properties.frame_rate_hz,
        timecode=timecode_of(video, video.metadata) if video is not None else None,
        aspect=properties.width_px / max(1, properties.height_px),
        has_sound=properties.has_audio,
        is_coming=is_coming,
    )


def load_content(library: Library, video: Video, task: Task) -> TimelineContent:
    """Scenes and ribbon of a video.

    Raises:
        CatalogueError: If the catalogue cannot be read.
    """
    recognition = recognition_of(library, video.id)
    task.checkpoint()
    texts = transcripts_of(library, video.id)
    return replace(
        empty_content(video),
        timecode=timecode_of(video),
        shots=recognition.shots,
        text=texts[0].lines if texts else (),
        ribbon=tuple(recognition.labels_over_time()),
    )


def load_strip(library: Library, video_id: int) -> StripThumbnails | None:
    """The strip of a video; None where it has no strip."""
    archive = library.strip(video_id)
    if archive is None:
        return None
    if not len(archive.times_s):
        archive.close()
        return None
    return StripThumbnails(archive)


def heat_spans(moments: Iterable[Moment], video_id: int) -> tuple[HeatSpan, ...]:
    """Where in one video the moments of a ranking lie, in time order."""
    spans = [
        HeatSpan(moment.start_s, moment.end_s, max(0.0, moment.confidence))
        for moment in moments
        if moment.video.id == video_id
    ]
    return tuple(sorted(spans, key=lambda span: span.start_s))


def measured_waveform(path: Path, task: Task) -> Waveform:
    """The loudness of a video's sound over its whole length.

    Raises:
        Cancelled: If another video was opened meanwhile.
        UnreadableVideoError: If the sound cannot be decoded.
    """
    # PyAV is not loaded before the window is on screen.
    from videxplore.services.playback.sound import waveform_peaks

    return Waveform(waveform_peaks(path, PEAK_RATE_HZ, task), 1 / PEAK_RATE_HZ)


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
        """Read on ``lane``; measure the sound only ``with_waveform``."""
        super().__init__(parent)
        self._session = session
        self._with_waveform = with_waveform
        self._library = library
        self._lane = lane
        # Several feeds may share a lane.
        self._content_subject, self._strip_subject = f"content {id(self)}", f"strip {id(self)}"
        self._waveform_job: LaneJob | None = None
        self.content = TimelineContent()
        self.strip: StripThumbnails | None = None
        session.videoChanged.connect(self._open)
        session.openVideoStateChanged.connect(self._refresh)
        session.rankingChanged.connect(self._on_ranking)
        session.marksChanged.connect(self._on_marks)
        session.bookmarksChanged.connect(self._on_marks)
        session.momentMarksChanged.connect(self._on_marks)
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

    def _set_strip(self, strip: StripThumbnails | None) -> None:
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
        marks, session = self._session.marks, self._session
        said = session.moment_marks.get(session.video.id, ()) if session.video is not None else ()
        return replace(
            content,
            in_s=marks.in_s,
            out_s=marks.out_s,
            bookmarks_s=session.bookmarks,
            favourites_s=tuple(mark.start_s for mark in said if mark.verdict == "favourite"),
            rejected_s=tuple(mark.start_s for mark in said if mark.verdict == "rejected"),
        )
