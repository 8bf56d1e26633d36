"""What a library can be asked for by words: labels, their kinds, marks with their notes, files, folders."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.words import StoredLabel, holds_unspaced, name_words
from videxplore.core.selects import MomentMark
from videxplore.core.types import Ids
from videxplore.core.vectors import distinct_ids
from videxplore.services.labels import Certainty
from videxplore.services.object_classes.object_names import class_tree
from videxplore.services.scene_labels import scene_labels
from videxplore.services.searching.words.known_words import Completions, KnownKind, KnownWord
from videxplore.services.searching.words.versioned import Versioned
from videxplore.services.searching.words.word_forms import is_noun, word_forms, words_of

MOST_LABELS = 8
"""Labels that are listed where words are found nowhere."""

_SHORTEST_MEANT = 3
"""Shorter words are near everything."""

_LEAST_SCORE = 0.1
"""Scenes are counted where a search for the label is worth it; fewer are shown with it."""


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
    """What a library holds at one version of its catalogue."""

    completions: Completions
    vocabulary: frozenset[str]


class LibraryWords:
    """Lists what a library can be asked for; may be used from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tree = class_tree()
        self._contents = Versioned(catalogue, self._list)
        # Of a large library, this takes seconds: not for each letter of a word that is found nowhere.
        self._labels = Versioned(catalogue, self._shown_labels)

    def completions(self, typed: str, most: int) -> list[KnownWord]:
        """What begins with what was typed, or has a word that does; labels first, then by count.

        Kinds by which things are called in everyday language go before wider ones. A plural offers the
        singular, and a less usual name of a kind is offered only where the usual one is not.

        Args:
            typed: Some letters or words.
            most: How many at most.
        """
        return self._contents.get().completions.of(typed, most)

    def labels(self, most: int) -> list[KnownWord]:
        """The labels that the most scenes are shown with, taught ones first."""
        return list(self._labels.get()[:most])

    def _shown_labels(self) -> tuple[KnownWord, ...]:
        shown = scene_labels(self._catalogue, Certainty.LIKELY).values()
        counts = Counter((one.label, one.source == "taught") for one in shown)
        order = sorted(counts, key=lambda one: (not one[1], -counts[one], one[0]))
        return tuple(KnownWord(one[0], "taught" if one[1] else "label", counts[one]) for one in order)

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
        return self._contents.get().vocabulary

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
        others = tuple(kind for kind in kinds if kind.text not in usual)
        completions = Completions(words, others)
        folders = {folder for folder, _ in map(_folder_and_name, paths.values())}
        more = (*(label.label for label in labels.values()), *folders, *(mark.note for mark in marks))
        vocabulary = completions.vocabulary().union(word for text in more for word in name_words(text))
        return _Contents(completions, vocabulary)

    def _kinds(self, labels: Mapping[int, StoredLabel], shots: Mapping[int, Ids]) -> Iterator[KnownWord]:
        """What the labels of scenes are kinds of; what is a label itself is listed as one."""
        objects: dict[str, list[Ids]] = defaultdict(list)
        for label_id, own in shots.items():
            if labels[label_id].source == "object":
                objects[labels[label_id].label].append(own)
        counts: dict[frozenset[str], int] = {}
        places = ((name, below) for name, below in self._tree.related.items() if name in self._tree.usual)
        for name, below in (*places, *self._tree.names.items()):
            seen = below.intersection(objects)
            if seen and name not in objects:
                if seen not in counts:
                    counts[seen] = len(distinct_ids([own for label in seen for own in objects[label]]))
                yield KnownWord(name, "kind", counts[seen])


def _known_labels(labels: Mapping[int, StoredLabel], shots: Mapping[int, Ids]) -> Iterator[KnownWord]:
    seen: dict[tuple[str, KnownKind], list[Ids]] = defaultdict(list)
    for label_id, own in shots.items():
        label = labels[label_id]
        seen[label.label, "taught" if label.source == "taught" else "label"].append(own)
    for (text, kind), parts in seen.items():
        yield KnownWord(text, kind, len(distinct_ids(parts)))


def _known_tags(marks: Sequence[MomentMark]) -> Iterator[KnownWord]:
    for tag, count in sorted(Counter(tag for mark in marks for tag in mark.tags).items()):
        yield KnownWord(tag, "tag", count)


def _known_places(paths: Mapping[int, str]) -> Iterator[KnownWord]:
    files = [_folder_and_name(path) for path in paths.values()]
    for name in sorted({name for _, name in files}):
        yield KnownWord(name, "file", 1)
    folders: Counter[str] = Counter()
    for folder, count in Counter(folder for folder, _ in files).items():
        folders[_folder_and_name(folder)[1]] += count
    for name, count in sorted(folders.items()):
        if name:
            yield KnownWord(name, "folder", count)


def _folder_and_name(path: str) -> tuple[str, str]:
    """The folder of a path of any system, and its last name; a fifth of the time of making a ``Path``."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    return folder, name


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read.

    Attributes:
        marks: With the texts of each, tags first.
        rows: Of the marks whose texts hold a word, by word.
    """

    marks: tuple[tuple[MomentMark, tuple[str, ...]], ...]
    rows: Mapping[str, frozenset[int]]


class MarkedWords:
    """Finds marks by the words that were said of them; may be used from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read nothing yet."""
        self._catalogue = catalogue
        self._kept = Versioned(catalogue, self._read)

    def marks_with(self, words: Iterable[str]) -> Iterator[tuple[MomentMark, str]]:
        """The marks whose tags or note hold one of these words, by video and in time order; and that text."""
        read = self._kept.get()
        wanted = frozenset(words)
        rows = {row for word in wanted for row in read.rows.get(word, ())}
        rows.update(row for row, (_, texts) in enumerate(read.marks) if _hold_unspaced(texts, wanted))
        for row in sorted(rows):
            mark, texts = read.marks[row]
            yield mark, next(text for text in texts if _holds(text, wanted))

    def _read(self) -> _Read:
        marks = tuple((mark, (*mark.tags, mark.note)) for mark in self._catalogue.marks.all())
        rows: dict[str, set[int]] = defaultdict(set)
        for row, (_, texts) in enumerate(marks):
            for word in {form for text in texts for form in _forms_in(text)}:
                rows[word].add(row)
        return _Read(marks, {word: frozenset(own) for word, own in rows.items()})


def _forms_in(text: str) -> frozenset[str]:
    """The words of a note or a tag, and their singulars."""
    return frozenset[str]().union(*(word_forms(word) for word in name_words(text)))


def _holds(text: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(_forms_in(text)) or holds_unspaced(text, words)


def _hold_unspaced(texts: Sequence[str], words: frozenset[str]) -> bool:
    return any(holds_unspaced(text, words) for text in texts)
