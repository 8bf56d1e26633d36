"""Moments of timelines and tables read back, as they were exported or came out of an editing program."""

import csv
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.parsers import expat

from videxplore.core.errors import ImportFormatError, UnknownVideoError, UnreadableTimelineError
from videxplore.core.file_names import display_name
from videxplore.core.files import open_regular
from videxplore.core.limits import MOST_TIMELINE_BYTES
from videxplore.core.timecode import SourceTimecode, countable_rate_hz
from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ, Video
from videxplore.services.exporting.edl import EDL_RATES_HZ
from videxplore.services.library import Library
from videxplore.services.marks import SAME_TIME_S, change_bookmarks
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.video_metadata import timecode_of

if TYPE_CHECKING:
    from opentimelineio.opentime import RationalTime

IMPORT_SUFFIXES = (".otio", ".edl", ".fcpxml", ".csv", ".json")

_EDL_EVENT = re.compile(
    r"\d+\s+\S+\s+(?P<channels>\S+)\s+\S+(?:\s+\d+)?\s+(?P<start>[\d:;]+)\s+(?P<end>[\d:;]+)\s+[\d:;]+\s+[\d:;]+"
)
_EDL_ADDRESS = re.compile(r"\*\s*(?:OTIO REFERENCE FROM|SOURCE FILE|FROM FILE|FROM CLIP):\s*(?P<name>.+)")
_EDL_RATE = re.compile(r"^\* NOTE: This EDL counts (?P<rate>\d{1,3}(?:\.\d{1,3})?) frames", re.MULTILINE)
"""What an EDL of this program says where its videos differ."""

_EDL_NAME = re.compile(r"\*\s*FROM CLIP NAME:\s*(?P<name>.+)")
_FCPXML_TIME = re.compile(r"-?\d{1,18}(?:/[1-9]\d{0,17}|\.\d{1,18})?s", re.ASCII)
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")

