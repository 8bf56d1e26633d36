"""Files that come to the window: dropped on it, chosen, or named at the start."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from videxplore.core.file_names import is_folder
from videxplore.core.task import Task
from videxplore.paths import demo_clips
from videxplore.ui.drag_and_drop import is_image, is_importable
from videxplore.ui.library.left_over import Failure
from videxplore.ui.look.drop_hint import DropHint, DropRefusal
from videxplore.ui.look.sentences import quoted_name, reason_beside_name
from videxplore.ui.window.parts import WindowParts
from videxplore.ui.window.window_dialogs import WindowDialogs


class IncomingFiles(QObject):
    """Says what a drop will do, does it, and says where it fell why a file was refused.

    Signals:
        firstVideoRequested: The user adds one video while none is open.
    """

    firstVideoRequested = Signal()

    def __init__(self, parts: WindowParts, dialogs: WindowDialogs, window: QWidget, under: QWidget) -> None:
        """Prepare.

        Args:
            parts: Index and search.
            dialogs: Import timelines and tables.
            window: Reasons are said in it.
            under: The promise of a drop covers it.
        """
        super().__init__(window)
        self._parts = parts
        self._dialogs = dialogs
        self._window = window
        self._hint = DropHint(under)
        self._refusal = DropRefusal(window)
        self._dropped_at: dict[Path, QPoint] = {}
        self._added_folders: list[Path] = []
        parts.work.finished.connect(self._look_for_empty_folders)

    def choose_folder(self) -> None:
        """Let the user choose a folder to add."""
        self._parts.work.prepare()
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Add a folder of videos"))
        if folder:
            self.add([Path(folder)])

    def add_samples(self) -> None:
        """Index the openly licensed clips that come with the program's extra ``demo``."""
        self._parts.work.prepare()
        job = self._parts.background.submit(lambda _: demo_clips())
        job.succeeded.connect(self.add)
        job.failed.connect(self._parts.session.notice_failure)

    def add(self, paths: Sequence[Path]) -> None:
        """Index videos and folders; search for images."""
        self._take(paths, frozenset())

    def search_or_add(self, paths: Sequence[Path]) -> None:
        """Search for images and for videos that the library knows; index everything else."""
        parts, bar = self._parts, self._parts.query_bar
        self._note_drop(paths, bar.mapTo(self._window, bar.rect().center()))
        catalogue = parts.library.catalogue
        job = parts.interactive.submit(
            lambda _task: {path for path in paths if catalogue.video_of_file(path) is not None}
        )
        job.succeeded.connect(lambda known: self._take(paths, known))
        job.failed.connect(parts.session.notice_failure)

    def promise(self, paths: Sequence[Path]) -> None:
        """These are held over the window: say what a drop will do, and load the models."""
        self._hint.promise(self._drop_words(paths))
        self._parts.work.prepare()

    def end_promise(self) -> None:
        """Nothing is held over the window any more."""
        self._hint.hide()

    def drop(self, paths: Sequence[Path], point: QPoint) -> None:
        """These were dropped at a point of the window."""
        self._note_drop(paths, point)
        # The program that is dragged from waits until the event is dealt with.
        QTimer.singleShot(0, self, lambda: self.add(paths))

    def show_refusals(self, failures: tuple[Failure, ...]) -> None:
        """Say of a dropped file that could not be indexed why, where it was dropped."""
        refused = [failure for failure in failures if failure.path in self._dropped_at]
        if refused:
            name = quoted_name(refused[0].path)
            reason = reason_beside_name(refused[0].sentence, refused[0].path)
            self._refusal.say_at(self._dropped_at[refused[0].path], f"{name}: {reason}")
            for failure in refused:
                del self._dropped_at[failure.path]

    def _take(self, paths: Sequence[Path], known: Collection[Path]) -> None:
        wanted = [path for path in paths if path in known or is_image(path)]
        imported = [path for path in paths if is_importable(path)]
        added = [path for path in paths if path not in wanted and path not in imported]
        for path in imported:
            self._dialogs.offer_import(path)
        parts = self._parts
        if added and parts.session.video is None:
            if len(added) == 1 and not is_folder(added[0]):
                self.firstVideoRequested.emit()
            else:
                parts.live.begin()
        folders = [path.absolute() for path in added if is_folder(path)]
        self._added_folders.extend(folders)
        parts.library_panel.tree.add_roots(folders)
        parts.work.add(added)
        if wanted:
            parts.search.search_files(wanted)

    def _look_for_empty_folders(self) -> None:
        """Indexing has ended: say of a folder that was added where it has no video."""
        folders, self._added_folders = self._added_folders, []
        catalogue, parts = self._parts.library.catalogue, self._parts
        if not folders or parts.work.can_continue:
            return

        def empty(_task: Task) -> list[Path]:
            videos = [video.path for video in catalogue.videos()]
            places = {folder: (folder, Path(os.path.realpath(folder))) for folder in folders}
            return [
                folder
                for folder, names in places.items()
                if not any(video.is_relative_to(name) for video in videos for name in names)
            ]

        job = parts.background.submit(empty)
        job.succeeded.connect(self._note_empty_folders)
        job.failed.connect(parts.session.notice_failure)

    def _note_empty_folders(self, folders: list[Path]) -> None:
        if folders:
            names = ", ".join(map(quoted_name, folders))
            self._parts.session.inform(self.tr("No videos were found in %1.").replace("%1", names))

    def _drop_words(self, paths: Sequence[Path]) -> str:
        """What a drop of these will do."""
        if all(map(is_importable, paths)):
            return self.tr("Drop to import %n file(s)", "", len(paths))
        folders = sum(map(is_folder, paths))
        images = sum(map(is_image, paths))
        if images == len(paths):
            return self.tr("Drop to find moments like this picture")
        if folders == len(paths):
            return self.tr("Drop to add %n folder(s)", "", folders)
        if not folders and not images:
            return self.tr("Drop to add %n file(s)", "", len(paths))
        return self.tr("Drop to add %n item(s)", "", len(paths) - images)

    def _note_drop(self, paths: Sequence[Path], point: QPoint) -> None:
        """Keep where files fell, to say there why one is refused."""
        self._dropped_at = {path.absolute(): point for path in paths}
