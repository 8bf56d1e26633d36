"""Other forms of a word: singular, British or American spelling, synonyms."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from videxplore.catalogue.words import spellings, split_words, word_parts

_PLURALS = (
    *(("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("oes", "o")),
    *(("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("s", "")),
)
"""Endings of plurals and what takes their place: WordNet's rules of detachment, and two more."""

_SPELLINGS = (
    *(("our", "or"), ("tre", "ter"), ("bre", "ber"), ("ise", "ize"), ("isation", "ization")),
    *(("ogue", "og"), ("lling", "ling"), ("ller", "ler"), ("aero", "air"), ("phth", "pth")),
)
"""British and American spellings of the same part of a word."""

_SHORTEST_SPELLING = 5

_GROUPS = (
    "auto automobile car cab taxi",
    "bicycle bike biking cycling cycle",
    "motorbike motorcycle moped",
    "boat ship vessel",
    "plane airplane aeroplane aircraft airliner",
    "tv television telly",
    "phone telephone cellphone mobile smartphone",
    "sofa couch",
    "film movie video",
    "child kid toddler",
    "person people human",
    "baby infant",
    "man guy",
    "woman lady",
    "dog puppy hound",
    "cat kitten kitty",
    "rabbit bunny hare",
    "pig hog swine",
    "hen chicken rooster cock",
    "football soccer",
    "jog jogging run running",
    "weights weightlifting barbell dumbbell",
    "exercise workout gym training",
    "cook cooking kitchen",
    "dance dancing",
    "swim swimming pool",
    "sea ocean beach seashore coast",
    "mountain hill alp",
    "stone rock",
    "forest woods wood",
    "road street highway",
    "picture photo photograph image",
    "laptop notebook computer",
    "glasses spectacles sunglasses",
    "garbage trash rubbish",
    "lorry truck",
    "lift elevator",
    "fall autumn",
    "rocket missile launch",
    "tyre tire",
    "grey gray",
    "pyjamas pajamas",
    "doughnut donut",
    "moustache mustache",
    "plough plow",
    "jewellery jewelry",
    "nappy diaper",
    "torch flashlight",
    "trainers sneakers",
    "pushchair stroller",
    "tram streetcar trolley",
    "aubergine eggplant",
    "fridge refrigerator",
    "sink washbasin",
    "cooker stove",
    "bug insect",
    "cow cattle",
    "spaceship spacecraft",
    "harbour port dock",
    "courgette zucchini",
)


_UNSAID = frozenset("a an and at by for from in is it near of on or that the this to with".split())  # noqa: SIM905
"""Words that are left out of a query that has others: no label or name is found by them."""


_TERMS = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\w+)\*|([^\s"“”„«»*]+)')
"""A phrase in quotes of any language, the beginning of a word, or anything else."""


_POSSESSIVE = re.compile(r"(?<=\w)['\u2019]s\b", re.IGNORECASE)
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu)['\u2019](?=\w)", re.IGNORECASE)
"""The short article or pronoun before a French or Italian word: *l'eau*, *d'Artagnan*."""

_WRITTEN_AS_ONE = re.compile(r"[\w'\u2019\u02bc\u2010\u2011-]+")


def words_of(text: str) -> list[str]:
    """The words of a query, each once, without a possessive *'s* and the *l'* of *l'eau*.

    Articles and the like are left out unless there is nothing else.
    """
    words = list(dict.fromkeys(split_words(_without_small_parts(text))))
    return [word for word in words if word not in _UNSAID] or words


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A part of a query by words.

    Attributes:
        words: One word, or those of a phrase in their order; lower case.
        parts: Of one word such as *tshirt*, the words it was typed as, or may be written as: *t*, *shirt*.
        is_prefix: Whether words that only begin like the last one are meant, too.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    parts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The term as a user would say it."""
        return " ".join(self.parts or self.words)

    @property
    def is_contraction(self) -> bool:
        """Whether it is one like *don't*, whose parts are no words."""
        return self.parts[1:] == ("t",) and self.parts[0].endswith("n")


def terms_of(text: str) -> list[QueryTerm]:
    """The terms of a query, each once: words, phrases in quotes, beginnings of words with an asterisk.

    Articles and the like are left out unless they are in a phrase or there is nothing else.
    """
    special, plain = [], []
    for quoted, start, other in _TERMS.findall(unicodedata.normalize("NFC", text)):
        words = tuple(split_words(quoted or start))
        if words:
            special.append(QueryTerm(words, is_prefix=bool(start)))
        plain.append(other)
    single = list(_single_terms(" ".join(plain)))
    said = [term for term in single if term.words[0] not in _UNSAID]
    return list(dict.fromkeys([*(said or ([] if special else single)), *special]))


def _single_terms(text: str) -> Iterator[QueryTerm]:
    """The words of a text without quotes; one with hyphens or apostrophes in it is one word."""
    for piece in _WRITTEN_AS_ONE.findall(_without_small_parts(text)):
        parts = tuple(word_parts(piece))
        if len(parts) > 1:
            yield QueryTerm(("".join(split_words(piece)),), parts=parts)
        else:
            yield from (QueryTerm((word,)) for word in parts)


def _without_small_parts(text: str) -> str:
    return _ELISION.sub("", _POSSESSIVE.sub("", text))


def is_description(text: str, *, beside: bool) -> bool:
    """Whether a text describes a scene, rather than naming words that must be found.

    Args:
        text: What was typed. Phrases in quotes and beginnings of words with an asterisk name words.
        beside: Whether it was typed beside examples, which a single word narrows.
    """
    terms = terms_of(text)
    names_words = any(term.is_prefix or len(term.words) > 1 for term in terms)
    return bool(terms) and not names_words and (len(terms) > 1 or not beside)


@cache
def word_forms(word: str) -> frozenset[str]:
    """A lower-case word, its singulars, and the spellings of each."""
    found = {spelling for one in (word, *_singulars(word)) for spelling in spellings(one)}
    return frozenset(found.union(*(_spellings(one) for one in found)))


def is_noun(word: str) -> bool:
    """Whether a lower-case word, in any form, is a common English noun: spelt as it was meant."""
    return not word_forms(word).isdisjoint(_common_nouns())


@cache
def synonyms(word: str) -> frozenset[str]:
    """Other words for a lower-case word; none when it has no known ones."""
    forms = word_forms(word)
    groups = [frozenset(group.split()) for group in _GROUPS]
    return frozenset[str]().union(*(group for group in groups if group & forms)) - forms


def _singulars(word: str) -> Iterator[str]:
    if word in _irregular_plurals():
        yield _irregular_plurals()[word]
        return
    for ending, instead in _PLURALS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and not (ending == "s" and stem.endswith("s")):
            yield stem + instead


def _spellings(word: str) -> Iterator[str]:
    if len(word) < _SHORTEST_SPELLING:
        return
    for pair in _SPELLINGS:
        for one, other in (pair, pair[::-1]):
            if one in word:
                yield word.replace(one, other)


@cache
def _irregular_plurals() -> dict[str, str]:
    lines = Path(__file__).with_name("plurals.tsv").read_text(encoding="ascii").splitlines()
    return dict(line.split("\t", 1) for line in lines)


@cache
def _common_nouns() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("nouns.txt").read_text(encoding="ascii").split())
