"""``videxplore mark``: what users say of moments."""

from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from videxplore.cli.late_command import LateCommand
from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, command_group
from videxplore.cli.selects import marks_of, print_marks
from videxplore.composition import Configuration
from videxplore.core.selects import HIGHEST_RATING, MomentMark, Verdict, checked_tags
from videxplore.services.searching.query.query_text import marked_span
from videxplore.services.selects import change_mark, remove_mark

MomentArgument = Annotated[
    str, typer.Argument(metavar="MOMENT", help="VIDEO@SECONDS for a moment, VIDEO@START-END for a span.")
]


def make_application() -> typer.Typer:
    """The commands below ``mark``."""
    return command_group(
        "Mark moments of videos.",
        partial(list_marks, None),
        {
            "list": list_marks,
            "set": set_mark,
            "remove": remove,
            "export": LateCommand("selects_files.export_of_marks", "Write marks to a file."),
            "import": LateCommand("selects_files.import_of_marks", "Mark the moments of a file."),
        },
    )


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
        print_marks(marks_of(opened, videos or ()), opened, json=json)


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
        print_marks([changed], opened, json=json)


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
        print_marks(list(opened.catalogue.marks.of_video(video_id)), opened, json=json)
