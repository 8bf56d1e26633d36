"""Bins and marks as files."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import one_line
from videxplore.core.selects import Bin, MomentMark
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.services.exporting.annotation_files import ANNOTATION_SUFFIXES, Annotation, annotation_text
from videxplore.services.exporting.export import export_notes, export_selection
from videxplore.services.exporting.tables import TABLE_SUFFIXES, mark_table, write_table
from videxplore.services.exporting.timeline import TIMELINE_SUFFIXES, write_timeline
from videxplore.services.exporting.timeline_spans import TimelineSpan
from videxplore.services.library import Library
from videxplore.services.selects import spans_of

MARK_SUFFIXES = (".otio", ".fcpxml", *TABLE_SUFFIXES, *ANNOTATION_SUFFIXES)


def export_bin(
    library: Library, exported: Bin, target: Path, task: Task, rules: ExportRules = NEW_FILES_ONLY
) -> tuple[list[Path], list[str]]:
    """Write the items of a bin that were not rejected, in their order.

    Args:
        library: Holds the videos.
        exported: The bin.
        target: As for :func:`~videxplore.services.exporting.export.export_selection`; timelines also get the
            marks that begin in an item, as markers, but an EDL has none.
        task: Learns how far it is.
        rules: Which files may be replaced.

    Returns:
        The files written, and sentences about what was chosen or cannot be expressed.

    Raises:
        ExportError: If nothing is left to export, or it cannot be written so.
        UnreadableVideoError: If a video is gone or cannot be read.
        Cancelled: If the task was cancelled.
    """
    spans = spans_of(library, exported.kept)
    if not spans:
        raise ExportError(f"There is nothing to export: {exported.name} has no item that was not rejected.")
    suffix = target.suffix.lower()
    if suffix not in TIMELINE_SUFFIXES:
        return export_selection(spans, target, task, rules), export_notes(spans, target)
    write_timeline(marked_spans(library, spans), target, exported.name, rules)
    return [target], export_notes(spans, target)


def marked_spans(library: Library, spans: Sequence[SelectedSpan]) -> list[TimelineSpan]:
    """Parts of videos for a timeline, with the marks that begin in them."""
    marks = {span.video.id: library.catalogue.marks.of_video(span.video.id) for span in spans}
    return [
        timed.with_marks(marks[span.video.id])
        for span, timed in zip(spans, TimelineSpan.of_selection(spans), strict=True)
    ]


def export_marks(
    library: Library, marks: Sequence[MomentMark], target: Path, rules: ExportRules = NEW_FILES_ONLY
) -> None:
    """Write marks: as markers on their whole videos, as a table, or as annotations.

    Args:
        library: Holds the videos.
        marks: What to write.
        target: ``.otio`` or ``.fcpxml``: a timeline of the videos with markers; ``.csv``, ``.json`` or
            ``.parquet``: a table; ``.tsv`` (BORIS), ``.srt`` or ``.eaf`` (ELAN): annotations.
        rules: Which files may be replaced.

    Raises:
        ExportError: If there is nothing to export, or it cannot be written so.
    """
    if not marks:
        raise ExportError("There is nothing to export: nothing is marked.")
    suffix = target.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        write_table(mark_table(library, marks), target, rules)
    elif suffix in ANNOTATION_SUFFIXES:
        text = annotation_text(Annotation.of_marks(library, marks), suffix)
        write_export(target, text.encode("utf-8", "surrogateescape"), rules)
    elif suffix in MARK_SUFFIXES:
        write_timeline(_marked_videos(library, marks), target, rules=rules)
    else:
        raise ExportFormatError(f"{one_line(target.name)} should end in {', '.join(MARK_SUFFIXES)}.")


def _marked_videos(library: Library, marks: Sequence[MomentMark]) -> list[TimelineSpan]:
    by_video: dict[int, list[MomentMark]] = defaultdict(list)
    for mark in marks:
        by_video[mark.video_id].append(mark)
    videos = library.catalogue.videos_by_id(list(by_video))
    return [
        TimelineSpan.of_video(video, 0.0, video.duration_s).with_marks(by_video[video_id])
        for video_id, video in videos.items()
    ]
