"""``videxplore demo``: indexes real clips into a temporary library and searches in it."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from videxplore.backbones.registry import DEFAULT_BACKBONE
from videxplore.cli.indexing import print_report, run_index
from videxplore.cli.options import DataDirOption, ProgressOption
from videxplore.cli.output import clock, plain, results, say
from videxplore.cli.searching import print_ranking
from videxplore.cli.window import import_app, run_window
from videxplore.composition import Configuration, Services
from videxplore.core.errors import UnreadableVideoError
from videxplore.core.types import Moment, Shot, Video
from videxplore.paths import demo_clips
from videxplore.services.searching.query.query import Query, Ranking

PICTURE_NAME = "videxplore-demo.png"
MOMENTS = 8


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Videos to show; by default the demo clips.")
    ] = None,
    progress: ProgressOption = False,
    data_dir: DataDirOption = None,
) -> None:
    """Index real clips into a temporary library and show a scene with its similar moments."""
    clips = [folder] if folder is not None else demo_clips()
    with tempfile.TemporaryDirectory(prefix="videxplore-demo-") as scratch:
        configuration = Configuration.load(Path(scratch) / "library", data_dir)
        # The models that come with the program, whatever the settings name.
        own = configuration.choose(backbone=DEFAULT_BACKBONE, actions="")
        report = run_index(own, own.index_options(), clips, progress=progress)
        print_report(report)
        with own.open_library() as library:
            video, shot, ranking = best_example(Services(library, own))
        _show(configuration, video, shot, ranking)


def best_example(services: Services) -> tuple[Video, Shot, Ranking]:
    """The scene with the best match in another video, as an example of what the program does.

    Raises:
        UnreadableVideoError: If nothing could be indexed.
    """
    service, library = services.similarity(), services.library
    best: tuple[tuple[float, int], Video, Shot, Ranking] | None = None
    for video in library.catalogue.videos():
        for shot in library.catalogue.shots(video.id)[:3]:
            ranking = service.find(Query.scene(video.id, (shot.start_s + shot.end_s) / 2), MOMENTS)
            score = _interest(ranking.moments, video)
            if best is None or score > best[0]:
                best = (score, video, shot, ranking)
    if best is None:
        raise UnreadableVideoError("None of these files holds a video that can be shown.")
    return best[1:]


def _interest(moments: tuple[Moment, ...], video: Video) -> tuple[float, int]:
    """How well a ranking shows what the program does: the similarity of its first answer, elsewhere.

    Of two scenes that find each other, the one from the larger file comes first: it looks better.
    """
    if not moments:
        return -1.0, 0
    elsewhere = 1.0 if moments[0].video.id != video.id else 0.0
    return round(moments[0].similarity + elsewhere, 1), video.size_bytes


def _show(configuration: Configuration, video: Video, shot: Shot, ranking: Ranking) -> None:
    """Open the window on the scene, or where there is no screen, print the moments and write the picture."""
    scene = (video.id, (shot.start_s + shot.end_s) / 2)
    if has_display():
        raise typer.Exit(run_window(lambda: (configuration.with_stored_settings(), ""), [], scene))
    results().print(
        plain(f"Moments like {video.path.name} from {clock(shot.start_s)} to {clock(shot.end_s)}:")
    )
    print_ranking(ranking)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    picture = import_app().render_picture(configuration.paths, Path(PICTURE_NAME).absolute(), scene=scene)
    say(f"There is no screen here; an image of the window is in {picture}.")


def has_display() -> bool:
    """Whether a window can be shown."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
