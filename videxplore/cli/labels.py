"""``videxplore labels``: the labels the user taught."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, command_group
from videxplore.cli.output import json_path, plain, print_json, results, seconds, table
from videxplore.composition import Configuration, Services
from videxplore.core.types import Moment
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.teaching.taught_actions import LabelSummary

LabelArgument = Annotated[str, typer.Argument(metavar="LABEL", help="A taught label.")]


def make_application() -> typer.Typer:
    """The commands below ``labels``."""
    return command_group(
        "List, rename and delete the labels you taught; `teach` adds examples.",
        list_labels,
        {"list": list_labels, "show": show, "rename": rename, "delete": delete},
    )


def list_labels(
    json: JsonOption = False, library: LibraryOption = None, data_dir: DataDirOption = None
) -> None:
    """List the labels, how often each is found, and its examples."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        _print(Services(opened, configuration).teaching().summaries(), json=json)


def show(
    label: LabelArgument,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the scenes in which a label is found, best first."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        found = Services(opened, configuration).teaching().found(label)
        if json:
            print_json({"label": label, "found": found_documents(found)})
        else:
            print_found(found)


def rename(
    label: LabelArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Rename a label; its examples and what it labels stay."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_existing_library() as opened:
        service = Services(opened, configuration).teaching()
        service.rename(label, new)
        _print([one for one in service.summaries() if one.action.label == new.strip()], json=json)


def delete(
    label: LabelArgument,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Delete a label, its examples and what it labels."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_existing_library() as opened:
        service = Services(opened, configuration).teaching()
        service.forget(label)
        _print(service.summaries(), json=json)


def found_documents(found: list[Moment]) -> list[dict[str, object]]:
    """Scenes with their scores, for JSON."""
    return [
        {
            "video": json_path(moment.video.path),
            "start_s": seconds(moment.start_s),
            "end_s": seconds(moment.end_s),
            "time_s": seconds(moment.time_s),
            "score": round(moment.confidence, 4),
            "certainty": certainty(moment),
        }
        for moment in found
    ]


def print_found(found: list[Moment]) -> None:
    """Scenes with their scores, as a table."""
    listing = table("moment", "#score", "certainty")
    for moment in found:
        listing.add_row(
            plain(f"{moment.video.path.name}@{moment.start_s:.1f}-{moment.end_s:.1f}"),
            f"{moment.confidence:.2f}",
            certainty(moment),
        )
    results().print(listing)


def certainty(moment: Moment) -> str:
    """Whether a scene is sure to show a label."""
    return "sure" if moment.confidence >= LEAST_SCORES[Certainty.SURE] else "doubtful"


def _print(summaries: list[LabelSummary], *, json: bool) -> None:
    if json:
        print_json({"labels": [_document(summary) for summary in summaries]})
        return
    listing = table("label", "#scenes", "#doubtful", "#videos", "#yes", "#no")
    for summary in summaries:
        yes, no = _counts(summary)
        counts = (summary.scene_count, summary.doubtful_count, summary.video_count, yes, no)
        listing.add_row(plain(summary.action.label), *map(str, counts))
    results().print(listing)


def _document(summary: LabelSummary) -> dict[str, object]:
    yes, no = _counts(summary)
    return {
        "label": summary.action.label,
        "scenes": summary.scene_count,
        "doubtful": summary.doubtful_count,
        "videos": summary.video_count,
        "examples": yes,
        "counter_examples": no,
        "held_out_accuracy": summary.action.held_out_accuracy,
    }


def _counts(summary: LabelSummary) -> tuple[int, int]:
    negatives = sum(one.is_counter for one in summary.action.examples)
    return len(summary.action.examples) - negatives, negatives
