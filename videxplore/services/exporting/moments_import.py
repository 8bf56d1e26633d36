"""Moments of timelines, tables and annotations read back into the library: as bookmarks, marks or a bin."""

import contextlib
import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from videxplore.core.errors import ImportFormatError, UnknownVideoError, UnreadableTimelineError
from videxplore.core.file_names import display_name
from videxplore.core.files import open_regular
from videxplore.core.limits import MOST_TIMELINE_BYTES
from videxplore.core.selects import Bin, MomentMark
from videxplore.core.timecode import SourceTimecode
from videxplore.core.types import UNKNOWN_FRAME_RATE_HZ, Video
from videxplore.services.exporting.annotation_files import boris_events, elan_events, srt_events
from videxplore.services.exporting.found_moments import (
    IMPORT_SUFFIXES,
    FoundMoment,
    FoundMoments,
    items_of_moments,
    marks_of_moments,
    with_marks,
)
from videxplore.services.exporting.timeline_events import (
    Event,
    csv_events,
    edl_events,
    fcpxml_events,
    json_events,
    otio_events,
)
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.selects import SAME_TIME_S, add_to_bin, change_bookmarks
from videxplore.services.video_metadata import timecode_of


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
    """Bookmark where each moment of a file starts.

    Args:
        library: Holds the videos; they are found by their path, else by their name.
        file: One of :data:`IMPORT_SUFFIXES`; see :func:`read_moments`.

    Raises:
        ImportFormatError: If the suffix is unknown.
        UnreadableTimelineError: If the file cannot be read as what its suffix says.
    """
    found = read_moments(library, file)
    times_s: dict[int, set[float]] = defaultdict(set)
    for moment in found.moments:
        times_s[moment.video.id].add(moment.start_s)
    for video_id, wanted_s in times_s.items():
        there_s = library.catalogue.bookmarks.times_s(video_id)
        new_s = [one for one in wanted_s if all(abs(one - there) > SAME_TIME_S for there in there_s)]
        change_bookmarks(library, video_id, add=new_s)
    paths = {moment.video.id: moment.video.path for moment in found.moments}
    made = {paths[video_id]: tuple(sorted(wanted_s)) for video_id, wanted_s in times_s.items()}
    return Imported(made, found.unknown)


def import_marks(
    library: Library, file: Path, video: Video | None = None
) -> tuple[list[MomentMark], tuple[str, ...]]:
    """Mark the moments of a file: of a timeline with markers these, else its clips.

    Args:
        library: Holds the videos.
        file: See :func:`read_moments`.
        video: The video the file is about, where it does not say.

    Returns:
        The marks as they are stored, and what was not found in the library.

    Raises:
        ImportFormatError: If the suffix is unknown.
        UnreadableTimelineError: If the file cannot be read as what its suffix says.
    """
    found = read_moments(library, file, video, markers=True)
    made = marks_of_moments(found.moments)
    for video_id, marks in made.items():
        there = library.catalogue.marks.of_video(video_id)
        library.catalogue.marks.replace(video_id, with_marks(there, marks))
    return [mark for marks in made.values() for mark in marks], found.unknown


def import_bin(
    library: Library, file: Path, name: str = "", video: Video | None = None
) -> tuple[Bin, tuple[str, ...]]:
    """Add the moments of a file to a bin; of one without length, the scene it lies in.

    Args:
        library: Holds the videos.
        file: See :func:`read_moments`.
        name: Of the bin, which is made where there is none; the name of the file where it is empty.
        video: The video the file is about, where it does not say.

    Returns:
        The bin as it is stored, and what was not found in the library.

    Raises:
        ImportFormatError: If the suffix is unknown.
        UnreadableTimelineError: If the file cannot be read as what its suffix says, or nothing of it is in
            the library.
    """
    found = read_moments(library, file, video)
    items = items_of_moments(library, found.moments)
    if not items:
        why = f": {found.unknown[0]} is not in the library" if found.unknown else ""
        raise UnreadableTimelineError(f"{display_name(file)} holds no part of a video of the library{why}.")
    return add_to_bin(library, name.strip() or file.stem, items), found.unknown


