"""Two copies of footage in words: what each file is, and why it is the better one."""

from PySide6.QtCore import QCoreApplication

from videxplore.core.types import Video
from videxplore.services.searching.duplicates.better_copy import Comparison, bit_rate_hz
from videxplore.services.searching.duplicates.duplicates import Duplicate
from videxplore.ui.look.metadata_words import joined, rate_words, size_words
from videxplore.ui.look.texts import clock_text, length_words, number_words

_SAME_TIME_S = 0.005


def file_words(video: Video) -> str:
    """What a file is: ``1920 x 1080 · 25 fps · h264 · 8.2 Mbit/s · 0:20 · 12 MB``."""
    if video.properties is None:
        return size_words(video.size_bytes)
    return joined(
        _pixels(video),
        rate_words(video),
        video.properties.codec,
        _bit_rate(video),
        length_words(video.duration_s),
        size_words(video.size_bytes),
    )


def reasons(compared: Comparison) -> list[str]:
    """Why the better copy is the better one; empty where none is."""
    translate = QCoreApplication.translate
    better, pair = compared.better, compared.duplicate
    if better is None:
        return []
    is_first = better.id == pair.first.id
    other = pair.second if is_first else pair.first
    instead = translate("Duplicates", "%1 instead of %2")
    words = {
        "present": translate("Duplicates", "the other file is missing"),
        "protected": translate("Duplicates", "in a folder that is never suggested"),
        "resolution": _filled(instead, _pixels(better), _pixels(other)),
        "bit rate": _filled(instead, _bit_rate(better), _bit_rate(other)),
        "codec": _filled(instead, _codec(better), _codec(other)),
        "length": _filled(
            translate("Duplicates", "%1 long instead of %2"),
            clock_text(better.duration_s, 1),
            clock_text(other.duration_s, 1),
        ),
    }
    return [words[one.criterion] for one in compared.differences if one.is_first_better == is_first]


def offset_words(pair: Duplicate) -> str:
    """How much later the footage comes in the second file: ``+4.25 s``; ``0`` where it does not."""
    if abs(pair.offset_s) < _SAME_TIME_S:
        return "0"
    sign = "+" if pair.offset_s > 0 else "\N{MINUS SIGN}"
    return f"{sign}{number_words(abs(pair.offset_s), 2)} s"


def _filled(words: str, first: str, second: str) -> str:
    return words.replace("%1", first).replace("%2", second)


def _pixels(video: Video) -> str:
    known = video.properties
    return f"{known.width_px} \N{MULTIPLICATION SIGN} {known.height_px}" if known else ""


def _bit_rate(video: Video) -> str:
    rate_hz = bit_rate_hz(video)
    if rate_hz < 1e6:
        return f"{number_words(rate_hz / 1e3, 0)} kbit/s"
    return f"{number_words(rate_hz / 1e6, 1)} Mbit/s"


def _codec(video: Video) -> str:
    return video.properties.codec if video.properties else ""
