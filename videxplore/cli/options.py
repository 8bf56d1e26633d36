"""Options that several commands share, and what they mean."""

from pathlib import Path
from typing import Annotated

import typer

from videxplore.core.errors import UsageError

VideoArgument = Annotated[
    str, typer.Argument(metavar="VIDEO", help="A file, or the name of a video of the library.")
]
StoredVideoArgument = Annotated[
    str, typer.Argument(metavar="VIDEO", help="The path or the name of a video of the library.")
]
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
    bool, typer.Option("--progress", help="Show progress even where standard error is not a terminal.")
]


def checked_length(length_s: float | None) -> float | None:
    """The length of something to write, in seconds, if it is one.

    Raises:
        UsageError: If it is not above zero.
    """
    if length_s is not None and not length_s > 0:
        raise UsageError(f"{length_s:g} s is not a length: write seconds, more than 0.")
    return length_s
