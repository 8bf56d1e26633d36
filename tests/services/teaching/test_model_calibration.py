"""Calibrating on folders of clips, by function and by command."""

import json
from pathlib import Path

import pytest

from tests.conftest import MakeVideo
from tests.videos import moving
from videxplore.backbones.registry import DEFAULT_BACKBONE
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.cli.application import main
from videxplore.core.errors import BackboneError, VideoError
from videxplore.core.task import Task
from videxplore.services.teaching.model_training import calibrate


@pytest.fixture
def clips(tmp_path: Path, make_video: MakeVideo) -> Path:
    """Twelve clips of noise under names of ImageNet: whatever is said of them surely is wrong."""
    for number in range(12):
        name = ("tabby", "Sports_car")[number % 2]
        (tmp_path / "clips" / name).mkdir(parents=True, exist_ok=True)
        make_video(f"clips/{name}/{number}.mp4", pictures=moving(number, 1))
    return tmp_path / "clips"


def test_command(clips: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (clips / "tabby" / "broken.mp4").write_bytes(b"no video")
    arguments = ["models", "calibrate", DEFAULT_BACKBONE, str(clips), "--device", "cpu"]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--json", "--data-dir", str(tmp_path / "data")])
    assert ended.value.code == 1, "one file could not be read"
    printed = capsys.readouterr()
    assert "broken.mp4" in printed.err
    kept = json.loads(printed.out)["models"][0]["calibration"]
    assert kept["fitted_on"] == "clips"
    assert kept["examples"] == 12
    assert kept["temperature"] > 1
    assert kept["error_after"] <= kept["error_before"]


def test_what_cannot_be_calibrated(clips: Path, tmp_path: Path) -> None:
    weights = WeightsFolder(tmp_path / "weights")
    with pytest.raises(BackboneError, match="has no classes"):
        calibrate(clips, "lite0-motion", weights, "cpu", Task())
    (clips / "tabby").rename(clips / "no such thing")
    with pytest.raises(VideoError, match="no class named “no such thing”"):
        calibrate(clips, DEFAULT_BACKBONE, weights, "cpu", Task())
    (clips / "no such thing").rename(clips / "tabby")
    for file in list(clips.rglob("*.mp4"))[2:-1]:
        file.unlink()
    with pytest.raises(VideoError, match="at least 10 are needed"):
        calibrate(clips, DEFAULT_BACKBONE, weights, "cpu", Task())
