"""``videxplore videos``."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.options import (
    NO_LIMITS,
    DataDirOption,
    FolderOption,
    JsonOption,
    LibraryOption,
    ReplaceOption,
    ReverseOption,
    VideoOptions,
    WhereOption,
    with_video_options,
)
from videxplore.cli.output import clock, json_path, plain, print_json, print_table, results, table
from videxplore.composition import Configuration
from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded
from videxplore.core.scene_facts import MEASURES, SceneFacts, SceneFilter, measure_named, sort_value
from videxplore.core.types import Video
from videxplore.core.video_listing import VideoFacets, VideoOrder, sort_key
from videxplore.services.exporting.protection import export_rules
from videxplore.services.exporting.tables import properties_table, video_document, write_table


@with_video_options
def videos(
    sort: Annotated[
        str,
        typer.Option(
            metavar="ORDER",
            help=f"By what they are sorted: {', '.join((*VideoOrder, *MEASURES))}; by a measure of all their "
            "scenes the largest first.",
        ),
    ] = VideoOrder.NAME,
    reverse: ReverseOption = False,
    folder: FolderOption = None,
    limits: VideoOptions = NO_LIMITS,
    where: WhereOption = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Only videos in which nothing moves, or that are black.")
    ] = False,
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
    wanted, scenes = limits.filter(), SceneFilter.parse(where or ())
    key = video_sort_key(sort, is_reversed=reverse)
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        catalogue = opened.catalogue
        below = catalogue.videos() if folder is None else catalogue.videos_below(expanded(folder).absolute())
        needs_facts = json or empty or scenes or sort in MEASURES
        facts = catalogue.facts_by_video() if needs_facts else {}
        found = [
            video
            for video in below
            if wanted.matches(VideoFacets.of_video(video))
            and scenes.matches(facts.get(video.id))
            and (not empty or ((own := facts.get(video.id)) is not None and own.is_empty))
        ]
        found.sort(
            key=lambda video: key(video, facts.get(video.id)), reverse=reverse and sort not in MEASURES
        )
        warnings = catalogue.warnings_by_video()
        if target is not None:
            rules = export_rules(opened, [target] if replace else [])
            write_table(properties_table(found), target, rules)
    if json:
        documents = [
            video_document(video)
            | {"warnings": list(warnings.get(video.id, ()))}
            | {"facts": facts[video.id].to_json() if video.id in facts else None}
            for video in found
        ]
        print_json({"library": json_path(configuration.paths.library), "videos": documents})
    elif target is None:
        _print(found)
        for sentence in itertools.chain.from_iterable(warnings.get(video.id, ()) for video in found):
            results().print(plain(sentence))


def video_sort_key(order: str, *, is_reversed: bool) -> Callable[[Video, SceneFacts | None], tuple[Any, ...]]:
    """How videos are sorted, by an order of lists of videos or by a measure of their scenes.

    Raises:
        UsageError: If there is no such order.
    """
    if order in set(VideoOrder):
        return lambda video, _facts: sort_key(video, VideoOrder(order))
    if order not in MEASURES:
        raise UsageError(
            f"Videos are not sorted by {order}: choose one of {', '.join((*VideoOrder, *MEASURES))}."
        )
    measure = measure_named(order)
    return lambda video, facts: (sort_value(facts, measure, is_reversed=is_reversed), video.path.name)


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
    print_table(listing)
