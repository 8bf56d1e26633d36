"""What the commands of a cluster say where it cannot be had."""

import sys
from pathlib import Path

import pytest

from tests.cli.running import run


@pytest.mark.parametrize(
    "command", ["cluster start", "worker tls://127.0.0.1", "index FOLDER --on tcp://127.0.0.1:8786"]
)
def test_missing_package_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    arguments = command.replace("FOLDER", str(tmp_path)).split()
    code, _, said = run(capsys, *arguments, "--data-dir", str(tmp_path / "data"))
    assert code == 3
    expected = "Analysis on other machines needs the extra `cluster`: pip install 'videxplore[cluster]'."
    assert said == expected
