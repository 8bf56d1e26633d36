"""From the predictions of models to the labels that are shown: what is right, or nothing.

Labels that the user taught come first, then actions, then objects. An object is named by the most specific
name whose classes together are probable enough: its class, or an everyday kind such as *dog*. No other name
of the same model then passes but wider ones, because the bounds are at least one half.

Source: Deng et al., Hedging your bets: optimizing accuracy-specificity trade-offs in large scale visual
recognition, CVPR 2012.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.specs import spoken_labels
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.words import split_words
from videxplore.core.types import Prediction, PredictionSource
from videxplore.services.object_classes.object_names import Bounds, ObjectName, name_scores

DECIMALS = 9
"""Scores are rounded to this, so that the order of additions decides neither ranks nor thresholds."""


class Certainty(IntEnum):
    """How certain a label is that is shown."""

    LIKELY = 1
    """Worth a line in the panel, and a colour on the timeline and the map."""
    SURE = 2
    """Good enough to stand alone: as the name of a group, a chapter or a scene, and in exports."""


LEAST_SCORES: dict[Certainty, float] = {Certainty.SURE: 0.8, Certainty.LIKELY: 0.5}
"""The least score of an action."""

OBJECT_BOUNDS: dict[Certainty, Bounds] = {
    Certainty.SURE: Bounds(kind=0.65, object_class=0.9),
    Certainty.LIKELY: Bounds(kind=0.5, object_class=0.9),
}
"""The least probability of an object: ``benchmarks/labels.py`` measures how often such labels are right."""

LEAST_CLASS_SCORE = 0.005
"""Classes less probable than this do not count for a kind: many of them together were often wrong."""

_ORDER: dict[PredictionSource, int] = {"taught": 0, "pretrained": 1, "object": 2}


@dataclass(frozen=True, slots=True)
class Label:
    """What is said to be seen.

    Attributes:
        label: The words.
        certainty: How certain it is.
        score: In [0, 1]; of an everyday kind the sum over its classes.
        source: What kind of model said so.
        model: Name of the backbone or taught action.
    """

    label: str
    certainty: Certainty
    score: float
    source: PredictionSource
    model: str

    @property
    def rank(self) -> tuple[int, float, str]:
        """Labels are listed in this order."""
        return _ORDER[self.source], -self.score, self.label


def is_object(prediction: Prediction) -> bool:
    """Whether an image model said it; otherwise it is an action."""
    return prediction.source == "object"


def labels_of(predictions: Iterable[Prediction], least: Certainty = Certainty.LIKELY) -> tuple[Label, ...]:
    """The labels to show for some predictions, each once: taught ones, then actions, then objects.

    Args:
        predictions: Of one moment, or means over a span; each label of a model once.
        least: Only what is at least so certain; labels that the user taught are always shown when likely.
    """
    found = (*_actions(predictions := tuple(predictions), least), *_objects(predictions, least))
    labels: dict[str, Label] = {}
    for one in sorted(found, key=lambda label: label.rank):
        labels.setdefault(one.label, one)
    return tuple(labels.values())


def least_score(source: PredictionSource, least: Certainty) -> float:
    """The least score of an action to be shown where labels are to be so certain."""
    return LEAST_SCORES[Certainty.LIKELY if source == "taught" else least]


def _actions(predictions: Iterable[Prediction], least: Certainty) -> Iterator[Label]:
    for one in predictions:
        if not is_object(one) and one.score >= least_score(one.source, least):
            certainty = Certainty.SURE if one.score >= LEAST_SCORES[Certainty.SURE] else Certainty.LIKELY
            yield Label(one.label, certainty, one.score, one.source, one.model)


def _objects(predictions: Iterable[Prediction], least: Certainty) -> Iterator[Label]:
    models: dict[str, dict[str, float]] = defaultdict(dict)
    for one in predictions:
        if is_object(one) and one.score >= LEAST_CLASS_SCORE:
            models[one.model][one.label] = one.score
    for model, scores in models.items():
        sums = {name: round(total, DECIMALS) for name, total in name_scores(scores).items()}
        named = _most_specific(sums, OBJECT_BOUNDS[least])
        if named is not None:
            is_sure = sums[named] >= OBJECT_BOUNDS[Certainty.SURE].of(named)
            certainty = Certainty.SURE if is_sure else Certainty.LIKELY
            yield Label(named.name, certainty, sums[named], "object", model)


def _most_specific(sums: dict[ObjectName, float], bounds: Bounds) -> ObjectName | None:
    passing = (name for name, total in sums.items() if total >= bounds.of(name))
    return min(passing, key=lambda name: (name.class_count, -sums[name], name.name), default=None)


def use_spoken_labels(catalogue: Catalogue) -> None:
    """Give actions that were stored by their published names those by which they are called now.

    Raises:
        CatalogueError: If the catalogue cannot be written to.
    """
    models = [name for name, spec in BACKBONES.items() if spec.labels == "kinetics"]
    catalogue.words.rename_labels(spoken_labels(), models)


@cache
def published_words() -> Mapping[str, frozenset[str]]:
    """The words of the published name of an action, by what it is called; only where these differ."""
    return {spoken: frozenset(split_words(name)) for name, spoken in spoken_labels().items()}
