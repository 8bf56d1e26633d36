"""``videxplore export``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, ReplaceOption
from videxplore.cli.output import json_path, print_json, say
from videxplore.cli.work_display import shown_task
from videxplore.composition import Configuration, Services
from videxplore.core.export_files import ExportRules
from videxplore.services.exporting.protection import export_rules
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import find_video

if TYPE_CHECKING:
    from videxplore.services.exporting.video_tables import VideoTable


def export(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="TARGET",
            help="A folder for clips, or a file: .otio, .edl or .fcpxml for an editing program, "
            ".csv, .json or .parquet for a table.",
        ),
    ],
    moments: Annotated[
        list[str],
        typer.Argument(metavar="MOMENT", help="VIDEO@SECONDS, VIDEO@START-END, or VIDEO for all its scenes."),
    ],
    contents: Annotated[
        Literal["moments", "videos", "scenes", "predictions", "clusters"],
        typer.Option("--table", help="What a table holds; all but `moments` are of whole videos."),
    ] = "moments",
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Write moments as clips, as a timeline or as a table; clips whose name is taken are numbered."""
    # Late: opentimelineio and PyAV.
    from videxplore.services.exporting.export import names_folder

    is_folder = contents == "moments" and names_folder(target)
    if is_folder and replace:
        raise typer.BadParameter("nothing in a folder is replaced: --replace is for a file that is named")
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        rules = export_rules(opened, [target] if replace else [])
        if not is_folder:
            rules.check(target)
        if contents == "moments":
            files = _export_moments(opened, moments, target, rules)
        else:
            files = _export_table(Services(opened, configuration), moments, target, contents, rules)
    if json:
        print_json({"files": [json_path(file) for file in files]})
    else:
        say(f"{len(files)} file{'s' if len(files) != 1 else ''} written: {target}.")


def _export_moments(library: Library, moments: list[str], target: Path, rules: ExportRules) -> list[Path]:
    from videxplore.services.exporting.export import export_selection
    from videxplore.services.exporting.moment_names import selected_spans

    spans = selected_spans(library, moments)
    with shown_task("exporting") as task:
        return export_selection(spans, target, task, rules)


def _export_table(
    services: Services, names: list[str], target: Path, contents: "VideoTable", rules: ExportRules
) -> list[Path]:
    from videxplore.services.exporting.tables import write_table
    from videxplore.services.exporting.video_tables import video_table

    library = services.library
    videos = [find_video(name, library.catalogue) for name in names]
    made = video_table(library, videos, contents, lambda video_id: services.summaries().summarize(video_id))
    write_table(made, target, rules)
    return [target]
