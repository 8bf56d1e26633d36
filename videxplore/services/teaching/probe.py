"""Few-shot recognition of an action: a linear probe (logistic regression) on embeddings.

Appearance and motion are concatenated, each scaled to unit variance. Their weights and the regularisation are
chosen by cross-validation on the examples: motion is ignored where it does not help to classify held-out
examples.

Source: Alain and Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, ICLR 2017; Guo,
Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, ICML 2017, for the temperature; Bekker
and Davis, Learning from Positive and Unlabeled Data, Machine Learning 2020, for choosing what to trust.
"""

import itertools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.backbones.training.calibration import best_temperature
from videxplore.core.types import Ids, Values, Vector
from videxplore.core.vectors import Columns

Mask: TypeAlias = npt.NDArray[np.bool_]
Logits: TypeAlias = Values
Fold: TypeAlias = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

FOLDS = 5
MIN_GROUPS = 3
"""The held-out accuracy is only estimated from examples of at least this many shots."""

_CHOICE_FOLDS = 3
_CHOICE_ROWS = 300
"""Unlabelled rows used for the choice; all of them would take ten seconds."""

_MIN_IMPROVEMENT = 0.05
"""Improvement of the held-out negative log-likelihood that justifies other settings than the default."""


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """Hyperparameters of a probe.

    Attributes:
        part_weights: Weight of each part of a vector (appearance, motion).
        inverse_regularisation: Inverse strength of regularisation (``C``), for parts of unit variance.
    """

    part_weights: tuple[float, ...]
    inverse_regularisation: float


DEFAULT_SETTINGS = {1: ProbeSettings((1.0,), 0.1), 2: ProbeSettings((1.0, 0.5), 0.1)}
"""By the number of parts: used if examples of a single shot do not allow cross-validation.

Measured on eight unlabelled videos, each taken as an action of its own, learned from one or two of its shots
and tested on the others: mean accuracy 0.742 with appearance alone, 0.745, 0.749 and 0.730 with motion at
0.25, 0.5 and 1; inverse regularisations from 0.03 to 1 differ by 0.005."""

