"""``videxplore teach`` and ``videxplore labels``: actions that the user defines by examples."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, command_group
from videxplore.cli.output import (
    json_path,
    plain,
    print_json,
    print_table,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.json_text import seconds
from videxplore.core.task import Task
from videxplore.core.types import Moment
from videxplore.services.labels import LEAST_SCORES, Certainty
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import parse_moment
from videxplore.services.teaching.taught_actions import LabelSummary, TaughtAction, TaughtExample


def teach(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What to call the action.")] = "",
    moments: Annotated[
        list[str] | None,
        typer.Argument(metavar="MOMENT ...", help="Examples: VIDEO@SECONDS or VIDEO@START-END."),
    ] = None,
    yes: Annotated[
        list[str] | None, typer.Option(metavar="MOMENT", help="A moment that shows the action, as MOMENT.")
    ] = None,
    no: Annotated[
        list[str] | None,
        typer.Option("--no", "--unlike", metavar="MOMENT", help="A moment that does not show the action."),
    ] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option(metavar="MOMENT", help="Take an earlier example there back.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List what was taught.")] = False,
    forget: Annotated[str, typer.Option(metavar="LABEL", help="Forget this action.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Name an action from examples; the whole library is searched for it at once."""
    positives, negatives, withdrawn = [*(moments or []), *(yes or [])], no or [], withdraw or []
    learns = bool(label and (positives or negatives or withdrawn))
    if sum((learns, listing, bool(forget))) != 1 or (label and not learns):
        raise typer.BadParameter("Give a LABEL with at least one MOMENT, or --list, or --forget LABEL.")
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() if listing else configuration.open_existing_library() as opened:
        service = Services(opened, configuration).teaching()
        if forget:
            service.forget(forget)
        parsed = [
            [parse_moment(text, opened.catalogue) for text in texts]
            for texts in (withdrawn, positives, negatives)
        ]
        if parsed[0]:
            service.withdraw(label, parsed[0], Task())
        if parsed[1] or parsed[2]:
            service.teach(label, parsed[1], parsed[2], Task())
        shown = [action for action in service.actions() if not learns or action.label == label]
        document: dict[str, object] = {"actions": [_action_document(action, opened) for action in shown]}
        found = service.found(label) if learns else []
        if learns:
            document["found"] = found_documents(found)
    if json:
        print_json(document)
        return
    _print_actions(shown)
    if learns:
        print_found(found)


def _action_document(action: TaughtAction, library: Library) -> dict[str, object]:
    return {
        "label": action.label,
        "held_out_accuracy": action.held_out_accuracy,
        "spaces": list(action.spaces),
        "examples": [_example_document(one, library) for one in action.examples],
    }


def _example_document(example: TaughtExample, library: Library) -> dict[str, object]:
    return {
        "video": json_path(library.catalogue.video(example.video_id).path),
        "start_s": seconds(example.start_s),
        "end_s": seconds(example.end_s),
        "counter_example": example.is_counter,
    }


def _print_actions(actions: list[TaughtAction]) -> None:
    listing = table("action", "#examples", "#counter-examples", "#right when left out")
    for action in actions:
        counters = sum(one.is_counter for one in action.examples)
        held_out = action.held_out_accuracy
        listing.add_row(
            plain(action.label),
            str(len(action.examples) - counters),
            str(counters),
            "too few to tell" if held_out is None else f"{held_out:.0%}",
        )
    print_table(listing)


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
    print_table(listing)


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
    print_table(listing)


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
