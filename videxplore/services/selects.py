"""Bins by their names, their items as parts of videos; marks of moments, and the bookmarks among them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from videxplore.core.errors import UnknownBinError, UnknownMomentError
from videxplore.core.selects import Bin, BinItem, MomentMark
from videxplore.core.spans import SelectedSpan, checked_time_s, clock_text
from videxplore.services.library import Library


def find_bin(library: Library, name: str) -> Bin:
    """The bin of a name; capital letters count only where names differ in nothing else.

    Raises:
        UnknownBinError: If there is none.
    """
    bins = library.catalogue.bins.all()
    wanted = name.strip()
    found = [one for one in bins if one.name == wanted]
    found = found or [one for one in bins if one.name.casefold() == wanted.casefold()]
    if len(found) != 1:
        known = ", ".join(one.name for one in bins[:5]) or "none yet"
        raise UnknownBinError(f"There is no bin {wanted}; those of this library: {known}.")
    return found[0]


def change_bin(library: Library, name: str, change: Callable[[Bin], Bin]) -> Bin:
    """Change a bin; return it as it is stored.

    Raises:
        UnknownBinError: If there is none of this name.
        UsageError: If the change is not possible.
    """
    return library.catalogue.bins.store(change(find_bin(library, name)))


def add_to_bin(library: Library, name: str, items: Sequence[BinItem], place: int | None = None) -> Bin:
    """Add items to the bin of a name, which is made where there is none; return it as it is stored.

    Args:
        library: Holds the videos.
        name: Of the bin.
        items: In their order.
        place: Before which item, counted from 0; at the end where it is None.
    """
    try:
        found = find_bin(library, name)
    except UnknownBinError:
        found = Bin(name.strip())
    return library.catalogue.bins.store(found.with_items(items, place))


def items_of(spans: Sequence[SelectedSpan]) -> list[BinItem]:
    """Selected parts of videos as items; their labels become notes."""
    return [BinItem(one.video.id, one.start_s, one.end_s, one.label, one.rating) for one in spans]


def spans_of(library: Library, items: Sequence[BinItem]) -> list[SelectedSpan]:
    """Items as parts of videos, with their notes as labels."""
    videos = library.catalogue.videos_by_id(sorted({item.video_id for item in items}))
    return [
        SelectedSpan(videos[one.video_id], one.start_s, one.end_s, one.note, rating=one.rating)
        for one in items
        if one.video_id in videos
    ]


def trimmed(
    library: Library, item: BinItem, start_s: float | None = None, end_s: float | None = None
) -> BinItem:
    """An item that starts, or ends, elsewhere; both stay within its video.

    Raises:
        UsageError: If it would end before it starts.
        UnknownMomentError: If the video is over by then.
    """
    video = library.catalogue.video(item.video_id)
    start_s = item.start_s if start_s is None else checked_time_s(start_s)
    end_s = item.end_s if end_s is None else checked_time_s(end_s)
    if video.duration_s:
        if start_s >= video.duration_s:
            raise UnknownMomentError(f"{video.path.name} is over after {video.duration_s:.3f} s.")
        end_s = min(end_s, video.duration_s)
    return replace(item, start_s=start_s, end_s=end_s)


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
