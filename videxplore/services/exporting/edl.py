"""Timelines as EDL: the list of edits that every editing program reads."""

import string
from collections.abc import Sequence
from pathlib import Path

from videxplore.core.errors import ExportError
from videxplore.core.file_names import one_line
from videxplore.core.timecode import STANDARD_RATES_HZ, Timecode, countable_rate_hz
from videxplore.services.exporting.timeline_spans import TimelineFormat, TimelineSpan

MAX_EDL_EVENTS = 999
"""Source: CMX 3600, whose event numbers have three digits."""

EDL_RATES_HZ = tuple(rate for rate in STANDARD_RATES_HZ if rate <= 60)
"""The rates that programs count in when they read an EDL, whose frame numbers have two digits."""

_SPECIAL_REELS = frozenset({"AX", "BL", "BLACK", "BARS"})
"""Names that mean no file but another source, black or bars. Source: CMX 3600."""

_REEL_LETTERS = frozenset(string.ascii_uppercase + string.digits)


def edl_timecode(spans: Sequence[TimelineSpan]) -> Timecode:
    """How an EDL of these spans (at least one) counts: as most of its length, or as near as it can."""
    timecode = TimelineFormat.of(spans).timecode
    rate_hz = countable_rate_hz(timecode.rate_hz, EDL_RATES_HZ)
    return timecode if rate_hz == timecode.rate_hz else Timecode.of_rate(rate_hz)


def edl_text(spans: Sequence[TimelineSpan], title: str, notes: Sequence[str]) -> str:
    """An EDL of spans, one after the other, with picture and sound.

    Clips are named after their files, as programs need it to find them. OpenTimelineIO finds them by the
    address that follows, which other programs ignore: they take a plain ``FROM CLIP`` for a second name.

    Args:
        spans: What it holds; at least one.
        title: Its title, one line.
        notes: Sentences about what it does not hold; they follow the first event.

    Raises:
        ExportError: If there are more spans than an EDL can hold.
    """
    if len(spans) > MAX_EDL_EVENTS:
        raise ExportError(
            f"An EDL holds at most {MAX_EDL_EVENTS} events and there are {len(spans)}: "
            "select fewer, or export OTIO or FCPXML."
        )
    timecode = edl_timecode(spans)
    lines = [f"TITLE: {title}", f"FCM: {'DROP FRAME' if timecode.drops_frames else 'NON-DROP FRAME'}", ""]
    reels = reel_names(spans)
    begun = 0
    for number, original in enumerate(spans, start=1):
        span = original.counted_at(timecode.rate_hz)
        # What goes on after midnight ends after 24 o'clock, so that the end stays behind the start.
        start = (span.source.start_frame + span.start_frame) % span.timecode.frames_a_day
        source = [span.timecode.text(frame) for frame in (start, start + span.frames)]
        record = [timecode.text(frame) for frame in (begun, begun + span.frames)]
        channels = "AA/V" if span.has_audio else "V"
        lines.append(f"{number:03}  {reels[span.path]:8} {channels:5} C        {' '.join(source + record)}")
        lines.append(f"* FROM CLIP NAME: {one_line(span.path.name)}")
        if span.remarks.text:
            lines.append(f"* COMMENT: {span.remarks.text}")
        lines.append(f"* OTIO REFERENCE FROM: {span.path.absolute().as_uri()}")
        if number == 1:
            lines += [f"* NOTE: {note}" for note in notes]
        begun += span.frames
    return "\n".join(lines) + "\n"


def reel_names(spans: Sequence[TimelineSpan]) -> dict[Path, str]:
    """A reel name for each file: eight characters, as the format allows, no two the same, none special."""
    reels: dict[Path, str] = {}
    for span in spans:
        if span.path not in reels:
            letters = "".join(letter for letter in span.path.stem.upper() if letter in _REEL_LETTERS)
            reel, number = letters[:8] or "REEL", 2
            while reel in reels.values() or reel in _SPECIAL_REELS:
                reel, number = f"{letters[: 8 - len(str(number))]}{number}", number + 1
            reels[span.path] = reel
    return reels
