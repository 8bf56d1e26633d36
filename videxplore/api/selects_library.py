"""A library from Python: bins, and marks of moments."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from videxplore.api import layouts
from videxplore.api.arguments import MomentLike, VideoLike, as_marked_span, as_spans, as_video
from videxplore.api.readable_library import ReadableLibrary
from videxplore.api.results import Results
from videxplore.core.selects import Bin, MomentMark, Verdict, checked_tags
from videxplore.services.marks import change_mark, remove_mark
from videxplore.services.selects import add_to_bin, find_bin, items_of


class SelectsLibrary(ReadableLibrary):
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
