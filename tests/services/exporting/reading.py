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

from videxplore.core.timecode import Timecode
from videxplore.services.exporting.tables import Kind, Table, Value
from videxplore.services.exporting.timeline_spans import TimelineSpan


def read_timeline(source: Path, timecode: Timecode | None = None) -> list[TimelineSpan]:
    """The spans of a timeline file; an EDL does not say its rate: 25 or 29.97 by its marks when None."""
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".fcpxml":
        return fcpxml_spans(text)
    if source.suffix == ".edl":
        timecode = timecode or Timecode.of_rate(Fraction(30000, 1001) if ";" in text else Fraction(25))
        timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(timecode.rate_hz))
    else:
        timeline = otio.adapters.read_from_string(text, "otio_json")
    return [_span(clip, timecode) for clip in timeline.find_clips()]


def _span(clip: otio.schema.Clip, timecode: Timecode | None) -> TimelineSpan:
    source_range = clip.source_range or clip.available_range()
    timecode = timecode or Timecode.of_rate(Fraction(source_range.start_time.rate))
    frames_per_s = source_range.start_time.rate
    start_frame = round(source_range.start_time.value_rescaled_to(frames_per_s))
    frames = max(round(source_range.duration.value_rescaled_to(frames_per_s)), 1)
    media = clip.media_reference
    url = media.target_url if isinstance(media, otio.schema.ExternalReference) else ""
    known = media.available_range.duration.value if url and media.available_range else 0
    return TimelineSpan(
        path=path_of_url(url) if url else Path(clip.name),
        name=clip.name,
        timecode=timecode,
        start_frame=start_frame,
        end_frame=start_frame + frames,
        media_frames=max(round(known), start_frame + frames),
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
    timecode = Timecode.of_rate(1 / _seconds(frame.get("frameDuration", "")))
    media_start = _seconds(asset.get("start", "0s"))
    start = _seconds(clip.get("start", "0s")) - media_start
    start_frame = timecode.frame_at(start)
    end_frame = max(timecode.frame_at(start + _seconds(clip.get("duration", "0s"))), start_frame + 1)
    representation = asset.find("media-rep")
    source = asset.get("src") or (representation.get("src") if representation is not None else None) or ""
    return TimelineSpan(
        path=path_of_url(source),
        name=clip.get("name", ""),
        timecode=timecode,
        start_frame=start_frame,
        end_frame=end_frame,
        media_frames=max(timecode.frame_at(_seconds(asset.get("duration", "0s"))), end_frame),
        width_px=int(frame.get("width", "0")),
        height_px=int(frame.get("height", "0")),
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
        text = source.read_bytes().decode("utf-8", "surrogateescape")
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
