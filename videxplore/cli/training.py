"""``videxplore train`` and ``models calibrate``."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from videxplore.backbones.registry import backbone_spec
from videxplore.cli.indexing import cancelled_by_interrupt
from videxplore.cli.models import NameArgument, model_document
from videxplore.cli.options import DataDirOption, DeviceOption, JsonOption, LibraryOption
from videxplore.cli.output import (
    SOME_FAILED,
    json_path,
    print_json,
    say,
    shown_task,
)
from videxplore.composition import Configuration
from videxplore.core.file_names import fitted_name
from videxplore.services.teaching import model_training


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


def calibrate_model(
    name: NameArgument,
    clips: Annotated[
        Path, typer.Argument(metavar="DIR", help="Clips in folders named as the classes: DIR/CLASS/CLIP.")
    ],
    device: DeviceOption = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Calibrate the probabilities of a model on your own labelled clips."""
    configuration = Configuration.load(library, data_dir)
    weights = configuration.weights_folder()
    with shown_task("Calibrating") as task, cancelled_by_interrupt(task):
        report = model_training.calibrate(clips, name, weights, device or configuration.settings.device, task)
    for _, error in report.failed:
        say(error)
    made = report.calibration
    if json:
        print_json({"models": [model_document(backbone_spec(name), weights)]})
    else:
        say(
            f"{name} is right for {made.accuracy:.0%} of the {made.examples} clips of {made.fitted_on}. "
            f"Expected calibration error: {made.error_before:.0%} before, {made.error_after:.0%} now. "
            "Scenes indexed from now on get calibrated probabilities; they hold for clips like these."
        )
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def _training_document(report: model_training.TrainingReport, model: str) -> dict[str, object]:
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


def _print_training(report: model_training.TrainingReport, model: str) -> None:
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
