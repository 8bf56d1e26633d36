"""Paths below shared folders, between machines whose systems write them in different ways."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from videxplore.core.task import Task
from videxplore.services.indexing.cluster.roots import PlacedFile, is_one_name, place, probes, visible_path

NAMES = ("beach.mp4", "Größe", "a b", ".hidden", "a:b.mp4", "a\\b.mp4", "C:", "..", ".", "", "a/b", "/a")


@pytest.mark.parametrize(
    ("kind", "count"), [(PurePosixPath, 7), (PureWindowsPath, 4)], ids=["Linux and macOS", "Windows"]
)
def test_a_name_of_another_system_that_leads_elsewhere_is_refused(kind: type[PurePath], count: int) -> None:
    assert [name for name in NAMES if is_one_name(name, kind)] == list(NAMES[:count])


def test_a_file_is_found_below_its_root_only(tmp_path: Path) -> None:
    root = tmp_path / "footage"
    root.mkdir()
    for file in (root / "beach.mp4", tmp_path / "secret.mp4"):
        file.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(100))
    [probe] = probes({"footage": root}, Task())
    roots = {"footage": root}
    assert visible_path(probe, roots) == root / "beach.mp4"
    outside = PlacedFile("footage", ("..", "secret.mp4"), probe.size_bytes, probe.fingerprint)
    joined = PlacedFile("footage", ("../secret.mp4",), probe.size_bytes, probe.fingerprint)
    assert [visible_path(one, roots) for one in (outside, joined)] == [None, None]


def test_on_windows_large_and_small_letters_of_a_root_are_the_same() -> None:
    roots = {"footage": PureWindowsPath("Z:\\Footage")}
    found = place(PureWindowsPath("z:\\footage\\Day 1\\beach.mp4"), roots)
    assert found == ("footage", ("Day 1", "beach.mp4"))
