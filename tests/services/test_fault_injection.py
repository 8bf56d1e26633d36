"""Whatever change of a file fails while indexing or exporting: all of it is done, or nothing."""

import multiprocessing
import resource
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.analyses import KnownShot, add_video
from tests.faults import CODES, Faults, spread
from tests.services.indexed import quick_indexer
from tests.videos import shots, texture, write_video
from videxplore.cli.application import main
from videxplore.core.errors import VidexploreError
from videxplore.core.task import Task
from videxplore.core.types import Depth
from videxplore.services.indexing.index_types import IndexStatus
from videxplore.services.library import Library
from videxplore.services.library_check import LibraryChecker

SHORT_WRITE = 0
ALL = 10**6
PARTS = 25
"""All faults of an index run in one test would take longer than a test may."""


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three small clips."""
    folder = tmp_path_factory.mktemp("clips")
    for number in range(3):
        pictures = [texture(number, 48, 64)] * 5 + [texture(number + 5, 48, 64)] * 5
        write_video(folder / f"{number}.mp4", pictures)
    return folder


def index_once(folder: Path, clips: Path) -> list[str]:
    """Index the clips; a fault is one sentence, of the run or of a video. The sentences."""
    said = []
    try:
        with Library.open(folder) as library:
            report = quick_indexer(library, depth=Depth.QUICK).run([clips])
        said = [video.error for video in report.videos if video.error]
    except VidexploreError as error:
        said = [str(error)]
    for sentence in said:
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert "Internal error" not in sentence
    return said


def check_then_finish(folder: Path, clips: Path) -> None:
    """Check what a faulty run left: nothing half done, and the next run finishes it."""
    if (folder / "catalogue.sqlite3").exists():
        with Library.open(folder, writable=False) as library:
            for video in library.catalogue.videos():
                # Of a video that counts as analysed, everything is there.
                if video.depth is not None:
                    assert library.catalogue.shots(video.id)
                    assert library.strip(video.id) is not None
    assert index_once(folder, clips) == []
    with Library.open(folder) as library:
        assert [video.depth for video in library.catalogue.videos()] == [Depth.QUICK] * 3
        assert LibraryChecker(library).problems(Task()) == []
    hidden = (one.name for one in folder.rglob(".*"))
    assert [name for name in hidden if not name.endswith(".lock")] == []


def count_of_index(tmp_path: Path, clips: Path) -> int:
    # The first library of a process makes the empty catalogue that all others begin as.
    Library.open(tmp_path / "first").close()
    with Faults(tmp_path / "counted") as faults:
        assert index_once(tmp_path / "counted", clips) == []
    return faults.count


def check_index(tmp_path: Path, clips: Path, numbers: Callable[[int], Sequence[int]]) -> int:
    """Fail calls of an index run, one at a time, chosen from their count; in how many runs one failed.

    Not each is told: a file that cannot be tidied away costs nothing.
    """
    count = count_of_index(tmp_path, clips)
    assert count > 30
    failed = 0
    for number in numbers(count):
        code = (*CODES, SHORT_WRITE)[number % 4]
        folder = tmp_path / f"{number}"
        with Faults(folder, number, code, stays=number % 2 == 0) as faults:
            index_once(folder, clips)
        check_then_finish(folder, clips)
        failed += bool(faults.failed)
        assert faults.failed or not code or number > faults.count
        shutil.rmtree(folder)
    return failed


def test_a_fault_while_indexing_leaves_nothing_half_done(tmp_path: Path, clips: Path) -> None:
    # Which call is a write, and can be cut short, depends on the order of threads.
    assert check_index(
        tmp_path, clips, lambda count: [number + (number % 4 == 3) for number in spread(count, 2)]
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_fault_while_indexing(tmp_path: Path, clips: Path, part: int) -> None:
    check_index(tmp_path, clips, lambda count: range(part + 1, count + 1, PARTS))


def check_pipe(tmp_path: Path, clips: Path, most: int) -> None:
    """Kill the analysis process, and so close its pipe, at one event after the other."""
    seen = 0

    def count_or_kill(at: int) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            for process in multiprocessing.active_children():
                process.kill()

    def run(folder: Path, at: int) -> None:
        nonlocal seen
        seen = 0
        with Library.open(folder) as library:
            indexer = quick_indexer(library, depth=Depth.QUICK)
            report = indexer.run([clips], on_event=lambda _: count_or_kill(at))
            # One crash costs nothing: the video is tried again.
            assert [video.status for video in report.videos] == [IndexStatus.INDEXED] * 3
            assert LibraryChecker(library).problems(Task()) == []

    run(tmp_path / "counted", 0)
    for at in spread(seen, most):
        run(tmp_path / f"{at}", at)


def test_a_pipe_that_closes_while_indexing(tmp_path: Path, clips: Path) -> None:
    check_pipe(tmp_path, clips, 1)


@pytest.mark.slow
def test_a_pipe_that_closes_at_any_event(tmp_path: Path, clips: Path) -> None:
    check_pipe(tmp_path, clips, ALL)


@contextmanager
def interruptions(every_s: float) -> Iterator[None]:
    """Interrupt the calls of this thread all the time."""
    previous = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.siginterrupt(signal.SIGALRM, True)
    signal.setitimer(signal.ITIMER_REAL, every_s, every_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")
def test_interrupted_calls_are_made_again(tmp_path: Path, clips: Path) -> None:
    with interruptions(0.002):
        assert index_once(tmp_path / "library", clips) == []
    check_then_finish(tmp_path / "library", clips)


EXPORTS = [
    *(f"export OUT.{suffix} FILM@1" for suffix in ("otio", "edl", "fcpxml", "csv", "json", "parquet", "png")),
    "export OUT FILM@0.2 FILM@1",
    "videos --table OUT.csv",
    *(f"summarize FILM --storyboard OUT.{suffix}" for suffix in ("png", "pdf")),
    "summarize FILM --sheet OUT.pdf",
    *(f"summarize FILM --chapters OUT.{suffix}" for suffix in ("vtt", "mkv")),
    "summarize FILM --seconds 1 --skim OUT.mp4",
]
OLD = b"what was there before"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a video of four scenes, and its library."""
    folder = tmp_path_factory.mktemp("exports")
    film = write_video(folder / "film.mp4", (one[::2, ::2] for one in shots([1, 2, 1, 3], 10)))
    with Library.open(folder / "library") as opened:
        add_video(opened, film, [KnownShot(seed, 0.4, object=f"thing {seed}") for seed in (1, 2, 1, 3)])
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


