"""Commands that list scenes or write files: ``shots``, ``export`` and ``explain``."""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from videxplore.cli.indexing import indexed_video
from videxplore.cli.options import (
    BackboneOption,
    DataDirOption,
    DeviceOption,
    JsonOption,
    LibraryOption,
    ReplaceOption,
    VideoArgument,
)
from videxplore.cli.output import (
    counted,
    json_path,
    print_json,
    print_table,
    say,
    shown_task,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.export_files import ExportRules
from videxplore.core.json_text import seconds
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.spans import SelectedSpan
from videxplore.core.texts import TextKind
from videxplore.core.types import Video
from videxplore.services.exporting.export import (
    STILL_SUFFIXES,
    export_notes,
    export_selection,
    names_folder,
)
from videxplore.services.exporting.moment_names import selected_spans
from videxplore.services.exporting.protection import export_rules
from videxplore.services.exporting.tables import VideoTable, video_table, write_table
from videxplore.services.exporting.timeline import timeline_text
from videxplore.services.exporting.timeline_spans import TimelineSpan
from videxplore.services.heat_picture import MomentToExplain, write_heat_picture
from videxplore.services.library import Library
from videxplore.services.moments import NumberedShot, numbered_shots
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.searching.words.found_words import FoundLine
from videxplore.services.video_metadata import timecode_of


def shots(
    video: VideoArgument,
    json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
    as_edl: Annotated[bool, typer.Option("--edl", help="Print a CMX 3600 edit decision list.")] = False,
    as_otio: Annotated[bool, typer.Option("--otio", help="Print an OpenTimelineIO timeline.")] = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the scenes of a video; one that is not in the library is indexed first."""
    configuration = Configuration.load(library, data_dir)
    with indexed_video(configuration, video) as (services, found):
        scenes = numbered_shots(services.library, found.id)
        facts = services.library.catalogue.facts_by_shot([scene.shot.id for scene in scenes]) if json else {}
    if as_edl or as_otio:
        sys.stdout.write(_timeline(found, scenes, ".edl" if as_edl else ".otio"))
    elif json:
        print_json(shots_document(found, scenes, facts))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("start_s", "end_s", "keyframe_s"))
        writer.writerows([f"{time_s:.6f}" for time_s in _times_s(scene)] for scene in scenes)
    else:
        listing = table("#scene", "#start_s", "#end_s", "#keyframe_s")
        for scene in scenes:
            listing.add_row(str(scene.number), *(f"{time_s:.3f}" for time_s in _times_s(scene)))
        print_table(listing)


def shots_document(
    video: Video, scenes: Sequence[NumberedShot], facts: Mapping[int, SceneFacts]
) -> dict[str, Any]:
    """The JSON document of a video's scenes, with what was measured of them by shot id."""
    rate = video.properties.frame_rate_hz if video.properties else None
    return {
        "video": json_path(video.path),
        "duration_s": seconds(video.duration_s),
        "frame_rate": f"{rate.numerator}/{rate.denominator}" if rate else "",
        "start_timecode": timecode_of(video).start,
        "shots": [
            {
                **dict(zip(("start_s", "end_s", "keyframe_s"), map(seconds, _times_s(scene)), strict=True)),
                "facts": facts[scene.shot.id].to_json() if scene.shot.id in facts else None,
            }
            for scene in scenes
        ],
    }


def _times_s(scene: NumberedShot) -> tuple[float, float, float]:
    """Start, end and keyframe."""
    return scene.shot.start_s, scene.shot.end_s, scene.keyframe_s


def _timeline(video: Video, scenes: Sequence[NumberedShot], suffix: str) -> str:
    """The scenes as a timeline for an editing program."""
    spans = TimelineSpan.of_selection([SelectedSpan.of_shot(video, scene.shot) for scene in scenes])
    return timeline_text(spans, suffix, video.path.stem)


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
    """Write moments as clips, as a timeline or as a table; clips whose name is taken are numbered.

    Clips of HDR video stay HDR, as HEVC with 10 bits, and clips of interlaced video keep their fields.
    """
    is_folder = contents == "moments" and names_folder(target)
    if is_folder and replace:
        raise typer.BadParameter("nothing in a folder is replaced: --replace is for a file that is named")
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        rules = export_rules(opened, [target] if replace else [])
        if not (is_folder or target.suffix.lower() in STILL_SUFFIXES):
            rules.check(target)
        notes: list[str] = []
        if contents == "moments":
            files, notes = _export_moments(opened, moments, target, rules)
        else:
            files = _export_table(Services(opened, configuration), moments, target, contents, rules)
    if json:
        print_json({"files": [json_path(file) for file in files], "notes": notes})
    else:
        place = target if is_folder or target in files else target.parent
        say(f"{counted(len(files), 'file')} written: {place}.")
        for note in notes:
            say(note)


def _export_moments(
    library: Library, moments: list[str], target: Path, rules: ExportRules
) -> tuple[list[Path], list[str]]:
    spans = selected_spans(library, moments)
    with shown_task("exporting") as task:
        return export_selection(spans, target, task, rules), export_notes(spans, target)


def _export_table(
    services: Services, names: list[str], target: Path, contents: VideoTable, rules: ExportRules
) -> list[Path]:
    library = services.library
    videos = [find_video(name, library.catalogue) for name in names]
    made = video_table(library, videos, contents, lambda video_id: services.summaries().summarize(video_id))
    write_table(made, target, rules)
    return [target]


def explain(
    moment: Annotated[str, typer.Argument(metavar="MOMENT", help="VIDEO@SECONDS.")],
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="The image to write: .png, .jpg, .webp or .pdf.")
    ],
    label: Annotated[
        str, typer.Option(metavar="LABEL", help="The label to explain; the likeliest by default.")
    ] = "",
    query: Annotated[
        str, typer.Option(metavar="QUERY", help="Explain the match with this, instead of a label.")
    ] = "",
    words: Annotated[
        str, typer.Option(metavar="WORDS", help="Quote what is said or written there and holds these words.")
    ] = "",
    backbone: BackboneOption = None,
    device: DeviceOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Draw why a frame has a label or an action, matches a query, or is found by words.

    A heat map shows which regions contribute; text on screen is framed.
    """
    if sum(map(bool, (label, query, words))) > 1:
        raise typer.BadParameter("Give one of --label, --query and --words.")
    configuration = Configuration.load(library, data_dir).choose(device=device, backbone=backbone)
    with configuration.open_library() as opened:
        rules = export_rules(opened, [target] if replace else [])
        explained = write_heat_picture(
            opened,
            Services(opened, configuration).explaining(),
            MomentToExplain(moment, query, label, words),
            target,
            rules,
        )
    if json:
        print_json(
            {
                "video": json_path(explained.video.path),
                "time_s": seconds(explained.time_s),
                "label": explained.label,
                "strongest_s": None if explained.strongest_s is None else seconds(explained.strongest_s),
                "lines": [_line_row(one) for one in explained.lines],
                "file": json_path(target),
            }
        )
        return
    for one in explained.lines:
        say(f"{_TEXT_WORDS[one.kind]}: {_marked(one)}")
    if explained.lines:
        say(f"The frame is in {target}.")
    else:
        say(f"The heat map{f' for {explained.label!r}' if explained.label else ''} is in {target}.")
        if explained.strongest_s is not None:
            say(f"In this clip the action is seen most at {seconds(explained.strongest_s)} s.")


_TEXT_WORDS: dict[TextKind, str] = {"subtitle": "Said", "speech": "Said", "screen": "On screen"}


def _marked(found: FoundLine) -> str:
    """A line with the words that were asked for between asterisks."""
    text = found.line.text
    for start, end in reversed(found.places):
        text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
    return text


def _line_row(found: FoundLine) -> dict[str, object]:
    return {
        "kind": found.kind,
        "start_s": seconds(found.line.start_s),
        "end_s": seconds(found.line.end_s),
        "text": found.line.text,
        "words": [list(place) for place in found.places],
        "box": None if found.line.box is None else list(found.line.box),
    }
