"""Writes exports; imported when one is written, since it loads PyAV, OpenTimelineIO and SciPy."""

from pathlib import Path

from videxplore.composition import Services
from videxplore.core.export_files import ExportRules
from videxplore.core.summaries import SelectionSummary, Summary
from videxplore.core.task import Task
from videxplore.paths import resources_folder
from videxplore.services.exporting.export import (
    export_notes,
    export_selection,
    write_clips,
    write_marked_timeline,
    write_stills,
)
from videxplore.services.summarising.contact_sheet import ContactSheetStyle, write_contact_sheet
from videxplore.services.summarising.scene_chapters import find_chapters, write_chapters_file
from videxplore.services.summarising.skim import skim_scenes
from videxplore.services.summarising.storyboard import StoryboardStyle, write_storyboard
from videxplore.ui.export_kinds import ExportKind, ExportRequest

SKIM_SHARE = 0.1
SKIM_LEAST_S = 5.0


__all__ = ["export_notes", "write"]


def write(
    services: Services,
    request: ExportRequest,
    task: Task,
    rules: ExportRules,
) -> None:
    """Write spans, or a file about the first one's video; several clips or stills are numbered.

    Raises:
        ExportError: If it cannot be written as asked.
        VideoError: If a video cannot be read or has not been analysed.
    """
    kind, spans, target = request.kind, request.spans, request.target
    if kind.is_of_video:
        _write_of_video(services, request, task, rules)
    elif kind is ExportKind.MOMENTS_STORYBOARD:
        _write_storyboard(services, services.selections().summarize(spans, None, task), target, rules)
    elif kind is ExportKind.CLIPS:
        write_clips(spans, request.files(), task, rules)
    elif kind is ExportKind.STILLS:
        write_stills(spans, request.files(), task, rules)
    elif kind in (ExportKind.OTIO, ExportKind.FCPXML):
        write_marked_timeline(services.library, spans, target, rules=rules)
    else:
        export_selection(spans, target, task, rules)


def _write_storyboard(
    services: Services, summary: Summary | SelectionSummary, target: Path, rules: ExportRules
) -> None:
    write_storyboard(summary, services.library, target, StoryboardStyle(resources_folder() / "fonts"), rules)


def _write_of_video(services: Services, request: ExportRequest, task: Task, rules: ExportRules) -> None:
    library, video = services.library, request.spans[0].video
    kind, target = request.kind, request.target
    if kind is ExportKind.STORYBOARD:
        _write_storyboard(services, services.summaries().summarize(video.id, None, task), target, rules)
    elif kind is ExportKind.CONTACT_SHEET:
        style = ContactSheetStyle(resources_folder() / "fonts")
        write_contact_sheet(video, library, target, style, task, rules)
    elif kind is ExportKind.SKIM:
        budget_s = max(SKIM_LEAST_S, SKIM_SHARE * video.duration_s)
        scenes = skim_scenes(only_moving=request.only_moving, no_silence=request.no_silence)
        services.skims().write(video.id, budget_s, target, task, rules, scenes)
    else:
        chapters = find_chapters(library, services.summaries(), video.id)
        write_chapters_file(video, chapters, target, task, rules)
