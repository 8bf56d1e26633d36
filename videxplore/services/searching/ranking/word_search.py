"""Searching by words: labels, what their classes are kinds of, text, marks, file and folder names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.texts import TextHit, all_of
from videxplore.catalogue.words import LabelledMoment, StoredLabel, name_words
from videxplore.core.errors import UsageError
from videxplore.core.selects import MomentMark
from videxplore.core.types import Shot, WordReason
from videxplore.services.labels import published_words
from videxplore.services.object_classes.object_names import PART_SHARE, class_tree
from videxplore.services.searching.query.query import Query, TextExample
from videxplore.services.searching.ranking.label_score import HALF_EVIDENCE, label_score
from videxplore.services.searching.ranking.scene_scores import SceneScores
from videxplore.services.searching.words.found_words import SaidTerms, text_expression
from videxplore.services.searching.words.library_words import LibraryWords, MarkedWords
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

_SURE_SCORE = 0.5
"""From here on a taught label goes before the classes of models."""

_SHARED_STEM = 4


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a scene answers one word, where in it, and why."""

    score: float
    time_s: float
    video_id: int
    reason: WordReason

    @property
    def rank(self) -> tuple[bool, float]:
        """Taught labels first, then by score; a name has the highest score there is."""
        is_sure = self.reason.place in ("taught", "name", "mark") and self.score >= _SURE_SCORE
        return is_sure, self.score


_Matches = dict[int, _Match]
"""The best match of each scene by its shot id."""


@dataclass(frozen=True, slots=True)
class WordScenes:
    """The scenes that hold the words of a query.

    Attributes:
        scores: Best first.
        reasons: By shot id, why each word finds it.
    """

    scores: SceneScores
    reasons: Mapping[int, tuple[WordReason, ...]]


