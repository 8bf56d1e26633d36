"""Where weights come from: the weights folder, an installed package, or the publisher.

Importing this module does not import torch.
"""

import importlib.util
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

from videxplore.backbones.specs import BackboneSpec, WeightsSource
from videxplore.backbones.weights.downloads import Wanted, download, partial_file
from videxplore.backbones.weights.mirrors import PINS_NAME, mirrored_places, read_mirror_pins, read_pins
from videxplore.backbones.weights.transfers import RetryLimits
from videxplore.core.errors import FileWriteError, WeightsUnavailableError
from videxplore.core.file_names import is_file
from videxplore.core.files import copy_whole, delete_file, read_regular, write_whole
from videxplore.core.task import Task

WeightsState = Literal["ready", "downloadable", "missing"]

WeightsCheck = Callable[[BackboneSpec, Path], None]
"""Raises ``WeightsUnavailableError`` for a file that does not hold the weights of the network."""

SUFFIXES = (".safetensors", ".pth", ".pt", ".pyth")
"""Suffixes of files of weights."""


class WeightsFolder:
    """A folder with at most one file of weights for each backbone."""

    def __init__(
        self,
        path: Path,
        mirror: str = "",
        limits: RetryLimits | None = None,
        check: WeightsCheck | None = None,
    ) -> None:
        """Use a folder, which is created when the first file is stored in it.

        Args:
            path: The folder.
            mirror: Address or folder that weights are downloaded from instead of their publishers.
            limits: How often a download is tried again.
            check: Checks new files; where none is given it imports torch.
        """
        self.path = path
        self.mirror = mirror
        self._limits = limits or RetryLimits()
        self._check = check or check_weights

    def state(self, spec: BackboneSpec) -> WeightsState:
        """Whether the backbone's weights are present, can be downloaded, or must be imported by the user."""
        file = self._find(spec)
        if file is not None and _looks_like_weights(file):
            return "ready"
        return "downloadable" if any(source.kind == "download" for source in spec.weights) else "missing"

    def has_file(self, spec: BackboneSpec) -> bool:
        """Whether there is a file of the backbone's weights, be it damaged or not."""
        return self._find(spec) is not None

    def locate(self, spec: BackboneSpec) -> Path:
        """The file of the backbone's weights: imported or downloaded before, or from an installed package.

        Raises:
            WeightsUnavailableError: If there is no such file.
        """
        file = self._find(spec)
        if file is None:
            raise WeightsUnavailableError(
                f"The weights of {spec.title} are missing: {self.how_to_get(spec)}."
            )
        return file

    def fetch(self, spec: BackboneSpec, task: Task) -> Path:
        """Download the backbone's weights from their publisher, continuing an earlier partial download.

        Weights that are present are checked first; they are downloaded again only if they are refused.

        Raises:
            WeightsUnavailableError: If they cannot be downloaded, or are not the published ones.
            Cancelled: If the task was cancelled; the partial download is kept.
        """
        file = self._find(spec)
        sources = [source for source in spec.weights if source.kind == "download"]
        if file is not None:
            try:
                self._check(spec, file)
            except WeightsUnavailableError:
                # The user's file is replaced only if there is a download, and only once that is complete.
                if not sources or file.parent != self.path:
                    raise
            else:
                return file
        for source in sources:
            return self._download(spec, source, task)
        raise WeightsUnavailableError(f"No weights of {spec.title} are published: {self.how_to_get(spec)}.")

    def _download(self, spec: BackboneSpec, source: WeightsSource, task: Task) -> Path:
        target = self._target(spec, source)
        fetched = self.fetch_file(source, target.name, spec.title, task, partial(self._check, spec))
        self._delete_others(fetched)
        return fetched

    def fetch_file(
        self, source: WeightsSource, name: str, title: str, task: Task, check: Callable[[Path], None]
    ) -> Path:
        """Download one file, whether or not there is one already.

        Args:
            source: Where it is published.
            name: Its path within this folder, and in a mirror, with ``/``.
            title: The model's name in messages.
            task: Receives the number of bytes downloaded, and cancels.
            check: Checks the file before it is stored; raises ``WeightsUnavailableError``.

        Raises:
            WeightsUnavailableError: If it cannot be downloaded, or is not the published one.
            Cancelled: If the task was cancelled; the partial download is kept.
        """
        pinned = self.pinned(source)
        is_known = bool(pinned.checksum)
        places: tuple[str, ...] = (source.address,)
        if self.mirror:
            places = mirrored_places(self.mirror, name, source)
            if not is_known:
                pins = read_mirror_pins(self.mirror, self._limits, task)
                pinned = replace(source, checksum=pins.get(source.address, ""))
        wanted = Wanted(pinned, places, self.path / name, title, is_mirrored=bool(self.mirror))
        checksum = download(wanted, task, check, self._limits)
        if not is_known:
            self._pin(source, checksum)
        return wanted.target

    def _target(self, spec: BackboneSpec, source: WeightsSource) -> Path:
        return self.path / f"{spec.name}{_suffix(Path(urlsplit(source.address).path))}"

    def downloaded_bytes(self, spec: BackboneSpec) -> int:
        """How much of a download that did not end is here."""
        parts = [
            partial_file(self._target(spec, source)) for source in spec.weights if source.kind == "download"
        ]
        return sum(part.stat().st_size for part in parts if is_file(part))

    def own_file(self, spec: BackboneSpec) -> Path | None:
        """The file of the backbone's weights in this folder; None where there is none."""
        file = self._find(spec)
        return file if file is not None and file.parent == self.path else None

    def remove(self, spec: BackboneSpec) -> bool:
        """Delete a backbone's weights from this folder, also what was downloaded of them so far.

        Returns:
            Whether there was anything; weights in an installed package stay.

        Raises:
            FileWriteError: If they cannot be deleted.
        """
        files = [self.path / f"{spec.name}{suffix}" for suffix in SUFFIXES]
        files = [file for file in (*files, *map(partial_file, files)) if is_file(file)]
        try:
            for file in files:
                delete_file(file)
        except OSError as error:
            raise FileWriteError(f"The weights of {spec.title} cannot be deleted: {error}.") from error
        return bool(files)

    def pinned(self, source: WeightsSource) -> WeightsSource:
        """The source with a checksum: the published one, or that of what was downloaded from it first."""
        return source if source.checksum else replace(source, checksum=self._pins().get(source.address, ""))

    def _pins(self) -> dict[str, str]:
        """Checksums of downloads by address; none where their file is missing or damaged."""
        try:
            return read_pins(read_regular(self.path / PINS_NAME))
        except OSError:
            return {}

    def _pin(self, source: WeightsSource, checksum: str) -> None:
        pins = {**self._pins(), source.address: checksum}
        try:
            write_whole(self.path / PINS_NAME, (json.dumps(pins, indent=2) + "\n").encode())
        except OSError as error:
            raise FileWriteError(f"The checksum cannot be stored in {self.path}: {error}.") from error

    def import_file(self, spec: BackboneSpec, file: Path) -> Path:
        """Copy a file of weights into the folder, after checking that it fits the network.

        Raises:
            WeightsUnavailableError: If it does not hold weights of this network.
            FileWriteError: If it cannot be copied.
        """
        if not is_file(file):
            raise WeightsUnavailableError(f"There is no file {file}.")
        self._check(spec, file)
        target = self.path / f"{spec.name}{_suffix(file)}"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            copy_whole(file, target)
            self._delete_others(target)
        except OSError as error:
            raise FileWriteError(f"The weights cannot be stored in {self.path}: {error}.") from error
        return target

    def _delete_others(self, file: Path) -> None:
        """Delete other files of weights of the same backbone."""
        for suffix in SUFFIXES:
            other = file.with_suffix(suffix)
            if other != file:
                delete_file(other)

    def _find(self, spec: BackboneSpec) -> Path | None:
        candidates = [self.path / f"{spec.name}{suffix}" for suffix in SUFFIXES]
        candidates += [_packaged(source) for source in spec.weights if source.kind == "package"]
        return next((file for file in candidates if is_file(file)), None)

    def how_to_get(self, spec: BackboneSpec) -> str:
        """How to get the weights of a backbone, as the end of a sentence."""
        by_hand = f"`videxplore models import {spec.name} FILE`"
        if any(source.kind == "download" for source in spec.weights):
            return (
                f"download them with `videxplore models fetch {spec.name}`, or import a file with {by_hand}"
            )
        packages = [source.address.partition(":")[0] for source in spec.weights if source.kind == "package"]
        if packages:
            return f"install the package {packages[0]}, or import a file with {by_hand}"
        return f"train it with `videxplore train DIR --model {spec.name}`, or import a file with {by_hand}"


