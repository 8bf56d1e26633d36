"""Changes in watched folders are told together, once they have settled."""

import queue
from collections.abc import Sequence
from pathlib import Path

import pytest

from videxplore.services.indexing.watching import FolderWatcher

PATIENCE_S = 15.0


def told(changes: "queue.Queue[Sequence[Path]]", wanted: set[Path]) -> set[Path]:
    """What is told until everything wanted was."""
    seen: set[Path] = set()
    while not wanted <= seen:
        seen |= set(changes.get(timeout=PATIENCE_S))
    return seen


def test_new_moved_and_removed_files_are_told(tmp_path: Path) -> None:
    changes: queue.Queue[Sequence[Path]] = queue.Queue()
    below = tmp_path / "below"
    below.mkdir()
    with FolderWatcher([tmp_path, tmp_path / "nowhere"], changes.put):
        new = below / "new.mp4"
        new.write_bytes(b"x" * 1000)
        (tmp_path / ".hidden.mp4").write_bytes(b"x")
        assert tmp_path / ".hidden.mp4" not in told(changes, {new})
        moved = new.rename(tmp_path / "moved.mp4")
        told(changes, {new, moved})
        moved.unlink()
        told(changes, {moved})


def test_a_burst_of_changes_is_told_at_once(tmp_path: Path) -> None:
    changes: queue.Queue[Sequence[Path]] = queue.Queue()
    with FolderWatcher([tmp_path], changes.put):
        files = {tmp_path / f"{number}.mp4" for number in range(20)}
        for file in files:
            file.write_bytes(b"x")
        assert files <= set(changes.get(timeout=PATIENCE_S))
    with pytest.raises(queue.Empty):
        changes.get_nowait()
