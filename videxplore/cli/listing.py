"""Commands that list what a library holds: ``status``, ``transcript``, ``bookmarks`` and ``map``."""

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, ReplaceOption
from videxplore.cli.output import (
    clock,
    counted,
    json_path,
    plain,
    print_json,
    print_table,
    results,
    say,
    shown_task,
    table,
)
from videxplore.composition import Configuration, Services
from videxplore.core.json_text import seconds
from videxplore.core.texts import TEXT_KINDS, TextTrack
from videxplore.core.types import Video
from videxplore.services.exporting.moments_import import import_bookmarks
from videxplore.services.exporting.protection import export_rules
from videxplore.services.searching.query.query_text import find_video
from videxplore.services.selects import change_bookmarks
from videxplore.services.statistics import LibraryStatistics, runtime_reasons
from videxplore.services.transcripts import chosen_transcript, export_transcript, transcripts_of


def status(json: JsonOption = False, library: LibraryOption = None, data_dir: DataDirOption = None) -> None:
    """Show what the library holds, what is queued and what failed."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        statistics = opened.statistics()
    if json:
        print_json(status_document(configuration.paths.library, statistics))
    else:
        _print_status(configuration.paths.library, statistics)


def status_document(folder: Path, statistics: LibraryStatistics) -> dict[str, Any]:
    """The JSON document of a library."""
    return {
        "library": json_path(folder),
        "videos": statistics.videos,
        "hours": round(statistics.hours, 9),
        "shots": statistics.shots,
        "keyframes": statistics.keyframes,
        "clips": statistics.clips,
        "spaces": [
            {"name": name, "kind": kind, "dim": dim, "count": count}
            for name, kind, dim, count in statistics.spaces
        ],
        "bytes": dict(statistics.bytes),
        "queued": statistics.queued,
        "failed": [{"path": json_path(path), "error": error} for path, error in statistics.failed],
        "states": dict(statistics.states),
        "recorded": {"first": statistics.recorded[0], "last": statistics.recorded[1]},
        "cameras": dict(statistics.cameras),
        "engine": dataclasses.asdict(statistics.engine),
    }


def _print_status(folder: Path, statistics: LibraryStatistics) -> None:
    console = results()
    console.print(plain(f"Library {folder}"), soft_wrap=True)
    console.print(
        f"{counted(statistics.videos, 'video')}, {statistics.hours:.2f} h, "
        f"{counted(statistics.shots, 'scene')}, {counted(statistics.keyframes, 'keyframe')}, "
        f"{counted(statistics.clips, 'clip')}"
    )
    for name, kind, dim, count in statistics.spaces:
        console.print(
            plain(f"Space {name}: {kind}, {dim} numbers, {counted(count, 'vector')}"), soft_wrap=True
        )
    sizes = ", ".join(f"{part} {size / 1e6:.1f} MB" for part, size in statistics.bytes.items())
    console.print(f"On disk: {sizes}")
    states = ", ".join(f"{count} {state}" for state, count in sorted(statistics.states.items()))
    console.print(f"{statistics.queued} queued; {states or 'nothing indexed yet'}")
    if statistics.recorded[0]:
        first, last = (date.partition("T")[0] for date in statistics.recorded)
        console.print(f"Recorded {first} to {last}")
    if statistics.cameras:
        cameras = ", ".join(f"{count} {camera}" for camera, count in statistics.cameras.items())
        console.print(plain(f"Cameras: {cameras}"), soft_wrap=True)
    for reason in runtime_reasons(statistics.engine):
        console.print(plain(reason), soft_wrap=True)
    for path, error in statistics.failed:
        console.print(plain(f"Failed: {path}: {error}"), soft_wrap=True)


def bookmarks(
    video: Annotated[
        str | None, typer.Argument(metavar="[VIDEO]", help="A video of the library; none with --import.")
    ] = None,
    add: Annotated[list[float] | None, typer.Option(metavar="S", help="Bookmark this time.")] = None,
    remove: Annotated[
        list[float] | None, typer.Option(metavar="S", help="Remove the bookmark at this time.")
    ] = None,
    imported: Annotated[
        Path | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Bookmark the moments of a timeline or table: .otio, .edl, .fcpxml, .csv, .json.",
        ),
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the bookmarks of a video, after adding and removing some, or import them."""
    configuration = Configuration.load(library, data_dir)
    if imported is not None:
        if video is not None or add or remove:
            raise typer.BadParameter("--import names its videos itself: leave out VIDEO, --add and --remove")
        _import_bookmarks(configuration, imported, json=json)
        return
    if video is None:
        raise typer.BadParameter("name a video, or a file with --import")
    opening = configuration.open_existing_library if add or remove else configuration.open_library
    with opening() as opened:
        found = find_video(video, opened.catalogue)
        if add or remove:
            change_bookmarks(opened, found.id, add or (), remove or ())
        times_s = opened.catalogue.bookmarks.times_s(found.id)
    if json:
        print_json({"video": json_path(found.path), "bookmarks": [seconds(time_s) for time_s in times_s]})
        return
    listing = table("#at", "#seconds")
    for time_s in times_s:
        listing.add_row(clock(time_s), f"{time_s:.3f}")
    print_table(listing)


