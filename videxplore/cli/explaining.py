"""``videxplore explain``."""

from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.options import (
    BackboneOption,
    DataDirOption,
    DeviceOption,
    JsonOption,
    LibraryOption,
    ReplaceOption,
)
from videxplore.cli.output import json_path, print_json, say, seconds
from videxplore.composition import Configuration, Services
from videxplore.services.exporting.protection import export_rules


def explain(
    moment: Annotated[str, typer.Argument(metavar="MOMENT", help="VIDEO@SECONDS.")],
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="The picture to write: .png, .jpg, .webp or .pdf.")
    ],
    label: Annotated[
        str, typer.Option(metavar="LABEL", help="What it is to be evidence for; the likeliest by default.")
    ] = "",
    query: Annotated[
        str, typer.Option(metavar="QUERY", help="What it is to match, instead of a label.")
    ] = "",
    backbone: BackboneOption = None,
    device: DeviceOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Draw a heat map of which regions of a frame contribute to a label or to a match."""
    # Late: it decodes.
    from videxplore.services.heat_picture import write_heat_picture

    if label and query:
        raise typer.BadParameter("Give --label or --query, not both.")
    configuration = Configuration.load(library, data_dir).choose(device=device, backbone=backbone)
    with configuration.open_library() as opened:
        rules = export_rules(opened, [target] if replace else [])
        explained = write_heat_picture(
            opened, Services(opened, configuration).explaining(), (moment, query, label), target, rules
        )
    if json:
        print_json(
            {
                "video": json_path(explained.video.path),
                "time_s": seconds(explained.time_s),
                "label": explained.label,
                "file": json_path(target),
            }
        )
    else:
        say(f"The heat map{f' for {explained.label!r}' if explained.label else ''} is in {target}.")
