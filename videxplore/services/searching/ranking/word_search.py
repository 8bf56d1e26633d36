"""Searching by words: labels, what their classes are kinds of, text, marks, file and folder names."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import PurePath

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.labelled_moments import LabelledMoments
from videxplore.catalogue.texts import TextHit, all_of
from videxplore.catalogue.words import StoredLabel, holds_unspaced, name_words
from videxplore.core.errors import UsageError
from videxplore.core.selects import MomentMark
from videxplore.core.types import Shot, WordReason
from videxplore.services.labels import published_words
from videxplore.services.object_classes.object_names import PART_SHARE, class_tree
from videxplore.services.searching.query.query import Query, TextExample
from videxplore.services.searching.ranking.label_score import HALF_EVIDENCE, label_scores
from videxplore.services.searching.ranking.scene_scores import is_among
from videxplore.services.searching.ranking.word_matches import (
    WordMatch,
    WordMatches,
    WordScenes,
    best_of,
    first_of,
    with_all,
)
from videxplore.services.searching.words.found_words import SaidTerms, text_expression
from videxplore.services.searching.words.library_words import LibraryWords, MarkedWords
from videxplore.services.searching.words.named_videos import NamedVideos
from videxplore.services.searching.words.word_forms import (
    QueryTerm,
    is_noun,
    synonyms,
    terms_of,
    word_forms,
    words_of,
)

_NAME_SCORE = 1.0
"""What the longest scene of a file scores for a word of the file's name."""

_OTHER_SCENE_SCORE = 0.2
"""What its other scenes score: they are searched as well, but must not fill the first page."""

_FOLDER_SCORE = 0.3
_MARK_SCORE = 1.0
"""What a scene scores for a word of a mark in it: the user has put it there."""

_TEXT_SCORE = 0.6
"""What a scene scores for a word that is said or shown in it: less than where it is surely seen."""

_MOST_LINES = 1000
"""Lines of text that are looked at for each word."""

_MOST_BEGUN = 20
"""Words of labels and names that are looked at for the beginning of one."""

_SYNONYM_SHARE = 0.9
_TYPO_SHARE = 0.7
_SHORTEST_TYPO, _LONG = 4, 8
"""A word this long may hold one typing error (a letter wrong, missing, too many, or two swapped), or two."""

_LEAST_SCORE = 0.01
"""Labels below this are among the best only because every frame has some."""

_LEAST_OBJECT_SCORE, _FEW = 0.0012, 1000
"""Objects are found down to this, unless so many keyframes have more. Of 116 clips that have less of what a
word of the benchmarks names, none shows it."""

_SHARED_STEM = 4


