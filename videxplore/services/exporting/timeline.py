"""Selections of moments as timelines that editing programs open: OTIO, EDL and FCPXML."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import one_line
from videxplore.core.selects import Remarks
from videxplore.services.exporting.edl import edl_text, edl_timecode, reel_names
from videxplore.services.exporting.fcpxml import fcpxml_document
from videxplore.services.exporting.timeline_events import METADATA
from videxplore.services.exporting.timeline_spans import TimelineFormat, TimelineMarker, TimelineSpan

_MARKER_COLOURS = {
    "": otio.schema.MarkerColor.YELLOW,
    "favourite": otio.schema.MarkerColor.GREEN,
    "rejected": otio.schema.MarkerColor.RED,
}

TIMELINE_SUFFIXES = (".otio", ".edl", ".fcpxml")


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

    OTIO and FCPXML keep each file's own rate. An EDL has one rate: that of most of its length.

    Raises:
        ExportError: If there is nothing to write, or the format cannot hold it.
    """
    if not spans:
        raise ExportError("There is nothing to export: the selection is empty.")
    title, notes = one_line(title), timeline_notes(spans, suffix)
    if suffix == ".fcpxml":
        return fcpxml_document(spans, title, notes)
    if suffix == ".edl":
        return edl_text(spans, title, notes)
    return str(otio.adapters.write_to_string(_timeline(spans, title, notes), "otio_json"))


def timeline_notes(spans: Sequence[TimelineSpan], suffix: str) -> list[str]:
    """Sentences about what a timeline chose for videos of several kinds, and what it cannot express."""
    notes = []
    rates_hz = sorted({span.timecode.rate_hz for span in spans})
    if suffix == ".edl":
        chosen_hz = edl_timecode(spans).rate_hz
        if others := [_rate_words(rate) for rate in rates_hz if rate != chosen_hz]:
            notes.append(
                f"This EDL counts {_rate_words(chosen_hz)} frames per second and cannot express "
                f"{' or '.join(others)}: those videos are cut at the nearest frame it counts."
            )
        return notes
    chosen = TimelineFormat.of(spans)
    if len(rates_hz) > 1:
        others = [_rate_words(rate) for rate in rates_hz if rate != chosen.timecode.rate_hz]
        notes.append(
            f"This timeline has {_rate_words(chosen.timecode.rate_hz)} frames per second, as most of its "
            f"length; there are also videos with {' and '.join(others)}."
        )
    sizes = {(span.frame_format.width_px, span.frame_format.height_px) for span in spans}
    if suffix == ".fcpxml" and len(sizes) > 1:
        width_px, height_px = chosen.frame_format.width_px, chosen.frame_format.height_px
        notes.append(
            f"This timeline has {width_px} x {height_px} pixels, as most of its length; "
            "videos of other sizes are fitted in."
        )
    return notes


def _rate_words(rate_hz: Fraction) -> str:
    return f"{float(rate_hz):.3f}".rstrip("0").rstrip(".")


def _timeline(spans: Sequence[TimelineSpan], title: str, notes: Sequence[str]) -> otio.schema.Timeline:
    timeline = otio.schema.Timeline(
        title, global_start_time=RationalTime(0, float(TimelineFormat.of(spans).timecode.rate_hz))
    )
    if notes:
        timeline.metadata[METADATA] = {"notes": list(notes)}
    reels = reel_names(spans)
    for name, kind in (("Video", otio.schema.TrackKind.Video), ("Audio", otio.schema.TrackKind.Audio)):
        is_video = name == "Video"
        if is_video or any(span.has_audio for span in spans):
            track = otio.schema.Track(name, kind=kind)
            track.extend(
                _clip(span, reels[span.path]) if is_video or span.has_audio else _gap(span) for span in spans
            )
            timeline.tracks.append(track)
    return timeline


def _clip(span: TimelineSpan, reel: str) -> otio.schema.Clip:
    rate_hz, first = float(span.timecode.rate_hz), span.source.start_frame
    media = otio.schema.ExternalReference(
        span.path.absolute().as_uri(),
        TimeRange(RationalTime(first, rate_hz), RationalTime(span.media_frames, rate_hz)),
    )
    start = RationalTime(first + span.start_frame, rate_hz)
    clip = otio.schema.Clip(span.name, media, TimeRange(start, RationalTime(span.frames, rate_hz)))
    clip.metadata["cmx_3600"] = {"reel": reel}
    if span.remarks.text:
        clip.metadata[METADATA] = _stored(span.remarks)
    clip.markers.extend(_marker(marker, first, rate_hz) for marker in span.markers)
    return clip


def _marker(marker: TimelineMarker, first: int, rate_hz: float) -> otio.schema.Marker:
    """A marker in the time of the file; a moment is one frame long, as editing programs draw it."""
    start = RationalTime(first + marker.start_frame, rate_hz)
    span = TimeRange(start, RationalTime(max(marker.frames, 1), rate_hz))
    colour = _MARKER_COLOURS[marker.remarks.verdict]
    return otio.schema.Marker(marker.name, span, colour, {METADATA: _stored(marker.remarks)})


def _stored(remarks: Remarks) -> dict[str, Any]:
    """Remarks as metadata; only what is said."""
    said = {"verdict": remarks.verdict, "rating": remarks.rating, "tags": list(remarks.tags)}
    return {"note": one_line(remarks.note), **{name: value for name, value in said.items() if value}}


def _gap(span: TimelineSpan) -> otio.schema.Gap:
    rate_hz = float(span.timecode.rate_hz)
    return otio.schema.Gap(
        source_range=TimeRange(RationalTime(0, rate_hz), RationalTime(span.frames, rate_hz))
    )
