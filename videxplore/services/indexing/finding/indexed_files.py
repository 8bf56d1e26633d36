"""Whether files are still those that were indexed: asked before a file is moved to the trash."""

from videxplore.core.errors import VideoError
from videxplore.core.file_names import display_name, exists_safely
from videxplore.core.types import Video
from videxplore.services.indexing.finding.scan import fingerprint


def is_as_indexed(video: Video) -> bool:
    """Whether the file of a video is there, and has the content that was indexed."""
    try:
        status = video.path.stat()
        if (status.st_size, status.st_mtime_ns) == (video.size_bytes, video.modified_ns):
            return True
        return status.st_size == video.size_bytes and (
            fingerprint(video.path, status.st_size) == video.fingerprint
        )
    except OSError:
        return False


def require_as_indexed(video: Video) -> None:
    """Refuse to trash a file of which the library knows something else.

    Raises:
        VideoError: If it is not there, or has other content than when it was indexed.
    """
    if not is_as_indexed(video):
        raise VideoError(
            f"{display_name(video.path)} is not as it was indexed, and was not moved to the trash: "
            "index it again first."
        )


def is_left_in(other: Video, video: Video) -> bool:
    """Whether another video is there when the file of a video is gone: not the same file by another path."""
    try:
        return is_as_indexed(other) and not (exists_safely(video.path) and video.path.samefile(other.path))
    except OSError:
        return False