Place = Callable[[SourceTimecode, Fraction], Fraction]
"""Seconds from the start of a file, given how its frames are numbered and the rate of the timeline."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A moment as a file gives it.

    Attributes:
        names: What its video may be called, best first: an address, a path, a name.
        place: Where it starts.
        weight: How much its video's rate counts for that of the timeline.
    """

    names: tuple[str, ...]
    place: Place
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read of a timeline or table.

    Attributes:
        bookmarks: The moments that became bookmarks, in seconds, by video.
        unknown: What was not found in the library: names of videos, each once.
    """

    bookmarks: Mapping[Path, tuple[float, ...]]
    unknown: tuple[str, ...]


def import_bookmarks(library: Library, file: Path) -> Imported:
    """Bookmark where each moment of a timeline or table starts.

    Args:
        library: Holds the videos; they are found by their path, else by their name.
        file: ``.otio``, ``.edl``, ``.fcpxml``, or a table with the columns ``video`` and ``start_s`` as
            ``.csv`` or ``.json``.

    Raises:
        ImportFormatError: If the suffix is unknown.
        UnreadableTimelineError: If the file cannot be read as what its suffix says.
    """
    events = _events(file)
    found = {names: _video(library, names) for names in {event.names for event in events}}
    videos = [found[event.names] for event in events]
    known = {video.id: video for video in videos if video is not None}
    timecodes = {video_id: timecode_of(video) for video_id, video in known.items()}
    rate_hz = _timeline_rate_hz(events, videos, timecodes)
    unknown: dict[str, None] = {}
    times_s: dict[int, set[float]] = defaultdict(set)
    for event, video in zip(events, videos, strict=True):
        if video is None:
            unknown[event.names[-1]] = None
            continue
        time_s = float(event.place(timecodes[video.id], rate_hz))
        if time_s > video.duration_s:
            # Other programs may count a file from zero although it has a timecode.
            time_s = float(event.place(SourceTimecode(timecodes[video.id].rate_hz), rate_hz))
        if 0 <= time_s < video.duration_s:
            times_s[video.id].add(time_s)
        else:
            unknown[f"{event.names[-1]} at {time_s:.3f} s"] = None
    for video_id, wanted_s in times_s.items():
        there_s = library.catalogue.bookmarks.times_s(video_id)
        new_s = [one for one in wanted_s if all(abs(one - there) > SAME_TIME_S for there in there_s)]
        change_bookmarks(library, video_id, add=new_s)
    made = {known[video_id].path: tuple(sorted(wanted_s)) for video_id, wanted_s in times_s.items()}
    return Imported(made, tuple(unknown))


def _events(file: Path) -> list[_Event]:
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise ImportFormatError(f"{display_name(file)} should end in {', '.join(IMPORT_SUFFIXES)}.")
    try:
        with open_regular(file, follow_links=True) as opened:
            data = opened.read(MOST_TIMELINE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        raise UnreadableTimelineError(f"{display_name(file)} cannot be read: {reason}.") from error
    if len(data) > MOST_TIMELINE_BYTES:
        raise UnreadableTimelineError(f"{display_name(file)} is too large for a timeline or a table.")
    try:
        return list(reader(data.decode("utf-8-sig", "surrogateescape")))
    except (
        *(ValueError, TypeError, KeyError, ArithmeticError, AttributeError, RecursionError),
        *(expat.ExpatError, csv.Error),
    ) as error:
        kind = file.suffix.lower().removeprefix(".").upper()
        raise UnreadableTimelineError(f"{display_name(file)} cannot be read as {kind}.") from error


def _video(library: Library, names: Sequence[str]) -> Video | None:
    for name in names:
        try:
            return find_video(name, library.catalogue)
        except UnknownVideoError:
            continue
    return None


def _timeline_rate_hz(
    events: list[_Event], videos: list[Video | None], timecodes: Mapping[int, SourceTimecode]
) -> Fraction:
    """The rate of most of the length of a timeline, for an EDL that does not say its own."""
    weights: dict[Fraction, int] = defaultdict(int)
    for event, video in zip(events, videos, strict=True):
        if video is not None:
            weights[timecodes[video.id].timecode.rate_hz] += event.weight
    return max(weights, key=weights.__getitem__, default=UNKNOWN_FRAME_RATE_HZ)


def _otio_events(text: str) -> Iterator[_Event]:
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
            start = clip.trimmed_range().start_time
            first = media.available_range.start_time if media and media.available_range else None
            yield _Event((*_paths(url), clip.name), _otio_place(start, first))


def _otio_place(start: "RationalTime", first: "RationalTime | None") -> Place:
    if first is not None:
        return lambda source, rate_hz: Fraction((start - first).to_seconds())
    seconds = Fraction(start.to_seconds())
    return lambda source, rate_hz: seconds - source.timecode.time_of(source.start_frame)


def _edl_events(text: str) -> Iterator[_Event]:
    stated = _EDL_RATE.search(text)
    stated_hz = Fraction(stated["rate"]) if stated else None
    event: re.Match[str] | None = None
    names: dict[str, str] = {}
    for line in [*text.splitlines(), "0 END V C 0 0 0 0"]:
        begun = _EDL_EVENT.fullmatch(line.strip())
        if begun is not None:
            if event is not None and names and set(event["channels"]) & {"V", "B"}:
                known = [*_paths(names.get("address", "")), names.get("name", "")]
                place = _edl_place(event["start"], stated_hz)
                yield _Event(tuple(filter(None, known)), place, _edl_weight(event))
            event, names = begun, {}
        for kind, pattern in (("name", _EDL_NAME), ("address", _EDL_ADDRESS)):
            if found := pattern.match(line.strip()):
                names.setdefault(kind, found["name"].strip())


def _edl_place(start: str, stated_hz: Fraction | None) -> Place:
    def place(source: SourceTimecode, rate_hz: Fraction) -> Fraction:
        counted_hz = countable_rate_hz(stated_hz or rate_hz, EDL_RATES_HZ)
        count = source.timecode.frames_per_count
        return Fraction(SourceTimecode.of_recorded(counted_hz, source.start, count).time_of(start))

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


def _fcpxml_events(text: str) -> Iterator[_Event]:
    assets: dict[str, dict[str, str]] = {}
    clips: list[dict[str, str]] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "asset":
            inside.append(attributes.get("id", ""))
            assets[inside[-1]] = attributes
        elif name == "media-rep" and inside:
            assets[inside[-1]].setdefault("src", attributes.get("src", ""))
        elif name in ("asset-clip", "video") and attributes.get("ref"):
            clips.append(attributes)

    def refuse(*_: object) -> None:
        raise ValueError("entities are not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    for clip in clips:
        asset = assets.get(clip["ref"])
        if asset is not None:
            first = _seconds(asset.get("start", "0s"))
            place = _seconds(clip["start"]) - first if "start" in clip else Fraction(0)
            names = (*_paths(asset.get("src", "")), asset.get("name", ""), clip.get("name", ""))
            yield _Event(tuple(filter(None, names)), _constant(place))


def _csv_events(text: str) -> Iterator[_Event]:
    for record in csv.DictReader(io.StringIO(text, newline="")):
        yield _table_event(record)


def _json_events(text: str) -> Iterator[_Event]:
    for record in json.loads(text):
        yield _table_event(record)


def _table_event(record: Mapping[str, Any]) -> _Event:
    video = _GUARDED.sub("", str(record["video"]), count=1)
    return _Event((video,), _constant(Fraction(float(record["start_s"]))))


def _constant(time_s: Fraction) -> Place:
    return lambda source, rate_hz: time_s


def _seconds(text: str) -> Fraction:
    """Seconds from the form ``1001/30000s`` or ``5s``."""
    if _FCPXML_TIME.fullmatch(text.strip()) is None:
        raise ValueError(text)
    return Fraction(text.strip().removesuffix("s"))


def _paths(address: str) -> list[str]:
    """The path that a ``file:`` address or a plain path names, and the name of its file."""
    parts = urlsplit(address)
    path = address
    if parts.scheme == "file":
        path = os.fsdecode(unquote_to_bytes(parts.path))
        # file:///C:/videos/a.mp4 names a drive, not a folder of the root.
        path = path[1:] if len(path) > 2 and path[2] == ":" else path
    return [path, Path(path).name] if path else []


_READERS: Mapping[str, Callable[[str], Iterator[_Event]]] = {
    ".otio": _otio_events,
    ".edl": _edl_events,
    ".fcpxml": _fcpxml_events,
    ".csv": _csv_events,
    ".json": _json_events,
}
