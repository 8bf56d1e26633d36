"""Dialogs that belong to the window as a whole: exporting, teaching, duplicates."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSettings, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from videxplore.core.errors import VidexploreError
from videxplore.core.file_names import is_folder
from videxplore.core.selects import Bin
from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Moment, Video
from videxplore.services.exporting.found_moments import IMPORT_SUFFIXES, items_of_moments, marks_of_moments
from videxplore.services.moments import moment_at
from videxplore.services.searching.query.query import SceneExample
from videxplore.services.teaching.taught_actions import TaughtAction, teach_bin
from videxplore.ui.dialogs.export_dialog import ExportDialog
from videxplore.ui.dialogs.import_dialog import Import, ImportDialog, ImportKind
from videxplore.ui.dialogs.labels_dialog import LabelsDialog
from videxplore.ui.dialogs.teach_dialog import TeachDialog, TeachWork
from videxplore.ui.drag_and_drop import MomentDrags
from videxplore.ui.duplicates.duplicates_dialog import DuplicatesDialog
from videxplore.ui.export_kinds import ExportKind, ExportScope
from videxplore.ui.exporter import Exporter
from videxplore.ui.library.relinking import Relinking
from videxplore.ui.look.texts import position_words
from videxplore.ui.searching.selection_bar import SelectionBar
from videxplore.ui.window.current_selection import CurrentSelection
from videxplore.ui.window.parts import WindowParts

FOLDER_KEY = "exports"
_UNDOING = ("undo", "redo")


class WindowDialogs(QObject):
    """Opens dialogs, none of which blocks the window, and starts drags of moments.

    Attributes:
        relinking: Asks where missing videos are.
        selection: Says what is exported, taught or kept.

    Signals:
        labelPicked: The label whose scenes are wanted.
    """

    labelPicked = Signal(str)

    def __init__(self, parts: WindowParts, window: QWidget, state_file: Path) -> None:
        """Work on what is selected in ``parts``; the folder of exports is kept in ``state_file``."""
        super().__init__(window)
        self._parts = parts
        self._window = window
        self._exporter = Exporter(parts.services)
        self.relinking = Relinking(parts.session, parts.library, parts.interactive, parts.edits.stack, window)
        self._drags = MomentDrags(self._exporter, parts.cutting)
        self._state = QSettings(str(state_file), QSettings.Format.IniFormat)
        self.selection = CurrentSelection(parts, self)
        self._duplicates: DuplicatesDialog | None = None
        for view, selected in self.selection.views.items():
            SelectionBar(view, selected, parts.similar.menu)
            view.allow_drags(partial(self._begin_drag, selected), self._drags.cancel)
        selects = parts.selects
        selects.grid.allow_drags(partial(self._begin_drag_of, selects.selected_spans), self._drags.cancel)
        selects.list.drag_data = self._begin_drag_of_bin
        selects.list.cancel_drag = self._drags.cancel

    def close(self) -> None:
        """Delete what was cut for drags."""
        self._drags.close()

    def _begin_drag(self, selected: Callable[[], list[Moment]]) -> QMimeData | None:
        """The selected moments as data of a drag; None where none is selected."""
        return self._begin_drag_of(lambda: [SelectedSpan.of_moment(moment) for moment in selected()])

    def _begin_drag_of(self, spans: Callable[[], list[SelectedSpan]]) -> QMimeData | None:
        """Items of a bin as data of a drag; None where there are none."""
        dragged = spans()
        return self._drags.begin(dragged) if dragged else None

    def _begin_drag_of_bin(self) -> QMimeData | None:
        spans, current = self._parts.selects.spans(), self._parts.selects_work.current
        return self._drags.begin(spans, current.name) if spans and current is not None else None

    def export_bin(self, name: str, spans: Sequence[SelectedSpan]) -> None:
        """Show the export dialog for the items of a bin, named after it."""
        if spans:
            self._offer([self.selection.bin_scope(name, spans)])

    def choose_import(self) -> None:
        """Let the user choose a timeline, a table or annotations, and show what it holds."""
        endings = " ".join(f"*{suffix}" for suffix in IMPORT_SUFFIXES)
        kinds = self.tr("Timelines, tables, annotations (%1)").replace("%1", endings)
        title = self.tr("Import a timeline or annotations")
        file, _ = QFileDialog.getOpenFileName(self._window, title, str(self._offered_folder()), kinds)
        if file:
            self.offer_import(Path(file))

    def offer_import(self, file: Path) -> None:
        """Show what a timeline, a table or annotations hold, and import what the user wants of it."""
        parts = self._parts
        dialog = ImportDialog(parts.library, file, parts.session.video, parts.background, self._window)
        dialog.wanted.connect(self._import)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _import(self, wanted: Import) -> None:
        parts = self._parts
        if wanted.kind is ImportKind.MARKS:
            parts.selects_work.add_marks(marks_of_moments(wanted.moments))
            return
        try:
            items = items_of_moments(parts.library, wanted.moments)
        except VidexploreError as error:
            parts.session.notice_failure(error)
            return
        if wanted.kind is ImportKind.BIN:
            parts.selects_work.fill_bin(wanted.name, items)
            parts.live.leave()
            parts.tabs.show_page(parts.tabs.index_of(parts.selects))
        else:
            self._teach_bin(Bin(wanted.name, tuple(items)))

    def _teach_bin(self, taught: Bin) -> None:
        """Teach what the notes of items name, in the background."""
        parts = self._parts
        service = parts.services.teaching()
        known = {action.label: action for action in service.actions()}
        job = parts.background.submit(lambda task: teach_bin(service, taught, task))
        job.failed.connect(parts.session.notice_failure)
        job.succeeded.connect(lambda labels: self._note_taught(labels, known))

    def _note_taught(self, labels: Sequence[str], known: Mapping[str, TaughtAction]) -> None:
        parts = self._parts
        for action in parts.services.teaching().actions():
            if action.label in labels:
                parts.label_edits.learned(known.get(action.label), action)
        parts.session.inform(self.tr("Taught: %1.").replace("%1", ", ".join(labels)))

    def teach_spans(self, spans: Sequence[SelectedSpan]) -> None:
        """Show the teach dialog for the scenes in which parts of videos lie."""
        moments = []
        for span in spans:
            try:
                moments.append(moment_at(self._parts.library, span.video, (span.start_s + span.end_s) / 2))
            except VidexploreError as error:
                self._parts.session.notice_failure(error)
                return
        if moments:
            self.teach(moments)

    def export_here(self) -> None:
        """Offer the bin or the selected moments, in to out, the scene on screen, the whole video."""
        try:
            scopes = self.selection.scopes()
        except VidexploreError as error:
            self._parts.session.notice_failure(error)
            return
        if scopes:
            self._offer(scopes)
        else:
            self._parts.session.inform(self.tr("Open a video first; then its scenes can be exported."))

    def export(self, spans: Sequence[SelectedSpan]) -> None:
        """Show the export dialog for ``spans``."""
        words = self.tr("%n moment(s)", "", len(spans))
        self._offer([ExportScope(words, spans), self.selection.whole_scope(spans[0].video)])

    def export_frame(self) -> None:
        """Show the export dialog for the frame on screen, as a picture."""
        session = self._parts.session
        video = session.video
        if video is None or video.properties is None:
            session.inform(self.tr("Open a video first; then its scenes can be exported."))
            return
        time_s = session.time_s
        frame = SelectedSpan(video, time_s, min(time_s + 1.0, video.duration_s), time_s=time_s)
        words = self.tr("Frame at %1").replace("%1", position_words(time_s, video))
        self._offer([ExportScope(words, [frame])], ExportKind.STILLS)

    def _offer(self, scopes: Sequence[ExportScope], kind: ExportKind | None = None) -> None:
        folder = self._offered_folder()
        dialog = ExportDialog(scopes, self._exporter, self._parts.background, folder, self._window)
        if kind is not None:
            dialog.kind_box.setCurrentIndex(dialog.kind_box.findData(kind))
        dialog.exported.connect(self._remember_folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _remember_folder(self, files: list[Path]) -> None:
        self._state.setValue(FOLDER_KEY, str(files[0].parent))

    def _offered_folder(self) -> Path:
        """The folder used last, that of films, or the home folder: the first that is there."""
        films = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        named = (str(self._state.value(FOLDER_KEY) or ""), films)
        return next((Path(name) for name in named if name and is_folder(Path(name))), Path.home())

    def teach_here(self) -> None:
        """Teach from the selected moments; else from the scene on screen."""
        selected = self.selection.moments()
        session = self._parts.session
        video = session.video
        if selected:
            self.teach(selected)
            return
        if video is None or video.depth is None:
            session.inform(self.tr("Open a video first, or select moments that show the action."))
            return
        try:
            moment = moment_at(self._parts.library, video, session.time_s)
        except VidexploreError as error:
            session.notice_failure(error)
            return
        self.teach([moment])

    def teach(self, moments: Sequence[Moment]) -> None:
        """Show the teach dialog for ``moments``; what the query is not like is what they are not."""
        query = self._parts.session.query
        negatives = query.negatives if query is not None else ()
        counters = [example for example in negatives if isinstance(example, SceneExample)]
        self._open_teaching(moments, counters)

    def teach_further(self, label: str) -> None:
        """Show what is found of a label, and ask about what is doubtful."""
        self._open_teaching([], []).go_on_with(label)

    def show_labels(self) -> None:
        """Show the labels that were taught."""
        parts = self._parts
        service = parts.services.teaching()
        dialog = LabelsDialog(service, parts.label_edits, parts.interactive, self._window)
        dialog.resultsRequested.connect(self.labelPicked)
        dialog.moreRequested.connect(self.teach_further)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_teaching(self, moments: Sequence[Moment], counters: Sequence[SceneExample]) -> TeachDialog:
        parts = self._parts
        service = parts.services.teaching()
        work = TeachWork(service, parts.background, parts.interactive, parts.thumbnails)
        dialog = TeachDialog(moments, counters, work, self._window)
        dialog.offer([action.label for action in service.actions()])
        dialog.taught.connect(parts.label_edits.finish)
        dialog.resultsRequested.connect(self._search_when_stored)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _search_when_stored(self, label: str) -> None:
        """Search for a label once what its dialog taught is stored."""
        self._parts.label_edits.changed.connect(
            lambda: self.labelPicked.emit(label), Qt.ConnectionType.SingleShotConnection
        )

    def show_duplicates(self) -> None:
        """Show the footage that files of the library share."""
        self._show_duplicates_of(None)

    def show_reused_here(self) -> None:
        """Show where else footage of the open video is."""
        video = self._parts.session.video
        if video is None:
            self._parts.session.inform(self.tr("Open a video first; then its footage can be looked for."))
        else:
            self.show_reused(video)

    def show_reused(self, video: Video) -> None:
        """Show where else footage of a video is."""
        self._show_duplicates_of(video)

    def _show_duplicates_of(self, video: Video | None) -> None:
        parts = self._parts
        if self._duplicates is not None:
            # The lanes decode two files at a time.
            self._duplicates.close()
        dialog = DuplicatesDialog(parts.duplicates, parts.copies, video, self._window)
        self._duplicates = dialog
        # Their keys are those of the window that is in front.
        dialog.addActions([action for action in self._window.actions() if action.objectName() in _UNDOING])
        dialog.openRequested.connect(parts.session.open_video)
        dialog.finished.connect(lambda _result: self._forget_duplicates(dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _forget_duplicates(self, dialog: DuplicatesDialog) -> None:
        if self._duplicates is dialog:
            self._duplicates = None
