"""Bookmarks of a video, changed one by one."""

from collections.abc import Iterable

from videxplore.core.errors import UnknownMomentError
from videxplore.core.spans import checked_time_s
from videxplore.services.library import Library

SAME_TIME_S = 1e-3
"""Times are written with few decimals: a bookmark this near is meant."""


def change_bookmarks(
    library: Library, video_id: int, add: Iterable[float] = (), remove: Iterable[float] = ()
) -> tuple[float, ...]:
    """Add and remove bookmarks; return those the video has now, in seconds and in time order.

    Nothing is changed where one of the times is wrong.

    Raises:
        UsageError: If no video can have such a time.
        UnknownVideoError: If the video is not, or no longer, in the library.
        UnknownMomentError: If the video has no such time, or no such bookmark.
    """
    video = library.catalogue.video(video_id)
    kept = set(library.catalogue.bookmarks.times_s(video_id))
    for time_s in remove:
        near = min(kept, key=lambda one: abs(one - time_s), default=None)
        if near is None or not abs(near - checked_time_s(time_s)) <= SAME_TIME_S:
            raise UnknownMomentError(f"{video.path.name} has no bookmark at {time_s:g} s.")
        kept.remove(near)
    for time_s in add:
        library.catalogue.shot_at(video_id, checked_time_s(time_s))
        kept.add(time_s)
    library.catalogue.bookmarks.replace(video_id, sorted(kept))
    return library.catalogue.bookmarks.times_s(video_id)
