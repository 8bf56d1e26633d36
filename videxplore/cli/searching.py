"""Commands that search: ``similar``, ``find``, ``duplicates``, ``searches`` and ``actions``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from videxplore.backbones.registry import backbone_spec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.cli.indexing import indexed_video
from videxplore.cli.options import (
    BackboneOption,
    CameraOption,
    CodecOption,
    DataDirOption,
    DeviceOption,
    DynamicRangeOption,
    JsonOption,
    LibraryOption,
    RecordedAfterOption,
    RecordedBeforeOption,
    ResolutionOption,
    VideoArgument,
    video_filter,
)
from videxplore.cli.output import (
    DONE,
    SOME_FAILED,
    clock,
    json_path,
    plain,
    print_json,
    results,
    say,
    seconds,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.errors import NotIndexedError, UnreadableImageError
from videxplore.core.file_names import is_folder
from videxplore.core.types import Prediction, WordPlace, WordReason
from videxplore.services.library import Library
from videxplore.services.recognition import VideoActions
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
FolderOption = Annotated[Path | None, typer.Option("--in", metavar="FOLDER", help="Only videos below it.")]
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
    recorded_after: RecordedAfterOption = "",
    recorded_before: RecordedBeforeOption = "",
    changed_after: ChangedAfterOption = "",
    changed_before: ChangedBeforeOption = "",
    camera: CameraOption = "",
    codec: CodecOption = "",
    dynamic_range: DynamicRangeOption = "",
    resolution: ResolutionOption = "",
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
        videos=video_filter(recorded_after, recorded_before, camera, codec, dynamic_range, resolution),
        min_length_s=min_length,
        max_length_s=max_length,
        changed_from=changed_after,
        changed_to=changed_before,
    )
    configuration = Configuration.load(library, data_dir).choose(device=device, backbone=backbone)
    with configuration.open_library() as opened:
        service = Services(opened, configuration, vector_index=index).similarity()
        if is_folder(Path(query)):
            raise typer.Exit(print_batch(service, Path(query), options.query(opened.catalogue), json))
        _print_found(service.find(options.query(opened.catalogue, query), count), query, json)


def _print_found(ranking: Ranking, query: str, json: bool) -> None:
    if json:
        print_json(ranking.to_json(query))
    else:
        print_ranking(ranking)


def actions(
    video: VideoArgument,
    at: Annotated[float | None, typer.Option(metavar="S", help="Only at this time, in seconds.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Labels to show.")] = 5,
    model: Annotated[str, typer.Option(metavar="NAME", help="Only the predictions of this model.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show what happens in a video, from every source that is ready."""
    configuration = Configuration.load(library, data_dir)
    if model:
        require_ready(configuration, model)
    with indexed_video(configuration, video) as (services, found):
        answer = services.actions().for_video(found.id, at, top)
    if model and model not in answer.models:
        raise NotIndexedError(
            f"{found.path.name} was not analysed by {model} yet; run `videxplore index --actions {model}`."
        )
    if json:
        print_json(actions_document(answer, model))
    else:
        _print_actions(answer, model)


def require_ready(configuration: Configuration, model: str) -> None:
    """Check that the weights of a model are installed.

    Raises:
        UnknownBackboneError: If there is no such model.
        WeightsUnavailableError: If they are not installed; the sentence says how to get them.
    """
    WeightsFolder(configuration.paths.weights).locate(backbone_spec(model))


def actions_document(answer: VideoActions, model: str = "") -> dict[str, Any]:
    """The JSON document of what happens in a video."""
    return {
        "video": json_path(answer.video.path),
        "models": [name for name in answer.models if not model or name == model],
        "overall": [_label(one) for one in answer.overall if not model or one.model == model],
        "clips": [
            {
                "start_s": seconds(span.start_s),
                "end_s": seconds(span.end_s),
                "predictions": [_label(one) for one in span.predictions],
            }
            for span in answer.spans
            if not model or span.predictions[0].model == model
        ],
    }


def _label(prediction: Prediction) -> dict[str, object]:
    return {
        "label": prediction.label,
        "score": round(prediction.score, 6),
        "source": prediction.source,
        "model": prediction.model,
    }


def _print_actions(answer: VideoActions, model: str) -> None:
    document = cast("dict[str, list[dict[str, Any]]]", actions_document(answer, model))
    listing = table("label", "#score", "source", "model")
    for one in document["overall"]:
        listing.add_row(plain(one["label"]), f"{one['score']:.3f}", one["source"], one["model"])
    results().print(listing)


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
    _print_found(ranking, text, json)


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
    by_words = any(moment.reasons for moment in ranking.moments)
    why = ("why",) if by_words else ()
    listing = table("#rank", "video", "#from", "#to", *numbers, "#again", *why)
    for rank, moment in enumerate(ranking.moments, start=1):
        listing.add_row(
            str(rank),
            plain(moment.video.path.name),
            clock(moment.start_s),
            clock(moment.end_s),
            f"{moment.similarity:.3f}",
            *((f"{moment.confidence:.2f}",) if ranking.query.positives else ()),
            str(len(ranking.alike[rank - 1]) or "") if ranking.alike else "",
            *((plain(reasons_text(moment.reasons)),) if by_words else ()),
        )
    results().print(listing)


_PLACES: Mapping[WordPlace, str] = {
    "taught": "my label",
    "name": "file name",
    "label": "label",
    "folder": "folder",
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
        results().print(listing)
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
    _print_found(ranking, past.name or str(past.id), json)


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
    results().print(listing)
