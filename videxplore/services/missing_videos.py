"""Videos whose files are not where they were: linked to their new path, or removed for good."""

import time
from pathlib import Path

from videxplore.core.errors import DifferentContentError, UnreadableVideoError, VideoError
from videxplore.core.file_names import display_name, expanded, is_file
from videxplore.core.task import Task
from videxplore.core.types import STATE_OF_DEPTH, Video, VideoState
from videxplore.services.indexing.finding.disk_changes import MISSING_STATES, check_presence
from videxplore.services.indexing.finding.scan import fingerprint
from videxplore.services.library import Library
from videxplore.services.video_metadata import probe_file

SAME_LENGTH_S = 1.0
"""Other content is linked by force only where its length differs by no more: its times mean the same."""


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
    if video.state in MISSING_STATES:
        library.catalogue.set_state(video.id, STATE_OF_DEPTH[video.depth])
    return library.catalogue.video(video.id)


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
