"""Options that several commands share, and what they mean."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from videxplore.core.typed_paths import expanded
from videxplore.paths import AppPaths
from videxplore.services.library import Library
from videxplore.settings import Settings, load_settings

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library; by default the one in the data folder."),
]
DataDirOption = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Keep library, weights and settings in this folder."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else there.")
]
DeviceOption = Annotated[
    str | None,
    typer.Option("--device", metavar="NAME", help="auto, cpu, cuda, cuda:N or mps."),
]
BackboneOption = Annotated[
    str | None,
    typer.Option("--backbone", metavar="NAME", help="Image backbone; see `videxplore models list`."),
]
WeightsOption = Annotated[
    Path | None,
    typer.Option(
        "--weights", metavar="FILE", help="Weights for the image backbone, instead of installed ones."
    ),
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Replace a file that exists; a video of the library never.")
]
ProgressOption = Annotated[
    bool, typer.Option("--progress", help="Show progress even where standard error is no terminal.")
]


class Place:
    """Where one command works: its paths and the person's settings."""

    def __init__(self, library: Path | None, data_dir: Path | None) -> None:
        """Find the places that the options, the settings and the platform name, in this order."""
        paths = AppPaths.of_user() if data_dir is None else AppPaths.under(data_dir.absolute())
        self.settings: Settings = load_settings(paths.settings_file)
        chosen = library
        if chosen is None and self.settings.library and data_dir is None:
            chosen = Path(self.settings.library)
        self.library_folder = expanded(chosen or paths.library).absolute()
        self.paths = dataclasses.replace(paths, library=self.library_folder)

    def open_library(self, *, writable: bool = False) -> Library:
        """Open the library.

        Raises:
            CatalogueError: If it cannot be opened; one that is not there is made only to be written.
        """
        return Library.open(self.library_folder, writable=writable)
