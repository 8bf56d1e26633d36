"""``videxplore index``, and indexing as a part of other commands."""

import itertools
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn

from videxplore.backbones.specs import Views
from videxplore.cli.options import (
    BackboneOption,
    DataDirOption,
    DeviceOption,
    JsonOption,
    LibraryOption,
    ProgressOption,
    WeightsOption,
)
from videxplore.cli.output import (
    DONE,
    SOME_FAILED,
    UNAVAILABLE,
    clock,
    json_path,
    notices,
    plain,
    print_json,
    results,
    say,
)
from videxplore.composition import Configuration, Services
from videxplore.core.errors import (
    CatalogueMissingError,
    UnknownVideoError,
    UnreadableVideoError,
)
from videxplore.core.file_names import display_name, expanded, is_file
from videxplore.core.json_text import seconds
from videxplore.core.task import Task
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.cluster.joining import ClusterSettings
from videxplore.services.indexing.cluster.roots import parsed_roots
from videxplore.services.indexing.index_types import (
    IndexEvent,
    IndexOptions,
    IndexProgress,
    IndexReport,
    IndexStatus,
)
from videxplore.services.indexing.indexer import Indexer, index_and_watch
from videxplore.services.searching.query.query_text import find_video

_MOST_LEFT_OUT = 10
"""Left out paths that are printed one by one."""

ActionsOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Video model that compares motion, or `none`.")
]
DescriptionsOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Model that compares descriptions with frames as well, or `none` (extra `text`).",
    ),
]
ViewsOption = Annotated[
    str,
    typer.Option(metavar="CLIPSxCROPS", help="Average that model over several clips and crops, such as 2x3."),
]
WordsOnScreenOption = Annotated[
    bool | None,
    typer.Option(
        "--words-on-screen/--no-words-on-screen",
        help="Read the text on screen, after everything else (extra `ocr`).",
    ),
]
SpeechOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FOLDER",
        help="Recognise speech, after everything else: the model, or `none` (extra `speech`).",
    ),
]
ClusterOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Let the workers of a cluster do it; the scheduler's address.")
]
RootOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=PATH", help="Where a folder is here that has other paths on other machines."),
]
CertificatesOption = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="The certificates of the cluster; by default in the data folder."),
]
DepthOption = Annotated[Depth, typer.Option(help="quick: searchable; full: exact scenes as well.")]


