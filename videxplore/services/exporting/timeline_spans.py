"""Spans of videos on their way to or from an editing program, exact to the frame."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.file_names import one_line
from videxplore.core.spans import SelectedSpan
from videxplore.core.timecode import STANDARD_RATES_HZ, Timecode, countable_rate_hz
from videxplore.core.types import Video


@dataclass(frozen=True, slots=True)
class TimelineSpan:
    """Whole frames of one file.

    Attributes:
        path: The file.
        name: What to call the span, one line.
        timecode: How the file's frames are counted.
        start_frame: First frame, counted from 0 by ``timecode``.
        end_frame: One past the last frame; always after ``start_frame``.
        media_frames: Length of the whole file; 0 while unknown.
        width_px: Width of the image; 0 while unknown, as ``height_px``.
        has_audio: Whether the file has sound.
    """

    path: Path
    name: str
    timecode: Timecode
    start_frame: int
    end_frame: int
    media_frames: int = 0
    width_px: int = 0
    height_px: int = 0
    has_audio: bool = False

    @classmethod
    def of_video(cls, video: Video, start_s: float, end_s: float, label: str = "") -> "TimelineSpan":
        """The frames of ``video`` nearest to [start_s, end_s), at least one."""
        properties = video.properties
        timecode = Timecode.of_rate(countable_rate_hz(video.frame_rate_hz, STANDARD_RATES_HZ[:10]))
        start_frame = timecode.frame_at(max(start_s, 0.0))
        end_frame = max(timecode.frame_at(end_s), start_frame + 1)
        return cls(
            path=video.path,
            name=one_line(f"{video.path.name} {label}" if label else video.path.name),
            timecode=timecode,
            start_frame=start_frame,
            end_frame=end_frame,
            media_frames=max(timecode.frame_at(video.duration_s), end_frame),
            width_px=properties.width_px if properties else 0,
            height_px=properties.height_px if properties else 0,
            has_audio=bool(properties and properties.has_audio),
        )

    @classmethod
    def of_selection(cls, span: SelectedSpan) -> "TimelineSpan":
        """The frames of what a user selected."""
        return cls.of_video(span.video, span.start_s, span.end_s, span.label)

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

    def counted_by(self, timecode: Timecode) -> "TimelineSpan":
        """The same span counted at another rate: the nearest frames there."""
        if timecode == self.timecode:
            return self
        start_frame = timecode.frame_at(self.timecode.time_of(self.start_frame))
        end_frame = max(timecode.frame_at(self.timecode.time_of(self.end_frame)), start_frame + 1)
        media_frames = max(timecode.frame_at(self.timecode.time_of(self.media_frames)), end_frame)
        return TimelineSpan(
            self.path,
            self.name,
            timecode,
            start_frame,
            end_frame,
            media_frames,
            self.width_px,
            self.height_px,
            self.has_audio,
        )


def commonest_timecode(spans: Sequence[TimelineSpan]) -> Timecode:
    """The clock for a timeline of these spans (at least one): that of most of its frames."""
    frames: Counter[Timecode] = Counter()
    for span in spans:
        frames[span.timecode] += span.frames
    return frames.most_common(1)[0][0]
