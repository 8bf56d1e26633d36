"""Learns to recognise an action from a few examples: a linear probe over embeddings.

Appearance and motion stand side by side in a vector, each brought to unit variance. How much each weighs and
how strongly the probe is held back is chosen by leaving examples out, never by what it will be asked about:
where motion does not help the examples to find each other, it is left out.

Source: Alain and Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, ICLR 2017; Guo,
Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, ICML 2017, for the temperature; Bekker
and Davis, Learning from Positive and Unlabeled Data, Machine Learning 2020, for choosing what to trust.
"""

import itertools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.backbones.training.calibration import least_surprising
from videxplore.core.types import Ids, Vector

Mask: TypeAlias = npt.NDArray[np.bool_]
Judgements: TypeAlias = npt.NDArray[np.float64]
Fold: TypeAlias = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

FOLDS = 5
FEWEST_GROUPS = 3
"""Examples from so many scenes are needed before accuracy on scenes left out is told."""

_CHOICE_FOLDS = 3
_CHOICE_ROWS = 300
"""Rows nobody told anything of that the choice is made with; all of them would take ten seconds."""

_WORTHWHILE = 0.05
"""By how much something must be less surprised by what was left out to be chosen over the prior."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a probe is fitted.

    Attributes:
        shares: How much each part of a vector weighs.
        strength: Inverse strength of regularisation, for parts of unit variance.
    """

    shares: tuple[float, ...]
    strength: float


PRIORS = {1: Recipe((1.0,), 0.1), 2: Recipe((1.0, 0.5), 0.1)}
"""By the number of parts: what is done where examples of a single scene leave nothing to choose by.

Measured on eight videos of no labelled action, each taken for an action of its own, learned from one or two
of its scenes and looked for in its others: mean accuracy 0.742 with appearance alone, 0.745, 0.749 and 0.730
with motion at 0.25, 0.5 and 1; strengths from 0.03 to 1 differ by 0.005."""

