"""``videxplore check``."""

from typing import Annotated

import typer

from videxplore.cli.options import DataDirOption, JsonOption, LibraryOption
from videxplore.cli.output import DONE, SOME_FAILED, json_path, plain, print_json, results
from videxplore.composition import Configuration
from videxplore.core.task import Task


def check(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Look whether every row, vector and file of the library is consistent."""
    # Late: it decodes.
    from videxplore.services.library_check import LibraryChecker

    configuration = Configuration.load(library, data_dir)
    with configuration.open_existing_library() if repair else configuration.open_library() as opened:
        checker = LibraryChecker(opened)
        problems = checker.problems(Task())
        left = checker.repair(problems, Task()) if repair else problems
        notes = checker.foreign_files()
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
        for sentence in (*(one.sentence for one in problems), *notes):
            results().print(plain(sentence), soft_wrap=True)
        mended = len(problems) - len(left)
        results().print(
            "The library is sound."
            if not problems
            else f"{len(problems)} problems" + (f", {mended} mended." if repair else "; --repair mends them.")
        )
    raise typer.Exit(SOME_FAILED if left else DONE)