class WordSearch:
    """Finds the scenes whose labels, text, file or folders hold words; may be used from several threads."""

    def __init__(self, catalogue: Catalogue, known: LibraryWords) -> None:
        """Search a library; ``known`` lists its words."""
        self._catalogue = catalogue
        self._tree = class_tree()
        self._known = known
        self._marks = MarkedWords(catalogue)
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
        common = set.intersection(*(set(matches) for matches in per_term))
        matches = {shot_id: [own[shot_id] for own in per_term] for shot_id in common}
        if len(terms) > 1:
            asked = " ".join(term.text for term in terms)
            # Of common words, only so many lines are looked at: those with all of them may be others.
            for shot_id, match in self._in_text(asked, terms).items():
                matches.setdefault(shot_id, [match])
            # What is one name of several words, such as a polar bear, is found better by the name.
            for shot_id, match in self._of_kind(asked, labels).items():
                matches[shot_id] = [match]
        return _as_scenes(matches)

    def _of_term(
        self, term: QueryTerm, labels: Mapping[int, StoredLabel], most_lines: int = _MOST_LINES
    ) -> _Matches:
        """Scenes that one term of a query is found in."""
        found = self._in_text(term.text, [term], most_lines)
        if term.is_prefix:
            begun = sorted(word for word in self._known.vocabulary() if word.startswith(term.text))
            for word in begun[:_MOST_BEGUN]:
                _merge(found, self._spelt(term.text, word, 1.0, labels))
        elif len(term.words) > 1:
            _merge(found, self._of_kind(term.text, labels))
        else:
            _merge(found, self._matches(term.text, labels, is_said=bool(found)))
        return found

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
            alone = ", ".join(f"“{word}”" for word in words if self._of_term(QueryTerm((word,)), labels))
            if alone:
                return f"{sentence}; found alone: {alone}."
        advice = self._known.advice(text)
        if advice.suggestion:
            return f"{sentence}. Did you mean “{advice.suggestion}”?"
        known = ", ".join(f"{one.text} ({one.count})" for one in advice.labels)
        return f"{sentence}. This library knows: {known}." if known else f"{sentence}."

    def _matches(self, word: str, labels: Mapping[int, StoredLabel], *, is_said: bool) -> _Matches:
        """Scenes that a word is found in by labels and names; if it is said, no other spelling is tried."""
        found = self._spelt(word, word, 1.0, labels)
        for other in self._no_wider(word, synonyms(word)):
            _merge(found, self._spelt(word, other, _SYNONYM_SHARE, labels))
        if not found and not is_said and len(word) >= _SHORTEST_TYPO and not is_noun(word):
            for other in self._nearest(word):
                _merge(found, self._spelt(word, other, _TYPO_SHARE, labels))
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

    def _spelt(self, asked: str, word: str, share: float, labels: Mapping[int, StoredLabel]) -> _Matches:
        """Scenes that hold a word, which was asked for or stands for what was."""
        forms = word_forms(word)
        found = self._named(asked, forms, share)
        _merge(found, self._marked(asked, forms, share))
        shares = dict.fromkeys(self._catalogue.words.matching("label", forms), share)
        shares |= dict.fromkeys(_published_with(forms, labels), share)
        for label_id in shares:
            label = labels[label_id]
            if label.source == "object" and forms.isdisjoint(_names_of(label.label.casefold())):
                # "Car mirror" holds the word and is no car.
                shares[label_id] = share * PART_SHARE
        _merge(found, self._labelled(asked, labels, shares | self._kind_shares(forms, labels, share)))
        return found

    def _of_kind(self, name: str, labels: Mapping[int, StoredLabel]) -> _Matches:
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
    ) -> _Matches:
        """Scenes with some labels: the scores that one model gives a frame or clip are added."""
        found: _Matches = {}
        for moment in self._summed(labels, shares):
            before = found.get(moment.shot_id)
            label = labels[moment.label_id]
            is_taught = label.source == "taught"
            score = label_score(moment)
            if before is None or before.score < score or is_taught:
                reason = WordReason(asked, "taught" if is_taught else "label", label.label)
                _merge(found, {moment.shot_id: _Match(score, moment.time_s, moment.video_id, reason)})
        return found

    def _summed(self, labels: Mapping[int, StoredLabel], shares: Mapping[int, float]) -> list[LabelledMoment]:
        """Moments with some labels; those with small probabilities only where there are few others."""
        moments = self._catalogue.words.summed(shares, _LEAST_SCORE, HALF_EVIDENCE)
        objects = {
            label_id: share for label_id, share in shares.items() if labels[label_id].source == "object"
        }
        if objects and len(moments) < _FEW:
            moments = [one for one in moments if one.label_id not in objects]
            moments += self._catalogue.words.summed(objects, _LEAST_OBJECT_SCORE, HALF_EVIDENCE)
        return moments

    def _named(self, asked: str, forms: frozenset[str], share: float) -> _Matches:
        """Scenes of videos whose path holds one of these forms of a word."""
        found: _Matches = {}
        stemmed = self._catalogue.words.matching("video", forms)
        for video_id, path in self._known.paths_with(forms, stemmed).items():
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
                found[shot.id] = _Match(score, shot.start_s, video_id, reason)
        return found

    def _in_text(self, asked: str, terms: Sequence[QueryTerm], most: int = _MOST_LINES) -> _Matches:
        """Scenes with a line of text that holds all of these terms, of so many lines at most."""
        expression = all_of([text_expression(term) for term in terms])
        said, firsts = SaidTerms(terms), dict[int, TextHit]()
        for hit in self._catalogue.texts.matching(expression, most):
            before = firsts.get(hit.shot_id)
            if before is None or said.are_said_earlier(hit.line, before.line):
                firsts[hit.shot_id] = hit
        found: _Matches = {}
        for shot_id, hit in firsts.items():
            at_s = said.said_at_s(hit.line)
            reason = WordReason(asked, hit.kind, hit.line.text, hit.line.box, at_s)
            found[shot_id] = _Match(_TEXT_SCORE, at_s, hit.video_id, reason)
        return found

    def _marked(self, asked: str, forms: frozenset[str], share: float) -> _Matches:
        """Scenes with a mark whose note or tags hold one of these forms of a word."""
        found: _Matches = {}
        for video_id, marks in groupby(self._marks.marks_with(forms), lambda one: one[0].video_id):
            shots = self._catalogue.shots(video_id)
            for mark, text in marks:
                reason = WordReason(asked, "mark", text)
                for shot in _marked_shots(shots, mark):
                    found[shot.id] = _Match(
                        share * _MARK_SCORE, max(mark.start_s, shot.start_s), video_id, reason
                    )
        return found


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


def _as_scenes(matches: Mapping[int, list[_Match]]) -> WordScenes:
    """Scenes in their order, from the matches of each word by shot id."""
    shot_ids = np.array(sorted(matches), np.int64)
    rows = [matches[shot_id] for shot_id in shot_ids.tolist()]
    best = [max(own, key=lambda match: match.rank) for own in rows]
    scores = np.array([sum(match.score for match in own) / len(own) for own in rows], np.float64)
    is_sure = np.array([all(match.rank[0] for match in own) for own in rows], np.bool_)
    found = SceneScores(
        shot_ids,
        np.array([match.video_id for match in best], np.int64),
        np.array([match.time_s for match in best], np.float64),
        scores,
        1 - scores,
        len(rows),
    )
    reasons = {shot_id: tuple(match.reason for match in own) for shot_id, own in matches.items()}
    return WordScenes(found.rows(np.lexsort((shot_ids, -scores, ~is_sure))), reasons)


def _merge(found: _Matches, more: Mapping[int, _Match]) -> None:
    for shot_id, match in more.items():
        if shot_id not in found or match.rank > found[shot_id].rank:
            found[shot_id] = match


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


def _holds(name: str, forms: Iterable[str]) -> bool:
    """Whether a name holds one of these words, or one of the same stem."""
    words = name_words(name)
    return any(
        word in words or any(part.startswith(word[:_SHARED_STEM]) for part in words if len(word) >= 5)
        for word in forms
    )
