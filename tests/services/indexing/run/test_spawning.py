"""Indexing from scripts: with a main guard, without one, and with a main module that cannot be imported."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVideo

INDEX = """
import sys
from pathlib import Path
from videxplore.services.indexing.indexer import Indexer
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.library import Library

print("begun", flush=True)
with Library.open(Path("library")) as library:
    options = IndexOptions(Path("weights"), device="cpu", depth=Depth.QUICK)
    report = Indexer(library, options).run([Path("video.mp4")])
print([(video.status.value, video.error) for video in report.videos], __file__, __spec__)
"""


@pytest.mark.parametrize(
    "script", ["a script with spaces", pytest.param("script.py", marks=pytest.mark.slow)]
)
def test_a_script_without_a_main_guard_runs_once(make_video: MakeVideo, tmp_path: Path, script: str) -> None:
    make_video(seeds=[1], frames_per_shot=10)
    (tmp_path / script).write_text(INDEX)
    command = [sys.executable, script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "begun"
    assert lines[1:] == [f"[('indexed', '')] {tmp_path / script} None"]


def test_little_is_imported_before_the_first_frame() -> None:
    """A user waits for the first frame meanwhile; the models are imported beside it."""
    program = (
        "import sys, videxplore.services.indexing.run.worker_process; "
        "import videxplore.services.indexing.analysis.analyser; "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    late = {"torch", "torchvision", "scipy", "cv2", "sqlite3", "pysubs2", "rapidfuzz", "faiss", "PySide6"}
    assert late.isdisjoint(done.stdout.split())
