"""Timelines as FCPXML, which Final Cut Pro and DaVinci Resolve open."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from videxplore.core.file_names import one_line, xml_text
from videxplore.core.timecode import Timecode
from videxplore.services.exporting.timeline_spans import (
    FrameFormat,
    TimelineFormat,
    TimelineMarker,
    TimelineSpan,
)

VERSION = "1.8"

LENGTH_KEY = "com.videxplore.length"
"""Names the exact length of a clip in its metadata, where the timeline cannot express it."""

_FIELD_ORDERS = {"top field first": "upper first", "bottom field first": "lower first"}


def fcpxml_document(spans: Sequence[TimelineSpan], title: str, notes: Sequence[str] = ()) -> str:
    """A project of the spans, one after the other, as the text of an FCPXML file.

    Times of a file begin at its timecode, as Final Cut Pro counts them: in frames of its own rate.

    Args:
        spans: What it holds; at least one.
        title: Name of the project.
        notes: Sentences about what was chosen; they become the note of the timeline.
    """
    chosen = TimelineFormat.of(spans)
    timecode = chosen.timecode
    root = ElementTree.Element("fcpxml", version=VERSION)
    resources = ElementTree.SubElement(root, "resources")
    formats = _Formats(resources)
    sequence_format = formats.of(timecode, chosen.frame_format)
    assets: dict[Path, str] = {}
    for span in spans:
        if span.path not in assets:
            assets[span.path] = f"a{len(assets) + 1}"
            format_id = formats.of(span.timecode, span.frame_format)
            ElementTree.SubElement(resources, "asset", _asset(span, assets[span.path], format_id))
    event = ElementTree.SubElement(ElementTree.SubElement(root, "library"), "event", name=title)
    project = ElementTree.SubElement(event, "project", name=title)
    lengths = [max(timecode.frame_at(span.timecode.time_of(span.frames)), 1) for span in spans]
    sequence = ElementTree.SubElement(
        project,
        "sequence",
        format=sequence_format,
        duration=_rational(sum(lengths), timecode),
        tcStart="0s",
        tcFormat=_tc_format(timecode),
    )
    if notes:
        ElementTree.SubElement(sequence, "note").text = " ".join(notes)
    spine = ElementTree.SubElement(sequence, "spine")
    offset = 0
    for span, length in zip(spans, lengths, strict=True):
        clip = ElementTree.SubElement(
            spine,
            "asset-clip",
            ref=assets[span.path],
            name=span.name,
            offset=_rational(offset, timecode),
            start=_rational(span.source.start_frame + span.start_frame, span.timecode),
            duration=_rational(length, timecode),
            format=formats.of(span.timecode, span.frame_format),
            tcFormat=_tc_format(span.timecode),
        )
        _add_remarks(clip, span, is_length_rounded=span.timecode.rate_hz != timecode.rate_hz)
        offset += length
    for element in root.iter():
        # Names of files hold any character but two; not every one can be written in XML.
        element.attrib.update({key: xml_text(value) for key, value in element.attrib.items()})
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n'


def _add_remarks(clip: ElementTree.Element, span: TimelineSpan, *, is_length_rounded: bool) -> None:
    if span.remarks.text:
        ElementTree.SubElement(clip, "note").text = xml_text(span.remarks.text)
    for marker in span.markers:
        ElementTree.SubElement(clip, "marker", _marker(marker, span))
    if is_length_rounded:
        # The duration is a whole number of frames of the timeline, which may be another one.
        known = ElementTree.SubElement(clip, "metadata")
        ElementTree.SubElement(known, "md", key=LENGTH_KEY, value=_rational(span.frames, span.timecode))


class _Formats:
    """The formats of a document: one for each rate and kind of frames."""

    def __init__(self, resources: ElementTree.Element) -> None:
        self._resources = resources
        self._ids: dict[tuple[str, FrameFormat], str] = {}

    def of(self, timecode: Timecode, frames: FrameFormat) -> str:
        """The id of a format, added where it is not there yet."""
        key = (_rational(1, timecode), frames)
        if key not in self._ids:
            self._ids[key] = f"r{len(self._ids) + 1}"
            element = ElementTree.SubElement(
                self._resources, "format", id=self._ids[key], frameDuration=key[0]
            )
            if frames.width_px:
                element.set("width", str(frames.width_px))
                element.set("height", str(frames.height_px))
            if frames.pixel_aspect != 1:
                element.set("paspH", str(frames.pixel_aspect.numerator))
                element.set("paspV", str(frames.pixel_aspect.denominator))
            if frames.field_order in _FIELD_ORDERS:
                element.set("fieldOrder", _FIELD_ORDERS[frames.field_order])
        return self._ids[key]


def _asset(span: TimelineSpan, asset_id: str, format_id: str) -> dict[str, str]:
    attributes = {
        "id": asset_id,
        "name": span.path.name,
        "src": span.path.absolute().as_uri(),
        "start": _rational(span.source.start_frame, span.timecode),
        "duration": _rational(span.media_frames, span.timecode),
        "hasVideo": "1",
        "hasAudio": "1" if span.has_audio else "0",
        "format": format_id,
    }
    if span.has_audio and span.sound:
        first = span.sound[0]
        attributes["audioSources"] = str(len(span.sound))
        if first.channels:
            attributes["audioChannels"] = str(first.channels)
        if first.sample_rate_hz:
            attributes["audioRate"] = str(first.sample_rate_hz)
    return attributes


def _marker(marker: TimelineMarker, span: TimelineSpan) -> dict[str, str]:
    attributes = {
        "start": _rational(span.source.start_frame + marker.start_frame, span.timecode),
        "duration": _rational(max(marker.frames, 1), span.timecode),
        "value": marker.name,
    }
    # Empty for a mark that says nothing: its name is not its note.
    if marker.remarks.text != marker.name:
        attributes["note"] = one_line(marker.remarks.text)
    return attributes


def _tc_format(timecode: Timecode) -> str:
    return "DF" if timecode.drops_frames else "NDF"


def _rational(frames: int, timecode: Timecode) -> str:
    """Frames as seconds in the form of FCPXML, over the denominator of the frame's own length."""
    rate = timecode.rate_hz
    seconds, rest = divmod(frames * rate.denominator, rate.numerator)
    return f"{frames * rate.denominator}/{rate.numerator}s" if rest else f"{seconds}s"
