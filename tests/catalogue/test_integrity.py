"""A catalogue that somebody else made or a disk damaged: nothing of it runs, and no odd value gets out."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue.planted import fill
from tests.library_damage import ODD_VALUES, SCHEMA_CHANGES, make_library, tampered
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.integrity.condition import LATEST_DIGEST, digest, expected_schema
from videxplore.catalogue.integrity.damage import columns_of, damaged_rows
from videxplore.catalogue.integrity.kinds import KINDS, CheckedConnection
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import CatalogueDamagedError

_UNDERSTOOD = {"warnings", "spaces", "tags", "weights", "vector", "path", "word_times", "box"}
"""Columns whose content has a meaning that no constraint expresses."""

_LOOSER = {"bin", "bin_item", "place", "stopped"}
"""Tables whose constraints allow more than the program stores."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with rows in every table."""
    folder = tmp_path_factory.mktemp("full")
    return make_library(folder, folder / "a.mp4") / "catalogue.sqlite3"


@pytest.fixture
def enforced(full: Path) -> Iterator[sqlite3.Connection]:
    """A connection that enforces the constraints, and keeps nothing."""
    connection = sqlite3.connect(full, isolation_level=None)
    connection.execute("BEGIN")
    yield connection
    connection.execute("ROLLBACK")
    connection.close()


def tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% STRICT%'")
    return [row[0] for row in found if row[0] != "damaged_row"]


def test_the_digest_is_that_of_the_migrations() -> None:
    assert digest(expected_schema(len(MIGRATIONS))) == LATEST_DIGEST


def test_every_column_has_a_kind(enforced: sqlite3.Connection) -> None:
    columns = {name for table in tables(enforced) for name in columns_of(enforced, table)}
    assert columns - set(KINDS) == set()


def is_allowed(connection: sqlite3.Connection, table: str, column: str, value: str) -> bool:
    """Let a column have this value in every row, where the constraints allow it."""
    try:
        connection.execute(f"UPDATE {table} SET {column} = {value}")  # noqa: S608
    except sqlite3.Error:
        return False
    return True


def test_constraints_and_kinds_agree(enforced: sqlite3.Connection) -> None:
    for table in set(tables(enforced)) - _LOOSER:
        for value in ODD_VALUES:
            left = [column for column in columns_of(enforced, table) if column not in _UNDERSTOOD]
            allowed = left
            # Constraints on two columns can refuse together what they allow alone: that is tried again.
            while allowed:
                enforced.execute("SAVEPOINT before")
                allowed = [column for column in left if is_allowed(enforced, table, column, value)]
                left = [column for column in left if column not in allowed]
                if allowed and not value.startswith("CAST(x'ff"):
                    refused = [row for row in damaged_rows(enforced) if row.column not in _UNDERSTOOD]
                    assert not refused, (table, allowed, value)
                enforced.execute("ROLLBACK TO before")


def test_what_a_library_holds_is_of_its_kinds(enforced: sqlite3.Connection) -> None:
    assert list(damaged_rows(enforced)) == []


@pytest.mark.parametrize("statement", SCHEMA_CHANGES)
@pytest.mark.parametrize("writable", [False, True])
def test_another_schema_is_refused(tmp_path: Path, statement: str, writable: bool) -> None:
    file = tmp_path / "catalogue.sqlite3"
    fill(file)
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.close()
    before = file.read_bytes()
    with pytest.raises(Exception, match=r"^The (catalogue|library|file) .*\.$"):
        Catalogue.open(file, writable=writable)
    assert file.read_bytes() == before


def test_a_view_in_the_place_of_a_table_does_not_run(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite3"
    fill(file)
    connection = sqlite3.connect(file)
    connection.execute("DROP TABLE video")
    connection.execute(
        "CREATE VIEW video AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    )
    connection.close()
    with pytest.raises(CatalogueDamagedError, match="changed by another program"):
        Catalogue.open(file, writable=False)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE video SET duration_s = 9e999", "row 1 of the table video holds an impossible duration_s"),
        ("UPDATE video SET frame_rate_denominator = 0", "impossible frame_rate_denominator"),
        ("UPDATE video SET width_px = NULL", "impossible width_px"),
        ("UPDATE video SET path = x'2f00'", "impossible path"),
        ("UPDATE video SET size_bytes = -1", "impossible size_bytes"),
        (
            "UPDATE video SET warnings = CAST('{}' AS BLOB)",
            "row 1 of the table video holds an impossible warnings",
        ),
    ],
)
def test_a_read_names_table_and_row(tmp_path: Path, statement: str, named: str) -> None:
    file = tmp_path / "catalogue.sqlite3"
    fill(file)
    connection = tampered(file)
    connection.execute(statement)
    connection.close()
    with Catalogue.open(file, writable=False) as catalogue:
        if "warnings" not in statement:
            with pytest.raises(CatalogueDamagedError, match=named):
                catalogue.videos()
        (row,) = catalogue.condition().rows
        assert named in row.sentence


