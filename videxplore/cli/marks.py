"""``videxplore mark``: what users say of moments."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import clock, json_path, plain, print_json, results, seconds, table
from videxplore.composition import Configuration
from videxplore.core.selects import HIGHEST_RATING, MomentMark, Verdict, checked_tags
from videxplore.services.library import Library
from videxplore.services.marks import change_mark, remove_mark
from videxplore.services.searching.query.query_text import find_video, marked_span

MomentArgument = Annotated[
    str, typer.Argument(metavar="MOMENT", help="VIDEO@SECONDS for a moment, VIDEO@START-END for a span.")
]


def make_application() -> typer.Typer:
    """The commands below ``mark``."""
    application = typer.Typer(help="Mark moments of videos.", rich_markup_mode=None)
    application.callback(invoke_without_command=True)(_default)
    for name, function in (("list", list_marks), ("set", set_mark), ("remove", remove)):
        application.command(name)(function)
    return application


def _default(
    context: typer.Context,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List every mark."""
    if context.invoked_subcommand is None:
        list_marks(None, json, library, data_dir)


def list_marks(
    videos: Annotated[
        list[str] | None, typer.Argument(metavar="[VIDEO ...]", help="Only the marks of these videos.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the marks of the library, by video and time."""
    with Configuration.load(library, data_dir).open_library() as opened:
        _print_marks(marks_of(opened, videos or ()), opened, json=json)


def set_mark(
    moment: MomentArgument,
    favourite: Annotated[bool, typer.Option("--favourite", help="It is a favourite.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It is rejected.")] = False,
    neither: Annotated[bool, typer.Option("--neither", help="It is neither favourite nor rejected.")] = False,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="What to note of it.")] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="WORD", help="Add a tag.")] = None,
    untag: Annotated[list[str] | None, typer.Option(metavar="WORD", help="Remove a tag.")] = None,
    rating: Annotated[int | None, typer.Option(min=0, max=HIGHEST_RATING, help="1 to 5; 0 for none.")] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Mark a moment, or change what its mark says; what is not named stays."""
    if favourite + reject + neither > 1:
        raise typer.BadParameter("give one of --favourite, --reject and --neither")

    def change(mark: MomentMark) -> MomentMark:
        verdict: Verdict = "favourite" if favourite else "rejected" if reject else mark.verdict
        tags = checked_tags((*mark.tags, *(tag or ())))
        return replace(
            mark,
            verdict="" if neither else verdict,
            note=mark.note if note is None else note.strip(),
            tags=tuple(one for one in tags if one not in checked_tags(untag or ())),
            rating=mark.rating if rating is None else rating,
        )

    with Configuration.load(library, data_dir).open_existing_library() as opened:
        changed = change_mark(opened, *marked_span(opened.catalogue, moment), change)
        _print_marks([changed], opened, json=json)


def remove(
    moment: MomentArgument,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Remove the mark of a moment; those its video still has are printed."""
    with Configuration.load(library, data_dir).open_existing_library() as opened:
        video_id, start_s, end_s = marked_span(opened.catalogue, moment)
        remove_mark(opened, video_id, start_s, end_s)
        _print_marks(list(opened.catalogue.marks.of_video(video_id)), opened, json=json)


def marks_of(library: Library, names: Sequence[str]) -> list[MomentMark]:
    """The marks of videos that are named; all marks where none is.

    Raises:
        UnknownVideoError: If there is no such video.
    """
    if not names:
        return library.catalogue.marks.all()
    videos = [find_video(name, library.catalogue) for name in names]
    return [mark for video in videos for mark in library.catalogue.marks.of_video(video.id)]


def _print_marks(marks: list[MomentMark], library: Library, *, json: bool) -> None:
    videos = library.catalogue.videos_by_id(sorted({mark.video_id for mark in marks}))
    if json:
        documents = [_mark_document(mark, json_path(videos[mark.video_id].path)) for mark in marks]
        print_json({"marks": documents})
        return
    listing = table("video", "#start", "#end", "verdict", "#rating", "tags", "note")
    for mark in marks:
        listing.add_row(
            plain(videos[mark.video_id].path.name),
            clock(mark.start_s),
            clock(mark.end_s) if mark.end_s > mark.start_s else "",
            mark.verdict,
            str(mark.rating or ""),
            plain(", ".join(mark.tags)),
            plain(mark.note),
        )
    results().print(listing)


def _mark_document(mark: MomentMark, path: str) -> dict[str, Any]:
    return {
        "video": path,
        "start_s": seconds(mark.start_s),
        "end_s": seconds(mark.end_s),
        "verdict": mark.verdict,
        "note": mark.note,
        "tags": list(mark.tags),
        "rating": mark.rating,
    }
