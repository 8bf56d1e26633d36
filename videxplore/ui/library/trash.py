"""Moving a file to the trash of the system, and back."""

import contextlib
import errno
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from PySide6.QtCore import QFile, QStandardPaths

from videxplore.core.errors import FileWriteError
from videxplore.core.file_names import display_name, exists_safely
from videxplore.core.files import IN_USE_WAITS_S, copy_whole, delete_file, move_file

FILES_FOLDER = "files"
"""Of a trash of Linux. Source: freedesktop.org, "The FreeDesktop.org Trash specification" 1.0."""

_DATA = QStandardPaths.StandardLocation.GenericDataLocation


@dataclass(frozen=True, slots=True)
class TrashedFile:
    """A file in the trash.

    Attributes:
        path: Where it was.
        trashed: Where it is now; None where the system does not say.
    """

    path: Path
    trashed: Path | None

    @classmethod
    def of(cls, path: Path) -> Self:
        """Move a file to the trash.

        Raises:
            FileWriteError: If the system has no trash for it, or refuses.
        """
        # Qt makes no trash where the folder of the user's data is missing, as it is on a new account.
        with contextlib.suppress(OSError):
            Path(QStandardPaths.writableLocation(_DATA)).mkdir(parents=True, exist_ok=True)
        file = QFile(str(path))
        # On Windows a decoder that is being closed holds the file a moment longer.
        waits_s = IN_USE_WAITS_S if sys.platform == "win32" else ()
        is_moved = file.moveToTrash()
        for wait_s in waits_s:
            if is_moved:
                break
            time.sleep(wait_s)
            is_moved = file.moveToTrash()
        if not is_moved:
            raise FileWriteError(f"{display_name(path)} cannot be moved to the trash: {file.errorString()}.")
        trashed = Path(file.fileName())
        return cls(path, trashed if file.fileName() and trashed != path else None)

    def move_back(self) -> None:
        """Restore the file to where it was.

        Raises:
            FileWriteError: If it cannot be restored, or another file is there by now.
        """
        name = display_name(self.path)
        if self.trashed is None or not exists_safely(self.trashed):
            raise FileWriteError(f"{name} cannot be moved back: restore it from the trash of the system.")
        if exists_safely(self.path):
            raise FileWriteError(f"{name} stays in the trash: another file is in its place.")
        try:
            _move_back(self.trashed, self.path)
            if self.trashed.parent.name == FILES_FOLDER:
                # The note that a desktop of Linux keeps of each file in its trash.
                delete_file(self.trashed.parent.parent / "info" / f"{self.trashed.name}.trashinfo")
        except OSError as error:
            raise FileWriteError(f"{name} cannot be moved back: {error.strerror or error}.") from error


def _move_back(trashed: Path, path: Path) -> None:
    """Move a file; copy it where the trash is on another disk.

    Raises:
        OSError: If it cannot be moved.
    """
    try:
        move_file(trashed, path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy_whole(trashed, path)
        delete_file(trashed)
