"""Whatever reads weights: a wrong, truncated or code-carrying file gets a sentence and exit code 3."""

from pathlib import Path

import pytest
import torch

from tests.backbones.bad_weights import refused_files
from tests.conftest import MakeVideo
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.loading import family
from videxplore.backbones.trainer import BEST_NAME, CHECKPOINT_NAME
from videxplore.backbones.weights.state_files import ModelState, write_state
from videxplore.backbones.zoo.transnet import TransNet
from videxplore.cli.application import main
from videxplore.core.errors import WeightsUnavailableError

KINDS = ("text.pth", "empty.pth", "code.pth", "short.safetensors", "short.pth", "odd.pth", "wrong.pth")
SOME_KINDS = pytest.mark.parametrize("bad", ["code.pth", "short.safetensors", "wrong.pth"], indirect=True)
"""All files are read in one place: where each try takes a second, three kinds stand for the others."""

ONE_KIND = pytest.mark.parametrize("bad", ["code.pth"], indirect=True)


@pytest.fixture(params=KINDS)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One file that is no weights."""
    network = family(BACKBONES["slow-fusion"]).build(BACKBONES["slow-fusion"], 2)
    good = tmp_path / "good.safetensors"
    write_state(ModelState(dict(network.state_dict()), ("one", "two")), good)
    return refused_files(tmp_path, good)[request.param]


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence a command ends with, after code 3 and without having run what the file holds."""
    with pytest.raises(SystemExit) as ended:
        main([*(str(argument) for argument in arguments), "--data-dir", str(tmp_path / "data")])
    assert ended.value.code == 3
    assert not (tmp_path / "trace").exists()
    said = " ".join(capsys.readouterr().err.split())
    assert said.endswith(".")
    assert "Traceback" not in said
    return said


def lay(bad: Path, tmp_path: Path, name: str) -> Path:
    """Put the file where the weights of a backbone are looked for."""
    folder = tmp_path / "data" / "weights"
    folder.mkdir(parents=True)
    return bad.rename(folder / f"{name}{bad.suffix}")


def test_import(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bad.name in refused(tmp_path, capsys, "models", "import", "slow-fusion", bad)


@ONE_KIND
def test_index_with_image_weights(
    bad: Path, tmp_path: Path, make_video: MakeVideo, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bad.name in refused(tmp_path, capsys, "index", make_video(), "--weights", bad)


@ONE_KIND
def test_index_with_actions(
    bad: Path, tmp_path: Path, make_video: MakeVideo, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(bad, tmp_path, "slow-fusion")
    assert "slow-fusion" in refused(tmp_path, capsys, "index", make_video(), "--actions", "slow-fusion")


@SOME_KINDS
def test_looking_into_a_network(
    bad: Path, tmp_path: Path, make_video: MakeVideo, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(bad, tmp_path, "slow-fusion")
    moment = f"{make_video()}@1"
    out = tmp_path / "out"
    said = refused(tmp_path, capsys, "models", "info", "slow-fusion", "--features", moment, "--out", out)
    assert "slow-fusion" in said
    assert not out.exists()


@pytest.fixture
def labelled(tmp_path: Path, make_video: MakeVideo) -> Path:
    """Two clips of each of two classes."""
    for name in ("one", "two"):
        (tmp_path / "clips" / name).mkdir(parents=True)
        for number in range(2):
            make_video(f"clips/{name}/{number}.mp4", seeds=[number])
    return tmp_path / "clips"


@SOME_KINDS
def test_fine_tuning(bad: Path, tmp_path: Path, labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(bad, tmp_path, "slow-fusion")
    assert "slow-fusion" in refused(tmp_path, capsys, "train", labelled, "--model", "slow-fusion")


@SOME_KINDS
def test_resuming(bad: Path, tmp_path: Path, labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    bad.rename(out / CHECKPOINT_NAME)
    said = refused(tmp_path, capsys, "train", labelled, "--model", "slow-fusion", "--out", out)
    assert CHECKPOINT_NAME in said


def test_weights_of_something_else_stay(
    tmp_path: Path, labelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / BEST_NAME).write_bytes(b"mine")
    said = refused(tmp_path, capsys, "train", labelled, "--model", "slow-fusion", "--out", out)
    assert BEST_NAME in said
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {BEST_NAME: b"mine"}


def test_shot_detection(bad: Path) -> None:
    with pytest.raises(WeightsUnavailableError, match=bad.name):
        TransNet(bad, device="cpu")


def test_a_checkpoint_whose_tensors_do_not_fit(
    tmp_path: Path, labelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    held = {
        "backbone": "slow-fusion",
        "classes": ("one", "two"),
        "network": {"weight": torch.zeros(3)},
        "optimiser": {},
        "reports": [(1.0, 1.0, 1.0)],
    }
    torch.save(held, out / CHECKPOINT_NAME)
    said = refused(tmp_path, capsys, "train", labelled, "--model", "slow-fusion", "--out", out)
    assert CHECKPOINT_NAME in said
