"""``videxplore remove``, ``relink`` and ``purge``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import SOME_FAILED, json_path, print_json, say, seconds
from videxplore.cli.video_argument import StoredVideoArgument
from videxplore.composition import Configuration
from videxplore.core.errors import DifferentContentError, UnknownVideoError
from videxplore.core.task import Task
from videxplore.services.library import RemovedVideo
from videxplore.services.searching.query.query_text import find_video

_DAY_S = 86400.0


def remove(
    videos: Annotated[
        list[str], typer.Argument(metavar="VIDEO ...", help="Paths or names of videos of the library.")
    ],
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Remove videos from the library; the files stay. Indexing them again brings them back."""
    removed: list[tuple[RemovedVideo, tuple[float, ...]]] = []
    failed: list[tuple[str, str]] = []
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        for name in videos:
            try:
                video = find_video(name, opened.catalogue)
            except UnknownVideoError as error:
                failed.append((name, str(error)))
                continue
            bookmarks = opened.catalogue.bookmarks.times_s(video.id)
            removed.append((opened.remove_permanently(video.id), bookmarks))
    for _, sentence in failed:
        say(sentence)
    if json:
        print_json(_removal_document(removed, failed))
    else:
        for one, bookmarks in removed:
            lost = f"; its {len(bookmarks)} bookmarks are lost" if bookmarks else ""
            say(f"{one.path} is removed from the library{lost}. The file stays; indexing it brings it back.")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _removal_document(
    removed: list[tuple[RemovedVideo, tuple[float, ...]]], failed: list[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "removed": [
            {"video": json_path(one.path), "bookmarks": [seconds(time_s) for time_s in bookmarks]}
            for one, bookmarks in removed
        ],
        "failed": [{"video": name, "error": sentence} for name, sentence in failed],
    }


def relink(
    video: StoredVideoArgument,
    path: Annotated[Path, typer.Argument(metavar="NEW_PATH", help="Where its file lies now.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also when the content of the file differs, but not its length.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Set the path of a video whose file was moved; what is known of it is kept."""
    from videxplore.services import missing_videos

    with Configuration.load(library, data_dir).open_existing_library() as opened:
        found = find_video(video, opened.catalogue)
        try:
            linked = missing_videos.relink(opened, found.id, path, force=force)
        except DifferentContentError as error:
            raise DifferentContentError(f"{error} Index it, or add --force.") from error
    if json:
        print_json(
            {"video": json_path(linked.path), "was": json_path(found.path), "state": linked.state.value}
        )
    else:
        say(f"{found.path} is now {linked.path}.")


def purge(
    older_than_days: Annotated[
        float, typer.Option("--older-than", metavar="DAYS", min=0, help="Only if missing for so long.")
    ] = 0.0,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Remove the videos whose files are gone; those on drives that are not connected stay."""
    from videxplore.services import missing_videos

    with Configuration.load(library, data_dir).open_existing_library() as opened:
        gone = missing_videos.purge(opened, Task(), older_than_days * _DAY_S)
    if json:
        print_json({"purged": [json_path(video.path) for video in gone]})
        return
    for video in gone:
        say(f"{video.path} is removed from the library.")
    if not gone:
        say("No video of the library is gone.")
