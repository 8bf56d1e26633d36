"""Words of the catalogue: labels, and file and folder names, through SQLite's FTS5."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from videxplore.catalogue.connections import Connections
from videxplore.catalogue.records import Owner

WordPlace: TypeAlias = Literal["label", "video"]
"""Where a word stands: in a label, or in a video's path."""

_COLUMN = {"label": "label", "video": "path"}


@dataclass(frozen=True, slots=True)
class LabelledMoment:
    """A keyframe or clip with a predicted label."""

    video_id: int
    shot_id: int
    owner: Owner
    owner_id: int
    time_s: float
    label_id: int
    score: float


class WordRecords:
    """The part of a catalogue that finds words."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def vocabulary(self) -> set[str]:
        """Every word that occurs, lower case."""
        with self._connections.reading() as connection:
            found = connection.execute("SELECT label FROM label UNION ALL SELECT path FROM video")
            return {word for row in found for word in split_words(_text(row[0]))}

    def has_labels(self) -> bool:
        """Whether any scene has a label."""
        with self._connections.reading() as connection:
            return any(
                connection.execute(f"SELECT 1 FROM {owner}_prediction LIMIT 1").fetchone()  # noqa: S608
                for owner in ("keyframe", "clip")
            )

    def matching(self, place: WordPlace, words: Iterable[str]) -> dict[int, str]:
        """Ids and texts of labels (or videos) that hold one of these words, or a word that begins so."""
        # Quoted, a word is never taken for an operator of the query language.
        expression = " OR ".join(f'"{word.replace(chr(34), "")}"*' for word in words if word.strip('" '))
        if not expression:
            return {}
        found = self._connections.rows(
            f"SELECT id, {_COLUMN[place]} FROM {place} WHERE id IN "  # noqa: S608
            f"(SELECT rowid FROM {place}_words WHERE {place}_words MATCH ?)",
            (expression,),
        )
        return {int(row[0]): _text(row[1]) for row in found}

    def labelled(self, label_ids: Sequence[int]) -> list[LabelledMoment]:
        """Every keyframe and clip that has one of these labels."""
        moments = []
        chosen = json.dumps(list(label_ids))
        with self._connections.reading() as connection:
            for owner, time_s in (("keyframe", "time_s"), ("clip", "(owner.start_s + owner.end_s) / 2")):
                found = connection.execute(
                    f"SELECT shot.video_id, shot.id, '{owner}', owner.id, {time_s}, label_id, score "  # noqa: S608
                    f"FROM {owner}_prediction AS prediction JOIN {owner} AS owner "
                    f"ON owner.id = prediction.{owner}_id JOIN shot ON shot.id = owner.shot_id "
                    "WHERE label_id IN (SELECT value FROM json_each(?))",
                    (chosen,),
                )
                moments += [LabelledMoment(*row) for row in found]
        return moments


def _text(stored: str | bytes) -> str:
    """A label, or a path, which is stored as bytes because it need not be text."""
    return stored if isinstance(stored, str) else os.fsdecode(stored)


def split_words(text: str) -> list[str]:
    """The words of a text, lower case, as the index splits names: at everything but letters and digits."""
    return [word for word in re.split(r"[\W_]+", text.casefold()) if word]
