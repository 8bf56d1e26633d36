"""Moments as subtitles and as annotations of behaviour, written and read: SRT, BORIS and ELAN."""

import csv
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from videxplore.core.errors import ExportError
from videxplore.core.file_names import one_line, xml_text
from videxplore.core.selects import MomentMark, Remarks
from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Video
from videxplore.core.xml_text import parsed_xml
from videxplore.services.exporting.timeline_events import Event, Place, paths_of
from videxplore.services.library import Library

ANNOTATION_SUFFIXES = (".srt", ".tsv", ".eaf")

_KINDS = {".srt": "An SRT file", ".eaf": "A document of ELAN"}

UNNAMED = "unnamed"
"""The behaviour of what nothing is said of: BORIS needs a name."""

LEAST_MS = 1
"""How long ELAN shows a moment, in milliseconds: it has no annotation without length."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A part of a video, and what is said of it; a moment where both times are the same."""

    video: Video
    start_s: float
    end_s: float
    remarks: Remarks

    @classmethod
    def of_spans(cls, spans: Sequence[SelectedSpan]) -> "list[Annotation]":
        """Selected parts of videos."""
        return [
            cls(one.video, one.start_s, one.end_s, Remarks(one.label, rating=one.rating)) for one in spans
        ]

    @classmethod
    def of_marks(cls, library: Library, marks: Sequence[MomentMark]) -> "list[Annotation]":
        """Marks of videos that are in the library."""
        videos = library.catalogue.videos_by_id(sorted({mark.video_id for mark in marks}))
        return [
            cls(videos[one.video_id], one.start_s, one.end_s, one.remarks)
            for one in marks
            if one.video_id in videos
        ]

    @property
    def text(self) -> str:
        """What is said, one line."""
        return one_line(self.remarks.text)


def annotation_text(annotations: Sequence[Annotation], suffix: str) -> str:
    """The content of a file of the kind that one of :data:`ANNOTATION_SUFFIXES` names.

    Raises:
        ExportError: If there is nothing to write, or the format holds times of one video and these are of
            several.
    """
    if not annotations:
        raise ExportError("There is nothing to export: the selection is empty.")
    if suffix == ".tsv":
        return _boris(annotations)
    videos = {one.video.id for one in annotations}
    if len(videos) > 1:
        raise ExportError(
            f"{_KINDS[suffix]} holds times of one video, and these are of {len(videos)}: choose another kind."
        )
    ordered = sorted(annotations, key=lambda one: (one.start_s, one.end_s))
    return _srt(ordered) if suffix == ".srt" else _elan(ordered)


def _srt(annotations: Sequence[Annotation]) -> str:
    cues = (
        f"{number}\n{_srt_time(one.start_s)} --> {_srt_time(one.end_s)}\n{one.text}\n"
        for number, one in enumerate(annotations, start=1)
    )
    return "\n".join(cues)


