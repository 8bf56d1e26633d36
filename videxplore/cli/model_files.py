"""Commands below ``videxplore models`` about files of weights: download, import, remove, pass on."""

import dataclasses
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from videxplore.backbones.registry import BACKBONES, weights_spec
from videxplore.backbones.tables.video import FLOW_MODELS
from videxplore.backbones.weights.mirror_export import export_weights
from videxplore.backbones.weights.mirrors import checked_mirror
from videxplore.cli.indexing import cancelled_by_interrupt
from videxplore.cli.options import DataDirOption, LibraryOption
from videxplore.cli.output import notices, say, shown_task
from videxplore.composition import Configuration
from videxplore.core import task as tasks
from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded
from videxplore.core.task import Task
from videxplore.services.models.speech_files import SpeechFiles, speech_model_named
from videxplore.settings import save_settings

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="See `videxplore models list`.")]


def fetch(name: NameArgument, library: LibraryOption = None, data_dir: DataDirOption = None) -> None:
    """Download a backbone's weights from their publisher, or from the mirror."""
    configuration = Configuration.load(library, data_dir)
    weights, speech = configuration.weights_folder(), speech_model_named(name)
    title = weights_spec(name).title if speech is None else speech.title
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24))
    with Progress(
        *columns,
        DownloadColumn(),
        TransferSpeedColumn(),
        console=notices(),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as display:
        bar = display.add_task(title, total=None)

        def show(progress: tasks.Progress) -> None:
            display.update(
                bar,
                description=progress.message or title,
                completed=progress.done,
                total=progress.total or None,
            )

        task = Task(show)
        with cancelled_by_interrupt(task):
            if speech is None:
                file = weights.fetch(weights_spec(name), task)
            else:
                file = SpeechFiles(weights).fetch(speech, task)
    say(f"The weights of {title} are in {file}.")


def import_weights(
    name: NameArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A state dictionary or safetensors file; of a model of speech, its folder."
        ),
    ],
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Import weights from a file."""
    weights, speech = Configuration.load(library, data_dir).weights_folder(), speech_model_named(name)
    if speech is not None:
        stored = SpeechFiles(weights).import_folder(speech, expanded(file))
        say(f"{speech.title} is in {stored}.")
        return
    spec = weights_spec(name)
    stored = weights.import_file(spec, expanded(file))
    say(f"The weights of {spec.title} are in {stored}.")


def remove(name: NameArgument, library: LibraryOption = None, data_dir: DataDirOption = None) -> None:
    """Delete a backbone's weights from this computer; what the library learned by them stays."""
    weights, speech = Configuration.load(library, data_dir).weights_folder(), speech_model_named(name)
    if speech is not None:
        title, is_deleted = speech.title, SpeechFiles(weights).remove(speech)
    else:
        spec = weights_spec(name)
        title, is_deleted = spec.title, weights.remove(spec)
    if not is_deleted:
        raise UsageError(f"No weights of {title} were downloaded or imported.")
    say(f"The weights of {title} are deleted.")


def mirror(
    place: Annotated[
        str | None, typer.Argument(metavar="ADDRESS|FOLDER", help="Where weights are downloaded from.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Download from the publishers again.")] = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Download weights from a web server or folder of your own; without one, show which is chosen."""
    configuration = Configuration.load(library, data_dir)
    settings, file = configuration.settings, configuration.paths.settings_file
    if off and place is not None:
        raise UsageError("Give a mirror or --off, not both.")
    if off or place is not None:
        chosen = "" if place is None else checked_mirror(place)
        settings = dataclasses.replace(settings, mirror=chosen)
        save_settings(settings, file)
    where = settings.mirror or "their publishers"
    say(f"Weights are downloaded from {where}.")


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Is made if it is not there.")],
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Copy the downloaded weights to a folder that other computers can use as a mirror."""
    weights = Configuration.load(library, data_dir).weights_folder()
    target = expanded(folder).absolute()
    specs = (*BACKBONES.values(), *FLOW_MODELS.values())
    with shown_task("Copying weights") as task, cancelled_by_interrupt(task):
        exported = export_weights(weights, specs, target, task)
        speech = SpeechFiles(weights).export(target, task)
    for name, reason in exported.left_out.items():
        say(f"{name} is left out: {reason}.")
    written = [*exported.files, *speech]
    if not written:
        raise UsageError("There are no downloaded weights to copy; `videxplore models fetch NAME` gets some.")
    say(f"The weights of {', '.join(written)} are in {target}.")
