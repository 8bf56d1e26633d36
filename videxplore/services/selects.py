"""Bins by their names, and their items as parts of videos."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from videxplore.core.errors import UnknownBinError, UnknownMomentError
from videxplore.core.selects import Bin, BinItem
from videxplore.core.spans import SelectedSpan, checked_time_s
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
