"""Few-shot recognition of an action: a linear probe on embeddings, learned from one example or from many.

Appearance and motion are concatenated, each centred on the library and scaled to unit variance. The probe is
a ridge regression with strong regularisation: of one example it is little more than the difference to the
mean of the library, and each further example, positive or negative, moves it. Scores are measured in standard
deviations of the library's own scores, so that those of different actions can be compared. How many make one
half is known from real clips, and learned from examples that were held out where there are enough.

Source: Alain and Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, ICLR 2017; Snell,
Swersky and Zemel, Prototypical Networks for Few-shot Learning, NeurIPS 2017, for means of few examples;
Platt, Probabilistic Outputs for Support Vector Machines, 1999, for scores; Bekker and Davis, Learning from
Positive and Unlabeled Data, Machine Learning 2020, for choosing what to trust.
"""

import itertools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Values, Vector
from videxplore.core.vectors import Columns

Mask: TypeAlias = npt.NDArray[np.bool_]
Fold: TypeAlias = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

FOLDS = 5
MIN_GROUPS = 3
"""The held-out accuracy is only estimated from examples of at least this many shots."""

_CHOICE_FOLDS = 3
_HELD_OUT_ROWS = 300
"""Unlabelled rows beside the examples where some are held out; all of them would take seconds."""

_MIN_IMPROVEMENT = 0.05
"""Improvement of the held-out negative log-likelihood that justifies other settings than the default."""

_REGULARISATION = 0.1
"""Measured on the real clips of ``benchmarks/actions.tsv``: 0.03 to 0.3 differ by less than 0.01."""


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """Hyperparameters of a probe.

    Attributes:
        part_weights: Weight of each part of a vector (appearance, motion).
    """

    part_weights: tuple[float, ...]


DEFAULT_SETTINGS = {1: ProbeSettings((1.0,)), 2: ProbeSettings((1.0, 0.5))}
"""By the number of parts: used if examples of a single shot do not allow cross-validation."""

_CANDIDATES = {
    1: (ProbeSettings((1.0,)),),
    2: tuple(ProbeSettings(weights) for weights in ((1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0))),
}


@dataclass(frozen=True, slots=True)
class ProbeCalibration:
    """How deviations from the library's mean score become a logit: ``slope * (deviations - middle)``.

    Attributes:
        slope: Of the logit, for each standard deviation.
        middle: The standard deviations above the mean that make a score of one half.
    """

    slope: float
    middle: float

    def logits(self, deviations: Values) -> Values:
        """The logits of some scores."""
        return self.slope * (deviations - self.middle)


PRIOR = ProbeCalibration(slope=1.3, middle=2.5)
"""Of the clips of ``benchmarks/actions.tsv``, after one or two examples of each action: of what does not show
it 99 % lies below 2.3; of what does, three quarters lie above 1.7, a half above 4."""

_DEVIATIONS_OF_EXAMPLES = 10.0
"""So many standard deviations the examples themselves lie above the mean of these clips."""

_ASSUMED_ROWS = 10
"""How many rows that is worth where the deviation is estimated."""

