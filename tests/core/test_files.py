"""Files that appear whole or not at all, and deletions that touch files only."""

import errno
import gc
import os
import pickle
from pathlib import Path

import pytest

from videxplore.core.files import (
    NotRegularFileError,
    Spool,
    copy_whole,
    delete_file,
    move_file,
    name_scratch,
    remove_empty_folder,
    scratch_path,
    when_free,
    whole_file,
    write_whole,
)
from videxplore.core.types import Thumbnail
from videxplore.video.thumbnails import ThumbnailArchive, write_thumbnail_archive


def test_existing_file_is_kept_unless_replacing_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"older")
    with pytest.raises(FileExistsError):
        write_whole(file, b"newer", may_replace=False)
    assert file.read_bytes() == b"older"
    write_whole(file, b"newer")
    assert file.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [file]


def test_file_that_appears_while_writing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"

    def write_while_another_program_writes() -> None:
        with whole_file(file, may_replace=False) as scratch:
            scratch.write_bytes(b"ours")
            file.write_bytes(b"theirs")

    with pytest.raises(FileExistsError):
        write_while_another_program_writes()
    assert file.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [file]


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk like a memory stick's, whose file system has no hard links."""

    def refuse(link: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(link))

    monkeypatch.setattr(Path, "hardlink_to", refuse)


@pytest.mark.usefixtures("no_hard_links")
def test_new_file_on_a_disk_without_hard_links(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    write_whole(file, b"ours", may_replace=False)
    with pytest.raises(FileExistsError):
        write_whole(file, b"newer", may_replace=False)
    assert file.read_bytes() == b"ours"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("no_hard_links")
def test_failed_rename_leaves_no_empty_file_on_a_disk_without_hard_links(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    with pytest.raises(FileNotFoundError):
        name_scratch(tmp_path / "lost scratch file", file, may_replace=False)
    assert list(tmp_path.iterdir()) == []


def test_failed_block_leaves_the_old_file_and_no_scratch_file(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"older")

    def write_half() -> None:
        with whole_file(file) as scratch:
            scratch.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]


def test_symbolic_link_is_replaced_itself(tmp_path: Path) -> None:
    outside = tmp_path / "outside.bin"
    outside.write_bytes(b"theirs")
    link = tmp_path / "link.bin"
    link.symlink_to(outside)
    write_whole(link, b"ours")
    assert outside.read_bytes() == b"theirs"
    assert not link.is_symlink()
    assert link.read_bytes() == b"ours"


@pytest.mark.parametrize("name", ["x" * 240 + ".csv", "\u6620" * 80 + ".csv", "\U0001f3ac" * 60 + ".mp4"])
def test_scratch_names_fit_whatever_the_target_is_called(tmp_path: Path, name: str) -> None:
    assert len(os.fsencode(scratch_path(tmp_path / name).name)) < 100
    write_whole(tmp_path / name, b"content")
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_delete_file_never_deletes_a_folder_and_never_follows_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    inside = folder / "a.txt"
    inside.write_bytes(b"theirs")
    link = tmp_path / "link"
    link.symlink_to(inside)
    delete_file(link)
    assert inside.exists()
    with pytest.raises(NotRegularFileError):
        delete_file(folder)
    remove_empty_folder(folder)
    assert inside.exists()
    delete_file(inside)
    delete_file(inside)
    remove_empty_folder(folder)
    assert list(tmp_path.iterdir()) == []


def test_move_and_copy_do_not_replace_folders(tmp_path: Path) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(b"content")
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(NotRegularFileError):
        move_file(source, folder)
    with pytest.raises(NotRegularFileError):
        copy_whole(source, folder)
    copy_whole(source, tmp_path / "b.bin")
    move_file(source, tmp_path / "c.bin")
    assert {entry.name for entry in tmp_path.iterdir()} == {"folder", "b.bin", "c.bin"}


def test_pictures_come_back_in_any_order() -> None:
    spool = Spool()
    contents = [bytes([number]) * (number + 1) for number in range(50)]
    pictures = [spool.add(content) for content in contents]
    assert [bytes(picture) for picture in reversed(pictures)] == contents[::-1]
    assert bytes(spool.add(b"later")) == b"later"
    assert bytes(pictures[3]) == contents[3]


def test_another_process_gets_bytes() -> None:
    picture = Thumbnail(1.5, Spool().add(b"jpeg"))
    sent = pickle.loads(pickle.dumps(picture))  # noqa: S301 - made here.
    assert (sent.time_s, sent.picture_jpeg) == (1.5, b"jpeg")


def test_the_file_is_closed_with_its_last_picture(tmp_path: Path) -> None:
    spool = Spool()
    file = spool._file
    kept = Thumbnail(0.0, spool.add(b"kept"))
    del spool
    gc.collect()
    write_thumbnail_archive(tmp_path / "archive.zip", [kept])
    with ThumbnailArchive.open(tmp_path / "archive.zip") as archive:
        assert archive.picture(0).picture_jpeg == b"kept"
    assert not file.closed
    del kept
    gc.collect()
    assert file.closed


class FileInUseError(PermissionError):
    """What Windows raises while another program holds a file."""

    winerror = 32


def test_a_file_that_is_held_for_a_moment_is_changed_afterwards() -> None:
    attempts = iter((FileInUseError(), FileInUseError(), None))
    done = []

    def change() -> None:
        error = next(attempts)
        if error is not None:
            raise error
        done.append(True)

    when_free(change, (0.0, 0.0, 0.0))
    assert done == [True]


def test_a_file_that_stays_held_or_may_not_be_changed_is_an_error() -> None:
    def held() -> None:
        raise FileInUseError

    attempts: list[int] = []

    def forbidden() -> None:
        attempts.append(1)
        raise PermissionError(errno.EACCES, "forbidden")

    with pytest.raises(FileInUseError):
        when_free(held, (0.0, 0.0))
    with pytest.raises(PermissionError):
        when_free(forbidden, (0.0, 0.0))
    assert len(attempts) == 1
