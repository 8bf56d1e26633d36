"""Copying what can still be read of a damaged library into a new one."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from videxplore.catalogue.faults import is_database
from videxplore.core.errors import CatalogueDamagedError, CatalogueMissingError, LibraryRefusedError
from videxplore.core.file_names import expanded
from videxplore.core.files import copy_whole, is_regular
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker, Remedy
from videxplore.services.library_folder import PICTURE_FOLDERS, LibraryFolder
from videxplore.video.thumbnails import is_thumbnail_archive


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was copied.

    Attributes:
        videos: Videos that are in the new library.
        to_analyse: Those of them whose analysis was incomplete: the next index run analyses them again.
        lost: Rows that could be read but hold what they cannot hold, or belong to nothing, by table.
        unreadable: Tables of which a part could not be read.
    """

    videos: int
    to_analyse: tuple[Path, ...] = ()
    lost: Mapping[str, int] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


def salvage(folder: Path, new_folder: Path, task: Task) -> SalvageReport:
    """Copy what can be read of the library in ``folder``, which is not changed, to a new library.

    Args:
        folder: The damaged library.
        new_folder: A new or an empty folder.
        task: Reports progress.

    Raises:
        CatalogueMissingError: If there is no library.
        CatalogueDamagedError: If not even the list of its tables can be read.
        LibraryRefusedError: If a part of it is a link, or the new folder is not empty.
        Cancelled: If the task was cancelled; what was copied stays.
    """
    old = LibraryFolder(expanded(folder).absolute())
    old.require_own_files()
    if not is_regular(old.catalogue_file):
        raise CatalogueMissingError(f"There is no library in {old.path}.")
    if not is_database(old.catalogue_file):
        raise CatalogueDamagedError(f"The file {old.catalogue_file} is not a catalogue any more.")
    with Library.open(new_folder) as library:
        if library.catalogue.video_ids():
            raise LibraryRefusedError(
                f"{library.folder} is a library with videos: choose a new or an empty folder."
            )
        done = library.catalogue.salvage_from(old.catalogue_file)
        videos = library.catalogue.videos()
        for number, video in enumerate(videos):
            task.checkpoint(number, len(videos), video.path.name)
            _copy_archives(old, library, video.id)
        incomplete = {
            one.video_id for one in LibraryChecker(library).problems(task) if one.remedy is Remedy.ANALYSE
        }
        for video_id in incomplete:
            library.forget_analysis(video_id)
        return SalvageReport(
            len(videos),
            tuple(video.path for video in videos if video.id in incomplete),
            done.lost,
            tuple(done.unreadable),
        )


def _copy_archives(old: LibraryFolder, library: Library, video_id: int) -> None:
    """Copy the thumbnails that are whole; ``check --repair`` makes the others again."""
    for name in PICTURE_FOLDERS:
        source = old.archive_file(name, video_id)
        if is_thumbnail_archive(source):
            with contextlib.suppress(OSError):
                copy_whole(source, library.files.archive_file(name, video_id))
