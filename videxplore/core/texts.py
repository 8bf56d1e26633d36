"""Text of videos: subtitles, and what is said and shown in them, as lines with their times."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

TextKind: TypeAlias = Literal["subtitle", "speech", "screen"]
"""Where text comes from: subtitles that somebody wrote, recognised speech, recognised text on screen."""

TEXT_KINDS: tuple[TextKind, ...] = ("subtitle", "speech", "screen")

RECOGNISED: frozenset[TextKind] = frozenset({"speech", "screen"})
"""What models recognise, and nobody wrote."""

TextBox: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height of text on screen, as shares of the frame."""


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
