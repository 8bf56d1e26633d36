"""Marks of videos whose files were replaced: kept, and given to a file that shows the same.

A file may get other content under the same name: a film is exported again, a camera counts from one again. A
video of which the user said something is then kept as a missing one, under a name of its own. When the new
content was analysed and shows the same at the same times, the video takes that file over, with its id.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from videxplore.core.task import Task
from videxplore.core.types import Depth, Video
from videxplore.services.library import Library
from videxplore.services.searching.duplicates.duplicates import DuplicateService


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A kept video that has a file again.

    Attributes:
        video: The video, with the file and the analysis of ``former``.
        former: What the file was in the library until now; it is no longer there.
    """

    video: Video
    former: Video


def return_files(library: Library, task: Task) -> Iterator[TakenFile]:
    """Give kept videos copies of their files, and files at their old paths that show the same.

    After a quick pass there are few thumbnails to compare: then it is tried again after the next run.

    Args:
        library: Opened for writing.
        task: Cancels the comparison.

    Yields:
        Each as soon as it has a file.

    Raises:
        Cancelled: If the task was cancelled.
        CatalogueError: If the library cannot be written to.
    """
    catalogue, duplicates = library.catalogue, DuplicateService(library)
    taken_ids = set[int]()
    for kept_id, video_id in catalogue.replaced.to_compare():
        task.checkpoint()
        found = catalogue.videos_by_id([kept_id, video_id])
        if len(found) < 2 or kept_id in taken_ids:
            # Another pair took the file, or has its own.
            continue
        kept, other = found[kept_id], found[video_id]
        is_copy = kept.fingerprint == other.fingerprint
        if not is_copy and not duplicates.is_same_cut(kept, other, catalogue.replaced.user_parts_s(kept_id)):
            if other.depth is Depth.FULL:
                catalogue.replaced.note_compared(kept_id, video_id)
        elif library.take_over(kept_id, video_id):
            taken_ids.add(kept_id)
            yield TakenFile(catalogue.video(kept_id), other)
