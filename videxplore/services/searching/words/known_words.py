"""What a library can be asked for, and which of it begins with what was typed."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from videxplore.catalogue.words import name_words
from videxplore.core.types import Ids
from videxplore.services.object_classes.object_names import class_tree, everyday_names
from videxplore.services.searching.words.word_forms import word_forms

KnownKind: TypeAlias = Literal["taught", "tag", "label", "kind", "file", "folder"]
"""A taught label, a tag of marks, a model's label, what several labels are kinds of, a file, a folder."""

_ORDER: tuple[KnownKind, ...] = ("taught", "tag", "label", "kind", "folder", "file")

_LAST = "\U0010ffff"
"""What no text that is typed comes after."""


@dataclass(frozen=True, slots=True)
class KnownWord:
    """Something that can be searched for.

    Attributes:
        text: What to type.
        kind: What it is.
        count: How many scenes have the label; of a tag, how many marks; of a folder, how many videos lie
            in it; 1 for a file.
    """

    text: str
    kind: KnownKind
    count: int


class Completions:
    """Known words in the order in which they are offered, found by how they or their words begin.

    A library of 60,000 files is looked up at each key in milliseconds.
    """

    def __init__(self, words: Sequence[KnownWord], other_names: Sequence[KnownWord]) -> None:
        """Put known words in order.

        Args:
            words: What is offered.
            other_names: Less usual names of kinds among ``words``, such as *domestic dog*: they are offered
                where the usual one does not begin like what was typed.
        """
        self._names = class_tree().names
        everyday = everyday_names()
        self._known = sorted(
            (*words, *other_names),
            key=lambda one: (
                _ORDER.index(one.kind),
                one.kind == "kind" and one.text not in everyday,
                -one.count,
                one.text,
            ),
        )
        others = set(other_names)
        texts = [known.text.casefold() for known in self._known]
        usual = [row for row, known in enumerate(self._known) if known not in others]
        self._by_text = _Beginnings((texts[row], row) for row in usual)
        self._by_word = _Beginnings(
            (word, row) for row in usual for word in name_words(self._known[row].text)
        )
        self._by_other = _Beginnings(
            (known.text, row) for row, known in enumerate(self._known) if known in others
        )
        self._has_name = np.array([text in self._names for text in texts], np.bool_)

    def of(self, typed: str, most: int) -> list[KnownWord]:
        """What begins with what was typed, or has a word that does; that with the beginning itself first."""
        start = typed.strip().casefold()
        if not start:
            return []
        own = [self._by_text.like(form) for form in word_forms(start)]
        alike = [row for rows in own for row in rows.tolist() if self._known[row].kind != "file"]
        first = np.union1d(self._by_text.starting_with(start), np.array(alike, np.int64))
        later = np.setdiff1d(self._by_word.starting_with(start), first)
        found = np.concatenate([first, later])
        offered = {
            self._names[self._known[row].text.casefold()] for row in found[self._has_name[found]].tolist()
        }
        others = [
            row
            for row in self._by_other.starting_with(start).tolist()
            if self._names[self._known[row].text] not in offered
        ]
        first = np.union1d(first, np.array(others, np.int64))
        return list(self._first(np.concatenate([first, later]), most))

    def vocabulary(self) -> frozenset[str]:
        """The words of what is offered, lower case."""
        return frozenset(self._by_word.texts)

    def _first(self, rows: Ids, most: int) -> Iterator[KnownWord]:
        """The first known words of some rows, each text once."""
        seen = set[str]()
        for row in rows.tolist():
            if len(seen) >= most:
                return
            known = self._known[row]
            if known.text.casefold() not in seen:
                seen.add(known.text.casefold())
                yield known


class _Beginnings:
    """Finds rows by the beginnings of their texts.

    Attributes:
        texts: Ascending.
    """

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        pairs = sorted(texts)
        self.texts = [text for text, _ in pairs]
        self._rows = np.array([row for _, row in pairs], np.int64)

    def starting_with(self, start: str) -> Ids:
        """The rows of the texts that begin like this, ascending, each once, int64 (N,)."""
        return self._between(start, start + _LAST)

    def like(self, text: str) -> Ids:
        """The rows that have this text, ascending, each once, int64 (N,)."""
        return self._between(text, text + "\0")

    def _between(self, first: str, last: str) -> Ids:
        rows = self._rows[bisect_left(self.texts, first) : bisect_left(self.texts, last)]
        unique: Ids = np.unique(rows)
        return unique
