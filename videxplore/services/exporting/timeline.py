"""Selections of moments as timelines that editing programs open: OTIO, EDL and FCPXML."""

import string
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import one_line, xml_text
from videxplore.core.timecode import Timecode
from videxplore.services.exporting.timeline_spans import TimelineSpan, commonest_timecode

TIMELINE_SUFFIXES = (".otio", ".edl", ".fcpxml")

MAX_EDL_EVENTS = 999
"""Source: CMX 3600, whose event numbers have three digits."""


_SPECIAL_REELS = frozenset({"AX", "BL", "BLACK", "BARS"})
"""Names that mean no file but another source, black or bars. Source: CMX 3600."""

_REEL_LETTERS = frozenset(string.ascii_uppercase + string.digits)


def write_timeline(
    spans: Sequence[TimelineSpan], target: Path, title: str = "", rules: ExportRules = NEW_FILES_ONLY
) -> None:
    """Write spans one after the other as a timeline; the suffix of ``target`` chooses the format.

    Raises:
        ExportError: If there is nothing to write, the suffix is unknown, the format cannot hold it, or the
            file cannot be written.
    """
    suffix = target.suffix.lower()
    if suffix not in TIMELINE_SUFFIXES:
        raise ExportFormatError(f"{target.name} should end in .otio, .edl or .fcpxml.")
    write_export(target, timeline_text(spans, suffix, title or target.stem).encode(), rules)


def timeline_text(spans: Sequence[TimelineSpan], suffix: str, title: str) -> str:
    """The content of a timeline file of the kind that one of :data:`TIMELINE_SUFFIXES` names.

    OTIO and FCPXML keep each file's own rate. An EDL has one rate: that of most of its frames.

    Raises:
        ExportError: If there is nothing to write, or the format cannot hold it.
    """
    if not spans:
        raise ExportError("There is nothing to export: the selection is empty.")
    title = one_line(title)
    if suffix == ".fcpxml":
        return fcpxml_document(spans, title)
    if suffix == ".edl":
        return _edl(spans, title)
    return str(otio.adapters.write_to_string(_timeline(spans, title), "otio_json"))


def _timeline(spans: Sequence[TimelineSpan], title: str) -> otio.schema.Timeline:
    track = otio.schema.Track("Video", kind=otio.schema.TrackKind.Video)
    for span in spans:
        rate_hz = float(span.timecode.rate_hz)
        media = otio.schema.ExternalReference(
            span.path.absolute().as_uri(),
            TimeRange(RationalTime(0, rate_hz), RationalTime(span.media_frames, rate_hz)),
        )
        source_range = TimeRange(RationalTime(span.start_frame, rate_hz), RationalTime(span.frames, rate_hz))
        track.append(otio.schema.Clip(span.name, media, source_range))
    timeline = otio.schema.Timeline(title)
    timeline.tracks.append(track)
    return timeline


def _edl(spans: Sequence[TimelineSpan], title: str) -> str:
    if len(spans) > MAX_EDL_EVENTS:
        raise ExportError(
            f"An EDL holds at most {MAX_EDL_EVENTS} events and there are {len(spans)}: "
            "select fewer, or export OTIO or FCPXML."
        )
    timecode = commonest_timecode(spans)
    timeline = _timeline([span.counted_by(timecode) for span in spans], title)
    reels = _reels(spans)
    for clip, span in zip(timeline.find_clips(), spans, strict=True):
        clip.metadata["cmx_3600"] = {"reel": reels[span.path]}
    text = otio.adapters.write_to_string(timeline, "cmx_3600", rate=float(timecode.rate_hz))
    mode = "DROP FRAME" if timecode.drops_frames else "NON-DROP FRAME"
    # The adapter leaves out the frame count mode, without which some programs take any EDL for non-drop.
    first, rest = text.split("\n", 1)
    return f"{first}\nFCM: {mode}\n{rest}"


def _reels(spans: Sequence[TimelineSpan]) -> dict[Path, str]:
    """A reel name for each file: eight characters, as the format allows, no two the same, none special."""
    reels: dict[Path, str] = {}
    for span in spans:
        if span.path not in reels:
            letters = "".join(letter for letter in span.path.stem.upper() if letter in _REEL_LETTERS)
            reel, number = letters[:8] or "REEL", 2
            while reel in reels.values() or reel in _SPECIAL_REELS:
                reel, number = f"{letters[: 8 - len(str(number))]}{number}", number + 1
            reels[span.path] = reel
    return reels


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