def index(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH ...", help="Videos, and folders of videos.")],
    depth: DepthOption = Depth.FULL,
    device: DeviceOption = None,
    backbone: BackboneOption = None,
    actions: ActionsOption = None,
    descriptions: DescriptionsOption = None,
    views: ViewsOption = "1x1",
    words_on_screen: WordsOnScreenOption = None,
    speech: SpeechOption = None,
    weights: WeightsOption = None,
    processes: Annotated[
        int, typer.Option(min=0, help="Analysis processes side by side; 0 chooses for this machine.")
    ] = 0,
    on: ClusterOption = "",
    root: RootOption = None,
    certificates: CertificatesOption = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Also try again what failed and has not changed.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Keep indexing what changes, until Ctrl+C.")] = False,
    progress: ProgressOption = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Analyse videos into the library; what is there already is left alone."""
    configuration = Configuration.load(library, data_dir)
    configuration = configuration.choose(device=device, backbone=backbone, actions=chosen_model(actions))
    options = replace(
        configuration.asked_options(
            descriptions=chosen_model(descriptions),
            words_on_screen=words_on_screen,
            speech=chosen_model(speech),
        ),
        depth=depth,
        weights_file=weights,
        views=parsed_views(views),
        process_count=processes,
    )
    report = run_index(
        configuration,
        options,
        paths,
        progress=progress,
        watch=watch,
        retry_failed=retry_failed,
        cluster=_cluster(configuration, on, certificates, root or ()) if on else None,
    )
    if json:
        print_json(index_document(configuration.paths.library, report))
    else:
        print_report(report)
    if report.stopped:
        say(report.stopped)
        raise typer.Exit(UNAVAILABLE)
    is_whole = all(video.status not in (IndexStatus.FAILED, IndexStatus.CANCELLED) for video in report.videos)
    raise typer.Exit(DONE if is_whole else SOME_FAILED)


def chosen_model(name: str | None) -> str | None:
    """The model of this name; none for ``none``, that of the settings for None."""
    return "" if name == "none" else name


def _cluster(
    configuration: Configuration, address: str, certificates: Path | None, roots: Sequence[str]
) -> ClusterSettings:
    return ClusterSettings(
        address, certificates_folder(configuration, certificates), parsed_roots(roots), say
    )


def certificates_folder(configuration: Configuration, chosen: Path | None) -> Path:
    """The folder of the certificates of a cluster."""
    return expanded(chosen).absolute() if chosen else configuration.certificates


def parsed_views(text: str) -> Views:
    """The views that ``CLIPSxCROPS`` means."""
    found = re.fullmatch(r"([1-9])x([1-9])", text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a number of clips and crops, such as 2x3.")
    return Views(int(found[1]), int(found[2]))


def run_index(
    configuration: Configuration,
    options: IndexOptions,
    paths: list[Path],
    *,
    progress: bool,
    watch: bool = False,
    retry_failed: bool = False,
    cluster: ClusterSettings | None = None,
) -> IndexReport:
    """Index with a progress bar on a terminal; the first Ctrl+C stops cleanly."""
    task = Task()
    shown = progress or sys.stderr.isatty()
    with (
        configuration.open_library(writable=True) as library,
        cancelled_by_interrupt(task),
        _shown_run(enabled=shown) as show,
    ):
        indexer = Indexer(library, options, cluster=cluster)
        if retry_failed:
            indexer.retry(paths)
        if watch:
            return index_and_watch(indexer, paths, task, show, _say_refused)
        return indexer.run(paths, task, show)


def _say_refused(folder: Path, reason: str) -> None:
    say(f"New files in {display_name(folder)} will not be noticed: {reason}.")


def index_document(library: Path, report: IndexReport) -> dict[str, Any]:
    """The JSON document of an index run."""
    return {
        "library": json_path(library),
        "device": report.device,
        "videos": [
            {
                "path": json_path(video.path),
                "status": video.status.value,
                "error": video.error,
                "duration_s": seconds(video.duration_s),
                "shots": video.shots,
                "keyframes": video.keyframes,
                "clips": video.clips,
                "wall_s": seconds(video.wall_s),
                "warnings": list(video.warnings),
            }
            for video in report.videos
        ],
        "kept": [json_path(video.path) for video in report.kept],
        "left_out": [{"path": json_path(path), "reason": reason} for path, reason in report.left_out.items()],
        "wall_s": seconds(report.wall_s),
        "video_s": seconds(report.video_s),
        "x_realtime": round(report.x_realtime, 3),
        "stopped": report.stopped,
    }


@contextmanager
def cancelled_by_interrupt(task: Task) -> Iterator[None]:
    """Let Ctrl+C cancel the task; pressed again, it ends the program."""
    previous = signal.getsignal(signal.SIGINT)
    previous_end = signal.getsignal(signal.SIGTERM)

    def cancel(number: int, frame: FrameType | None) -> None:
        task.cancel()
        signal.signal(signal.SIGINT, previous)
        signal.signal(signal.SIGTERM, previous_end)

    signal.signal(signal.SIGINT, cancel)
    signal.signal(signal.SIGTERM, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
        signal.signal(signal.SIGTERM, previous_end)


def print_report(report: IndexReport) -> None:
    """What came of the run, for people."""
    console = results()
    counts = dict.fromkeys(IndexStatus, 0)
    for video in report.videos:
        counts[video.status] += 1
        if video.error:
            console.print(plain(f"{video.path}: {video.error}"), soft_wrap=True)
        for warning in video.warnings:
            console.print(plain(f"{video.path}: {warning}"), soft_wrap=True)
    for kept in report.kept:
        said = "kept as a missing video, with what you marked in it; another one has its name now."
        console.print(plain(f"{kept.path}: {said}"), soft_wrap=True)
    for path, reason in itertools.islice(report.left_out.items(), _MOST_LEFT_OUT):
        console.print(plain(f"{path}: left out, {reason}."), soft_wrap=True)
    if len(report.left_out) > _MOST_LEFT_OUT:
        more = len(report.left_out) - _MOST_LEFT_OUT
        console.print(f"{more} more were left out; `--json` names them.", soft_wrap=True)
    parts = [f"{count} {status.value}" for status, count in counts.items() if count]
    speed = f", {report.x_realtime:.0f} times real time on {report.device}" if report.video_s else ""
    if parts or not report.stopped:
        console.print(
            plain(f"{', '.join(parts) or 'No videos found'}; {clock(report.video_s)} of video{speed}."),
            soft_wrap=True,
        )


@contextmanager
def _shown_run(*, enabled: bool) -> Iterator[Callable[[IndexEvent], None]]:
    """Show a bar with videos done, what is searchable, speed and time left; yield what updates it."""
    display = Progress(
        BarColumn(bar_width=24),
        TextColumn("{task.description}", markup=False),
        console=notices(),
        disable=not enabled,
        transient=True,
    )
    with display:
        bar = display.add_task("looking for videos", total=None)

        def show(event: IndexEvent) -> None:
            progress = event.progress
            display.update(
                bar,
                total=progress.total or None,
                completed=progress.fraction * progress.total,
                description=f"{describe(progress)} · {plain(event.path.name)}",
            )

        yield show


def describe(progress: IndexProgress) -> str:
    """The present pass of a run in one line, such as ``quick 12/340 · 84x real time · cpu · 6 min left``."""
    parts = [f"{progress.index_pass.value} {progress.pass_done}/{progress.total}"]
    if progress.searchable_s:
        parts.append(f"{_length(progress.searchable_s)} searchable")
    if progress.x_realtime:
        parts.append(f"{progress.x_realtime:.0f}x real time")
    if progress.limited_by:
        parts.append(f"limited by {progress.limited_by}")
    if progress.engine.device:
        parts.append(progress.engine.device)
    if progress.left_s is not None:
        parts.append(f"{_length(progress.left_s)} left")
    return " · ".join(parts)


def _length(time_s: float) -> str:
    """A length in the largest unit that fits."""
    for unit, size_s in (("h", 3600.0), ("min", 60.0)):
        if time_s >= size_s:
            return f"{time_s / size_s:.1f} {unit}"
    return f"{time_s:.0f} s"


@contextmanager
def indexed_video(configuration: Configuration, name: str) -> Iterator[tuple[Services, Video]]:
    """Open the library, with the named video completely analysed in it, and make its services.

    Raises:
        UnknownVideoError: If the library has no such video and there is no such file.
        UnreadableVideoError: If the file cannot be indexed.
    """
    video = _known(configuration, name)
    if video is None or video.depth is not Depth.FULL:
        file = expanded(Path(name)).absolute() if video is None else video.path
        if not is_file(file):
            raise UnknownVideoError(f"There is no video {name}, neither in the library nor as a file.")
        options = configuration.choose(actions="").index_options()
        report = run_index(configuration, options, [file], progress=False)
        for failed in report.failed:
            raise UnreadableVideoError(f"{file.name} cannot be indexed: {failed.error}")
    with configuration.open_library() as library:
        yield (
            Services(library, configuration),
            find_video(str(file) if video is None else str(video.path), library.catalogue),
        )


def _known(configuration: Configuration, name: str) -> Video | None:
    """The video in the library as it is; None when it is not there."""
    try:
        with configuration.open_library() as library:
            return find_video(name, library.catalogue)
    except CatalogueMissingError:
        return None
    except UnknownVideoError:
        if is_file(expanded(Path(name))):
            return None
        raise
