"""A library from Python: bins, and marks of moments."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from videxplore.api import layouts
from videxplore.api.arguments import (
    MomentLike,
    PathLike,
    VideoLike,
    as_marked_span,
    as_path,
    as_spans,
    as_video,
)
from videxplore.api.results import Results
from videxplore.api.searchable_library import SearchableLibrary
from videxplore.core.selects import Bin, MomentMark, Verdict, checked_tags
from videxplore.core.task import Task
from videxplore.services.exporting.moments_import import import_bin, import_marks
from videxplore.services.exporting.protection import export_rules
from videxplore.services.selects import add_to_bin, change_mark, find_bin, items_of, remove_mark
from videxplore.services.teaching.taught_actions import teach_bin


class SelectsLibrary(SearchableLibrary):
    """What the user keeps of what was found."""

    def selects(self) -> list[Bin]:
        """Every bin with its items, oldest first."""
        return self._library.catalogue.bins.all()

    def add_to_selects(
        self,
        name: str,
        moments: MomentLike | VideoLike | Iterable[MomentLike | VideoLike],
        *,
        note: str = "",
        rating: int = 0,
    ) -> Bin:
        """Add moments to the bin of a name, which is made where there is none.

        Args:
            name: Of the bin.
            moments: In their order; a video means all its shots.
            note: For each of them.
            rating: For each of them: 1 to 5; 0 for none.
        """
        with self._writing() as services:
            items = items_of(as_spans(moments, services.library))
            return add_to_bin(
                services.library, name, [replace(item, note=note, rating=rating) for item in items]
            )

    def store_selects(self, changed: Bin) -> Bin:
        """Store a bin with another name, other items or another order, made by :func:`dataclasses.replace`.

        Returns:
            The bin as it is stored; items of videos that are not in the library are left out.

        Raises:
            ExistingNameError: If another bin has its name.
        """
        with self._writing() as services:
            return services.library.catalogue.bins.store(changed)

    def delete_selects(self, name: str) -> Bin:
        """Delete a bin; return what it was. :meth:`store_selects` restores it."""
        with self._writing() as services:
            found = find_bin(services.library, name)
            services.library.catalogue.bins.delete(found.id)
        return found

    def export_selects(self, target: PathLike, name: str, *, replace: bool = False) -> list[Path]:
        """Write the items of a bin that were not rejected, in their order.

        Args:
            target: A folder for clips; or a file: ``.mp4``, ``.mov``, ``.mkv`` or ``.webm`` for one film, a
                timeline, a table, or annotations.
            name: Of the bin.
            replace: Whether the target, where it is a file, may be replaced.

        Returns:
            The files written.

        Raises:
            ExportError: If it cannot be written as asked.
        """
        file, library = as_path(target), self._library
        rules = export_rules(library, [file] if replace else [])
        files: list[Path] = _export().export_bin(library, find_bin(library, name), file, Task(), rules)[0]
        return files

    def import_selects(
        self, file: PathLike, name: str = "", *, video: VideoLike | None = None, teach: bool = False
    ) -> tuple[Bin, tuple[str, ...]]:
        """Add the moments of a file to a bin.

        Args:
            file: ``.otio``, ``.edl``, ``.fcpxml``, ``.csv``, ``.json``, ``.srt``, ``.tsv`` (BORIS), ``.eaf``
                (ELAN).
            name: Of the bin; that of the file by default.
            video: The video the file is about, where it does not say.
            teach: Teach what the notes name, too, with the items as examples.

        Returns:
            The bin, and what was not found in the library.

        Raises:
            ImportFormatError: If the suffix is unknown.
            UnreadableTimelineError: If the file cannot be read, or nothing of it is in the library.
        """
        with self._writing() as services:
            library = services.library
            about = None if video is None else as_video(video, library)
            made, unknown = import_bin(library, as_path(file), name, about)
            if teach:
                teach_bin(services.teaching(), made, Task())
        return made, unknown

    def export_marks(
        self, target: PathLike, video: VideoLike | None = None, *, replace: bool = False
    ) -> Path:
        """Write the marks of a video, or all: ``.otio``, ``.fcpxml``, a table or annotations.

        Raises:
            ExportError: If it cannot be written as asked.
        """
        file, library = as_path(target), self._library
        rules = export_rules(library, [file] if replace else [])
        _export().export_marks(library, list(self.marks(video)), file, rules)
        return file

    def import_marks(
        self, file: PathLike, *, video: VideoLike | None = None
    ) -> tuple[list[MomentMark], tuple[str, ...]]:
        """Mark the moments of a file; return the marks, and what was not found in the library.

        Raises:
            ImportFormatError: If the suffix is unknown.
            UnreadableTimelineError: If the file cannot be read as what its suffix says.
        """
        with self._writing() as services:
            about = None if video is None else as_video(video, services.library)
            return import_marks(services.library, as_path(file), about)

    def marks(self, video: VideoLike | None = None) -> Results[MomentMark, None]:
        """The marks of a video, or all, by video and time."""
        catalogue = self._library.catalogue
        marks = (
            catalogue.marks.all()
            if video is None
            else catalogue.marks.of_video(as_video(video, self._library).id)
        )
        videos = catalogue.videos_by_id(sorted({mark.video_id for mark in marks}))
        return Results(marks, layouts.marks(videos), None)

    def mark(
        self,
        moment: MomentLike,
        *,
        verdict: Verdict | None = None,
        note: str | None = None,
        tags: Sequence[str] | None = None,
        rating: int | None = None,
    ) -> MomentMark:
        """Mark a moment, or change what its mark says; what is None stays.

        Args:
            moment: ``VIDEO@SECONDS`` or a search result for one moment; ``VIDEO@START-END`` or a shot.
            verdict: ``favourite``, ``rejected``, or empty for neither.
            note: A text.
            tags: Words.
            rating: 1 to 5; 0 for none.

        Raises:
            UsageError: If no mark can be so.
            UnknownError: If the library has no such moment.
        """

        def change(mark: MomentMark) -> MomentMark:
            return replace(
                mark,
                verdict=mark.verdict if verdict is None else verdict,
                note=mark.note if note is None else note,
                tags=mark.tags if tags is None else checked_tags(tags),
                rating=mark.rating if rating is None else rating,
            )

        with self._writing() as services:
            library = services.library
            video_id, start_s, end_s = as_marked_span(moment, library)
            return change_mark(library, video_id, start_s, end_s, change)

    def unmark(self, moment: MomentLike) -> None:
        """Remove the mark of a moment.

        Raises:
            UnknownMomentError: If there is none.
        """
        with self._writing() as services:
            remove_mark(services.library, *as_marked_span(moment, services.library))


def _export() -> ModuleType:
    # Late: PyAV and OpenTimelineIO.
    from videxplore.services.exporting import export

    return export
