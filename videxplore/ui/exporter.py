"""What can be exported, and how each kind of file is written."""

import itertools
import os
from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path

from videxplore.composition import Services
from videxplore.core.errors import ExportError
from videxplore.core.export_files import ExportRules
from videxplore.core.file_names import fitted_name
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.core.types import SelectionSummary, Summary, Video
from videxplore.paths import resources_folder
from videxplore.services.exporting.moment_names import numbered_files
from videxplore.services.exporting.protection import export_rules

SKIM_SHARE = 0.1
SKIM_LEAST_S = 5.0


class ExportKind(StrEnum):
    """What is written, by the suffix that a new file gets."""

    CLIPS = ".mp4"
    OTIO = ".otio"
    FCPXML = ".fcpxml"
    EDL = ".edl"
    CSV = ".csv"
    STILLS = ".still.png"
    MOMENTS_STORYBOARD = ".moments.png"
    STORYBOARD = ".png"
    CONTACT_SHEET = ".pdf"
    SKIM = ".skim.mp4"
    CHAPTERS = ".vtt"

    @property
    def is_of_video(self) -> bool:
        """Whether it is about the whole open video rather than about the chosen moments."""
        return self in (
            ExportKind.STORYBOARD,
            ExportKind.CONTACT_SHEET,
            ExportKind.SKIM,
            ExportKind.CHAPTERS,
        )


class Exporter:
    """Writes exports; each method runs on a lane."""

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._services = services

    def write(
        self,
        kind: ExportKind,
        spans: Sequence[SelectedSpan],
        target: Path,
        task: Task,
        replaceable: Collection[Path] = (),
    ) -> list[Path]:
        """Write ``spans``, or a file about the first one's video, to ``target``.

        Args:
            kind: What is written.
            spans: What it is about.
            target: The file; several clips or stills are named after it.
            task: Learns how far it is.
            replaceable: The files that the user agreed to replace.

        Returns:
            The files that were written.

        Raises:
            ExportError: If it cannot be written as asked.
            VideoError: If a video cannot be read or has not been analysed.
        """
        if not spans:
            raise ExportError("There is nothing to export: choose a scene or some moments first.")
        files = files_of(kind, spans, target)
        rules = export_rules(self._library, replaceable)
        for file in files:
            rules.check(file)
        if kind.is_of_video:
            self._of_video(kind, spans[0].video, target, task, rules)
        elif kind is ExportKind.MOMENTS_STORYBOARD:
            self._storyboard(self._services.selections().summarize(spans, None, task), target, rules)
        else:
            # Late: opentimelineio and PyAV.
            from videxplore.services.exporting.export import export_selection, write_clips, write_stills

            if kind is ExportKind.CLIPS:
                write_clips(spans, files, task, rules)
            elif kind is ExportKind.STILLS:
                write_stills(spans, files, task, rules)
            else:
                export_selection(spans, target, task, rules)
        return files

    def notes(self, kind: ExportKind, spans: Sequence[SelectedSpan], target: Path) -> list[str]:
        """Sentences about what an export chose, or cannot express."""
        from videxplore.services.exporting.export import export_notes

        return [] if kind.is_of_video else export_notes(spans, target)

    def _storyboard(self, summary: Summary | SelectionSummary, target: Path, rules: ExportRules) -> None:
        from videxplore.services.summarising.storyboard import StoryboardStyle, write_storyboard

        style = StoryboardStyle(resources_folder() / "fonts")
        write_storyboard(summary, self._library, target, style, rules)

    def _of_video(self, kind: ExportKind, video: Video, target: Path, task: Task, rules: ExportRules) -> None:
        library = self._library
        fonts = resources_folder() / "fonts"
        if kind is ExportKind.STORYBOARD:
            self._storyboard(self._services.summaries().summarize(video.id, None, task), target, rules)
        elif kind is ExportKind.CONTACT_SHEET:
            from videxplore.services.summarising.contact_sheet import ContactSheetStyle, write_contact_sheet

            write_contact_sheet(video, library, target, ContactSheetStyle(fonts), task, rules)
        elif kind is ExportKind.SKIM:
            budget_s = max(SKIM_LEAST_S, SKIM_SHARE * video.duration_s)
            self._services.skims().write(video.id, budget_s, target, task, rules)
        else:
            from videxplore.services.summarising.scene_chapters import find_chapters, write_chapters_file

            chapters = find_chapters(library, self._services.summaries(), video.id)
            write_chapters_file(video, chapters, target, task, rules)


def files_of(kind: ExportKind, spans: Sequence[SelectedSpan], target: Path) -> list[Path]:
    """The files that an export writes: several clips or stills are numbered, and named after their videos."""
    return numbered_files(spans, target) if kind in (ExportKind.CLIPS, ExportKind.STILLS) else [target]


def free_name(target: Path) -> Path:
    """``target``, or with the first number after its name that no file there has."""
    numbered = (fitted_name(target.stem, f"-{number}{target.suffix}") for number in itertools.count(2))
    names = itertools.chain([target], (target.with_name(name) for name in numbered))
    return next(name for name in names if not os.path.lexists(name))
