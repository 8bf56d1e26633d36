"""Metadata as the JSON document in which the catalogue keeps them, and back.

What is unknown is left out. A document of another version of the program, or one that was tampered with,
gives what can be understood of it.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any

from videxplore.core.metadata import DYNAMIC_RANGES, FIELD_ORDERS, Place, SoundTrack, VideoMetadata

_UNKNOWN = VideoMetadata()
_RATE = re.compile(r"[1-9]\d{0,9}(/[1-9]\d{0,9})?", re.ASCII)


def metadata_to_text(metadata: VideoMetadata) -> str:
    """The document."""
    known = {name: value for name, value in asdict(metadata).items() if value != getattr(_UNKNOWN, name)}
    return json.dumps(known, separators=(",", ":"), default=str)


def metadata_from_text(text: object) -> VideoMetadata | None:
    """The metadata of a document; None where there is none, so that the file is read again."""
    if not isinstance(text, str):
        return None
    try:
        return VideoMetadata(**_understood(json.loads(text), _READERS))
    except (TypeError, ValueError, RecursionError):
        return None


def _understood(document: object, readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise TypeError
    values = {}
    for name, value in document.items():
        if name in readers:
            try:
                values[name] = readers[name](value)
            except (TypeError, ValueError, OverflowError):
                continue
    return values


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _number(value: float) -> float:
    if not isfinite(value):
        raise ValueError
    return float(value)


def _recorded(value: object) -> str:
    text = _text(value)
    datetime.fromisoformat(text)
    return text


def _rate(value: object) -> Fraction:
    return _fraction(_text(value))


@lru_cache(maxsize=256)  # Many videos, few rates.
def _fraction(text: str) -> Fraction:
    # Also because a fraction of "1e999999999" would fill memory.
    if _RATE.fullmatch(text) is None:
        raise ValueError
    return Fraction(text)


def _one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        return words[words.index(_text(value))]

    return read


def _place(value: Mapping[str, Any]) -> Place:
    return Place(**_understood(value, _PLACE_READERS))


def _sound(tracks: list[Mapping[str, Any]]) -> tuple[SoundTrack, ...]:
    return tuple(SoundTrack(**_understood(track, _SOUND_READERS)) for track in tracks)


_PLACE_READERS = dict.fromkeys(("latitude_deg", "longitude_deg", "altitude_m"), _number)
_SOUND_READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("codec", "layout", "language"), _text),
    **dict.fromkeys(("channels", "sample_rate_hz"), _count),
}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    **{field.name: _text for field in fields(VideoMetadata) if field.type is str},
    "recorded": _recorded,
    "place": _place,
    "bit_depth": _count,
    "stored_width_px": _count,
    "stored_height_px": _count,
    "pixel_aspect": _rate,
    "dynamic_range": _one_of(DYNAMIC_RANGES),
    "field_order": _one_of(FIELD_ORDERS),
    "nominal_rate_hz": _rate,
    "sound": _sound,
}
