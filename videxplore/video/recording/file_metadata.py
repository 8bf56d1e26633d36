"""What an open file says of its recording and its coding.

The names of the tags are FFmpeg's. What cameras write is documented nowhere in one place; the rules follow
QuickTime's and ISO's metadata, Matroska's tags, and what files of the cameras named below hold.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.stream import VideoStream

from videxplore.core.metadata import DynamicRange, Place, SoundTrack, VideoMetadata
from videxplore.video.frames.interlacing import field_order
from videxplore.video.recording.sidecars import embedded_tags, sidecar_tags
from videxplore.video.recording.source_timecode import source_timecode

MOST_NAME_CHARACTERS = 120
"""Characters of a camera's name that are kept."""

_MOST_DATE_CHARACTERS = 64

# In the order in which they are believed. Those of the first group are set by the camera, in its own time.
_CAMERA_DATES = (
    "com.apple.quicktime.creationdate",
    "sidecar.creationdate",
    "camcorder.date",
    "date_recorded",
    "datetimeoriginal",
    "date_digitized",
    "sidecar.createdate",
)
_CONTAINER_DATES = ("creation_time", "modification_date")
_OTHER_DATES = ("date", "datetime")
_MAKES = (
    "com.apple.quicktime.make",
    "make",
    "maker",
    "manufacturer",
    "com.android.manufacturer",
    "sidecar.make",
    "camcorder.make",
)
_MODELS = ("com.apple.quicktime.model", "model", "com.android.model", "sidecar.model")
_PLACES = ("com.apple.quicktime.location.iso6709", "location", "sidecar.location", "recording_location")

_LANGUAGE = re.compile(r"-[a-z]{3}$")

