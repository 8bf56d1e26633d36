"""The content of files, by a fingerprint, and whether they still are those that were indexed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from videxplore.core.errors import ExportError, VideoError
from videxplore.core.file_names import display_name, exists_safely
from videxplore.core.files import open_regular
from videxplore.core.types import Video

# Files up to this size are hashed whole; of larger ones, evenly spaced blocks.
WHOLE_HASH_BYTES = 4 << 20
SAMPLE_BLOCKS = 16
SAMPLE_BYTES = 64 << 10


def fingerprint(path: Path, size_bytes: int) -> str:
    """A hash of a file's size and content, the same after a move or a copy: 32 hexadecimal digits.

    Small files are read whole; of large ones, evenly spaced blocks from the first byte to the last, so that a
    large video on a slow disk costs a few reads.

    Raises:
        OSError: If the file cannot be read.
    """
    digest = hashlib.blake2b(str(size_bytes).encode(), digest_size=16)
    with open_regular(path, follow_links=True) as file:
        if size_bytes <= WHOLE_HASH_BYTES:
            while block := file.read(1 << 20):
                digest.update(block)
        else:
            for number in range(SAMPLE_BLOCKS):
                file.seek((size_bytes - SAMPLE_BYTES) * number // (SAMPLE_BLOCKS - 1))
                digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()


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


def require_footage(videos: Iterable[Video]) -> None:
    """Refuse to export parts of files that show something else by now; where there is no file, say nothing.

    Raises:
        ExportError: If one has other content than when it was indexed.
    """
    for video in videos:
        if exists_safely(video.path) and not is_as_indexed(video):
            raise ExportError(
                f"{display_name(video.path)} is not as it was indexed, so other footage would be exported: "
                "index it again first."
            )


def is_left_in(other: Video, video: Video) -> bool:
    """Whether another video is there when the file of a video is gone: not the same file by another path."""
    try:
        return is_as_indexed(other) and not (exists_safely(video.path) and video.path.samefile(other.path))
    except OSError:
        return False
