"""``videxplore models``: the backbones and their weights."""

import dataclasses
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from videxplore.backbones.calibration import has_calibration, read_calibration
from videxplore.backbones.registry import BACKBONES, backbone_spec, describe, weights_spec
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.tables.video import FLOW_MODELS
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.mirror_export import export_weights
from videxplore.backbones.weights.mirrors import checked_mirror
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.cli.indexing import cancelled_by_interrupt
from videxplore.cli.late_command import LateCommand
from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, command_group
from videxplore.cli.output import (
    counted,
    notices,
    plain,
    print_json,
    print_table,
    say,
    shown_task,
    table,
)
from videxplore.composition import Configuration
from videxplore.core import task as tasks
from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded
from videxplore.core.spans import checked_time_s
from videxplore.core.task import Task
from videxplore.services.models.speech_files import SpeechFiles, row_name, speech_model_named
from videxplore.settings import save_settings
from videxplore.transcription.speech_models import LICENCE as SPEECH_LICENCE
from videxplore.transcription.speech_models import SPEECH_MODELS, SpeechModel

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


_SHA256_DIGITS = 64
_SPEECH = tuple(SPEECH_MODELS.values())


def make_application() -> typer.Typer:
    """The commands below ``models``."""
    return command_group(
        "List backbones, and download, import, remove or pass on their weights.",
        list_models,
        {
            "list": list_models,
            "info": info,
            "fetch": fetch,
            "import": import_weights,
            "remove": remove,
            "mirror": mirror,
            "export": export,
            "calibrate": LateCommand("training.calibrate_model", "Calibrate a model on your labelled clips."),
        },
    )


def list_models(
    json: JsonOption = False, library: LibraryOption = None, data_dir: DataDirOption = None
) -> None:
    """List every backbone, and whether its weights are installed."""
    configuration = Configuration.load(library, data_dir)
    weights = configuration.weights_folder()
    if json:
        documents = [model_document(spec, weights) for spec in BACKBONES.values()]
        print_json({"models": documents, "speech": [_speech_document(one, weights) for one in _SPEECH]})
        return
    listing = table("name", "kind", "weights", "#dim", "licence", "title")
    for spec in BACKBONES.values():
        listing.add_row(
            spec.name, _kind(spec), weights.state(spec), str(spec.dim), plain(spec.licence), plain(spec.title)
        )
    for model in _SPEECH:
        state = SpeechFiles(weights).state(model)
        listing.add_row(row_name(model), "speech", state, "", SPEECH_LICENCE, model.title)
    print_table(listing)


def _speech_document(model: SpeechModel, weights: WeightsFolder) -> dict[str, Any]:
    """A model of speech as JSON."""
    return {
        "name": row_name(model),
        "title": model.title,
        "licence": SPEECH_LICENCE,
        "publisher": model.publisher,
        "address": model.address,
        "size_bytes": model.size_bytes,
        "weights": SpeechFiles(weights).state(model),
    }


def info(
    name: NameArgument,
    features: Annotated[
        str, typer.Option(metavar="VIDEO@S", help="Write the feature maps of this moment; needs --out.")
    ] = "",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for the images.")] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Describe one backbone, and on request write its feature maps of a moment as images."""
    configuration = Configuration.load(library, data_dir)
    if bool(features) != (out is not None):
        raise typer.BadParameter("Give both --features VIDEO@S and --out DIR, or neither.")
    if out is not None:
        _write_features(name, features, out, configuration.weights_folder())
    document = model_document(backbone_spec(name), configuration.weights_folder())
    if json:
        print_json({"models": [document]})
        return
    listing = table("", "")
    listing.show_header = False
    for key, value in document.items():
        listing.add_row(key, plain(value))
    print_table(listing)


def _write_features(name: str, moment: str, out: Path, weights: WeightsFolder) -> None:
    from videxplore.services.teaching.model_inspection import explain  # Late: torch.

    video, _, time_s = moment.rpartition("@")
    try:
        at_s = checked_time_s(float(time_s))
    except ValueError as error:
        raise UsageError(f"{moment} names no moment: write VIDEO@SECONDS.") from error
    with shown_task("Computing feature maps") as task, cancelled_by_interrupt(task):
        written = explain(Path(video), at_s, name, weights, out, task)
    say(f"The feature maps of {name} are in {counted(len(written), 'file')} in {out}.")


def _kind(spec: BackboneSpec) -> str:
    return "text+image" if spec.reads_text else spec.kind


def model_document(spec: BackboneSpec, weights: WeightsFolder) -> dict[str, Any]:
    """One backbone as JSON; its network is built, without weights, to count parameters and operations."""
    described = describe(spec.name)
    return {
        "name": spec.name,
        "title": spec.title,
        "kind": _kind(spec),
        "dim": spec.dim,
        "frames": spec.frames,
        "rate_hz": spec.rate_hz,
        "parameters": described.parameters,
        "gflops": round(described.gflops, 3),
        "input_px": spec.input_px,
        "licence": spec.licence,
        "source": spec.source,
        "weights": weights.state(spec),
        "classes": len(spec.class_labels),
        "receptive_field_frames": described.receptive_field_frames,
        "receptive_field_s": round(described.receptive_field_s, 3),
        "receptive_field_px": described.receptive_field_px,
        "verified": any(source.verified for source in spec.weights),
        "checksum": _checksum_words(spec, weights),
        "calibration": _calibration_document(spec, weights),
    }


def _checksum_words(spec: BackboneSpec, weights: WeightsFolder) -> str:
    """How much of the checksum of fetched weights is known, and whether only from an earlier download."""
    digits = {len(source.checksum) for source in spec.weights}
    if not digits:
        return ""
    if min(digits) == 0:
        return "pinned" if all(weights.pinned(source).checksum for source in spec.weights) else "unpinned"
    return "full" if min(digits) == _SHA256_DIGITS else f"first {min(digits)} digits"


def _calibration_document(spec: BackboneSpec, weights: WeightsFolder) -> dict[str, Any] | None:
    """The calibration, and on what it was computed; None if the model is not calibrated."""
    # Only a file that is there costs the checksum of the weights.
    if weights.state(spec) != "ready" or not has_calibration(spec, weights.path):
        return None
    kept = read_calibration(spec, weights.path, file_checksum(weights.locate(spec)))
    return None if kept is None else dataclasses.asdict(kept)
