"""``videxplore summarize``."""

from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, Place
from videxplore.cli.output import clock, plain, print_json, results, say, table
from videxplore.cli.video_argument import VideoArgument, indexed_video
from videxplore.core.types import Summary
from videxplore.paths import resources_folder


def summarize(
    video: VideoArgument,
    keyframes: Annotated[int | None, typer.Option(min=1, help="How many pictures.")] = None,
    storyboard: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the summary as a picture.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Tell the gist of a video; one that is not in the library is indexed first."""
    # Late: clustering loads SciPy.
    from videxplore.services.storyboard import StoryboardStyle, write_storyboard
    from videxplore.services.summary import SummaryService

    place = Place(library, data_dir)
    with indexed_video(place, video) as (opened, found):
        service = SummaryService(opened)
        summary = service.summarize(found.id, keyframes)
        if storyboard is not None:
            write_storyboard(summary, opened, storyboard, StoryboardStyle(resources_folder() / "fonts"))
            say(f"The storyboard is in {storyboard}.")
        document = service.document(summary)
    if json:
        print_json(document)
    else:
        _print_summary(summary)


def _print_summary(summary: Summary) -> None:
    listing = table("#share", "#picture at", "#pictures", "label")
    for cluster in summary.clusters:
        listing.add_row(
            f"{cluster.weight:.0%}",
            clock(cluster.representative.time_s),
            str(len(cluster.members)),
            plain(cluster.label),
        )
    results().print(listing)
