"""``videxplore analyse`` and ``videxplore add``: analyses as files, made on any machine by any scheduler."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from videxplore.cli.indexing import (
    ActionsOption,
    DepthOption,
    ViewsOption,
    cancelled_by_interrupt,
    chosen_model,
    parsed_views,
)
from videxplore.cli.options import (
    BackboneOption,
    DataDirOption,
    DeviceOption,
    JsonOption,
    LibraryOption,
    ReplaceOption,
    WeightsOption,
)
from videxplore.cli.output import DONE, SOME_FAILED, json_path, print_json, say, shown_task
from videxplore.composition import Configuration
from videxplore.core.errors import ExportError
from videxplore.core.export_files import ExportRules, write_export
from videxplore.core.file_names import display_name, expanded
from videxplore.core.json_text import seconds
from videxplore.core.types import Depth
from videxplore.services.indexing.results.adding import AddStatus, ResultAdder
from videxplore.services.indexing.results.analysis_file import AnalysisResult, is_result, result_to_bytes
from videxplore.services.indexing.results.one_job import OneJobAnalyser
from videxplore.services.indexing.run.worker import AnalysisProcess


def analyse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A video; it need not be in a library.")],
    out: Annotated[Path, typer.Option("--out", metavar="RESULT", help="The file to write the analysis to.")],
    depth: DepthOption = Depth.FULL,
    device: DeviceOption = None,
    backbone: BackboneOption = None,
    actions: ActionsOption = None,
    views: ViewsOption = "1x1",
    weights: WeightsOption = None,
    replace_file: ReplaceOption = False,
    json: JsonOption = False,
    data_dir: DataDirOption = None,
) -> None:
    """Analyse one video into a file, without a library; `videxplore add` adds the file to one.

    One command, one exit code: a scheduler such as Slurm, or a render manager, can start it anywhere.
    """
    configuration = Configuration.load(None, data_dir)
    configuration = configuration.choose(device=device, backbone=backbone, actions=chosen_model(actions))
    options = replace(
        configuration.index_options(), depth=depth, weights_file=weights, views=parsed_views(views)
    )
    target, video = expanded(out).absolute(), expanded(file).absolute()
    rules = ExportRules(replaceable=frozenset([target] if replace_file else []))
    # Before the work, and again when the file gets its name.
    rules.check(target)
    if os.path.lexists(target) and not is_result(target):
        raise ExportError(
            f"{display_name(out)} is not an analysis of a video, and stays: choose another name."
        )
    with (
        shown_task(display_name(video)) as task,
        cancelled_by_interrupt(task),
        OneJobAnalyser(AnalysisProcess(options), options) as analyser,
    ):
        result = analyser.analyse(video, task)
    write_export(target, result_to_bytes(result), rules)
    if json:
        print_json(_document(result, target))
    else:
        for warning in result.analysis.warnings:
            say(f"{video}: {warning}")
        say(f"The analysis of {display_name(video)} is in {target}.")


def add(
    results: Annotated[
        list[Path], typer.Argument(metavar="RESULT ...", help="Files that `videxplore analyse` wrote.")
    ],
    videos: Annotated[
        list[Path] | None,
        typer.Option("--videos", metavar="PATH", help="Where videos are that the library does not hold yet."),
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Add analyses that were made elsewhere to the library; adding one again changes nothing."""
    reports = []
    with (
        Configuration.load(library, data_dir).open_library(writable=True) as opened,
        shown_task("adding") as task,
        cancelled_by_interrupt(task),
    ):
        adder = ResultAdder(opened, videos or ())
        for number, file in enumerate(results):
            task.checkpoint(number, len(results))
            reports.append(adder.add(expanded(file).absolute(), task))
        folder = opened.folder
    if json:
        print_json(
            {
                "library": json_path(folder),
                "results": [
                    {
                        "file": json_path(one.file),
                        "status": one.status.value,
                        "video": json_path(one.video) if one.video else None,
                        "error": one.error,
                    }
                    for one in reports
                ],
            }
        )
    for one in reports:
        if one.error:
            say(f"{one.file}: {one.error}")
    if not json:
        counts = {status: sum(one.status is status for one in reports) for status in AddStatus}
        say(", ".join(f"{count} {status.value}" for status, count in counts.items() if count) + ".")
    failed = any(one.status is AddStatus.FAILED for one in reports)
    raise typer.Exit(SOME_FAILED if failed else DONE)


def _document(result: AnalysisResult, target: Path) -> dict[str, object]:
    analysis = result.analysis
    return {
        "video": json_path(result.path),
        "result": json_path(target),
        "depth": analysis.depth.value,
        "duration_s": seconds(analysis.properties.duration_s),
        "shots": len(analysis.shots),
        "keyframes": sum(len(shot.keyframes) for shot in analysis.shots),
        "clips": sum(len(shot.clips) for shot in analysis.shots),
        "wall_s": seconds(result.analysed.wall_s),
        "warnings": list(analysis.warnings),
    }
