"""The words of the notes and tags of marks, read once for each state of a library."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.words import name_words
from videxplore.core.selects import MomentMark


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
