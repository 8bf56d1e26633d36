"""Commands that maintain a library: ``remove``, ``relink``, ``purge``, ``check`` and ``migrate``."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, StoredVideoArgument
from videxplore.cli.output import (
    DONE,
    SOME_FAILED,
    counted,
    json_path,
    plain,
    print_json,
    print_table,
    results,
    say,
    table,
)
from videxplore.composition import Configuration
from videxplore.core.errors import DifferentContentError, UnknownVideoError
from videxplore.core.json_text import seconds
from videxplore.core.task import Task
from videxplore.services import missing_videos
from videxplore.services.library import RemovedVideo
from videxplore.services.library_check import LibraryChecker, salvage
from videxplore.services.searching.index import index_migration
from videxplore.services.searching.query.query_text import find_video

_DAY_S = 86400.0


_ENOUGH = 0.99


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
            lost = f", with {counted(len(bookmarks), 'bookmark')}" if bookmarks else ""
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
    path: Annotated[Path, typer.Argument(metavar="NEW_PATH", help="Where its file is now.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also when the content of the file differs, but not its length.")
    ] = False,
    others: Annotated[
        bool, typer.Option("--others", help="Also the other missing videos that were moved along with it.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Set the path of a video whose file was moved; what is known of it is kept."""
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        found = find_video(video, opened.catalogue)
        try:
            linked = missing_videos.relink(opened, found.id, path, force=force)
        except DifferentContentError as error:
            raise DifferentContentError(f"{error} Index it, or add --force.") from error
        along = missing_videos.find_moved_along(opened, found, linked.path, Task()) if others else []
        relinked = [(found, linked)]
        relinked += [(one.video, missing_videos.relink(opened, one.video.id, one.path)) for one in along]
    if json:
        documents = [
            {"video": json_path(now.path), "was": json_path(before.path), "state": now.state.value}
            for before, now in relinked
        ]
        print_json(documents[0] | ({"others": documents[1:]} if others else {}))
        return
    for before, now in relinked:
        say(f"{before.path} is now {now.path}.")


def purge(
    older_than_days: Annotated[
        float, typer.Option("--older-than", metavar="DAYS", min=0, help="Only if missing for so long.")
    ] = 0.0,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Remove the videos whose files are gone; those on drives that are not connected stay."""
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        gone = missing_videos.purge(opened, Task(), older_than_days * _DAY_S)
    if json:
        print_json({"purged": [json_path(video.path) for video in gone]})
        return
    for video in gone:
        say(f"{video.path} is removed from the library.")
    if not gone:
        say("No video of the library is gone.")


def check(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired.")] = False,
    salvage: Annotated[
        Path | None,
        typer.Option(metavar="NEW_FOLDER", help="Copy what can still be read into a new library."),
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Check that every row, vector and file of the library is consistent."""
    configuration = Configuration.load(library, data_dir)
    if salvage is not None:
        _salvage(configuration.paths.library, salvage, json=json)
        return
    with configuration.open_existing_library() if repair else configuration.open_library() as opened:
        checker = LibraryChecker(opened)
        problems = checker.problems(Task())
        left = checker.repair(problems, Task()) if repair else problems
        notes = [*checker.set_aside_rows(), *checker.foreign_files()]
    if json:
        print_json(
            {
                "library": json_path(configuration.paths.library),
                "problems": [{"problem": one.sentence, "remedy": one.remedy.value} for one in problems],
                "left": [one.sentence for one in left],
                "notes": notes,
            }
        )
    else:
        sentences = [*(one.sentence for one in problems), *notes]
        if sentences:
            results().print(Text("\n").join(map(plain, sentences)), soft_wrap=True)
        repaired = len(problems) - len(left)
        results().print(
            "The library is consistent."
            if not problems
            else counted(len(problems), "problem")
            + (f", {repaired} repaired." if repair else "; `check --repair` repairs them.")
        )
    raise typer.Exit(SOME_FAILED if left else DONE)


def _salvage(folder: Path, new_folder: Path, *, json: bool) -> None:
    report = salvage(folder, new_folder, Task())
    if json:
        print_json(
            {
                "library": json_path(new_folder),
                "videos": report.videos,
                "to_analyse": [json_path(path) for path in report.to_analyse],
                "lost": report.lost,
                "unreadable": list(report.unreadable),
            }
        )
    else:
        results().print(f"The new library has {counted(report.videos, 'video')}.")
        for path in report.to_analyse:
            results().print(plain(f"{path} is analysed again by the next index run."), soft_wrap=True)
        for table, count in report.lost.items():
            results().print(f"{counted(count, 'damaged row')} of the table {table} left out.")
        for table in report.unreadable:
            results().print(f"A part of the table {table} cannot be read.")
    if report.lost or report.unreadable:
        raise typer.Exit(SOME_FAILED)


def migrate(
    target: Annotated[
        str, typer.Argument(metavar="STORE", help="Where the vectors go: auto, faiss, exact, milvus:ADDRESS.")
    ],
    source: Annotated[
        str,
        typer.Option("--from", metavar="STORE", help="Where they are; by default the library's own index."),
    ] = "auto",
    asked: Annotated[
        int, typer.Option("--sample", min=1, help="How many vectors are searched for in both stores.")
    ] = 200,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Copy the library's vectors to another store, and verify samples of both."""
    with Configuration.load(library, data_dir).open_library() as opened:
        proofs = index_migration.migrate(opened, source, target, asked)
    if json:
        print_json(
            {
                "from": index_migration.shown(source),
                "to": index_migration.shown(target),
                "spaces": [
                    {
                        "name": proof.space.name,
                        "vectors": proof.vectors,
                        "asked": proof.asked,
                        "agreed": proof.agreed,
                    }
                    for proof in proofs
                ],
            }
        )
    else:
        listing = table("space", "#vectors", "#asked", "#same 20 nearest")
        for proof in proofs:
            listing.add_row(
                plain(proof.space.name), str(proof.vectors), str(proof.asked), f"{proof.share:.1%}"
            )
        print_table(listing)
    if any(proof.share < _ENOUGH for proof in proofs):
        raise typer.Exit(SOME_FAILED)
