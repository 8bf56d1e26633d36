"""Writes exports by the rules for files that exist."""

from collections.abc import Collection
from pathlib import Path
from types import ModuleType

from videxplore.composition import Services
from videxplore.core.errors import ExportError
from videxplore.core.task import Task
from videxplore.services.exporting.protection import export_rules
from videxplore.ui.export_kinds import ExportRequest


class Exporter:
    """Writes exports; each method runs on a lane."""

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._services = services

    def write(self, request: ExportRequest, task: Task, replaceable: Collection[Path] = ()) -> list[Path]:
        """Write spans, or a file about the first one's video.

        Args:
            request: What is written, and where to.
            task: Learns how far it is.
            replaceable: The files that the user agreed to replace.

        Returns:
            The files that were written.

        Raises:
            ExportError: If it cannot be written as asked.
            VideoError: If a video cannot be read or has not been analysed.
        """
        if not request.spans:
            raise ExportError("There is nothing to export: choose a scene or some moments first.")
        files = request.files()
        rules = export_rules(self._library, replaceable)
        for file in files:
            rules.check(file)
        _writing().write(self._services, request, task, rules)
        return files

    def notes(self, request: ExportRequest) -> list[str]:
        """Sentences about what an export chose, or cannot express."""
        return [] if request.kind.is_of_video else _writing().export_notes(request.spans, request.target)


def _writing() -> ModuleType:
    # Late: PyAV, OpenTimelineIO and SciPy.
    from videxplore.ui import export_writing

    return export_writing
