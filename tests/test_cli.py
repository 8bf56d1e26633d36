"""What the command line prints, and how it reads what it is given."""

import importlib.metadata
from pathlib import Path

import pytest

from videxplore.cli.application import main
from videxplore.cli.indexing import describe
from videxplore.cli.output import clock, plain
from videxplore.core.json_text import seconds
from videxplore.services.indexing.index_types import IndexProgress
from videxplore.services.statistics import RuntimeInfo


@pytest.mark.parametrize(
    ("time_s", "shown"),
    [(0, "0:00.0"), (59.96, "1:00.0"), (3599.94, "59:59.9"), (3600, "1:00:00.0"), (7325.25, "2:02:05.2")],
)
def test_times_as_people_read_them(time_s: float, shown: str) -> None:
    assert clock(time_s) == shown


def test_times_are_exact_to_the_microsecond() -> None:
    assert seconds(1001 / 24000 * 7) == 0.291958


def test_names_are_shown_as_they_are_whatever_they_hold() -> None:
    assert str(plain("[bold]no markup[/bold]")) == "[bold]no markup[/bold]"
    assert str(plain("line\nbreak\x1b[31m")) == "line\\nbreak\\x1b[31m"
    assert str(plain(Path("\udcff.mp4"))) == "\ufffd.mp4"


def test_progress_says_what_is_known_and_no_more() -> None:
    assert describe(IndexProgress(total=4, quick_done=1)) == "quick 1/4"
    assert describe(IndexProgress(1, 4, quick_done=4, full_done=4, motion_done=1)) == "motion 1/4"
    known = IndexProgress(3, 340, 12, 7200, 84.2, 360, "decode", RuntimeInfo("cpu"), quick_done=12)
    assert describe(known) == (
        "quick 12/340 · 2.0 h searchable · 84x real time · limited by decode · cpu · 6.0 min left"
    )


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"videxplore {importlib.metadata.version('videxplore')}\n"


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2
    assert "dance" in capsys.readouterr().err


def test_a_missing_library_cannot_be_had(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["status", "--json", "--library", str(tmp_path / "nowhere")])
    assert ended.value.code == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert "There is no library" in told.err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "given", [["--library", "there"], ["--data-dir=there"], ["--library", "there", "clip.mp4"]]
)
def test_options_of_the_window_alone_open_it(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*given, "--help"])
    assert ended.value.code == 0
    assert "Open the window." in capsys.readouterr().out
