"""``videxplore actions``: what was recognised in a video."""

from typing import Annotated, Any, cast

import typer

from videxplore.backbones.registry import backbone_spec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.cli.indexing import indexed_video
from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, VideoArgument
from videxplore.cli.output import json_path, plain, print_json, print_table, table
from videxplore.composition import Configuration
from videxplore.core.errors import NotIndexedError
from videxplore.core.json_text import seconds
from videxplore.core.types import Prediction
from videxplore.services.recognition import LabelTime, VideoActions


def actions(
    video: VideoArgument,
    at: Annotated[float | None, typer.Option(metavar="S", help="Only at this time, in seconds.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Predictions to list, with --scores or --json.")] = 5,
    scores: Annotated[bool, typer.Option(help="List the best guesses of every model instead.")] = False,
    model: Annotated[str, typer.Option(metavar="NAME", help="Only the predictions of this model.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show what is recognised in a video with certainty: taught labels, actions, objects."""
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
        _print_actions(answer, model, is_raw=scores)


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
        "labels": [_shown(one) for one in answer.labels if not model or one.label.model == model],
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


def _shown(seen: LabelTime) -> dict[str, object]:
    label = seen.label
    return {
        "label": label.label,
        "certainty": label.certainty.name.lower(),
        "score": round(label.score, 6),
        "source": label.source,
        "model": label.model,
        "length_s": seconds(seen.length_s),
    }


def _print_actions(answer: VideoActions, model: str, *, is_raw: bool) -> None:
    document = cast("dict[str, list[dict[str, Any]]]", actions_document(answer, model))
    listing = table("label", "#score" if is_raw else "certainty", "source", "model")
    for one in document["overall" if is_raw else "labels"]:
        certainty = f"{one['score']:.3f}" if is_raw else one["certainty"]
        listing.add_row(plain(one["label"]), certainty, one["source"], one["model"])
    print_table(listing)
