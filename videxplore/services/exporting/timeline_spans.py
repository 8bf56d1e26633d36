"""Spans of videos on their way to an editing program, exact to the frame."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from videxplore.core.file_names import one_line
from videxplore.core.metadata import FieldOrder, SoundTrack, VideoMetadata
from videxplore.core.selects import MomentMark, Remarks
from videxplore.core.spans import SelectedSpan
from videxplore.core.timecode import SourceTimecode, Timecode
from videxplore.core.types import Video, VideoProperties
from videxplore.services.video_metadata import metadata_of, timecode_of

UNNAMED_MARK = "bookmark"
"""The name of a marker whose mark says nothing."""

_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class FrameFormat:
    """What the frames of a file are like.

    Attributes:
        width_px: Width as stored; 0 while unknown, as ``height_px``.
        pixel_aspect: Width of a pixel divided by its height.
        field_order: Whether frames consist of two fields.
    """

    width_px: int = 0
    height_px: int = 0
    pixel_aspect: Fraction = Fraction(1)
    field_order: FieldOrder = "progressive"


@dataclass(frozen=True, slots=True)
class TimelineMarker:
    """What is said of a moment, or of some frames.

    Attributes:
        start_frame: The frame of the moment, counted from 0 at the start of the file.
        frames: How many frames it is about; 0 for a moment.
        remarks: What is said.
    """

    start_frame: int
    frames: int
    remarks: Remarks

    @classmethod
    def of_mark(cls, mark: MomentMark, timecode: Timecode) -> "TimelineMarker":
        """A mark of a video whose frames are counted by ``timecode``."""
        start_frame = timecode.frame_at(mark.start_s)
        frames = 0 if mark.end_s <= mark.start_s else max(timecode.frame_at(mark.end_s) - start_frame, 1)
        return cls(start_frame, frames, mark.remarks)

    @property
    def name(self) -> str:
        """What editing programs show of it, one line."""
        return one_line(self.remarks.note or self.remarks.text or UNNAMED_MARK)


@dataclass(frozen=True, slots=True)
class TimelineSpan:
    """Whole frames of one file.

    Attributes:
        path: The file.
        source: How the file's frames are counted.
        start_frame: First frame, counted from 0 at the start of the file.
        end_frame: One past the last frame; always after ``start_frame``.
        label: What the span shows, one line; may be empty.
        media_frames: Length of the whole file; 0 while unknown.
        frame_format: What its frames are like.
        has_audio: Whether the file has sound.
        sound: Its sound tracks, as far as they are known.
        rating: 1 to 5; 0 for none.
        markers: What is marked in it.
    """

    path: Path
    source: SourceTimecode
    start_frame: int
    end_frame: int
    label: str = ""
    media_frames: int = 0
    frame_format: FrameFormat = FrameFormat()
    has_audio: bool = False
    sound: tuple[SoundTrack, ...] = ()
    rating: int = 0
    markers: tuple[TimelineMarker, ...] = ()

    @classmethod
    def of_video(
        cls,
        video: Video,
        start_s: float,
        end_s: float,
        label: str = "",
        metadata: VideoMetadata | None = None,
    ) -> "TimelineSpan":
        """The frames of ``video`` nearest to [start_s, end_s), at least one.

        Args:
            video: The video.
            start_s: Where it starts.
            end_s: Where it ends.
            label: What it shows.
            metadata: The video's metadata where they are at hand; else they are looked up.
        """
        metadata = metadata or metadata_of(video)
        source = timecode_of(video, metadata)
        timecode = source.timecode
        start_frame = timecode.frame_at(max(start_s, 0.0))
        end_frame = max(timecode.frame_at(end_s), start_frame + 1)
        return cls(
            path=video.path,
            source=source,
            start_frame=start_frame,
            end_frame=end_frame,
            label=one_line(label),
            media_frames=max(timecode.frame_at(video.duration_s), end_frame),
            frame_format=_frame_format(video.properties, metadata),
            has_audio=bool(video.properties and video.properties.has_audio),
            sound=metadata.sound,
        )

    @classmethod
    def of_selection(cls, selected: Sequence[SelectedSpan]) -> "list[TimelineSpan]":
        """The frames of what a user selected."""
        known = {span.video.id: span.video for span in selected}
        metadata = {video_id: metadata_of(video) for video_id, video in known.items()}
        return [
            replace(
                cls.of_video(span.video, span.start_s, span.end_s, span.label, metadata[span.video.id]),
                rating=span.rating,
            )
            for span in selected
        ]

    def with_marks(self, marks: Iterable[MomentMark]) -> "TimelineSpan":
        """The span with those marks of its video that begin in it."""
        made = (TimelineMarker.of_mark(mark, self.timecode) for mark in marks)
        return replace(
            self, markers=tuple(one for one in made if self.start_frame <= one.start_frame < self.end_frame)
        )

    @property
    def name(self) -> str:
        """What to call the span, one line."""
        name = one_line(self.path.name)
        return f"{name} {self.label}" if self.label else name

    @property
    def remarks(self) -> Remarks:
        """What is said of it."""
        return Remarks(self.label, rating=self.rating)

    @property
    def timecode(self) -> Timecode:
        """How the file's frames are counted."""
        return self.source.timecode

    @property
    def start_s(self) -> float:
        """Where it starts, in seconds."""
        return float(self.timecode.time_of(self.start_frame))

    @property
    def end_s(self) -> float:
        """Where it ends, in seconds."""
        return float(self.timecode.time_of(self.end_frame))

    @property
    def frames(self) -> int:
        """Its length in frames."""
        return self.end_frame - self.start_frame

    def counted_at(self, rate_hz: Fraction) -> "TimelineSpan":
        """The same span counted at another rate: the nearest frames there."""
        timecode = self.timecode
        if timecode.rate_hz == rate_hz:
            return self
        source = SourceTimecode.of_recorded(rate_hz, self.source.start, timecode.frames_per_count)
        counted = source.timecode
        start_frame = counted.frame_at(timecode.time_of(self.start_frame))
        end_frame = max(counted.frame_at(timecode.time_of(self.end_frame)), start_frame + 1)
        return replace(
            self,
            source=source,
            start_frame=start_frame,
            end_frame=end_frame,
            media_frames=max(counted.frame_at(timecode.time_of(self.media_frames)), end_frame),
        )


