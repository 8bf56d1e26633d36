"""The commands, and how each of them ends."""

import importlib.metadata
import logging
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.late_command import LateCommand
from videxplore.cli.output import BUG, UNAVAILABLE, WRONG_USAGE, say
from videxplore.core.bug_report import logged_to, program_versions, report_text, write_report
from videxplore.core.errors import ExistingFileError, UsageError, VidexploreError
from videxplore.core.file_names import exists_safely
from videxplore.core.task import Cancelled
from videxplore.paths import AppPaths

_COMMANDS = {
    "gui": ("window.gui", "Open the window."),
    "index": ("indexing.index", "Analyse videos, and folders of videos, into the library."),
    "analyse": ("analysing.analyse", "Analyse one video into a file, for a cluster's scheduler to start."),
    "add": ("analysing.add", "Add analyses that were made elsewhere to the library."),
    "cluster": ("cluster.make_application", "Analyse videos on several machines."),
    "worker": ("cluster.worker", "Analyse videos for another computer."),
    "status": ("listing.status", "Show what the library holds, what is queued, what failed."),
    "videos": ("videos.videos", "List videos with date recorded, camera and format."),
    "shots": ("exporting.shots", "List the scenes of a video."),
    "similar": ("searching.similar", "Find moments that resemble a scene, an image or a video."),
    "find": ("searching.find", "Find moments by words of labels, files and folders."),
    "duplicates": ("duplicates.duplicates", "Find the same footage in two files, and the better copy."),
    "actions": ("video_actions.actions", "Show what happens in a video."),
    "teach": ("teaching.teach", "Name an action from examples, and search for it."),
    "labels": ("teaching.make_application", "List, rename and delete the labels you taught."),
    "train": ("training.train", "Train or fine-tune a video model on your own clips."),
    "summarize": ("summarizing.summarize", "Summarize a video or chosen moments."),
    "recurring": ("summarizing.recurring", "List the scenes that recur in one video or in several."),
    "export": ("exporting.export", "Write moments as clips, as a timeline or as a table."),
    "explain": ("exporting.explain", "Draw which regions contribute to a label or a match."),
    "map": ("listing.scene_map", "List the position of every scene on the map."),
    "transcript": (
        "listing.transcript",
        "Show or write the subtitles, speech or text on screen of a video.",
    ),
    "bookmarks": ("listing.bookmarks", "List, add and remove the bookmarks of a video."),
    "selects": ("selects.make_application", "Keep parts of videos in bins: order, trim, rate, export."),
    "mark": ("marks.make_application", "Mark moments as favourite or rejected, with notes and tags."),
    "searches": ("searching.searches", "List, name, forget and repeat searches of the window."),
    "remove": ("upkeep.remove", "Remove videos from the library; the files stay."),
    "relink": ("upkeep.relink", "Set the path of a video whose file was moved."),
    "purge": ("upkeep.purge", "Remove the videos whose files are gone."),
    "check": ("upkeep.check", "Check and repair the library."),
    "migrate": ("upkeep.migrate", "Copy the embeddings to another index."),
    "demo": ("demo.demo", "Index real clips and show a scene with similar moments."),
    "models": ("models.make_application", "List models; fetch, import and calibrate their weights."),
}
"""Module and function of each command, and its line in the list of commands."""

_INTERRUPTED = 130


def _tell_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"videxplore {importlib.metadata.version('videxplore')}")
        raise typer.Exit


def _tell_versions(*, wanted: bool) -> None:
    if wanted:
        for name, version in program_versions().items():
            typer.echo(f"{name} {version}")
        raise typer.Exit


def make_application() -> typer.Typer:
    """All commands as one typer application."""
    application = typer.Typer(
        name="videxplore",
        help="Explore folders of video on your own machine.",
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
    )
    application.callback()(_program)
    for name, (address, summary) in _COMMANDS.items():
        LateCommand(address, summary).add_to(application, name)
    return application


def _program(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_tell_version),
    ] = False,
    versions: Annotated[
        bool,
        typer.Option(
            "--versions",
            help="Print the versions of all parts and end.",
            is_eager=True,
            callback=_tell_versions,
        ),
    ] = False,
) -> None:
    """Explore folders of video on your own machine."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the program with the contract's exit code.

    Raises:
        SystemExit: Always: 0 done, 1 some inputs failed, 2 wrong usage, 3 not available here, 70 a bug.
    """
    # In a frozen program the analysis process starts through here.
    multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    log_file = _log_file(given)
    try:
        with logged_to(log_file, logging.WARNING):
            _run(given)
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets a sentence.
        sys.exit(_report_bug(error, log_file))


def _run(arguments: list[str]) -> None:
    try:
        make_application()(_with_command(arguments), prog_name="videxplore")
    except ExistingFileError as error:
        say(f"{str(error).removesuffix('.')}, or add --replace.")
        sys.exit(UNAVAILABLE)
    except UsageError as error:
        say(str(error))
        sys.exit(WRONG_USAGE)
    except VidexploreError as error:
        say(str(error))
        sys.exit(UNAVAILABLE)
    except (Cancelled, KeyboardInterrupt):
        sys.exit(_INTERRUPTED)


def _log_file(arguments: Sequence[str]) -> Path:
    """The log of a command, found without parsing it: a bug may come from there too."""
    for number, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option == "--data-dir":
            folder = value or next(iter(arguments[number + 1 :]), "")
            return AppPaths.under(Path(folder)).log_file
    return AppPaths.of_user().log_file


def _report_bug(error: Exception, log_file: Path) -> int:
    """Write a report of a bug, and say where it is; return the exit code."""
    file = write_report(report_text(error, log_file), log_file.parent)
    where = f"the report is in {file}" if file else "no report could be written"
    say(f"This is a bug of the program, not of your videos ({type(error).__name__}); {where}.")
    return BUG


_OPTIONS_OF_WINDOW = ("--library", "--data-dir")


def _with_command(arguments: list[str]) -> list[str]:
    """Open the window where no command is named: with nothing, its options, or files and folders only."""
    if not arguments:
        return ["gui"]
    is_option = arguments[0].partition("=")[0] in _OPTIONS_OF_WINDOW
    if is_option and _COMMANDS.keys().isdisjoint(arguments):
        return ["gui", *arguments]
    known = {*_COMMANDS, "--help", "--version", "--versions"}
    first = arguments[0]
    if first not in known and exists_safely(Path(first)):
        return ["gui", "--", *arguments] if "--" not in arguments else ["gui", *arguments]
    return arguments
