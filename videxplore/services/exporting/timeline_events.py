"""Moments as timelines and tables give them, exported from here or saved by an editing program."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from videxplore.core.selects import HIGHEST_RATING, Remarks
from videxplore.core.timecode import SourceTimecode, countable_rate_hz
from videxplore.core.xml_text import parsed_xml
from videxplore.services.exporting.edl import EDL_RATES_HZ
from videxplore.services.exporting.fcpxml import LENGTH_KEY
from videxplore.services.exporting.timeline_spans import UNNAMED_MARK

if TYPE_CHECKING:
    from opentimelineio.opentime import RationalTime, TimeRange

_EDL_EVENT = re.compile(
    r"\d+\s+\S+\s+(?P<channels>\S+)\s+\S+(?:\s+\d+)?\s+(?P<start>[\d:;]+)\s+(?P<end>[\d:;]+)\s+[\d:;]+\s+[\d:;]+"
)
_EDL_RATE = re.compile(r"^\* NOTE: This EDL counts (?P<rate>\d{1,3}(?:\.\d{1,3})?) frames", re.MULTILINE)
"""What an EDL of this program says where its videos differ."""

_EDL_LINES = {
    "name": re.compile(r"\*\s*FROM CLIP NAME:\s*(?P<text>.+)"),
    "address": re.compile(r"\*\s*(?:OTIO REFERENCE FROM|SOURCE FILE|FROM FILE|FROM CLIP):\s*(?P<text>.+)"),
    "comment": re.compile(r"\*\s*COMMENT:\s*(?P<text>.+)"),
}
_FCPXML_TIME = re.compile(r"-?\d{1,18}(?:/[1-9]\d{0,17}|\.\d{1,18})?s", re.ASCII)
_GUARDED = re.compile(r"\A'(?='*[=+\-@\t\r])")

METADATA = "videxplore"
"""Where this program keeps remarks in the metadata of OpenTimelineIO."""

_USUAL_FRAME = Fraction(1, 24)
"""Seconds; a marker of an editing program that is no longer than a frame marks a moment."""

Place = Callable[[SourceTimecode, Fraction], Fraction]
"""Seconds from the start of a file, given how its frames are numbered and the rate of the timeline."""


@dataclass(frozen=True, slots=True)
class Event:
    """A moment or a part of a video as a file gives it.

    Attributes:
        names: What its video may be called, best first: an address, a path, a name.
        start: Where it starts.
        end: Where it ends; None for a moment.
        weight: How much its video's rate counts for that of the timeline.
        remarks: What is said of it.
        is_marker: Whether it is a marker on a timeline rather than a part of it.
    """

    names: tuple[str, ...]
    start: Place
    end: Place | None = None
    weight: int = 1
    remarks: Remarks = field(default_factory=Remarks)
    is_marker: bool = False


def otio_events(text: str) -> Iterator[Event]:
    """Clips of the video tracks of an OpenTimelineIO timeline, and the markers on them.

    Raises:
        ValueError: If it is not a timeline.
    """
    # Refuses what is nested too deeply for the reader.
    json.loads(text)
    import opentimelineio as otio  # Late: commands and the Python interface import this module.

    try:
        timeline = otio.adapters.read_from_string(text, "otio_json")
    except otio.exceptions.OTIOError as error:
        raise ValueError("not a timeline") from error
    tracks = timeline.video_tracks() if isinstance(timeline, otio.schema.Timeline) else [timeline]
    for track in tracks:
        for clip in track.find_clips():
            media = clip.media_reference
            url = media.target_url if isinstance(media, otio.schema.ExternalReference) else ""
            names = (*paths_of(url), clip.name)
            first = media.available_range.start_time if media and media.available_range else None
            start, end = _otio_places(clip.trimmed_range(), first)
            yield Event(names, start, end, remarks=_remarks(clip.metadata.get(METADATA)) or Remarks())
            for marker in clip.markers:
                start, end = _otio_places(marker.marked_range, first)
                has_length = marker.marked_range.duration.value > 1
                remarks = _remarks(marker.metadata.get(METADATA)) or Remarks.of_text(marker.name)
                yield Event(names, start, end if has_length else None, remarks=remarks, is_marker=True)


def _remarks(stored: Any) -> Remarks | None:
    """Remarks as this program stores them in metadata; None where there are none."""
    if not stored or "note" not in stored:
        return None
    rating = int(stored.get("rating", 0))
    verdict = stored.get("verdict", "")
    return Remarks(
        str(stored["note"]),
        verdict if verdict in ("favourite", "rejected") else "",
        rating if 0 <= rating <= HIGHEST_RATING else 0,
        tuple(str(tag) for tag in stored.get("tags", ())),
    )


def _otio_places(span: "TimeRange", first: "RationalTime | None") -> tuple[Place, Place]:
    def place(time: "RationalTime") -> Place:
        if first is not None:
            return lambda source, rate_hz: Fraction((time - first).to_seconds())
        seconds = Fraction(time.to_seconds())
        return lambda source, rate_hz: seconds - source.timecode.time_of(source.start_frame)

    return place(span.start_time), place(span.end_time_exclusive())


def edl_events(text: str) -> Iterator[Event]:
    """Events of an EDL with a picture."""
    stated = _EDL_RATE.search(text)
    stated_hz = Fraction(stated["rate"]) if stated else None
    event: re.Match[str] | None = None
    said: dict[str, str] = {}
    for line in [*text.splitlines(), "0 END V C 0 0 0 0"]:
        begun = _EDL_EVENT.fullmatch(line.strip())
        if begun is not None:
            names = [*paths_of(said.get("address", "")), said.get("name", "")]
            if event is not None and any(names) and set(event["channels"]) & {"V", "B"}:
                yield Event(
                    tuple(filter(None, names)),
                    _edl_place(event["start"], stated_hz),
                    _edl_place(event["end"], stated_hz),
                    _edl_weight(event),
                    Remarks.of_text(said.get("comment", "")),
                )
            event, said = begun, {}
        for kind, pattern in _EDL_LINES.items():
            if found := pattern.match(line.strip()):
                said.setdefault(kind, found["text"].strip())


def _edl_place(time: str, stated_hz: Fraction | None) -> Place:
    def place(source: SourceTimecode, rate_hz: Fraction) -> Fraction:
        counted_hz = countable_rate_hz(stated_hz or rate_hz, EDL_RATES_HZ)
        count = source.timecode.frames_per_count
        return Fraction(SourceTimecode.of_recorded(counted_hz, source.start, count).time_of(time))

    return place


def _edl_weight(event: re.Match[str]) -> int:
    """About its length, in hundredths of a second."""
    start, end = (
        sum(
            int(field) * unit
            for field, unit in zip(re.split("[:;]", event[name]), (360_000, 6000, 100, 1), strict=True)
        )
        for name in ("start", "end")
    )
    return max(1, end - start)


def fcpxml_events(text: str) -> Iterator[Event]:
    """Clips of an FCPXML document, and the markers in them.

    Raises:
        ValueError: If it is not one, or declares entities.
    """
    document = parsed_xml(text)
    assets = {asset.get("id", ""): asset for asset in document.iter("asset")}
    frames = {one.get("id", ""): _seconds(one.get("frameDuration", "0s")) for one in document.iter("format")}
    for clip in document.iter():
        asset = assets.get(clip.get("ref", "")) if clip.tag in ("asset-clip", "video") else None
        if asset is None:
            continue
        first = _seconds(asset.get("start", "0s"))
        media = asset.find("media-rep")
        address = asset.get("src", media.get("src", "") if media is not None else "")
        names = tuple(filter(None, (*paths_of(address), asset.get("name", ""), clip.get("name", ""))))
        start = _seconds(clip.get("start", asset.get("start", "0s"))) - first
        known = {one.get("key"): one.get("value") for one in clip.iterfind("metadata/md")}
        length = known.get(LENGTH_KEY) or clip.get("duration", asset.get("duration"))
        end = None if length is None else _constant(start + _seconds(length))
        yield Event(names, _constant(start), end, remarks=Remarks.of_text(clip.findtext("note") or ""))
        frame = frames.get(asset.get("format", ""), Fraction(0)) or _USUAL_FRAME
        for marker in clip.findall("marker"):
            at, lasts = _seconds(marker.get("start", "0s")) - first, _seconds(marker.get("duration", "0s"))
            until = None if lasts <= frame else _constant(at + lasts)
            note, name = marker.get("note"), marker.get("value") or ""
            said = Remarks.of_text("" if note == "" and name == UNNAMED_MARK else note or name)
            yield Event(names, _constant(at), until, remarks=said, is_marker=True)


def csv_events(text: str) -> Iterator[Event]:
    """Rows of a table with the columns ``video`` and ``start_s``, and more if it has them."""
    for record in csv.DictReader(io.StringIO(text, newline="")):
        yield _table_event({name: _unguarded(value) for name, value in record.items()})


def json_events(text: str) -> Iterator[Event]:
    """The same of a table as JSON."""
    for record in json.loads(text):
        yield _table_event(record)


def _table_event(record: Mapping[str, Any]) -> Event:
    start_s, end_s = Fraction(float(record["start_s"])), record.get("end_s")
    end = None if end_s in (None, "") else Fraction(float(end_s))
    tags = str(record.get("tags") or "")
    said = {
        "note": str(record.get("note") or record.get("label") or ""),
        "verdict": record.get("verdict") or "",
        "rating": int(float(record.get("rating") or 0)),
        "tags": [tag.strip() for tag in tags.split(",") if tag.strip()],
    }
    is_moment = end is None or end <= start_s
    return Event(
        (str(record["video"]),),
        _constant(start_s),
        None if end is None or is_moment else _constant(end),
        remarks=_remarks(said) or Remarks(),
    )


def _unguarded(value: Any) -> Any:
    """A cell without the apostrophe that keeps spreadsheets from computing it."""
    return _GUARDED.sub("", value, count=1) if isinstance(value, str) else value


def _constant(time_s: Fraction) -> Place:
    return lambda source, rate_hz: time_s


def _seconds(text: str) -> Fraction:
    """Seconds from the form ``1001/30000s`` or ``5s``."""
    if _FCPXML_TIME.fullmatch(text.strip()) is None:
        raise ValueError(text)
    return Fraction(text.strip().removesuffix("s"))


def paths_of(address: str) -> list[str]:
    """The path that a ``file:`` address or a plain path names, and the name of its file."""
    parts = urlsplit(address)
    path = address
    if parts.scheme == "file":
        path = os.fsdecode(unquote_to_bytes(parts.path))
        # file:///C:/videos/a.mp4 names a drive, not a folder of the root.
        path = path[1:] if len(path) > 2 and path[2] == ":" else path
    return [path, Path(path).name] if path else []
