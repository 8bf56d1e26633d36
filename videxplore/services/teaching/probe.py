"""Learns to recognise an action from a few examples: a linear probe over embeddings.

Source: Alain and Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, ICLR 2017; Guo,
Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, ICML 2017, for the temperature; Bekker
and Davis, Learning from Positive and Unlabeled Data, Machine Learning 2020, for choosing what to trust.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Vector

REGULARISATION = 0.3
"""Inverse strength. Measured on six actions of real clips, learned from one or two clips, tested on others:
mean accuracy 0.81 and area under the curve 0.98 with 0.3; 0.76 and 0.98 with 1; 0.75 and 0.96 with 30."""

FOLDS = 5
FEWEST_GROUPS = 3
"""Examples from so many scenes are needed before one can be left out."""

_HIGHEST_TEMPERATURE = 20.0


Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear judge of vectors.

    Attributes:
        weights: float32 (D,).
        bias: Added to the product.
        held_out_accuracy: Mean of the share of examples and of the share of others judged rightly when left
            out of learning; None where there were too few.
        temperature: What held-out judgements were divided by so that a score of 0.8 is right about 80% of the
            time; 1 where there were too few to tell.
    """

    weights: Vector
    bias: float
    held_out_accuracy: float | None
    temperature: float

    def scores(self, vectors: Vector) -> npt.NDArray[np.float32]:
        """How surely each of the vectors (N, D) shows the action: float32 (N,) in [0, 1]."""
        return logistic(vectors @ self.weights + self.bias)


def fit_probe(vectors: Vector, is_action: Mask, is_told: Mask, groups: Ids) -> Probe:
    """Learn a probe from vectors that show an action and vectors that do not.

    Both sides weigh the same, however many vectors each has. Vectors nobody told anything of are taken not to
    show the action, but for those that a first probe finds nearer to the examples than to the rest.

    Args:
        vectors: float32 (N, D).
        is_action: bool (N,), some true and some false.
        is_told: bool (N,): examples and counter-examples, not what was drawn from the library.
        groups: What belongs together, int64 (N,): vectors of one scene are never split between learning and
            testing.
    """
    weights, bias = _fit(vectors, is_action, is_told)
    judged = _held_out(vectors, is_action, is_told, groups)
    if judged is None:
        return Probe(weights, bias, None, 1.0)
    temperature = fit_temperature(judged, is_action)
    rightly = (judged > 0) == is_action
    accuracy = float((rightly[is_action].mean() + rightly[~is_action].mean()) / 2)
    scaled = (weights / np.float32(temperature)).astype(np.float32)
    return Probe(scaled, bias / temperature, accuracy, temperature)


def fit_temperature(judgements: npt.NDArray[np.float64], is_action: Mask) -> float:
    """What to divide judgements (N,) by so that their logistic is most likely, both sides equal."""
    # Late, like the imports below: they take a second, and only learning needs them.
    from scipy.optimize import minimize_scalar

    signs = np.where(is_action, 1.0, -1.0)
    shares = np.where(is_action, 0.5 / is_action.sum(), 0.5 / (~is_action).sum())

    def surprise(log_temperature: float) -> float:
        return float((shares * np.logaddexp(0, -signs * judgements / np.exp(log_temperature))).sum())

    limit = np.log(_HIGHEST_TEMPERATURE)
    return float(np.exp(minimize_scalar(surprise, bounds=(-limit, limit), method="bounded").x))


def logistic(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """1 / (1 + exp(-values)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)), np.float32)


def _fit(vectors: Vector, is_action: Mask, is_told: Mask) -> tuple[Vector, float]:
    from sklearn.linear_model import LogisticRegression

    doubtful = ~is_told & ~is_action
    trusted = np.ones(len(vectors), bool)
    if doubtful.any():
        # The difference of the means is too simple a judge to single out each example.
        judged = vectors @ (vectors[is_action].mean(0) - vectors[~is_action].mean(0))
        half_way = (np.median(judged[doubtful]) + np.median(judged[is_action])) / 2
        trusted = ~(doubtful & (judged > half_way))
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=500)
    model.fit(vectors[trusted], is_action[trusted])
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _held_out(vectors: Vector, is_action: Mask, is_told: Mask, groups: Ids) -> npt.NDArray[np.float64] | None:
    """What probes that did not see a vector's group say of it, float64 (N,); None with too few groups."""
    from sklearn.model_selection import StratifiedGroupKFold

    fewest = min(len(np.unique(groups[is_action])), len(np.unique(groups[~is_action])))
    if fewest < FEWEST_GROUPS:
        return None
    judged = np.zeros(len(vectors))
    folds = StratifiedGroupKFold(min(FOLDS, fewest), shuffle=True, random_state=0)
    for learned, left_out in folds.split(vectors, is_action, groups):
        if len(np.unique(is_action[learned])) == 1:
            return None
        weights, bias = _fit(vectors[learned], is_action[learned], is_told[learned])
        judged[left_out] = vectors[left_out] @ weights + bias
    return judged
