"""Every command on a library that somebody else sent, or on a folder that is none."""

from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from tests.catalogue.planted import everything, hot_journal
from tests.cli.running import run
from tests.conftest import MakeVideo
from videxplore.services.library import Library

COMMANDS = [
    ["index", "VIDEO"],
    ["status"],
    ["shots", "VIDEO"],
    ["similar", "VIDEO@0.5"],
    ["find", "words"],
    ["actions", "VIDEO"],
    ["teach", "waving", "VIDEO@0.5"],
    ["teach", "--list"],
    ["summarize", "VIDEO"],
    ["recurring"],
    ["duplicates"],
    ["export", "OUT.csv", "VIDEO@0.5"],
    ["check"],
    ["check", "--repair"],
    ["migrate", "exact"],
]


def told(
    capsys: pytest.CaptureFixture[str], command: list[str], video: Path, library: Path
) -> tuple[int, str]:
    """Code and standard error of a command."""
    words = [
        word.replace("VIDEO", str(video)).replace("OUT", str(video.with_name("out"))) for word in command
    ]
    code, _, said = run(capsys, *words, "--library", str(library))
    return code, said


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_obeys_a_journal_that_names_a_file(
    make_video: MakeVideo, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    video = make_video(seeds=[1])
    diary = tmp_path / "outside" / "diary.txt"
    diary.parent.mkdir()
    diary.write_bytes(b"dear diary")
    with Library.open(tmp_path / "library") as library:
        add_video(library, video, [KnownShot(1, 1.0)])
    hot_journal(tmp_path / "library" / "catalogue.sqlite3", diary)
    code, said = told(capsys, command, video, tmp_path / "library")
    assert diary.read_bytes() == b"dear diary"
    assert (code, len(said.splitlines())) == (3, 1), said
    assert "catalogue.sqlite3-journal" in said


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_makes_a_library_among_other_files(
    make_video: MakeVideo, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    video = make_video(seeds=[1])
    own = tmp_path / "Videos"
    for name in ("removed/2019/wedding.mov", "previews/cover.jpg", "keyframes/7.zip"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_bytes(b"mine")
    before = everything(own)
    code, said = told(capsys, command, video, own)
    assert everything(own) == before
    assert (code, said) == (
        3,
        f"{own} is not empty and is not a videxplore library: choose a new or an empty folder.",
    )


def test_check_names_foreign_files_and_is_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library.open(tmp_path / "library"):
        pass
    cover = tmp_path / "library" / "previews" / "cover.jpg"
    cover.write_bytes(b"mine")
    for options in ([], ["--repair"]):
        code, out, _ = run(capsys, "check", *options, "--library", str(tmp_path / "library"))
        assert code == 0
        assert out.splitlines() == [
            "previews/cover.jpg was not made by videxplore; left untouched.",
            "The library is consistent.",
        ]
    assert cover.read_bytes() == b"mine"
