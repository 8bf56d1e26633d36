"""FCPXML with exact rational times.

OpenTimelineIO's adapter for it counts in whole frames a second, so that 29.97 becomes 29 and the cuts of a
long file are displaced, and it starts a program to probe each file. It can still read what is written here.

Source: "FCPXML Reference", Apple, version 1.8 of the format.
"""

from collections.abc import Sequence
from pathlib import Path
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


def _rational(frames: int, timecode: Timecode) -> str:
    """Frames as seconds in the form of FCPXML, over the denominator of the frame's own length."""
    if frames == 0:
        return "0s"
    rate = timecode.rate_hz
    return f"{frames * rate.denominator}/{rate.numerator}s"