def _import_bookmarks(configuration: Configuration, file: Path, *, json: bool) -> None:
    with configuration.open_existing_library() as opened:
        made = import_bookmarks(opened, file)
    if json:
        videos = [
            {"video": json_path(path), "bookmarks": [seconds(time_s) for time_s in times_s]}
            for path, times_s in made.bookmarks.items()
        ]
        print_json({"imported": videos, "unknown": list(made.unknown)})
    else:
        count = sum(map(len, made.bookmarks.values()))
        say(f"{counted(count, 'moment')} of {file.name} bookmarked.")
        for name in made.unknown:
            say(f"Not in the library: {name}")
    if made.unknown:
        raise typer.Exit(1)


def scene_map(
    arrange: Annotated[
        bool, typer.Option("--arrange", help="Arrange all scenes again, similar ones close together.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the position of every scene on the map of the library."""
    configuration = Configuration.load(library, data_dir)
    with configuration.open_library() as opened:
        service = Services(opened, configuration).scene_maps()
        with shown_task("arranging scenes") as task:
            made = service.arrange(task) if arrange else service.current(task)
        videos = opened.catalogue.videos_by_id(sorted(set(made.video_ids.tolist())))
    rows = [
        (videos[video_id].path, time_s, x, y)
        for video_id, time_s, (x, y) in zip(
            made.video_ids.tolist(), made.times_s.tolist(), made.places.tolist(), strict=True
        )
        if video_id in videos
    ]
    if json:
        scenes = [
            {"video": json_path(path), "time_s": seconds(time_s), "x": round(x, 6), "y": round(y, 6)}
            for path, time_s, x, y in rows
        ]
        print_json({"arranged": made.is_arranged, "scenes": scenes})
        return
    listing = table("video", "#at", "#x", "#y")
    for path, time_s, x, y in rows:
        listing.add_row(plain(path.name), clock(time_s), f"{x:.3f}", f"{y:.3f}")
    print_table(listing)


def transcript(
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video of the library.")],
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[TARGET]", help=".srt or .vtt: with times; .txt: one line below the other."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="|".join(TEXT_KINDS), help="Only text of this kind.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="Only text in this language.")] = "",
    replace: ReplaceOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show the text of a video, or write it to a file."""
    if kind is not None and kind not in TEXT_KINDS:
        raise typer.BadParameter(f"{kind!r} is not one of {', '.join(TEXT_KINDS)}.", param_hint="--kind")
    with Configuration.load(library, data_dir).open_library() as opened:
        found = find_video(video, opened.catalogue)
        track = chosen_transcript(transcripts_of(opened, found.id), kind, language)
        if target is not None:
            export_transcript(track.lines, target, export_rules(opened, [target] if replace else []))
    if json:
        print_json(_document(found, track) | ({} if target is None else {"file": json_path(target)}))
    elif target is None:
        _print(track)
    else:
        results().print(plain(str(target)))


def _document(video: Video, track: TextTrack) -> dict[str, object]:
    lines = [
        {
            "start_s": line.start_s,
            "end_s": line.end_s,
            "text": line.text,
            "word_times_s": line.word_times_s,
            "box": line.box,
        }
        for line in track.lines
    ]
    return {
        "video": json_path(video.path),
        "kind": track.kind,
        "language": track.language,
        "name": track.name,
        "lines": lines,
    }


def _print(track: TextTrack) -> None:
    listing = table("#from", "#to", "text")
    for line in track.lines:
        listing.add_row(clock(line.start_s), clock(line.end_s), plain(line.text))
    print_table(listing)
