"""Copies weights that are here to a folder that serves as a mirror for other computers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.mirrors import PINS_NAME, read_pins
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import FileWriteError
from videxplore.core.files import copy_whole, read_regular, write_whole
from videxplore.core.task import Task


@dataclass(frozen=True, slots=True)
class Exported:
    """What :func:`export_weights` did.

    Attributes:
        files: The files written, by name of their backbone.
        left_out: Why weights that are here were not written, by name of their backbone.
    """

    files: dict[str, Path]
    left_out: dict[str, str]


def export_weights(
    weights: WeightsFolder, specs: Iterable[BackboneSpec], folder: Path, task: Task
) -> Exported:
    """Copy weights that were downloaded or imported to a folder that serves as a mirror.

    Args:
        weights: The weights folder.
        specs: Of which backbones; those without weights in the folder are passed over.
        folder: Is made if it is not there; what else it holds stays.
        task: Reports progress, and cancels between two files.

    Raises:
        FileWriteError: If a file cannot be written.
        Cancelled: If the task was cancelled.
    """
    files, left_out, pins = {}, {}, {}
    held = [(spec, file) for spec in specs if (file := weights.own_file(spec)) is not None]
    for number, (spec, file) in enumerate(held):
        task.checkpoint(number, len(held), spec.title)
        sources = [source for source in spec.weights if source.kind == "download"]
        checksum = file_checksum(file)
        if not sources:
            left_out[spec.name] = "it has no publisher, so that other computers would not ask for it"
        elif not checksum.startswith(weights.pinned(sources[0]).checksum):
            left_out[spec.name] = "the file is not the published one"
        else:
            pins[sources[0].address] = checksum
            files[spec.name] = copied_to_mirror(file, folder, file.name)
    if pins:
        add_pins(folder, pins)
    return Exported(files, left_out)


def copied_to_mirror(file: Path, folder: Path, name: str) -> Path:
    """Copy a file into a mirror.

    Args:
        file: The file.
        folder: The mirror, which is made if it is not there.
        name: Its path there, with ``/``.

    Raises:
        FileWriteError: If it cannot be written.
    """
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_whole(file, target)
    except OSError as error:
        raise FileWriteError(f"{file.name} cannot be copied to {folder}: {error}.") from error
    return target


def add_pins(folder: Path, pins: Mapping[str, str]) -> None:
    """State checksums by address in a mirror, beside those it states already.

    Raises:
        FileWriteError: If they cannot be written.
    """
    file = folder / PINS_NAME
    try:
        before = read_pins(read_regular(file))
    except OSError:
        before = {}
    try:
        write_whole(file, (json.dumps({**before, **pins}, indent=2) + "\n").encode())
    except OSError as error:
        raise FileWriteError(f"The checksums cannot be written to {file}: {error}.") from error