class WordSearch:
    """Finds the scenes whose labels, text, file or folders hold words; may be used from several threads."""

    def __init__(self, catalogue: Catalogue, known: LibraryWords) -> None:
        """Search a library; ``known`` lists its words."""
        self._catalogue = catalogue
        self._tree = class_tree()
        self._known = known
        self._marks = MarkedWords(catalogue)
        self._named_videos = NamedVideos(catalogue)
        self._last: tuple[tuple[str, int], WordScenes] | None = None

    def scenes(self, text: str) -> WordScenes:
        """The scenes that every word of a text is found in, best first.

        A word is found in names and labels that hold it in any form, in subtitles and other text, in the
        labels of classes that are of its kind, in its synonyms, and, when it occurs nowhere, in what is
        spelt almost alike. Probabilities of the classes of one kind are added. Words in quotes are found one
        after the other, and `foto*` what begins like this.

        Raises:
            UsageError: If the text holds no word.
        """
        asked = (text, self._catalogue.version())
        last = self._last
        if last is None or last[0] != asked:
            last = self._last = (asked, self._search(text))
        return last[1]

    def _search(self, text: str) -> WordScenes:
        terms = terms_of(text)
        if not terms:
            raise UsageError("There is no word to search for.")
        labels = self._catalogue.words.labels()
        per_term = [self._of_term(term, labels, _MOST_LINES // len(terms)) for term in terms]
        if len(terms) == 1:
            return WordScenes(per_term[0])
        asked = " ".join(term.text for term in terms)
        return WordScenes(
            first_of(
                (
                    # What is one name of several words, such as a polar bear, is found better by the name.
                    best_of([self._of_kind(asked, labels)]),
                    with_all(per_term),
                    # Of common words, only so many lines are looked at: those with all may be others.
                    self._in_text(asked, terms),
                )
            )
        )

    def _of_term(
        self, term: QueryTerm, labels: Mapping[int, StoredLabel], most_lines: int = _MOST_LINES
    ) -> WordMatches:
        """Scenes that one term of a query is found in, by shot id."""
        found = [self._in_text(term.text, [term], most_lines)]
        if term.is_prefix:
            begun = sorted(word for word in self._known.vocabulary() if word.startswith(term.text))
            for word in begun[:_MOST_BEGUN]:
                found += self._spelt(term.text, word, 1.0, labels)
        elif len(term.words) > 1:
            found.append(self._of_kind(term.text, labels))
        else:
            found += self._matches(term, labels, is_said=bool(len(found[0])))
        matches = best_of(found)
        return self._or_of_parts(matches, term, labels, most_lines) if term.parts else matches

    def _or_of_parts(
        self, matches: WordMatches, term: QueryTerm, labels: Mapping[int, StoredLabel], most_lines: int
    ) -> WordMatches:
        """Scenes that a word such as *t-shirt* is found in, and those that all its parts are found in."""
        if term.is_contraction:
            return matches
        parts = [self._of_term(QueryTerm((part,)), labels, most_lines) for part in dict.fromkeys(term.parts)]
        found = first_of((matches, with_all(parts)))
        return found.rows(np.argsort(found.shot_ids))

    def why_nothing(self, text: str) -> str:
        """A sentence or two for the user whose words are found nowhere."""
        sentence = f"Nothing that may answer is labelled or named “{text.strip()}”"
        if self._catalogue.texts.has_any():
            sentence = f"Nothing that may answer is labelled, named, said or written “{text.strip()}”"
        if not self._catalogue.words.has_labels():
            return sentence + (
                "; no scene of this library has labels yet, so that only names of files and folders "
                "were searched: `videxplore index` recognises objects, `--actions NAME` actions."
            )
        words = words_of(text)
        if len(words) > 1:
            labels = self._catalogue.words.labels()
            alone = ", ".join(f"“{word}”" for word in words if len(self._of_term(QueryTerm((word,)), labels)))
            if alone:
                return f"{sentence}; found alone: {alone}."
        advice = self._known.advice(text)
        if advice.suggestion:
            return f"{sentence}. Did you mean “{advice.suggestion}”?"
        known = ", ".join(f"{one.text} ({one.count})" for one in advice.labels)
        return f"{sentence}. This library knows: {known}." if known else f"{sentence}."

    def _matches(
        self, term: QueryTerm, labels: Mapping[int, StoredLabel], *, is_said: bool
    ) -> list[WordMatches]:
        """Scenes that a word is found in by labels and names; if it is said, no other spelling is tried."""
        (word,) = term.words
        found = self._spelt(term.text, word, 1.0, labels)
        for other in self._no_wider(word, synonyms(word)):
            found += self._spelt(term.text, other, _SYNONYM_SHARE, labels)
        if any(map(len, found)) or is_said or len(word) < _SHORTEST_TYPO or is_noun(word) or term.parts:
            return found
        for other in self._nearest(word):
            found += self._spelt(term.text, other, _TYPO_SHARE, labels)
        return found

    def _nearest(self, word: str) -> list[str]:
        """The known words that a mistyped one may mean, the nearest first."""
        # Late: no window waits for it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        farthest = 2 if len(word) >= _LONG else 1
        known = self._known.vocabulary()
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=farthest, limit=3)
        return [other for other, _, _ in near]

    def _no_wider(self, word: str, others: frozenset[str]) -> list[str]:
        """Synonyms but those that stand for more than others do: a balloon is an aircraft, and no plane."""
        own = self._tree.shares(word_forms(word)).keys()
        kinds = {other: self._tree.shares(word_forms(other)).keys() for other in sorted(others)}
        return [
            other
            for other, kind in kinds.items()
            if kind <= own or not any(narrower and narrower < kind for narrower in kinds.values())
        ]

    def _spelt(
        self, asked: str, word: str, share: float, labels: Mapping[int, StoredLabel]
    ) -> list[WordMatches]:
        """Scenes that hold a word, which was asked for or stands for what was."""
        forms = word_forms(word)
        shares = dict.fromkeys(self._catalogue.words.matching("label", forms), share)
        shares |= dict.fromkeys(_published_with(forms, labels), share)
        shares |= dict.fromkeys(
            (label_id for label_id, label in labels.items() if _has_word(label.label, forms)), share
        )
        # "Car mirror" holds the word and is no car; of a word that is listed, it is known what is meant.
        part_share = share * PART_SHARE if forms.isdisjoint(self._tree.related) else 0.0
        for label_id in shares:
            label = labels[label_id]
            if label.source == "object" and forms.isdisjoint(_names_of(label.label.casefold())):
                shares[label_id] = part_share
        shares = {label_id: own for label_id, own in shares.items() if own}
        return [
            self._named(asked, forms, share),
            self._marked(asked, forms, share),
            self._labelled(asked, labels, shares | self._kind_shares(forms, labels, share)),
        ]

    def _of_kind(self, name: str, labels: Mapping[int, StoredLabel]) -> WordMatches:
        """Scenes with classes that are of a kind, which may be named by several words."""
        first, _, last = name.rpartition(" ")
        forms = frozenset(f"{first} {form}" for form in word_forms(last))
        return self._labelled(name, labels, self._kind_shares(forms, labels, 1.0))

    def _kind_shares(
        self, forms: frozenset[str], labels: Mapping[int, StoredLabel], share: float
    ) -> dict[int, float]:
        """The ids of labels whose classes are of a kind, and how much each counts."""
        kinds = self._tree.shares(forms)
        found = {}
        for label_id, label in labels.items():
            fits = max((kinds.get(name, 0.0) for name in _names_of(label.label)), default=0.0)
            # A synonym of a part would lead too far: no swimming trunks for a pool.
            if label.source == "object" and (fits == 1 or (fits and share == 1)):
                found[label_id] = share * fits
        return found

    def _labelled(
        self, asked: str, labels: Mapping[int, StoredLabel], shares: Mapping[int, float]
    ) -> WordMatches:
        """Scenes with some labels: the scores that one model gives a frame or clip are added."""
        moments = self._summed(labels, shares)
        label_ids = np.array(list(shares), np.int64)
        reasons = []
        for label_id in shares:
            label = labels[label_id]
            is_taught = label.source == "taught"
            reasons.append(WordReason(asked, "taught" if is_taught else "label", label.label))
        order = np.argsort(label_ids)
        rows = order[np.searchsorted(label_ids, moments.label_ids, sorter=order)]
        places = moments.shot_ids, moments.video_ids, moments.times_s
        return WordMatches.of(places, label_scores(moments), rows, reasons)

    def _summed(self, labels: Mapping[int, StoredLabel], shares: Mapping[int, float]) -> LabelledMoments:
        """Moments with some labels; those with small probabilities only where there are few others."""
        moments = self._catalogue.words.summed(shares, _LEAST_SCORE, HALF_EVIDENCE)
        objects = {
            label_id: share for label_id, share in shares.items() if labels[label_id].source == "object"
        }
        if not objects or len(moments) >= _FEW:
            return moments
        others = moments.rows(~is_among(moments.label_ids, np.array(list(objects), np.int64)))
        seen = self._catalogue.words.summed(objects, _LEAST_OBJECT_SCORE, HALF_EVIDENCE)
        return LabelledMoments.joined([others, seen])

    def _named(self, asked: str, forms: frozenset[str], share: float) -> WordMatches:
        """Scenes of videos whose path holds one of these forms of a word."""
        found: dict[int, WordMatch] = {}
        stemmed = self._catalogue.words.matching("video", forms)
        for video_id, path in self._named_videos.paths_with(forms, stemmed).items():
            file = PurePath(path.replace("\\", "/"))
            in_name = _holds(file.name, forms)
            folder = next((part for part in reversed(file.parts[:-1]) if _holds(part, forms)), "")
            reason = WordReason(asked, "name", file.name)
            if not in_name:
                reason = WordReason(asked, "folder", folder or str(file.parent))
            shots = self._catalogue.shots(video_id)
            longest = max(shots, key=lambda shot: shot.end_s - shot.start_s, default=None)
            for shot in shots:
                score = _NAME_SCORE if shot is longest else _OTHER_SCENE_SCORE
                score = share * (score if in_name else _FOLDER_SCORE)
                found[shot.id] = WordMatch(score, shot.start_s, video_id, reason)
        return WordMatches.of_scenes(found)

    def _in_text(self, asked: str, terms: Sequence[QueryTerm], most: int = _MOST_LINES) -> WordMatches:
        """Scenes with a line of text that holds all of these terms, of so many lines at most."""
        expression = all_of([text_expression(term) for term in terms])
        said, firsts = SaidTerms(terms), dict[int, TextHit]()
        for hit in self._catalogue.texts.matching(expression, most):
            before = firsts.get(hit.shot_id)
            if before is None or said.are_said_earlier(hit.line, before.line):
                firsts[hit.shot_id] = hit
        found: dict[int, WordMatch] = {}
        for shot_id, hit in firsts.items():
            at_s = said.said_at_s(hit.line)
            reason = WordReason(asked, hit.kind, hit.line.text, hit.line.box, at_s)
            found[shot_id] = WordMatch(_TEXT_SCORE, at_s, hit.video_id, reason)
        return WordMatches.of_scenes(found)

    def _marked(self, asked: str, forms: frozenset[str], share: float) -> WordMatches:
        """Scenes with a mark whose note or tags hold one of these forms of a word."""
        found: dict[int, WordMatch] = {}
        for video_id, marks in groupby(self._marks.marks_with(forms), lambda one: one[0].video_id):
            shots = self._catalogue.shots(video_id)
            for mark, text in marks:
                reason = WordReason(asked, "mark", text)
                for shot in _marked_shots(shots, mark):
                    found[shot.id] = WordMatch(
                        share * _MARK_SCORE, max(mark.start_s, shot.start_s), video_id, reason
                    )
        return WordMatches.of_scenes(found)


def words_of_texts(query: Query) -> list[str]:
    """The texts of a query that describe scenes, as far as they hold words to be searched for."""
    texts = [one.text for one in query.positives if isinstance(one, TextExample)]
    return [text for text in texts if terms_of(text)]


def _marked_shots(shots: Sequence[Shot], mark: MomentMark) -> list[Shot]:
    """The shots that a mark lies in."""
    return [
        shot
        for shot in shots
        if shot.start_s <= mark.start_s < shot.end_s or mark.start_s < shot.start_s < mark.end_s
    ]


def _published_with(forms: frozenset[str], labels: Mapping[int, StoredLabel]) -> list[int]:
    """The ids of actions whose published names hold one of these words, though they are called otherwise."""
    published = published_words()
    return [
        label_id
        for label_id, label in labels.items()
        if label.source == "pretrained" and not forms.isdisjoint(published.get(label.label, ()))
    ]


def _names_of(label: str) -> list[str]:
    """The names in a label such as "tabby, tabby cat"."""
    return [name.strip() for name in label.split(",")]


@lru_cache(maxsize=4096)
def _label_words(label: str) -> frozenset[str]:
    return frozenset(name_words(label))


def _has_word(label: str, forms: frozenset[str]) -> bool:
    """Whether a label holds one of these words; there are thousands of labels, and each is asked often."""
    return not forms.isdisjoint(_label_words(label)) or holds_unspaced(label, forms)


def _holds(name: str, forms: frozenset[str]) -> bool:
    """Whether a name holds one of these words, or one of the same stem."""
    words = name_words(name)
    return holds_unspaced(name, forms) or any(
        word in words or any(part.startswith(word[:_SHARED_STEM]) for part in words if len(word) >= 5)
        for word in forms
    )
