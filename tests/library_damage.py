"""Libraries as a stranger or a failing disk could send them: a small sound one, and random damage to it."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.analyses import KnownShot, known_analysis, store
from videxplore.catalogue.taught_records import TaughtAction, TaughtExample
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.core.types import Depth
from videxplore.services.library import Library
from videxplore.services.searching.query.query import Query, SceneExample, TextExample
from videxplore.services.searching.query_history import HistoryService

CATALOGUE = "catalogue.sqlite3"
ODD_VALUES: tuple[str, ...] = (
    "NULL", "0", "-1", "1", "9e18", "9223372036854775807", "-9223372036854775808", "80000000000", "1e308",
    "9e999", "-9e999", "0.5", "'text'", "''", "x''", "x'00ff'", "CAST(x'ff80' AS TEXT)", "'9'", "x'2f'",
    "hex(randomblob(300000))", "zeroblob(1000000)", "randomblob(16)", "char(0)", "'{}'", "'[1, null]'",
    "'[' || replace(hex(zeroblob(60000)), '0', '[')", "'../../x'", "1e14", "-1e5", "2147483648", "'complete'",
)  # fmt: skip
"""SQL of what is written into cells."""

SCHEMA_CHANGES = (
    "CREATE TRIGGER extra AFTER INSERT ON video BEGIN SELECT raise(ABORT, 'pwned'); END",
    "CREATE TRIGGER extra AFTER UPDATE ON video BEGIN DELETE FROM mark; END",
    "CREATE VIEW extra AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    "CREATE TABLE extra (a, b)",
    "CREATE VIRTUAL TABLE extra USING fts5 (a)",
    "CREATE INDEX extra ON shot (abs(end_s))",
    "DROP TABLE mark",
    "DROP TABLE change",
    "DROP TABLE label_words",
    "DROP INDEX shot_by_video",
    "DROP TRIGGER video_is_new",
    "ALTER TABLE space RENAME COLUMN dim TO dimension",
    "ALTER TABLE video ADD COLUMN extra INTEGER",
    "ALTER TABLE shot RENAME TO scene",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 3",
    "PRAGMA user_version = 99",
    "PRAGMA application_id = 7",
)
_VIEW = (
    "CREATE VIEW {name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS id, i AS video_id FROM n"
)


def make_library(folder: Path, video: Path) -> Path:
    """A library of three videos with everything a library can hold; the first one's file is ``video``."""
    with Library.open(folder / "library") as library:
        for number, path in enumerate((video, folder / "b.mp4", folder / "c.mp4")):
            shots = [
                KnownShot(
                    group=place % 2,
                    length_s=1.0,
                    object="cat" if place % 2 else "dog",
                    action="running",
                    motion=place,
                    facts=SceneFacts(blur=0.3, camera="pan left", loudness=-23.0, silence=0.1, speech=0.2),
                )
                for place in range(3 + number)
            ]
            stored = store(library, path, known_analysis(shots, strip_per_shot=2))
            library.catalogue.bookmarks.replace(stored.id, [0.5, 1.5])
        first, second, third = library.catalogue.videos()
        line = TextLine(0.5, 1.5, "good morning", (0.5, 1.0), (0.1, 0.8, 0.5, 0.1))
        library.catalogue.texts.store(
            first.id, [TextReading("speech", "tiny", (TextTrack("speech", "en", "tiny", (line,)),))]
        )
        library.catalogue.leases.grant(first.id, Depth.FULL, "oak", 1.0)
        weights = library.catalogue.embeddings("moving@1/64").vectors[0]
        examples = (TaughtExample(first.id, 0.0, 1.0), TaughtExample(second.id, 0.0, 1.0, is_counter=True))
        library.catalogue.taught.store(
            TaughtAction("waving", examples, "clip", ("moving@1/64",), weights, 0.1, 0.9)
        )
        searches = HistoryService(library)
        kept = searches.remember(Query((SceneExample(first.id, 0.5),)))
        searches.rename(kept.id, "mine")
        searches.remember(Query((SceneExample(second.id, 0.5), TextExample("dog"))), kept.id)
        library.catalogue.take_out_video(third.id)
    return folder / "library"


def damage(library: Path, outside: Path, choice: random.Random) -> str:
    """Damage a library in one random way; return what was done.

    Args:
        library: The library's folder.
        outside: A folder with files that nothing may touch, for links to lead to.
        choice: Chooses.
    """
    kinds: list[Callable[[Path, Path, random.Random], str]] = [
        _cells, _cells, _cells, _cells, _pages, _pages, _header, _cut, _schema, _view, _links, _caches,
        _names,
    ]  # fmt: skip
    return choice.choice(kinds)(library, outside, choice)


