"""``videxplore export``."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, Place, ReplaceOption
from videxplore.cli.output import json_path, print_json, say
from videxplore.cli.work_display import shown_task
from videxplore.core.errors import ExportError
from videxplore.core.export_files import ExportRules
from videxplore.core.types import Video
from videxplore.services.exporting.protection import export_rules
from videxplore.services.library import Library
from videxplore.services.searching.query_text import find_video


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
        Literal["moments", "scenes", "predictions", "clusters"],
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
    place = Place(library, data_dir)
    with place.open_library() as opened:
        rules = export_rules(opened, [target] if replace else [])
        if not is_folder:
            rules.check(target)
        if contents == "moments":
            files = _export_moments(opened, moments, target, rules)
        else:
            files = _export_table(opened, moments, target, contents, rules)
    if json:
        print_json({"files": [json_path(file) for file in files]})
    else:
        say(f"{len(files)} file{'s' if len(files) != 1 else ''} written: {target}.")


def _export_moments(library: Library, moments: list[str], target: Path, rules: ExportRules) -> list[Path]:
    from videxplore.cli.moment_arguments import selected_spans
    from videxplore.services.exporting.export import export_selection

    spans = selected_spans(library, moments)
    with shown_task("exporting") as task:
        return export_selection(spans, target, task, rules)


def _export_table(
    library: Library, names: list[str], target: Path, contents: str, rules: ExportRules
) -> list[Path]:
    from videxplore.services.exporting import tables as export_tables

    videos = [_analysed(find_video(name, library.catalogue), library) for name in names]
    if contents == "scenes":
        made = export_tables.scene_table(library, videos)
    elif contents == "predictions":
        made = export_tables.prediction_table(library, videos)
    else:
        from videxplore.services.summarising.summary import SummaryService

        service = SummaryService(library)
        made = export_tables.cluster_table([service.summarize(video.id) for video in videos])
    export_tables.write_table(made, target, rules)
    return [target]


def _analysed(video: Video, library: Library) -> Video:
    if not library.catalogue.shots(video.id):
        raise ExportError(f"{video.path.name} has not been analysed yet: index it first.")
    return video
