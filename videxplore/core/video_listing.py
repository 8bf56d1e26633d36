"""Which videos of a library are listed, and in which order."""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, Self, TypeAlias, get_args

from videxplore.core.errors import UsageError
from videxplore.core.types import Video, VideoState

Resolution: TypeAlias = Literal["SD", "720p", "1080p", "1440p", "4K", "8K"]
"""How large frames are, whatever their shape: ``4K`` is 3840 or 4096 pixels wide, or 2160 high."""

RESOLUTIONS: tuple[Resolution, ...] = get_args(Resolution)

DynamicRangeChoice: TypeAlias = Literal["", "SDR", "HDR", "HDR10", "HLG"]
"""A dynamic range; ``HDR`` is every one but SDR; empty for all."""

DYNAMIC_RANGE_CHOICES: tuple[DynamicRangeChoice, ...] = get_args(DynamicRangeChoice)

Orientation: TypeAlias = Literal["landscape", "portrait", "square"]
ORIENTATIONS: tuple[Orientation, ...] = get_args(Orientation)

SoundChoice: TypeAlias = Literal["with", "without"]
SOUND_CHOICES: tuple[SoundChoice, ...] = get_args(SoundChoice)

LengthClass: TypeAlias = Literal["10s", "1min", "10min", "longer"]
"""Shorter than ten seconds, than a minute, than ten minutes, or longer."""

LENGTH_CLASSES: tuple[LengthClass, ...] = get_args(LengthClass)
_LENGTHS_S = (10.0, 60.0, 600.0)

# The least of the longer and of the shorter side in pixels; one of them is enough, because films are wide and
# others narrow. A tenth is left for cropping.
_LEAST_SIDES_PX: tuple[tuple[Resolution, int, int], ...] = (
    ("8K", 6900, 3900),
    ("4K", 3450, 1950),
    ("1440p", 2300, 1300),
    ("1080p", 1730, 972),
    ("720p", 1150, 648),
)
_LIMIT = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?)?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_FIRST_MOMENT = "0001-01-01T00:00:00"


def resolution_of(width_px: int, height_px: int) -> Resolution:
    """The class of a frame size."""
    longer_px, shorter_px = max(width_px, height_px), min(width_px, height_px)
    for resolution, least_longer_px, least_shorter_px in _LEAST_SIDES_PX:
        if longer_px >= least_longer_px or shorter_px >= least_shorter_px:
            return resolution
    return "SD"


def orientation_of(width_px: int, height_px: int) -> Orientation:
    """Which way frames of a size, as they are shown, are longer."""
    if width_px == height_px:
        return "square"
    return "landscape" if width_px > height_px else "portrait"


def length_class(duration_s: float) -> LengthClass:
    """The class of a length."""
    return LENGTH_CLASSES[sum(duration_s >= length_s for length_s in _LENGTHS_S)]


def frame_facets(
    width_px: int, height_px: int, has_sound: bool, duration_s: float, rate_hz: float
) -> dict[str, Any]:
    """The fields of :class:`VideoFacets` that follow from measured properties."""
    return {
        "width_px": width_px,
        "height_px": height_px,
        "orientation": orientation_of(width_px, height_px),
        "sound": "with" if has_sound else "without",
        "rate": rate_text(rate_hz) if rate_hz > 0 else "",
        "length": length_class(duration_s),
    }


@dataclass(frozen=True, slots=True)
class VideoFacets:
    """What a video is filtered by; empty while unknown."""

    recorded: str = ""
    camera: str = ""
    codec: str = ""
    dynamic_range: str = ""
    width_px: int = 0
    height_px: int = 0
    orientation: str = ""
    sound: str = ""
    rate: str = ""
    length: str = ""
    state: str = ""

    @classmethod
    def of_video(cls, video: Video) -> Self:
        """The facets of a video."""
        known = video.properties
        if known is None:
            return cls(state=video.state)
        said = video.metadata
        rate_hz = float(said.nominal_rate_hz or known.frame_rate_hz)
        return cls(
            said.recorded,
            said.camera,
            known.codec,
            said.dynamic_range,
            state=video.state,
            **frame_facets(known.width_px, known.height_px, known.has_audio, known.duration_s, rate_hz),
        )


