"""Words of the catalogue: labels, and file and folder names, through SQLite's FTS5."""

import json
import os
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from videxplore.catalogue import records
from videxplore.catalogue.connections import Connections
from videxplore.catalogue.labelled_moments import LabelledMoments, labelled_moments
from videxplore.catalogue.number_columns import integer_columns
from videxplore.catalogue.texts import UNSPACED_LETTER
from videxplore.core.texts import COMBINING_MARKS, folded
from videxplore.core.types import Ids, PredictionSource

NamePlace: TypeAlias = Literal["label", "video"]
"""Where a word stands: in a label, or in a video's path."""

_COLUMN = {"label": "label", "video": "path"}


@dataclass(frozen=True, slots=True)
class StoredLabel:
    """A label that occurs in the library, and the model that gave it."""

    id: int
    label: str
    source: PredictionSource
    model: str


class WordRecords:
    """The part of a catalogue that finds words."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def labels(self) -> dict[int, StoredLabel]:
        """Every label by its id."""
        found = self._connections.rows("SELECT id, label, source, model FROM label ORDER BY id")
        return {int(row[0]): StoredLabel(*row) for row in found}

    def paths(self) -> dict[int, str]:
        """The path of every video by its id."""
        return {int(row[0]): _text(row[1]) for row in self._connections.rows("SELECT id, path FROM video")}

    def labelled_shots(self, least_score: float) -> dict[int, Ids]:
        """The shots that have a label with at least this score, int64 (N,), by the label's id; one at least.

        A shot is named once for each of its keyframes and clips.
        """
        shots: dict[int, list[Ids]] = defaultdict(list)
        with self._connections.reading() as connection:
            for (label_id,) in connection.execute("SELECT id FROM label ORDER BY id").fetchall():
                for owner in ("keyframe", "clip"):
                    (found,) = integer_columns(
                        connection,
                        ("owner.shot_id",),
                        f"FROM {owner}_prediction AS prediction JOIN {owner} AS owner "
                        f"ON owner.id = prediction.{owner}_id WHERE label_id = ? AND score >= ?",
                        (label_id, least_score),
                    )
                    if len(found):
                        shots[label_id].append(found)
        return {label_id: np.concatenate(own) for label_id, own in shots.items()}

    def has_labels(self) -> bool:
        """Whether any scene has a label."""
        with self._connections.reading() as connection:
            return any(
                connection.execute(f"SELECT 1 FROM {owner}_prediction LIMIT 1").fetchone()  # noqa: S608
                for owner in ("keyframe", "clip")
            )

    def matching(self, place: NamePlace, words: Iterable[str]) -> dict[int, str]:
        """Ids and texts of labels (or videos) that hold one of these words, or another form of it."""
        # Quoted, a word is never taken for an operator of the query language.
        expression = " OR ".join(f'"{word.replace(chr(34), "")}"' for word in words if word.strip('" '))
        if not expression:
            return {}
        found = self._connections.rows(
            f"SELECT id, {_COLUMN[place]} FROM {place} WHERE id IN "  # noqa: S608
            f"(SELECT rowid FROM {place}_words WHERE {place}_words MATCH ?)",
            (expression,),
        )
        return {int(row[0]): _text(row[1]) for row in found}

    def rename_labels(self, names: Mapping[str, str], models: Iterable[str]) -> None:
        """Give the classes of some models other names; where a class has both, the higher score counts.

        Args:
            names: The new name by the old one.
            models: The models whose classes these are.
        """
        # SQLite compares: this is asked each time a library is opened, and nearly always there are none.
        found = self._connections.rows(
            "SELECT id, label, source, model FROM label WHERE source = 'pretrained' "
            "AND model IN (SELECT value FROM json_each(?)) AND label IN (SELECT value FROM json_each(?)) "
            "ORDER BY id",
            (json.dumps(list(models)), json.dumps(list(names))),
        )
        old = [StoredLabel(*row) for row in found]
        if not old:
            return
        with self._connections.writing() as connection:
            for label in old:
                for video_id in _rename(connection, label, names[label.label]):
                    records.note_change(connection, video_id, "analysed")

    def summed(
        self, shares: Mapping[int, float], least_score: float, half_evidence: float
    ) -> LabelledMoments:
        """The keyframes and clips that have some of these labels, with the sum of their scores.

        Args:
            shares: What the score, or the evidence, of each label is multiplied by, by label id.
            least_score: Only moments with at least this sum of scores.
            half_evidence: The score by which an object is half evidence.

        Returns:
            One moment for each keyframe or clip and model. Each taught label is a model of its own.
        """
        with self._connections.reading() as connection:
            return labelled_moments(connection, shares, least_score, half_evidence)


def _rename(connection: sqlite3.Connection, label: StoredLabel, name: str) -> list[int]:
    """Give a label another name, or its scores to the label that has that name; the ids of its videos."""
    found = connection.execute(
        "SELECT shot.video_id FROM clip_prediction JOIN clip ON clip.id = clip_id "
        "JOIN shot ON shot.id = clip.shot_id WHERE label_id = :id UNION "
        "SELECT shot.video_id FROM keyframe_prediction JOIN keyframe ON keyframe.id = keyframe_id "
        "JOIN shot ON shot.id = keyframe.shot_id WHERE label_id = :id",
        {"id": label.id},
    ).fetchall()
    other = connection.execute(
        "SELECT id FROM label WHERE label = ? AND source = ? AND model = ?", (name, label.source, label.model)
    ).fetchone()
    if other is None:
        connection.execute("UPDATE label SET label = ? WHERE id = ?", (name, label.id))
        connection.execute("UPDATE label_words SET label = ? WHERE rowid = ?", (name, label.id))
    else:
        for owner in ("clip", "keyframe"):
            connection.execute(
                f"INSERT INTO {owner}_prediction ({owner}_id, label_id, score) "  # noqa: S608
                f"SELECT {owner}_id, :new, score FROM {owner}_prediction WHERE label_id = :old "
                f"ON CONFLICT ({owner}_id, label_id) DO UPDATE SET score = max(score, excluded.score)",
                {"new": other[0], "old": label.id},
            )
            connection.execute(f"DELETE FROM {owner}_prediction WHERE label_id = ?", (label.id,))  # noqa: S608
        connection.execute("DELETE FROM label WHERE id = ?", (label.id,))
        connection.execute("DELETE FROM label_words WHERE rowid = ?", (label.id,))
    return [video_id for (video_id,) in found]


def _text(stored: str | bytes) -> str:
    """A label, or a path, which is stored as bytes because it need not be text."""
    return stored if isinstance(stored, str) else os.fsdecode(stored)


_JOINING = r"['\u2019\u02bc\u2010\u2011_-]"
"""What joins parts that may as well be written as one word, or as several: ``t-shirt``, ``O'Brien``."""

