"""``videxplore selects``: bins of parts of videos; how bins and marks are named and printed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.late_command import LateCommand
from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, command_group
from videxplore.cli.output import (
    clock,
    counted,
    json_path,
    plain,
    print_json,
    print_table,
    results,
    say,
    table,
)
from videxplore.composition import Configuration
from videxplore.core.json_text import seconds
from videxplore.core.selects import HIGHEST_RATING, Bin, BinItem, MomentMark
from videxplore.services import selects as bins
from videxplore.services.exporting.moment_names import selected_spans
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
    print_table(listing)
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
    print_table(listing)


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


PlaceArgument = Annotated[
    int, typer.Argument(metavar="PLACE", min=1, help="The number of an item, as `selects show` lists it.")
]


def make_application() -> typer.Typer:
    """The commands below ``selects``."""
    return command_group(
        "Keep parts of videos in bins.",
        list_bins,
        {
            "list": list_bins, "show": show, "add": add, "remove": remove, "move": move, "trim": trim,
            "note": note, "rate": rate, "rename": rename, "delete": delete,
            "export": LateCommand("selects_files.export", "Write the items of a bin as files."),
            "import": LateCommand("selects_files.import_file", "Add the moments of a file to a bin."),
        },
    )  # fmt: skip


def list_bins(
    json: JsonOption = False, library: LibraryOption = None, data_dir: DataDirOption = None
) -> None:
    """List every bin, oldest first."""
    with Configuration.load(library, data_dir).open_library() as opened:
        known = opened.catalogue.bins.all()
    if json:
        print_json(
            {
                "selects": [
                    {"name": one.name, "items": len(one.items), "duration_s": seconds(one.duration_s)}
                    for one in known
                ]
            }
        )
        return
    listing = table("bin", "#items", "#length")
    for one in known:
        listing.add_row(plain(one.name), str(len(one.items)), clock(one.duration_s))
    print_table(listing)


def show(
    name: BinArgument,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the items of a bin, in their order."""
    with Configuration.load(library, data_dir).open_library() as opened:
        print_bin(bins.find_bin(opened, name), opened, json=json)


def add(
    name: BinArgument,
    moments: Annotated[
        list[str],
        typer.Argument(metavar="MOMENT ...", help="VIDEO@SECONDS, VIDEO@START-END, or VIDEO for all scenes."),
    ],
    text: Annotated[str, typer.Option("--note", metavar="TEXT", help="A note for each of them.")] = "",
    rating: Annotated[int, typer.Option(min=0, max=HIGHEST_RATING, help="1 to 5; 0 for none.")] = 0,
    place: Annotated[
        int | None, typer.Option("--at", metavar="PLACE", min=1, help="Where to; at the end by default.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Add moments to a bin, which is made where there is none of this name."""
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        spans = selected_spans(opened, moments)
        items = [replace(item, note=text, rating=rating) for item in bins.items_of(spans)]
        at = None if place is None else place - 1
        print_bin(bins.add_to_bin(opened, name, items, at), opened, json=json)


def remove(
    name: BinArgument,
    places: Annotated[
        list[int], typer.Argument(metavar="PLACE ...", min=1, help="Numbers of items of the bin.")
    ],
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Remove items from a bin."""
    _change(name, (library, data_dir), json, lambda one, _: one.without([at - 1 for at in places]))


def move(
    name: BinArgument,
    place: PlaceArgument,
    to: Annotated[int, typer.Argument(metavar="TO", min=1, help="The number it is to have.")],
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Move an item to another place of its bin."""
    # Behind those that move up to its own place.
    before = to - 1 if to <= place else to
    _change(name, (library, data_dir), json, lambda one, _: one.moved([place - 1], before))


def trim(
    name: BinArgument,
    place: PlaceArgument,
    start_s: Annotated[
        float | None, typer.Option("--in", metavar="S", min=0, help="Where it is to start, in seconds.")
    ] = None,
    end_s: Annotated[
        float | None, typer.Option("--out", metavar="S", min=0, help="Where it is to end, in seconds.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Let an item start or end elsewhere in its video."""
    if start_s is None and end_s is None:
        raise typer.BadParameter("give --in, --out or both")

    def change(item: BinItem, opened: Library) -> BinItem:
        return bins.trimmed(opened, item, start_s, end_s)

    _change_item(name, place, (library, data_dir), json, change)


def note(
    name: BinArgument,
    place: PlaceArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to note; empty text for nothing.")],
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Note something about an item."""
    _change_item(name, place, (library, data_dir), json, lambda item, _: replace(item, note=text.strip()))


def rate(
    name: BinArgument,
    place: PlaceArgument,
    rating: Annotated[
        int | None, typer.Argument(metavar="[RATING]", min=0, max=HIGHEST_RATING, help="1 to 5; 0: none.")
    ] = None,
    reject: Annotated[
        bool | None,
        typer.Option("--reject/--keep", help="Leave the item out of films and exports of its bin, or not."),
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Rate an item, or reject it."""
    if rating is None and reject is None:
        raise typer.BadParameter("give a RATING, --reject or --keep")

    def change(item: BinItem, _library: Library) -> BinItem:
        is_rejected = item.is_rejected if reject is None else reject
        return replace(item, rating=item.rating if rating is None else rating, is_rejected=is_rejected)

    _change_item(name, place, (library, data_dir), json, change)


def rename(
    name: BinArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Give a bin another name."""
    _change(name, (library, data_dir), json, lambda one, _: replace(one, name=new.strip()))


def delete(
    name: BinArgument,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Delete a bin; its videos stay. What it held is printed."""
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        found = bins.find_bin(opened, name)
        opened.catalogue.bins.delete(found.id)
        print_bin(found, opened, json=json)
    if not json:
        say(f"The bin {found.name} is deleted.")


def _change_item(
    name: str,
    place: int,
    where: tuple[Path | None, Path | None],
    json: bool,
    change: Callable[[BinItem, Library], BinItem],
) -> None:
    _change(
        name,
        where,
        json,
        lambda one, opened: one.changed(place - 1, change(one.item(place - 1), opened)),
    )


def _change(
    name: str, where: tuple[Path | None, Path | None], json: bool, change: Callable[[Bin, Library], Bin]
) -> None:
    """Change a bin, and print it; ``where`` are the library and the data folder."""
    with Configuration.load(*where).open_existing_library() as opened:
        changed = bins.change_bin(opened, name, lambda one: change(one, opened))
        print_bin(changed, opened, json=json)