_CANDIDATES = {
    1: ((1.0,),),
    2: ((1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0)),
}
_STRENGTHS = (0.1, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear judge of vectors.

    Attributes:
        weights: float32 (D,).
        bias: Added to the product.
        held_out_accuracy: Mean of the share of examples and of the share of others judged rightly when left
            out of learning and choosing; None where there were too few.
        temperature: What held-out judgements were divided by so that a score of 0.8 is right about 80% of the
            time; 1 where there were too few to tell.
        recipe: How it was fitted.
    """

    weights: Vector
    bias: float
    held_out_accuracy: float | None
    temperature: float
    recipe: Recipe

    def scores(self, vectors: Vector) -> npt.NDArray[np.float32]:
        """How surely each of the vectors (N, D) shows the action: float32 (N,) in [0, 1]."""
        return logistic(vectors @ self.weights + self.bias)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What a probe learns from.

    Attributes:
        vectors: float32 (N, D).
        is_action: bool (N,), some true and some false.
        is_told: bool (N,): examples and counter-examples, not what was drawn from the library.
        groups: What belongs together, int64 (N,): vectors of one scene are never split between learning and
            testing.
        dims: Lengths of the parts that stand side by side in a vector.
    """

    vectors: Vector
    is_action: Mask
    is_told: Mask
    groups: Ids
    dims: tuple[int, ...]

    def only(self, rows: npt.NDArray[np.int64]) -> "Lesson":
        """The lesson of some rows."""
        return Lesson(
            self.vectors[rows], self.is_action[rows], self.is_told[rows], self.groups[rows], self.dims
        )

    def scale(self, shares: tuple[float, ...]) -> Vector:
        """What to multiply vectors by, float32 (D,): each part gets its share of a unit variance."""
        spread = self.vectors.var(0)
        ends = list(itertools.accumulate(self.dims))
        scales = [
            np.full(length, share / max(float(np.sqrt(spread[end - length : end].sum())), 1e-6), np.float32)
            for share, length, end in zip(shares, self.dims, ends, strict=True)
        ]
        return np.concatenate(scales)


def fit_probe(lesson: Lesson) -> Probe:
    """Learn a probe from vectors that show an action and vectors that do not.

    Both sides weigh the same, however many vectors each has. Vectors nobody told anything of are taken not to
    show the action, but for those that a first probe finds nearer to the examples than to the rest.
    """
    recipe = chosen_recipe(lesson)
    weights, bias = _fit(lesson, recipe)
    folds = _folds(lesson, FOLDS, FEWEST_GROUPS)
    if not folds:
        return Probe(weights, bias, None, 1.0, recipe)
    # Each fold chooses for itself: what is told of scenes left out owes nothing to them.
    judged = _judged(lesson, folds, [chosen_recipe(lesson.only(learned)) for learned, _ in folds])
    is_action = lesson.is_action
    temperature = fit_temperature(judged, is_action)
    rightly = (judged > 0) == is_action
    accuracy = float((rightly[is_action].mean() + rightly[~is_action].mean()) / 2)
    scaled = (weights / np.float32(temperature)).astype(np.float32)
    return Probe(scaled, bias / temperature, accuracy, temperature, recipe)


def chosen_recipe(lesson: Lesson) -> Recipe:
    """The recipe least surprised by examples left out; the prior unless another is clearly better."""
    prior = PRIORS[len(lesson.dims)]
    told = np.flatnonzero(lesson.is_told | lesson.is_action)
    drawn = np.random.default_rng(0).permutation(np.flatnonzero(~lesson.is_told & ~lesson.is_action))
    small = lesson.only(np.concatenate((told, drawn[:_CHOICE_ROWS])))
    folds = _folds(small, _CHOICE_FOLDS, 2)
    if not folds:
        return prior
    recipes = [
        Recipe(shares, strength) for shares in _CANDIDATES[len(lesson.dims)] for strength in _STRENGTHS
    ]
    surprises = {}
    for recipe in recipes:
        judged = _judged(small, folds, [recipe] * len(folds))
        surprises[recipe] = _surprise(judged, small.is_action, fit_temperature(judged, small.is_action))
    best = min(recipes, key=lambda recipe: surprises[recipe])
    return best if surprises[best] < surprises[prior] - _WORTHWHILE else prior


def fit_temperature(judgements: Judgements, is_action: Mask) -> float:
    """What to divide judgements (N,) by so that their logistic is most likely, both sides equal."""
    return least_surprising(lambda temperature: _surprise(judgements, is_action, temperature))


def logistic(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """1 / (1 + exp(-values)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)), np.float32)


def _surprise(judgements: Judgements, is_action: Mask, temperature: float) -> float:
    """Mean negative logarithm of what was thought of the truth, both sides equal."""
    signs = np.where(is_action, 1.0, -1.0)
    shares = np.where(is_action, 0.5 / is_action.sum(), 0.5 / (~is_action).sum())
    return float((shares * np.logaddexp(0, -signs * judgements / temperature)).sum())


def _fit(lesson: Lesson, recipe: Recipe) -> tuple[Vector, float]:
    # Late: it takes a second, and only learning needs it.
    from sklearn.linear_model import LogisticRegression

    scale = lesson.scale(recipe.shares)
    vectors, is_action = lesson.vectors * scale, lesson.is_action
    doubtful = ~lesson.is_told & ~is_action
    trusted = np.ones(len(vectors), bool)
    if doubtful.any():
        # The difference of the means is too simple a judge to single out each example.
        judged = vectors @ (vectors[is_action].mean(0) - vectors[~is_action].mean(0))
        half_way = (np.median(judged[doubtful]) + np.median(judged[is_action])) / 2
        trusted = ~(doubtful & (judged > half_way))
    model = LogisticRegression(C=recipe.strength, class_weight="balanced", max_iter=500)
    model.fit(vectors[trusted], is_action[trusted])
    return (model.coef_[0] * scale).astype(np.float32), float(model.intercept_[0])


def _folds(lesson: Lesson, most: int, fewest_groups: int) -> list[Fold]:
    """Rows to learn from and rows left out, several times; none where one side has too few groups."""
    from sklearn.model_selection import StratifiedGroupKFold

    is_action, groups = lesson.is_action, lesson.groups
    fewest = min(len(np.unique(groups[is_action])), len(np.unique(groups[~is_action])))
    if fewest < fewest_groups:
        return []
    splitter = StratifiedGroupKFold(min(most, fewest), shuffle=True, random_state=0)
    folds = list(splitter.split(lesson.vectors, is_action, groups))
    return folds if all(len(np.unique(is_action[learned])) == 2 for learned, _ in folds) else []


def _judged(lesson: Lesson, folds: list[Fold], recipes: list[Recipe]) -> Judgements:
    """What probes that did not see a row's group say of it, float64 (N,)."""
    judged = np.zeros(len(lesson.vectors))
    for (learned, left_out), recipe in zip(folds, recipes, strict=True):
        weights, bias = _fit(lesson.only(learned), recipe)
        judged[left_out] = lesson.vectors[left_out] @ weights + bias
    return judged
