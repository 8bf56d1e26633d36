"""``videxplore migrate``."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import SOME_FAILED, plain, print_json, results, table
from videxplore.composition import Configuration

_ENOUGH = 0.99


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
    """Bring the library's vectors into another store, and prove by samples that it answers alike."""
    # Late: the stores load their engines.
    from videxplore.services.searching.index import index_migration

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
        results().print(listing)
    if any(proof.share < _ENOUGH for proof in proofs):
        raise typer.Exit(SOME_FAILED)
