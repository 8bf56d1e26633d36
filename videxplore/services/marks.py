"""Marks of a video, and the bookmarks among them, changed one by one."""

from collections.abc import Callable, Iterable, Sequence

from videxplore.core.errors import UnknownMomentError
from videxplore.core.selects import MomentMark
from videxplore.core.spans import checked_time_s, clock_text
from videxplore.services.library import Library

SAME_TIME_S = 1e-3
"""Times are written with few decimals: a bookmark this near is meant."""


def change_bookmarks(
    library: Library, video_id: int, add: Iterable[float] = (), remove: Iterable[float] = ()
) -> tuple[float, ...]:
    """Add and remove bookmarks; return those the video has now, in seconds and in time order.

    Nothing is changed where one of the times is wrong. A mark that begins at a removed one goes with it.

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


def change_mark(
    library: Library,
    video_id: int,
    start_s: float,
    end_s: float,
    change: Callable[[MomentMark], MomentMark],
) -> MomentMark:
    """Change the mark of a moment, or of a span; where there is none, a bookmark is changed into one.

    Args:
        library: Holds the video.
        video_id: The video.
        start_s: Where the mark begins, in seconds.
        end_s: Where it ends; the same for a moment.
        change: Gives the mark as it is to be.

    Returns:
        The mark as it is now.

    Raises:
        UsageError: If no mark can be so.
        UnknownVideoError: If the video is not, or no longer, in the library.
        UnknownMomentError: If the video has no such time.
    """
    library.catalogue.shot_at(video_id, checked_time_s(start_s))
    marks = library.catalogue.marks.of_video(video_id)
    there = mark_at(marks, start_s, end_s)
    changed = change(there or MomentMark(video_id, start_s, end_s))
    others = [mark for mark in marks if mark is not there]
    library.catalogue.marks.replace(video_id, [*others, changed])
    return changed


def remove_mark(library: Library, video_id: int, start_s: float, end_s: float) -> None:
    """Remove the mark of a moment, or of a span.

    Raises:
        UnknownMomentError: If there is no such mark.
    """
    marks = library.catalogue.marks.of_video(video_id)
    there = mark_at(marks, start_s, end_s)
    if there is None:
        name = library.catalogue.video(video_id).path.name
        raise UnknownMomentError(f"{name} has no mark at {clock_text(start_s)}.")
    library.catalogue.marks.replace(video_id, [mark for mark in marks if mark is not there])


def mark_at(marks: Sequence[MomentMark], start_s: float, end_s: float) -> MomentMark | None:
    """The mark of a moment, or of a span, among those of a video; None where there is none."""

    def distance_s(mark: MomentMark) -> float:
        return max(abs(mark.start_s - start_s), abs(mark.end_s - end_s))

    nearest = min(marks, key=distance_s, default=None)
    return nearest if nearest is not None and distance_s(nearest) <= SAME_TIME_S else None
