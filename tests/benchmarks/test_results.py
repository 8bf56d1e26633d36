"""Benchmark tables in the README: the markers, and the list of subjects."""

import importlib.util
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import README, SUBJECTS, main, run
from benchmarks.results import Table, percentile_row, print_table, replace_table

PAGE = """# Results

<!-- table: speed -->
| file | s |
|---|---|
| old | 9 |
<!-- /table -->

Text | with a bar.

<!-- table: size -->
<!-- /table -->
"""
TABLE = Table(("file", "s"), (("a", "1"), ("b", "2")))


def test_only_the_table_of_the_subject_is_replaced() -> None:
    replaced = replace_table(PAGE, "speed", TABLE)
    assert replaced == PAGE.replace("| old | 9 |", "| a | 1 |\n| b | 2 |")


def test_an_empty_place_is_filled() -> None:
    replaced = replace_table(PAGE, "size", TABLE)
    assert replaced.startswith(PAGE[: PAGE.index("<!-- table: size")])
    assert replaced.endswith(f"<!-- table: size -->\n{TABLE.markdown()}\n<!-- /table -->\n")


def test_replacing_twice_changes_nothing_more() -> None:
    once = replace_table(PAGE, "speed", TABLE)
    assert replace_table(once, "speed", TABLE) == once


@pytest.mark.parametrize(
    "page",
    [
        "no marker",
        PAGE + PAGE,
        "<!-- table: speed -->\n| a |",
        "<!-- table: speed -->\n| a |\n<!-- table: size -->\n<!-- /table -->\n",
    ],
    ids=["missing", "twice", "without an end", "end of another table"],
)
def test_unclear_markers_are_refused(page: str) -> None:
    with pytest.raises(ValueError, match=r"place|end"):
        replace_table(page, "speed", TABLE)


def test_a_measured_table_is_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    run("speed", lambda: TABLE, page)
    assert page.read_text(encoding="utf-8") == replace_table(PAGE, "speed", TABLE)


def test_without_a_page_nothing_is_written(tmp_path: Path) -> None:
    run("speed", lambda: TABLE, None)
    assert not list(tmp_path.iterdir())


def test_nothing_is_measured_for_a_page_without_a_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marker", encoding="utf-8")
    calls: list[str] = []

    def measure() -> Table:
        calls.append("measured")
        return TABLE

    with pytest.raises(ValueError, match="0 places"):
        run("speed", measure, page)
    assert not calls


def test_an_empty_result_replaces_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(ValueError, match="Nothing was measured"):
        run("speed", lambda: Table(("file", "s"), ()), page)
    assert page.read_text(encoding="utf-8") == PAGE


def test_rows_are_printed_as_they_come(capsys: pytest.CaptureFixture[str]) -> None:
    printed = print_table(TABLE.columns, iter(TABLE.rows))
    assert printed == TABLE
    assert capsys.readouterr().out == TABLE.markdown() + "\n"


def test_percentiles_have_their_limit() -> None:
    assert percentile_row("zoom", [1.0, 2.0, 3.0], 16.7) == ("zoom", "2.0", "2.9", "3.0", "16.7")
    assert percentile_row("zoom", [1.0])[-1] == ""


def test_the_readme_has_a_table_for_every_subject() -> None:
    page = README.read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- table: (.+) -->", page)) == sorted(SUBJECTS)
    for subject in SUBJECTS:
        replace_table(page, subject, TABLE)


def test_rows_of_the_readme_have_a_cell_for_each_column() -> None:
    page = README.read_text(encoding="utf-8")
    for subject, table in re.findall(r"<!-- table: (.+) -->\n(.*?)\n<!-- /table -->", page, re.DOTALL):
        assert len({line.count("|") for line in table.splitlines()}) == 1, subject


def test_every_subject_is_a_benchmark() -> None:
    for subject in SUBJECTS.values():
        found = importlib.util.find_spec(f"benchmarks.{subject.module}")
        assert found
        assert found.origin
        source = Path(found.origin).read_text(encoding="utf-8")
        assert "def main(arguments: Sequence[str] | None = None) -> Table:" in source


@pytest.mark.parametrize("arguments", [[], ["--list"]])
def test_subjects_are_listed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(arguments)
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines()] == list(SUBJECTS)


def test_an_unknown_subject_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--write", "weather"])
    assert "weather" in capsys.readouterr().err