_CANDIDATES = {
    1: ((1.0,),),
    2: ((1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0)),
}
_INVERSE_REGULARISATIONS = (0.1, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear classifier of vectors.

    Attributes:
        weights: float32 (D,).
        bias: Added to the product.
        held_out_accuracy: Balanced accuracy on rows that were used neither for fitting nor for choosing
            settings; None if there were too few.
        temperature: Divisor of the logits, already applied to weights and bias, with which scores match
            frequencies on held-out rows; 1 if there were too few.
        settings: The hyperparameters.
    """

    weights: Vector
    bias: float
    held_out_accuracy: float | None
    temperature: float
    settings: ProbeSettings

    def scores(self, vectors: Vector) -> npt.NDArray[np.float32]:
        """Probability that each of the vectors (N, D) shows the action: float32 (N,)."""
        return logistic(vectors @ self.weights + self.bias)


@dataclass(frozen=True, slots=True, eq=False)
class ProbeData(Columns):
    """Training data of a probe.

    Attributes:
        vectors: float32 (N, D).
        is_action: bool (N,), some true and some false.
        is_labelled: bool (N,): positive and negative examples, not rows drawn at random from the library.
        groups: Shot of each row, int64 (N,): the rows of one shot are never split between training and
            testing.
        dims: Lengths of the concatenated parts of a vector.
    """

    vectors: Vector
    is_action: Mask
    is_labelled: Mask
    groups: Ids
    dims: tuple[int, ...]

    def scale(self, part_weights: tuple[float, ...]) -> Vector:
        """Factors for the columns of ``vectors``, float32 (D,): unit variance times the part's weight."""
        spread = self.vectors.var(0)
        ends = list(itertools.accumulate(self.dims))
        scales = [
            np.full(length, weight / max(float(np.sqrt(spread[end - length : end].sum())), 1e-6), np.float32)
            for weight, length, end in zip(part_weights, self.dims, ends, strict=True)
        ]
        return np.concatenate(scales)


def fit_probe(data: ProbeData) -> Probe:
    """Fit a probe to vectors that show an action and vectors that do not.

    Both classes have the same total weight. Unlabelled vectors are taken as negative, except for those that a
    simple first classifier finds closer to the positive examples than to the rest.
    """
    settings = choose_settings(data)
    weights, bias = _fit(data, settings)
    folds = _folds(data, FOLDS, MIN_GROUPS)
    if not folds:
        return Probe(weights, bias, None, 1.0, settings)
    # Settings are chosen for each fold, so that the held-out rows do not influence them.
    held_out = _held_out_logits(data, folds, [choose_settings(data.rows(training)) for training, _ in folds])
    is_action = data.is_action
    temperature = fit_temperature(held_out, is_action)
    is_correct = (held_out > 0) == is_action
    accuracy = float((is_correct[is_action].mean() + is_correct[~is_action].mean()) / 2)
    scaled = (weights / np.float32(temperature)).astype(np.float32)
    return Probe(scaled, bias / temperature, accuracy, temperature, settings)


def choose_settings(data: ProbeData) -> ProbeSettings:
    """The settings with the lowest held-out loss; the default unless others are clearly better."""
    default = DEFAULT_SETTINGS[len(data.dims)]
    labelled = np.flatnonzero(data.is_labelled | data.is_action)
    drawn = np.random.default_rng(0).permutation(np.flatnonzero(~data.is_labelled & ~data.is_action))
    small = data.rows(np.concatenate((labelled, drawn[:_CHOICE_ROWS])))
    folds = _folds(small, _CHOICE_FOLDS, 2)
    if not folds:
        return default
    candidates = [
        ProbeSettings(part_weights, inverse_regularisation)
        for part_weights in _CANDIDATES[len(data.dims)]
        for inverse_regularisation in _INVERSE_REGULARISATIONS
    ]
    losses = {}
    for settings in candidates:
        held_out = _held_out_logits(small, folds, [settings] * len(folds))
        losses[settings] = _nll(held_out, small.is_action, fit_temperature(held_out, small.is_action))
    best = min(candidates, key=lambda settings: losses[settings])
    return best if losses[best] < losses[default] - _MIN_IMPROVEMENT else default


def fit_temperature(logits: Logits, is_action: Mask) -> float:
    """The divisor of logits (N,) with the highest likelihood, both classes weighing the same."""
    return best_temperature(lambda temperature: _nll(logits, is_action, temperature))


def logistic(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """1 / (1 + exp(-values)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)), np.float32)


def _nll(logits: Logits, is_action: Mask, temperature: float) -> float:
    """Mean negative log-likelihood, both classes weighing the same."""
    signs = np.where(is_action, 1.0, -1.0)
    row_weights = np.where(is_action, 0.5 / is_action.sum(), 0.5 / (~is_action).sum())
    return float((row_weights * np.logaddexp(0, -signs * logits / temperature)).sum())


def _fit(data: ProbeData, settings: ProbeSettings) -> tuple[Vector, float]:
    # Imported late: it takes a second, and only fitting needs it.
    from sklearn.linear_model import LogisticRegression

    scale = data.scale(settings.part_weights)
    vectors, is_action = data.vectors * scale, data.is_action
    unlabelled = ~data.is_labelled & ~is_action
    trusted = np.ones(len(vectors), bool)
    if unlabelled.any():
        # The difference of the means is too simple a classifier to overfit to single examples.
        projections = vectors @ (vectors[is_action].mean(0) - vectors[~is_action].mean(0))
        threshold = (np.median(projections[unlabelled]) + np.median(projections[is_action])) / 2
        trusted = ~(unlabelled & (projections > threshold))
    model = LogisticRegression(C=settings.inverse_regularisation, class_weight="balanced", max_iter=500)
    model.fit(vectors[trusted], is_action[trusted])
    return (model.coef_[0] * scale).astype(np.float32), float(model.intercept_[0])


def _folds(data: ProbeData, max_folds: int, min_groups: int) -> list[Fold]:
    """Rows to train on and rows held out, for each fold; none if a class has too few groups."""
    from sklearn.model_selection import StratifiedGroupKFold

    is_action, groups = data.is_action, data.groups
    fewest = min(len(np.unique(groups[is_action])), len(np.unique(groups[~is_action])))
    if fewest < min_groups:
        return []
    splitter = StratifiedGroupKFold(min(max_folds, fewest), shuffle=True, random_state=0)
    folds = list(splitter.split(data.vectors, is_action, groups))
    return folds if all(len(np.unique(is_action[training])) == 2 for training, _ in folds) else []


def _held_out_logits(data: ProbeData, folds: list[Fold], settings_of_folds: list[ProbeSettings]) -> Logits:
    """Logits of each row by a probe that was not fitted to its group, float64 (N,)."""
    logits = np.zeros(len(data.vectors))
    for (training, testing), settings in zip(folds, settings_of_folds, strict=True):
        weights, bias = _fit(data.rows(training), settings)
        logits[testing] = data.vectors[testing] @ weights + bias
    return logits
