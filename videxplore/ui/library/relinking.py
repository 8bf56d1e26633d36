"""Missing videos: the user shows where a file is now, and others that were moved along are offered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from videxplore.core.errors import DifferentContentError
from videxplore.core.file_names import is_folder, one_line
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.services.missing_videos import MovedFile, find_moved_along, relink, restore_path
from videxplore.ui.drag_and_drop import url_of
from videxplore.ui.library.library_edits import UndoStack, UndoStep
from videxplore.ui.look.sentences import translated
from videxplore.ui.session import Session
from videxplore.ui.work.jobs import Lane, LaneJob


@dataclass(slots=True)
class _Relinking:
    """Videos that are relinked together.

    Attributes:
        moved: Which, and where their files are.
        is_forced: Whether the content may differ.
        before: Those that are relinked, as they were.
    """

    moved: Sequence[MovedFile]
    is_forced: bool = False
    before: list[Video] = field(default_factory=list)


class Relinking(QObject):
    """Locates the files of missing videos, with undo and redo."""

    def __init__(
        self, session: Session, library: Library, lane: Lane, stack: UndoStack, window: QWidget
    ) -> None:
        """Relink videos of ``library`` on ``lane``, as steps of ``stack``; ask over ``window``."""
        super().__init__(window)
        self._session = session
        self._library = library
        self._lane = lane
        self._stack = stack
        self._window = window

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager; where it is missing, the nearest above that is there."""
        there = next((one for one in (folder, *folder.parents) if is_folder(one)), None)
        if there is not None:
            QDesktopServices.openUrl(url_of(there))

    def locate(self, video: Video) -> None:
        """Let the user choose the file of a video."""
        title = self.tr("Where is \u201c%1\u201d?").replace("%1", one_line(video.path.name))
        start = next((folder for folder in video.path.parents if is_folder(folder)), Path.home())
        dialog = QFileDialog(self._window, title, str(start))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        same_kind = self.tr("Files of this kind (%1)").replace("%1", f"*{video.path.suffix}")
        dialog.setNameFilters([same_kind, self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.relink(video, Path(file)))
        dialog.open()

    def relink(self, video: Video, path: Path) -> None:
        """Set the path of a video; ask first about others that were moved along with it."""
        job = self._lane.submit(lambda task: find_moved_along(self._library, video, path, task))
        job.failed.connect(self._session.notice_failure)
        job.succeeded.connect(lambda others: self._offer(MovedFile(video, path), others))

    def _offer(self, moved: MovedFile, others: list[MovedFile]) -> None:
        if not others:
            self._push(_Relinking([moved]))
            return
        question = self._question(self.tr("%n other missing video(s) were moved along.", "", len(others)))
        names = [one_line(other.video.path.name) for other in others]
        more = [self.tr("and %n more", "", len(names) - 3)] if len(names) > 3 else []
        question.setInformativeText("\n".join([*names[:3], *more]))
        together = question.addButton(self.tr("Locate all"), QMessageBox.ButtonRole.AcceptRole)
        alone = question.addButton(self.tr("Only this one"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(together)
        together.clicked.connect(lambda: self._push(_Relinking([moved, *others])))
        alone.clicked.connect(lambda: self._push(_Relinking([moved])))
        question.open()

    def _offer_force(self, relinking: _Relinking, error: DifferentContentError) -> None:
        """Other content, such as after metadata were changed, is linked only if the user says so."""
        question = self._question(translated(str(error)))
        question.setInformativeText(self.tr("It is taken if it is as long as the one before."))
        force = question.addButton(self.tr("Locate anyway"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
        force.clicked.connect(lambda: self._push(_Relinking(relinking.moved, is_forced=True)))
        question.open()

    def _question(self, words: str) -> QMessageBox:
        question = QMessageBox(self._window)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.tr("Locate"))
        question.setText(words)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return question

    def _push(self, relinking: _Relinking) -> None:
        words = self.tr("%n video(s) located", "", len(relinking.moved))
        self._stack.push(
            UndoStep(
                words,
                lambda: self._relink(relinking),
                lambda: self._restore(relinking),
                lambda: bool(relinking.before),
            )
        )

    def _relink(self, relinking: _Relinking) -> LaneJob:
        changed: list[Video] = []

        def work(task: Task) -> None:
            for number, moved in enumerate(relinking.moved):
                task.checkpoint()
                before = self._library.catalogue.video(moved.video.id)
                force = relinking.is_forced and number == 0
                changed.append(relink(self._library, before.id, moved.path, force=force))
                relinking.before.append(before)

        job = self._lane.submit(work)
        job.failed.connect(lambda error: self._on_failed(relinking, error))
        job.finished.connect(lambda: self._report(changed))
        return job

    def _restore(self, relinking: _Relinking) -> LaneJob:
        changed: list[Video] = []

        def work(_task: Task) -> None:
            while relinking.before:
                changed.append(restore_path(self._library, relinking.before[-1]))
                relinking.before.pop()

        job = self._lane.submit(work)
        job.failed.connect(self._session.notice_failure)
        job.finished.connect(lambda: self._report(changed))
        return job

    def _on_failed(self, relinking: _Relinking, error: Exception) -> None:
        if isinstance(error, DifferentContentError):
            self._offer_force(relinking, error)
        else:
            self._session.notice_failure(error)

    def _report(self, changed: Sequence[Video]) -> None:
        for video in changed:
            self._session.update_video(video)
