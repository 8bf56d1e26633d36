"""The tree of folders: what the user added stands at its top, opened, and stays there."""

import shutil
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex

from tests.ui.exploring import Exploring, choose, files
from videxplore.ui.library.folder_tree import CountRole, FolderTree, PathRole


def tops(tree: FolderTree) -> list[tuple[str, int]]:
    """The folders at the top, with how many videos they hold, without that of all videos."""
    model = tree.model()
    found = [model.index(row, 0) for row in range(1, model.rowCount())]
    return [(index.data(PathRole).name, index.data(CountRole)) for index in found]


def index_of(tree: FolderTree, name: str) -> QModelIndex:
    model = tree.model()
    rows = [model.index(row, 0) for row in range(1, model.rowCount())]
    [found] = [index for index in rows if index.data(PathRole).name == name]
    return found


def add(exploring: Exploring, folder: Path, *names: str) -> None:
    """Videos in a folder that the library knows before it is dropped."""
    source = exploring.library.catalogue.videos()[0].path
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy(source, folder / name)
        exploring.add(folder / name, (1, 2, 3))


def test_dropped_folders_stand_at_the_top_opened_also_after_a_restart(
    exploring: Exploring, tmp_path: Path
) -> None:
    tree = exploring.window.parts.library_panel.tree
    add(exploring, tmp_path / "rushes" / "monday" / "a", "one.mp4")
    add(exploring, tmp_path / "rushes" / "monday" / "b", "two.mp4", "three.mp4")
    add(exploring, tmp_path / "rushes" / "tuesday", "four.mp4")
    for count, folder in enumerate(("monday", "tuesday"), start=1):
        assert exploring.drop(files(tmp_path / "rushes" / folder))
        exploring.until(lambda count=count: len(tree.roots) == count)  # type: ignore[misc]
        exploring.until(lambda: not exploring.window.parts.work.is_running)
        exploring.settle()
    exploring.window.close()
    exploring.show()
    tree = exploring.window.parts.library_panel.tree
    exploring.until(lambda: ("monday", 3) in tops(tree))
    assert ("tuesday", 1) in tops(tree)
    assert not [name for name, _ in tops(tree) if name == "rushes"]
    assert tree.isExpanded(index_of(tree, "monday"))
    tree.setExpanded(index_of(tree, "monday"), False)
    exploring.window.close()
    exploring.show()
    tree = exploring.window.parts.library_panel.tree
    exploring.until(lambda: ("monday", 3) in tops(tree))
    assert not tree.isExpanded(index_of(tree, "monday"))


def test_an_added_folder_is_opened_when_its_videos_are_found(exploring: Exploring, tmp_path: Path) -> None:
    tree = exploring.window.parts.library_panel.tree
    there = list(exploring.window.parts.videos.videos)
    paths = [tmp_path / "rushes" / name / "one.mp4" for name in ("a", "b")]
    found = [replace(there[0], id=100 + number, path=path) for number, path in enumerate(paths)]
    tree.add_roots([tmp_path / "rushes"])
    tree.set_videos(there)
    tree.set_videos([*there, *found])
    assert tree.isExpanded(index_of(tree, "rushes"))
    tree.setExpanded(index_of(tree, "rushes"), False)
    tree.set_videos([*there, *found])
    assert not tree.isExpanded(index_of(tree, "rushes"))


def test_a_folder_that_holds_added_ones_takes_their_place(exploring: Exploring) -> None:
    tree = exploring.window.parts.library_panel.tree
    tree.add_roots([Path("/videos/a"), Path("/videos/b"), Path("/videos/a/below")])
    assert list(tree.roots) == [Path("/videos/a"), Path("/videos/b")]
    tree.add_roots([Path("/videos")])
    assert list(tree.roots) == [Path("/videos")]


def test_the_videos_of_a_folder_are_removed_from_its_menu(exploring: Exploring) -> None:
    parts = exploring.window.parts
    tree = parts.library_panel.tree
    footage = tree.model().index(1, 0)
    tree.setExpanded(footage, True)
    trips = tree.model().index(0, 0, footage)
    assert trips.data(PathRole).name == "trips"
    menu = exploring.menu_at(tree.viewport(), tree.visualRect(trips).center())
    choose(menu, "Remove 2 videos from library")
    exploring.until(lambda: [video.path.stem for video in parts.videos.videos] == ["beach"])
    exploring.settle()


def test_all_videos_together_have_no_menu_of_a_folder(exploring: Exploring) -> None:
    tree = exploring.window.parts.library_panel.tree
    assert tree.folder_at(tree.visualRect(tree.model().index(0, 0)).center()) is None
