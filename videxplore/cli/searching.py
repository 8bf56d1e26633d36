"""``videxplore similar`` and ``actions``."""

from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from videxplore.backbones.registry import backbone_spec
from videxplore.backbones.weights import WeightsFolder
from videxplore.cli.finding import print_batch, print_ranking
from videxplore.cli.options import (
    BackboneOption,
    DataDirOption,
    DeviceOption,
    JsonOption,
    LibraryOption,
    Place,
)
from videxplore.cli.output import json_path, plain, print_json, results, seconds, table
from videxplore.cli.video_argument import VideoArgument, indexed_video
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.typed_paths import is_folder
from videxplore.core.types import Prediction
from videxplore.services.actions import ActionsService, VideoActions
from videxplore.services.searching.embedder import Embedder
from videxplore.services.searching.queries import Filters, Query
from videxplore.services.searching.query_text import parse_example, parse_region


def similar(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="VIDEO@SECONDS, VIDEO@START-END, an image or a video file.")
    ],
    count: Annotated[int, typer.Option("-k", min=1, help="How many moments.")] = 20,
    by: Annotated[
        Literal["appearance", "motion", "both"], typer.Option(help="What is compared.")
    ] = "appearance",
    region: Annotated[
        str, typer.Option(metavar="X,Y,W,H", help="Only this part of the picture counts, in shares of it.")
    ] = "",
    like: Annotated[
        list[str] | None, typer.Option(metavar="QUERY", help="Another example to resemble.")
    ] = None,
    unlike: Annotated[
        list[str] | None, typer.Option(metavar="QUERY", help="An example not to resemble.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--in", metavar="FOLDER", help="Only videos below it.")
    ] = None,
    other_videos: Annotated[
        bool, typer.Option("--other-videos", help="Leave the query's video out.")
    ] = False,
    words: Annotated[
        str, typer.Option(metavar="TEXT", help="Only scenes labelled or named with these words.")
    ] = "",
    then: Annotated[
        str, typer.Option(metavar="QUERY", help="Only scenes that something like this follows.")
    ] = "",
    within: Annotated[float, typer.Option(metavar="S", min=0, help="How soon it follows.")] = 10.0,
    motion_weight: Annotated[
        float, typer.Option(min=0, max=1, help="Share of motion when both are compared.")
    ] = 0.5,
    index: Annotated[
        str, typer.Option("--index", metavar="NAME", help="auto, faiss, exact, or milvus:ADDRESS.")
    ] = "auto",
    every: Annotated[
        bool, typer.Option("--every", help="List scenes of a video that look the same one by one.")
    ] = False,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Only moments this certain.")] = 0.0,
    backbone: BackboneOption = None,
    device: DeviceOption = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find the moments of the library that resemble a scene, a picture or a video."""
    # Late: the vector index loads its engine.
    from videxplore.services.searching.similarity import SimilarityService

    place = Place(library, data_dir)
    embedder = Embedder(
        place.paths.weights, backbone or place.settings.backbone, device or place.settings.device
    )
    with place.open_library() as opened:
        catalogue = opened.catalogue
        service = SimilarityService(opened, embedder, index)
        examples = like or [] if is_folder(Path(query)) else [query, *(like or [])]
        asked = Query(
            likes=tuple(parse_example(text, catalogue) for text in examples),
            unlikes=tuple(parse_example(text, catalogue) for text in unlike or []),
            region=parse_region(region) if region else None,
            by=by,
            filters=Filters(
                folder=folder.absolute() if folder else None,
                other_videos=other_videos,
                min_confidence=min_confidence,
            ),
            words=words,
            motion_weight=motion_weight,
            then=Query((parse_example(then, catalogue),), by=by) if then else None,
            within_s=within,
            collapses=not every,
        )
        if is_folder(Path(query)):
            print_batch(service, Path(query), asked, json)
            return
        ranking = service.find(asked, count)
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
    place = Place(library, data_dir)
    if model:
        require_ready(place, model)
    with indexed_video(place, video) as (opened, found):
        answer = ActionsService(opened).for_video(found.id, at, top)
    if model and model not in answer.models:
        raise WeightsUnavailableError(
            f"{model} has not looked at {found.path.name} yet; run `videxplore index --actions {model}`."
        )
    if json:
        print_json(actions_document(answer, model))
    else:
        _print_actions(answer, model)


def require_ready(place: Place, model: str) -> None:
    """Make sure that a network's weights are here.

    Raises:
        UnknownBackboneError: If there is no such network.
        WeightsUnavailableError: If its weights are not here; the sentence says how to get them.
    """
    WeightsFolder(place.paths.weights).locate(backbone_spec(model))


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