_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_UNSPACED = re.compile(rf"{UNSPACED_LETTER}|[\uac00-\ud7a3]")
_ASCII_WORD = re.compile("[a-z0-9]+")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{COMBINING_MARKS}])*")
_JOINT = re.compile(rf"(?<=\w){_JOINING}{{1,2}}(?=\w)")
_BORDER = re.compile(
    r"(?<=[^\W\d_]{3})(?=\d)|(?<=\d)(?=[^\W\d_]{3})|(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[^\W\d_]\d)"
)
"""Where a word meets a number, other than in ``mp4``, or a small letter a capital one."""


def split_words(text: str) -> list[str]:
    """The words of a text, lower case, as the index splits names: at everything but letters and digits."""
    lower = text.casefold()
    # Names of files, of which there are very many, are mostly ASCII.
    return (
        _ASCII_WORD.findall(lower) if lower.isascii() else _WORD.findall(unicodedata.normalize("NFC", lower))
    )


def spellings(word: str) -> tuple[str, ...]:
    """A lower-case word as it may be typed: without diacritics, or with two letters for an umlaut."""
    if word.isascii():
        return (word,)
    return word, folded(word), folded(word.translate(_TWO_LETTERS))


def word_parts(text: str) -> list[str]:
    """The words of which one is made that holds hyphens, apostrophes, capital letters or numbers."""
    return split_words(_BORDER.sub(" ", text))


def name_words(text: str) -> list[str]:
    """The words of a name, lower case, each once: also those of ``MyDog2``, and *tshirt* of ``t-shirt``."""
    words, parted = split_words(text), _BORDER.sub(" ", text)
    if parted != text:
        words += split_words(parted)
    if _JOINT.search(text) is not None:
        words += split_words(_JOINT.sub("", text))
    words += [word.lstrip("0") for word in words if word[0] == "0" and word.isdecimal() and word.strip("0")]
    if not text.isascii():
        words = [spelling for word in words for spelling in spellings(word)]
    return list(dict.fromkeys(words))


def searched_text(name: str) -> str:
    """A name in lower case, and as it may be typed otherwise: it holds every word of :func:`name_words`."""
    lower = name.casefold()
    ways = [lower, _JOINT.sub("", lower)]
    if not lower.isascii():
        ways += [spelling for way in ways for spelling in spellings(unicodedata.normalize("NFC", way))]
    return " ".join(dict.fromkeys(ways))


def holds_word(text: str, words: Collection[str]) -> bool:
    """Whether a name, or a text that is as short, holds one of these lower-case words."""
    own = name_words(text)
    return any(word in own for word in words) or holds_unspaced(text, words)


def holds_unspaced(text: str, words: Collection[str]) -> bool:
    """Whether a text holds one of these words within others, in scripts that put no spaces between words."""
    if text.isascii():
        return False
    unspaced = [word for word in words if _UNSPACED.search(word)]
    return bool(unspaced) and any(folded(word) in folded(text) for word in unspaced)
