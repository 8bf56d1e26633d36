"""What a file says besides its frames: when, where and with what it was recorded, and how it is coded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Literal, TypeAlias

DynamicRange: TypeAlias = Literal["SDR", "HDR10", "HLG"]
"""How the brightness of a video is coded: SDR; perceptual quantizer, SMPTE ST 2084; hybrid log-gamma."""

DYNAMIC_RANGES: tuple[DynamicRange, ...] = ("SDR", "HDR10", "HLG")

FieldOrder: TypeAlias = Literal["progressive", "top field first", "bottom field first"]
"""Whether a frame is a whole image, or two fields, and which of them is shown first."""

FIELD_ORDERS: tuple[FieldOrder, ...] = ("progressive", "top field first", "bottom field first")


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the Earth.

    Attributes:
        latitude_deg: In [-90, 90], north is positive.
        longitude_deg: In [-180, 180], east is positive.
        altitude_m: Above sea level; None when unknown.
    """

    latitude_deg: float
    longitude_deg: float
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """One sound track of a file.

    Attributes:
        codec: Name of its codec, such as ``aac``.
        channels: How many; 0 when unknown.
        layout: Name of their layout, such as ``stereo`` or ``5.1``.
        sample_rate_hz: 0 when unknown.
        language: Code of ISO 639 as the file has it, such as ``ger``; empty when unknown.
    """

    codec: str = ""
    channels: int = 0
    layout: str = ""
    sample_rate_hz: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class VideoMetadata:
    """What a file, or the sidecar that its camera wrote, says of the recording. What is unknown is empty.

    Attributes:
        recorded: When recording began, in ISO 8601: a date, ``2024-05-01``, or a date and time as the clock
            of the camera showed it, ``2024-05-01T14:03:22``, with its offset from UTC where that is known,
            ``2024-05-01T14:03:22+02:00``. The offset is ``+00:00`` where the file has the time in UTC only.
        camera_make: Its maker.
        camera_model: Its model.
        place: Where it was recorded.
        codec_profile: Profile of the video codec, such as ``High``.
        bit_depth: Bits of a sample of a frame; 0 when unknown.
        colour_primaries: As FFmpeg names them, such as ``bt709``; likewise the next two.
        colour_transfer: Transfer characteristics.
        colour_matrix: Matrix coefficients.
        colour_range: ``limited`` or ``full``.
        dynamic_range: How brightness is coded.
        field_order: Whether frames consist of two fields each.
        nominal_rate_hz: The frame rate it was recorded at, as ``SourceTimecode.rate_hz``; None when unknown.
        start_timecode: Timecode of its first frame, as ``SourceTimecode.start``.
        sound: Its sound tracks.
    """

    recorded: str = ""
    camera_make: str = ""
    camera_model: str = ""
    place: Place | None = None
    codec_profile: str = ""
    bit_depth: int = 0
    colour_primaries: str = ""
    colour_transfer: str = ""
    colour_matrix: str = ""
    colour_range: str = ""
    dynamic_range: DynamicRange = "SDR"
    field_order: FieldOrder = "progressive"
    nominal_rate_hz: Fraction | None = None
    stored_width_px: int = 0
    stored_height_px: int = 0
    pixel_aspect: Fraction | None = None
    start_timecode: str = ""
    sound: tuple[SoundTrack, ...] = ()

    @property
    def camera(self) -> str:
        """Make and model; the make is not repeated where the model begins with it."""
        make, model = self.camera_make, self.camera_model
        if make and model and not model.casefold().startswith(make.casefold()):
            return f"{make} {model}"
        return model or make

    @property
    def recorded_at(self) -> datetime | None:
        """When recording began; None when unknown.

        It is naive where the offset from UTC is not known, and midnight where only the date is.
        """
        return datetime.fromisoformat(self.recorded) if self.recorded else None

    @property
    def recorded_s(self) -> float | None:
        """When recording began, seconds since 1970, for sorting; None when unknown.

        A time without offset counts as UTC.
        """
        at = self.recorded_at
        if at is None:
            return None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
