"""Bins and marks of a catalogue; both outlive a new analysis of their video."""

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from videxplore.catalogue.connections import Connections
from videxplore.catalogue.integrity.kinds import valid_text
from videxplore.catalogue.records import note_change
from videxplore.core.errors import ExistingNameError, UnknownBinError, UsageError
from videxplore.core.file_names import one_line
from videxplore.core.selects import Bin, BinItem, MomentMark

_MARK = "video_id, start_s, end_s, verdict, note, tags, rating"


class BinRecords:
    """The part of a catalogue that remembers bins."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[Bin]:
        """Every bin with its items, oldest first."""
        with self._connections.reading() as connection:
            return _bins(connection)

    def get(self, bin_id: int) -> Bin:
        """One bin.

        Raises:
            UnknownBinError: If it was deleted.
        """
        with self._connections.reading() as connection:
            found = _bins(connection, bin_id)
        if not found:
            raise UnknownBinError("This bin is no longer in the library.")
        return found[0]

    def store(self, wanted: Bin) -> Bin:
        """Store a bin as a whole, with its name and the order of its items.

        A bin or an item with an id that was deleted gets this id again, so that a deletion can be undone.
        Items of videos that are no longer in the library are left out.

        Returns:
            The bin as it is stored, with the ids it and its items were given.

        Raises:
            ExistingNameError: If another bin has this name.
            UsageError: If nothing of its name can be shown.
        """
        name = one_line(wanted.name)
        if not name:
            raise UsageError("A bin needs a name.")
        with self._connections.writing() as connection:
            if connection.execute(
                "SELECT 1 FROM bin WHERE name = ? AND id <> ?", (name, wanted.id)
            ).fetchone():
                raise ExistingNameError(f"There is a bin {name} already; choose another name.")
            cursor = connection.execute(
                "INSERT INTO bin (id, name, created_ns) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                (wanted.id or None, name, time.time_ns()),
            )
            bin_id = wanted.id or int(cursor.lastrowid or 0)
            connection.execute("DELETE FROM bin_item WHERE bin_id = ?", (bin_id,))
            connection.executemany(
                "INSERT INTO bin_item (id, bin_id, position, video_id, start_s, end_s, note, rating, "
                "is_rejected) SELECT ?, ?, ?, id, ?, ?, ?, ?, ? FROM video WHERE id = ?",
                [_item_row(bin_id, position, item) for position, item in enumerate(wanted.items)],
            )
            [stored] = _bins(connection, bin_id)
        return stored

    def delete(self, bin_id: int) -> None:
        """Delete a bin with its items."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM bin WHERE id = ?", (bin_id,))


class MarkRecords:
    """The part of a catalogue that remembers marks."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[MomentMark]:
        """Every mark, by video and in time order."""
        return self._marks("1 = 1", ())

    def of_video(self, video_id: int) -> tuple[MomentMark, ...]:
        """The marks of a video, in time order."""
        return tuple(self._marks("video_id = ?", (video_id,)))

    def replace(self, video_id: int, marks: Iterable[MomentMark]) -> None:
        """Store just these marks of a video; of two of the same span the last one, of a gone video none."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM mark WHERE video_id = ?", (video_id,))
            connection.executemany(
                f"INSERT OR REPLACE INTO mark ({_MARK}) "  # noqa: S608
                "SELECT id, ?, ?, ?, ?, ?, ? FROM video WHERE id = ?",
                [(*_mark_row(mark), video_id) for mark in marks],
            )
            _note_words(connection, video_id)

    def _marks(self, condition: str, values: tuple[object, ...]) -> list[MomentMark]:
        found = self._connections.rows(
            f"SELECT {_MARK} FROM mark WHERE {condition} ORDER BY video_id, start_s, end_s",  # noqa: S608
            values,
        )
        return [
            MomentMark(video_id, start_s, end_s, verdict, note, tuple(json.loads(tags)), rating)
            for video_id, start_s, end_s, verdict, note, tags, rating in found
        ]