def test_a_vector_of_another_length_is_named(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite3"
    fill(file)
    connection = tampered(file)
    connection.execute("UPDATE keyframe_embedding SET vector = x'0000'")
    connection.close()
    with Catalogue.open(file) as catalogue:
        with pytest.raises(CatalogueDamagedError, match="row 1 of the table keyframe_embedding"):
            catalogue.embeddings("looks@1")
        catalogue.repair_rows(catalogue.condition())
        assert catalogue.condition().is_sound
        assert catalogue.set_aside_counts() == {"keyframe_embedding": 1}
        (video,) = catalogue.videos()
        assert video.depth is None


def test_rows_that_break_the_constraints_are_set_aside_by_the_migration(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite3"
    old = sqlite3.connect(file, isolation_level=None)
    migrate(old, MIGRATIONS[:9])
    for number in range(3):
        old.execute(
            "INSERT INTO video (path, fingerprint, size_bytes, modified_ns, state) "
            "VALUES (CAST(? AS BLOB), 'f', 1, 2, 'waiting')",
            (f"/films/{number}.mp4",),
        )
    old.execute("INSERT INTO shot (video_id, start_s, end_s) VALUES (1, 0, 1), (2, 0, 9e999), (3, 'x', 'y')")
    old.execute("UPDATE video SET size_bytes = 'many' WHERE id = 3")
    old.execute("DELETE FROM video WHERE id = 2")
    old.execute("PRAGMA journal_mode = WAL")
    old.close()
    with Catalogue.open(file) as catalogue:
        (video,) = catalogue.videos()
        assert video.path == Path("/films/0.mp4")
        assert len(catalogue.shots(video.id)) == 1
        assert catalogue.set_aside_counts() == {"shot": 2, "video": 1}
        assert catalogue.condition().is_sound
        # No id is given twice.
        assert catalogue.add_video(Path("/films/new.mp4"), "g", 1, 2).id == 4


def test_an_index_that_lost_rows_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite3"
    fill(file, 2)
    connection = tampered(file)
    connection.execute("PRAGMA writable_schema = ON")
    (kept,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'shot_by_video'").fetchone()
    connection.execute("UPDATE sqlite_master SET sql = sql || ' WHERE id > 1' WHERE name = 'shot_by_video'")
    connection.close()
    connection = tampered(file)
    connection.execute("REINDEX shot_by_video")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'shot_by_video'", (kept,))
    connection.close()
    with Catalogue.open(file) as catalogue:
        assert catalogue.condition().indexes
        catalogue.repair_rows(catalogue.condition())
        assert catalogue.condition().is_sound
        assert len(catalogue.shots(1)) == 1


@pytest.mark.parametrize(("column", "value"), [("tags", ""), ("spaces", ""), ("tags", "[1]"), ("tags", "{}")])
def test_an_empty_text_is_no_list(column: str, value: str) -> None:
    assert not KINDS[column].holds(value)
    assert KINDS[column].holds('["a"]')
    assert KINDS["warnings"].holds(b"")


def test_bytes_that_are_not_text_are_looked_for_as_a_replacement() -> None:
    connection = sqlite3.connect(":memory:", factory=CheckedConnection)
    try:
        connection.execute("CREATE TABLE label (label TEXT)")
        connection.execute("INSERT INTO label VALUES ('a?')")
        for sign, given in (("?", ("a\udcff",)), (":name", {"name": "a\udcff"})):
            found = connection.execute(f"SELECT label FROM label WHERE label = {sign}", given)  # noqa: S608
            assert found.fetchall() == [("a?",)]
    finally:
        connection.close()
