"""The commands, and how each of them ends."""

import importlib.metadata
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli import (
    bookmarking,
    checking,
    demo,
    explaining,
    exporting,
    finding,
    history,
    indexing,
    library,
    mapping,
    migrating,
    models,
    searching,
    summarizing,
    teaching,
    training,
    upkeep,
    videos,
    window,
)
from videxplore.cli.output import UNAVAILABLE, WRONG_USAGE, say
from videxplore.core.errors import ExistingFileError, UsageError, VidexploreError
from videxplore.core.file_names import exists_safely
from videxplore.core.task import Cancelled

_COMMANDS: dict[str, Callable[..., None]] = {
    "gui": window.gui,
    "index": indexing.index,
    "status": library.status,
    "videos": videos.videos,
    "shots": library.shots,
    "similar": searching.similar,
    "find": finding.find,
    "duplicates": finding.duplicates,
    "actions": searching.actions,
    "teach": teaching.teach,
    "train": training.train,
    "summarize": summarizing.summarize,
    "recurring": summarizing.recurring,
    "export": exporting.export,
    "explain": explaining.explain,
    "map": mapping.scene_map,
    "bookmarks": bookmarking.bookmarks,
    "searches": history.searches,
    "remove": upkeep.remove,
    "relink": upkeep.relink,
    "purge": upkeep.purge,
    "check": checking.check,
    "migrate": migrating.migrate,
    "demo": demo.demo,
}
_INTERRUPTED = 130


def _tell_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"videxplore {importlib.metadata.version('videxplore')}")
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
    for name, command in _COMMANDS.items():
        application.command(name)(command)
    application.add_typer(models.make_application(), name="models")
    return application


def _program(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_tell_version),
    ] = False,
) -> None:
    """Explore folders of video on your own machine."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the program with the contract's exit code.

    Raises:
        SystemExit: Always: 0 done, 1 some inputs failed, 2 wrong usage, 3 cannot be had here.
    """
    # In a frozen program the analysis process starts through here.
    multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        make_application()(_with_command(given), prog_name="videxplore")
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


def _with_command(arguments: list[str]) -> list[str]:
    """Open the window where no command is named: without arguments, or with files and folders only."""
    if not arguments:
        return ["gui"]
    known = {*_COMMANDS, "models", "--help", "--version"}
    first = arguments[0]
    if first not in known and exists_safely(Path(first)):
        return ["gui", "--", *arguments] if "--" not in arguments else ["gui", *arguments]
    return arguments
