"""What each column of the catalogue may hold; the one place that says so in Python.

A library may come from somebody else, and SQLite has no page checksums: neither the type nor the size of a
value can be taken for granted. Every answer of the catalogue is checked by the names of its columns. The
constraints of the tables say the same to SQLite (:mod:`videxplore.catalogue.strict_tables`).
"""

import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from videxplore.core.scene_facts import CAMERA_MOVES
from videxplore.core.types import Depth, VideoState

MOST_ID = 1 << 53
"""Ids are also held as float64, which is exact up to here."""

LONGEST_S = 1e15
"""Seconds: what time stamps of 64 bits can claim, and thirty million years."""

EARLIEST_S = -1e6
"""Seconds: the first frame of a file may begin before its time zero."""

MOST_SIDE_PX = 1 << 31
MOST_DIM = 1 << 16
MOST_TEXT_BYTES = 1 << 20
MOST_VALUE_BYTES = 1 << 26
"""Bytes of one value: the embedding of a keyframe has a few thousand, a list of ids a few million."""

_MOST_SHARE = 1.001
_MOST_INT = (1 << 63) - 1


class RefusedValueError(ValueError):
    """A column holds what it cannot hold."""

    def __init__(self, column: str) -> None:
        super().__init__(f"an impossible value of {column}")
        self.column = column


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that a column may hold.

    Attributes:
        types: Their Python types; that of None where the column may be empty.
        least: The smallest number.
        most: The largest number, or the most bytes or characters.
        words: The only values, where there are any.
        understand: Raises a ValueError or TypeError for a value that has no meaning.
    """

    types: frozenset[type]
    least: float = 0
    most: float = MOST_TEXT_BYTES
    words: frozenset[object] = frozenset()
    understand: Callable[[Any], object] | None = None

    def holds(self, value: object) -> bool:
        """Whether it is one of the values."""
        if type(value) not in self.types:
            return False
        if value is None:
            return True
        if self.words and value not in self.words:
            return False
        size = len(value) if isinstance(value, str | bytes) else value
        return (
            isinstance(size, int | float) and self.least <= size <= self.most and self._is_understood(value)
        )

    def all_hold(self, values: Sequence[Any]) -> bool:
        """Whether all of them are; a million numbers take a few hundredths of a second."""
        types = set(map(type, values))
        if not types <= self.types:
            return False
        if self.words:
            return all(map(self.holds, set(values)))
        if self.understand or type(None) in types:
            return all(map(self.holds, values))
        sizes = list(map(len, values)) if types & {str, bytes} else values
        return not sizes or bool(self.least <= min(sizes) and max(sizes) <= self.most)

    def or_none(self) -> "Kind":
        """The same, or nothing."""
        return replace(self, types=self.types | {type(None)})

    def _is_understood(self, value: object) -> bool:
        if self.understand is None:
            return True
        try:
            self.understand(value)
        except (ValueError, TypeError, RecursionError):
            return False
        return True


def _sentences(document: bytes) -> None:
    """Require a JSON list of texts, or nothing."""
    if document:
        _texts(document)


def _texts(document: str | bytes) -> None:
    """Require a JSON list of texts."""
    stored = json.loads(document)
    if not isinstance(stored, list) or not all(isinstance(one, str) for one in stored):
        raise TypeError


def _numbers(stored: bytes) -> None:
    """Require float32 numbers."""
    if not math.isfinite(float(np.abs(np.frombuffer(stored, "<f4")).sum(dtype=np.float64))):
        raise ValueError


def _box(stored: bytes) -> None:
    """Require four numbers, or nothing."""
    if len(stored) not in (0, 16):
        raise ValueError
    _numbers(stored)


def _file_name(path: bytes) -> None:
    if b"\0" in path:
        raise ValueError


def _whole(least: int, most: int) -> Kind:
    return Kind(frozenset({int}), least, most)


def _number(least: float, most: float) -> Kind:
    return Kind(frozenset({int, float}), least, most)


def _word(*words: str) -> Kind:
    return Kind(frozenset({str}), words=frozenset(words))


_ID = _whole(1, MOST_ID)
_COUNT = _whole(0, MOST_ID)
_MOMENT_NS = _whole(-_MOST_INT, _MOST_INT)
_TIME_S = _number(EARLIEST_S, LONGEST_S)
_SHARE = _number(1 - _MOST_SHARE, _MOST_SHARE)
_ANY_NUMBER = _number(-1e300, 1e300)
_FLAG = _whole(0, 1)
_TEXT = Kind(frozenset({str}))
_DOCUMENT = Kind(frozenset({str}), most=MOST_VALUE_BYTES)
_BYTES = Kind(frozenset({bytes}), most=MOST_VALUE_BYTES)
_SIDE_PX = _whole(1, MOST_SIDE_PX)

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("id", "video_id", "shot_id", "keyframe_id", "clip_id"), _ID),
    **dict.fromkeys(("space_id", "label_id", "action_id", "bin_id", "track_id"), _ID),
    **dict.fromkeys(("parent_id", "compared_id"), _ID.or_none()),
    "path": Kind(frozenset({bytes}), least=1, understand=_file_name),
    **dict.fromkeys(("fingerprint", "first_fingerprint", "second_fingerprint"), _TEXT),
    "size_bytes": _whole(0, _MOST_INT),
    **dict.fromkeys(("modified_ns", "created_ns"), _MOMENT_NS),
    **dict.fromkeys(("since_s", "heartbeat_s"), _whole(0, 1 << 40)),
    "job": _word(*Depth),
    "attempt": _ID,
    "worker": _TEXT,
    "state": _word(*VideoState),
    "depth": _word(*Depth).or_none(),
    "error": Kind(frozenset({bytes})),
    "warnings": Kind(frozenset({bytes}), understand=_sentences),
    "duration_s": _number(0, LONGEST_S).or_none(),
    **dict.fromkeys(("frame_rate_numerator", "frame_rate_denominator"), _whole(1, _MOST_INT).or_none()),
    **dict.fromkeys(("width_px", "height_px"), _SIDE_PX.or_none()),
    "rotation_deg": Kind(frozenset({int}), words=frozenset({0, 90, 180, 270})).or_none(),
    **dict.fromkeys(("codec", "pixel_format", "recorded", "camera", "dynamic_range"), _TEXT.or_none()),
    "has_audio": _FLAG.or_none(),
    "metadata": _DOCUMENT.or_none(),
    **dict.fromkeys(("start_s", "end_s", "time_s"), _TIME_S),
    **dict.fromkeys(("in_s", "out_s"), _TIME_S.or_none()),
    "sharpness": _ANY_NUMBER,
    "name": _TEXT,
    "kind": _word("appearance", "motion"),
    "dim": _whole(1, MOST_DIM),
    "backbone": _TEXT,
    "vector": Kind(frozenset({bytes}), least=2, most=2 * MOST_DIM),
    **dict.fromkeys(("height", "width"), _whole(1, 1 << 12)),
    "cells": _BYTES,
    "label": _TEXT,
    "source": _word("pretrained", "taught", "object"),
    "model": _TEXT,
    "score": _SHARE,
    **dict.fromkeys(("version", "analysed_version", "value"), _COUNT),
    "is_counter": _FLAG,
    "query": _DOCUMENT,
    "owner": _word("keyframe", "clip"),
    "spaces": Kind(frozenset({str}), understand=_texts),
    "weights": Kind(frozenset({bytes}), most=64 * MOST_DIM),
    "bias": _ANY_NUMBER,
    "held_out_accuracy": _SHARE.or_none(),
    "position": _COUNT,
    "note": _DOCUMENT,
    "rating": _whole(0, 5),
    "is_rejected": _FLAG,
    "verdict": _word("", "favourite", "rejected"),
    "tags": Kind(frozenset({str}), understand=_texts),
    "text_kind": _word("subtitle", "speech", "screen"),
    **dict.fromkeys(("language", "text", "read_from"), _TEXT),
    "word_times": Kind(frozenset({bytes})),
    "box": Kind(frozenset({bytes}), most=16, understand=_box),
    "seq": _COUNT,
    **dict.fromkeys(("black", "still", "movement", "light", "shake"), _SHARE),
    **dict.fromkeys(("blur", "silence", "speech", "music"), _SHARE.or_none()),
    "camera_move": _word(*CAMERA_MOVES),
    "loudness_lufs": _number(-100, 100).or_none(),
}
"""What a column may hold, by its name, which means the same in every table."""

_OF_PROPERTIES = (
    "frame_rate_numerator",
    "frame_rate_denominator",
    "width_px",
    "height_px",
    "rotation_deg",
    "codec",
    "pixel_format",
    "has_audio",
)
"""Columns of a video that are all known or all unknown."""


def require_kinds(names: Sequence[str | None], rows: Sequence[Sequence[Any]]) -> None:
    """Check rows by the names of their columns; a column without a known name may hold anything.

    Raises:
        RefusedValueError: If a value is not of the kind of its column.
    """
    for name, values in zip(names, zip(*rows, strict=True), strict=False):
        kind = KINDS.get(name or "")
        if kind is not None and not kind.all_hold(values):
            raise RefusedValueError(str(name))


def require_row(row: Mapping[str, Any]) -> None:
    """Check the values of a row against each other; each alone is of its kind.

    Raises:
        RefusedValueError: If they contradict each other.
    """
    if row.get("duration_s") is not None:
        _require_all_known(row)
    if "start_s" in row and "end_s" in row and row["end_s"] < row["start_s"]:
        raise RefusedValueError("end_s")


def _require_all_known(row: Mapping[str, Any]) -> None:
    missing: Iterable[str] = (name for name in _OF_PROPERTIES if name in row and row[name] is None)
    for name in missing:
        raise RefusedValueError(name)


def require_vectors(lengths: Any) -> None:
    """Check the lengths of stored vectors, float32 (N,).

    Raises:
        RefusedValueError: If one is not finite.
    """
    if not math.isfinite(float(lengths.sum())):
        raise RefusedValueError("vector")


_ROWS_AT_ONCE = 512


class CheckedCursor(sqlite3.Cursor):
    """A cursor that gives no row with a value that its column cannot hold.

    Every method that gives rows raises :class:`~videxplore.catalogue.integrity.kinds.RefusedValueError`.
    """

    def __iter__(self) -> Any:
        """The remaining rows; they are checked in blocks, which takes a fifth of the time."""
        while rows := self.fetchmany(_ROWS_AT_ONCE):
            yield from rows

    def __next__(self) -> Any:
        """The next row."""
        row = super().__next__()
        self._check([row])
        return row

    def fetchone(self) -> Any:
        """The next row, or None."""
        row = super().fetchone()
        if row is not None:
            self._check([row])
        return row

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """The next rows."""
        return self._check(super().fetchmany(size))

    def fetchall(self) -> list[Any]:
        """All remaining rows."""
        return self._check(super().fetchall())

    def _check(self, rows: list[Any]) -> list[Any]:
        if rows and self.description:
            require_kinds([column[0] for column in self.description], rows)
        return rows


class CheckedConnection(sqlite3.Connection):
    """A connection whose own cursors are checked; pass ``sqlite3.Cursor`` for one that is not."""

    def cursor(self, factory: Any = CheckedCursor) -> Any:
        """A new cursor."""
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run a statement; the inherited method would make a cursor that checks nothing."""
        # The columns of a pragma are not those of a table.
        kind = sqlite3.Cursor if sql.startswith("PRAGMA") else CheckedCursor
        try:
            return self.cursor(kind).execute(sql, parameters)
        except UnicodeEncodeError:
            # Bytes of a command line that are not text: SQLite holds none, so none is found.
            named = isinstance(parameters, Mapping)
            values = parameters.values() if named else parameters
            held = [valid_text(value) if isinstance(value, str) else value for value in values]
            return self.cursor(kind).execute(sql, dict(zip(parameters, held, strict=True)) if named else held)


def valid_text(text: str) -> str:
    """Text as SQLite holds it: bytes of a command line or a file that are not text are replaced."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
