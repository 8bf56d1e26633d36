"""``videxplore searches``: the history of searches."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import plain, print_json, results, table
from videxplore.cli.searching import print_found
from videxplore.composition import Configuration, Services
from videxplore.services.library import Library
from videxplore.services.searching.query.query_text import query_document
from videxplore.services.searching.query_history import HistoryService, PastSearch

_NANOSECONDS = 1_000_000_000


def searches(
    named: Annotated[bool, typer.Option("--named", help="Only those with a name.")] = False,
    name: Annotated[
        tuple[int, str], typer.Option(metavar="ID NAME", help="Name a search; an empty NAME unnames it.")
    ] = (0, ""),
    forget: Annotated[int, typer.Option(metavar="ID", help="Forget a search.")] = 0,
    again: Annotated[int, typer.Option(metavar="ID", help="Search again, instead of listing.")] = 0,
    count: Annotated[int, typer.Option("-k", min=1, help="How many moments, with --again.")] = 20,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """List the searches made in the window, newest first; name, forget or repeat one."""
    if sum(map(bool, (name[0], forget, again))) > 1:
        raise typer.BadParameter("Give one of --name, --forget and --again.")
    configuration = Configuration.load(library, data_dir)
    changes = bool(name[0] or forget)
    with configuration.open_existing_library() if changes else configuration.open_library() as opened:
        history = HistoryService(opened)
        if again:
            _search_again(Services(opened, configuration), history.search(again), count, json=json)
            return
        if name[0]:
            history.rename(name[0], name[1].strip())
        if forget:
            history.forget(forget)
        documents = [_search_document(one, opened) for one in history.searches(named=named)]
    if json:
        print_json({"searches": documents})
    else:
        _print_searches(documents)


def _search_again(services: Services, past: PastSearch, count: int, *, json: bool) -> None:
    ranking = services.similarity().find(past.query, count)
    print_found(ranking, past.name or str(past.id), json)


def _search_document(past: PastSearch, library: Library) -> dict[str, Any]:
    def video_name(video_id: int) -> str:
        video = library.catalogue.videos_by_id([video_id]).get(video_id)
        return "(removed)" if video is None else str(video.path)

    return {
        "id": past.id,
        "parent": past.parent_id,
        "created": datetime.fromtimestamp(past.created_ns / _NANOSECONDS, UTC).isoformat(),
        "name": past.name,
        "query": query_document(past.query, video_name),
    }


def _print_searches(documents: list[dict[str, Any]]) -> None:
    listing = table("#id", "name", "like", "not like", "words", "by")
    for one in documents:
        query = one["query"]
        like, unlike = (", ".join(query[part]) for part in ("like", "unlike"))
        listing.add_row(
            str(one["id"]),
            plain(one["name"]),
            plain(like),
            plain(unlike),
            plain(query["words"]),
            query["by"],
        )
    results().print(listing)
