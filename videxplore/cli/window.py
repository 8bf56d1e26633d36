"""``videxplore gui``."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from videxplore.cli.late_command import import_late
from videxplore.cli.options import DataDirOption, LibraryOption
from videxplore.composition import Configuration
from videxplore.core.errors import DisplayUnavailableError, SettingsError
from videxplore.paths import APP_NAME
from videxplore.settings import Settings
from videxplore.ui.window.display_check import missing_library, require_display


def gui(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH ...]", help="Indexed as if dropped on the window.")
    ] = None,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Open the window."""

    def load() -> tuple[Configuration, str]:
        try:
            return Configuration.load(library, data_dir), ""
        except SettingsError as error:
            # The window shows it, and saves new settings.
            return Configuration.load(library, data_dir, Settings()), str(error)

    raise typer.Exit(run_window(load, paths or []))


def run_window(
    load: Callable[[], tuple[Configuration, str]], paths: list[Path], scene: tuple[int, float] | None = None
) -> int:
    """Open the window, again where the user restarts it with other settings, and return its exit code.

    Args:
        load: Says where everything lives, and what the window is to complain about; empty for nothing.
        paths: Files and folders to index.
        scene: Id of a video and a time in seconds to open the window on.

    Raises:
        DisplayUnavailableError: If a system library that the window needs is missing, or there is no screen.
    """
    require_display()
    app = import_app()
    configuration, complaint = load()
    code: int = app.run(configuration, paths, scene, complaint)
    while code == app.RESTART_CODE:
        configuration, complaint = load()
        code = app.run(configuration, [], None, complaint)
    return code


def import_app() -> ModuleType:
    """The module :mod:`videxplore.app`, imported by name so that no other command imports Qt.

    Raises:
        DisplayUnavailableError: If Qt, or a system library that it needs, is not installed.
    """
    # PySide6 reads the source of each module that is imported after it: these are half of them.
    import_late("videxplore.services.indexing.indexer")
    try:
        return import_late("videxplore.app")
    except ImportError as error:
        if (error.name or "").partition(".")[0] == APP_NAME:
            raise
        if isinstance(error, ModuleNotFoundError):
            raise DisplayUnavailableError(f"The window cannot be opened here: {error}.") from error
        raise missing_library(error) from error
