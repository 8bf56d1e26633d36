"""What the user means by "this": the selection, the bin, what is between in and out, the scene on screen."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from videxplore.core.file_names import one_line, portable_name
from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Moment, Video
from videxplore.ui.export_kinds import ExportScope
from videxplore.ui.look.texts import last_frame_words, position_words
from videxplore.ui.searching.moment_table import ResultsTable
from videxplore.ui.session import Marks
from videxplore.ui.tiles.grid import TileGrid
from videxplore.ui.window.parts import WindowParts

MomentView = TileGrid | ResultsTable


class CurrentSelection(QObject):
    """Knows where the user selected last, and whether in and out points were set since.

    Attributes:
        views: Gives the selected moments of each view that shows some.
    """

    def __init__(self, parts: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self.views: Mapping[MomentView, Callable[[], list[Moment]]] = {
            parts.similar.grid: parts.similar.views.selected,
            parts.similar.rows.grid: parts.similar.views.selected,
            parts.similar.table: parts.similar.views.selected,
            parts.scenes.grid: parts.scenes.selected,
        }
        self._used_last: MomentView = parts.similar.grid
        self._known_marks = parts.session.marks
        self._has_marked_last = False
        parts.session.videoChanged.connect(self._note_video)
        parts.session.marksChanged.connect(self._note_marks)
        for view in self.views:
            view.selectionModel().selectionChanged.connect(lambda *_, view=view: self._note_use(view))
            view.pressed.connect(lambda _index, view=view: self._note_use(view))

    def moments(self) -> list[Moment]:
        """What is selected in the view where the user selected last, if it is in sight.

        The scene under the playhead is always selected among the scenes: one alone is nobody's choice.
        """
        view = self._used_last
        selected = self.views[view]() if view.isVisible() else []
        return [] if view is self._parts.scenes.grid and len(selected) == 1 else selected

    def spans(self) -> list[SelectedSpan]:
        """What is selected where the keyboard is, or several moments; else in to out, or the scene on screen.

        In and out points that were set after one moment was selected go before it.

        Raises:
            UnknownError: If the open video is no longer in the library.
        """
        selected = self.moments()
        if len(selected) > 1 or (selected and self._is_one_meant()):
            return [SelectedSpan.of_moment(moment) for moment in selected]
        here = self._scopes_here()
        return list(here[0].spans) if here else []

    def scopes(self) -> list[ExportScope]:
        """The bin or the selected moments, in to out, the scene on screen, the whole video: likeliest first.

        Raises:
            UnknownError: If the open video is no longer in the library.
        """
        selected, here = self.moments(), self._scopes_here()
        moments = [SelectedSpan.of_moment(moment) for moment in selected]
        chosen = [self._selected_scope(moments)] if selected else []
        if len(selected) == 1 and not self._is_one_meant():
            chosen, here = here[:1], [*chosen, *here[1:]]
        return [*self._bin_scopes(), *chosen, *here]

    def bin_scope(self, name: str, spans: Sequence[SelectedSpan]) -> ExportScope:
        """The items of a bin."""
        words = self.tr("%n item(s) of \u201c%1\u201d", "", len(spans)).replace("%1", name)
        return ExportScope(words, spans, name=portable_name(name))

    def whole_scope(self, video: Video) -> ExportScope:
        """All of a video."""
        words = self.tr("Whole of %1").replace("%1", video.path.name)
        return ExportScope(words, [SelectedSpan(video, 0.0, video.duration_s)], is_whole=True)

    def _selected_scope(self, spans: Sequence[SelectedSpan]) -> ExportScope:
        if len(spans) == 1:
            return ExportScope(_with_times(one_line(spans[0].video.path.stem), spans[0]), spans)
        return ExportScope(self.tr("%n selected moment(s)", "", len(spans)), spans)

    def _bin_scopes(self) -> list[ExportScope]:
        """The bin and its selected items, where they have the keyboard."""
        selects, current = self._parts.selects, self._parts.selects_work.current
        has_keyboard = selects.grid.hasFocus() or selects.list.hasFocus()
        if current is None or not has_keyboard or not selects.spans():
            return []
        selected = selects.selected_spans()
        scopes = [self.bin_scope(current.name, selects.spans())]
        if selected:
            # One item is always selected where the keyboard is.
            scopes.insert(0 if len(selected) > 1 else 1, self._selected_scope(selected))
        return scopes

    def _scopes_here(self) -> list[ExportScope]:
        """What is between in and out, the scene on screen and the open video; nothing where none is open."""
        session = self._parts.session
        video = session.video
        if video is None or video.depth is None:
            return []
        # The scene that was clicked need not be on screen any more.
        shot = self._parts.library.catalogue.shot_at(video.id, session.time_s)
        scene = SelectedSpan(video, shot.start_s, shot.end_s, time_s=session.time_s)
        scopes = [
            ExportScope(_with_times(self.tr("Scene on screen"), scene), [scene]),
            self.whole_scope(video),
        ]
        marks = session.marks
        in_s = 0.0 if marks.in_s is None else marks.in_s
        out_s = video.duration_s if marks.out_s is None else marks.out_s
        # An out point at the very start, or an in point at the very end, marks nothing.
        if marks != Marks() and in_s < out_s:
            marked = SelectedSpan(video, in_s, out_s, time_s=session.time_s)
            scopes.insert(0, ExportScope(_with_times(self.tr("In to out"), marked), [marked]))
        return scopes

    def _is_one_meant(self) -> bool:
        """Whether one selected tile is meant: every click selects it, so the keyboard must be there still."""
        return self._used_last.hasFocus() and not self._has_marked_last

    def _note_use(self, view: MomentView) -> None:
        self._used_last = view
        self._has_marked_last = False

    def _note_video(self) -> None:
        """Its in and out points are those of another time."""
        self._known_marks = self._parts.session.marks

    def _note_marks(self, marks: Marks) -> None:
        if marks != self._known_marks:
            self._known_marks = marks
            self._has_marked_last = marks != Marks()


def _with_times(words: str, span: SelectedSpan) -> str:
    start, end = position_words(span.start_s, span.video), last_frame_words(span.end_s, span.video)
    return f"{words}  {start}\u2013{end}"
