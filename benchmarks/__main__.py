"""Runs one benchmark and writes its table into ``benchmarks/README.md``.

    python -m benchmarks --list
    python -m benchmarks SUBJECT [OPTIONS OF THE BENCHMARK]
    python -m benchmarks --write SUBJECT [OPTIONS OF THE BENCHMARK]

Without ``--write`` the benchmark only prints. Text around the tables is not changed: update date, machine and
conclusions by hand.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.results import Table, replace_table

README = Path(__file__).with_name("README.md")


@dataclass(frozen=True, slots=True)
class Subject:
    """A table of the README: the benchmark that measures it, and the options it always gets."""

    module: str
    options: tuple[str, ...] = ()

    def measure(self, options: Sequence[str]) -> Table:
        """Run the benchmark."""
        main: Callable[[Sequence[str]], Table] = import_module(f"benchmarks.{self.module}").main
        return main([*self.options, *options])


SUBJECTS: Mapping[str, Subject] = {
    "engine": Subject("engine"),
    "passes": Subject("index"),
    "cores": Subject("cores"),
    "writer": Subject("writer"),
    "shots": Subject("shots"),
    "decode": Subject("decode"),
    "search": Subject("search_table"),
    "search-ten-million": Subject("search_slope"),
    "region": Subject("region"),
    "words": Subject("words"),
    "word-speed": Subject("word_speed"),
    "text": Subject("text_search"),
    "screen-text": Subject("screen_text"),
    "speech": Subject("speech"),
    "get-model": Subject("get_model"),
    "labels": Subject("labels"),
    "synthetic-vectors": Subject("made_up_scenes"),
    "window": Subject("ui_window"),
    "scrubbing": Subject("ui_scrub"),
    "sound": Subject("ui_sound_sync"),
    "map": Subject("ui_map", ("--scenes=1000000",)),
    "map-layout": Subject("map_arranging"),
    "summary-tuning": Subject("summary", ("--set=tuning",)),
    "summary-seeds": Subject("summary", ("--set=seeds",)),
    "summary-clips": Subject("summary", ("--set=clips", "--first-seed=204", "--videos=4")),
    "two-hours": Subject("two_hours"),
    "appearance": Subject("appearance"),
    "backbones": Subject("backbones", ("--measure",)),
    "motion": Subject("motion"),
    "teaching": Subject("teach"),
    "gpu": Subject("gpu"),
}


def run(subject: str, measure: Callable[[], Table], page: Path | None) -> None:
    """Measure a subject and, where a page is given, replace the subject's table in it.

    The page is checked before anything is measured, because measuring can take hours.

    Raises:
        ValueError: The page has no place for the table, or nothing was measured.
    """
    if page is not None:
        replace_table(page.read_text(encoding="utf-8"), subject, Table((), ()))
    table = measure()
    if page is None:
        return
    if not table.rows:
        raise ValueError(f"Nothing was measured of {subject}.")
    page.write_text(replace_table(page.read_text(encoding="utf-8"), subject, table), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """List the subjects, or run one."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--list", action="store_true", help="print the subjects and their modules")
    parser.add_argument("--write", action="store_true", help="replace the table of the subject in the README")
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, metavar="SUBJECT")
    parser.add_argument("options", nargs=argparse.REMAINDER, help="options of the benchmark")
    chosen = parser.parse_args(arguments)
    if chosen.list or chosen.subject is None:
        for name, subject in SUBJECTS.items():
            print(f"{name:20} python -m {' '.join([f'benchmarks.{subject.module}', *subject.options])}")
        return
    subject = SUBJECTS[chosen.subject]
    try:
        run(chosen.subject, lambda: subject.measure(chosen.options), README if chosen.write else None)
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
