"""Options that several commands share, and what they mean."""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from videxplore.cli.late_command import LateCommand
from videxplore.core.errors import UsageError
from videxplore.core.scene_facts import MEASURES
from videxplore.core.types import VideoState
from videxplore.core.video_listing import (
    DYNAMIC_RANGE_CHOICES,
    LENGTH_CLASSES,
    ORIENTATIONS,
    RESOLUTIONS,
    VideoFilter,
)

WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="LIMIT",
        help="Only scenes within a limit on a measure: still<0.5, loudness>-30, camera=pan; may be repeated. "
        "Measures: " + ", ".join(MEASURES) + ", camera.",
    ),
]
MeasureOption = Annotated[
    str,
    typer.Option("--sort", metavar="MEASURE", help="Sort what was found by a measure, the largest first."),
]
ReverseOption = Annotated[bool, typer.Option("--reverse", help="The other way round.")]

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
FolderOption = Annotated[Path | None, typer.Option("--in", metavar="FOLDER", help="Only videos below it.")]
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


@dataclass(frozen=True)
class VideoOptions:
    """The options that limit a command to some videos; see `with_video_options`."""

    recorded_after: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="Only videos recorded on this date or later: 2024, 2024-05 or 2024-05-01.",
        ),
    ] = ""
    recorded_before: Annotated[
        str, typer.Option(metavar="DATE", help="Only videos recorded on this date or earlier.")
    ] = ""
    camera: Annotated[
        str, typer.Option(metavar="NAME", help="Only videos of cameras whose make and model contain this.")
    ] = ""
    codec: Annotated[str, typer.Option(metavar="NAME", help="Only videos of this codec, such as hevc.")] = ""
    dynamic_range: Annotated[
        str, typer.Option(metavar="SDR|HDR|HDR10|HLG", help="Only videos of this dynamic range.")
    ] = ""
    resolution: Annotated[
        str, typer.Option(metavar="|".join(RESOLUTIONS), help="Only videos with frames of this size.")
    ] = ""
    orientation: Annotated[
        str,
        typer.Option(metavar="|".join(ORIENTATIONS), help="Only videos whose frames are longer this way."),
    ] = ""
    sound: Annotated[
        str, typer.Option(metavar="with|without", help="Only videos with, or without, sound.")
    ] = ""
    rate: Annotated[
        str, typer.Option(metavar="FPS", help="Only videos of this frame rate, such as 25 or 29.97.")
    ] = ""
    length: Annotated[
        str,
        typer.Option(
            metavar="|".join(LENGTH_CLASSES),
            help="Only videos shorter than this, and not than the one before; or longer than ten minutes.",
        ),
    ] = ""
    state: Annotated[
        str, typer.Option(metavar="|".join(VideoState), help="Only videos in this state; gone is missing.")
    ] = ""

    def filter(self) -> VideoFilter:
        """The limits that the options mean.

        Raises:
            UsageError: If a date or a word is not known.
        """
        by_name = {word.casefold(): word for word in (*RESOLUTIONS, *DYNAMIC_RANGE_CHOICES)}
        return VideoFilter(
            recorded_from=self.recorded_after,
            recorded_to=self.recorded_before,
            camera=self.camera,
            codec=self.codec,
            dynamic_range=cast("Any", by_name.get(self.dynamic_range.casefold(), self.dynamic_range)),
            resolution=cast("Any", by_name.get(self.resolution.casefold(), self.resolution)),
            orientation=cast("Any", self.orientation.casefold()),
            sound=cast("Any", self.sound.casefold()),
            rate=self.rate,
            length=cast("Any", self.length.casefold()),
            state=cast("Any", self.state.casefold()),
        )


NO_LIMITS = VideoOptions()


def with_video_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with each field of `VideoOptions` as an option, in place of its parameter ``limits``."""
    own = inspect.signature(VideoOptions).parameters
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        parameters.extend(own.values() if parameter.name == "limits" else [parameter])

    @functools.wraps(command)
    def run(**given: Any) -> None:
        chosen = VideoOptions(**{name: given.pop(name) for name in own})
        command(**given, limits=chosen)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def checked_length(length_s: float | None) -> float | None:
    """The length of something to write, in seconds, if it is one.

    Raises:
        UsageError: If it is not above zero.
    """
    if length_s is not None and not length_s > 0:
        raise UsageError(f"{length_s:g} s is not a length: write seconds, more than 0.")
    return length_s


def command_group(
    summary: str,
    list_all: Callable[[bool, Path | None, Path | None], None],
    commands: Mapping[str, Callable[..., None] | LateCommand],
) -> typer.Typer:
    """Commands below a command.

    Args:
        summary: Help of the group.
        list_all: What is done where none of them is given; takes the values of ``--json``, ``--library``
            and ``--data-dir``.
        commands: By their names.
    """
    group = typer.Typer(help=summary, add_completion=False, rich_markup_mode=None)

    def default(
        context: typer.Context,
        json: JsonOption = False,
        library: LibraryOption = None,
        data_dir: DataDirOption = None,
    ) -> None:
        if context.invoked_subcommand is None:
            list_all(json, library, data_dir)
        else:
            given = {"json": json, "library": library, "data_dir": data_dir}
            # Those of the command itself, which come later, count more.
            context.default_map = {
                context.invoked_subcommand: {name: str(value) for name, value in given.items() if value}
            }

    group.callback(invoke_without_command=True)(default)
    for name, command in commands.items():
        if isinstance(command, LateCommand):
            command.add_to(group, name)
        else:
            group.command(name)(command)
    return group
