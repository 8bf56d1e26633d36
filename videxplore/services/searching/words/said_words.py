"""Words in the text of videos: what is asked of the index, and the moment at which a word is said."""

import unicodedata
from collections.abc import Sequence

from videxplore.catalogue.texts import any_of, phrase, starting_with
from videxplore.catalogue.words import split_words
from videxplore.core.texts import TextLine
from videxplore.services.searching.words.word_forms import QueryTerm, word_forms

_LATE_S = 1.0
"""How far subtitles may be from what is said."""


def text_expression(term: QueryTerm) -> str:
    """What the index of text is asked for a term: a single word also in its singular and plural."""
    if term.is_prefix:
        return starting_with(term.text)
    if len(term.words) > 1:
        return phrase(term.text)
    return any_of(phrase(form) for form in sorted(_forms(term)))


def said_at_s(line: TextLine, terms: Sequence[QueryTerm]) -> float:
    """When the first of these terms is said in a line that holds them; its start where that is not known."""
    if not line.word_times_s:
        return line.start_s
    spoken = [
        (number, _folded(part)) for number, word in enumerate(line.text.split()) for part in split_words(word)
    ]
    firsts = (
        number
        for place, (number, _) in enumerate(spoken)
        if any(_begins(term, [word for _, word in spoken[place : place + len(term.words)]]) for term in terms)
    )
    first = next(firsts, 0)
    return line.word_times_s[first] if first < len(line.word_times_s) else line.start_s


def says_earlier(line: TextLine, other: TextLine, terms: Sequence[QueryTerm]) -> bool:
    """Whether a line, rather than another of the same scene, says when these terms are said first.

    Where speech was recognised below subtitles, it knows the moment, and they only that of their line.
    """
    if bool(line.word_times_s) != bool(other.word_times_s):
        timed, whole = (line, other) if line.word_times_s else (other, line)
        if whole.start_s - _LATE_S <= said_at_s(timed, terms) <= whole.end_s + _LATE_S:
            return timed is line
    return said_at_s(line, terms) < said_at_s(other, terms)


def _begins(term: QueryTerm, spoken: Sequence[str]) -> bool:
    """Whether the words of a term are said."""
    if len(term.words) == 1 and not term.is_prefix:
        forms = {_folded(form) for form in _forms(term)}
        # A script without spaces has several words in one.
        return spoken[0] in forms or (not spoken[0].isascii() and any(form in spoken[0] for form in forms))
    wanted = [_folded(word) for word in term.words]
    is_end_said = spoken[-1].startswith(wanted[-1]) if term.is_prefix else spoken[-1] == wanted[-1]
    return len(spoken) == len(wanted) and list(spoken[:-1]) == wanted[:-1] and is_end_said


def _forms(term: QueryTerm) -> frozenset[str]:
    (word,) = term.words
    return word_forms(word) | {f"{word}s"}


def _folded(word: str) -> str:
    """A word without diacritics, as the index compares words."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
