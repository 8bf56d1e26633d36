"""Bins and marks as the window knows them; every change is a step that can be undone."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from videxplore.core.selects import Bin, BinItem, MomentMark, Remarks
from videxplore.core.spans import SelectedSpan
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.exporting.found_moments import with_marks
from videxplore.services.library import Library
from videxplore.services.selects import SAME_TIME_S, items_of
from videxplore.ui.library.library_edits import UndoStack, UndoStep
from videxplore.ui.look.texts import clock_text
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob

Change = Callable[[Bin], Bin]
MarksChange = Callable[[int, Sequence[MomentMark]], Sequence[MomentMark]]


@dataclass(slots=True)
class _BinEdit:
    """A change of a bin.

    Attributes:
        before: The bin as it was; None where it was not there.
        after: The bin as it became; None where it was deleted.
        is_applied: Whether it was changed and not undone since.
    """

    before: Bin | None = None
    after: Bin | None = None
    is_applied: bool = False


@dataclass(slots=True)
class _MarksEdit:
    """A change of the marks of some videos: those they had, and those they have, by video id."""

    before: dict[int, Sequence[MomentMark]] = field(default_factory=dict)
    after: dict[int, Sequence[MomentMark]] = field(default_factory=dict)
    is_applied: bool = False


class SelectsWork(QObject):
    """Reads and changes bins and marks on a lane.

    Signals:
        binsChanged: The bins, or the one that is chosen, are others now.

    Attributes:
        bins: Every bin, oldest first.
        videos: The videos of their items by id.
    """

    binsChanged = Signal()

    def __init__(
        self, session: Session, library: Library, lane: Lane, stack: UndoStack, parent: QObject | None = None
    ) -> None:
        """Note every change on ``stack``."""
        super().__init__(parent)
        self._session = session
        self._library = library
        self._lane = lane
        self._stack = stack
        self._current_id = 0
        self.bins: Sequence[Bin] = ()
        self.videos: Mapping[int, Video] = {}
        session.libraryChanged.connect(self.load)
        session.bookmarkToggled.connect(self.toggle_bookmark)

    @property
    def current(self) -> Bin | None:
        """The bin that is shown and added to; None while there is none."""
        chosen = next((one for one in self.bins if one.id == self._current_id), None)
        return chosen or next(iter(self.bins), None)

    def choose(self, bin_id: int) -> None:
        """Show another bin."""
        if bin_id != self._current_id:
            self._current_id = bin_id
            self.binsChanged.emit()

    def load(self) -> None:
        """Read all bins and marks."""
        self._load_bins()
        self._load_marks()

    def spans(self, items: Sequence[BinItem]) -> list[SelectedSpan]:
        """Items as parts of videos."""
        return [
            SelectedSpan(self.videos[one.video_id], one.start_s, one.end_s, one.note, rating=one.rating)
            for one in items
            if one.video_id in self.videos
        ]

    # Bins

    def add(self, spans: Sequence[SelectedSpan], place: int | None = None) -> None:
        """Add parts of videos to the chosen bin, which is made where there is none."""
        items = items_of(spans)
        words = self.tr("%n scene(s) added to \u201c%1\u201d", "", len(items))
        current = self.current
        if current is None:
            name = self.tr("Selects")
            self._push(words.replace("%1", name), lambda: None, lambda _none: Bin(name, tuple(items)))
        else:
            self.change(words.replace("%1", current.name), lambda one: one.with_items(items, place))

    def change(self, words: str, change: Change) -> None:
        """Change the chosen bin; ``words`` say what is done, and follow "undo"."""
        current = self.current
        if current is not None:
            bins = self._library.catalogue.bins
            self._push(words, lambda: bins.get(current.id), lambda before: before and change(before))

    def fill_bin(self, name: str, items: Sequence[BinItem]) -> None:
        """Add items to the bin of a name, which is made where there is none, and choose it."""
        words = self.tr("%n item(s) added to \u201c%1\u201d", "", len(items)).replace("%1", name)

        def read() -> Bin | None:
            return next((one for one in self._library.catalogue.bins.all() if one.name == name), None)

        self._push(words, read, lambda before: (before or Bin(name)).with_items(items))

    def new_bin(self, name: str) -> None:
        """Make an empty bin, and choose it."""
        words = self.tr("bin \u201c%1\u201d made").replace("%1", name)
        self._push(words, lambda: None, lambda _none: Bin(name))

    def delete_bin(self) -> None:
        """Delete the chosen bin."""
        current = self.current
        if current is not None:
            words = self.tr("bin \u201c%1\u201d deleted").replace("%1", current.name)
            bins = self._library.catalogue.bins
            self._push(words, lambda: bins.get(current.id), lambda _before: None)

    def _push(
        self, words: str, read: Callable[[], Bin | None], change: Callable[[Bin | None], Bin | None]
    ) -> None:
        edit = _BinEdit()

        def first(_task: Task) -> None:
            edit.before = read()
            edit.after = change(edit.before)
            self._write(edit, undoes=False)

        def again(_task: Task) -> None:
            self._write(edit, undoes=False)

        def back(_task: Task) -> None:
            self._write(edit, undoes=True)

        self._stack.push(
            UndoStep(
                words,
                lambda: self._submit(first if edit.after is edit.before is None else again, edit),
                lambda: self._submit(back, edit),
                lambda: edit.is_applied,
            )
        )

    def _write(self, edit: _BinEdit, *, undoes: bool) -> None:
        """On the lane: store one side of an edit, or delete the bin where that side has none."""
        bins = self._library.catalogue.bins
        wanted, other = (edit.before, edit.after) if undoes else (edit.after, edit.before)
        if wanted is not None:
            stored = bins.store(wanted)
            if not undoes:
                edit.after = stored
        elif other is not None:
            bins.delete(other.id)
        edit.is_applied = not undoes

    def _submit(self, work: Callable[[Task], None], edit: _BinEdit) -> LaneJob:
        job = self._lane.submit(work)
        job.failed.connect(self._session.notice_failure)
        job.succeeded.connect(lambda _none: self._on_stored(edit))
        return job

    def _on_stored(self, edit: _BinEdit) -> None:
        shown = edit.after if edit.is_applied else edit.before
        if shown is not None:
            self._current_id = shown.id
        self._load_bins()

    def _load_bins(self) -> None:
        def read(_task: Task) -> tuple[list[Bin], dict[int, Video]]:
            bins = self._library.catalogue.bins.all()
            ids = sorted({item.video_id for one in bins for item in one.items})
            return bins, self._library.catalogue.videos_by_id(ids)

        job = self._lane.submit(read)
        job.succeeded.connect(self._show_bins)
        job.failed.connect(self._session.notice_failure)

    def _show_bins(self, read: tuple[list[Bin], dict[int, Video]]) -> None:
        self.bins, self.videos = read
        self.binsChanged.emit()

    # Marks

    def toggle_verdict(self, spans: Sequence[SelectedSpan], *, is_favourite: bool) -> None:
        """Mark moments as favourite or as rejected; those that all are so already, as neither."""
        verdict = "favourite" if is_favourite else "rejected"
        is_set = all(
            any(_is_of(mark, span) and mark.verdict == verdict for mark in self._marks_of(span))
            for span in spans
        )
        words = self.tr("%n favourite(s) marked", "", len(spans))
        if is_set:
            words = self.tr("%n mark(s) removed", "", len(spans))
        elif not is_favourite:
            words = self.tr("%n moment(s) rejected", "", len(spans))
        self._change_marks(words, spans, lambda mark: replace(mark, verdict="" if is_set else verdict))  # type: ignore[arg-type]

    def say(self, spans: Sequence[SelectedSpan], remarks: Remarks) -> None:
        """Give moments a note, tags and a rating; what was their verdict stays."""
        words = self.tr("note on %n moment(s) changed", "", len(spans))
        self._change_marks(
            words,
            spans,
            lambda mark: replace(mark, note=remarks.note, tags=remarks.tags, rating=remarks.rating),
        )

    def add_marks(self, made: Mapping[int, Sequence[MomentMark]]) -> None:
        """Mark moments, by video id; marks at the same times are replaced."""
        words = self.tr("%n moment(s) marked", "", sum(map(len, made.values())))
        self._push_marks(words, list(made), lambda video_id, there: with_marks(there, made[video_id]))

    def toggle_bookmark(self, video_id: int, time_s: float) -> None:
        """Mark a moment, or take the marks away that begin there."""

        def change(_video_id: int, marks: Sequence[MomentMark]) -> Sequence[MomentMark]:
            kept = [mark for mark in marks if abs(mark.start_s - time_s) >= SAME_TIME_S]
            return kept if len(kept) < len(marks) else [*marks, MomentMark(video_id, time_s, time_s)]

        is_set = any(abs(one - time_s) < SAME_TIME_S for one in self._session.bookmarks)
        words = self.tr("bookmark at %1 removed") if is_set else self.tr("bookmark at %1 added")
        self._push_marks(words.replace("%1", clock_text(time_s, 1)), [video_id], change)

    def remarks_of(self, span: SelectedSpan) -> Remarks:
        """What is said of a moment."""
        said = (mark.remarks for mark in self._marks_of(span) if _is_of(mark, span) and not mark.says_nothing)
        return next(said, Remarks())

    def _marks_of(self, span: SelectedSpan) -> Sequence[MomentMark]:
        return self._session.moment_marks.get(span.video.id, ())

    def _change_marks(
        self, words: str, spans: Sequence[SelectedSpan], change: Callable[[MomentMark], MomentMark]
    ) -> None:
        """Change the marks in moments; where there is none, one of the moment is made."""

        def change_own(video_id: int, before: Sequence[MomentMark]) -> Sequence[MomentMark]:
            marks = list(before)
            for span in (one for one in spans if one.video.id == video_id):
                rows = [row for row, mark in enumerate(marks) if _is_of(mark, span)]
                if not rows:
                    marks.append(MomentMark(video_id, span.start_s, span.end_s))
                    rows = [len(marks) - 1]
                for row in rows:
                    marks[row] = change(marks[row])
            # A mark that was made here and says nothing any more goes away.
            return [mark for mark in marks if mark in before or not mark.says_nothing]

        self._push_marks(words, list(dict.fromkeys(span.video.id for span in spans)), change_own)

    def _push_marks(self, words: str, video_ids: Sequence[int], change: MarksChange) -> None:
        """Change the marks of videos, as they are when it is the turn of this change."""
        edit = _MarksEdit()

        def write(_task: Task) -> None:
            marks = self._library.catalogue.marks
            for video_id in video_ids:
                if video_id not in edit.after:
                    edit.before[video_id] = marks.of_video(video_id)
                    edit.after[video_id] = change(video_id, edit.before[video_id])
                marks.replace(video_id, edit.after[video_id])
            edit.is_applied = True

        def back(_task: Task) -> None:
            for video_id, before in edit.before.items():
                self._library.catalogue.marks.replace(video_id, before)
            edit.is_applied = False

        self._stack.push(
            UndoStep(
                words,
                lambda: self._submit_marks(write),
                lambda: self._submit_marks(back),
                lambda: edit.is_applied,
            )
        )

    def _submit_marks(self, work: Callable[[Task], None]) -> LaneJob:
        job = self._lane.submit(work)
        job.failed.connect(self._session.notice_failure)
        job.succeeded.connect(lambda _none: self._load_marks())
        return job

    def _load_marks(self) -> None:
        job = self._lane.submit(lambda _task: self._library.catalogue.marks.all())
        job.succeeded.connect(self._show_marks)
        job.failed.connect(self._session.notice_failure)

    def _show_marks(self, marks: Sequence[MomentMark]) -> None:
        by_video: dict[int, list[MomentMark]] = defaultdict(list)
        for mark in marks:
            by_video[mark.video_id].append(mark)
        self._session.set_moment_marks({video_id: tuple(own) for video_id, own in by_video.items()})


def _is_of(mark: MomentMark, span: SelectedSpan) -> bool:
    """Whether a mark is about a moment, or about a part of a video that has its middle in it."""
    if span.end_s <= span.start_s:
        return abs(mark.start_s - span.start_s) < 1e-3 and mark.end_s == mark.start_s
    return span.start_s <= mark.middle_s < span.end_s
