"""Selections of moments, bins and marks on their way out: as clips, timelines, tables or annotations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import (
    display_name,
    exists_safely,
    is_folder,
    one_line,
    shortened,
)
from videxplore.core.files import remove_empty_folder
from videxplore.core.selects import Bin, MomentMark
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Progress, Task
from videxplore.core.types import Video
from videxplore.services.exporting.annotation_files import ANNOTATION_SUFFIXES, Annotation, annotation_text
from videxplore.services.exporting.image_files import write_still
from videxplore.services.exporting.moment_names import numbered_files
from videxplore.services.exporting.tables import TABLE_SUFFIXES, mark_table, moment_table, write_table
from videxplore.services.exporting.timeline import TIMELINE_SUFFIXES, timeline_notes, write_timeline
from videxplore.services.exporting.timeline_spans import TimelineFormat, TimelineSpan
from videxplore.services.indexed_files import require_footage
from videxplore.services.library import Library
from videxplore.services.selects import spans_of
from videxplore.services.video_metadata import timecode_of
from videxplore.video.writing.joined_film import FilmFormat, FilmPart, write_joined
from videxplore.video.writing.writer import SOUND_CODECS, write_clip, write_skim

CLIP_SUFFIX = ".mp4"
STILL_SUFFIXES = (".png", ".jpg", ".webp")


def export_selection(
    spans: Sequence[SelectedSpan], target: Path, task: Task, rules: ExportRules = NEW_FILES_ONLY
) -> list[Path]:
    """Export spans: to a folder as clips, otherwise to one file whose suffix chooses the format.

    Nothing that is in the folder is replaced: clips whose name is taken are numbered.

    Args:
        spans: What to export, in the order it is to have.
        target: A folder that is there, or a name without suffix for a new one: clips. ``.otio``, ``.edl``,
            ``.fcpxml``: a timeline. ``.csv``, ``.json``, ``.parquet``: a table. ``.srt``, ``.eaf`` (ELAN),
            ``.tsv`` (BORIS): annotations. ``.mp4``, ``.m4v``, ``.mov``, ``.mkv``, ``.webm``: one film of all.
            ``.png``, ``.jpg``, ``.webp``: one frame of each, in its own size; several files are numbered.
        task: Learns how many spans are done.
        rules: Which files may be replaced.

    Returns:
        The files written.

    Raises:
        ExportError: If there is nothing to export or it cannot be written so.
        UnreadableVideoError: If a video is gone or cannot be read.
        Cancelled: If the task was cancelled; clips that were finished stay.
    """
    if not spans:
        raise ExportError("There is nothing to export: the selection is empty.")
    suffix = target.suffix.lower()
    if names_folder(target):
        return _write_clips(spans, target, task, replace(rules, is_numbered=True))
    if suffix in TIMELINE_SUFFIXES:
        require_footage(_videos_of(spans))
        write_timeline(TimelineSpan.of_selection(spans), target, rules=rules)
    elif suffix in TABLE_SUFFIXES:
        write_table(moment_table(spans), target, rules)
    elif suffix in ANNOTATION_SUFFIXES:
        text = annotation_text(Annotation.of_spans(spans), suffix)
        write_export(target, text.encode("utf-8", "surrogateescape"), rules)
    elif suffix in SOUND_CODECS:
        write_film(spans, target, task, rules)
    elif suffix in STILL_SUFFIXES:
        files = numbered_files(spans, target)
        if target in rules.replaceable:
            rules = replace(rules, replaceable=frozenset(files))
        for file in files:
            rules.check(file)
        write_stills(spans, files, task, rules)
        return files
    else:
        kinds = ", ".join(
            (*TIMELINE_SUFFIXES, *TABLE_SUFFIXES, *ANNOTATION_SUFFIXES, *SOUND_CODECS, *STILL_SUFFIXES)
        )
        raise ExportFormatError(f"{one_line(target.name)} should be a folder, for clips, or end in {kinds}.")
    return [target]


def export_notes(spans: Sequence[SelectedSpan], target: Path) -> list[str]:
    """Sentences about what an export to ``target`` chose, or cannot express, that the user should know."""
    suffix = target.suffix.lower()
    return timeline_notes(TimelineSpan.of_selection(spans), suffix) if suffix in TIMELINE_SUFFIXES else []


def names_folder(target: Path) -> bool:
    """Whether moments are exported as clips into ``target``: a folder that is there, or has no suffix."""
    return is_folder(target) or not target.suffix


def write_clips(
    spans: Sequence[SelectedSpan], files: Sequence[Path], task: Task, rules: ExportRules = NEW_FILES_ONLY
) -> None:
    """Write each span as a video file of its own, exact to the frame.

    Args:
        spans: What to write.
        files: A file for each; its suffix chooses the format.
        task: Learns how many spans are done.
        rules: Which files may be replaced.

    Raises:
        ExportError: If one cannot be written so.
        UnreadableVideoError: If a video is gone or cannot be read.
        Cancelled: If the task was cancelled; files that were finished stay.
    """
    for span, file, part in _in_turn(spans, files, task):
        write_clip(span.video.path, span.start_s, span.end_s, file, part, rules)


def write_stills(
    spans: Sequence[SelectedSpan], files: Sequence[Path], task: Task, rules: ExportRules = NEW_FILES_ONLY
) -> None:
    """Write the frame that represents each span, in its own size.

    Args:
        spans: What to write.
        files: A file for each; its suffix chooses the format.
        task: Learns how many spans are done.
        rules: Which files may be replaced.

    Raises:
        ExportError: If one cannot be written so.
        UnreadableVideoError: If a video is gone or cannot be read.
        SeekError: If a video has no frame there.
        Cancelled: If the task was cancelled; files that were finished stay.
    """
    for span, file, part in _in_turn(spans, files, task):
        write_still(span.video.path, span.still_s, file, part, rules)


def write_film(
    spans: Sequence[SelectedSpan], target: Path, task: Task, rules: ExportRules = NEW_FILES_ONLY
) -> Path:
    """Write spans one after the other as one video; with the rate and the size of most of its length.

    Raises:
        ExportError: If it cannot be written so.
        UnreadableVideoError: If a video is gone or cannot be read.
        Cancelled: If the task was cancelled; no half file is left.
    """
    require_footage(_videos_of(spans))
    paths = {span.video.path for span in spans}
    if len(paths) == 1:
        return write_skim(paths.pop(), [(one.start_s, one.end_s) for one in spans], target, task, rules)
    rate_hz = TimelineFormat.of(TimelineSpan.of_selection(spans)).timecode.rate_hz
    lengths_s: defaultdict[tuple[int, int], float] = defaultdict(float)
    for span in spans:
        if span.video.properties is not None:
            size_px = span.video.properties.width_px, span.video.properties.height_px
            lengths_s[size_px] += span.end_s - span.start_s
    width_px, height_px = max(lengths_s, key=lengths_s.__getitem__)
    parts = [FilmPart(span.video.path, span.start_s, span.end_s) for span in spans]
    return write_joined(parts, FilmFormat(rate_hz, width_px, height_px), target, task, rules)


def _in_turn(
    spans: Sequence[SelectedSpan], files: Sequence[Path], task: Task
) -> Iterator[tuple[SelectedSpan, Path, Task]]:
    """Each span with its file and its part of the task, which is told when all are done."""
    for number, (span, file) in enumerate(zip(spans, files, strict=True)):
        require_footage([span.video])
        yield span, file, _part_of(task, number, len(spans))
    task.checkpoint(len(spans), len(spans), "")


def _write_clips(spans: Sequence[SelectedSpan], folder: Path, task: Task, rules: ExportRules) -> list[Path]:
    is_new = not exists_safely(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder} cannot be made: {error.strerror or error}.") from error
    except ValueError as error:
        raise ExportError(f"{display_name(folder)} cannot be made: no folder can have this name.") from error
    written: list[Path] = []
    try:
        for number, span in enumerate(spans):
            require_footage([span.video])
            target, part = folder / _clip_name(span), _part_of(task, number, len(spans))
            written.append(write_clip(span.video.path, span.start_s, span.end_s, target, part, rules))
    finally:
        if is_new and not written:
            # Nothing came of it: no empty folder stays either, unless someone else has put something there.
            remove_empty_folder(folder)
    task.checkpoint(len(spans), len(spans), "")
    return written


def _videos_of(spans: Sequence[SelectedSpan]) -> Iterable[Video]:
    return {span.video.id: span.video for span in spans}.values()


def _clip_name(span: SelectedSpan) -> str:
    """``NAME HH-MM-SS-FF.mp4``."""
    at = timecode_of(span.video).text_at(span.start_s).replace(":", "-").replace(";", "-")
    return f"{shortened(one_line(span.video.path.stem), 120)} {at}{CLIP_SUFFIX}"


def _part_of(task: Task, number: int, total: int) -> Task:
    """A task whose progress is part ``number`` of ``total`` of another, and which is cancelled with it."""
    return Task(lambda progress: _report(task, number, total, progress))


def _report(task: Task, number: int, total: int, progress: Progress) -> None:
    task.checkpoint(number + progress.fraction, total, progress.message)


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
    write_marked_timeline(library, spans, target, exported.name, rules)
    return [target], export_notes(spans, target)


def write_marked_timeline(
    library: Library,
    spans: Sequence[SelectedSpan],
    target: Path,
    title: str = "",
    rules: ExportRules = NEW_FILES_ONLY,
) -> None:
    """Write parts of videos as a timeline, with the marks that begin in them.

    Raises:
        ExportError: If a file shows something else by now, or it cannot be written so.
    """
    require_footage(_videos_of(spans))
    marks = {span.video.id: library.catalogue.marks.of_video(span.video.id) for span in spans}
    timed = [
        one.with_marks(marks[span.video.id])
        for span, one in zip(spans, TimelineSpan.of_selection(spans), strict=True)
    ]
    write_timeline(timed, target, title, rules)


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
    require_footage(videos.values())
    return [
        TimelineSpan.of_video(video, 0.0, video.duration_s).with_marks(by_video[video_id])
        for video_id, video in videos.items()
    ]