def _frame_format(properties: VideoProperties | None, metadata: VideoMetadata) -> FrameFormat:
    if properties is None:
        return FrameFormat()
    if properties.rotation_deg or metadata.pixel_aspect in (None, 1):
        return FrameFormat(properties.width_px, properties.height_px, field_order=metadata.field_order)
    return FrameFormat(
        metadata.stored_width_px, metadata.stored_height_px, metadata.pixel_aspect, metadata.field_order
    )


@dataclass(frozen=True, slots=True)
class TimelineFormat:
    """What a timeline counts in and how large its frames are.

    Attributes:
        timecode: How its frames are counted, from 0.
        frame_format: What its frames are like.
    """

    timecode: Timecode
    frame_format: FrameFormat

    @classmethod
    def of(cls, spans: Sequence[TimelineSpan]) -> "TimelineFormat":
        """The rate and the frames of most of the length of some spans (at least one)."""
        return cls(
            _commonest(spans, lambda span: span.timecode), _commonest(spans, lambda span: span.frame_format)
        )


def _commonest(spans: Sequence[TimelineSpan], of: Callable[[TimelineSpan], _Kind]) -> _Kind:
    lengths_s: defaultdict[_Kind, Fraction] = defaultdict(Fraction)
    for span in spans:
        lengths_s[of(span)] += span.timecode.time_of(span.frames)
    return max(lengths_s, key=lengths_s.__getitem__)
