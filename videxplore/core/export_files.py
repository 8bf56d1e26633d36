"""Files a user asks for: written whole, with one sentence where that fails, and never over anything else.

Every kind of export writes through :func:`export_file`, so that its rules hold for all of them: a file is
replaced only if the user agreed to replace it, a video of the library never, and nothing is written into the
library's own folder.
"""

import contextlib
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.errors import ExistingFileError, ExportError
from videxplore.core.file_names import display_name, fitted_name
from videxplore.core.files import (
    NotRegularFileError,
    is_disk_full,
    move_file,
    rename_to_new,
    require_replaceable,
    scratch_file,
    sync,
)


def _is_no_video(_target: Path) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ExportRules:
    """What an export may write over: nothing, unless the user agreed.

    Attributes:
        replaceable: The files that the user agreed to replace.
        is_numbered: Whether a taken name gets a number, as in ``name (2).mp4``, instead of being refused.
        library_folder: The open library, in whose folder nothing is written; None where none is open.
        is_library_video: Whether a path leads to a video of that library, also to one that is missing.
    """

    replaceable: frozenset[Path] = frozenset()
    is_numbered: bool = False
    library_folder: Path | None = None
    is_library_video: Callable[[Path], bool] = _is_no_video

    def check(self, target: Path) -> None:
        """Check that a file may be written under exactly this name.

        Raises:
            ExistingFileError: If a file has the name and the user did not agree to replace it.
            ExportError: If it is the name of a video of the library or of anything but a file, lies in the
                library's folder, or no file can have it.
        """
        if self.library_folder is not None and _is_inside(target, self.library_folder):
            raise ExportError(
                f"{display_name(target)} would lie in the folder of the library, where nothing is exported "
                "to: choose another folder."
            )
        if self.is_library_video(target):
            raise ExportError(
                f"{display_name(target)} is a video of the library, and stays: choose another name."
            )
        try:
            require_replaceable(target, may_replace=target in self.replaceable)
        except OSError as error:
            raise _translated(target, error) from error


NEW_FILES_ONLY = ExportRules()
"""Nothing that exists is replaced."""

NUMBERED_FILES = ExportRules(is_numbered=True)
"""Nothing that exists is replaced; a taken name gets a number."""


@dataclass(slots=True)
class Draft:
    """A file while it is written.

    Attributes:
        scratch: Where to write it; has the suffix of the target.
        target: Its name; after :func:`export_file`, the name it got.
    """

    scratch: Path
    target: Path


@contextmanager
def export_file(target: Path, rules: ExportRules = NEW_FILES_ONLY) -> Iterator[Draft]:
    """Yield a draft that becomes ``target`` when the block succeeds, and leaves nothing when it does not.

    The rules are checked before anything is written, and again when the file gets its name.

    Raises:
        ExistingFileError: If the target exists, and the rules neither let it be replaced nor number it.
        ExportError: If the rules forbid it, there is no room, the folder cannot be written to, no file can
            have this name, or the target is no regular file.
    """
    draft = Draft(target, target)
    try:
        first = next(_allowed_names(target, rules))
        with scratch_file(first) as draft.scratch:
            yield draft
            sync(draft.scratch)
            draft.target = _name(draft.scratch, target, rules)
    except OSError as error:
        raise _translated(target, error) from error


def write_export(target: Path, content: bytes, rules: ExportRules = NEW_FILES_ONLY) -> Path:
    """Write ``content`` to ``target`` whole or not at all; return the name the file got.

    Raises:
        ExportError: As :func:`export_file`.
    """
    with export_file(target, rules) as draft:
        scratch = draft.scratch
        scratch.write_bytes(content)
    return draft.target


def _name(scratch: Path, target: Path, rules: ExportRules) -> Path:
    """Give the written file its final name; another program may have taken it meanwhile."""
    for name in _allowed_names(target, rules):
        if name in rules.replaceable and not rules.is_numbered:
            move_file(scratch, name)
            return name
        try:
            rename_to_new(scratch, name)
        except FileExistsError:
            if not rules.is_numbered:
                raise
        else:
            return name
    raise AssertionError("there is always one more number")


def _allowed_names(target: Path, rules: ExportRules) -> Iterator[Path]:
    """The target, or where it is numbered, it and its numbered names that are free.

    Raises:
        ExportError: If the rules forbid the target.
    """
    if not rules.is_numbered:
        rules.check(target)
        yield target
        return
    for number in itertools.count(1):
        numbered = fitted_name(target.stem, f" ({number}){target.suffix}")
        name = target if number == 1 else target.with_name(numbered)
        if os.path.lexists(name) or rules.is_library_video(name):
            continue
        try:
            rules.check(name)
        except ExistingFileError:
            # It appeared at this very moment.
            continue
        yield name


def _is_inside(target: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, however either is spelled and whatever links lead there."""
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        status = folder.stat()
        for parent in {target.parent.resolve(), target.resolve().parent}:
            for above in (parent, *parent.parents):
                with contextlib.suppress(OSError):
                    if os.path.samestat(above.stat(), status):
                        return True
    return False


def _translated(target: Path, error: OSError) -> ExportError:
    """The error with one sentence for the user."""
    if isinstance(error, FileExistsError):
        return ExistingFileError(f"{display_name(target)} exists already and stays: choose another name.")
    if isinstance(error, NotRegularFileError):
        return ExportError(f"{display_name(target)} is not a regular file and stays: choose another name.")
    if is_disk_full(error):
        return ExportError(f"There is no room for {display_name(target)} in {target.parent}.")
    return ExportError(
        f"{display_name(target)} cannot be written in {target.parent}: {error.strerror or 'unknown error'}."
    )
