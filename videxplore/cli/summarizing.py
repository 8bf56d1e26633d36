"""``videxplore summarize`` and ``recurring``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.indexing import indexed_video
from videxplore.cli.options import (
    DataDirOption,
    JsonOption,
    LibraryOption,
    ReplaceOption,
    checked_length,
)
from videxplore.cli.output import clock, plain, print_json, print_table, say, shown_task, table
from videxplore.composition import Configuration, Services
from videxplore.core.export_files import ExportRules
from videxplore.core.json_text import seconds
from videxplore.core.scene_facts import SceneFilter
from videxplore.core.summaries import Cluster, SelectionSummary, Summary
from videxplore.core.types import Video
from videxplore.paths import resources_folder
from videxplore.services.exporting.moment_names import is_moment, selected_spans
from videxplore.services.exporting.protection import export_rules
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.summarising.contact_sheet import ContactSheetStyle, write_contact_sheet
from videxplore.services.summarising.recurring import recurring_document, recurring_scenes
from videxplore.services.summarising.scene_chapters import find_chapters, write_chapters_file
from videxplore.services.summarising.skim import SkimService, skim_scenes
from videxplore.services.summarising.storyboard import StoryboardStyle, write_storyboard
from videxplore.services.summarising.summary import SummaryService

DEFAULT_SKIM_S = 30.0


SummarizedArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="VIDEO | MOMENT ...",
        help="A file or the name of a video of the library; or several of them and moments, "
        "VIDEO@SECONDS or VIDEO@START-END, that are summarised together.",
    ),
]
KeyframesOption = Annotated[int | None, typer.Option(min=1, help="How many keyframes.")]
SkimLengthOption = Annotated[
    float | None,
    typer.Option("--seconds", metavar="S", callback=checked_length, help="How long a skim, 30 s by default."),
]
StoryboardOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Draw the summary: .png, .jpg, .webp or .pdf.")
]
SheetOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Draw an image of each scene: .png, .jpg, .webp or .pdf."),
]
ColumnsOption = Annotated[int, typer.Option(min=1, help="Images in a row of the sheet.")]
TileOption = Annotated[int, typer.Option(min=40, help="Width of an image of the sheet, in pixels.")]
HeaderOption = Annotated[bool, typer.Option(help="Whether the sheet shows name and length.")]
SkimOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the main scenes as a shorter video: .mp4, .mkv ..."),
]
OnlyMovingOption = Annotated[
    bool, typer.Option("--only-moving", help="Leave scenes out of the skim in which nothing moves.")
]
NoSilenceOption = Annotated[bool, typer.Option("--no-silence", help="Leave silent scenes out of the skim.")]
ChaptersOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write chapters: .vtt, .txt, or a copy of the video with them."),
]


def summarize(
    videos: SummarizedArgument,
    keyframes: KeyframesOption = None,
    seconds_of_skim: SkimLengthOption = None,
    storyboard: StoryboardOption = None,
    sheet: SheetOption = None,
    columns: ColumnsOption = 5,
    tile_px: TileOption = 320,
    header: HeaderOption = True,
    skim: SkimOption = None,
    only_moving: OnlyMovingOption = False,
    no_silence: NoSilenceOption = False,
    chapters: ChaptersOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Summarise a video or chosen moments; a video that is not in the library is indexed first."""
    configuration = Configuration.load(library, data_dir)
    if len(videos) > 1 or is_moment(videos[0]):
        if sheet or skim or chapters or seconds_of_skim is not None:
            raise typer.BadParameter("of several moments there are keyframes and a storyboard only")
        _summarize_moments(configuration, videos, keyframes, storyboard, replace=replace, json=json)
        return
    targets = [target for target in (storyboard, sheet, skim, chapters) if target is not None]
    if len(set(targets)) < len(targets):
        raise typer.BadParameter("each of --storyboard, --sheet, --skim and --chapters needs its own file")
    with indexed_video(configuration, videos[0]) as (services, found):
        opened = services.library
        rules = export_rules(opened, targets if replace else [])
        for target in targets:
            rules.check(target)
        service = services.summaries()
        summary = service.summarize(found.id, keyframes)
        document = service.document(summary)
        if storyboard is not None:
            _draw_storyboard(summary, opened, storyboard, rules)
        if sheet is not None:
            _draw_sheet(found, opened, sheet, rules, columns, tile_px, header=header)
        if skim is not None or seconds_of_skim is not None:
            budget_s = DEFAULT_SKIM_S if seconds_of_skim is None else seconds_of_skim
            shown = skim_scenes(only_moving=only_moving, no_silence=no_silence)
            document["skim"] = _skim(services.skims(), found, budget_s, skim, rules, shown)
        if chapters is not None:
            document |= _chapters(service, opened, found, chapters, rules)
    if json:
        print_json(document)
    else:
        _print_clusters(summary.clusters)


