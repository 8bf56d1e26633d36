"""Commands that search: ``similar`` and ``find``; and the history of searches, ``searches``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from videxplore.cli.options import (
    NO_LIMITS,
    BackboneOption,
    DataDirOption,
    DeviceOption,
    FolderOption,
    JsonOption,
    LibraryOption,
    MeasureOption,
    ReverseOption,
    VideoOptions,
    WhereOption,
    with_video_options,
)
from videxplore.cli.output import (
    DONE,
    SOME_FAILED,
    clock,
    json_path,
    plain,
    print_json,
    print_table,
    say,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.errors import UnreadableImageError
from videxplore.core.file_names import is_folder
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import WordPlace, WordReason
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query, Ranking
from videxplore.services.searching.query.query_text import (
    QueryOptions,
    image_example,
    parse_region,
    picture_files,
    query_document,
)
from videxplore.services.searching.query_history import HistoryService, PastSearch
from videxplore.services.searching.ranking.similarity import SimilarityService

QueryArgument = Annotated[
    str, typer.Argument(metavar="QUERY", help="VIDEO@SECONDS, VIDEO@START-END, an image or a video file.")
]
CountOption = Annotated[int, typer.Option("-k", min=1, help="How many moments.")]
ByOption = Annotated[Literal["appearance", "motion", "both"], typer.Option(help="What is compared.")]
RegionOption = Annotated[
    str, typer.Option(metavar="X,Y,W,H", help="Only this part of the image counts, as fractions of it.")
]
LikeOption = Annotated[list[str] | None, typer.Option(metavar="QUERY", help="Another example to resemble.")]
UnlikeOption = Annotated[list[str] | None, typer.Option(metavar="QUERY", help="An example not to resemble.")]
OtherVideosOption = Annotated[bool, typer.Option("--other-videos", help="Leave out the video of the query.")]
WordsOption = Annotated[
    str, typer.Option(metavar="TEXT", help="Only scenes labelled or named with these words.")
]
ThenOption = Annotated[
    str, typer.Option(metavar="QUERY", help="Only scenes followed by a scene similar to QUERY.")
]
WithinOption = Annotated[float, typer.Option(metavar="S", min=0, help="How soon it follows.")]
MotionWeightOption = Annotated[
    float, typer.Option(min=0, max=1, help="Share of motion when both are compared.")
]
VectorIndexOption = Annotated[
    str, typer.Option("--index", metavar="NAME", help="auto, faiss, exact, or milvus:ADDRESS.")
]
EveryOption = Annotated[
    bool, typer.Option("--every", help="List scenes of a video that look the same one by one.")
]
ByVideoOption = Annotated[
    bool, typer.Option("--by-video", help="List the moments of each video together, the best video first.")
]
MinLengthOption = Annotated[
    float, typer.Option(metavar="S", min=0, help="Only scenes at least this long, in seconds.")
]
MaxLengthOption = Annotated[
    float | None, typer.Option(metavar="S", min=0, help="Only scenes at most this long.")
]
ChangedAfterOption = Annotated[
    str, typer.Option(metavar="DATE", help="Only files changed on this date or later, in local time.")
]
ChangedBeforeOption = Annotated[
    str, typer.Option(metavar="DATE", help="Only files changed on this date or earlier.")
]
MinConfidenceOption = Annotated[float, typer.Option(min=0, max=1, help="Least confidence of a moment.")]


@with_video_options
def similar(
    query: QueryArgument,
    count: CountOption = 20,
    by: ByOption = "appearance",
    region: RegionOption = "",
    like: LikeOption = None,
    unlike: UnlikeOption = None,
    folder: FolderOption = None,
    other_videos: OtherVideosOption = False,
    words: WordsOption = "",
    then: ThenOption = "",
    within: WithinOption = 10.0,
    motion_weight: MotionWeightOption = 0.5,
    index: VectorIndexOption = "auto",
    every: EveryOption = False,
    min_confidence: MinConfidenceOption = 0.0,
    min_length: MinLengthOption = 0.0,
    max_length: MaxLengthOption = None,
    limits: VideoOptions = NO_LIMITS,
    changed_after: ChangedAfterOption = "",
    changed_before: ChangedBeforeOption = "",
    where: WhereOption = None,
    sort: MeasureOption = "",
    reverse: ReverseOption = False,
    by_video: ByVideoOption = False,
    backbone: BackboneOption = None,
    device: DeviceOption = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find the moments of the library that resemble a scene, an image or a video."""
    options = QueryOptions(
        like=like or (),
        unlike=unlike or (),
        region=parse_region(region) if region else None,
        by=by,
        motion_weight=motion_weight,
        folder=folder,
        other_videos=other_videos,
        words=words,
        min_confidence=min_confidence,
        then=then or None,
        within_s=within,
        every=every,
        videos=limits.filter(),
        min_length_s=min_length,
        max_length_s=max_length,
        changed_from=changed_after,
        changed_to=changed_before,
        where=where or (),
        sort=sort,
        is_reversed=reverse,
    )
    configuration = Configuration.load(library, data_dir).choose(device=device, backbone=backbone)
    with configuration.open_library() as opened:
        service = Services(opened, configuration, vector_index=index).similarity()
        if is_folder(Path(query)):
            raise typer.Exit(print_batch(service, Path(query), options.query(opened.catalogue), json))
        print_found(service.find(options.query(opened.catalogue, query), count), query, json, by_video)


def print_found(ranking: Ranking, query: str, json: bool, by_video: bool = False) -> None:
    """What a search found, as JSON or as a table; the moments of each video together, if wanted."""
    if by_video:
        ranking = ranking.by_video()
    if json:
        print_json(ranking.to_json(query))
    else:
        print_ranking(ranking)


