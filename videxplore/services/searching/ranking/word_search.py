"""Searching by words: labels of actions and objects, file and folder names."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.words import split_words
from videxplore.core.errors import UsageError
from videxplore.services.searching.ranking.scene_scores import SceneScores

_NAME_SCORE = 0.5
"""What a word in a file's name is worth beside a label's own score."""

_FOLDER_SCORE = 0.3
_SYNONYM_SHARE = 0.9
_TYPO_SHARE = 0.7
_SHORTEST_TYPO, _LONG = 4, 8
"""A word this long may hold one typing error (a letter wrong, missing, too many, or two swapped), or two."""


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a scene answers one word, and where in it."""

    score: float
    time_s: float
    video_id: int


class WordSearch:
    """Finds the scenes whose labels, file or folders hold words."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def scenes(self, text: str) -> SceneScores:
        """The scenes that every word of a text is found in, best first.

        A word is found in what begins with it or shares its stem, in its synonyms, and, when it occurs
        nowhere, in what is spelt almost alike.

        Raises:
            UsageError: If the text holds no word.
        """
        words = split_words(text)
        if not words:
            raise UsageError("There is no word to search for.")
        per_word = [self._matches(word) for word in dict.fromkeys(words)]
        common = set.intersection(*(set(matches) for matches in per_word))
        best = {
            shot_id: max((matches[shot_id] for matches in per_word), key=lambda match: match.score)
            for shot_id in common
        }
        shot_ids = np.array(sorted(common), np.int64)
        ids = shot_ids.tolist()
        scores = np.array([np.mean([matches[i].score for matches in per_word]) for i in ids], np.float64)
        found = SceneScores(
            shot_ids,
            np.array([best[i].video_id for i in ids], np.int64),
            np.array([best[i].time_s for i in ids], np.float64),
            scores,
            1 - scores,
            len(ids),
        )
        return found.rows(np.lexsort((shot_ids, -scores)))

    def why_nothing(self, text: str) -> str:
        """A sentence for the user whose words are found nowhere."""
        sentence = f"Nothing that may answer is labelled or named “{text.strip()}”"
        if self._catalogue.words.has_labels():
            return sentence + "."
        return (
            sentence + "; no scene of this library has labels yet, so that only names of files and folders "
            "were searched: `videxplore index` recognises objects, `--actions NAME` actions."
        )

    def _matches(self, word: str) -> dict[int, _Match]:
        found = self._spelt(word, 1.0)
        for other in synonyms(word):
            _merge(found, self._spelt(other, _SYNONYM_SHARE))
        if not found and len(word) >= _SHORTEST_TYPO:
            farthest = 2 if len(word) >= _LONG else 1
            known = self._catalogue.words.vocabulary()
            near = process.extract(word, known, scorer=OSA.distance, score_cutoff=farthest, limit=3)
            for other, _, _ in near:
                _merge(found, self._spelt(other, _TYPO_SHARE))
        return found

    def _spelt(self, word: str, share: float) -> dict[int, _Match]:
        found: dict[int, _Match] = {}
        labels = self._catalogue.words.matching("label", [word])
        for moment in self._catalogue.words.labelled(list(labels)):
            _merge(found, {moment.shot_id: _Match(share * moment.score, moment.time_s, moment.video_id)})
        for video_id, path in self._catalogue.words.matching("video", [word]).items():
            name = path.replace("\\", "/").rsplit("/", 1)[-1]
            begins = any(part.startswith(word[:_SHORTEST_TYPO]) for part in split_words(name))
            score = share * (_NAME_SCORE if begins else _FOLDER_SCORE)
            for shot in self._catalogue.shots(video_id):
                _merge(found, {shot.id: _Match(score, shot.start_s, video_id)})
        return found


def _merge(found: dict[int, _Match], more: dict[int, _Match]) -> None:
    for shot_id, match in more.items():
        if shot_id not in found or match.score > found[shot_id].score:
            found[shot_id] = match


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
    "child kid children toddler",
    "baby infant",
    "man guy men",
    "woman lady women",
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
)

_OTHERS: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    for _word in _group.split():
        _OTHERS[_word] = _OTHERS.get(_word, frozenset()) | frozenset(_group.split()) - {_word}


def synonyms(word: str) -> frozenset[str]:
    """Other words for a lower-case word; none when it has no known ones."""
    return _OTHERS.get(word, frozenset())