def _srt_time(time_s: float) -> str:
    seconds, milliseconds = divmod(round(time_s * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02},{milliseconds:03}"


def _boris(annotations: Sequence[Annotation]) -> str:
    """Aggregated events, as BORIS exports them."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter="\t", lineterminator="\r\n")
    writer.writerow(
        (
            *("Observation id", "Media file name", "Media duration (s)", "FPS", "Subject", "Behavior"),
            *("Behavioral category", "Modifiers", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)"),
            *("Comment start", "Comment stop"),
        )
    )
    for one in annotations:
        is_point = one.end_s <= one.start_s
        rate_hz = float(one.video.properties.frame_rate_hz) if one.video.properties else 0.0
        times = [f"{time_s:.6f}" for time_s in (one.start_s, one.end_s, one.end_s - one.start_s)]
        writer.writerow(
            (
                *(one_line(one.video.path.stem), str(one.video.path), f"{one.video.duration_s:.3f}"),
                *(f"{rate_hz:.3f}", "", one.text or UNNAMED, "", "", "POINT" if is_point else "STATE"),
                *(*times, "", ""),
            )
        )
    return lines.getvalue()


def _elan(annotations: Sequence[Annotation]) -> str:
    """A document of EAF 3.0."""
    path = annotations[0].video.path
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT", AUTHOR="", DATE="1970-01-01T00:00:00+00:00", FORMAT="3.0", VERSION="3.0"
    )
    ElementTree.SubElement(
        ElementTree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds"),
        "MEDIA_DESCRIPTOR",
        MEDIA_URL=path.absolute().as_uri(),
        MIME_TYPE="video/mp4" if path.suffix.lower() in (".mp4", ".m4v") else "unknown",
        RELATIVE_MEDIA_URL="",
    )
    _add_tiers(root, annotations)
    ElementTree.SubElement(
        root,
        "LINGUISTIC_TYPE",
        GRAPHIC_REFERENCES="false",
        LINGUISTIC_TYPE_ID="default-lt",
        TIME_ALIGNABLE="true",
    )
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _add_tiers(root: ElementTree.Element, annotations: Sequence[Annotation]) -> None:
    """The times and the annotations; what overlaps is on further tiers, since ELAN allows that on none."""
    order = ElementTree.SubElement(root, "TIME_ORDER")
    spans_ms = [_milliseconds(one) for one in annotations]
    times_ms = sorted({time_ms for span in spans_ms for time_ms in span})
    slots = {time_ms: f"ts{number}" for number, time_ms in enumerate(times_ms, start=1)}
    for time_ms, name in slots.items():
        ElementTree.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=name, TIME_VALUE=str(time_ms))
    tiers: list[ElementTree.Element] = []
    ends_ms: list[int] = []
    for number, (one, (start_ms, end_ms)) in enumerate(zip(annotations, spans_ms, strict=True), start=1):
        row = next((row for row, until_ms in enumerate(ends_ms) if until_ms <= start_ms), len(tiers))
        if row == len(tiers):
            name = f"selects {row + 1}" if row else "selects"
            tiers.append(ElementTree.SubElement(root, "TIER", LINGUISTIC_TYPE_REF="default-lt", TIER_ID=name))
            ends_ms.append(0)
        ends_ms[row] = end_ms
        annotation = ElementTree.SubElement(
            ElementTree.SubElement(tiers[row], "ANNOTATION"),
            "ALIGNABLE_ANNOTATION",
            ANNOTATION_ID=f"a{number}",
            TIME_SLOT_REF1=slots[start_ms],
            TIME_SLOT_REF2=slots[end_ms],
        )
        ElementTree.SubElement(annotation, "ANNOTATION_VALUE").text = xml_text(one.text)


def _milliseconds(annotation: Annotation) -> tuple[int, int]:
    start, end = round(annotation.start_s * 1000), round(annotation.end_s * 1000)
    return start, max(end, start + LEAST_MS)


_SRT_TIME = r"(\d{1,4}):([0-5]?\d):([0-5]?\d)(?:[,.](\d{1,3}))?"
_SRT_CUE = re.compile(rf"\s*{_SRT_TIME}\s*-->\s*{_SRT_TIME}")
_PLAYER = re.compile(r"player #\d+:", re.IGNORECASE)

_LEAST = Fraction(LEAST_MS, 1000)
_BORIS_MEDIA = ("media file path", "media file name", "media file", "source", "media file(s)")
_BORIS_COMMENTS = ("comment", "comment start")


def srt_events(text: str, file: Path) -> Iterator[Event]:
    """Cues of subtitles. Their video has the name of the file."""
    names = (file.stem,)
    for block in re.split(r"\r?\n[ \t]*\r?\n", text.strip()):
        lines = block.splitlines()
        for number, line in enumerate(lines):
            if cue := _SRT_CUE.match(line):
                times = cue.groups(default="0")
                start, end = _time_of_srt(times[:4]), _time_of_srt(times[4:])
                said = Remarks.of_text("\n".join(lines[number + 1 :]))
                yield Event(names, _constant(start), _constant(end) if end > start else None, remarks=said)
                break


def _time_of_srt(fields: Sequence[str]) -> Fraction:
    hours, minutes, seconds, fraction = fields
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + Fraction(int(fraction), 10 ** len(fraction))


def boris_events(text: str) -> Iterator[Event]:
    """Events of BORIS: aggregated ones, with a start and a stop each, or tabular ones, one row for each.

    Raises:
        ValueError: If there is no table with behaviours.
    """
    # A name in quotes may hold line ends of its own.
    lines = io.StringIO(text, newline="")
    head = next(filter(_is_boris_head, lines), None)
    if head is None:
        raise ValueError("there is no column of behaviours")
    rows = list(csv.reader(itertools.chain([head], lines), delimiter="\t" if "\t" in head else ","))
    names = [name.strip().casefold() for name in rows[0]]
    records = [dict(zip(names, row, strict=False)) for row in rows[1:]]
    return _aggregated(records) if "start (s)" in names else _tabular(records)


def _is_boris_head(line: str) -> bool:
    return bool(
        {"behavior", "behaviour"} & {cell.strip('" ').casefold() for cell in re.split("[\t,\r\n]", line)}
    )


def _aggregated(rows: Sequence[Mapping[str, str]]) -> Iterator[Event]:
    for row in rows:
        start, stop = (_number(row.get(name, "")) for name in ("start (s)", "stop (s)"))
        if start is not None:
            yield _boris_event(row, start, stop if stop is not None and stop > start else None)


def _tabular(rows: Sequence[Mapping[str, str]]) -> Iterator[Event]:
    """Starts with the next stop of the same behaviour and subject; what is not one of both is a moment."""
    begun: dict[tuple[str, ...], list[tuple[Mapping[str, str], Fraction]]] = defaultdict(list)
    for row in rows:
        time = _number(row.get("time", ""))
        if time is None:
            continue
        status = (row.get("status") or row.get("behavior type") or "").strip().upper()
        key = tuple(row.get(name, "") for name in ("observation id", "subject", "behavior"))
        if status == "START":
            begun[key].append((row, time))
        elif status == "STOP" and begun[key]:
            first, start = begun[key].pop(0)
            yield _boris_event(first, start, time)
        else:
            yield _boris_event(row, time, None)
    for rest in begun.values():
        for row, time in rest:
            yield _boris_event(row, time, None)


def _boris_event(row: Mapping[str, str], start: Fraction, end: Fraction | None) -> Event:
    named = [row[name] for name in _BORIS_MEDIA if row.get(name, "").strip()]
    paths = [path for one in named for path in paths_of(_PLAYER.sub("", one).strip())]
    behaviour = (row.get("behavior") or row.get("behaviour") or "").strip()
    said = Remarks.of_text(
        " ".join(filter(None, ("" if behaviour == UNNAMED else behaviour, *_comments(row))))
    )
    names = tuple(paths) or (row.get("observation id", "").strip() or "a video without name",)
    return Event(names, _constant(start), None if end is None else _constant(end), remarks=said)


def _comments(row: Mapping[str, str]) -> list[str]:
    return [row[name].strip() for name in _BORIS_COMMENTS if row.get(name, "").strip()]


def _number(text: str) -> Fraction | None:
    text = text.strip()
    return Fraction(text) if text and text.upper() not in ("NA", "NAN") else None


def elan_events(text: str, file: Path) -> Iterator[Event]:
    """Annotations of ELAN on all tiers; their video is its first medium, else of the name of the file.

    Raises:
        ValueError: If it is not XML.
    """
    document = parsed_xml(text)
    if document.tag != "ANNOTATION_DOCUMENT":
        raise ValueError("not a document of ELAN")
    names, origin = _elan_media(document, file)
    slots = _elan_slots(document)
    for annotation in document.iter("ALIGNABLE_ANNOTATION"):
        times = [slots.get(annotation.get(f"TIME_SLOT_REF{number}", "")) for number in (1, 2)]
        start, end = times
        if start is None:
            continue
        said = Remarks.of_text(annotation.findtext("ANNOTATION_VALUE", ""))
        until = None if end is None or end - start <= _LEAST else _constant(end + origin)
        yield Event(names, _constant(start + origin), until, remarks=said)


def _elan_media(document: ElementTree.Element, file: Path) -> tuple[tuple[str, ...], Fraction]:
    """What the video may be called, and where in it the annotations count from, in seconds."""
    names: list[str] = []
    origin = Fraction(0)
    for medium in document.iter("MEDIA_DESCRIPTOR"):
        found = [*paths_of(medium.get("MEDIA_URL", "")), *paths_of(medium.get("RELATIVE_MEDIA_URL", ""))]
        if found and not names:
            origin = Fraction(int(medium.get("TIME_ORIGIN", "0")), 1000)
        names += found
    return tuple(dict.fromkeys((*names, file.stem))), origin


def _elan_slots(document: ElementTree.Element) -> dict[str, Fraction]:
    """Times by the names of slots; slots without a time lie evenly between those around them."""
    slots = list(document.iter("TIME_SLOT"))
    times: dict[str, Fraction] = {}
    waiting: list[str] = []
    before = Fraction(0)
    for slot in slots:
        name, value = slot.get("TIME_SLOT_ID", ""), slot.get("TIME_VALUE")
        if value is None:
            waiting.append(name)
            continue
        time = Fraction(int(value), 1000)
        for number, one in enumerate(waiting, start=1):
            times[one] = before + (time - before) * number / (len(waiting) + 1)
        waiting = []
        times[name] = before = time
    return times


def _constant(time_s: Fraction) -> Place:
    return lambda source, rate_hz: time_s
