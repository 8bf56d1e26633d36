"""``videxplore bookmarks``."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import clock, json_path, print_json, results, seconds, table
from videxplore.cli.video_argument import StoredVideoArgument
from videxplore.composition import Configuration
from videxplore.services.bookmarks import change_bookmarks
from videxplore.services.searching.query.query_text import find_video


def bookmarks(
    video: StoredVideoArgument,
    add: Annotated[list[float] | None, typer.Option(metavar="S", help="Bookmark this time.")] = None,
    remove: Annotated[
        list[float] | None, typer.Option(metavar="S", help="Remove the bookmark at this time.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the bookmarks of a video, after adding and removing some."""
    configuration = Configuration.load(library, data_dir)
    opening = configuration.open_existing_library if add or remove else configuration.open_library
    with opening() as opened:
        found = find_video(video, opened.catalogue)
        if add or remove:
            change_bookmarks(opened, found.id, add or (), remove or ())
        times_s = opened.catalogue.bookmarks.times_s(found.id)
    if json:
        print_json({"video": json_path(found.path), "bookmarks": [seconds(time_s) for time_s in times_s]})
        return
    listing = table("#at", "#seconds")
    for time_s in times_s:
        listing.add_row(clock(time_s), f"{time_s:.3f}")
    results().print(listing)