def check_weights(spec: BackboneSpec, file: Path) -> None:
    """Check that a file holds the weights of a network; this imports torch.

    Raises:
        WeightsUnavailableError: If it does not.
    """
    from videxplore.backbones.runtime.loading import network_with_weights

    network_with_weights(spec, file)


def _suffix(file: Path) -> str:
    return file.suffix if file.suffix in SUFFIXES else ".pth"


def _packaged(source: WeightsSource) -> Path:
    """The file inside an installed package, located without importing the package."""
    package, _, inside = source.address.partition(":")
    found = importlib.util.find_spec(package)
    folders = found.submodule_search_locations if found is not None else None
    return Path(next(iter(folders)), inside) if folders else Path(os.devnull, inside)


def _looks_like_weights(file: Path) -> bool:
    """Whether a file is a whole safetensors file or ZIP archive, or starts like a pickle.

    Torch's oldest format is one pickle after another, whose end cannot be found without reading all of it.
    """
    try:
        with file.open("rb") as stream:
            if file.suffix == ".safetensors":
                return _is_whole_safetensors(stream)
            # A pickle of protocol 2 and later, and the magic number of the oldest format, begin with 0x80.
            return stream.read(1) == b"\x80" or zipfile.is_zipfile(stream)
    except (OSError, ValueError):
        return False


def _is_whole_safetensors(stream: BinaryIO) -> bool:
    """Whether a file is as long as its header says: the header's length, a JSON object, and the tensors.

    Raises:
        ValueError: If the header is not JSON.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    length = int.from_bytes(stream.read(8), "little")
    if length > size - 8:
        return False
    try:
        tensors = json.loads(stream.read(length))
        ends = [one["data_offsets"][1] for name, one in tensors.items() if name != "__metadata__"]
        return bool(size == 8 + length + max(ends, default=0))
    except (AttributeError, LookupError, TypeError, RecursionError):
        return False
