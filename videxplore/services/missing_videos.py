"""Videos whose files are not where they were: linked to their new path, or removed for good."""

import time
from dataclasses import dataclass
from pathlib import Path

from videxplore.core.errors import DifferentContentError, UnreadableVideoError, VideoError
from videxplore.core.file_names import display_name, expanded, is_file
from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.disk_changes import check_presence
from videxplore.services.library import Library
from videxplore.services.searching.duplicates.duplicates import SAME_LENGTH_S
from videxplore.services.video_metadata import probe_file


@dataclass(frozen=True, slots=True)
class MovedFile:
    """A video as it is known, and the path that its file has now."""

    video: Video
    path: Path


def relink(library: Library, video_id: int, path: Path, *, force: bool = False) -> Video:
    """Set the path of a video whose file was moved or renamed; what is known of it is kept.

    Args:
        library: Opened for writing.
        video_id: The video.
        path: Where its file lies now.
        force: Also when the content of the file differs, such as after its metadata were changed.

    Raises:
        UnknownVideoError: If the video is not, or no longer, in the library.
        UnreadableVideoError: If there is no such file, or it cannot be read.
        DifferentContentError: If the content of the file differs.
        VideoError: If the file is another video of the library, or is not as long.
    """
    file = expanded(path).absolute()
    video = library.catalogue.video(video_id)
    if not is_file(file):
        raise UnreadableVideoError(f"There is no file {file}.")
    other = library.catalogue.video_of_file(file)
    if other is not None and other.id != video.id:
        raise VideoError(f"{file} is another video of the library: remove that one first.")
    try:
        status = file.stat()
        content = fingerprint(file, status.st_size)
    except OSError as error:
        raise UnreadableVideoError(f"{file} cannot be read: {error.strerror or error}.") from error
    if content != video.fingerprint:
        _require_same_length(video, file, force=force)
    library.catalogue.update_file(
        video.id,
        path=file,
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        fingerprint=content,
    )
    if video.state.is_missing:
        library.catalogue.set_state(video.id, STATE_OF_DEPTH[video.depth])
    return library.catalogue.video(video.id)


def restore_path(library: Library, before: Video) -> Video:
    """Undo :func:`relink`: a video gets the path, the file and the state that it had.

    Args:
        library: Opened for writing.
        before: The video as it was before.

    Raises:
        UnknownVideoError: If the video is no longer in the library.
        VideoError: If the path belongs to another video by now.
    """
    other = library.catalogue.video_by_path(before.path)
    if other is not None and other.id != before.id:
        raise VideoError(f"{before.path} is another video of the library by now.")
    library.catalogue.video(before.id)
    library.catalogue.update_file(
        before.id,
        path=before.path,
        size_bytes=before.size_bytes,
        modified_ns=before.modified_ns,
        fingerprint=before.fingerprint,
    )
    library.catalogue.set_state(before.id, before.state, before.error)
    return library.catalogue.video(before.id)


def find_moved_along(library: Library, video: Video, path: Path, task: Task) -> list[MovedFile]:
    """The other missing videos that were moved together with one: to the same place, with equal content.

    A file is looked for where it lies if its folder was moved as that of ``video`` was, and beside the file
    of ``video``.

    Args:
        library: Read only.
        video: As it was before it was relinked.
        path: Where its file lies now.
        task: Cancels the search.

    Raises:
        Cancelled: If the task was cancelled.
        CatalogueError: If the library cannot be read.
    """
    folder = expanded(path).absolute().parent
    old_root, new_root = _moved_root(video.path.parent, folder)
    found: dict[Path, MovedFile] = {}
    for other in library.catalogue.videos():
        task.checkpoint()
        if other.id == video.id:
            continue
        places = [folder / other.path.name]
        if other.path.is_relative_to(old_root):
            places.insert(0, new_root / other.path.relative_to(old_root))
        for place in places:
            if place not in found and place != other.path and _is_moved_to(library, other, place):
                found[place] = MovedFile(other, place)
                break
    return list(found.values())


def purge(library: Library, task: Task, older_than_s: float = 0.0) -> list[Video]:
    """Remove every video whose file is gone, after looking whether it is; return them as they were.

    Videos on drives that are not connected stay, and so do all video files. Only the pictures of the removed
    videos are deleted.

    Args:
        library: Opened for writing.
        task: Cancels the look.
        older_than_s: Only videos whose files were found to be gone at least so long ago.

    Raises:
        Cancelled: If the task was cancelled; nothing is removed then.
        CatalogueError: If the library cannot be written to.
    """
    check_presence(library, task)
    since_s = library.catalogue.gone_since_s()
    latest_s = time.time() - older_than_s
    gone = [
        video
        for video in library.catalogue.videos()
        if video.state is VideoState.GONE and since_s.get(video.id, latest_s) <= latest_s
    ]
    for video in gone:
        library.delete_video(video.id)
    return gone


def _moved_root(old: Path, new: Path) -> tuple[Path, Path]:
    """The highest folder that can have been moved, and where it is: below it, all paths stayed the same."""
    while old.name and old.name == new.name:
        old, new = old.parent, new.parent
    return old, new


def _is_moved_to(library: Library, video: Video, place: Path) -> bool:
    """Whether the file of a missing video is at a place, and no other video is there."""
    try:
        is_there = is_file(place) and place.stat().st_size == video.size_bytes
        if not is_there or is_file(video.path) or fingerprint(place, video.size_bytes) != video.fingerprint:
            return False
    except OSError:
        return False
    return library.catalogue.video_of_file(place) is None


def _require_same_length(video: Video, file: Path, *, force: bool) -> None:
    """Refuse other content, unless it is wanted by force and its times mean the same."""
    if not force:
        raise DifferentContentError(
            f"The content of {display_name(file)} is not that of {display_name(video.path)}, as indexed."
        )
    length_s = probe_file(file).duration_s
    if video.depth is not None and abs(length_s - video.duration_s) > SAME_LENGTH_S:
        raise VideoError(
            f"{display_name(file)} is {length_s:.2f} s long instead of {video.duration_s:.2f} s: "
            "it is another video; index it."
        )
