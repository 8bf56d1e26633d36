r"""Folders that have other paths on other machines: a name for each, and the path below it.

``footage`` may be ``/mnt/footage`` on one machine, ``Z:\Footage`` and ``/Volumes/footage`` on others. A
machine proves that it sees a root by the size and the content of one file below it.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded, is_folder
from videxplore.core.task import Task
from videxplore.services.indexed_files import fingerprint
from videxplore.services.indexing.finding.scan import FoundFile, find_videos

Roots = Mapping[str, Path]
"""The path of each root on this machine, by its name."""


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """A file by its root, and what identifies its content.

    Attributes:
        root: The name of the root.
        parts: Names of the folders below it, and of the file.
        fingerprint: See :func:`videxplore.services.indexing.finding.scan.fingerprint`.
    """

    root: str
    parts: tuple[str, ...]
    size_bytes: int
    fingerprint: str


def parsed_roots(texts: Iterable[str]) -> dict[str, Path]:
    """The roots that ``NAME=PATH`` means, several times.

    Raises:
        UsageError: If one is not of this form, or a name comes twice.
    """
    roots: dict[str, Path] = {}
    for text in texts:
        name, separator, path = text.partition("=")
        if not (name and separator and path) or name in roots:
            raise UsageError(
                f"{text!r} is not NAME=PATH with a name of its own, such as footage=/mnt/footage."
            )
        roots[name] = expanded(Path(path)).absolute()
    return roots


def worker_command(address: str, roots: Iterable[str]) -> str:
    """The command that starts a worker on another machine, to which the certificates were copied.

    Args:
        address: Of the scheduler.
        roots: As ``NAME=PATH``; the paths may have to be changed there.
    """
    options = [part for root in roots for part in ("--root", root)]
    certificates = [] if address.startswith("tcp://") else ["--certificates", "cluster"]
    return shlex.join(["videxplore", "worker", address, *certificates, *options])


def roots_of_paths(paths: Iterable[Path], roots: Roots) -> dict[str, Path]:
    """The roots, and a root for each path that lies below none: it has the same path on every machine."""
    found = dict(roots)
    for path in paths:
        folder = path if is_folder(path) else path.parent
        if not any(folder.is_relative_to(root) for root in roots.values()):
            found[str(folder)] = folder
    return found


def place(path: PurePath, roots: Mapping[str, PurePath]) -> tuple[str, tuple[str, ...]] | None:
    """The innermost root above a path, and the parts below it; None where it lies below none."""
    above = [(name, root) for name, root in roots.items() if path.is_relative_to(root)]
    if not above:
        return None
    name, root = max(above, key=lambda one: len(one[1].parts))
    return name, path.relative_to(root).parts


def probes(roots: Roots, task: Task) -> Iterator[PlacedFile]:
    """One file below each root, by which other machines prove that they see it; none below an empty one.

    Raises:
        Cancelled: If the task was cancelled.
    """
    for name, root in roots.items():
        for file in find_videos([root], task, are_chosen=False):
            if isinstance(file, FoundFile):
                content = fingerprint(file.path, file.size_bytes)
                yield PlacedFile(name, file.path.relative_to(root).parts, file.size_bytes, content)
                break


def is_one_name(part: str, kind: type[PurePath] = PurePath) -> bool:
    r"""Whether a part of a path of another machine is one name here, too.

    Names of Linux such as ``a:b.mp4`` and ``a\b.mp4`` lead elsewhere on Windows.

    Args:
        part: The name.
        kind: The paths of this machine.
    """
    return part not in ("", ".", "..") and kind(part).parts == (part,) and not kind(part).anchor


def visible_path(file: PlacedFile, roots: Roots) -> Path | None:
    """Where a file is on this machine; None where it is not there, or has other content."""
    root = roots.get(file.root)
    if root is None:
        # A root without a name of its own has the same path everywhere.
        root = Path(file.root)
        if not root.is_absolute():
            return None
    if not all(map(is_one_name, file.parts)):
        return None
    path = root.joinpath(*file.parts)
    try:
        is_same = path.stat().st_size == file.size_bytes
        return path if is_same and fingerprint(path, file.size_bytes) == file.fingerprint else None
    except (OSError, ValueError):
        return None
