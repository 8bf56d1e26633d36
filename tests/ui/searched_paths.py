"""Runs of indexing whose searches for videos are watched."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from videxplore.core.task import Task
from videxplore.services.indexing.finding import reconcile
from videxplore.services.indexing.finding.scan import RejectedPath

# The analysis process loads its engines before it can say what is missing.
START_MS = 120_000


def searches(
    monkeypatch: pytest.MonkeyPatch, gate: threading.Event | None = None, *, is_found: bool = False
) -> list[list[Path]]:
    """What runs search for videos; the first search waits for the gate, and none finds any.

    Args:
        is_found: Whether they find something else.
    """
    searched: list[list[Path]] = []

    def find(paths: Sequence[Path], _task: Task) -> Iterator[RejectedPath]:
        searched.append(list(paths))
        if gate is not None and len(searched) == 1:
            gate.wait(10)
        return iter([RejectedPath(path, "It is no video.") for path in paths] if is_found else [])

    monkeypatch.setattr(reconcile, "find_videos", find)
    return searched
