"""``videxplore teach``."""

from typing import Annotated

import typer

from videxplore.cli.labels import found_documents, print_found
from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import (
    json_path,
    plain,
    print_json,
    results,
    seconds,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import parse_moment
from videxplore.services.teaching.taught_actions import TaughtAction, TaughtExample


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
    results().print(listing)