@dataclass(frozen=True, slots=True)
class VideoFilter:
    """Limits on videos by their metadata; one that is empty limits nothing.

    A video whose value is unknown passes no limit on it.

    Attributes:
        recorded_from: Recorded at this date or later, as the camera's clock showed it: a year, a month, a day
            or a time in ISO 8601, such as ``2024-05-01``.
        recorded_to: Recorded at this date or earlier; the whole year, month or day is included.
        camera: A part of its make and model, in upper or lower case.
        codec: Name of the video codec, such as ``h264``.
        dynamic_range: How brightness is coded.
        resolution: How large its frames are.
        orientation: Which way they are longer.
        sound: Whether it has any.
        rate: Frames per second, such as ``25`` or ``29.97``.
        length: How long it is.
        state: How far it is analysed, or why it is not, such as ``complete``, ``failed`` or ``gone``.
    """

    recorded_from: str = ""
    recorded_to: str = ""
    camera: str = ""
    codec: str = ""
    dynamic_range: DynamicRangeChoice = ""
    resolution: Resolution | Literal[""] = ""
    orientation: Orientation | Literal[""] = ""
    sound: SoundChoice | Literal[""] = ""
    rate: str = ""
    length: LengthClass | Literal[""] = ""
    state: VideoState | Literal[""] = ""

    def __post_init__(self) -> None:
        """Refuse dates that mean nothing.

        Raises:
            UsageError: If a limit is no date, or an unknown word.
        """
        for name in ("recorded_from", "recorded_to"):
            object.__setattr__(self, name, _checked_date(getattr(self, name)))
        _check_word("dynamic range", self.dynamic_range, DYNAMIC_RANGE_CHOICES)
        _check_word("resolution", self.resolution, ("", *RESOLUTIONS))
        _check_word("orientation", self.orientation, ("", *ORIENTATIONS))
        _check_word("choice of sound", self.sound, ("", *SOUND_CHOICES))
        _check_word("length", self.length, ("", *LENGTH_CLASSES))
        _check_word("state", self.state, ("", *VideoState))
        object.__setattr__(self, "rate", _checked_rate(self.rate))

    def __bool__(self) -> bool:
        """Whether it limits anything."""
        return self != VideoFilter()

    def matches(self, facets: VideoFacets) -> bool:
        """Whether a video passes."""
        return (
            self._matches_date(facets.recorded)
            and self.camera.casefold() in facets.camera.casefold()
            and (not self.codec or self.codec.casefold() == facets.codec.casefold())
            and self._matches_range(facets.dynamic_range)
            and self._matches_resolution(facets)
            and all(
                getattr(self, name) in ("", getattr(facets, name))
                for name in ("orientation", "sound", "rate", "length", "state")
            )
        )

    def _matches_date(self, recorded: str) -> bool:
        if not (self.recorded_from or self.recorded_to):
            return True
        # Dates in ISO 8601 are in the order of their texts; the whole of a shorter one is meant.
        return (
            bool(recorded)
            and recorded >= self.recorded_from
            and (not self.recorded_to or recorded[: len(self.recorded_to)] <= self.recorded_to)
        )

    def _matches_range(self, dynamic_range: str) -> bool:
        if self.dynamic_range == "HDR":
            return dynamic_range not in ("", "SDR")
        return not self.dynamic_range or self.dynamic_range == dynamic_range

    def _matches_resolution(self, facets: VideoFacets) -> bool:
        if not self.resolution:
            return True
        is_known = facets.width_px > 0
        return is_known and resolution_of(facets.width_px, facets.height_px) == self.resolution


