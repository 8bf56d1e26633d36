"""``videxplore duplicates``: the better copy, dismissed pairs and protected folders."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.services.searching.duplicates.test_duplicates import add
from videxplore.cli.application import main
from videxplore.services.indexed_files import fingerprint
from videxplore.services.library import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library") as library:
        for name, piece, size_bytes in (
            ("whole.mp4", (1, 0.0, 10.0), 10_000_000),
            ("part.mp4", (1, 2.0, 8.0), 6_000_000),
            ("other.mp4", (50, 0.0, 4.0), 4_000_000),
        ):
            video_id = add(library, name, [piece])
            path = Path("/videos") / name
            library.catalogue.update_file(
                video_id, path=path, size_bytes=size_bytes, modified_ns=1, fingerprint=name
            )
    return tmp_path / "library"


@pytest.fixture
def asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*arguments: str, code: int = 0) -> Any:
        with pytest.raises(SystemExit) as ended:
            main(["duplicates", *arguments, "--json", "--library", str(folder)])
        assert ended.value.code == code
        out = capsys.readouterr().out
        return json.loads(out) if out else None

    return ask


def test_the_better_copy_is_named_with_its_reasons(asked: Any) -> None:
    [found] = asked()["duplicates"]
    assert found["videos"] == ["/videos/whole.mp4", "/videos/part.mp4"]
    assert found["better"] == "/videos/whole.mp4"
    assert found["removable"] == "/videos/part.mp4"
    assert "length" in {one["criterion"] for one in found["differences"]}


def test_one_video_against_the_others(asked: Any) -> None:
    [found] = asked("part.mp4")["duplicates"]
    assert found["videos"] == ["/videos/part.mp4", "/videos/whole.mp4"]
    assert asked("other.mp4")["duplicates"] == []
    asked("missing.mp4", code=3)


def test_a_dismissed_pair_is_not_found_until_it_is_taken_back(asked: Any) -> None:
    settled = asked("--dismiss", "part.mp4", "whole.mp4")
    assert [sorted(pair) for pair in settled["dismissed"]] == [["/videos/part.mp4", "/videos/whole.mp4"]]
    assert asked()["duplicates"] == []
    assert asked("--take-back", "whole.mp4", "part.mp4")["dismissed"] == []
    assert len(asked()["duplicates"]) == 1
    asked("--dismiss", "part.mp4", "part.mp4", code=2)


def test_files_of_protected_folders_are_not_suggested(asked: Any) -> None:
    assert asked("--protect", "/videos")["protected_folders"] == ["/videos"]
    assert asked()["duplicates"][0]["removable"] is None
    assert asked("--settled") == {"dismissed": [], "protected_folders": ["/videos"]}
    assert asked("--unprotect", "/videos")["protected_folders"] == []
    asked("--unprotect", "/videos", code=2)


def test_copies_are_listed_as_a_group(tmp_path: Path, asked: Any) -> None:
    with Library.open(tmp_path / "library") as library:
        for number in range(2):
            video_id = add(library, f"copy {number}", [(1, 0.0, 10.0)])
            library.catalogue.update_file(
                video_id,
                path=Path(f"/videos/copy{number}.mp4"),
                size_bytes=5_000_000,
                modified_ns=1,
                fingerprint="whole.mp4",
            )
    document = asked()
    assert [one["videos"] for one in document["groups"]] == [
        ["/videos/whole.mp4", "/videos/copy0.mp4", "/videos/copy1.mp4"]
    ]
    assert document["groups"][0]["removable"] == ["/videos/copy0.mp4", "/videos/copy1.mp4"]


def test_a_file_is_moved_to_the_trash_only_with_a_yes(
    folder: Path, tmp_path: Path, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    file, whole = (place(folder, tmp_path, name) for name in ("part.mp4", "whole.mp4"))
    asked("--trash", "part.mp4", code=2)
    assert file.exists()
    trashed = asked("--trash", "part.mp4", "--yes")
    assert trashed == {"trashed": str(file), "also_in": [str(whole)]}
    assert not file.exists()
    assert asked()["duplicates"] == []
    asked("--protect", str(tmp_path))
    asked("--trash", "whole.mp4", "--yes", code=2)


def place(folder: Path, into: Path, name: str) -> Path:
    """Let a video of the library have a file."""
    file = into / name
    file.write_bytes(name.encode())
    with Library.open(folder) as library:
        video = library.catalogue.video_by_path(Path("/videos") / name)
        assert video is not None
        status = file.stat()
        content = fingerprint(file, status.st_size)
        library.catalogue.update_file(
            video.id,
            path=file,
            size_bytes=status.st_size,
            modified_ns=status.st_mtime_ns,
            fingerprint=content,
        )
    return file


def test_only_the_file_that_was_indexed_is_moved_to_the_trash(
    folder: Path, tmp_path: Path, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    asked("--trash", "part.mp4", "--yes", code=3)
    file = place(folder, tmp_path, "part.mp4")
    file.write_bytes(b"PART.MP4")
    asked("--trash", "part.mp4", "--yes", code=3)
    assert file.read_bytes() == b"PART.MP4"
    # Its time alone says nothing; the other file, which was deleted, has no footage any more.
    file.write_bytes(b"part.mp4")
    assert asked("--trash", "part.mp4", "--yes") == {"trashed": str(file), "also_in": []}
    assert not file.exists()


def test_the_same_file_by_another_path_is_no_copy(
    folder: Path, tmp_path: Path, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    file = place(folder, tmp_path, "part.mp4")
    other = place(folder, tmp_path, "whole.mp4")
    other.unlink()
    other.hardlink_to(file)
    with Library.open(folder) as library:
        part = library.catalogue.video_by_path(file)
        whole = library.catalogue.video_by_path(other)
        assert part is not None
        assert whole is not None
        library.catalogue.update_file(
            whole.id, size_bytes=part.size_bytes, modified_ns=part.modified_ns, fingerprint=part.fingerprint
        )
    assert asked("--trash", "part.mp4", "--yes")["also_in"] == []


def test_the_table_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["duplicates", "--library", str(folder)])
    out = capsys.readouterr().out
    assert "first" in out
    assert {"0:10.0", "instead", "0:06.0", "long"} <= set(out.split())
