"""What exports never write over: the videos of a library and what is in its own folder."""

import os
import unicodedata
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.export_files import ExportRules
from videxplore.services.library import Library


def export_rules(library: Library, replaceable: Iterable[Path] = ()) -> ExportRules:
    """Rules for exports from ``library``.

    Args:
        library: Its videos, also those that are missing, and its folder are protected.
        replaceable: The files that the user agreed to replace.
    """
    return ExportRules(
        replaceable=frozenset(replaceable),
        library_folder=library.folder,
        is_library_video=partial(_leads_to_video, library.catalogue),
    )


def _leads_to_video(catalogue: Catalogue, target: Path) -> bool:
    """Whether a path is, or is another spelling of, the path of a video, or leads to its file.

    A path that names no file is compared with the paths of the videos; one that does, also with their files,
    so that hard links, mounts and file systems that ignore case or Unicode form are seen through.
    """
    if catalogue.video_of_file(target) is not None:
        return True
    try:
        spellings = {target.absolute(), target.resolve()}
    except (OSError, ValueError, RuntimeError):
        return False
    status = _status(target)
    names = {_folded(spelling.name) for spelling in spellings}
    for path in catalogue.video_paths():
        if status is not None and _is_file(path, status):
            return True
        if _folded(path.name) in names and any(_is_same_entry(one, path) for one in spellings):
            return True
    return False


def _is_same_entry(target: Path, video: Path) -> bool:
    """Whether writing ``target`` would make it the file of ``video``; their names differ in case at most."""
    if target.name != video.name and os.path.lexists(video):
        # Were it the same entry of the folder, it would be the same file.
        return False
    here, there = _status(target.parent), _status(video.parent)
    if here is not None and there is not None:
        return os.path.samestat(here, there)
    return _folded(str(target.parent)) == _folded(str(video.parent))


def _is_file(path: Path, status: os.stat_result) -> bool:
    found = _status(path)
    return found is not None and os.path.samestat(found, status)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _folded(name: str) -> str:
    """A name as the file systems see it that ignore case and the form of Unicode."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
