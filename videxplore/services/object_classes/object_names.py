"""What an object can be called: its class, or one of the everyday kinds of which the class is one.

Image models are often wrong about the class and right about the kind: a terrier of the wrong breed is still a
dog. ``everyday_kinds.txt`` lists the nodes of WordNet's tree by which things are called in everyday language;
others, such as *instrumentality*, would tell nothing, or are a class of several meanings. Everyday words that
no class and no kind is called by lead to what is seen there (``places.tsv``), or is alike or seen together
with it (``related.tsv``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from videxplore.catalogue.words import split_words

PART_SHARE = 0.5
"""What a class counts where the word is only a part of a name above it, or the place where it is seen."""


@dataclass(frozen=True)
class ClassTree:
    """Names of classes, and of what they are kinds of.

    Attributes:
        names: For each name, lower case, the labels of the classes that are of this kind.
        usual: Of all names of a kind, the one that WordNet lists first; of those of a place, the first.
        kinds: The labels of the classes of a kind by its usual name alone; of two kinds with one name, the
            one of more classes.
        related: For a place, lower case, the labels of what is seen there, for people those of clothing, for
            other words of no class those of what is alike.
    """

    names: Mapping[str, frozenset[str]]
    usual: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    related: Mapping[str, frozenset[str]]

    def shares(self, forms: frozenset[str]) -> dict[str, float]:
        """The labels of the classes that a word means, and how well it fits, in (0, 1].

        Args:
            forms: The word, or several words with spaces between them, in all its forms.
        """
        exact = _joined(self.names, forms)
        listed = _joined(self.related, forms)
        if listed:
            # It was written down what is meant: no toy dog by *toy*, no beach wagon by *beach*.
            return {label: 1.0 if label in exact else PART_SHARE for label in listed}
        parts = (self.names[name] for form in forms for name in self._names_with.get(form, ()))
        found = dict.fromkeys(frozenset[str]().union(*parts), PART_SHARE)
        return found | dict.fromkeys(exact, 1.0)

    @cached_property
    def _names_with(self) -> Mapping[str, list[str]]:
        """Names of several words by each of these words."""
        found = defaultdict(list)
        for name in self.names:
            words = split_words(name)
            for word in set(words) if len(words) > 1 else ():
                found[word].append(name)
        return found


def _joined(labels: Mapping[str, frozenset[str]], words: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(labels.get(word, ()) for word in words))


@cache
def class_tree() -> ClassTree:
    """The tree of the ImageNet classes."""
    rows = []
    labels: dict[str, str] = {}
    for line in packaged_lines("classes.tsv"):
        names, numbers, label = (*line.split("\t"), "")[:3]
        rows.append((names.casefold().split("|"), numbers.split()))
        if label:
            labels[numbers] = label
    found: dict[str, set[str]] = defaultdict(set)
    for kind, below in rows:
        for name in kind:
            found[name].update(labels[number] for number in below)
    kinds = [(kind[0], frozenset(labels[number] for number in below)) for kind, below in rows]
    known, related = set(labels.values()), dict[str, frozenset[str]]()
    usual = {kind[0] for kind, _ in rows}
    for file in ("related.tsv", "places.tsv"):
        for line in packaged_lines(file):
            words, things = (column.split("|") for column in line.split("\t"))
            seen = (found[thing] if thing not in known else {thing} for thing in things)
            related |= dict.fromkeys(words, frozenset[str]().union(*seen))
            if file == "places.tsv":
                usual.add(words[0])
    return ClassTree(
        {name: frozenset(below) for name, below in found.items()},
        frozenset(usual),
        dict(sorted(kinds, key=lambda kind: len(kind[1]))),
        related,
    )


def packaged_lines(file: str) -> list[str]:
    """The lines of a text file of this package."""
    return Path(__file__).with_name(file).read_text(encoding="ascii").splitlines()


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


@cache
def everyday_names() -> frozenset[str]:
    """The names of the everyday kinds."""
    return frozenset(packaged_lines("everyday_kinds.txt"))


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
    for name in everyday_names():
        labels = tree.kinds[name]
        for label in labels:
            found.setdefault(label, []).append(ObjectName(len(labels), name))
    return {label: tuple(sorted(names)) for label, names in found.items()}
