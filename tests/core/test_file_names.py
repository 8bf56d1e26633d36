"""Names of files in sentences: any bytes may be one."""

import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videxplore.core import file_names
from videxplore.core.file_names import (
    as_on_disk,
    display_name,
    exists_safely,
    expanded,
    fitted_name,
    is_file,
    is_folder,
    network_file_system,
    one_line,
    portable_name,
    shortened,
    upper_drive,
)


def test_what_cannot_be_shown_is_replaced_in_a_sentence() -> None:
    assert (
        display_name(Path("films") / os.fsdecode(b"caf\xe9.mp4"))
        == "\u201ccaf\N{REPLACEMENT CHARACTER}.mp4\u201d"
    )
    assert display_name(Path("a\nb.mp4")) == "\u201ca\N{REPLACEMENT CHARACTER}b.mp4\u201d"


def test_any_name_becomes_one_line() -> None:
    assert one_line("two\nlines\t and  spaces") == "two lines and spaces"


@given(st.text(), st.integers(0, 300))
def test_a_text_is_cut_between_characters(text: str, most_bytes: int) -> None:
    cut = shortened(text, most_bytes)
    assert text.startswith(cut)
    assert len(cut.encode("utf-8", "surrogatepass")) <= most_bytes
    rest = text[len(cut) : len(cut) + 1]
    assert not rest or len((cut + rest).encode("utf-8", "surrogatepass")) > most_bytes


@pytest.mark.parametrize("stem", ["x" * 251, "\u5f71" * 83, "\U0001f600" * 62, "a"])
def test_a_long_name_is_cut_before_its_ending(tmp_path: Path, stem: str) -> None:
    name = fitted_name(stem, "-2.skim.mp4")
    assert name.endswith("-2.skim.mp4")
    (tmp_path / name).touch()


def test_the_sign_for_a_home_is_taken_where_somebody_has_one() -> None:
    assert expanded(Path("~/a.mp4")) == Path.home() / "a.mp4"
    assert expanded(Path("~no-such-person/a.mp4")) == Path("~no-such-person/a.mp4")


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"")
    assert (is_file(file), is_folder(file), exists_safely(file)) == (True, False, True)
    assert (is_file(tmp_path), is_folder(tmp_path), exists_safely(tmp_path)) == (False, True, True)


@pytest.mark.parametrize("text", ["nowhere", "x" * 300, "a\0b", "a.mp4/b"])
def test_a_text_that_is_no_path_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    path = tmp_path / text
    assert (is_file(path), is_folder(path), exists_safely(path)) == (False, False, False)


def test_a_path_in_other_letters_is_the_one_on_disk(tmp_path: Path) -> None:
    (tmp_path / "Films").mkdir()
    file = tmp_path / "Films" / "Beach.MP4"
    file.touch()
    typed = tmp_path / "FILMS" / "beach.mp4"
    assert as_on_disk(typed, ignores_case=True) == file
    assert as_on_disk(file, ignores_case=True) == file
    assert as_on_disk(typed) == typed
    gone = tmp_path / "films" / "gone.mp4"
    assert as_on_disk(gone, ignores_case=True) == gone


def test_of_two_names_that_differ_in_letters_the_one_that_was_typed_is_meant(tmp_path: Path) -> None:
    for name in ("a.mp4", "A.mp4"):
        (tmp_path / name).touch()
    names = {file.name for file in tmp_path.iterdir()}
    assert {as_on_disk(tmp_path / name, ignores_case=True).name for name in names} == names


def test_drive_letters_are_large() -> None:
    beginnings = {"c:\\films": "C:\\", "D:\\": "D:\\", "\\\\nas\\Films\\a": "\\\\nas\\Films\\", "films": ""}
    assert {path: upper_drive(PureWindowsPath(path)) for path in beginnings} == beginnings
    assert upper_drive(PurePosixPath("/films")) == "/"


def test_a_portable_name_is_one_of_every_system() -> None:
    names = {
        "Best of 2024": "Best of 2024",
        "Scene 1/2: take <3>?": "Scene 1-2- take -3--",
        "a\\b|c*": "a-b-c-",
        "to be continued...": "to be continued",
        "two\nlines": "two lines",
        "aux": "_aux",
        "COM1.mp4": "_COM1.mp4",
        "Console": "Console",
        " . ": "-",
        "": "-",
        "Größe \u65e5\u672c": "Größe \u65e5\u672c",
    }
    assert {name: portable_name(name) for name in names} == names


TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:50 / /mnt/nas rw,relatime shared:2 - nfs4 nas:/footage rw,vers=4.2
41 40 8:2 / /mnt/nas/local rw shared:3 - xfs /dev/sdb1 rw
42 22 0:51 / /mnt/my\\040share rw - cifs //nas/share rw
43 22 0:52 / /mnt/ssh rw - fuse.sshfs user@host: rw
44 22 8:3 / /mnt/over rw - ext4 /dev/sdc1 rw
45 44 0:53 / /mnt/over rw - smb3 //nas/over rw
46 22 0:54 / /mnt/c rw - 9p drvfs rw
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the table is that of Linux")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/library", ""),
        ("/mnt/nas/library/new", "nfs4"),
        ("/mnt/nas", "nfs4"),
        ("/mnt/nas2", ""),
        ("/mnt/nas/local/library", ""),
        ("/mnt/my share/library", "cifs"),
        ("/mnt/ssh/a", "fuse.sshfs"),
        ("/mnt/over/a", "smb3"),
        ("/mnt/c/Users", ""),
    ],
)
def test_kind_is_that_of_the_innermost_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE)
    monkeypatch.setattr(file_names, "MOUNT_TABLE", table)
    assert network_file_system(Path(path)) == kind


def test_temporary_folder_is_local(tmp_path: Path) -> None:
    assert network_file_system(tmp_path / "new") == ""
