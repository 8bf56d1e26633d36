"""Makes a network's scores mean what they say: one temperature, fitted on labelled clips.

Dividing the scores before the softmax by a temperature changes no order, only how sure the network sounds.

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

_HIGHEST_TEMPERATURE = 20.0
_LEAST_SCORE = 1e-12
_BINS = 10

Scores = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A temperature and what it rests on.

    Attributes:
        temperature: What the scores before the softmax are divided by.
        fitted_on: The folder of clips it was fitted on.
        examples: How many clips that were.
        accuracy: Share of them whose likeliest class was right, in [0, 1].
        error_before: Mean distance between how sure the network was and how often it was right, in [0, 1].
        error_after: The same with the temperature, on the same clips.
        checksum: SHA-256 of the weights it holds for, in hexadecimal.
    """

    temperature: float
    fitted_on: str
    examples: int
    accuracy: float
    error_before: float
    error_after: float
    checksum: str


def fit_calibration(scores: Scores, labels: Labels, fitted_on: str, checksum: str) -> Calibration:
    """Find the temperature under which the labels are likeliest.

    Args:
        scores: Class probabilities without a temperature, float32 (N, C).
        labels: Class numbers, int64 (N,).
        fitted_on: What the person calls these examples.
        checksum: Of the network's weights.
    """
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        right = tempered(scores, temperature)[rows, labels]
        return float(-np.log(np.maximum(right, _LEAST_SCORE)).mean())

    temperature = least_surprising(surprise)
    return Calibration(
        temperature=temperature,
        fitted_on=fitted_on,
        examples=len(labels),
        accuracy=float((scores.argmax(1) == labels).mean()),
        error_before=calibration_error(scores, labels),
        error_after=calibration_error(tempered(scores, temperature), labels),
        checksum=checksum,
    )


def least_surprising(surprise: Callable[[float], float]) -> float:
    """The temperature, from a twentieth to twenty, under which known truth surprises least.

    Args:
        surprise: Mean negative logarithm of what is thought of the truth, at a temperature.
    """
    # Late: it takes a second, and only fitting needs it.
    from scipy.optimize import minimize_scalar

    limit = np.log(_HIGHEST_TEMPERATURE)
    found = minimize_scalar(
        lambda log: surprise(float(np.exp(log))), bounds=(-limit, limit), method="bounded"
    )
    return float(np.exp(found.x))


def tempered(scores: Scores, temperature: float) -> Scores:
    """Probabilities (N, C) as if the scores before their softmax had been divided by the temperature."""
    logits = np.log(np.maximum(scores.astype(np.float64), _LEAST_SCORE)) / temperature
    likely = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(likely / likely.sum(1, keepdims=True), np.float32)


def calibration_error(scores: Scores, labels: Labels) -> float:
    """Mean distance between surety and being right over ten bins of surety, each weighed by its size."""
    surety, is_right = scores.max(1), scores.argmax(1) == labels
    bins = np.minimum((surety * _BINS).astype(int), _BINS - 1)
    apart = [
        abs(surety[bins == one].mean() - is_right[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins)
    ]
    return float(np.sum(apart))


def write_calibration(calibration: Calibration, spec: BackboneSpec, folder: Path) -> None:
    """Keep a calibration in the weights folder; it appears whole or not at all.

    Raises:
        FileWriteError: If it cannot be written.
    """
    file = _file(spec, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(file, (json.dumps(asdict(calibration), indent=2) + "\n").encode())
    except OSError as error:
        raise FileWriteError(f"The calibration cannot be kept in {file}: {error}.") from error


def read_calibration(spec: BackboneSpec, folder: Path, checksum: str) -> Calibration | None:
    """The calibration kept for exactly these weights; None where there is none.

    Raises:
        WeightsUnavailableError: If the file is damaged.
    """
    file = _file(spec, folder)
    try:
        calibration = Calibration(**json.loads(file.read_text(encoding="utf-8")))
        is_sound = 1 / _HIGHEST_TEMPERATURE <= calibration.temperature <= _HIGHEST_TEMPERATURE
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(file) from error
    if not is_sound:
        raise _damaged(file)
    return calibration if calibration.checksum == checksum else None


def has_calibration(spec: BackboneSpec, folder: Path) -> bool:
    """Whether one is kept, for whichever weights."""
    return exists_safely(_file(spec, folder))


def _damaged(file: Path) -> WeightsUnavailableError:
    return WeightsUnavailableError(
        f"The calibration in {file} is damaged; delete the file, or calibrate again."
    )


def _file(spec: BackboneSpec, folder: Path) -> Path:
    return folder / f"{spec.name}.calibration.json"
