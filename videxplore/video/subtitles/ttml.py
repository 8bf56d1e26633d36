"""Reads TTML, the subtitles of broadcasters and streaming services, which FFmpeg does not read.

Source: W3C, Timed Text Markup Language 2 (TTML2), 2018, sections 8 and 12.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from videxplore.core.xml_text import parsed_xml

Cue = tuple[float, float | None, str]
"""Start, end (None where nothing says it) and text."""

_CLOCK = re.compile(r"(\d{2,}):(\d\d):(\d\d)(?:(\.\d+)|:(\d{2,})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_TIMING = ("begin", "end", "dur")


def ttml_cues(text: str) -> Iterator[Cue]:
    """The paragraphs of a document, or the parts of them that have times of their own, with their times.

    Raises:
        ValueError: If it is not TTML, or a time in it cannot be read.
    """
    root = parsed_xml(text)
    if _name(root.tag) != "tt":
        raise ValueError("not TTML")
    clock = _Clock.of(root)
    for body in root:
        if _name(body.tag) == "body":
            yield from _cues(body, clock, *clock.interval(body, 0.0, math.inf))


@dataclass(frozen=True, slots=True)
class _Clock:
    """What the times of a document count.

    Attributes:
        frame_hz: Frames per second.
        tick_hz: Ticks per second.
    """

    frame_hz: float
    tick_hz: float

    @classmethod
    def of(cls, root: Element) -> "_Clock":
        said = {_name(name): value for name, value in root.attrib.items()}
        factor, divisor = map(int, re.split(r"[\s:]+", said.get("frameRateMultiplier", "1 1").strip()))
        frame_hz = int(said.get("frameRate", "30")) * factor / divisor
        ticks = said.get("tickRate") or (frame_hz if "frameRate" in said else 1)
        clock = cls(frame_hz, float(ticks))
        if min(clock.frame_hz, clock.tick_hz) <= 0:
            raise ValueError("a rate must be above zero")
        return clock

    def interval(self, element: Element, from_s: float, until_s: float) -> tuple[float, float]:
        """When an element is shown.

        Args:
            element: Its times count from the beginning of the element around it.
            from_s: The beginning of the element around it, or, in a sequence, the end of the one before.
            until_s: The end of the element around it.
        """
        begin_s = from_s + self.seconds(element.get("begin", "0s"))
        ends_s = [until_s]
        if "dur" in element.attrib:
            ends_s.append(begin_s + self.seconds(element.attrib["dur"]))
        if "end" in element.attrib:
            ends_s.append(from_s + self.seconds(element.attrib["end"]))
        return begin_s, min(ends_s)

    def seconds(self, expression: str) -> float:
        """A time expression in seconds."""
        expression = expression.strip()
        if clock := _CLOCK.fullmatch(expression):
            hours, minutes, seconds, fraction, frames = clock.groups(default="0")
            return (
                int(hours) * 3600
                + int(minutes) * 60
                + int(seconds)
                + float(fraction)
                + int(frames) / self.frame_hz
            )
        if offset := _OFFSET.fullmatch(expression):
            units_s = {
                "h": 3600.0,
                "m": 60.0,
                "s": 1.0,
                "ms": 0.001,
                "f": 1 / self.frame_hz,
                "t": 1 / self.tick_hz,
            }
            return float(offset[1]) * units_s[offset[2]]
        raise ValueError(f"{expression!r} is not a time")


def _cues(element: Element, clock: _Clock, start_s: float, until_s: float) -> Iterator[Cue]:
    """The cues in an element that is shown at these times."""
    if _name(element.tag) in ("p", "span") and (_has_own_text(element) or not _has_timed_parts(element)):
        yield start_s, None if math.isinf(until_s) else until_s, _text(element)
        return
    from_s = start_s
    for child in element:
        if _name(child.tag) in ("div", "p", "span"):
            begin_s, end_s = clock.interval(child, from_s, until_s)
            yield from _cues(child, clock, begin_s, end_s)
            if element.get("timeContainer") == "seq":
                from_s = end_s


def _has_own_text(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def _has_timed_parts(element: Element) -> bool:
    return any(name in part.attrib for part in element.iter() if part is not element for name in _TIMING)


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        name = _name(child.tag)
        parts += (" " if name == "br" else _text(child) if name == "span" else "", child.tail or "")
    return "".join(parts)


def _name(prefixed: str) -> str:
    return prefixed.rpartition(":")[2]
