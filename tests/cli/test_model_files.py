"""Weights on the command line: a mirror is chosen, used, filled, and weights are removed."""

from pathlib import Path

import pytest

from tests.weights_server import serving, write_random_weights
from videxplore.cli.application import main
from videxplore.settings import load_settings


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: object, code: int = 0) -> str:
    """What a command says, on one line."""
    with pytest.raises(SystemExit) as ended:
        main(["models", *map(str, arguments), "--data-dir", str(data)])
    said = " ".join(capsys.readouterr().err.split())
    assert (ended.value.code or 0) == code, said
    return said


def test_weights_go_from_a_server_to_a_folder_to_another_computer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_random_weights("x3d-xs", tmp_path / "served")
    first, second, usb = tmp_path / "first", tmp_path / "second", tmp_path / "usb"
    assert run(capsys, first, "mirror").endswith("from their publishers.")
    assert "no downloaded weights" in run(capsys, first, "export", usb, code=2)
    with serving(tmp_path / "served") as server:
        assert server.address in run(capsys, first, "mirror", server.address)
        assert load_settings(first / "settings.json").mirror == server.address
        assert "x3d-xs.pyth" in run(capsys, first, "fetch", "x3d-xs")
    assert "x3d-xs" in run(capsys, first, "export", usb)
    run(capsys, second, "mirror", usb)
    run(capsys, second, "fetch", "x3d-xs")
    assert (second / "weights" / "x3d-xs.pyth").read_bytes() == (usb / "x3d-xs.pyth").read_bytes()
    assert "deleted" in run(capsys, second, "remove", "x3d-xs")
    assert "No weights of X3D-XS were" in run(capsys, second, "remove", "x3d-xs", code=2)
    assert run(capsys, second, "mirror", "--off").endswith("from their publishers.")
    assert load_settings(second / "settings.json").mirror == ""


def test_what_is_no_mirror_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no folder" in run(capsys, tmp_path, "mirror", tmp_path / "nowhere", code=2)
    assert "not both" in run(capsys, tmp_path, "mirror", tmp_path, "--off", code=2)
