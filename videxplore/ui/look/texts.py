"""The language of the window, and how times, states, numbers, metadata and measures are written in it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from videxplore.core import spans
from videxplore.core.file_names import display_name
from videxplore.core.metadata import Place, VideoMetadata
from videxplore.core.scene_facts import CameraMove, Measure, SceneFacts
from videxplore.core.timecode import SourceTimecode
from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ, Video, VideoState
from videxplore.core.video_listing import VideoOrder
from videxplore.paths import resources_folder
from videxplore.services.video_metadata import timecode_of
from videxplore.ui.look.format_names import codec_name
from videxplore.ui.look.sentences import reason_beside_name, use_sentences

_DOTS = {
    VideoState.WAITING: "faint",
    VideoState.SEARCHABLE: "accent",
    VideoState.COMPLETE: "like",
    VideoState.FAILED: "failed",
    VideoState.OFFLINE: "faint",
    VideoState.GONE: "faint",
}
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each by its code, as it calls itself."""


def apply_language(application: QApplication, code: str) -> str:
    """Translate the window, and Qt's own dialogs with it.

    Args:
        application: The application.
        code: A language code; empty for the system's. A language that is not there becomes English.

    Returns:
        The code of the language in use.
    """
    wanted = code or QLocale.system().name()[:2]
    language = wanted if wanted in LANGUAGES else "en"
    # Numbers are written as the language writes them; the system's own habits go before those of a language.
    QLocale.setDefault(QLocale(language) if code else QLocale.system())
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("videxplore", str(resources_folder() / "translations")),
    ):
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}", folder):
            application.installTranslator(translator)
    use_sentences(application, language)
    return language


def frame_number(time_s: float, frame_rate_hz: Fraction) -> int:
    """The number of the frame that begins nearest to ``time_s``, counted from 0 at a constant frame rate.

    Containers round times to their own unit, in the worst case a millisecond.
    """
    return max(0, round(time_s * float(frame_rate_hz)))


def clock_text(time_s: float, decimals: int = 3) -> str:
    """Minutes and seconds as the language of the window writes them: ``0:18.042``, ``0:18,042``."""
    text = spans.clock_text(time_s, decimals)
    return text.replace(".", QLocale().decimalPoint()) if decimals else text


def parse_time(
    text: str, frame_rate_hz: Fraction, timecode: SourceTimecode, duration_s: float = math.inf
) -> float | None:
    """Seconds from what a user typed, or None where it is not a time.

    Understands seconds (``75.5``, ``75,5``), minutes and hours (``1:15.5``, ``0:01:15.5``), timecodes
    (``00:01:15:12``) and frame numbers (``f433``). A timecode that the video does not have is counted from
    its start.
    """
    words = text.strip().lower().replace(",", ".")
    if "-" in words:
        return None
    try:
        if words.startswith("f"):
            return float(int(words[1:]) / frame_rate_hz) if frame_rate_hz > 0 else None
        if words.replace(";", ":").count(":") == 3:
            time_s = timecode.time_of(words)
            return time_s if time_s <= duration_s else SourceTimecode(timecode.rate_hz).time_of(words)
        return _seconds(words)
    except (ValueError, OverflowError):
        return None


def _seconds(words: str) -> float | None:
    value = 0.0
    fields = words.split(":")
    for field in fields:
        value = value * 60 + float(field)
    return value if len(fields) <= 3 and math.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class VideoWords:
    """A video in words.

    Attributes:
        length: ``0:30``.
        state: The badge in words; a failed video's own sentence.
        dot: Colour name of the badge's dot.
    """

    length: str
    state: str
    dot: str


def video_words(video: Video, *, is_stopped: bool = False) -> VideoWords:
    """Say what there is to say about ``video``, whose indexing the user may have stopped."""
    length = length_words(video.duration_s) if video.properties else ""
    state = state_words(video.state)
    if video.state is VideoState.FAILED and video.error:
        # The name stands beside it already; without it there is room for the reason.
        state = reason_beside_name(video.error, video.path)
    elif video.state is VideoState.WAITING and is_stopped:
        state = QCoreApplication.translate("VideoWords", "not indexed")
    return VideoWords(length, state, _DOTS[video.state])


def state_words(state: VideoState) -> str:
    """The badge of a state."""
    translate = QCoreApplication.translate
    words = {
        VideoState.WAITING: translate("VideoWords", "waiting"),
        VideoState.SEARCHABLE: translate("VideoWords", "searchable"),
        VideoState.COMPLETE: translate("VideoWords", "indexed"),
        VideoState.FAILED: translate("VideoWords", "failed"),
        VideoState.OFFLINE: translate("VideoWords", "offline"),
        VideoState.GONE: translate("VideoWords", "missing"),
    }
    return words[state]


def name_words(video: Video) -> str:
    """The name of a video without its suffix; with its state where the file cannot be read now."""
    name = video.path.stem
    if not video.state.is_missing:
        return name
    words = QCoreApplication.translate("VideoWords", "%1 (%2)")
    return words.replace("%1", name).replace("%2", state_words(video.state))


def position_words(time_s: float, video: Video) -> str:
    """Where a frame is in its video, as the player counts: its timecode, ``00:01:02:03``.

    This names one frame. A tile, a row of a list and a chip, which name a scene, have room for
    :func:`clock_text` with tenths.
    """
    return timecode_of(video, video.metadata).text_at(time_s)


def last_frame_words(end_s: float, video: Video) -> str:
    """Where the last frame before an end is: an out point names the last frame that belongs to a part."""
    return position_words(max(0.0, end_s - frame_length_s(video)), video)


