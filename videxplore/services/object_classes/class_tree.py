"""What the classes of image models are kinds of: a dog is every breed, a vehicle a minivan.

The tree is that of WordNet 3.0 above the ImageNet classes (Miller, "WordNet: a lexical database for English",
1995). ``packaging/wordnet/make_class_tree.py`` makes ``classes.tsv``. What stands in a kitchen or on a street
is no relation of WordNet's tree: ``places.tsv`` is written by hand.
"""

from collections import defaultdict
from collections.abc import Mapping
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
        usual: Of all names of a kind, the one that WordNet lists first.
        kinds: The labels of the classes of a kind by its usual name alone; of two kinds with one name, the
            one of more classes.
        places: For each place, lower case, the labels of what is seen there.
    """

    names: Mapping[str, frozenset[str]]
    usual: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]]

    def shares(self, forms: frozenset[str]) -> dict[str, float]:
        """The labels of the classes that a word means, and how well it fits, in (0, 1].

        Args:
            forms: The word, or several words with spaces between them, in all its forms.
        """
        found: dict[str, float] = {}
        for form in forms:
            found |= dict.fromkeys(self.places.get(form, ()), PART_SHARE)
            for name in self._names_with.get(form, ()):
                found |= dict.fromkeys(self.names[name] - found.keys(), PART_SHARE)
        for form in forms:
            found |= dict.fromkeys(self.names.get(form, ()), 1.0)
        return found

    @cached_property
    def _names_with(self) -> Mapping[str, list[str]]:
        """Names of several words by each of these words."""
        found = defaultdict(list)
        for name in self.names:
            words = split_words(name)
            for word in set(words) if len(words) > 1 else ():
                found[word].append(name)
        return found


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
    places = (line.split("\t") for line in packaged_lines("places.tsv"))
    return ClassTree(
        {name: frozenset(below) for name, below in found.items()},
        frozenset(kind[0] for kind, _ in rows),
        dict(sorted(kinds, key=lambda kind: len(kind[1]))),
        {place: frozenset(things.split("|")) for place, things in places},
    )


def packaged_lines(file: str) -> list[str]:
    """The lines of a text file of this package."""
    return Path(__file__).with_name(file).read_text(encoding="ascii").splitlines()
