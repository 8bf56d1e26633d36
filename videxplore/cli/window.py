"""``videxplore gui``."""

import importlib
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, LibraryOption, Place
from videxplore.core.errors import DisplayUnavailableError


def gui(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH ...]", help="Indexed as if dropped on the window.")
    ] = None,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Open the window."""
    place = Place(library, data_dir)
    raise typer.Exit(run_window(place, paths or []))


def run_window(place: Place, paths: list[Path], scene: tuple[int, float] | None = None) -> int:
    """Open the window and return its exit code.

    Args:
        place: Where everything lives.
        paths: Files and folders to index.
        scene: Id of a video and a time in seconds to open the window on.

    Raises:
        DisplayUnavailableError: If a system library that the window needs is missing, or there is no screen.
    """
    try:
        # By name: nothing of Qt is loaded for any other command.
        app = importlib.import_module("videxplore.app")
    except ImportError as error:
        raise DisplayUnavailableError(f"The window cannot be opened here: {error}.") from error
    code: int = app.run(place.paths, paths, scene)
    return code
