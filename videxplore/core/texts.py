"""Text of videos (subtitles, and what is said and shown) as lines with their times, and its comparison."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from videxplore.core.limits import LONGEST_TEXT_LINE

TextKind: TypeAlias = Literal["subtitle", "speech", "screen"]
"""Where text comes from: subtitles that somebody wrote, recognised speech, recognised text on screen."""

TEXT_KINDS: tuple[TextKind, ...] = ("subtitle", "speech", "screen")

RECOGNISED: frozenset[TextKind] = frozenset({"speech", "screen"})
"""What models recognise, and nobody wrote."""

UNKNOWN_END_S = 4.0
"""How long a subtitle of which the file does not say it is taken to be shown."""

TextBox: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height of text on screen, as shares of the frame."""


COMBINING_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
"""Combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic, without which the same words are written."""

_ONE_LETTER = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
        "\u2019": "'",
        "\u2010": "-",
    }
)
"""What Unicode does not decompose, as those write it who do not have it on their keyboard."""

_COMBINING = re.compile(f"[{COMBINING_MARKS}]")


def folded(text: str) -> str:
    """A text in lower case without diacritics, ligatures, letters of another width and curved apostrophes."""
    text = text.casefold()
    if text.isascii():
        return text
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).translate(_ONE_LETTER)
    return unicodedata.normalize("NFC", plain.casefold())


def in_one_row(text: str) -> str:
    """A text without line breaks and double spaces, as long as a line may be."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_TEXT_LINE]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, and when it is said or shown.

    Attributes:
        text: Without line breaks or markup.
        word_times_s: When each word of the text begins, split at spaces; empty where that is not known.
        box: Where it stands in the frame; None for what is not in it.
    """

    start_s: float
    end_s: float
    text: str
    word_times_s: tuple[float, ...] = ()
    box: TextBox | None = None


@dataclass(frozen=True, slots=True)
class TextTrack:
    """The lines of one subtitle file or track, or of one recognition, in time order.

    Attributes:
        language: As the file says it or the model detected it, such as ``de`` or ``eng``; may be empty.
        name: The name of the file, the title of the track, or the model.
    """

    kind: TextKind
    language: str
    name: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class TextReading:
    """All text of one kind that was read of a video.

    Attributes:
        read_from: What it was read from: when that is another, it is to be read again.
        warnings: Sentences about what could not be read.
    """

    kind: TextKind
    read_from: str
    tracks: tuple[TextTrack, ...]
    warnings: tuple[str, ...] = ()
