"""Text of videos in the catalogue, and finding words in it through SQLite's FTS5."""

import math
import re
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from videxplore.catalogue import records
from videxplore.catalogue.connections import Connections
from videxplore.core.texts import TextBox, TextKind, TextLine, TextReading, TextTrack

UNSPACED_LETTER = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_UNSPACED = re.compile(rf"(?<={UNSPACED_LETTER})(?=\w)|(?<=\w)(?={UNSPACED_LETTER})")
"""Around each letter of Chinese and Japanese, which put no spaces between words."""

_ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True)
class TextHit:
    """A line that holds what was searched for.

    Attributes:
        shot_id: The shot in which the line begins.
        name: Of its track.
    """

    video_id: int
    shot_id: int
    kind: TextKind
    language: str
    name: str
    line: TextLine


class TextRecords:
    """The part of a catalogue that holds the text of videos."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def store(self, video_id: int, readings: Iterable[TextReading]) -> None:
        """Replace the text of some kinds of a video; nothing is stored of one that is gone."""
        with self._connections.writing() as connection:
            if connection.execute("SELECT 1 FROM video WHERE id = ?", (video_id,)).fetchone():
                store(connection, video_id, readings)
                records.note_change(connection, video_id, "analysed")

    def forget(self, kind: TextKind) -> None:
        """Delete the text of one kind of all videos, as if it had never been read."""
        with self._connections.writing() as connection:
            found = connection.execute("SELECT video_id FROM text_reading WHERE text_kind = ?", (kind,))
            seen = [video_id for (video_id,) in found]
            connection.execute("DELETE FROM text_track WHERE text_kind = ?", (kind,))
            connection.execute("DELETE FROM text_reading WHERE text_kind = ?", (kind,))
            for video_id in seen:
                records.note_change(connection, video_id, "analysed")

    def read_from(self) -> dict[tuple[int, TextKind], str]:
        """What each kind of text of each video was read from; what is not here was not read yet."""
        found = self._connections.rows("SELECT video_id, text_kind, read_from FROM text_reading")
        return {(video_id, kind): source for video_id, kind, source in found}

    def tracks(self, video_id: int) -> list[TextTrack]:
        """The text of a video: subtitles first, then speech and text on screen."""
        with self._connections.reading() as connection:
            tracks = connection.execute(
                "SELECT id, text_kind, language, name FROM text_track WHERE video_id = ? ORDER BY "
                "instr('subtitle speech screen', text_kind), id",
                (video_id,),
            ).fetchall()
            return [
                TextTrack(kind, language, name, _lines(connection, track_id))
                for track_id, kind, language, name in tracks
            ]

    def has_any(self) -> bool:
        """Whether there is text of any video."""
        return bool(self._connections.rows("SELECT 1 FROM text_line LIMIT 1"))

    def matching(self, expression: str, most: int) -> list[TextHit]:
        """The first lines, in the order in which they were stored, that hold what is searched for.

        Args:
            expression: Made by the functions of this module; empty for what nothing holds.
            most: How many lines at most.
        """
        if not expression:
            return []
        found = self._connections.rows(
            "SELECT track.video_id, (SELECT shot.id FROM shot WHERE shot.video_id = track.video_id AND "
            "shot.start_s <= line.start_s ORDER BY shot.start_s DESC LIMIT 1) AS first_shot, text_kind, "
            "language, name, line.start_s, line.end_s, text, word_times, box "
            "FROM (SELECT rowid AS line_id FROM text_line_words WHERE text_line_words MATCH ? LIMIT ?) "
            "JOIN text_line AS line ON line.id = line_id JOIN text_track AS track ON track.id = track_id",
            (expression, most),
        )
        return [
            TextHit(video_id, shot_id, kind, language, name, _line(*line))
            for video_id, shot_id, kind, language, name, *line in found
            if shot_id is not None
        ]


def store(connection: sqlite3.Connection, video_id: int, readings: Iterable[TextReading]) -> None:
    """Replace the text of some kinds of a video, in the caller's transaction."""
    for reading in readings:
        key = (video_id, reading.kind)
        connection.execute("DELETE FROM text_track WHERE video_id = ? AND text_kind = ?", key)
        connection.execute(
            "INSERT OR REPLACE INTO text_reading (video_id, text_kind, read_from) VALUES (?, ?, ?)",
            (*key, reading.read_from),
        )
        for track in reading.tracks:
            cursor = connection.execute(
                "INSERT INTO text_track (video_id, text_kind, language, name) VALUES (?, ?, ?, ?)",
                (*key, track.language, track.name),
            )
            connection.executemany(
                "INSERT INTO text_line (track_id, start_s, end_s, text, word_times, box) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(cursor.lastrowid, *_row(line)) for line in track.lines],
            )


