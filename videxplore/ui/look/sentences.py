"""Sentences of the layers below the window, such as why a file cannot be read, in the window's language.

Those layers know no languages: their errors and warnings are English sentences with names and values in them,
some of them stored in the catalogue for years. A translation file has the same sentences with numbered places
(``%1 cannot be read: %2.``), by which a finished sentence is recognised.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QXmlStreamReader

from videxplore.core.file_names import display_name, is_file
from videxplore.paths import resources_folder

_PLACE = re.compile(r"%(\d)")
_DEEPEST = 4
"""Sentences quote sentences that quote what the system says; more levels are not written."""


def translated(sentence: str) -> str:
    """A sentence of another layer in the language of the window; as it is where there is no translation."""
    application = QCoreApplication.instance()
    sentences = application.findChild(Sentences) if application is not None else None
    return sentence if sentences is None else sentences.translated(sentence)


def quoted(words: str) -> str:
    """Words in the quotes of the window's language."""
    return translated(f"\u201c{words}\u201d")


def quoted_name(path: Path) -> str:
    """The name of a file in the quotes of the window's language, for a sentence."""
    return translated(display_name(path))


def reason_beside_name(sentence: str, path: Path) -> str:
    """Why a file failed, in the language of the window, without its name, which stands beside it already."""
    words, name = translated(sentence), quoted_name(path)
    template = QCoreApplication.translate("Reasons", "The file %1")
    return template.replace("%1", words.removeprefix(name).strip()) if words.startswith(name) else words


def use_sentences(application: QCoreApplication, language: str) -> None:
    """Translate sentences to a language from now on; English ones need no file."""
    for old in application.findChildren(Sentences):
        old.setParent(None)
        old.deleteLater()
    file = resources_folder() / "sentences" / f"sentences_{language}.ts"
    if is_file(file):
        Sentences(file, application)


class Sentences(QObject):
    """The translated sentences of one language."""

    def __init__(self, file: Path, parent: QObject) -> None:
        """Use a translation file of Qt (``.ts``), which is read once a sentence is to be translated."""
        super().__init__(parent)
        self._file = file

    def translated(self, sentence: str, depth: int = 0) -> str:
        """A sentence, or a part of one, in this language; what is not known stays as it is."""
        text = sentence.strip()
        # A sentence in another one has no full stop, and the other way round.
        for form, ending in ((text, ""), (f"{text}.", ".")) if text else ():
            found = self._translation(form, depth)
            if found is not None:
                before, after = sentence.split(text, maxsplit=1)
                return before + found.removesuffix(ending) + after
        return sentence

    def _translation(self, text: str, depth: int) -> str | None:
        words = {*text.split(), ""}
        templates = (one for word in words for one in self._by_word.get(word, ()))
        for template in sorted(templates, key=lambda one: -one.length):
            values = template.values(text)
            if values is None:
                continue
            if depth < _DEEPEST:
                values = [self.translated(value, depth + 1) for value in values]
            return template.filled(values)
        return None

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence["_Template"]]:
        """The templates, each by its rarest word; those without a word of their own by an empty one."""
        templates = [_Template.of(source, words) for source, words in _messages(self._file)]
        count = Counter(word for template in templates for word in template.words)
        found = defaultdict(list)
        for template in templates:
            found[min(template.words, key=lambda word: (count[word], word), default="")].append(template)
        return found


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with places for values.

    Attributes:
        literals: What stands before, between and after the places; one more than there are places.
        translation: The sentence in the other language, with the same places.
    """

    literals: tuple[str, ...]
    translation: str

    @classmethod
    def of(cls, source: str, translation: str) -> "_Template":
        """Read a template whose places are numbered in their order."""
        return cls(tuple(_PLACE.split(source)[::2]), translation)

    @property
    def length(self) -> int:
        """How many characters are given: the more, the less a sentence fits by chance."""
        return sum(map(len, self.literals))

    @property
    def words(self) -> frozenset[str]:
        """Words that every such sentence has; those that touch a place may continue there."""
        return frozenset(word for word in "%".join(self.literals).split() if "%" not in word)

    def values(self, text: str) -> list[str] | None:
        """What stands at the places of a finished sentence; None where it is another one."""
        first, *between = self.literals
        if not between:
            return [] if text == first else None
        last = between.pop()
        end = len(text) - len(last)
        if not (text.startswith(first) and text.endswith(last) and end >= len(first)):
            return None
        values, start = [], len(first)
        for literal in between:
            place = text.find(literal, start, end)
            if place < 0:
                return None
            values.append(text[start:place])
            start = place + len(literal)
        return [*values, text[start:end]]

    def filled(self, values: Sequence[str]) -> str:
        """The translated sentence with its values."""
        return _PLACE.sub(lambda place: values[int(place.group(1)) - 1], self.translation)


def _messages(file: Path) -> Iterator[tuple[str, str]]:
    """The sources of a translation file with their translations."""
    reader = QXmlStreamReader(file.read_text(encoding="utf-8"))
    source = ""
    while not reader.atEnd():
        reader.readNext()
        if not reader.isStartElement():
            continue
        if reader.name() == "source":
            source = reader.readElementText()
        elif reader.name() == "translation" and (words := reader.readElementText()):
            yield source, words