_ISO_DATE = re.compile(
    r"(\d{4})[-/:.]?(\d{2})[-/:.]?(\d{2})"
    r"(?:[T\s]\s*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
# C's asctime, which AVI files hold: "Mon Mar 10 15:04:43 2003".
_C_DATE = re.compile(
    r"[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(\d{4})",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What clocks count from: a date there, a time zone more or less, means that none was set. The days are those
# of QuickTime, Unix and Windows.
_EPOCHS = (date(1904, 1, 1), date(1970, 1, 1), date(1601, 1, 1))
_EPOCH_TOLERANCE = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1888, 2100
_FIRST_CONTAINER_YEAR = 1990
_LEAST_OFFSET, _MOST_OFFSET = timedelta(hours=-12), timedelta(hours=14)

_PLACE = re.compile(
    r"([-+])(\d{2,6})(\.\d+)?([-+])(\d{2,7})(\.\d+)?(?:([-+]\d+(?:\.\d+)?))?(?:CRS[\w.:]*)?/?", re.ASCII
)
_GOPRO_MODELS = {
    "HD4": "HERO4", "HD5": "HERO5", "HD6": "HERO6", "HD7": "HERO7", "HD8": "HERO8", "HD9": "HERO9",
    "H19": "MAX", "H21": "HERO10", "H22": "HERO11", "H23": "HERO12", "H24": "HERO13",
}  # fmt: skip


def clean_text(text: str) -> str:
    """A tag as one short line: without control characters and what is not text."""
    start = text[: 4 * MOST_NAME_CHARACTERS]
    printable = "".join(character if character.isprintable() else " " for character in start)
    return " ".join(printable.split())[:MOST_NAME_CHARACTERS].rstrip()


def plain_tags(*layers: Mapping[str, str]) -> dict[str, str]:
    """Tags by name in lower case, without language; where layers share a name, the first one counts."""
    tags: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.items():
            plain = name.casefold()
            tags.setdefault(plain, value)
            tags.setdefault(_LANGUAGE.sub("", plain), value)
    return tags


def recorded_date(tags: Mapping[str, str]) -> str:
    """When recording began, as ``VideoMetadata.recorded`` has it; empty when unknown."""
    for name in _CAMERA_DATES:
        if found := parse_date(tags.get(name, "")):
            return found
    other = next(filter(None, (parse_date(tags.get(name, "")) for name in _OTHER_DATES)), "")
    if _has_own_offset(other):
        # Older iPhones: the time as their clock showed it, where the container has it in UTC.
        return other
    for name in _CONTAINER_DATES:
        found = parse_date(tags.get(name, ""))
        if found and int(found[:4]) >= _FIRST_CONTAINER_YEAR:
            return _in_camera_time(found, tags)
    return other


def camera(tags: Mapping[str, str]) -> tuple[str, str]:
    """Make and model of the camera; empty when unknown."""
    make = next(filter(None, (clean_text(tags.get(name, "")) for name in _MAKES)), "")
    model = next(filter(None, (clean_text(tags.get(name, "")) for name in _MODELS)), "")
    if make or model:
        return make, model
    if _is_gopro(tags):
        return "GoPro", _GOPRO_MODELS.get(tags.get("firmware", "")[:3].upper(), "")
    encoder = clean_text(tags.get("encoder", ""))
    if encoder.startswith("DJI"):
        return "DJI", encoder.removeprefix("DJI").strip()
    return "", ""


def place(tags: Mapping[str, str]) -> Place | None:
    """Where it was recorded; None when unknown."""
    return next(filter(None, (parse_place(tags.get(name, "")) for name in _PLACES)), None)


def parse_date(text: str) -> str:
    """A date as cameras and programs write it, in ISO 8601; empty where it cannot be true.

    An offset from UTC that no place on Earth has is left out.
    """
    if len(text) > _MOST_DATE_CHARACTERS:
        return ""
    stripped = text.strip().strip("\0").strip()
    found = _ISO_DATE.fullmatch(stripped)
    if found is not None:
        year, month, day, hour, minute, second, zone = found.groups()
        numbers = [int(part or 0) for part in (year, month, day, hour, minute, second)]
        return _checked_date(numbers, zone, has_time=hour is not None)
    found = _C_DATE.fullmatch(stripped)
    if found is not None and found[1].lower() in _MONTHS:
        month_number = _MONTHS.index(found[1].lower()) + 1
        numbers = [int(found[6]), month_number, *(int(found[part]) for part in (2, 3, 4, 5))]
        return _checked_date(numbers, None, has_time=True)
    return ""


def _checked_date(numbers: list[int], zone: str | None, *, has_time: bool) -> str:
    year, month, day, hour, minute, second = numbers
    try:
        # A leap second is shown as the second before it.
        at = datetime(year, month, day, hour, minute, min(second, 59) if second == 60 else second)  # noqa: DTZ001
    except ValueError:
        return ""
    is_unset = any(abs(at.date() - epoch) <= _EPOCH_TOLERANCE for epoch in _EPOCHS)
    if is_unset or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    if not has_time:
        return at.date().isoformat()
    offset = _offset(zone) if zone else None
    return at.isoformat() if offset is None else at.replace(tzinfo=timezone(offset)).isoformat()


def _offset(zone: str) -> timedelta | None:
    """The offset from UTC that ``Z``, ``+02``, ``+0200`` or ``+02:00`` mean; None where no place has it."""
    if zone[0] not in "+-":
        return timedelta()
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    return offset if minutes < 60 and _LEAST_OFFSET <= offset <= _MOST_OFFSET else None


def _has_own_offset(recorded: str) -> bool:
    """Whether a date in ISO 8601 has an offset that is not that of UTC."""
    return len(recorded) > len("2024-05-01T14:03:22") and not recorded.endswith("+00:00")


def _in_camera_time(recorded: str, tags: Mapping[str, str]) -> str:
    """A container's time, which should be in UTC, as the camera's clock showed it, where that is known."""
    at = datetime.fromisoformat(recorded)
    if at.tzinfo is None:
        return recorded
    if _is_gopro(tags):
        # These write the time of their clock, which knows no time zone, as if it were UTC.
        return at.replace(tzinfo=None).isoformat()
    zone = tags.get("com.samsung.android.utc_offset", "").strip()
    offset = _offset(zone) if re.fullmatch(r"[-+]\d{2}:?\d{2}", zone, re.ASCII) else None
    return recorded if offset is None else at.astimezone(timezone(offset)).isoformat()


def _is_gopro(tags: Mapping[str, str]) -> bool:
    return any("gopro" in tags.get(name, "").casefold() for name in ("handler_name", "encoder"))


def parse_place(text: str) -> Place | None:
    """A point in ISO 6709, such as ``+48.1370+011.5750+519.000/``; None where it is not on Earth.

    The digits before the point say whether there are degrees, minutes and seconds. The point 0, 0 is what
    devices write that do not know where they are.
    """
    found = _PLACE.fullmatch(text.strip()) if len(text) <= _MOST_DATE_CHARACTERS else None
    if found is None:
        return None
    latitude_deg = _degrees(found[1], found[2], found[3], 2)
    longitude_deg = _degrees(found[4], found[5], found[6], 3)
    return checked_place(latitude_deg, longitude_deg, float(found[7]) if found[7] else None)


def checked_place(latitude_deg: float, longitude_deg: float, altitude_m: float | None = None) -> Place | None:
    """A place; None where it is not on Earth, or the point 0, 0."""
    if not (abs(latitude_deg) <= 90 and abs(longitude_deg) <= 180) or not (latitude_deg or longitude_deg):
        return None
    is_altitude = altitude_m is not None and isfinite(altitude_m)
    return Place(latitude_deg, longitude_deg, altitude_m if is_altitude else None)


def _degrees(sign: str, digits: str, fraction: str | None, degree_digits: int) -> float:
    """Decimal degrees of ``DD``, ``DDMM`` or ``DDMMSS``; longitudes have one digit more."""
    pairs = list(_sexagesimal(digits, degree_digits))
    pairs[-1] += float(fraction or 0)
    value = sum(part / 60.0**place for place, part in enumerate(pairs))
    return round(-value if sign == "-" else value, 7)


def _sexagesimal(digits: str, degree_digits: int) -> Iterator[float]:
    yield float(digits[:degree_digits])
    for start in range(degree_digits, len(digits) - 1, 2):
        yield float(digits[start : start + 2])


_UUID = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
_DATE, _TIME, _MAKE = 0x18, 0x19, 0xE0
_MAKE_NUMBERS = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}
_ENTRY_BYTES = 5
_NEGATIVE, _HALF_HOUR = 0x20, 0x01


def camcorder_tags(frame: av.VideoFrame) -> dict[str, str]:
    """Date and make, which AVCHD camcorders write into the first frame; empty for frames of other devices.

    They are in user data of H.264 that are named by a UUID: entries of a tag and four bytes, dates in BCD.
    There is no public specification. Source: ExifTool, ``Image::ExifTool::H264``.
    """
    for data in cast("SideDataContainer", frame.side_data):
        if data.type == Type.SEI_UNREGISTERED:
            content = bytes(data)
            if content.startswith(_UUID):
                return dict(_tags(dict(_entries(content[len(_UUID) :]))))
    return {}


def _entries(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags with their values; the first byte says how many there are."""
    for start in range(1, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        if start > content[0] * _ENTRY_BYTES:
            return
        yield content[start], content[start + 1 : start + _ENTRY_BYTES]


def _tags(entries: dict[int, bytes]) -> Iterator[tuple[str, str]]:
    if _DATE in entries and _TIME in entries:
        zone, date, time = entries[_DATE][0], entries[_DATE][1:].hex(), entries[_TIME].hex(":")
        sign = "-" if zone & _NEGATIVE else "+"
        offset = f"{sign}{zone >> 1 & 0x0F:02}:{30 if zone & _HALF_HOUR else 0:02}"
        # Year and month are in one entry, day and time in the other.
        day, _, clock = time.partition(":")
        yield "camcorder.date", f"{date}{day}T{clock}{offset}"
    if _MAKE in entries:
        yield "camcorder.make", _MAKE_NUMBERS.get(int.from_bytes(entries[_MAKE][:2], "big"), "")


# The numbers of ITU-T H.273 with FFmpeg's names.
_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020",
    10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
_TRANSFERS = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100",
    10: "log316", 11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12",
    16: "smpte2084", 17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
_MATRICES = {
    0: "rgb", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
    10: "bt2020c", 11: "smpte2085", 14: "ictcp",
}  # fmt: skip
_RANGES = {1: "limited", 2: "full"}
_DYNAMIC_RANGES: Mapping[int, DynamicRange] = {16: "HDR10", 18: "HLG"}
_NO_LANGUAGE = {"", "und", "unk", "mis", "zxx"}
_MOST_SOUND_TRACKS = 64


def read_metadata(
    path: Path, container: InputContainer, stream: VideoStream, frame: av.VideoFrame
) -> VideoMetadata:
    """What the header, the first frame and the timecode of a file say.

    Args:
        path: The file.
        container: The open file.
        stream: Its best video stream.
        frame: The first frame of this stream.
    """
    tags = plain_tags(
        container.metadata,
        stream.metadata,
        embedded_tags(path, container),
        camcorder_tags(frame),
        sidecar_tags(path),
    )
    make, model = camera(tags)
    timecode = source_timecode(path, container, stream)
    return VideoMetadata(
        recorded=recorded_date(tags),
        camera_make=make,
        camera_model=model,
        place=place(tags),
        codec_profile=stream.profile or "",
        bit_depth=max(component.bits for component in frame.format.components),
        colour_primaries=_PRIMARIES.get(frame.color_primaries, ""),
        colour_transfer=_TRANSFERS.get(frame.color_trc, ""),
        colour_matrix=_MATRICES.get(frame.colorspace, ""),
        colour_range=_RANGES.get(frame.color_range, ""),
        dynamic_range=_DYNAMIC_RANGES.get(frame.color_trc, "SDR"),
        field_order=field_order(frame),
        nominal_rate_hz=timecode.rate_hz,
        stored_width_px=frame.width,
        stored_height_px=frame.height,
        pixel_aspect=Fraction(stream.sample_aspect_ratio) if stream.sample_aspect_ratio else None,
        start_timecode=timecode.start,
        sound=tuple(_sound_tracks(container)),
    )


def _sound_tracks(container: InputContainer) -> Iterator[SoundTrack]:
    for stream in container.streams.audio[:_MOST_SOUND_TRACKS]:
        language = (stream.language or "").casefold()
        track = _coding(stream)
        yield SoundTrack(*track, language="" if language in _NO_LANGUAGE else clean_text(language))


def _coding(stream: AudioStream) -> tuple[str, int, str, int]:
    """Codec, channels, layout and rate; nothing of a stream for which there is no decoder."""
    context = getattr(stream, "codec_context", None)
    if context is None:
        return "", 0, "", 0
    layout = context.layout
    return context.codec.canonical_name, layout.nb_channels, layout.name, context.sample_rate