def read_moments(
    library: Library, file: Path, video: Video | None = None, *, markers: bool = False
) -> FoundMoments:
    """The moments of a file that are in the library.

    Args:
        library: Holds the videos; they are found by their path, else by their name.
        file: ``.otio``, ``.edl``, ``.fcpxml``; a table with the columns ``video`` and ``start_s`` as ``.csv``
            or ``.json``; subtitles (``.srt``), events of BORIS (``.tsv``, ``.csv``), annotations of ELAN
            (``.eaf``).
        video: The video the file is about, where it does not name one.
        markers: Whether the markers of a timeline are wanted rather than its clips, where it has some.

    Raises:
        ImportFormatError: If the suffix is unknown.
        UnreadableTimelineError: If the file cannot be read as what its suffix says.
    """
    reader = _reader_of(file)
    text = _text_of(file)
    with _readable(file):
        events = list(reader(text, file))
    if markers and any(event.is_marker for event in events):
        events = [event for event in events if event.is_marker]
    else:
        events = [event for event in events if not event.is_marker]
    found = {names: video or _video(library, names) for names in {event.names for event in events}}
    videos = [found[event.names] for event in events]
    known = {one.id: one for one in videos if one is not None}
    timecodes = {video_id: timecode_of(one) for video_id, one in known.items()}
    rate_hz = _timeline_rate_hz(events, videos, timecodes)
    unknown: dict[str, None] = {}
    moments = []
    for event, one in zip(events, videos, strict=True):
        if one is None:
            unknown[event.names[-1]] = None
            continue
        with _readable(file):
            moment = _placed(event, one, timecodes[one.id], rate_hz)
        if isinstance(moment, str):
            unknown[moment] = None
        else:
            moments.append(moment)
    return FoundMoments(tuple(moments), tuple(unknown))


def _placed(event: Event, video: Video, timecode: SourceTimecode, rate_hz: Fraction) -> FoundMoment | str:
    """An event in its video; what to say of it where its time is not in the video."""
    start_s = float(event.start(timecode, rate_hz))
    if start_s > video.duration_s:
        # Other programs may count a file from zero although it has a timecode.
        timecode = SourceTimecode(timecode.rate_hz)
        start_s = float(event.start(timecode, rate_hz))
    end_s = start_s if event.end is None else min(float(event.end(timecode, rate_hz)), video.duration_s)
    if not 0 <= start_s < video.duration_s or end_s < start_s:
        return f"{event.names[-1]} at {start_s:.3f} s"
    return FoundMoment(video, start_s, end_s, event.remarks)


def _reader_of(file: Path) -> Callable[[str, Path], Iterator[Event]]:
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise ImportFormatError(f"{display_name(file)} should end in {', '.join(IMPORT_SUFFIXES)}.")
    return reader


def _text_of(file: Path) -> str:
    try:
        with open_regular(file, follow_links=True) as opened:
            data = opened.read(MOST_TIMELINE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        raise UnreadableTimelineError(f"{display_name(file)} cannot be read: {reason}.") from error
    if len(data) > MOST_TIMELINE_BYTES:
        raise UnreadableTimelineError(f"{display_name(file)} is too large for a timeline or a table.")
    return data.decode("utf-8-sig", "surrogateescape")


@contextlib.contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Turn what the content of a file leads to, wherever it is read, into a sentence."""
    try:
        yield
    except (
        *(ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError),
        csv.Error,
    ) as error:
        kind = file.suffix.lower().removeprefix(".").upper()
        raise UnreadableTimelineError(f"{display_name(file)} cannot be read as {kind}.") from error


def _table_events(text: str, _file: Path) -> Iterator[Event]:
    """A table of this program, or events of BORIS."""
    return boris_events(text) if "behavior" in text[:20_000].casefold() else csv_events(text)


_READERS: Mapping[str, Callable[[str, Path], Iterator[Event]]] = {
    ".otio": lambda text, _file: otio_events(text),
    ".edl": lambda text, _file: edl_events(text),
    ".fcpxml": lambda text, _file: fcpxml_events(text),
    ".csv": _table_events,
    ".tsv": _table_events,
    ".json": lambda text, _file: json_events(text),
    ".srt": srt_events,
    ".eaf": elan_events,
}


def _video(library: Library, names: Sequence[str]) -> Video | None:
    for name in names:
        with contextlib.suppress(UnknownVideoError):
            return find_video(name, library.catalogue)
    return None


def _timeline_rate_hz(
    events: list[Event], videos: list[Video | None], timecodes: Mapping[int, SourceTimecode]
) -> Fraction:
    """The rate of most of the length of a timeline, for an EDL that does not say its own."""
    weights: dict[Fraction, int] = defaultdict(int)
    for event, video in zip(events, videos, strict=True):
        if video is not None:
            weights[timecodes[video.id].timecode.rate_hz] += event.weight
    return max(weights, key=weights.__getitem__, default=UNKNOWN_FRAME_RATE_HZ)