def copy(connection: sqlite3.Connection, from_video_id: int, to_video_id: int) -> None:
    """Give a video the text of another whose file has the same content, in the caller's transaction."""
    connection.execute("DELETE FROM text_track WHERE video_id = ?", (to_video_id,))
    connection.execute(
        "INSERT OR REPLACE INTO text_reading (video_id, text_kind, read_from) "
        "SELECT ?, text_kind, read_from FROM text_reading WHERE video_id = ?",
        (to_video_id, from_video_id),
    )
    tracks = connection.execute(
        "SELECT id, text_kind, language, name FROM text_track WHERE video_id = ? ORDER BY id",
        (from_video_id,),
    ).fetchall()
    for track_id, *values in tracks:
        cursor = connection.execute(
            "INSERT INTO text_track (video_id, text_kind, language, name) VALUES (?, ?, ?, ?)",
            (to_video_id, *values),
        )
        connection.execute(
            "INSERT INTO text_line (track_id, start_s, end_s, text, word_times, box) "
            "SELECT ?, start_s, end_s, text, word_times, box FROM text_line WHERE track_id = ? ORDER BY id",
            (cursor.lastrowid, track_id),
        )


def phrase(text: str) -> str:
    """An expression for these words one after the other; empty where there is none."""
    # Quoted, a word is never taken for an operator of the query language.
    words = _spaced(text).replace('"', " ").strip()
    return f'"{words}"' if re.search(r"\w", words) else ""


def starting_with(text: str) -> str:
    """An expression for a word that begins like this; empty where there is none."""
    start = phrase(text)
    return f"{start} *" if start else ""


def any_of(expressions: Iterable[str]) -> str:
    """An expression for any of these; empty ones are left out."""
    return _joined(" OR ", [one for one in expressions if one])


def all_of(expressions: Sequence[str]) -> str:
    """An expression for all of these in one line; empty where one of them is."""
    return _joined(" AND ", list(expressions)) if all(expressions) else ""


def _joined(operator: str, expressions: Sequence[str]) -> str:
    return operator.join(f"({one})" for one in expressions) if len(expressions) > 1 else "".join(expressions)


def _spaced(text: str) -> str:
    """The text with what separates words for the index, but is not seen, where a script has no spaces."""
    return _UNSPACED.sub(_ZERO_WIDTH_SPACE, text.replace(_ZERO_WIDTH_SPACE, ""))


def _row(line: TextLine) -> tuple[object, ...]:
    times = struct.pack(f"<{len(line.word_times_s)}f", *line.word_times_s)
    box = b"" if line.box is None else struct.pack("<4f", *line.box)
    return line.start_s, line.end_s, _spaced(line.text), times, box


def _lines(connection: sqlite3.Connection, track_id: int) -> tuple[TextLine, ...]:
    found = connection.execute(
        "SELECT start_s, end_s, text, word_times, box FROM text_line WHERE track_id = ? ORDER BY start_s, id",
        (track_id,),
    ).fetchall()
    return tuple(_line(*row) for row in found)


def _line(start_s: float, end_s: float, text: str, times: bytes, box: bytes) -> TextLine:
    return TextLine(
        start_s,
        end_s,
        text.replace(_ZERO_WIDTH_SPACE, ""),
        _times(times),
        _box(box),
    )


def _times(stored: bytes) -> tuple[float, ...]:
    """The times of words; none where the bytes are not numbers."""
    if not stored or len(stored) % 4:
        return ()
    times = struct.unpack(f"<{len(stored) // 4}f", stored)
    return times if math.isfinite(sum(times)) else ()


def _box(stored: bytes) -> TextBox | None:
    if not stored:
        return None
    left, top, width, height = struct.unpack("<4f", stored)
    return left, top, width, height