class Exporting:
    """One export command, run into new folders."""

    def __init__(self, indexed: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._command = command.replace("FILM", str(indexed / "film.mp4"))
        # Into a folder nothing is ever replaced.
        self.has_old = "OUT." in command
        self._where = ["--library", str(indexed / "library"), "--data-dir", str(indexed / "data")]
        self._where += ["--replace"] if self.has_old else []
        self._capsys = capsys

    def run(self, folder: Path) -> bool:
        """Export into a folder; whether it was done. A fault is one sentence and code 3."""
        with pytest.raises(SystemExit) as ended:
            main([*self._command.replace("OUT", str(folder / "out")).split(), *self._where])
        said = self._capsys.readouterr().err.strip()
        assert ended.value.code in (0, None, 3), said
        assert "Traceback" not in said
        assert not ended.value.code or (said.endswith(".") and "\n" not in said)
        return not ended.value.code

    def check(self, folder: Path, names: set[str], fault: AbstractContextManager[object]) -> bool:
        """Export with a fault: what was there before stays, or what is new is whole. Whether it was done."""
        for name in names if self.has_old else ():
            (folder / name).write_bytes(OLD)
        before = contents(folder)
        with fault:
            is_done = self.run(folder)
        after = contents(folder)
        scratch = {name for name in after if Path(name).name.startswith(".")}
        # What could not be deleted is all that may be left.
        assert not scratch or "unlink" in str(getattr(fault, "failed", ""))
        after = {name: content for name, content in after.items() if name not in scratch}
        if is_done:
            assert set(after) == names
            assert all(content != OLD for content in after.values())
        elif self.has_old:
            assert after == before
        else:
            # Of several files those that were done are whole.
            assert set(after) <= names
            assert all(len(content) > 100 for content in after.values())
        return is_done


@contextmanager
def no_room_after(size_bytes: int) -> Iterator[None]:
    """No file grows beyond a size: also those that libraries of other languages write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def check_exports(exporting: Exporting, tmp_path: Path, most: int) -> None:
    (tmp_path / "whole").mkdir()
    with Faults(tmp_path / "whole") as faults:
        assert exporting.run(tmp_path / "whole")
    names = set(contents(tmp_path / "whole"))
    assert names
    for number in spread(faults.count, most):
        for code in (CODES[number % 3], SHORT_WRITE):
            folder = tmp_path / f"{number}-{code}"
            folder.mkdir()
            exporting.check(folder, names, Faults(folder, number, code))
            shutil.rmtree(folder)
    largest = max(len(content) for content in contents(tmp_path / "whole").values())
    for part in spread(16, most):
        folder = tmp_path / f"part-{part}"
        folder.mkdir()
        assert not exporting.check(folder, names, no_room_after(largest * (part - 1) // 16))
        shutil.rmtree(folder)


@pytest.mark.parametrize("command", EXPORTS[3:-1:3])
def test_a_fault_while_exporting(
    indexed: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_exports(Exporting(indexed, command, capsys), tmp_path, 3)


@pytest.mark.slow
@pytest.mark.parametrize("command", EXPORTS)
def test_every_fault_while_exporting(
    indexed: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_exports(Exporting(indexed, command, capsys), tmp_path, ALL)
