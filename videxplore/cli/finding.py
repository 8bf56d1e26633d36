"""``videxplore find``, ``teach`` and ``duplicates``."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption, Place
from videxplore.cli.output import clock, plain, print_json, results, say, table
from videxplore.cli.searching import print_ranking
from videxplore.core.task import Task
from videxplore.services.queries import Query
from videxplore.services.query_text import parse_moment


def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Labels, file or folder names.")],
    count: Annotated[int, typer.Option("-k", min=1, help="How many moments.")] = 20,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find scenes by what was recognised in them, and by the names of files and folders."""
    # Late: the vector index loads its engine.
    from videxplore.services.similarity import SimilarityService

    with Place(library, data_dir).open_library() as opened:
        ranking = SimilarityService(opened).find(Query.text(text), count)
    if json:
        print_json(ranking.to_json(text))
    else:
        print_ranking(ranking)


def teach(
    label: Annotated[str | None, typer.Argument(metavar="LABEL", help="What the action is called.")] = None,
    moments: Annotated[
        list[str] | None, typer.Argument(metavar="MOMENT ...", help="VIDEO@SECONDS or VIDEO@START-END.")
    ] = None,
    unlike: Annotated[list[str] | None, typer.Option(metavar="MOMENT", help="A counter-example.")] = None,
    show: Annotated[bool, typer.Option("--list", help="List what was taught.")] = False,
    forget: Annotated[str, typer.Option("--forget", metavar="LABEL", help="Forget an action.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Name an action from examples; the whole library is then judged by it."""
    # Late: learning loads scikit-learn.
    from videxplore.services.teaching import TeachingService

    if not show and not forget and not (label and moments):
        raise typer.BadParameter("Name a LABEL and at least one MOMENT, or use --list or --forget LABEL.")
    with Place(library, data_dir).open_library(writable=not show) as opened:
        service = TeachingService(opened)
        if forget:
            service.forget(forget)
            say(f"{forget} is forgotten.")
        elif label and moments and not show:
            examples = [parse_moment(text, opened.catalogue) for text in moments]
            others = [parse_moment(text, opened.catalogue) for text in unlike or []]
            service.teach(label, examples, others, Task())
        taught = service.actions()
    if json:
        print_json(
            {
                "actions": [
                    {
                        "label": action.label,
                        "examples": len(action.examples),
                        "held_out_accuracy": action.held_out_accuracy,
                    }
                    for action in taught
                ]
            }
        )
        return
    listing = table("label", "#examples", "#accuracy")
    for action in taught:
        accuracy = action.held_out_accuracy
        shown = "" if accuracy is None else f"{accuracy:.0%}"
        listing.add_row(plain(action.label), str(len(action.examples)), shown)
    results().print(listing)


def duplicates(
    mirrored: Annotated[bool, typer.Option("--mirrored", help="Also look for mirrored footage.")] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Find the same footage in two files, with offset and length."""
    # Late: the vector index loads its engine.
    from videxplore.services.duplicates import DuplicateService

    with Place(library, data_dir).open_library() as opened:
        found = DuplicateService(opened).find(Task(), mirrored=mirrored)
    if json:
        print_json({"duplicates": [duplicate.to_json() for duplicate in found]})
        return
    listing = table("first", "#from", "second", "#from", "#length")
    for one in found:
        listing.add_row(
            plain(one.first.path.name),
            clock(one.first_start_s),
            plain(one.second.path.name),
            clock(one.second_start_s),
            clock(one.length_s),
        )
    results().print(listing)
