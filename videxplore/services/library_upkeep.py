"""Keeping a library small over weeks of use: videos that are gone for long, caches of nothing, free pages."""

import contextlib
import os
import time
from pathlib import Path

from videxplore.core.errors import CatalogueError
from videxplore.core.types import Video, VideoState
from videxplore.services.library import Library

DAY_S = 86_400.0


def purge_long_gone(library: Library, after_days: float) -> list[Video]:
    """Remove the videos whose files have been gone for so many days; return them as they were.

    Only where other files are still beside the missing one: a drive that is not connected may leave an empty
    folder behind. Video files are not touched, and a file that is there again keeps its video. A video with
    marks, items of bins or taught examples stays: only the user removes it.

    Args:
        library: Opened for writing.
        after_days: Days since the file was found to be gone; 0 purges nothing.

    Raises:
        CatalogueError: If the library cannot be written to.
    """
    if after_days <= 0:
        return []
    latest_s = time.time() - after_days * DAY_S
    since = library.catalogue.gone_since_s()
    old_ids = {video_id for video_id, since_s in since.items() if since_s <= latest_s}
    if old_ids:
        old_ids -= library.catalogue.replaced.with_user_records()
    gone = [
        video
        for video in library.catalogue.videos_by_id(sorted(old_ids)).values()
        if video.state is VideoState.GONE
        and not os.path.lexists(video.path)
        and _has_entries(video.path.parent)
    ]
    for video in gone:
        library.delete_video(video.id)
    return gone


def tidy(library: Library) -> None:
    """Delete caches of videos that are not in the library, and give free pages of the catalogue back.

    What cannot be done now, on a full disk for example, is left for another time.

    Args:
        library: Opened for writing, while nothing waits to be written.
    """
    known = library.catalogue.video_ids()
    for _, video_id in library.files.archives():
        if video_id not in known:
            library.files.delete_archives(video_id)
    with contextlib.suppress(CatalogueError):
        library.catalogue.compact()


def _has_entries(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False
