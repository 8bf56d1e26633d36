"""Training on folders of real clips, on the CPU."""

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.conftest import MakeVideo
from tests.videos import moving, texture
from videxplore.backbones.calibration import read_calibration
from videxplore.backbones.registry import BACKBONES, load
from videxplore.backbones.runtime.loading import network_to_train
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import BackboneError, VideoError
from videxplore.core.task import Cancelled, Progress, Task
from videxplore.services.teaching.model_input import LabelledFile, find_labelled, split
from videxplore.services.teaching.model_training import TrainingOptions, train


@pytest.fixture
def clips(tmp_path: Path, make_video: MakeVideo) -> Path:
    """Three clips each of bright and of dark pictures: easy to tell apart in seconds."""
    folder = tmp_path / "clips"
    for name, factor in (("bright", 1.0), ("dark", 0.2)):
        (folder / name).mkdir(parents=True)
        for seed in range(3):
            pictures = [(picture * factor).astype(np.uint8) for picture in moving(seed, 2)]
            make_video(f"clips/{name}/{seed}.mp4", pictures=pictures)
    return folder


def options(tmp_path: Path, epochs: int) -> TrainingOptions:
    return TrainingOptions("slow-fusion", tmp_path / "weights", tmp_path / "out", epochs, "cpu")


def test_trains_goes_on_and_is_usable_at_once(clips: Path, tmp_path: Path) -> None:
    (clips / "dark" / "broken.mp4").write_bytes(b"no video")
    first = train(clips, options(tmp_path, 1), Task())
    assert first.classes == ("bright", "dark")
    assert [path.name for path, _ in first.failed] == ["broken.mp4"]
    assert first.is_installed
    assert not first.is_fine_tuned

    seen: list[Progress] = []
    (tmp_path / "weights" / "slow-fusion.safetensors").unlink()
    second = train(clips, options(tmp_path, 3), Task(seen.append))
    assert second.losses[0] == first.losses[0], "the first epoch is not trained again"
    assert len(second.losses) == 3
    assert second.losses[-1] < second.losses[0] / 2

    backbone = load("slow-fusion", WeightsFolder(tmp_path / "weights"), "cpu")
    assert backbone.classes == ("bright", "dark")
    assert backbone.run(np.zeros((1, 16, 60, 80, 3), np.uint8)).scores is not None

    third = train(
        clips, TrainingOptions("slow-fusion", tmp_path / "weights", tmp_path / "again", 1, "cpu"), Task()
    )
    assert third.is_fine_tuned
    assert not third.is_installed


def test_training_starts_from_the_same_weights_each_time() -> None:
    spec = BACKBONES["slow-fusion"]
    first, again, other = (network_to_train(spec, 2, None, seed).state_dict() for seed in (0, 0, 1))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


@pytest.mark.slow
def test_with_clips_enough_it_is_calibrated_on_those_left_out(tmp_path: Path, make_video: MakeVideo) -> None:
    for name, factor in (("bright", 1.0), ("dark", 0.2)):
        (tmp_path / "clips" / name).mkdir(parents=True)
        for seed in range(25):
            picture = (texture(seed, 24, 32) * factor).astype(np.uint8)
            make_video(f"clips/{name}/{seed}.mp4", pictures=[picture] * 5)
    report = train(tmp_path / "clips", options(tmp_path, 3), Task())
    assert report.calibration is not None
    assert (report.calibration.fitted_on, report.calibration.examples) == ("clips", 10)
    assert report.calibration.error_after <= report.calibration.error_before + 0.01
    weights = WeightsFolder(tmp_path / "weights")
    kept = read_calibration(BACKBONES["slow-fusion"], weights.path, report.calibration.checksum)
    assert kept == report.calibration


def test_a_cancelled_training_keeps_its_epochs(clips: Path, tmp_path: Path) -> None:
    task = Task(lambda progress: task.cancel() if progress.message.startswith("Epoch 2") else None)
    with pytest.raises(Cancelled):
        train(clips, options(tmp_path, 3), task)
    assert (tmp_path / "out" / "checkpoint.pth").exists()
    (tmp_path / "out" / "checkpoint.pth").write_bytes(b"damaged")
    with pytest.raises(BackboneError, match="damaged"):
        train(clips, options(tmp_path, 3), Task())


def test_what_cannot_be_trained(clips: Path, tmp_path: Path) -> None:
    for name in ("resnet18", "lite0-motion"):
        with pytest.raises(BackboneError, match="cannot be trained"):
            train(clips, TrainingOptions(name, tmp_path / "weights", tmp_path / "out", 1, "cpu"), Task())
    with pytest.raises(VideoError, match="CLASS/CLIP"):
        train(clips / "dark", options(tmp_path, 1), Task())
    with pytest.raises(VideoError, match="cannot be read"):
        find_labelled(tmp_path / "nowhere")


def test_split_keeps_classes_on_both_sides() -> None:
    files = [LabelledFile(Path(f"{label}-{number}"), label) for label in range(3) for number in range(10)]
    learned, held_out = split(files)
    assert sorted(file.label for file in held_out) == [0, 0, 1, 1, 2, 2]
    assert not set(learned) & set(held_out)
    assert set(learned) | set(held_out) == set(files)
    assert split(files) == (learned, held_out)


def test_the_table_says_what_needs_training() -> None:
    unlabelled = {spec.name for spec in BACKBONES.values() if spec.weights and not spec.labels}
    assert unlabelled == {"lite0-motion", "sscd"}
