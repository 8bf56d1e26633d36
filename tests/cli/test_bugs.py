"""A bug of the program ends a command with one sentence, code 70 and a report."""

import logging
import sys
import types
from pathlib import Path

import pytest

from videxplore.cli import application
from videxplore.cli.options import DataDirOption
from videxplore.core.bug_report import REPORT_NAME


def broken(data_dir: DataDirOption = None) -> None:
    """A command with a bug."""
    logging.getLogger("videxplore.test").warning("what came before")
    _ = [data_dir][len("a")]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> str:
    module = types.ModuleType("videxplore.cli.broken")
    vars(module)["broken"] = broken
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(application._COMMANDS, "broken", ("broken.broken", "A command with a bug."))
    return "broken"


def ended(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as code:
        application.main(arguments)
    printed = capsys.readouterr()
    return code.value.code, printed.out, printed.err


@pytest.mark.parametrize("joined", [False, True])
def test_a_bug_is_a_sentence_and_a_report(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str], joined: bool
) -> None:
    folder = tmp_path / "data"
    option = [f"--data-dir={folder}"] if joined else ["--data-dir", str(folder)]
    code, printed, said = ended([command, *option], capsys)
    report = folder / REPORT_NAME
    assert (code, printed) == (70, "")
    assert said.strip() == (
        f"This is a bug of the program, not of your videos (IndexError); the report is in {report}."
    )
    text = report.read_text(encoding="utf-8")
    assert "IndexError: list index out of range" in text
    assert "what came before" in text
    assert "Python 3" in text


def test_a_report_goes_elsewhere_where_its_folder_cannot_be_made(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = tmp_path / "file"
    file.write_text("no folder")
    code, _, said = ended([command, "--data-dir", str(file)], capsys)
    assert code == 70
    assert str(tmp_path / REPORT_NAME) in said
    assert "Traceback" not in said
    assert (tmp_path / REPORT_NAME).is_file()


def test_a_command_without_a_bug_leaves_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = ended(["status", "--data-dir", str(tmp_path / "data")], capsys)
    assert code == 3
    assert not (tmp_path / "data").exists()
