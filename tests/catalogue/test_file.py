"""What can happen to the file of a catalogue: other programs, other versions, damage, full disks."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.analyses import APPEARANCE, analysis, unit
from tests.catalogue.planted import fill
from videxplore.catalogue.catalogue import Catalogue
from videxplore.catalogue.migrations import MIGRATIONS, migrate
from videxplore.core.errors import (
    CatalogueBusyError,
    CatalogueDamagedError,
    CatalogueError,
    CatalogueMissingError,
    CatalogueReadOnlyError,
    CatalogueTooNewError,
    DiskFullError,
)

HOLD = """
import sys, time
from pathlib import Path
from videxplore.catalogue.catalogue import Catalogue
catalogue = Catalogue.open(Path(sys.argv[1]))
video = catalogue.add_video(Path("/videos/other.mp4"), "g", 1, 2)
print("ready", flush=True)
time.sleep(60)
"""

READ = """
import sys
from pathlib import Path
from videxplore.catalogue.catalogue import Catalogue
with Catalogue.open(Path(sys.argv[1]), writable=False) as catalogue:
    print(len(catalogue.videos()), len(catalogue.embeddings("looks@1")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_that_was_deleted_while_it_was_open_is_not_written_to(file: Path, is_replaced: bool) -> None:
    with Catalogue.open(file) as catalogue:
        video = catalogue.add_video(Path("/videos/a.mp4"), "f", 1, 2)
        shutil.rmtree(file.parent)
        if is_replaced:
            fill(file)
        with pytest.raises(CatalogueMissingError, match="deleted or replaced"):
            catalogue.add_video(Path("/videos/b.mp4"), "g", 1, 2)
        assert catalogue.videos() == [video], "what is known can still be looked at"


def test_a_reader_sees_what_the_writer_commits(file: Path) -> None:
    with Catalogue.open(file) as writer, Catalogue.open(file, writable=False) as reader:
        version = reader.version()
        video = writer.add_video(Path("/videos/a.mp4"), "f", 1, 2)
        assert reader.videos() == [video]
        assert reader.changes(version).updated == (video.id,)
        with pytest.raises(CatalogueReadOnlyError, match="for reading only"):
            reader.remove_video(video.id)


def test_second_writer_waits_for_the_first(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(CatalogueBusyError, match="Another program is writing to the library"):
            Catalogue.open(file)
        with Catalogue.open(file, writable=False) as reader:
            assert len(reader.videos()) == 1
        other.kill()
    with Catalogue.open(file) as catalogue:
        assert [video.path for video in catalogue.videos()] == [Path("/videos/other.mp4")]
        assert catalogue.condition().is_sound


def test_a_second_writer_in_the_same_program_is_told(file: Path) -> None:
    with Catalogue.open(file), pytest.raises(CatalogueBusyError):
        Catalogue.open(file)
    Catalogue.open(file).close()


def test_there_is_nothing_to_read_yet(file: Path) -> None:
    with pytest.raises(CatalogueMissingError, match="There is no library in"):
        Catalogue.open(file, writable=False)
    assert not file.parent.exists()


def test_closing_twice_does_no_harm_and_then_nothing_works(file: Path) -> None:
    catalogue = Catalogue.open(file)
    catalogue.close()
    catalogue.close()
    with pytest.raises(CatalogueError, match="is closed"):
        catalogue.videos()
    with pytest.raises(CatalogueError, match="is closed"):
        catalogue.remove_video(1)


@pytest.mark.parametrize("writable", [True, False])
def test_a_newer_library_is_refused_and_left_untouched(file: Path, writable: bool) -> None:
    fill(file)
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 3}")
    connection.close()
    before = {each.name: each.read_bytes() for each in file.parent.iterdir()}
    with pytest.raises(
        CatalogueTooNewError, match=rf"{file.parent} was made by a newer version .* left untouched"
    ):
        Catalogue.open(file, writable=writable)
    assert {each.name: each.read_bytes() for each in file.parent.iterdir()} == before


def test_a_newer_library_still_in_its_log_is_refused(file: Path, tmp_path: Path) -> None:
    fill(file)
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 3}")
    # As a program leaves it that was killed: the main file does not know yet.
    crashed = tmp_path / "crashed"
    shutil.copytree(file.parent, crashed)
    connection.close()
    with pytest.raises(CatalogueTooNewError):
        Catalogue.open(crashed / file.name)


@pytest.mark.parametrize("content", [b"not a database at all" * 30, b"SQLite format 3\x00", b"x"])
def test_a_file_that_is_no_catalogue_is_a_sentence(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    for writable in (True, False):
        with pytest.raises(CatalogueDamagedError, match="is not a catalogue, or it is damaged"):
            Catalogue.open(file, writable=writable)
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_a_sentence(file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA application_id = 1234")
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(CatalogueDamagedError, match="another program"):
        Catalogue.open(file)


def test_a_catalogue_without_its_end_is_a_sentence(file: Path) -> None:
    fill(file, 5)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CatalogueDamagedError, match="its end is missing"):
        Catalogue.open(file, writable=False)


def test_overwritten_pages_are_a_sentence(file: Path) -> None:
    fill(file, 5)
    whole = bytearray(file.read_bytes())
    whole[16384:] = b"\xa5" * (len(whole) - 16384)
    file.write_bytes(whole)

    def read_all() -> None:
        with Catalogue.open(file, writable=False) as catalogue:
            catalogue.embeddings(APPEARANCE.name)

    with pytest.raises(CatalogueDamagedError, match="damaged"):
        read_all()


def test_a_full_disk_stores_nothing_of_a_video(file: Path) -> None:
    with Catalogue.open(file) as catalogue:
        video = catalogue.add_video(Path("/videos/a.mp4"), "f", 1, 2)
        with catalogue._connections.writing() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
        # SQLite's own limit answers as a full disk does.
        catalogue._connections._writer.execute(f"PRAGMA max_page_count = {pages + 2}")  # type: ignore[union-attr]
        before = catalogue.version()
        with pytest.raises(DiskFullError, match=r"no room left .* nothing was stored"):
            catalogue.store_analysis(video.id, analysis([[unit(number)] for number in range(2000)]))
        assert (catalogue.counts().shots, catalogue.version()) == (0, before)
        catalogue._connections._writer.execute("PRAGMA max_page_count = 100000")  # type: ignore[union-attr]
        catalogue.store_analysis(video.id, analysis([[unit(1)]]))
        assert catalogue.condition().is_sound


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs the rights of Unix")
def test_a_folder_that_cannot_be_written_to_can_be_read(file: Path, tmp_path: Path) -> None:
    fill(file, 3)
    file.with_name(file.name + ".lock").unlink(missing_ok=True)
    file.chmod(0o444)
    file.parent.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    try:
        read = without_rights(READ, file)
        assert (read.returncode, read.stdout) == (0, "3 3\n"), read.stderr
        write = without_rights(READ.replace(", writable=False", ""), file)
        assert "CatalogueReadOnlyError" in write.stderr
        file.unlink()
        old = sqlite3.connect(file, isolation_level=None)
        migrate(old, MIGRATIONS[:1])
        old.execute("PRAGMA journal_mode = WAL")
        old.close()
        file.chmod(0o444)
        assert "cannot be brought up to date" in without_rights(READ, file).stderr
        # A log that was left behind would have to be worked in first.
        file.parent.chmod(0o755)
        file.with_name(file.name + "-wal").write_bytes(b"x" * 100)
        file.parent.chmod(0o555)
        assert "copy it to a folder that can be written to" in without_rights(READ, file).stderr
    finally:
        file.parent.chmod(0o755)


def without_rights(script: str, file: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a person who owns nothing; the administrator may write anywhere."""
    imports, work = script.split("with ", 1)
    drop = "import os\nif os.geteuid() == 0: os.setuid(65534)\n"
    return subprocess.run(
        [sys.executable, "-c", f"{imports}{drop}with {work}", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("writable", [True, False])
def test_an_older_library_is_brought_up_to_date_after_a_backup(file: Path, writable: bool) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection, MIGRATIONS[:1])
    connection.execute(
        "INSERT INTO video (path, fingerprint, size_bytes, modified_ns, state) "
        "VALUES (?, 'f', 1, 2, 'waiting')",
        (b"/videos/old friend.mp4",),
    )
    connection.execute("INSERT INTO label (label, source, model) VALUES ('fox', 'object', 'looks')")
    connection.close()
    with Catalogue.open(file, writable=writable) as catalogue:
        assert [video.path for video in catalogue.videos()] == [Path("/videos/old friend.mp4")]
        assert list(catalogue.words.matching("video", ["friends"])) == [1]
        assert list(catalogue.words.matching("label", ["fox"])) == [1]
        assert catalogue.condition().is_sound
    backup = file.with_name(f"{file.name}.version-1.backup")
    copy = sqlite3.connect(backup)
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT path FROM video").fetchall() == [(b"/videos/old friend.mp4",)]
    copy.close()


def test_a_migration_that_fails_changes_nothing(file: Path) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection, MIGRATIONS[:1])
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [*MIGRATIONS, ["CREATE TABLE new_thing (x)", "no statement at all"]])
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "new_thing" not in names
    assert "history" not in names
    connection.close()
