"""Bins and marks from and to files: ``selects export`` and ``import``, ``mark export`` and ``import``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, ReplaceOption
from videxplore.cli.output import SOME_FAILED, counted, json_path, print_json, say, shown_task
from videxplore.cli.selects import BinArgument, marks_of, print_bin, print_marks
from videxplore.composition import Configuration, Services
from videxplore.core.task import Task
from videxplore.core.types import Video
from videxplore.services import selects as bins
from videxplore.services.exporting.export import export_bin, export_marks, names_folder
from videxplore.services.exporting.moments_import import import_bin, import_marks
from videxplore.services.exporting.protection import export_rules
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.teaching.taught_actions import teach_bin

FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A timeline (.otio, .edl, .fcpxml), a table (.csv, .json), subtitles (.srt), "
        "events of BORIS (.tsv, .csv) or annotations of ELAN (.eaf).",
    ),
]
AboutOption = Annotated[
    str,
    typer.Option("--video", metavar="VIDEO", help="The video the file is about, where it does not say."),
]


def export(
    name: BinArgument,
    target: Annotated[
        Path,
        typer.Argument(
            metavar="TARGET",
            help="A folder for clips; .mp4, .mov, .mkv or .webm: one film; "
            ".otio, .edl or .fcpxml: a timeline; .csv, .json or .parquet: a table; "
            ".srt, .eaf or .tsv: annotations.",
        ),
    ],
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Write the items of a bin that were not rejected, in their order."""
    if replace and names_folder(target):
        raise typer.BadParameter("nothing in a folder is replaced: --replace is for a file that is named")
    with Configuration.load(library, data_dir).open_library() as opened:
        found = bins.find_bin(opened, name)
        rules = export_rules(opened, [target] if replace else [])
        with shown_task("exporting") as task:
            files, notes = export_bin(opened, found, target, task, rules)
    _print_files(files, notes, json=json)


def import_file(
    file: FileArgument,
    name: Annotated[
        str, typer.Option("--name", metavar="BIN", help="The bin to add to; named after the file by default.")
    ] = "",
    video: AboutOption = "",
    teach: Annotated[
        bool,
        typer.Option("--teach", help="Teach what the notes name, too, with the items as examples."),
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Add the moments of a file to a bin."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_existing_library() as opened:
        made, unknown = import_bin(opened, file, name, _about(opened, video))
        taught = teach_bin(Services(opened, configuration).teaching(), made, Task()) if teach else []
        print_bin(made, opened, json=json, unknown=list(unknown), taught=taught)
    if taught and not json:
        say(f"Taught: {', '.join(taught)}.")
    _end(unknown, json=json)


def export_of_marks(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="TARGET",
            help=".otio or .fcpxml: markers on the videos; .csv, .json or .parquet: a table; "
            ".srt, .eaf or .tsv: annotations.",
        ),
    ],
    videos: Annotated[
        list[str] | None, typer.Argument(metavar="[VIDEO ...]", help="Only the marks of these videos.")
    ] = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Write marks to a file."""
    with Configuration.load(library, data_dir).open_library() as opened:
        marks = marks_of(opened, videos or ())
        export_marks(opened, marks, target, export_rules(opened, [target] if replace else []))
    _print_files([target], [], json=json)


def import_of_marks(
    file: FileArgument,
    video: AboutOption = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Mark the moments of a file: the markers of a timeline, where it has some, else its clips."""
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        made, unknown = import_marks(opened, file, _about(opened, video))
        print_marks(made, opened, json=json, unknown=list(unknown))
    _end(unknown, json=json)


def _about(library: Library, name: str) -> Video | None:
    return find_video(name, library.catalogue) if name else None


def _print_files(files: Sequence[Path], notes: Sequence[str], *, json: bool) -> None:
    if json:
        print_json({"files": [json_path(file) for file in files], "notes": list(notes)})
        return
    place = files[0] if len(files) == 1 else files[0].parent
    say(f"{counted(len(files), 'file')} written: {place}.")
    for note in notes:
        say(note)


def _end(unknown: Sequence[str], *, json: bool) -> None:
    """Name what was not found, and end with the exit code that says so."""
    if not json:
        for name in unknown:
            say(f"Not in the library: {name}")
    if unknown:
        raise typer.Exit(SOME_FAILED)
