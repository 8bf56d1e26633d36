"""``videxplore selects``: bins of parts of videos."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.late_command import LateCommand
from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, command_group
from videxplore.cli.output import clock, plain, print_json, results, say, table
from videxplore.cli.selects_output import BinArgument, print_bin
from videxplore.composition import Configuration
from videxplore.core.json_text import seconds
from videxplore.core.selects import HIGHEST_RATING, Bin, BinItem
from videxplore.services import selects as bins
from videxplore.services.exporting.moment_names import selected_spans
from videxplore.services.library import Library

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
    results().print(listing)


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
