"""``videxplore duplicates``: footage that files share, and what the user says of it."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import (
    SOME_FAILED,
    clock,
    confirmed,
    json_path,
    plain,
    print_json,
    print_table,
    say,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.errors import UsageError
from videxplore.core.types import Video
from videxplore.services.indexed_files import is_left_in, require_as_indexed
from videxplore.services.library import Library
from videxplore.services.searching.duplicates.better_copy import (
    Comparison,
    bit_rate_hz,
    compare,
    copy_groups,
    is_protected,
    is_whole,
)
from videxplore.services.searching.duplicates.duplicates import Duplicate, DuplicateService
from videxplore.services.searching.query.query_text import find_video

PairOption = tuple[str, str] | None


def duplicates(
    video: Annotated[
        str | None, typer.Argument(metavar="[VIDEO]", help="Only the footage that this video shares.")
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="Also find footage whose left and right are exchanged.")
    ] = False,
    dismiss: Annotated[
        PairOption, typer.Option(metavar="VIDEO VIDEO", help="These are no duplicates: find them no more.")
    ] = None,
    take_back: Annotated[
        PairOption, typer.Option(metavar="VIDEO VIDEO", help="Find these two again.")
    ] = None,
    protect: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="Never suggest to remove files of FOLDER.")
    ] = None,
    unprotect: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="Protect FOLDER no longer.")
    ] = None,
    trash: Annotated[
        str | None,
        typer.Option(
            "--trash", metavar="VIDEO", help="Move its file to the trash, and remove it from the library."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before --trash.")] = False,
    settled: Annotated[
        bool, typer.Option("--settled", help="List dismissed pairs and protected folders.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find the same footage in two files, and say which is the better copy; only --trash moves a file.

    With --dismiss, --take-back, --protect or --unprotect nothing is searched for: dismissed pairs and
    protected folders are listed as they are then.
    """
    configuration = Configuration.load(library, data_dir)
    if trash is not None:
        with configuration.open_existing_library() as opened:
            _trash(opened, Services(opened, configuration).duplicates(), trash, asks=not yes, json=json)
        return
    if not any((dismiss, take_back, protect, unprotect)):
        with configuration.open_library() as opened:
            service = Services(opened, configuration).duplicates()
            if settled:
                _print_settled(service, json=json)
            else:
                only = None if video is None else find_video(video, opened.catalogue).id
                found = service.find(mirrored=mirrored, video_id=only)
                _print_found(found, service.protected_folders(), json=json)
        return
    with configuration.open_existing_library() as opened:
        service = Services(opened, configuration).duplicates()
        _settle(opened, service, (dismiss, take_back), (protect or (), unprotect or ()))
        _print_settled(service, json=json)


def _settle(
    library: Library,
    service: DuplicateService,
    pairs: tuple[PairOption, PairOption],
    folders: tuple[Sequence[Path], Sequence[Path]],
) -> None:
    """Dismiss the first pair and take back the second; protect the first folders, and not the second."""
    for pair, settle_pair in zip(pairs, (service.dismiss, service.take_back), strict=True):
        if pair:
            settle_pair(*_both(library, pair))
    for chosen, settle_folder in zip(folders, (service.protect, service.unprotect), strict=True):
        for folder in chosen:
            settle_folder(folder)


def _both(library: Library, names: tuple[str, str]) -> tuple[Video, Video]:
    first, second = names
    return find_video(first, library.catalogue), find_video(second, library.catalogue)


def _trash(library: Library, service: DuplicateService, name: str, *, asks: bool, json: bool) -> None:
    """Move the file of a video to the trash, after a question that says what would be lost."""
    video = find_video(name, library.catalogue)
    if is_protected(video, service.protected_folders()):
        raise UsageError(f"{video.path} is in a protected folder: use --unprotect first.")
    require_as_indexed(video)
    others = [
        one.second
        for one in service.find(video_id=video.id)
        if is_whole(one, video) and is_left_in(one.second, video)
    ]
    kept = (
        f"All of its footage is in {others[0].path}." if others else "No other file has all of its footage."
    )
    if asks and not confirmed(f"Move {video.path} to the trash? {kept}"):
        raise typer.Exit(SOME_FAILED)
    # Qt knows the trash of every system; it is loaded for this alone.
    importlib.import_module("videxplore.ui.library.trash").TrashedFile.of(video.path)
    library.remove_permanently(video.id)
    if json:
        print_json({"trashed": json_path(video.path), "also_in": [json_path(one.path) for one in others]})
    else:
        say(
            f"{video.path} is in the trash, and removed from the library. {kept} "
            f"To undo it, restore the file from the trash, and index it."
        )


def _print_found(found: list[Duplicate], protected: Sequence[Path], *, json: bool) -> None:
    compared = [compare(one, protected) for one in found]
    groups = copy_groups(compared, protected)
    if json:
        print_json(
            {
                "duplicates": [one.to_json() for one in compared],
                "groups": [group.to_json() for group in groups],
            }
        )
        return
    _print_pairs(compared)
    for group in groups:
        others = ", ".join(str(video.path) for video in group.videos[1:])
        count = len(group.videos)
        say(f"{count} copies of one footage; the best is {group.best.path}, the others are {others}.")


def _print_pairs(found: list[Comparison]) -> None:
    listing = table("first", "#from", "second", "#from", "#length", "#speed", "better", "why", "removable")
    for one in found:
        pair = one.duplicate
        listing.add_row(
            plain(pair.first.path.name),
            clock(pair.first_start_s),
            plain(pair.second.path.name),
            clock(pair.second_start_s),
            clock(pair.length_s),
            f"{pair.speed:.3f}",
            "" if one.better is None else "first" if one.better.id == pair.first.id else "second",
            "; ".join(_reasons(one)),
            "" if one.removable is None else plain(one.removable.path.name),
        )
    print_table(listing)


def _reasons(compared: Comparison) -> list[str]:
    """In what the better one is better."""
    if compared.better is None:
        is_same = compared.duplicate.first.fingerprint == compared.duplicate.second.fingerprint
        return ["same content"] if is_same else []
    is_first = compared.better.id == compared.duplicate.first.id
    pair = compared.duplicate.first, compared.duplicate.second
    better, other = pair if is_first else pair[::-1]
    words = {
        "present": "the other file is missing",
        "protected": "protected folder",
        "resolution": f"{_size(better)} instead of {_size(other)}",
        "bit rate": f"{_rate(better)} instead of {_rate(other)}",
        "codec": f"{_codec(better)} instead of {_codec(other)}",
        "length": f"{clock(better.duration_s)} instead of {clock(other.duration_s)} long",
    }
    return [words[one.criterion] for one in compared.differences if one.is_first_better == is_first]


def _size(video: Video) -> str:
    known = video.properties
    return f"{known.width_px}x{known.height_px}" if known else ""


def _rate(video: Video) -> str:
    return f"{bit_rate_hz(video) / 1e6:.2f} Mbit/s"


def _codec(video: Video) -> str:
    return video.properties.codec if video.properties else ""


def _print_settled(service: DuplicateService, *, json: bool) -> None:
    pairs, folders = service.dismissed(), service.protected_folders()
    if json:
        document: dict[str, Any] = {
            "dismissed": [[json_path(first.path), json_path(second.path)] for first, second in pairs],
            "protected_folders": [json_path(folder) for folder in folders],
        }
        print_json(document)
        return
    listing = table("not duplicates", "of each other")
    for first, second in pairs:
        listing.add_row(plain(first.path.name), plain(second.path.name))
    for folder in folders:
        listing.add_row(plain(str(folder)), "protected folder")
    print_table(listing)
