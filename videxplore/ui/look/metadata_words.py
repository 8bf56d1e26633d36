"""What a video's file says of its recording, in words of the window's language."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from videxplore.core.file_names import display_name
from videxplore.core.metadata import Place, SoundTrack, VideoMetadata
from videxplore.core.types import Video
from videxplore.core.video_listing import VideoOrder
from videxplore.ui.look.texts import number_words, round_words

_SEPARATOR = " · "
_SI_UNITS = QLocale.DataSizeFormat.DataSizeSIFormat
_DATE_FORMAT = "d MMM yyyy"


def joined(*words: str) -> str:
    """What there is of these words, with dots between them."""
    return _SEPARATOR.join(filter(None, words))


def size_words(size_bytes: int) -> str:
    """The size of a file: ``12.3 MB``."""
    return QLocale().formattedDataSize(size_bytes, 1, _SI_UNITS)


def rate_words(video: Video) -> str:
    """The frame rate it was recorded at: ``23.976 fps``."""
    if video.properties is None:
        return ""
    return f"{round_words(float(video.metadata.nominal_rate_hz or video.properties.frame_rate_hz))} fps"


def date_words(metadata: VideoMetadata) -> str:
    """The day it was recorded: ``1 May 2024``; empty when unknown."""
    at = metadata.recorded_at
    return QLocale().toString(QDate(at.year, at.month, at.day), _DATE_FORMAT) if at else ""


def recorded_words(metadata: VideoMetadata) -> str:
    """When it was recorded: ``1 May 2024, 14:03:22 (UTC+02:00)``; empty when unknown."""
    at = metadata.recorded_at
    if at is None or "T" not in metadata.recorded:
        return date_words(metadata)
    words = f"{date_words(metadata)}, {at:%H:%M:%S}"
    offset = at.utcoffset()
    if offset is None:
        return words
    return f"{words} (UTC{at.isoformat()[-6:]})" if offset else f"{words} UTC"


def place_words(place: Place) -> str:
    """Where it was recorded: ``48.1372° N, 11.5755° E, 519 m``."""
    translate = QCoreApplication.translate
    north = translate("Metadata", "N") if place.latitude_deg >= 0 else translate("Metadata", "S")
    east = translate("Metadata", "E") if place.longitude_deg >= 0 else translate("Metadata", "W")
    parts = [
        f"{number_words(abs(degrees), 4)}\N{DEGREE SIGN} {side}"
        for degrees, side in ((place.latitude_deg, north), (place.longitude_deg, east))
    ]
    if place.altitude_m is not None:
        parts.append(f"{number_words(place.altitude_m, 0)} m")
    return _SEPARATOR.join(parts)


def field_order_words(metadata: VideoMetadata) -> str:
    """Whether frames consist of two fields; empty for whole frames, as nearly all are."""
    translate = QCoreApplication.translate
    return {
        "top field first": translate("Metadata", "interlaced, top field first"),
        "bottom field first": translate("Metadata", "interlaced, bottom field first"),
    }.get(metadata.field_order, "")


def colour_words(metadata: VideoMetadata) -> str:
    """Primaries, transfer characteristics, matrix and range as far as they are known, each once."""
    names = (metadata.colour_primaries, metadata.colour_transfer, metadata.colour_matrix)
    return joined(*dict.fromkeys(names), metadata.colour_range)


def sound_words(track: SoundTrack) -> str:
    """A sound track: ``aac · stereo · 48 kHz · Deutsch``."""
    rate = f"{round_words(track.sample_rate_hz / 1000)} kHz" if track.sample_rate_hz else ""
    return joined(track.codec, track.layout, rate, _language_words(track.language))


def _language_words(code: str) -> str:
    """The name of a language in itself; its code where Qt does not know it."""
    language = QLocale.codeToLanguage(code) if code else QLocale.Language.AnyLanguage
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    return QLocale(language, QLocale.Country.World).nativeLanguageName() or code


def order_words(video: Video, order: VideoOrder) -> str:
    """By what a list is sorted, of one video; empty where it shows that anyway."""
    known = video.properties
    match order:
        case VideoOrder.RECORDED:
            return date_words(video.metadata)
        case VideoOrder.RATE:
            return rate_words(video)
        case VideoOrder.SIZE:
            return size_words(video.size_bytes)
        case VideoOrder.CODEC:
            return known.codec if known else ""
        case VideoOrder.CAMERA:
            return video.metadata.camera
        case VideoOrder.FOLDER:
            return display_name(video.path.parent)
        case _:
            return ""