def date_limits_ns(text: str) -> tuple[int, int]:
    """Where a year, a month, a day or a minute of local time begins and ends, nanoseconds since 1970.

    Raises:
        UsageError: If the text is not one of these.
    """
    limit = _checked_date(text)
    start = datetime.fromisoformat(limit + _FIRST_MOMENT[len(limit) :])
    lengths = {
        len("2024"): timedelta(days=366 if isleap(start.year) else 365),
        len("2024-05"): timedelta(days=monthrange(start.year, start.month)[1]),
        len("2024-05-01"): timedelta(days=1),
        len("2024-05-01T14:30"): timedelta(minutes=1),
    }
    end = start + lengths.get(len(limit), timedelta(seconds=1))
    return round(start.timestamp() * 1e9), round(end.timestamp() * 1e9) - 1


def _checked_date(text: str) -> str:
    """A limit in ISO 8601, with ``T`` before the time."""
    stripped = text.strip()
    if not stripped:
        return ""
    if not _is_date(stripped):
        raise UsageError(f"{text} is not a date: write 2024, 2024-05, 2024-05-01 or 2024-05-01T14:30.")
    return stripped.replace(" ", "T")


def rate_text(rate_hz: float) -> str:
    """A frame rate as it is written: ``25``, ``29.97``."""
    return f"{round(rate_hz, 3):g}" if round(rate_hz, 3) != round(rate_hz, 2) else f"{round(rate_hz, 2):g}"


def _checked_rate(text: str) -> str:
    if not text.strip():
        return ""
    try:
        rate_hz = float(text)
    except ValueError:
        rate_hz = 0.0
    if not 0 < rate_hz < float("inf"):
        raise UsageError(f"{text} is not a frame rate: write 25 or 29.97.")
    return rate_text(rate_hz)


def _is_date(text: str) -> bool:
    if _LIMIT.fullmatch(text) is None:
        return False
    try:
        at = datetime.fromisoformat(text + _FIRST_MOMENT[len(text) :])
    except ValueError:
        return False
    return _FIRST_YEAR <= at.year <= _LAST_YEAR


def _check_word(what: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise UsageError(f"{word} is not a {what}: choose one of {', '.join(filter(None, known))}.")


class VideoOrder(StrEnum):
    """How videos are sorted."""

    NAME = "name"
    RECORDED = "recorded"
    NEWEST = "newest"
    """Added to the library last."""
    LONGEST = "longest"
    RATE = "rate"
    PIXELS = "pixels"
    SIZE = "size"
    CODEC = "codec"
    CAMERA = "camera"
    FOLDER = "folder"
    STATE = "state"


_STATE_ORDER = tuple(VideoState)


def _named(name: str) -> tuple[bool, str]:
    return (not name, name.casefold())


def _pixels(video: Video) -> int:
    known = video.properties
    return known.width_px * known.height_px if known is not None else 0


def _recorded(video: Video) -> tuple[bool, float]:
    recorded_s = video.metadata.recorded_s
    return (recorded_s is None, recorded_s or 0.0)


_VALUES: Mapping[VideoOrder, Callable[[Video], tuple[Any, ...]]] = {
    VideoOrder.NAME: lambda video: (),
    VideoOrder.RECORDED: _recorded,
    VideoOrder.NEWEST: lambda video: (-video.id,),
    VideoOrder.LONGEST: lambda video: (-video.duration_s,),
    VideoOrder.RATE: lambda video: (video.properties is None, -float(video.frame_rate_hz)),
    VideoOrder.PIXELS: lambda video: (-_pixels(video),),
    VideoOrder.SIZE: lambda video: (-video.size_bytes,),
    VideoOrder.CODEC: lambda video: _named(video.properties.codec if video.properties else ""),
    VideoOrder.CAMERA: lambda video: _named(video.metadata.camera),
    VideoOrder.FOLDER: lambda video: (tuple(part.casefold() for part in video.path.parent.parts),),
    VideoOrder.STATE: lambda video: (_STATE_ORDER.index(video.state),),
}


def sort_key(video: Video, order: VideoOrder) -> tuple[Any, ...]:
    """By what a video is sorted: by name where it equals another, last where its value is unknown."""
    return (*_VALUES[order](video), video.path.name.casefold(), video.id)
