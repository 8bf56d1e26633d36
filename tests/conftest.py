"""Fixtures shared by all tests."""

import gc
import multiprocessing
import os
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Workers and analysis processes side by side are the threads; with several each, they wait for the others.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.videos import Encoding, Picture, shots, write_video

# Else each program that a test starts compiles every module again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes says how busy the computer is. `--hypothesis-profile thorough` looks longer.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=400)
hypothesis.settings.load_profile("quick")

if sys.platform == "linux":
    # Analysis processes that start in this one have what they need imported, all but their weights. What the
    # program imports behind the first frame is among it.
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(
        [
            "videxplore.services.indexing.run.worker_process",
            "videxplore.services.indexing.analysis.analyser",
            "videxplore.backbones.runtime.loading",
            "videxplore.backbones.zoo.efficientnet_lite",
            "videxplore.backbones.zoo.lite0_motion",
            "videxplore.backbones.zoo.transnet",
            "videxplore.services.indexing.analysis.text_recognition",
            "videxplore.video.subtitles.subtitle_tracks",
            "PIL.JpegImagePlugin",
            "numpy.ma",
            "numpy.random",
        ]
    )

MakeVideo = Callable[..., Path]

LEAK_PATIENCE_S = 5.0

# A folder of real clips: some tests run on them as well as on synthesised ones.
REAL_VIDEOS = Path(os.environ.get("VIDEXPLORE_TEST_CLIPS") or os.devnull)


def pytest_collection() -> None:
    """Import all modules of tests without looking for garbage meanwhile."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave out what was imported when garbage is looked for: it is a million objects, and stays."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests on real clips where there are none."""
    if REAL_VIDEOS.is_dir():
        return
    left_out = [item for item in items if "real_videos" in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Writes ``name`` into the test's folder from pictures, or from shots of the given texture seeds."""

    def make(
        name: str = "video.mp4",
        *,
        seeds: Iterable[int] = (1, 2, 3),
        frames_per_shot: int = 25,
        pictures: Iterable[Picture] | None = None,
        encoding: Encoding | None = None,
    ) -> Path:
        chosen = shots(seeds, frames_per_shot) if pictures is None else pictures
        return write_video(tmp_path / name, chosen, encoding)

    return make


@pytest.fixture(scope="session")
def real_videos() -> Path:
    """The folder of real clips."""
    return REAL_VIDEOS


@pytest.fixture(autouse=True)
def no_leaked_threads_or_processes() -> Iterator[None]:
    """A test that leaves a thread or a process of its own behind fails, and says which."""
    threads = set(threading.enumerate())
    processes = set(multiprocessing.active_children())
    yield
    give_up_at = time.monotonic() + LEAK_PATIENCE_S
    while leaked := [
        *(thread for thread in threading.enumerate() if thread not in threads and thread.is_alive()),
        *(process for process in multiprocessing.active_children() if process not in processes),
    ]:
        if time.monotonic() > give_up_at:
            pytest.fail(f"left running: {leaked}")
        time.sleep(0.02)