class BookmarkRecords:
    """Marks as moments only: each is a bookmark, whatever else it says."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def times_s(self, video_id: int) -> tuple[float, ...]:
        """The marked moments of a video in seconds, in time order."""
        found = self._connections.rows(
            "SELECT DISTINCT start_s FROM mark WHERE video_id = ? ORDER BY start_s", (video_id,)
        )
        return tuple(float(time_s) for (time_s,) in found)

    def replace(self, video_id: int, times_s: Sequence[float]) -> None:
        """Remember just these moments of a video; marks that begin at one of them stay as they are."""
        wanted = [(time_s,) for time_s in times_s]
        with self._connections.writing() as connection:
            connection.execute("CREATE TEMP TABLE wanted (time_s REAL)")
            connection.executemany("INSERT INTO wanted VALUES (?)", wanted)
            connection.execute(
                "DELETE FROM mark WHERE video_id = ? AND start_s NOT IN (SELECT time_s FROM wanted)",
                (video_id,),
            )
            connection.execute(
                "INSERT OR IGNORE INTO mark (video_id, start_s, end_s) SELECT id, time_s, time_s "
                "FROM wanted JOIN video ON video.id = ? "
                "WHERE time_s NOT IN (SELECT start_s FROM mark WHERE video_id = video.id)",
                (video_id,),
            )
            connection.execute("DROP TABLE wanted")
            _note_words(connection, video_id)


def item_order(connection: sqlite3.Connection, bin_id: int) -> list[int]:
    """The ids of the items of a bin, in order."""
    found = connection.execute("SELECT id FROM bin_item WHERE bin_id = ? ORDER BY position, id", (bin_id,))
    return [item_id for (item_id,) in found]


def restore_item_order(
    connection: sqlite3.Connection, bin_id: int, before: Sequence[int], returned: Collection[int]
) -> None:
    """Put items that are back where they were in their bin, in the caller's transaction.

    Each follows the nearest of those it came after; the order of the others stays.

    Args:
        connection: Of the transaction.
        bin_id: The bin; of one that was deleted nothing is ordered.
        before: The ids of its items when some were removed, in order.
        returned: The ids of these.
    """
    there = item_order(connection, bin_id)
    order = [item_id for item_id in there if item_id not in returned]
    for number, item_id in enumerate(before):
        if item_id in returned and item_id in there:
            earlier = next((one for one in reversed(before[:number]) if one in order), None)
            order.insert(0 if earlier is None else order.index(earlier) + 1, item_id)
    connection.executemany("UPDATE bin_item SET position = ? WHERE id = ?", list(enumerate(order)))


def _bins(connection: sqlite3.Connection, bin_id: int | None = None) -> list[Bin]:
    condition, values = ("", ()) if bin_id is None else ("WHERE bin.id = ?", (bin_id,))
    bins = connection.execute(f"SELECT id, name FROM bin {condition} ORDER BY id", values).fetchall()  # noqa: S608
    items: dict[int, list[BinItem]] = defaultdict(list)
    for row in connection.execute(
        "SELECT bin_id, video_id, start_s, end_s, note, rating, is_rejected, bin_item.id FROM bin_item "  # noqa: S608
        f"JOIN bin ON bin.id = bin_id {condition} ORDER BY bin_id, position, bin_item.id",
        values,
    ):
        owner, video_id, start_s, end_s, note, rating, is_rejected, item_id = row
        items[owner].append(BinItem(video_id, start_s, end_s, note, rating, bool(is_rejected), item_id))
    return [replace(Bin(name), id=found, items=tuple(items[found])) for found, name in bins]


def _note_words(connection: sqlite3.Connection, video_id: int) -> None:
    """Words of marks are searched for: what was read of them is old now."""
    if connection.execute("SELECT 1 FROM video WHERE id = ?", (video_id,)).fetchone():
        note_change(connection, video_id, "updated")


def _item_row(bin_id: int, position: int, item: BinItem) -> tuple[object, ...]:
    times_s = (item.start_s, item.end_s)
    said = (valid_text(item.note), item.rating, int(item.is_rejected))
    return item.id or None, bin_id, position, *times_s, *said, item.video_id


def _mark_row(mark: MomentMark) -> tuple[object, ...]:
    tags = json.dumps([valid_text(tag) for tag in mark.tags])
    return mark.start_s, mark.end_s, mark.verdict, valid_text(mark.note), tags, mark.rating
