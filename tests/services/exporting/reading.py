"""Reads back what was exported: OTIO and EDL by OpenTimelineIO, FCPXML by its exact times, tables."""

import csv
import io
import json
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree

import opentimelineio as otio
import pyarrow.parquet

from videxplore.core.timecode import SourceTimecode, Timecode, nominal_rate_hz
from videxplore.services.exporting.tables import Kind, Table, Value
from videxplore.services.exporting.timeline_spans import FrameFormat, TimelineSpan


def read_timeline(source: Path, timecode: Timecode | None = None) -> list[TimelineSpan]:
    """The spans of the picture track of a timeline; an EDL is read at the rate of ``timecode``, or 25."""
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".fcpxml":
        return fcpxml_spans(text)
    if source.suffix == ".edl":
        rate_hz = timecode.rate_hz if timecode else Fraction(30000, 1001) if ";" in text else Fraction(25)
        timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate_hz))
    else:
        timeline = otio.adapters.read_from_string(text, "otio_json")
    return [_span(clip) for clip in timeline.video_tracks()[0].find_clips()]


def _span(clip: otio.schema.Clip) -> TimelineSpan:
    source_range = clip.source_range or clip.available_range()
    rate_hz = nominal_rate_hz(Fraction(source_range.start_time.rate).limit_denominator(1001))
    media = clip.media_reference
    url = media.target_url if isinstance(media, otio.schema.ExternalReference) else ""
    known = media.available_range if url else None
    first = round(known.start_time.value) if known else 0
    start_frame = round(source_range.start_time.value) - first
    end_frame = start_frame + max(round(source_range.duration.value), 1)
    timecode = Timecode.of_rate(rate_hz)
    start = timecode.text(first % timecode.frames_a_day) if first else ""
    return TimelineSpan(
        path=path_of_url(url) if url else Path(clip.name),
        source=SourceTimecode(rate_hz, start),
        start_frame=start_frame,
        end_frame=end_frame,
        media_frames=max(round(known.duration.value) if known else 0, end_frame),
    )


def fcpxml_spans(text: str) -> list[TimelineSpan]:
    """The clips of every spine of an FCPXML file, in order."""
    root = ElementTree.fromstring(text)  # noqa: S314 - it was written by the test.
    assert root.tag == "fcpxml"
    formats = {element.get("id", ""): element for element in root.iter("format")}
    assets = {element.get("id", ""): element for element in root.iter("asset")}
    return [
        _read_clip(clip, assets[clip.get("ref", "")], formats)
        for spine in root.iter("spine")
        for clip in spine.iter("asset-clip")
    ]


def _read_clip(
    clip: ElementTree.Element, asset: ElementTree.Element, formats: dict[str, ElementTree.Element]
) -> TimelineSpan:
    frame = formats[clip.get("format") or asset.get("format") or ""]
    timecode = Timecode(1 / _seconds(frame.get("frameDuration", "")), clip.get("tcFormat") == "DF")
    media_start = _seconds(asset.get("start", "0s"))
    start = _seconds(clip.get("start", "0s")) - media_start
    start_frame = timecode.frame_at(start)
    end_frame = max(timecode.frame_at(start + _seconds(clip.get("duration", "0s"))), start_frame + 1)
    first = timecode.frame_at(media_start)
    return TimelineSpan(
        path=path_of_url(asset.get("src", "")),
        source=SourceTimecode(timecode.rate_hz, timecode.text(first) if first else ""),
        start_frame=start_frame,
        end_frame=end_frame,
        media_frames=max(timecode.frame_at(_seconds(asset.get("duration", "0s"))), end_frame),
        frame_format=FrameFormat(int(frame.get("width", "0")), int(frame.get("height", "0"))),
        has_audio=asset.get("hasAudio") == "1",
    )


def path_of_url(url: str) -> Path:
    """The file that a ``file:`` URL, or a plain path, names."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return Path(url)
    path = os.fsdecode(unquote_to_bytes(parts.path))
    # file:///C:/videos/a.mp4 names a drive, not a folder of the root.
    return Path(path[1:] if len(path) > 2 and path[2] == ":" else path)


def _seconds(text: str) -> Fraction:
    """Seconds from the form ``1001/30000s`` or ``5s``."""
    return Fraction(text.strip().removesuffix("s"))


def read_table(source: Path, columns: tuple[tuple[str, Kind], ...]) -> Table:
    """A table of these columns."""
    if source.suffix == ".csv":
        text = source.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        records: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline="")))
    elif source.suffix == ".json":
        records = json.loads(source.read_bytes())
    else:
        records = pyarrow.parquet.read_table(io.BytesIO(source.read_bytes())).to_pylist()
    rows = tuple(tuple(_READERS[kind](record[name]) for name, kind in columns) for record in records)
    return Table(columns, rows)


def _number(value: Any) -> float | None:
    """A number; None for an empty cell."""
    return None if value is None or value == "" else float(value)


_READERS: dict[Kind, Callable[[Any], Value]] = {"text": str, "number": _number, "count": int}
