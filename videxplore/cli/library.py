"""``videxplore status``, ``shots`` and ``check``."""

import csv
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import json_path, plain, print_json, results, seconds, table
from videxplore.cli.video_argument import VideoArgument, indexed_video
from videxplore.composition import Configuration
from videxplore.core.types import Video
from videxplore.services.moments import NumberedShot, numbered_shots
from videxplore.services.statistics import LibraryStatistics, runtime_reasons


def status(json: JsonOption = False, library: LibraryOption = None, data_dir: DataDirOption = None) -> None:
    """Tell what the library holds, what waits and what failed."""
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
    if as_edl or as_otio:
        sys.stdout.write(_timeline(found, scenes, ".edl" if as_edl else ".otio"))
    elif json:
        print_json(shots_document(found, scenes))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("start_s", "end_s", "keyframe_s"))
        writer.writerows([f"{time_s:.6f}" for time_s in _times_s(scene)] for scene in scenes)
    else:
        listing = table("#scene", "#start_s", "#end_s", "#keyframe_s")
        for scene in scenes:
            listing.add_row(str(scene.number), *(f"{time_s:.3f}" for time_s in _times_s(scene)))
        results().print(listing)


def shots_document(video: Video, scenes: Sequence[NumberedShot]) -> dict[str, Any]:
    """The JSON document of a video's scenes."""
    rate = video.properties.frame_rate_hz if video.properties else None
    return {
        "video": json_path(video.path),
        "duration_s": seconds(video.duration_s),
        "frame_rate": f"{rate.numerator}/{rate.denominator}" if rate else "",
        "shots": [
            {"start_s": seconds(start_s), "end_s": seconds(end_s), "keyframe_s": seconds(keyframe_s)}
            for start_s, end_s, keyframe_s in map(_times_s, scenes)
        ],
    }


def _times_s(scene: NumberedShot) -> tuple[float, float, float]:
    """Start, end and keyframe."""
    return scene.shot.start_s, scene.shot.end_s, scene.keyframe_s


def _timeline(video: Video, scenes: Sequence[NumberedShot], suffix: str) -> str:
    """The scenes as a timeline for an editing program."""
    # Late: opentimelineio.
    from videxplore.services.exporting.timeline import timeline_text
    from videxplore.services.exporting.timeline_spans import TimelineSpan

    spans = [TimelineSpan.of_video(video, scene.shot.start_s, scene.shot.end_s) for scene in scenes]
    return timeline_text(spans, suffix, video.path.stem)


def _print_status(folder: Path, statistics: LibraryStatistics) -> None:
    console = results()
    console.print(plain(f"Library {folder}"), soft_wrap=True)
    console.print(
        f"{statistics.videos} videos, {statistics.hours:.2f} h, {statistics.shots} scenes, "
        f"{statistics.keyframes} keyframes, {statistics.clips} clips"
    )
    for name, kind, dim, count in statistics.spaces:
        console.print(plain(f"Space {name}: {kind}, {dim} numbers, {count} vectors"), soft_wrap=True)
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
