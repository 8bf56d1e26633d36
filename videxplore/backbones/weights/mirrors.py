"""Mirrors: folders, or web servers over such folders, that hold weights for computers without internet.

A mirror holds files under the names of backbones (``x3d-s.pyth``), as :func:`export_weights` writes them, or
under the names that their publishers gave them (``X3D_S.pyth``), and may hold ``checksums.json``.
"""

import http.client
import json
import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.backbones.specs import BackboneSpec, WeightsSource
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.transfers import RetryLimits, Transfer, is_web_address, open_place
from videxplore.core.errors import FileWriteError, UsageError
from videxplore.core.file_names import expanded, is_folder
from videxplore.core.files import copy_whole, read_regular, write_whole
from videxplore.core.task import Task

if TYPE_CHECKING:
    from videxplore.backbones.weights.weights_folder import WeightsFolder

PINS_NAME = "checksums.json"
"""The file with the SHA-256 of each address that something was downloaded from."""

_SHA256 = re.compile("[0-9a-f]{64}")
_MOST_PINS_BYTES = 2**20


def checked_mirror(text: str) -> str:
    """An address or folder from user input, as it is kept in the settings.

    Raises:
        UsageError: If it is neither a web address nor a folder that is there.
    """
    text = text.strip()
    if is_web_address(text):
        parts = urllib.parse.urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(
                f"{text} is not the address of a mirror: it should begin with https:// or http://."
            )
        return text.rstrip("/")
    folder = expanded(Path(text)).absolute()
    if not text or not is_folder(folder):
        raise UsageError(f"There is no folder {folder} to use as a mirror.")
    return str(folder)


def mirrored_places(mirror: str, name: str, source: WeightsSource) -> tuple[str, ...]:
    """Where a mirror may have a file.

    Args:
        mirror: Its address or folder.
        name: The file's name in a weights folder.
        source: The file's address at its publisher.
    """
    published = Path(urllib.parse.urlsplit(source.address).path).name
    return tuple(_in_mirror(mirror, one) for one in dict.fromkeys((name, published)))


def _in_mirror(mirror: str, name: str) -> str:
    if is_web_address(mirror):
        return f"{mirror.rstrip('/')}/{urllib.parse.quote(name)}"
    return str(Path(mirror, name))


def read_pins(content: bytes) -> dict[str, str]:
    """Checksums by address from the content of :data:`PINS_NAME`; none where it is damaged."""
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    pins = held.items() if isinstance(held, dict) else ()
    return {address: pin for address, pin in pins if isinstance(pin, str) and _SHA256.fullmatch(pin)}


def read_mirror_pins(mirror: str, limits: RetryLimits, task: Task) -> dict[str, str]:
    """The checksums that a mirror states; none where it states none, or cannot be reached.

    Raises:
        Cancelled: If the task was cancelled.
    """
    place, content = _in_mirror(mirror, PINS_NAME), b""
    transfer = Transfer(
        lambda: open_place(place, 0, limits.stall_s, may_be_plain=True), task.checkpoint, limits.stall_s
    )
    try:
        with transfer:
            transfer.open()
            for block in transfer.blocks():
                content += block
                if len(content) > _MOST_PINS_BYTES:
                    return {}
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    return read_pins(content)


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
    weights: "WeightsFolder", specs: Iterable[BackboneSpec], folder: Path, task: Task
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
            files[spec.name] = _copied(file, folder)
    if pins:
        _add_pins(folder / PINS_NAME, pins)
    return Exported(files, left_out)


def _copied(file: Path, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_whole(file, folder / file.name)
    except OSError as error:
        raise FileWriteError(f"{file.name} cannot be copied to {folder}: {error}.") from error
    return folder / file.name


def _add_pins(file: Path, pins: dict[str, str]) -> None:
    try:
        before = read_pins(read_regular(file))
    except OSError:
        before = {}
    try:
        write_whole(file, (json.dumps({**before, **pins}, indent=2) + "\n").encode())
    except OSError as error:
        raise FileWriteError(f"The checksums cannot be written to {file}: {error}.") from error
