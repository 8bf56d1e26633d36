"""What a library can be asked for by words: labels, their kinds, marks with their notes, files, folders."""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, TypeAlias

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.words import StoredLabel, name_words
from videxplore.core.selects import MomentMark
from videxplore.services.labels import Certainty
from videxplore.services.object_classes.object_names import class_tree, everyday_names
from videxplore.services.scene_labels import scene_labels
from videxplore.services.searching.words.word_forms import is_noun, word_forms, words_of

KnownKind: TypeAlias = Literal["taught", "tag", "label", "kind", "file", "folder"]
"""A taught label, a tag of marks, a model's label, what several labels are kinds of, a file, a folder."""

_ORDER: tuple[KnownKind, ...] = ("taught", "tag", "label", "kind", "folder", "file")
MOST_LABELS = 8
"""Labels that are listed where words are found nowhere."""

_SHORTEST_MEANT = 3
"""Shorter words are near everything."""

_LEAST_SCORE = 0.1
"""Scenes are counted where a search for the label is worth it; fewer are shown with it."""


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


@dataclass(frozen=True, slots=True)
class WordAdvice:
    """What to search for instead.

    Attributes:
        suggestion: What was probably meant; empty where that is not known.
        labels: The labels of the most scenes.
    """

    suggestion: str
    labels: tuple[KnownWord, ...]


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a library holds at one version of its catalogue.

    Attributes:
        other_names: Less usual names of kinds among ``words``, such as *domestic dog*: they are offered where
            the usual one does not begin like what was typed.
    """

    words: tuple[KnownWord, ...]
    other_names: tuple[KnownWord, ...]
    vocabulary: frozenset[str]


class LibraryWords:
    """Lists what a library can be asked for; may be used from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tree = class_tree()
        self._lock = threading.Lock()
        self._read: tuple[int, _Contents] | None = None

    def completions(self, typed: str, most: int) -> list[KnownWord]:
        """What begins with what was typed, or has a word that does; labels first, then by count.

        Kinds by which things are called in everyday language go before wider ones. A plural offers the
        singular, and a less usual name of a kind is offered only where the usual one is not.

        Args:
            typed: Some letters or words.
            most: How many at most.
        """
        start = typed.strip().casefold()
        if not start:
            return []
        contents, forms = self._contents(), word_forms(start)
        ranks = [(_rank(known, start, forms), known) for known in contents.words]
        found = [(rank, known) for rank, known in ranks if rank is not None]
        offered = {self._tree.names.get(known.text.casefold()) for _, known in found}
        found += [
            (0, known)
            for known in contents.other_names
            if known.text.startswith(start) and self._tree.names[known.text] not in offered
        ]
        everyday = everyday_names()
        found.sort(
            key=lambda one: (
                one[0],
                _ORDER.index(one[1].kind),
                one[1].kind == "kind" and one[1].text not in everyday,
                -one[1].count,
                one[1].text,
            )
        )
        first = {known.text.casefold(): known for _, known in reversed(found)}
        return [known for _, known in found if first[known.text.casefold()] is known][:most]

    def labels(self, most: int) -> list[KnownWord]:
        """The labels that the most scenes are shown with, taught ones first."""
        shown = scene_labels(self._catalogue, Certainty.LIKELY).values()
        counts = Counter((one.label, one.source == "taught") for one in shown)
        order = sorted(counts, key=lambda one: (not one[1], -counts[one], one[0]))
        return [KnownWord(one[0], "taught" if one[1] else "label", counts[one]) for one in order[:most]]

    def suggestion(self, text: str) -> str:
        """The text with each unknown word replaced by the nearest known one; empty where there is none.

        Of an English noun that the library does not have, no other spelling is meant.
        """
        # Late: no window waits for it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words, instead = words_of(text), []
        known = [word for word in self.vocabulary() if len(word) >= _SHORTEST_MEANT]
        for word in words:
            farthest = max(1, (len(word) + 1) // 3)
            near = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=farthest)
            if near is None or (near[0] != word and is_noun(word)):
                return ""
            instead.append(near[0])
        return "" if instead == words else " ".join(instead)

    def advice(self, text: str) -> WordAdvice:
        """What to search for instead of words that are found nowhere."""
        return WordAdvice(self.suggestion(text), tuple(self.labels(MOST_LABELS)))

    def vocabulary(self) -> frozenset[str]:
        """Every word that finds something, lower case."""
        return self._contents().vocabulary

    def paths_with(self, forms: frozenset[str], more: Mapping[int, str]) -> dict[int, str]:
        """Paths by video id that hold one of these words, also within ``MyDog2``; and ``more``."""
        pattern = re.compile("|".join(map(re.escape, forms)), re.IGNORECASE)
        held = {
            video_id: path
            for video_id, path in self._catalogue.words.paths().items()
            if pattern.search(path) and not forms.isdisjoint(name_words(path))
        }
        return held | dict(more)

    def _contents(self) -> _Contents:
        with self._lock:
            version = self._catalogue.version()
            if self._read is None or self._read[0] != version:
                self._read = version, self._list()
            return self._read[1]

    def _list(self) -> _Contents:
        labels, paths = self._catalogue.words.labels(), self._catalogue.words.paths()
        shots = self._catalogue.words.labelled_shots(_LEAST_SCORE)
        marks = self._catalogue.marks.all()
        kinds = list(self._kinds(labels, shots))
        usual = self._tree.usual
        words = (
            *_known_labels(labels, shots), *_known_tags(marks), *_known_places(paths),
            *(kind for kind in kinds if kind.text in usual),
        )  # fmt: skip
        vocabulary = self._catalogue.words.vocabulary()
        vocabulary.update(word for one in words for word in name_words(one.text))
        vocabulary.update(word for mark in marks for word in name_words(mark.note))
        others = tuple(kind for kind in kinds if kind.text not in usual)
        return _Contents(words, others, frozenset(vocabulary))

    def _kinds(self, labels: Mapping[int, StoredLabel], shots: Mapping[int, set[int]]) -> Iterator[KnownWord]:
        """What the labels of scenes are kinds of; what is a label itself is listed as one."""
        objects: dict[str, set[int]] = defaultdict(set)
        for label_id, own in shots.items():
            if labels[label_id].source == "object":
                objects[labels[label_id].label] |= own
        places = ((name, below) for name, below in self._tree.places.items() if name in self._tree.usual)
        for name, below in (*places, *self._tree.names.items()):
            seen = below & objects.keys()
            if seen and name not in objects:
                yield KnownWord(name, "kind", len(set().union(*(objects[label] for label in seen))))