def recurring(
    videos: Annotated[
        list[str] | None, typer.Argument(metavar="VIDEO", help="Only in these; in all without any.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the scenes that recur, in one video or in several: those of most videos first."""
    with Configuration.load(library, data_dir).open_library() as opened:
        chosen = [find_video(name, opened.catalogue).id for name in videos] if videos else None
        with shown_task("comparing scenes") as task:
            found = recurring_scenes(opened, task, chosen)
        document = recurring_document(opened, found)
    if json:
        print_json(document)
        return
    listing = table("#scenes", "#videos", "#length", "#picture at", "of")
    for scene in document["recurring"]:
        shown = scene["scenes"][scene["representative"]]
        listing.add_row(
            str(len(scene["scenes"])),
            str(scene["videos"]),
            clock(scene["duration_s"]),
            clock(shown["time_s"]),
            plain(Path(shown["video"]).name),
        )
    print_table(listing)


def _summarize_moments(
    configuration: Configuration,
    texts: list[str],
    keyframes: int | None,
    storyboard: Path | None,
    *,
    replace: bool,
    json: bool,
) -> None:
    with configuration.open_library() as opened:
        rules = export_rules(opened, [storyboard] if replace and storyboard is not None else [])
        if storyboard is not None:
            rules.check(storyboard)
        spans = selected_spans(opened, texts)
        service = Services(opened, configuration).selections()
        summary = service.summarize(spans, keyframes)
        if storyboard is not None:
            _draw_storyboard(summary, opened, storyboard, rules)
    if json:
        print_json(service.document(spans, summary))
    else:
        _print_clusters(summary.clusters)


def _draw_storyboard(
    summary: Summary | SelectionSummary, library: Library, target: Path, rules: ExportRules
) -> None:
    write_storyboard(summary, library, target, StoryboardStyle(resources_folder() / "fonts"), rules)
    say(f"The storyboard is in {target}.")


def _draw_sheet(
    video: Video,
    library: Library,
    target: Path,
    rules: ExportRules,
    columns: int,
    tile_px: int,
    *,
    header: bool,
) -> None:
    with shown_task("drawing") as task:
        style = ContactSheetStyle(resources_folder() / "fonts", columns, tile_px, header=header)
        write_contact_sheet(video, library, target, style, task, rules)
    say(f"The contact sheet is in {target}.")


def _skim(
    skims: SkimService,
    video: Video,
    budget_s: float,
    target: Path | None,
    rules: ExportRules,
    scenes: SceneFilter,
) -> list[dict[str, float]]:
    """Write the skim, or only choose its segments; return them for the JSON document."""
    if target is None:
        segments = skims.choose(video.id, budget_s, scenes)
    else:
        with shown_task("writing the skim") as task:
            segments = skims.write(video.id, budget_s, target, task, rules, scenes)
        say(f"The skim, {sum(segment.length_s for segment in segments):.1f} s long, is in {target}.")
    return [{"start_s": seconds(segment.start_s), "end_s": seconds(segment.end_s)} for segment in segments]


def _chapters(
    service: SummaryService, library: Library, video: Video, target: Path, rules: ExportRules
) -> dict[str, Any]:
    """Write the chapters; return them, and what a copy of the video is without, for the JSON document."""
    found = find_chapters(library, service, video.id)
    with shown_task("writing the chapters") as task:
        left_out = write_chapters_file(video, found, target, task, rules)
    say(f"The chapters, {len(found)} of them, are in {target}.")
    for sentence in left_out:
        say(sentence)
    chapters = [
        {"start_s": seconds(chapter.start_s), "end_s": seconds(chapter.end_s), "title": chapter.title}
        for chapter in found
    ]
    return {"chapters": chapters, "left_out": left_out}


def _print_clusters(clusters: Sequence[Cluster]) -> None:
    listing = table("#share", "#picture at", "#pictures", "label")
    for cluster in clusters:
        listing.add_row(
            f"{cluster.weight:.0%}",
            clock(cluster.representative.time_s),
            str(len(cluster.members)),
            plain(cluster.label),
        )
    print_table(listing)
