"""Temperature scaling: calibrates a model's class probabilities on labelled clips.

Dividing the logits by a temperature keeps the order of the classes and changes only the confidence.

Source: Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, ICML 2017.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.specs import BackboneSpec
from videxplore.core.errors import FileWriteError, WeightsUnavailableError
from videxplore.core.file_names import exists_safely
from videxplore.core.files import write_whole

_MAX_TEMPERATURE = 20.0
_MIN_PROBABILITY = 1e-12
_BINS = 10

Scores = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A temperature and how it was fitted.

    Attributes:
        temperature: The divisor of the logits.
        fitted_on: The folder of clips it was fitted on.
        examples: The number of these clips.
        accuracy: Fraction of them whose most probable class was right, in [0, 1].
        error_before: Expected calibration error (ECE, 10 bins) without the temperature, in [0, 1].
        error_after: The same with the temperature, on the same clips.
        checksum: SHA-256 of the weights that it belongs to, in hexadecimal.
    """

    temperature: float
    fitted_on: str
    examples: int
    accuracy: float
    error_before: float
    error_after: float
    checksum: str


def fit_calibration(scores: Scores, labels: Labels, fitted_on: str, checksum: str) -> Calibration:
    """Find the temperature that maximises the likelihood of the labels.

    Args:
        scores: Class probabilities without a temperature, float32 (N, C).
        labels: Class numbers, int64 (N,).
        fitted_on: The user's name for these examples.
        checksum: SHA-256 of the model's weights.
    """
    rows = np.arange(len(labels))

    def mean_nll(temperature: float) -> float:
        right = apply_temperature(scores, temperature)[rows, labels]
        return float(-np.log(np.maximum(right, _MIN_PROBABILITY)).mean())

    temperature = best_temperature(mean_nll)
    return Calibration(
        temperature=temperature,
        fitted_on=fitted_on,
        examples=len(labels),
        accuracy=float((scores.argmax(1) == labels).mean()),
        error_before=expected_calibration_error(scores, labels),
        error_after=expected_calibration_error(apply_temperature(scores, temperature), labels),
        checksum=checksum,
    )


def best_temperature(mean_nll: Callable[[float], float]) -> float:
    """The temperature in [1/20, 20] with the lowest negative log-likelihood.

    Args:
        mean_nll: Mean negative log-likelihood of the true labels at a temperature.
    """
    # Imported late: it takes a second, and only fitting needs it.
    from scipy.optimize import minimize_scalar

    limit = np.log(_MAX_TEMPERATURE)
    found = minimize_scalar(
        lambda log: mean_nll(float(np.exp(log))), bounds=(-limit, limit), method="bounded"
    )
    return float(np.exp(found.x))


def apply_temperature(scores: Scores, temperature: float) -> Scores:
    """Class probabilities (N, C) as if their logits had been divided by the temperature."""
    logits = np.log(np.maximum(scores.astype(np.float64), _MIN_PROBABILITY)) / temperature
    exponentials = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(1, keepdims=True), np.float32)


def expected_calibration_error(scores: Scores, labels: Labels) -> float:
    """Expected calibration error (ECE, 10 bins) of class probabilities (N, C): in [0, 1]."""
    confidence, is_right = scores.max(1), scores.argmax(1) == labels
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(confidence[bins == one].mean() - is_right[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins)
    ]
    return float(np.sum(gaps))


def write_calibration(calibration: Calibration, spec: BackboneSpec, folder: Path) -> None:
    """Write a calibration atomically to the weights folder.

    Raises:
        FileWriteError: If it cannot be written.
    """
    file = _file(spec, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(file, (json.dumps(asdict(calibration), indent=2) + "\n").encode())
    except OSError as error:
        raise FileWriteError(f"The calibration cannot be written to {file}: {error}.") from error


def read_calibration(spec: BackboneSpec, folder: Path, checksum: str) -> Calibration | None:
    """The calibration stored for exactly these weights; None if there is none.

    Raises:
        WeightsUnavailableError: If the file is damaged.
    """
    file = _file(spec, folder)
    try:
        calibration = Calibration(**json.loads(file.read_text(encoding="utf-8")))
        is_sound = 1 / _MAX_TEMPERATURE <= calibration.temperature <= _MAX_TEMPERATURE
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(file) from error
    if not is_sound:
        raise _damaged(file)
    return calibration if calibration.checksum == checksum else None


def has_calibration(spec: BackboneSpec, folder: Path) -> bool:
    """Whether a calibration is stored, for these or for other weights of the backbone."""
    return exists_safely(_file(spec, folder))


def _damaged(file: Path) -> WeightsUnavailableError:
    return WeightsUnavailableError(
        f"The calibration in {file} is damaged; delete the file, or calibrate again."
    )


def _file(spec: BackboneSpec, folder: Path) -> Path:
    return folder / f"{spec.name}.calibration.json"