@with_video_options
def find(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help="Words of labels, files and folders; none with --where or --sort."
        ),
    ] = "",
    count: CountOption = 20,
    folder: FolderOption = None,
    limits: VideoOptions = NO_LIMITS,
    where: WhereOption = None,
    sort: MeasureOption = "",
    reverse: ReverseOption = False,
    by_video: ByVideoOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find moments by words: what was recognised in them, and what files and folders are called."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        options = QueryOptions(
            words=text,
            folder=folder,
            videos=limits.filter(),
            where=where or (),
            sort=sort,
            is_reversed=reverse,
        )
        ranking = Services(opened, configuration).similarity().find(options.query(opened.catalogue), count)
    print_found(ranking, text, json, by_video)


def print_ranking(ranking: Ranking) -> None:
    """Moments as a table, or a sentence."""
    if ranking.note:
        say(ranking.note)
        return
    # What words find has the score of its label or name, and no similarity.
    numbers = ("#similarity", "#confidence", "match") if ranking.query.positives else ("#score",)
    by_words = any(moment.reasons for moment in ranking.moments)
    why = ("why",) if by_words else ()
    measures = measures_shown(ranking)
    listing = table("#rank", "video", "#from", "#to", *numbers, "#again", *why, *measures)
    for rank, moment in enumerate(ranking.moments, start=1):
        listing.add_row(
            str(rank),
            plain(moment.video.path.name),
            clock(moment.start_s),
            clock(moment.end_s),
            f"{moment.similarity:.3f}",
            *((f"{moment.confidence:.2f}", moment.group or "") if ranking.query.positives else ()),
            str(len(ranking.alike[rank - 1]) or "") if ranking.alike else "",
            *((plain(reasons_text(moment.reasons)),) if by_words else ()),
            *(_measure_text(ranking.facts.get(moment.shot.id), name) for name in measures),
        )
    print_table(listing)


def measures_shown(ranking: Ranking) -> tuple[str, ...]:
    """The measures that a query asks for."""
    query = ranking.query
    names = [limit.name for limit in query.filters.scenes.limits] + ([query.sort] if query.sort else [])
    return tuple(dict.fromkeys(names))


def _measure_text(facts: SceneFacts | None, name: str) -> str:
    value = None if facts is None else getattr(facts, name)
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.1f}" if name == "loudness" else f"{value:.2f}"


_PLACES: Mapping[WordPlace, str] = {
    "taught": "my label",
    "name": "file name",
    "label": "label",
    "folder": "folder",
    "mark": "mark",
    "subtitle": "said",
    "speech": "said",
    "screen": "on screen",
}


def reasons_text(reasons: Sequence[WordReason]) -> str:
    """Why words find a moment, such as ``label: golden retriever → dog``."""
    return "; ".join(f"{_PLACES[one.place]}: {one.text}{one.arrow}" for one in reasons)


def print_batch(service: SimilarityService, folder: Path, plan: Query, json: bool) -> int:
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
        print_table(listing)
    return SOME_FAILED if any("error" in answer for answer in answers) else DONE


_NANOSECONDS = 1_000_000_000


def searches(
    named: Annotated[bool, typer.Option("--named", help="Only those with a name.")] = False,
    name: Annotated[
        tuple[int, str], typer.Option(metavar="ID NAME", help="Name a search; an empty NAME unnames it.")
    ] = (0, ""),
    forget: Annotated[int, typer.Option(metavar="ID", help="Forget a search.")] = 0,
    again: Annotated[int, typer.Option(metavar="ID", help="Search again, instead of listing.")] = 0,
    count: Annotated[int, typer.Option("-k", min=1, help="How many moments, with --again.")] = 20,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the searches made in the window, newest first; name, forget or repeat one."""
    if sum(map(bool, (name[0], forget, again))) > 1:
        raise typer.BadParameter("Give one of --name, --forget and --again.")
    configuration = Configuration.load(library, data_dir)
    changes = bool(name[0] or forget)
    with configuration.open_existing_library() if changes else configuration.open_library() as opened:
        history = HistoryService(opened)
        if again:
            _search_again(Services(opened, configuration), history.search(again), count, json=json)
            return
        if name[0]:
            history.rename(name[0], name[1].strip())
        if forget:
            history.forget(forget)
        documents = [_search_document(one, opened) for one in history.searches(named=named)]
    if json:
        print_json({"searches": documents})
    else:
        _print_searches(documents)


def _search_again(services: Services, past: PastSearch, count: int, *, json: bool) -> None:
    ranking = services.similarity().find(past.query, count)
    print_found(ranking, past.name or str(past.id), json)


def _search_document(past: PastSearch, library: Library) -> dict[str, Any]:
    def video_name(video_id: int) -> str:
        video = library.catalogue.videos_by_id([video_id]).get(video_id)
        return "(removed)" if video is None else str(video.path)

    return {
        "id": past.id,
        "parent": past.parent_id,
        "created": datetime.fromtimestamp(past.created_ns / _NANOSECONDS, UTC).isoformat(),
        "name": past.name,
        "query": query_document(past.query, video_name),
    }


def _print_searches(documents: list[dict[str, Any]]) -> None:
    listing = table("#id", "name", "like", "not like", "words", "by")
    for one in documents:
        query = one["query"]
        like, unlike = (", ".join(query[part]) for part in ("like", "unlike"))
        listing.add_row(
            str(one["id"]),
            plain(one["name"]),
            plain(like),
            plain(unlike),
            plain(query["words"]),
            query["by"],
        )
    print_table(listing)
