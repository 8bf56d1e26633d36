"""Files beside a catalogue that were not made for it are never obeyed, followed or overwritten."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.catalogue.planted import everything, fill, hot_journal
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import CatalogueDamagedError, CatalogueError, LibraryRefusedError

NAMES = ["", "-journal", "-wal", "-shm", ".lock"]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the files of Unix")


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    file = tmp_path / "outside" / "diary.txt"
    file.parent.mkdir()
    file.write_bytes(b"dear diary, " * 1000)
    return file


def beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


@pytest.mark.parametrize("writable", [True, False])
def test_a_journal_that_names_another_file_is_refused(file: Path, diary: Path, writable: bool) -> None:
    fill(file)
    hot_journal(file, diary)
    before = everything(file.parent)
    with pytest.raises(LibraryRefusedError, match=r"catalogue.sqlite3-journal .* would delete another file"):
        Catalogue.open(file, writable=writable)
    assert diary.exists()
    assert everything(file.parent) == before


@pytest.mark.parametrize("content", [b"", b"not a database"])
def test_a_journal_beside_no_catalogue_deletes_nothing_either(
    file: Path, diary: Path, content: bytes
) -> None:
    file.parent.mkdir()
    hot_journal(file, diary)
    if content:
        file.write_bytes(content)
    with pytest.raises(CatalogueError):
        Catalogue.open(file)
    assert diary.exists()


def test_a_journal_that_appears_later_is_not_obeyed_by_a_new_connection(file: Path, diary: Path) -> None:
    fill(file)
    with Catalogue.open(file) as catalogue:
        hot_journal(file, diary)
        with pytest.raises(LibraryRefusedError):
            catalogue.videos()
    assert diary.exists()


def test_a_journal_of_a_catalogue_in_wal_mode_is_set_aside(file: Path) -> None:
    fill(file, 3)
    journal = hot_journal(file)
    content = journal.read_bytes()
    with pytest.raises(LibraryRefusedError, match="does not belong to it"):
        Catalogue.open(file, writable=False)
    with Catalogue.open(file) as catalogue:
        assert len(catalogue.videos()) == 3
        assert catalogue.condition().is_sound
    assert not journal.exists()
    (aside,) = file.parent.glob("*-journal.set-aside-*")
    assert aside.read_bytes() == content


def test_a_journal_of_a_catalogue_that_another_program_wrote_is_rolled_back(file: Path) -> None:
    fill(file, 3)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE video SET fingerprint = hex(zeroblob(20000))")
    crashed = file.parent.with_name("crashed")
    shutil.copytree(file.parent, crashed)
    connection.close()
    assert beside(crashed / file.name, "-journal").exists()
    with Catalogue.open(crashed / file.name) as catalogue:
        assert {video.fingerprint for video in catalogue.videos()} == {"f"}
        assert catalogue.condition().is_sound


@UNIX
@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("suffix", NAMES)
def test_no_symbolic_link_is_followed(file: Path, diary: Path, suffix: str, writable: bool) -> None:
    fill(file)
    beside(file, suffix).unlink(missing_ok=True)
    target = diary
    if not suffix:
        target = diary.with_name("other.sqlite3")
        fill(target)
    beside(file, suffix).symlink_to(target)
    before = everything(diary.parent)
    with pytest.raises(LibraryRefusedError, match=rf"{file.name}{suffix} .* is a symbolic link"):
        Catalogue.open(file, writable=writable)
    assert everything(diary.parent) == before


@UNIX
@pytest.mark.parametrize("suffix", NAMES)
def test_no_link_to_what_is_not_there_is_followed(file: Path, diary: Path, suffix: str) -> None:
    file.parent.mkdir()
    beside(file, suffix).symlink_to(diary.parent / "new")
    with pytest.raises(LibraryRefusedError):
        Catalogue.open(file)
    assert not (diary.parent / "new").exists()


@UNIX
@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("suffix", NAMES)
def test_a_pipe_is_not_waited_for(file: Path, suffix: str, writable: bool) -> None:
    fill(file)
    beside(file, suffix).unlink(missing_ok=True)
    os.mkfifo(beside(file, suffix))
    with pytest.raises(LibraryRefusedError, match="is not a regular file"):
        Catalogue.open(file, writable=writable)


@UNIX
@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("suffix", ["-wal", "-shm", ".lock"])
def test_a_file_with_a_second_name_elsewhere_is_not_written_to(
    file: Path, diary: Path, suffix: str, writable: bool
) -> None:
    fill(file)
    beside(file, suffix).unlink(missing_ok=True)
    beside(file, suffix).hardlink_to(diary)
    before = diary.read_bytes()
    try:
        with Catalogue.open(file, writable=writable) as catalogue:
            assert len(catalogue.videos()) == 1
            if writable:
                catalogue.add_video(Path("/videos/new.mp4"), "g", 1, 2)
    except LibraryRefusedError:
        pass
    assert diary.read_bytes() == before


@UNIX
def test_a_catalogue_with_a_second_name_leaves_the_other_as_it_is(file: Path, tmp_path: Path) -> None:
    fill(file)
    snapshot = tmp_path / "snapshot.sqlite3"
    snapshot.hardlink_to(file)
    before = snapshot.read_bytes()
    with Catalogue.open(file) as catalogue:
        catalogue.add_video(Path("/videos/new.mp4"), "g", 1, 2)
        assert len(catalogue.videos()) == 2
    assert snapshot.read_bytes() == before
    with Catalogue.open(file, writable=False) as catalogue:
        assert len(catalogue.videos()) == 2


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_file_in_the_place_of_the_log_is_set_aside(file: Path, suffix: str) -> None:
    fill(file)
    beside(file, suffix).write_bytes(b"my thesis" * 5000)
    with Catalogue.open(file) as catalogue:
        catalogue.add_video(Path("/videos/new.mp4"), "g", 1, 2)
        assert len(catalogue.videos()) == 2
    (aside,) = file.parent.glob(f"*{suffix}.set-aside-*")
    assert aside.read_bytes() == b"my thesis" * 5000


def test_a_log_of_another_program_is_refused_and_not_merged(file: Path, tmp_path: Path) -> None:
    fill(file)
    theirs = tmp_path / "theirs.sqlite3"
    connection = sqlite3.connect(theirs, isolation_level=None)
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE theirs (x)")
    shutil.copyfile(beside(theirs, "-wal"), beside(file, "-wal"))
    connection.close()
    before = file.read_bytes()
    with pytest.raises(CatalogueDamagedError, match="another program"):
        Catalogue.open(file)
    assert file.read_bytes() == before


def test_a_database_without_a_mark_is_not_taken_over(file: Path) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = file.read_bytes()
    for writable in (True, False):
        with pytest.raises(CatalogueDamagedError, match="another program"):
            Catalogue.open(file, writable=writable)
    assert file.read_bytes() == before
    assert list(file.parent.glob("*.backup")) == []


def test_a_new_catalogue_never_has_a_journal(file: Path) -> None:
    with Catalogue.open(file):
        assert file.read_bytes()[18:20] == b"\2\2"
        assert not beside(file, "-journal").exists()
        others = {each.name for each in file.parent.iterdir()} - {file.name}
        assert others <= {beside(file, suffix).name for suffix in ("-wal", "-shm", ".lock")}


def interrupted(file: Path, statements: list[str], *, keep: bool) -> None:
    """Leave a catalogue as an earlier version did that was killed after these statements."""
    file.parent.mkdir()
    made = file.with_name("made.sqlite3")
    connection = sqlite3.connect(made, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    if keep:
        migrate(connection, MIGRATIONS[:1])
        connection.execute("INSERT INTO label (label, source, model) VALUES ('fox', 'object', 'looks')")
    for suffix in ("", "-journal", "-wal", "-shm"):
        if beside(made, suffix).exists():
            shutil.copyfile(beside(made, suffix), beside(file, suffix))
    connection.close()
    made.unlink()


WAL = ["PRAGMA page_size = 8192", "PRAGMA journal_mode = WAL"]


@pytest.mark.parametrize(
    ("statements", "keep"),
    [
        ([], False),
        (WAL, False),
        ([*WAL, "BEGIN", "CREATE TABLE video (id)"], False),
        (WAL, True),
    ],
)
def test_a_catalogue_that_an_earlier_version_was_making_when_it_was_killed_opens(
    file: Path, statements: list[str], keep: bool
) -> None:
    interrupted(file, statements, keep=keep)
    with Catalogue.open(file) as catalogue:
        assert catalogue.videos() == []
        assert len(catalogue.words.matching("label", ["fox"])) == keep
        assert catalogue.condition().is_sound
    with Catalogue.open(file, writable=False) as catalogue:
        assert catalogue.condition().is_sound


def test_what_a_killed_program_left_half_written_is_deleted(file: Path) -> None:
    fill(file)
    names = [
        ".catalogue.0123abcd.sqlite3",
        ".catalogue.sqlite3.version-3.0123abcd.backup",
        "catalogue.sqlite3.version-3.backup.new",
    ]
    kept = [".catalogue.sqlite3", "notes.new", ".catalogue.0123abcd.sqlite3.txt"]
    for name in (*names, *kept):
        file.with_name(name).write_bytes(b"half")
    Catalogue.open(file).close()
    assert not any(file.with_name(name).exists() for name in names)
    assert all(file.with_name(name).exists() for name in kept)


def test_a_backup_replaces_no_other_file(file: Path) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection, MIGRATIONS[:1])
    connection.close()
    backup = file.with_name(f"{file.name}.version-1.backup")
    backup.write_bytes(b"my thesis")
    Catalogue.open(file).close()
    (aside,) = file.parent.glob("*.backup.set-aside-*")
    assert aside.read_bytes() == b"my thesis"
    assert backup.read_bytes().startswith(b"SQLite format 3")


def test_no_connection_can_open_a_further_file(file: Path, tmp_path: Path) -> None:
    with Catalogue.open(file) as catalogue:
        connections = catalogue._connections
        for lend in (connections.reading, connections.writing):
            with lend() as connection, pytest.raises(sqlite3.OperationalError, match="attached"):
                connection.execute("ATTACH ? AS other", (str(tmp_path / "other.sqlite3"),))
    assert not (tmp_path / "other.sqlite3").exists()