def _rank(known: KnownWord, start: str, forms: frozenset[str]) -> int | None:
    """How well something is meant by what was typed: 0 by its beginning, 1 by that of a word; None if not."""
    text = known.text.casefold()
    if text.startswith(start) or (text in forms and known.kind != "file"):
        return 0
    return 1 if any(word.startswith(start) for word in name_words(known.text)) else None


def _known_labels(labels: Mapping[int, StoredLabel], shots: Mapping[int, set[int]]) -> Iterator[KnownWord]:
    seen: dict[tuple[str, KnownKind], set[int]] = defaultdict(set)
    for label_id, own in shots.items():
        label = labels[label_id]
        seen[label.label, "taught" if label.source == "taught" else "label"] |= own
    for (text, kind), own in seen.items():
        yield KnownWord(text, kind, len(own))


def _known_tags(marks: Sequence[MomentMark]) -> Iterator[KnownWord]:
    for tag, count in sorted(Counter(tag for mark in marks for tag in mark.tags).items()):
        yield KnownWord(tag, "tag", count)


def _known_places(paths: Mapping[int, str]) -> Iterator[KnownWord]:
    files = [PurePath(path.replace("\\", "/")) for path in paths.values()]
    for name in sorted({file.name for file in files}):
        yield KnownWord(name, "file", 1)
    folders = Counter(file.parent.name for file in files if file.parent.name)
    for name, count in sorted(folders.items()):
        yield KnownWord(name, "folder", count)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read.

    Attributes:
        marks: With the texts of each, tags first.
        rows: Of the marks whose texts hold a word, by word.
    """

    version: int
    marks: tuple[tuple[MomentMark, tuple[str, ...]], ...]
    rows: Mapping[str, frozenset[int]]


class MarkedWords:
    """Finds marks by the words that were said of them; may be used from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read nothing yet."""
        self._catalogue = catalogue
        self._read: _Read | None = None

    def marks_with(self, words: Iterable[str]) -> Iterator[tuple[MomentMark, str]]:
        """The marks whose tags or note hold one of these words, by video and in time order; and that text."""
        read = self._current()
        wanted = frozenset(words)
        rows = sorted({row for word in wanted for row in read.rows.get(word, ())})
        for row in rows:
            mark, texts = read.marks[row]
            yield mark, next(text for text in texts if not wanted.isdisjoint(name_words(text)))

    def _current(self) -> _Read:
        version, read = self._catalogue.version(), self._read
        if read is None or read.version != version:
            marks = tuple((mark, (*mark.tags, mark.note)) for mark in self._catalogue.marks.all())
            rows: dict[str, set[int]] = defaultdict(set)
            for row, (_, texts) in enumerate(marks):
                for word in {word for text in texts if text for word in name_words(text)}:
                    rows[word].add(row)
            read = self._read = _Read(version, marks, {word: frozenset(own) for word, own in rows.items()})
        return read
