"""Finding the sidecars beside videos, and whether they changed; ``sidecars.py`` reads them."""

import contextlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

SIDECAR_NAMES = (
    "{stem}M01.XML",
    "{stem}M01.xml",
    "{stem}.XML",
    "{stem}.xml",
    "../CLIP/{stem}.XML",
    "../CLIP/{stem}.xml",
    "{stem}.xmp",
    "{stem}.XMP",
    "{name}.xmp",
    "{name}.XMP",
)
"""Beside ``C0001.MP4``: Sony's ``C0001M01.XML``, that of Canon, of Panasonic's P2 cards, and of Adobe."""

_SUFFIXES = (".xml", ".xmp")
_P2_FOLDER = "CLIP"

# Size in bytes and modification time in ns by name in lower case.
_Listing = Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class SidecarFolders:
    """Finds the sidecars beside videos; each folder is listed once."""

    _listed: dict[str, _Listing] = field(default_factory=dict)

    def state(self, video: str) -> str:
        """A text that is another as soon as a sidecar of a video comes, goes or changes; empty if none."""
        # Text instead of paths: an index run asks for each of ten thousand known videos.
        folder = video.rpartition(os.sep)[0]
        listing = self._listed.get(folder)
        if listing is None:
            listing = self._listed[folder] = _sidecars_of(folder)
        if not listing:
            return ""
        name = PurePath(video)
        names = {pattern.format(stem=name.stem, name=name.name).casefold() for pattern in SIDECAR_NAMES}
        found = [[one, *listing[one]] for one in sorted(names & listing.keys())]
        return json.dumps(found) if found else ""


def is_sidecar(file: Path) -> bool:
    """Whether a file is named as a sidecar."""
    return file.suffix.lower() in _SUFFIXES


def folder_of_videos(sidecar: Path) -> Path:
    """The folder in which, or below which, the video of a sidecar is."""
    return sidecar.parent.parent if sidecar.parent.name == _P2_FOLDER else sidecar.parent


def _sidecars_of(folder: str) -> _Listing:
    beside = _listed(folder, "")
    cards = os.path.join(folder, os.pardir, _P2_FOLDER)  # noqa: PTH118
    return {**beside, **_listed(cards, f"../{_P2_FOLDER}/")}


def _listed(folder: str, prefix: str) -> _Listing:
    listing = {}
    with contextlib.suppress(OSError, ValueError):
        for name in os.listdir(folder or os.sep):  # noqa: PTH208 - a folder may hold ten thousand files.
            if name[-4:].lower() in _SUFFIXES:
                # A link that leads nowhere hides no other file.
                with contextlib.suppress(OSError):
                    status = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118
                    if stat.S_ISREG(status.st_mode):
                        listing[(prefix + name).casefold()] = (status.st_size, status.st_mtime_ns)
    return listing
