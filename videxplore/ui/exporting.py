"""What can be taken out of the window, and how each kind of file is written."""

import itertools
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from videxplore.core.errors import ExportError
from videxplore.core.selected_span import SelectedSpan
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.paths import resources_folder
from videxplore.services.library import Library
from videxplore.ui.work.engines import Engines

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

    def __init__(self, library: Library, engines: Engines) -> None:
        """Export from ``library``."""
        self._library = library
        self._engines = engines

    def write(self, kind: ExportKind, spans: Sequence[SelectedSpan], target: Path, task: Task) -> list[Path]:
        """Write ``spans``, or a file about the first one's video, to ``target``.

        Returns:
            The files that were written.

        Raises:
            ExportError: If it cannot be written as asked.
            VideoError: If a video cannot be read or has not been analysed.
        """
        if not spans:
            raise ExportError("There is nothing to export: choose a scene or some moments first.")
        files = files_of(kind, spans, target)
        for file in files:
            self._library.refuse_to_replace(file)
        if kind.is_of_video:
            self._of_video(kind, spans[0].video, target, task)
        elif kind is ExportKind.MOMENTS_STORYBOARD:
            self._storyboard_of(spans, target, task)
        else:
            # Late: opentimelineio and PyAV.
            from videxplore.services.exporting.export import export_selection, write_clips, write_stills

            if kind is ExportKind.CLIPS:
                write_clips(spans, files, task)
            elif kind is ExportKind.STILLS:
                write_stills(spans, files, task)
            else:
                export_selection(spans, target, task)
        return files

    def _storyboard_of(self, spans: Sequence[SelectedSpan], target: Path, task: Task) -> None:
        from videxplore.services.summarising.storyboard import StoryboardStyle, write_storyboard

        summary = self._engines.selections().summarize(spans, None, task)
        write_storyboard(summary, self._library, target, StoryboardStyle(resources_folder() / "fonts"))

    def _of_video(self, kind: ExportKind, video: Video, target: Path, task: Task) -> None:
        library = self._library
        fonts = resources_folder() / "fonts"
        if kind is ExportKind.STORYBOARD:
            from videxplore.services.summarising.storyboard import StoryboardStyle, write_storyboard

            summary = self._engines.summarize(video.id, None, task)
            write_storyboard(summary, library, target, StoryboardStyle(fonts))
        elif kind is ExportKind.CONTACT_SHEET:
            from videxplore.services.summarising.contact_sheet import ContactSheetStyle, write_contact_sheet

            write_contact_sheet(video, library, target, ContactSheetStyle(fonts), task)
        elif kind is ExportKind.SKIM:
            from videxplore.services.summarising.skim import SkimService

            budget_s = max(SKIM_LEAST_S, SKIM_SHARE * video.duration_s)
            SkimService(library, self._engines.summaries()).write(video.id, budget_s, target, task)
        else:
            from videxplore.services.summarising.chapters import find_chapters, write_chapters_file

            chapters = find_chapters(library, self._engines.summaries(), video.id)
            write_chapters_file(video, chapters, target, task)


def files_of(kind: ExportKind, spans: Sequence[SelectedSpan], target: Path) -> list[Path]:
    """The files that an export writes: several clips or stills are numbered, and named after their videos."""
    if kind not in (ExportKind.CLIPS, ExportKind.STILLS) or len(spans) == 1:
        return [target]
    return [
        target.with_name(f"{target.stem}-{number:03d}-{span.video.path.stem}{target.suffix}")
        for number, span in enumerate(spans, start=1)
    ]


def free_name(target: Path) -> Path:
    """``target``, or with the first number after its name that no file there has."""
    names = itertools.chain([target], (target.with_stem(f"{target.stem}-{n}") for n in itertools.count(2)))
    return next(name for name in names if not name.exists())
