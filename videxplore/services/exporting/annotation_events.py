"""Moments as subtitles and as annotations of behaviour give them: SRT, BORIS and ELAN."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from videxplore.core.selects import Remarks
from videxplore.services.exporting.annotation_files import LEAST_MS, UNNAMED
from videxplore.services.exporting.timeline_events import Event, Place, parsed_xml, paths_of

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
                start, end = _srt_time(times[:4]), _srt_time(times[4:])
                said = Remarks.of_text("\n".join(lines[number + 1 :]))
                yield Event(names, _constant(start), _constant(end) if end > start else None, remarks=said)
                break


def _srt_time(fields: Sequence[str]) -> Fraction:
    hours, minutes, seconds, fraction = fields
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + Fraction(int(fraction), 10 ** len(fraction))


def boris_events(text: str) -> Iterator[Event]:
    """Events of BORIS: aggregated ones, with a start and a stop each, or tabular ones, one row for each.

    Raises:
        ValueError: If there is no table with behaviours.
    """
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if _is_boris_head(line)]
    if not heads:
        raise ValueError("there is no column of behaviours")
    head = lines[heads[0]]
    rows = list(csv.reader(lines[heads[0] :], delimiter="\t" if "\t" in head else ","))
    names = [name.strip().casefold() for name in rows[0]]
    records = [dict(zip(names, row, strict=False)) for row in rows[1:]]
    return _aggregated(records) if "start (s)" in names else _tabular(records)


def _is_boris_head(line: str) -> bool:
    return bool({"behavior", "behaviour"} & {cell.strip('" ').casefold() for cell in re.split("[\t,]", line)})


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
