"""Pictures of what a backbone sees in a moment."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import MakeVideo
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import ExportError, WeightsUnavailableError
from videxplore.core.task import Task
from videxplore.services.teaching.model_inspection import explain


def test_writes_a_picture_of_every_stage(make_video: MakeVideo, tmp_path: Path) -> None:
    weights, out = WeightsFolder(tmp_path / "weights"), tmp_path / "out"
    written = explain(make_video(), 0.5, "efficientnet-lite0", weights, out, Task())
    assert {file.name for file in written} >= {"stem.png", "block0.png", "head.png", "heat.png"}
    with Image.open(out / "block3.png") as tiles:
        assert tiles.size == (448, 448)
    with Image.open(out / "heat.png") as heat:
        assert heat.size == (320, 180)
    sheet = json.loads((out / "receptive_field.json").read_text(encoding="utf-8"))
    sides = [row["width_px"] for row in sheet]
    assert sides == sorted(sides)
    assert sides[0] == 3


def test_pictures_that_are_there_stay(make_video: MakeVideo, tmp_path: Path) -> None:
    weights, out = WeightsFolder(tmp_path / "weights"), tmp_path / "out"
    out.mkdir()
    older = {"heat.png": b"mine", "stem.png": b"mine", "receptive_field.json": b"mine"}
    for name, content in older.items():
        (out / name).write_bytes(content)
    written = explain(make_video(), 0.5, "efficientnet-lite0", weights, out, Task())
    assert {name: (out / name).read_bytes() for name in older} == older
    assert {file.name for file in written} >= {"heat (2).png", "stem (2).png", "receptive_field (2).json"}
    assert all(file.is_file() for file in written)


def test_what_cannot_be_looked_into(make_video: MakeVideo, tmp_path: Path) -> None:
    weights = WeightsFolder(tmp_path / "weights")
    with pytest.raises(WeightsUnavailableError):
        explain(make_video(), 0.5, "resnet18", weights, tmp_path / "out", Task())
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot be written"):
        explain(make_video(), 0.5, "efficientnet-lite0", weights, tmp_path / "file", Task())