def tampered(file: Path) -> sqlite3.Connection:
    """A connection that enforces neither constraints nor foreign keys."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _cells(library: Path, outside: Path, choice: random.Random) -> str:
    """Write odd values into cells, past the constraints of the tables."""
    connection = tampered(library / CATALOGUE)
    try:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
        ]
        done = []
        # As the tables would be without their types: the file is the same.
        connection.execute("PRAGMA writable_schema = ON")
        saved = connection.execute("SELECT rowid, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(replace(sql, ' STRICT, WITHOUT', ' WITHOUT'), "
            "' STRICT', '') WHERE type = 'table'"
        )
        for trigger in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute("DELETE FROM sqlite_master WHERE name = ?", trigger)
        connection.close()
        connection = tampered(library / CATALOGUE)
        for _ in range(choice.choice((1, 1, 1, 3, 10))):
            table = choice.choice(tables)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            column, value = choice.choice(columns), choice.choice(ODD_VALUES)
            first = f"{columns[0]} = (SELECT min({columns[0]}) FROM {table})"  # noqa: S608
            where = choice.choice(("1", "random() % 2", first))
            statement = f"UPDATE {table} SET {column} = {value} WHERE {where}"  # noqa: S608
            try:
                connection.execute(statement)
            except sqlite3.Error:
                continue
            done.append(statement)
        connection.execute("PRAGMA writable_schema = ON")
        for rowid, sql in saved:
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE rowid = ?", (sql, rowid))
        _restore_triggers(connection, library, saved)
        return "; ".join(done)
    finally:
        connection.close()


def _restore_triggers(connection: sqlite3.Connection, library: Path, saved: list[tuple[int, str]]) -> None:
    for rowid, sql in saved:
        if sql.startswith("CREATE TRIGGER"):
            name = sql.split()[2]
            connection.execute(
                "INSERT INTO sqlite_master (rowid, type, name, tbl_name, rootpage, sql) "
                "VALUES (?, 'trigger', ?, ?, 0, ?)",
                (rowid, name, sql.split(" ON ")[1].split()[0], sql),
            )


def _pages(library: Path, outside: Path, choice: random.Random) -> str:
    """Change bytes of the file, as a failing disk does."""
    file = library / CATALOGUE
    content = bytearray(file.read_bytes())
    count = choice.choice((1, 10, 100, 1000))
    for _ in range(count):
        content[choice.randrange(100, len(content))] = choice.randrange(256)
    if choice.random() < 0.3:
        page = choice.randrange(1, len(content) // 8192) * 8192
        content[page : page + 8192] = choice.choice((bytes(8192), choice.randbytes(8192)))
    file.write_bytes(content)
    return f"{count} bytes"


def _header(library: Path, outside: Path, choice: random.Random) -> str:
    file = library / CATALOGUE
    content = bytearray(file.read_bytes())
    place, value = choice.randrange(100), choice.randrange(256)
    content[place] = value
    file.write_bytes(content)
    return f"header byte {place} is {value}"


def _cut(library: Path, outside: Path, choice: random.Random) -> str:
    file = library / CATALOGUE
    content = file.read_bytes()
    length = choice.choice((0, 1, 50, 100, 1000, 8192, choice.randrange(len(content)), len(content) - 1))
    file.write_bytes(content[:length])
    if choice.random() < 0.3:
        (library / f"{CATALOGUE}-wal").write_bytes(choice.randbytes(choice.randrange(100_000)))
    return f"cut to {length} bytes"


def _schema(library: Path, outside: Path, choice: random.Random) -> str:
    statement = choice.choice(SCHEMA_CHANGES)
    connection = tampered(library / CATALOGUE)
    try:
        connection.execute(statement)
    except sqlite3.Error:
        pass
    finally:
        connection.close()
    return statement


def _view(library: Path, outside: Path, choice: random.Random) -> str:
    name = choice.choice(("video", "shot", "change", "history", "space"))
    connection = tampered(library / CATALOGUE)
    try:
        connection.execute(f"DROP TABLE {name}")
        connection.execute(_VIEW.format(name=name))
    except sqlite3.Error:
        pass
    finally:
        connection.close()
    return f"{name} is a view"


def _links(library: Path, outside: Path, choice: random.Random) -> str:
    name = choice.choice(
        ("previews", "keyframes", "indexes", "removed", "previews/1.zip", "keyframes/2.zip", "engine.json",
         "indexes/map.npz", CATALOGUE, f"{CATALOGUE}-wal", f"{CATALOGUE}-shm", f"{CATALOGUE}.lock",
         f"{CATALOGUE}-journal", "removed/previews-1.zip")
    )  # fmt: skip
    place = library / name
    place.parent.mkdir(exist_ok=True)
    target = outside / (place.name if choice.random() < 0.7 else "nothing")
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    place.symlink_to(target)
    return f"{name} is a link"


def _caches(library: Path, outside: Path, choice: random.Random) -> str:
    names = ("previews/1.zip", "keyframes/1.zip", "keyframes/2.zip", "engine.json")
    place = library / choice.choice(names)
    kind = choice.choice(("bytes", "cut", "empty", "folder", "pipe", "large", "json", "text"))
    content = bytearray(place.read_bytes()) if place.is_file() else bytearray(b"{}")
    place.unlink(missing_ok=True)
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "large":
        with place.open("wb") as stream:
            stream.truncate(3_000_000_000)
    else:
        for _ in range(choice.choice((1, 5, 50))):
            content[choice.randrange(len(content))] = choice.randrange(256)
        place.write_bytes(
            {
                "bytes": bytes(content),
                "cut": bytes(content[: len(content) // 2]),
                "empty": b"",
                "json": b"[" * 200_000,
                "text": b'{"device": "\\ud800", "decoder": 7, "other": [1e999]}',
            }[kind]
        )
    return f"{place.name}: {kind}"


def _names(library: Path, outside: Path, choice: random.Random) -> str:
    """Files with the names of the program's own, and others."""
    name = choice.choice(
        ("previews/99.zip", "previews/7.new", "keyframes/.1.zip.00000000", "removed/previews-1.zip",
         "removed/2019", "indexes/0123456789abcdef.compact", "indexes/0123456789abcdef.moments",
         "indexes/map.npz", "catalogue.sqlite3.version-3.backup", "previews/" + "9" * 30 + ".zip")
    )  # fmt: skip
    place = library / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(choice.choice((b"", b"mine", choice.randbytes(5000))))
    return f"{name} is there"
