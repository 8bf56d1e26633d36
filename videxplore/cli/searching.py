"""``videxplore similar`` and ``actions``."""

from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from videxplore.backbones.registry import backbone_spec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.cli.finding import print_batch, print_ranking
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
    video_filter,
)
from videxplore.cli.output import json_path, plain, print_json, results, seconds, table
from videxplore.cli.video_argument import VideoArgument, indexed_video
from videxplore.composition import Configuration, Services
from videxplore.core.errors import NotIndexedError
from videxplore.core.file_names import is_folder
from videxplore.core.types import Prediction
from videxplore.services.recognition import VideoActions
from videxplore.services.searching.query.query_text import QueryOptions, parse_region

QueryArgument = Annotated[
    str, typer.Argument(metavar="QUERY", help="VIDEO@SECONDS, VIDEO@START-END, an image or a video file.")
]
CountOption = Annotated[int, typer.Option("-k", min=1, help="How many moments.")]
ByOption = Annotated[Literal["appearance", "motion", "both"], typer.Option(help="What is compared.")]
RegionOption = Annotated[
    str, typer.Option(metavar="X,Y,W,H", help="Only this part of the picture counts, in shares of it.")
]
LikeOption = Annotated[list[str] | None, typer.Option(metavar="QUERY", help="Another example to resemble.")]
UnlikeOption = Annotated[list[str] | None, typer.Option(metavar="QUERY", help="An example not to resemble.")]
FolderOption = Annotated[Path | None, typer.Option("--in", metavar="FOLDER", help="Only videos below it.")]
OtherVideosOption = Annotated[bool, typer.Option("--other-videos", help="Leave the query's video out.")]
WordsOption = Annotated[
    str, typer.Option(metavar="TEXT", help="Only scenes labelled or named with these words.")
]
ThenOption = Annotated[
    str, typer.Option(metavar="QUERY", help="Only scenes that something like this follows.")
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
MinConfidenceOption = Annotated[float, typer.Option(min=0, max=1, help="Only moments this certain.")]


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
    """Find the moments of the library that resemble a scene, a picture or a video."""
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
        ranking = service.find(options.query(opened.catalogue, query), count)
    if json:
        print_json(ranking.to_json(query))
    else:
        print_ranking(ranking)


def actions(
    video: VideoArgument,
    at: Annotated[float | None, typer.Option(metavar="S", help="Only at this time, in seconds.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Labels to show.")] = 5,
    model: Annotated[str, typer.Option(metavar="NAME", help="Only what this network says.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Tell what happens in a video, from every source that is ready."""
    configuration = Configuration.load(library, data_dir)
    if model:
        require_ready(configuration, model)
    with indexed_video(configuration, video) as (services, found):
        answer = services.actions().for_video(found.id, at, top)
    if model and model not in answer.models:
        raise NotIndexedError(
            f"{model} has not looked at {found.path.name} yet; run `videxplore index --actions {model}`."
        )
    if json:
        print_json(actions_document(answer, model))
    else:
        _print_actions(answer, model)


def require_ready(configuration: Configuration, model: str) -> None:
    """Make sure that a network's weights are here.

    Raises:
        UnknownBackboneError: If there is no such network.
        WeightsUnavailableError: If its weights are not here; the sentence says how to get them.
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
