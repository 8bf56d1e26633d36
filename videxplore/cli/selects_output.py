"""Bins and marks as the command line prints them, and how they are named there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.output import clock, counted, json_path, plain, print_json, results, table
from videxplore.core.json_text import seconds
from videxplore.core.selects import Bin, BinItem, MomentMark
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import find_video

BinArgument = Annotated[str, typer.Argument(metavar="BIN", help="The name of a bin.")]


def print_bin(shown: Bin, library: Library, *, json: bool, **more: Any) -> None:
    """Print a bin as a document, with more fields, or as a table."""
    videos = library.catalogue.videos_by_id(sorted({item.video_id for item in shown.items}))
    if json:
        items = [
            {"place": place, **item_document(item, videos[item.video_id].path)}
            for place, item in enumerate(shown.items, start=1)
        ]
        print_json({"name": shown.name, "duration_s": seconds(shown.duration_s), "items": items, **more})
        return
    listing = table("#", "video", "#start", "#end", "#length", "#rating", "", "note")
    for place, item in enumerate(shown.items, start=1):
        listing.add_row(
            str(place),
            plain(videos[item.video_id].path.name),
            clock(item.start_s),
            clock(item.end_s),
            clock(item.length_s),
            str(item.rating or ""),
            "rejected" if item.is_rejected else "",
            plain(item.note),
        )
    results().print(listing)
    results().print(plain(f"{shown.name}: {counted(len(shown.items), 'item')}, {clock(shown.duration_s)}"))


def item_document(item: BinItem, path: Path) -> dict[str, Any]:
    """An item as JSON."""
    return {
        "video": json_path(path),
        "start_s": seconds(item.start_s),
        "end_s": seconds(item.end_s),
        "note": item.note,
        "rating": item.rating,
        "rejected": item.is_rejected,
    }


def marks_of(library: Library, names: Sequence[str]) -> list[MomentMark]:
    """The marks of videos that are named; all marks where none is.

    Raises:
        UnknownVideoError: If there is no such video.
    """
    if not names:
        return library.catalogue.marks.all()
    videos = [find_video(name, library.catalogue) for name in names]
    return [mark for video in videos for mark in library.catalogue.marks.of_video(video.id)]


def print_marks(marks: Sequence[MomentMark], library: Library, *, json: bool, **more: Any) -> None:
    """Print marks as a document, with more fields, or as a table."""
    videos = library.catalogue.videos_by_id(sorted({mark.video_id for mark in marks}))
    if json:
        documents = [_mark_document(mark, json_path(videos[mark.video_id].path)) for mark in marks]
        print_json({"marks": documents, **more})
        return
    listing = table("video", "#start", "#end", "verdict", "#rating", "tags", "note")
    for mark in marks:
        listing.add_row(
            plain(videos[mark.video_id].path.name),
            clock(mark.start_s),
            clock(mark.end_s) if mark.end_s > mark.start_s else "",
            mark.verdict,
            str(mark.rating or ""),
            plain(", ".join(mark.tags)),
            plain(mark.note),
        )
    results().print(listing)


def _mark_document(mark: MomentMark, path: str) -> dict[str, Any]:
    return {
        "video": path,
        "start_s": seconds(mark.start_s),
        "end_s": seconds(mark.end_s),
        "verdict": mark.verdict,
        "note": mark.note,
        "tags": list(mark.tags),
        "rating": mark.rating,
    }
