"""Words in the text of videos: asked of the index, found in lines, and the moment a word is said."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from videxplore.catalogue.texts import UNSPACED_LETTER, any_of, phrase, starting_with
from videxplore.core.texts import TEXT_KINDS, TextKind, TextLine, TextTrack, folded
from videxplore.services.searching.query.query import Query, Ranking, TextExample
from videxplore.services.searching.words.word_forms import QueryTerm, terms_of, word_forms

_LATE_S = 1.0
"""How far subtitles may be from what is said."""

_SHORTEST_SPLIT = 4
_SPLIT_LETTERS = frozenset("ceotux")
"""First letters of words such as *c-clamp*, *e-mail*, *O'Brien*, *t-shirt*, *u-boat*, *x-ray*."""

_SIGMA, _FINAL_SIGMA = "\u03c3", "\u03c2"

_UMLAUT = re.compile("([aou])e")
_SHORTEST_UMLAUT = 6
"""Shorter words would be others: *poets*, *pots*."""

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LETTER = r"[^\W_]"
_BETWEEN = r"[\W_]+"


def text_expression(term: QueryTerm) -> str:
    """What the index of text is asked for a term: a single word also in its singular and plural."""
    if term.is_prefix:
        return starting_with(term.text)
    if len(term.words) > 1:
        return phrase(term.text)
    if _HANGUL.search(term.text):
        # Korean adds syllables to its words.
        return starting_with(term.text)
    return any_of(phrase(form) for form in sorted(_forms(term)))


class SaidTerms:
    """Finds when terms are said in lines that hold them, as the index compares words."""

    def __init__(self, terms: Sequence[QueryTerm]) -> None:
        self._pattern = re.compile("|".join(map(_pattern, terms)))

    def said_at_s(self, line: TextLine) -> float:
        """When the first term is said in a line that holds one; its start where that is not known."""
        if not line.word_times_s:
            return line.start_s
        text = folded(line.text)
        found = self._pattern.search(text)
        number = text.count(" ", 0, found.start()) if found is not None else 0
        return line.word_times_s[number] if number < len(line.word_times_s) else line.start_s

    def places_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the terms stand in a text: of each its first letter, and the letter after its last."""
        folded, places = _folded_with_places(text)
        found = (match.span() for match in self._pattern.finditer(folded))
        return tuple((places[start], places[end - 1] + 1) for start, end in found if end > start)

    def are_said_earlier(self, line: TextLine, other: TextLine) -> bool:
        """Whether a line, rather than another of the same scene, says when the terms are said first.

        Where speech was recognised below subtitles, it knows the moment, and they only that of their line.
        """
        if bool(line.word_times_s) != bool(other.word_times_s):
            timed, whole = (line, other) if line.word_times_s else (other, line)
            if whole.start_s - _LATE_S <= self.said_at_s(timed) <= whole.end_s + _LATE_S:
                return timed is line
        return self.said_at_s(line) < self.said_at_s(other)


def _pattern(term: QueryTerm) -> str:
    """A regular expression for the words of a term in folded text."""
    if len(term.words) == 1 and not term.is_prefix:
        choices = [folded(form) for form in _forms(term)]
    else:
        choices = [" ".join(map(folded, term.words))]
    whole = "|".join(_BETWEEN.join(map(re.escape, choice.split())) for choice in choices)
    if re.search(UNSPACED_LETTER, term.text):
        # Such a script has several words in one.
        return f"(?:{whole})"
    return f"(?<!{_LETTER})(?:{whole})" + (f"{_LETTER}*" if term.is_prefix else f"(?!{_LETTER})")


def _forms(term: QueryTerm) -> frozenset[str]:
    """A single word as the index of text may have it, which splits at hyphens and apostrophes."""
    (word,) = term.words
    forms = word_forms(word) | {f"{word}s", f"{word}es", f"{word.removesuffix('y')}ies", *_split_forms(word)}
    if term.parts:
        forms |= {" ".join(term.parts)}
    # Of these letters the index knows each as it is written.
    sharp = {form.replace("ss", "ß") for form in forms}
    sigma = {form[:-1] + _FINAL_SIGMA for form in forms if form.endswith(_SIGMA)}
    return forms | sharp | sigma | _without_second_letters(word)


def _without_second_letters(word: str) -> set[str]:
    """*munchen* for *muenchen*: the index of text holds *München* without its dots."""
    return {_UMLAUT.sub(r"\1", word)} if len(word) >= _SHORTEST_UMLAUT and word.isascii() else set()


def _split_forms(word: str) -> Iterator[str]:
    """A word as it may be written with an apostrophe or a hyphen: *don't*, *e-mail*, *O'Brien*."""
    if len(word) >= _SHORTEST_SPLIT and word.isalpha():
        if word.endswith("nt"):
            yield f"{word[:-1]} t"
        if word[0] in _SPLIT_LETTERS:
            yield f"{word[0]} {word[1:]}"


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """A folded text, and for each of its letters the number of the letter of the text that it comes from."""
    letters = [folded(letter) for letter in text]
    return "".join(letters), [place for place, folded in enumerate(letters) for _ in folded]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text that holds words that were searched for.

    Attributes:
        places: Of each word or phrase its first letter and the letter after its last, as numbers of letters
            of the text.
    """

    kind: TextKind
    line: TextLine
    places: tuple[tuple[int, int], ...]

    def is_at(self, time_s: float) -> bool:
        """Whether the line is said or shown at a time."""
        return self.line.start_s <= time_s < self.line.end_s


def found_lines(tracks: Iterable[TextTrack], words: Sequence[str]) -> list[FoundLine]:
    """The lines that hold a word of these texts, in the order of the tracks.

    Args:
        tracks: The text of a video.
        words: As they are typed into the search box: words, phrases in quotes, beginnings of words.
    """
    terms = [term for text in words for term in terms_of(text)]
    if not terms:
        return []
    said = SaidTerms(terms)
    return [
        FoundLine(track.kind, line, places)
        for track in tracks
        for line in track.lines
        if (places := said.places_in(line.text))
    ]


def lines_of_hits(tracks: Iterable[TextTrack], ranking: Ranking, video_id: int) -> list[FoundLine]:
    """The lines by which a search found scenes of a video."""
    spans = text_spans(ranking, video_id)
    if not spans:
        return []
    return [
        found
        for found in found_lines(tracks, words_of_query(ranking.query))
        if any(start_s <= found.line.start_s < end_s for start_s, end_s in spans)
    ]


def words_of_query(query: Query) -> list[str]:
    """The texts of a query that are compared with text: its words, and descriptions."""
    described = [one.text for one in query.positives if isinstance(one, TextExample)]
    return [text for text in (query.words, *described) if text]


def text_spans(ranking: Ranking, video_id: int) -> list[tuple[float, float]]:
    """Start and end of the scenes of a video that a search found by text, also of those left out as alike."""
    moments = [*ranking.moments, *(one for alike in ranking.alike for one in alike)]
    return [
        (moment.shot.start_s, moment.shot.end_s)
        for moment in moments
        if moment.video.id == video_id and any(reason.place in TEXT_KINDS for reason in moment.reasons)
    ]
