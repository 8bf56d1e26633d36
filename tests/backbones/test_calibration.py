"""A temperature makes scores mean what they say, and holds for its own weights only."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.backbones.conftest import WriteWeights
from videxplore.backbones.calibration import (
    Labels,
    Scores,
    apply_temperature,
    expected_calibration_error,
    fit_calibration,
    read_calibration,
    write_calibration,
)
from videxplore.backbones.registry import BACKBONES, load
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import WeightsUnavailableError

SPEC = BACKBONES["slow-fusion"]


def guesses(count: int, sharpness: float, seed: int = 0) -> tuple[Scores, Labels]:
    """Scores (count, 5) whose labels are drawn from them, then told ``sharpness`` times too surely."""
    rng = np.random.default_rng(seed)
    true = rng.dirichlet(np.full(5, 0.5), count).astype(np.float32)
    labels = np.array([rng.choice(5, p=row / row.sum()) for row in true.astype(np.float64)], np.int64)
    return apply_temperature(true, 1 / sharpness), labels


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_false_surety(sharpness: float) -> None:
    scores, labels = guesses(4000, sharpness)
    made = fit_calibration(scores, labels, "clips", "0")
    assert made.temperature == pytest.approx(sharpness, rel=0.1)
    assert made.error_after < 0.03
    fresh, truth = guesses(8000, sharpness, seed=1)
    surety = apply_temperature(fresh, made.temperature).max(1)
    near = (surety > 0.75) & (surety < 0.85)
    assert (fresh.argmax(1) == truth)[near].mean() == pytest.approx(0.8, abs=0.05)


def test_the_error_of_what_is_never_right_is_its_surety() -> None:
    scores = np.tile(np.array([[0.9, 0.1]], np.float32), (50, 1))
    assert expected_calibration_error(scores, np.ones(50, np.int64)) == pytest.approx(0.9)
    assert expected_calibration_error(scores, np.zeros(50, np.int64)) == pytest.approx(0.1)


def test_it_is_kept_for_its_own_weights_only(weights: WeightsFolder, write_weights: WriteWeights) -> None:
    file = weights.import_file(SPEC, write_weights("slow-fusion"))
    clip = np.random.default_rng(0).integers(0, 256, (1, 16, 40, 40, 3), dtype=np.uint8)
    plain = load("slow-fusion", weights, "cpu").run(clip).scores
    assert plain is not None
    made = replace(fit_calibration(*guesses(50, 1.0), "clips", file_checksum(file)), temperature=0.25)
    write_calibration(made, SPEC, weights.path)
    assert read_calibration(SPEC, weights.path, file_checksum(file)) == made

    sure = load("slow-fusion", weights, "cpu").run(clip).scores
    assert sure is not None
    np.testing.assert_allclose(sure, apply_temperature(plain, 0.25), atol=1e-5)
    asked_plainly = load("slow-fusion", weights, "cpu", is_calibrated=False).run(clip).scores
    np.testing.assert_array_equal(asked_plainly, plain)
    assert read_calibration(SPEC, weights.path, "other") is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"temperature": 1}'])
def test_a_damaged_file_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "slow-fusion.calibration.json").write_text(text, encoding="utf-8")
    with pytest.raises(WeightsUnavailableError, match=r"slow-fusion\.calibration\.json is damaged"):
        read_calibration(SPEC, tmp_path, "0")