_SLOPES = PRIOR.slope * np.geomspace(0.25, 4.0, 17)
_MIDDLES = np.linspace(-1.0, 8.0, 46)
_SLOPE_SPREAD, _MIDDLE_SPREAD = 0.5, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear classifier of vectors.

    Attributes:
        weights: float32 (D,).
        bias: Added to the product.
        held_out_accuracy: Balanced accuracy on rows that were used neither for fitting nor for choosing
            settings; None if there were too few.
        settings: The hyperparameters.
    """

    weights: Vector
    bias: float
    held_out_accuracy: float | None
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

    @property
    def is_unlabelled(self) -> Mask:
        """Rows drawn at random, bool (N,)."""
        unlabelled: Mask = ~self.is_labelled & ~self.is_action
        return unlabelled

    def parts(self) -> list[Vector]:
        """The parts of the vectors, centred: float32 (N, length of the part) each."""
        ends = list(itertools.accumulate(self.dims))
        parts = [self.vectors[:, end - length : end] for length, end in zip(self.dims, ends, strict=True)]
        return [part - part.mean(0) for part in parts]


def fit_probe(data: ProbeData) -> Probe:
    """Fit a probe to vectors that show an action and vectors that do not.

    Both classes have the same total weight, and so have negative examples and unlabelled vectors. The latter
    are taken as negative, except for those that a simple first classifier finds closer to the positive
    examples than to the rest.
    """
    small = _fewer_unlabelled(data)
    kernels = _Kernels.of(small)
    settings = _chosen(small, kernels)
    direction = _direction(data, settings)
    projections = data.vectors @ direction
    mean, spread = _background(data, projections)
    calibration = _above_counter_examples(data, (projections - mean) / spread)
    folds = _folds(small, FOLDS, MIN_GROUPS)
    accuracy = None
    if folds:
        # Settings are chosen for each fold, so that the held-out rows do not influence them.
        chosen = [_chosen(small.rows(training), kernels.rows(training)) for training, _ in folds]
        held_out = _held_out_deviations(small, kernels, folds, chosen)
        calibration = fit_calibration(held_out, small, calibration)
        is_correct = (calibration.logits(held_out) > 0) == small.is_action
        accuracy = _balanced(is_correct, small.is_action)
    factor = calibration.slope / spread
    bias = -factor * mean - calibration.slope * calibration.middle
    return Probe((direction * factor).astype(np.float32), float(bias), accuracy, settings)


def _chosen(data: ProbeData, kernels: "_Kernels") -> ProbeSettings:
    """The settings with the lowest held-out loss; the default unless others are clearly better."""
    default = DEFAULT_SETTINGS[len(data.dims)]
    folds = _folds(data, _CHOICE_FOLDS, 2)
    candidates = _CANDIDATES[len(data.dims)]
    if not folds or len(candidates) == 1:
        return default
    row_weights = np.where(data.is_action, 0.5 / data.is_action.sum(), 0.5 / (~data.is_action).sum())
    signs = np.where(data.is_action, -1.0, 1.0)
    losses = {}
    for settings in candidates:
        held_out = _held_out_deviations(data, kernels, folds, [settings] * len(folds))
        calibration = fit_calibration(held_out, data, PRIOR)
        losses[settings] = float(row_weights @ np.logaddexp(0, signs * calibration.logits(held_out)))
    best = min(candidates, key=lambda settings: losses[settings])
    return best if losses[best] < losses[default] - _MIN_IMPROVEMENT else default


def fit_calibration(deviations: Values, data: ProbeData, prior: ProbeCalibration) -> ProbeCalibration:
    """The likeliest calibration of held-out deviations (N,), each shot being worth one observation.

    Args:
        deviations: Of rows that the probe was not fitted to.
        data: What they show.
        prior: The likeliest calibration where nothing was observed.
    """
    row_weights = _observations(data)
    signs = np.where(data.is_action, -1.0, 1.0)
    slopes, middles = np.meshgrid(_SLOPES, _MIDDLES, indexing="ij")
    logits = slopes[..., None] * (deviations - middles[..., None])
    losses = np.logaddexp(0, signs * logits) @ row_weights
    losses += 0.5 * (np.log(slopes / prior.slope) / _SLOPE_SPREAD) ** 2
    losses += 0.5 * ((middles - prior.middle) / _MIDDLE_SPREAD) ** 2
    best = np.unravel_index(np.argmin(losses), losses.shape)
    return ProbeCalibration(float(slopes[best]), float(middles[best]))


def logistic(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """1 / (1 + exp(-values)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Kernels:
    """Products of the rows with each other, for each part: float64 (N, N) each."""

    parts: tuple[Values, ...]

    @classmethod
    def of(cls, data: ProbeData) -> "_Kernels":
        """Those of all rows."""
        return cls(tuple((part @ part.T).astype(np.float64) / _spread(part) ** 2 for part in data.parts()))

    def rows(self, rows: npt.NDArray[np.int64]) -> "_Kernels":
        """Those of some rows."""
        return _Kernels(tuple(part[np.ix_(rows, rows)] for part in self.parts))

    def weighed(self, settings: ProbeSettings) -> Values:
        """The products of the rows with weighed parts."""
        total: Values = sum(
            (weight**2 * part for weight, part in zip(settings.part_weights, self.parts, strict=True)),
            np.zeros_like(self.parts[0]),
        )
        return total


def _direction(data: ProbeData, settings: ProbeSettings) -> Values:
    """The weights of the regression for the columns of ``data.vectors``, float64 (D,)."""
    parts = data.parts()
    shares = _shares(_Kernels.of(data).weighed(settings), data)
    weights = zip(settings.part_weights, parts, strict=True)
    return np.concatenate([(weight / _spread(part)) ** 2 * (shares @ part) for weight, part in weights])


def _spread(part: Vector) -> float:
    """The root of the mean squared length of centred rows (N, D)."""
    return max(float(np.sqrt(np.square(part).sum(1).mean())), 1e-6)


def _shares(kernel: Values, data: ProbeData) -> Values:
    """The factor of each row in the direction of a ridge regression, float64 (N,); 0 for rows left out."""
    is_action, is_unlabelled = data.is_action, data.is_unlabelled
    trusted = np.ones(len(kernel), bool)
    if is_unlabelled.any():
        # The difference of the means is too simple a classifier to overfit to single examples.
        projections = kernel[:, is_action].mean(1) - kernel[:, ~is_action].mean(1)
        threshold = (np.median(projections[is_unlabelled]) + np.median(projections[is_action])) / 2
        trusted = ~(is_unlabelled & (projections > threshold))
    used = np.flatnonzero(trusted)
    row_weights = _row_weights(is_action[used], is_unlabelled[used])
    # The constant is one more column, which the regularisation shrinks with the others.
    system = kernel[np.ix_(used, used)] + 1.0
    system[np.diag_indices_from(system)] += _REGULARISATION / row_weights
    shares = np.zeros(len(kernel))
    shares[used] = np.linalg.solve(system, np.where(is_action[used], 1.0, -1.0))
    return shares


def _row_weights(is_action: Mask, is_unlabelled: Mask) -> Values:
    """The weight of each row: a half for each class; negative examples and other rows weigh the same."""
    is_counter = ~is_action & ~is_unlabelled
    kinds = [kind for kind in (is_counter, is_unlabelled) if kind.any()]
    weights = np.where(is_action, 0.5 / max(1, int(is_action.sum())), 0.0)
    for kind in kinds:
        weights[kind] = 0.5 / len(kinds) / kind.sum()
    return weights


def _observations(data: ProbeData) -> Values:
    """How many independent observations each row is worth: all rows of a class as many as its shots."""
    return _row_weights(data.is_action, data.is_unlabelled) * 2 * len(np.unique(data.groups[data.is_action]))


def _background(data: ProbeData, scores: Values) -> tuple[float, float]:
    """Mean and standard deviation of the scores of what most likely does not show the action.

    Of few rows the deviation is little known: it then leans on the distance of the examples.
    """
    rest = scores[data.is_unlabelled if data.is_unlabelled.any() else ~data.is_action]
    mean = float(rest.mean())
    assumed = (float(np.median(scores[data.is_action])) - mean) / _DEVIATIONS_OF_EXAMPLES
    squares = float(np.square(rest - mean).sum()) + _ASSUMED_ROWS * assumed**2
    return mean, max(float(np.sqrt(squares / (len(rest) + _ASSUMED_ROWS))), 1e-6)


def _above_counter_examples(data: ProbeData, deviations: Values) -> ProbeCalibration:
    """The prior, with a middle above every negative example, as far as the positive ones allow."""
    is_counter = data.is_labelled & ~data.is_action
    if not is_counter.any():
        return PRIOR
    needed = float(deviations[is_counter].max()) + 1.0
    most = float(np.median(deviations[data.is_action])) / 2
    return ProbeCalibration(PRIOR.slope, max(PRIOR.middle, min(needed, most)))


def _fewer_unlabelled(data: ProbeData) -> ProbeData:
    """The examples and some of the other rows."""
    drawn = np.random.default_rng(0).permutation(np.flatnonzero(data.is_unlabelled))
    return data.rows(np.concatenate((np.flatnonzero(~data.is_unlabelled), drawn[:_HELD_OUT_ROWS])))


def _folds(data: ProbeData, max_folds: int, min_groups: int) -> list[Fold]:
    """Rows to train on and rows held out, for each fold; none if a class has too few groups."""
    groups_of = [np.unique(data.groups[data.is_action]), np.unique(data.groups[~data.is_action])]
    fewest = min(map(len, groups_of))
    if fewest < min_groups:
        return []
    count = min(max_folds, fewest)
    rng = np.random.default_rng(0)
    fold_of: dict[int, int] = {}
    for groups in reversed(groups_of):
        order = rng.permutation(len(groups))
        fold_of |= {int(groups[place]): number % count for number, place in enumerate(order)}
    folds = np.array([fold_of[int(group)] for group in data.groups])
    split = [(np.flatnonzero(folds != number), np.flatnonzero(folds == number)) for number in range(count)]
    is_complete = all(len(np.unique(data.is_action[training])) == 2 for training, _ in split)
    return split if is_complete else []


def _held_out_deviations(
    data: ProbeData, kernels: _Kernels, folds: list[Fold], settings_of_folds: list[ProbeSettings]
) -> Values:
    """The deviation of each row by a probe that was not fitted to its group, float64 (N,)."""
    deviations = np.zeros(len(data.vectors))
    for (training, testing), settings in zip(folds, settings_of_folds, strict=True):
        kernel, learned = kernels.weighed(settings), data.rows(training)
        projections = kernel[:, training] @ _shares(kernel[np.ix_(training, training)], learned)
        mean, spread = _background(learned, projections[training])
        deviations[testing] = (projections[testing] - mean) / spread
    return deviations


def _balanced(is_correct: Mask, is_action: Mask) -> float:
    return float((is_correct[is_action].mean() + is_correct[~is_action].mean()) / 2)
