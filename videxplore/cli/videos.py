"""``videxplore videos``."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.options import (
    NO_LIMITS,
    DataDirOption,
    FolderOption,
    JsonOption,
    LibraryOption,
    ReplaceOption,
    VideoOptions,
    with_video_options,
)
from videxplore.cli.output import clock, json_path, plain, print_json, results, table
from videxplore.composition import Configuration
from videxplore.core.file_names import expanded
from videxplore.core.types import Video
from videxplore.core.video_listing import VideoFacets, VideoOrder, sort_key
from videxplore.services.exporting.protection import export_rules
from videxplore.services.exporting.tables import write_table
from videxplore.services.exporting.video_tables import properties_table, video_document


@with_video_options
def videos(
    sort: Annotated[VideoOrder, typer.Option(help="By what they are sorted.")] = VideoOrder.NAME,
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
    folder: FolderOption = None,
    limits: VideoOptions = NO_LIMITS,
    target: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Write all that is known as .csv, .json or .parquet."),
    ] = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the videos of the library with date recorded, camera and format."""
    wanted = limits.filter()
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        catalogue = opened.catalogue
        below = catalogue.videos() if folder is None else catalogue.videos_below(expanded(folder).absolute())
        found = [video for video in below if wanted.matches(VideoFacets.of_video(video))]
        found.sort(key=lambda video: sort_key(video, sort), reverse=reverse)
        warnings = {video.id: list(catalogue.warnings(video.id)) for video in found}
        if target is not None:
            rules = export_rules(opened, [target] if replace else [])
            write_table(properties_table(found), target, rules)
    if json:
        documents = [video_document(video) | {"warnings": warnings[video.id]} for video in found]
        print_json({"library": json_path(configuration.paths.library), "videos": documents})
    elif target is None:
        _print(found)
        for sentence in itertools.chain.from_iterable(warnings.values()):
            results().print(plain(sentence))


def _print(found: Sequence[Video]) -> None:
    listing = table("video", "recorded", "#length", "size", "rate", "codec", "range", "camera")
    for video in found:
        known, said = video.properties, video.metadata
        listing.add_row(
            plain(video.path.name),
            said.recorded[: len("2024-05-01T14:30")].replace("T", " "),
            clock(video.duration_s),
            f"{known.width_px}x{known.height_px}" if known else "",
            f"{float(said.nominal_rate_hz or known.frame_rate_hz):.6g}" if known else "",
            known.codec if known else "",
            said.dynamic_range if known and known.metadata else "",
            plain(said.camera),
        )
    results().print(listing)
