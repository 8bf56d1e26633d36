"""What an object can be called: its class, or one of the everyday kinds of which the class is one.

Image models are often wrong about the class and right about the kind: a terrier of the wrong breed is still a
dog. ``everyday_kinds.txt`` lists the nodes of WordNet's tree by which things are called in everyday language;
others, such as *instrumentality*, would tell nothing, or are a class of several meanings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from videxplore.services.object_classes.class_tree import class_tree, packaged_lines


@dataclass(frozen=True, slots=True, order=True)
class ObjectName:
    """A class of a model, or an everyday kind of classes; the more specific comes first.

    Attributes:
        class_count: How many classes have this name; 1 for a class itself.
        name: What it is called.
    """

    class_count: int
    name: str

    @property
    def is_kind(self) -> bool:
        """Whether several classes have this name."""
        return self.class_count > 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least probabilities by which a name is given.

    Attributes:
        kind: Of an everyday kind: the sum over its classes.
        object_class: Of a single class.
    """

    kind: float
    object_class: float

    def of(self, name: ObjectName) -> float:
        """The bound of this name."""
        return self.kind if name.is_kind else self.object_class


def object_names(label: str) -> tuple[ObjectName, ...]:
    """The names of the objects of a class, most specific first; only its label where it is in no tree."""
    return (ObjectName(1, label), *_everyday_kinds().get(label, ()))


def classes_of(name: str) -> frozenset[str]:
    """The labels of the classes of an everyday kind; none where it is not one."""
    return frozenset(
        label for label, kinds in _everyday_kinds().items() if any(one.name == name for one in kinds)
    )


def name_scores(scores: Mapping[str, float]) -> dict[ObjectName, float]:
    """The probability of every name: the sum over the classes that have it.

    Args:
        scores: The probability of each class, by its label.
    """
    sums: dict[ObjectName, float] = {}
    for label, score in scores.items():
        for name in object_names(label):
            sums[name] = sums.get(name, 0.0) + score
    return sums


@cache
def _everyday_kinds() -> dict[str, tuple[ObjectName, ...]]:
    """The everyday kinds of each class, by its label, most specific first."""
    tree = class_tree()
    found: dict[str, list[ObjectName]] = {}
    for name in packaged_lines("everyday_kinds.txt"):
        labels = tree.kinds[name]
        for label in labels:
            found.setdefault(label, []).append(ObjectName(len(labels), name))
    return {label: tuple(sorted(names)) for label, names in found.items()}
