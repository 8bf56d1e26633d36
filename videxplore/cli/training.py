"""``videxplore teach`` and ``train``."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from videxplore.cli.indexing import cancelled_by_interrupt
from videxplore.cli.options import DataDirOption, DeviceOption, JsonOption, LibraryOption
from videxplore.cli.output import (
    SOME_FAILED,
    json_path,
    plain,
    print_json,
    results,
    say,
    seconds,
    shown_task,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.file_names import fitted_name
from videxplore.core.task import Task
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import parse_moment
from videxplore.services.teaching.taught_actions import TaughtAction, TaughtExample

if TYPE_CHECKING:
    from videxplore.services.teaching.model_training import TrainingReport


def teach(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What to call the action.")] = "",
    moments: Annotated[
        list[str] | None,
        typer.Argument(metavar="MOMENT ...", help="Examples: VIDEO@SECONDS or VIDEO@START-END."),
    ] = None,
    unlike: Annotated[
        list[str] | None, typer.Option(metavar="MOMENT", help="A moment that does not show the action.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List what was taught.")] = False,
    forget: Annotated[str, typer.Option(metavar="LABEL", help="Forget this action.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Name an action from examples; the whole library is searched for it at once."""
    learns = bool(label and (moments or unlike))
    if sum((learns, listing, bool(forget))) != 1 or (label and not learns):
        raise typer.BadParameter("Give a LABEL with at least one MOMENT, or --list, or --forget LABEL.")
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() if listing else configuration.open_existing_library() as opened:
        service = Services(opened, configuration).teaching()
        if forget:
            service.forget(forget)
        if learns:
            catalogue = opened.catalogue
            examples = [parse_moment(text, catalogue) for text in moments or []]
            counter_examples = [parse_moment(text, catalogue) for text in unlike or []]
            service.teach(label, examples, counter_examples, Task())
        shown = [action for action in service.actions() if not learns or action.label == label]
        document = {"actions": [_action_document(action, opened) for action in shown]}
    if json:
        print_json(document)
    else:
        _print_actions(shown)


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


def train(
    clips: Annotated[Path, typer.Argument(metavar="DIR", help="Folders of clips by class: DIR/CLASS/CLIP.")],
    model: Annotated[str, typer.Option(metavar="NAME", help="A video model; see `videxplore models list`.")],
    epochs: Annotated[int, typer.Option(min=1, help="How often every clip is used.")] = 20,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keep the training here, to resume it later."),
    ] = None,
    mirror: Annotated[
        bool, typer.Option(help="Mirrored clips are of the same class; not where left and right differ.")
    ] = True,
    device: DeviceOption = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Train or fine-tune a video model on your own clips; run it again to resume after an interruption."""
    from videxplore.services.teaching import model_training  # Late: torch.

    configuration = Configuration.load(library, data_dir)
    options = model_training.TrainingOptions(
        backbone=model,
        weights=configuration.paths.weights,
        folder=out
        or configuration.paths.weights / "training" / fitted_name(f"{model} {clips.absolute().name}"),
        epochs=epochs,
        device=device or configuration.settings.device,
        flip=mirror,
    )
    with shown_task("Training") as task, cancelled_by_interrupt(task):
        report = model_training.train(clips, options, task)
    if json:
        print_json(_training_document(report, model))
    else:
        _print_training(report, model)
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def _training_document(report: "TrainingReport", model: str) -> dict[str, object]:
    return {
        "model": model,
        "classes": list(report.classes),
        "weights": json_path(report.best),
        "accuracy": report.accuracy,
        "losses": list(report.losses),
        "fine_tuned": report.is_fine_tuned,
        "installed": report.is_installed,
        "calibration": None if report.calibration is None else dataclasses.asdict(report.calibration),
        "failed": [{"path": json_path(path), "error": error} for path, error in report.failed],
    }


def _print_training(report: "TrainingReport", model: str) -> None:
    for _, error in report.failed:
        say(error)
    say(
        f"{model} is right for {report.accuracy:.0%} of the clips left out; its weights are in {report.best}."
    )
    if report.calibration is not None:
        made = report.calibration
        say(
            "Its probabilities were calibrated on these clips: expected calibration error "
            f"{made.error_before:.0%} before, {made.error_after:.0%} now."
        )
    if report.is_installed:
        say(f"Index with `--actions {model}` to use it.")
    else:
        say(f"{model} had weights already; `videxplore models import {model} FILE` replaces them.")
