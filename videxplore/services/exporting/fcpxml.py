"""FCPXML with exact rational times, written and read.

OpenTimelineIO's adapter for it counts in whole frames a second, so that 29.97 becomes 29 and the cuts of a
long file are displaced, and it starts a program to probe each file. It can still read what is written here.

Source: "FCPXML Reference", Apple, version 1.8 of the format.
"""

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree

from videxplore.core.file_names import xml_text
from videxplore.services.exporting.timecode import Timecode
from videxplore.services.exporting.timeline_spans import TimelineSpan, commonest_timecode

VERSION = "1.8"


def fcpxml_document(spans: Sequence[TimelineSpan], title: str) -> str:
    """A project of the spans, one after the other, as the text of an FCPXML file."""
    timecode = commonest_timecode(spans)
    root = ElementTree.Element("fcpxml", version=VERSION)
    resources = ElementTree.SubElement(root, "resources")
    widest = max(spans, key=lambda span: (span.timecode == timecode, span.width_px))
    formats = _Formats(resources)
    sequence_format = formats.of(widest)
    assets: dict[Path, str] = {}
    for span in spans:
        if span.path not in assets:
            assets[span.path] = _add_asset(resources, span, f"a{len(assets) + 1}", formats.of(span))
    event = ElementTree.SubElement(ElementTree.SubElement(root, "library"), "event", name=title)
    project = ElementTree.SubElement(event, "project", name=title)
    lengths = [max(timecode.frame_at(span.timecode.time_of(span.frames)), 1) for span in spans]
    sequence = ElementTree.SubElement(
        project,
        "sequence",
        format=sequence_format,
        duration=_rational(sum(lengths), timecode),
        tcStart="0s",
        tcFormat="DF" if timecode.drops_frames else "NDF",
    )
    spine = ElementTree.SubElement(sequence, "spine")
    offset = 0
    for span, length in zip(spans, lengths, strict=True):
        ElementTree.SubElement(
            spine,
            "asset-clip",
            ref=assets[span.path],
            name=span.name,
            offset=_rational(offset, timecode),
            start=_rational(span.start_frame, span.timecode),
            duration=_rational(length, timecode),
            format=formats.of(span),
            tcFormat="DF" if span.timecode.drops_frames else "NDF",
        )
        offset += length
    for element in root.iter():
        # Names of files hold any character but two; not every one can be written in XML.
        element.attrib.update({key: xml_text(value) for key, value in element.attrib.items()})
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n'


def fcpxml_spans(text: str) -> list[TimelineSpan]:
    """The clips of every spine of an FCPXML file, in order.

    Raises:
        ValueError: If it is not FCPXML, or a time in it is none.
    """
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - expat expands no external entities.
    except ElementTree.ParseError as error:
        raise ValueError("not well-formed XML") from error
    if root.tag != "fcpxml":
        raise ValueError("not FCPXML")
    formats = {element.get("id", ""): element for element in root.iter("format")}
    assets = {element.get("id", ""): element for element in root.iter("asset")}
    return [
        _read_clip(clip, assets[clip.get("ref", "")], formats)
        for spine in root.iter("spine")
        for clip in spine.iter("asset-clip")
    ]


def path_of_url(url: str) -> Path:
    """The file that a ``file:`` URL, or a plain path, names."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return Path(url)
    path = os.fsdecode(unquote_to_bytes(parts.path))
    # file:///C:/videos/a.mp4 names a drive, not a folder of the root.
    return Path(path[1:] if len(path) > 2 and path[2] == ":" else path)


class _Formats:
    """The formats of a document: one for each rate and size."""

    def __init__(self, resources: ElementTree.Element) -> None:
        self._resources = resources
        self._ids: dict[tuple[Timecode, int, int], str] = {}

    def of(self, span: TimelineSpan) -> str:
        """The id of the format of a span, added where it is not there yet."""
        key = (span.timecode, span.width_px, span.height_px)
        if key not in self._ids:
            self._ids[key] = f"r{len(self._ids) + 1}"
            element = ElementTree.SubElement(
                self._resources, "format", id=self._ids[key], frameDuration=_rational(1, span.timecode)
            )
            if span.width_px:
                element.set("width", str(span.width_px))
                element.set("height", str(span.height_px))
        return self._ids[key]


def _add_asset(resources: ElementTree.Element, span: TimelineSpan, asset_id: str, format_id: str) -> str:
    ElementTree.SubElement(
        resources,
        "asset",
        id=asset_id,
        name=span.path.name,
        src=span.path.absolute().as_uri(),
        start="0s",
        duration=_rational(span.media_frames, span.timecode),
        hasVideo="1",
        hasAudio="1" if span.has_audio else "0",
        format=format_id,
    )
    return asset_id


def _read_clip(
    clip: ElementTree.Element, asset: ElementTree.Element, formats: dict[str, ElementTree.Element]
) -> TimelineSpan:
    frame = formats[clip.get("format") or asset.get("format") or ""]
    timecode = Timecode.of_video(1 / _seconds(frame.get("frameDuration", "")))
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


def _rational(frames: int, timecode: Timecode) -> str:
    """Frames as seconds in the form of FCPXML, over the denominator of the frame's own length."""
    if frames == 0:
        return "0s"
    rate = timecode.rate_hz
    return f"{frames * rate.denominator}/{rate.numerator}s"


def _seconds(text: str) -> Fraction:
    """Seconds from the form ``1001/30000s`` or ``5s``."""
    try:
        return Fraction(text.strip().removesuffix("s"))
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"{text!r} is not a time") from error