def frame_length_s(video: Video) -> float:
    """How long a frame of a video lasts on average."""
    return float(1 / (video.frame_rate_hz or UNKNOWN_FRAME_RATE_HZ))


def length_words(duration_s: float) -> str:
    """``0:30``, ``1:02:03``."""
    return clock_text(duration_s, 0)


def number_words(value: float, decimals: int) -> str:
    """A number as the language of the window writes it: ``0.11``, ``0,11``."""
    return QLocale().toString(float(value), "f", decimals)


def round_words(value: float) -> str:
    """A number with as many decimals as it has, up to three: ``24``, ``23.976``."""
    decimals = next((count for count in range(3) if round(value, count) == round(value, 3)), 3)
    return number_words(value, decimals)


def hours_words(duration_s: float) -> str:
    """A sum of lengths: ``45 s``, ``12 min``, ``31 h``."""
    if duration_s < 60:
        return f"{duration_s:.0f} s"
    if duration_s < 3600:
        return f"{duration_s / 60:.0f} min"
    hours = duration_s / 3600
    return f"{number_words(hours, 1)} h" if hours < 10 else f"{hours:.0f} h"


def percent_words(share: float) -> str:
    """A share as it is read: ``96%``."""
    return QCoreApplication.translate("VideoWords", "%1%").replace("%1", f"{max(0.0, share) * 100:.0f}")


def left_words(left_s: float) -> str:
    """Time left, rounded up: ``about 6 min left``; no estimate is good to the second."""
    if left_s < 60:
        return QCoreApplication.translate("VideoWords", "less than a minute left")
    minutes = math.ceil(left_s / 60)
    length = f"{minutes} min" if minutes < 60 else f"{number_words(math.ceil(left_s / 360) / 10, 1)} h"
    return QCoreApplication.translate("VideoWords", "about %1 left").replace("%1", length)


translate = QCoreApplication.translate


def measure_columns() -> tuple[tuple[Measure, str, Callable[[SceneFacts], str]], ...]:
    """Each measure with its head and its words, for a table."""
    return (
        ("movement", translate("SceneFacts", "Movement"), lambda facts: _percent(facts.movement)),
        ("still", translate("SceneFacts", "Still"), lambda facts: _percent(facts.still)),
        ("black", translate("SceneFacts", "Black"), lambda facts: _percent(facts.black)),
        ("light", translate("SceneFacts", "Light"), lambda facts: _percent(facts.light)),
        ("blur", translate("SceneFacts", "Blur"), lambda facts: _percent(facts.blur)),
        ("loudness", translate("SceneFacts", "Loudness"), _loudness),
        ("silence", translate("SceneFacts", "Silence"), lambda facts: _percent(facts.silence)),
        ("speech", translate("SceneFacts", "Probably speech"), lambda facts: _percent(facts.speech)),
        ("music", translate("SceneFacts", "Probably music"), lambda facts: _percent(facts.music)),
    )


def facts_rows(facts: SceneFacts) -> Iterator[tuple[str, str]]:
    """Names and values; what was not measured has no value."""
    yield translate("SceneFacts", "Camera"), camera_words(facts.camera)
    yield translate("SceneFacts", "Movement"), _percent(facts.movement)
    yield translate("SceneFacts", "Still"), _percent(facts.still)
    yield translate("SceneFacts", "Black"), _percent(facts.black) if facts.black else ""
    yield translate("SceneFacts", "Light"), _percent(facts.light)
    yield translate("SceneFacts", "Blur"), _percent(facts.blur)
    yield translate("SceneFacts", "Loudness"), _loudness(facts)
    yield translate("SceneFacts", "Silence"), _percent(facts.silence)
    yield translate("SceneFacts", "Probably speech"), _percent(facts.speech)
    yield translate("SceneFacts", "Probably music"), _percent(facts.music)


def camera_words(move: CameraMove) -> str:
    """A camera move; empty where it is unknown."""
    words = {
        "static": translate("SceneFacts", "Static"),
        "pan left": translate("SceneFacts", "Pan to the left"),
        "pan right": translate("SceneFacts", "Pan to the right"),
        "tilt up": translate("SceneFacts", "Tilt up"),
        "tilt down": translate("SceneFacts", "Tilt down"),
        "zoom in": translate("SceneFacts", "Zoom in"),
        "zoom out": translate("SceneFacts", "Zoom out"),
        "mixed": translate("SceneFacts", "Moves"),
    }
    return words.get(move, "")


def _loudness(facts: SceneFacts) -> str:
    return "" if facts.loudness is None else f"{facts.loudness:.1f} LUFS"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


_SEPARATOR = " · "
_SI_UNITS = QLocale.DataSizeFormat.DataSizeSIFormat
_DATE_FORMAT = "d MMM yyyy"


def joined(*words: str) -> str:
    """What there is of these words, with dots between them."""
    return _SEPARATOR.join(filter(None, words))


def size_words(size_bytes: int) -> str:
    """The size of a file: ``12.3 MB``."""
    return QLocale().formattedDataSize(size_bytes, 1, _SI_UNITS)


def frame_size_words(video: Video) -> str:
    """Columns and rows of a video's frames; empty while they are not known."""
    known = video.properties
    return f"{known.width_px} \N{MULTIPLICATION SIGN} {known.height_px}" if known else ""


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


def language_words(code: str) -> str:
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
            return codec_name(known.codec) if known else ""
        case VideoOrder.CAMERA:
            return video.metadata.camera
        case VideoOrder.FOLDER:
            return display_name(video.path.parent)
        case _:
            return ""
