"""Moments written as subtitles and as annotations of behaviour: SRT, BORIS and ELAN."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from videxplore.core.errors import ExportError
from videxplore.core.file_names import one_line, xml_text
from videxplore.core.selects import MomentMark, Remarks
from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Video
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
    writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
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
