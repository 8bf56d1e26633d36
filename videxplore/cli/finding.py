"""``videxplore find`` and ``duplicates``, and a folder of pictures as the query of ``similar``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from videxplore.cli.options import (
    CameraOption,
    CodecOption,
    DataDirOption,
    DynamicRangeOption,
    JsonOption,
    LibraryOption,
    RecordedAfterOption,
    RecordedBeforeOption,
    ResolutionOption,
    video_filter,
)
from videxplore.cli.output import DONE, SOME_FAILED, clock, json_path, plain, print_json, results, say, table
from videxplore.composition import Configuration, Services
from videxplore.core.errors import UnreadableImageError
from videxplore.services.searching.query.query import Query, Ranking
from videxplore.services.searching.query.query_text import QueryOptions, image_example, picture_files

if TYPE_CHECKING:
    from videxplore.services.searching.ranking.similarity import SimilarityService


def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of labels, files and folders.")],
    count: Annotated[int, typer.Option("-k", min=1, help="How many moments.")] = 20,
    folder: Annotated[
        Path | None, typer.Option("--in", metavar="FOLDER", help="Only videos below it.")
    ] = None,
    recorded_after: RecordedAfterOption = "",
    recorded_before: RecordedBeforeOption = "",
    camera: CameraOption = "",
    codec: CodecOption = "",
    dynamic_range: DynamicRangeOption = "",
    resolution: ResolutionOption = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find moments by words: what was recognised in them, and what files and folders are called."""
    limits = video_filter(recorded_after, recorded_before, camera, codec, dynamic_range, resolution)
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        query = QueryOptions(words=text, folder=folder, videos=limits).query(opened.catalogue)
        ranking = Services(opened, configuration).similarity().find(query, count)
    if json:
        print_json(ranking.to_json(text))
    else:
        print_ranking(ranking)


def duplicates(
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="Also find footage whose left and right are exchanged.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find the same footage in two files."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        found = Services(opened, configuration).duplicates().find(mirrored=mirrored)
    if json:
        print_json({"duplicates": [one.to_json() for one in found]})
        return
    listing = table("first", "#from", "second", "#from", "#length", "#speed", "why")
    for one in found:
        reasons = "; ".join(f"{check.name} {check.value:.2f}" for check in one.checks)
        listing.add_row(
            plain(one.first.path.name),
            clock(one.first_start_s),
            plain(one.second.path.name),
            clock(one.second_start_s),
            clock(one.length_s),
            f"{one.speed:.3f}",
            reasons,
        )
    results().print(listing)


def print_ranking(ranking: Ranking) -> None:
    """Moments as a table, or a sentence."""
    if ranking.note:
        say(ranking.note)
        return
    # What words find has the score of its label or name, and no likeness.
    numbers = ("#similarity", "#confidence") if ranking.query.positives else ("#score",)
    listing = table("#rank", "video", "#from", "#to", *numbers, "#again")
    for rank, moment in enumerate(ranking.moments, start=1):
        listing.add_row(
            str(rank),
            plain(moment.video.path.name),
            clock(moment.start_s),
            clock(moment.end_s),
            f"{moment.similarity:.3f}",
            *((f"{moment.confidence:.2f}",) if ranking.query.positives else ()),
            str(len(ranking.alike[rank - 1]) or "") if ranking.alike else "",
        )
    results().print(listing)


def print_batch(service: "SimilarityService", folder: Path, plan: Query, json: bool) -> int:
    """The best moment for each picture of a folder; ``plan`` says everything else of the query.

    Returns:
        The exit code: whether every picture could be read.

    Raises:
        UnreadableImageError: If the folder holds no picture.
    """
    answers: list[dict[str, Any]] = []
    listing = table("picture", "video", "#at", "#similarity", "#confidence")
    for file in picture_files(folder):
        try:
            ranking = service.find(replace(plan, positives=(image_example(file),)), 1)
        except UnreadableImageError as error:
            say(str(error))
            answers.append({"query": json_path(file), "error": str(error), "moments": []})
            continue
        answers.append(ranking.to_json(json_path(file)))
        for moment in ranking.moments:
            listing.add_row(
                plain(file.name),
                plain(moment.video.path.name),
                clock(moment.time_s),
                f"{moment.similarity:.3f}",
                f"{moment.confidence:.2f}",
            )
    if json:
        print_json({"query": json_path(folder), "answers": answers})
    else:
        results().print(listing)
    return SOME_FAILED if any("error" in answer for answer in answers) else DONE
