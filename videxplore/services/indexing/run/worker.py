"""The analysis process: decoders and networks, where a crash costs one video and nothing else.

The process is spawned, never forked: engines with threads do not survive a fork. It watches its pipe and ends
when the other end does, even if that was killed outright.
"""

import contextlib
import itertools
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from videxplore.core.files import Spool
from videxplore.core.types import Depth, KeyframeAnalysis
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import (
    Analyse,
    Analysed,
    Cancel,
    Command,
    Died,
    Part,
    Rebuild,
    Rebuilt,
    Report,
    SetPace,
    Supplement,
)
from videxplore.services.indexing.run.worker_limits import OUT_OF_MEMORY_EXIT_CODE
from videxplore.services.indexing.run.worker_process import serve, serve_pictures

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext


_STARTING = threading.Lock()


@contextlib.contextmanager
def main_module_hidden() -> Iterator[None]:
    """Processes that are spawned meanwhile do not import the program's main module.

    ``multiprocessing`` imports it in the new process so that what is defined there can be sent. Our processes
    need nothing of it, and a user's script without ``if __name__ == "__main__"`` would run once more in each
    of them.
    """
    main = sys.modules["__main__"]
    with _STARTING:
        # These two are all that multiprocessing.spawn.get_preparation_data looks at.
        names = ("__file__", "__spec__")
        hidden: dict[str, object] = {name: vars(main)[name] for name in names if name in vars(main)}
        vars(main).pop("__file__", None)
        main.__spec__ = None
        try:
            yield
        finally:
            vars(main).update(hidden)


StartMethod = Literal["spawn", "forkserver"]

# How long a process may take to end after it was told to.
GOODBYE_S = 3.0


class AnalysisProcess:
    """One analysis process, started with the first job. All methods belong to one thread."""

    def __init__(self, options: IndexOptions | None, start_method: StartMethod = "spawn") -> None:
        """Prepare a process.

        Args:
            options: How videos are analysed; None for a process without networks, which makes pictures again.
            start_method: How the process is started.
        """
        self._options = options
        self._start_method = start_method
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._pace = SetPace(paused=False, giving_way=False)
        self._parts: list[Part] = []
        self._spool: Spool | None = None

    def __enter__(self) -> "AnalysisProcess":
        """Return the process itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    @property
    def process_id(self) -> int | None:
        """The system's number for the process; None while it does not run."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the process unless it runs: it loads its networks meanwhile."""
        if self._process is not None:
            return
        shares = self._start_method == "forkserver"
        context: SpawnContext | ForkServerContext = (
            multiprocessing.get_context("forkserver") if shares else multiprocessing.get_context("spawn")
        )
        self._pipe, other_end = context.Pipe()
        target, arguments = (
            (serve_pictures, (other_end,)) if self._options is None else (serve, (other_end, self._options))
        )
        self._process = context.Process(
            target=target, args=arguments, name="videxplore analysis", daemon=True
        )
        with _interrupts_ignored(), main_module_hidden():
            self._process.start()
        # Held only by the process itself, so that its death is the end of the pipe.
        other_end.close()
        self._send(self._pace)

    def submit(self, job_id: int, path: Path, depth: Depth) -> None:
        """Hand over a job; several are done in the order in which they came."""
        self.start()
        self._send(Analyse(job_id, path, depth))

    def assign(self, command: Supplement | Rebuild) -> None:
        """Hand over a job of another kind, done in turn with the others."""
        self.start()
        self._send(command)

    def cancel(self, job_id: int) -> None:
        """Give up a job; it is answered by ``Stopped`` unless it was done before."""
        self._send(Cancel(job_id))

    def set_pace(self, *, paused: bool, giving_way: bool) -> None:
        """Hold the work, or do it at a low pace."""
        pace = SetPace(paused, giving_way)
        if pace != self._pace:
            self._pace = pace
            self._send(pace)

    def receive(self, timeout_s: float) -> Report | None:
        """The next report; None when none comes in time. ``Died`` once, when the process ended by itself.

        Raises:
            DiskFullError: If there is no room for the pictures and grids that came.
        """
        if self._pipe is None:
            return None
        try:
            if not self._pipe.poll(timeout_s):
                return None
            report: Report = self._pipe.recv()
        except (EOFError, OSError):
            return Died(self._reap())
        if isinstance(report, Part):
            self._parts.append(self._put_away(report))
            return None
        if isinstance(report, Analysed):
            return self._joined(report)
        if isinstance(report, Rebuilt):
            parts = self._taken_parts(report.job_id)
            strip = tuple(itertools.chain.from_iterable(part.strip for part in parts))
            keyframes = tuple(itertools.chain.from_iterable(part.keyframes for part in parts))
            return replace(report, strip=strip, keyframes=keyframes)
        return report

    def _put_away(self, part: Part) -> Part:
        """A part whose pictures and grids wait on disk until they are stored."""
        spool = self._spool = self._spool or Spool()
        strip, keyframes = (
            tuple(replace(one, picture_jpeg=spool.add(bytes(one.picture_jpeg))) for one in pictures)
            for pictures in (part.strip, part.keyframes)
        )
        shots = tuple(
            replace(shot, keyframes=tuple(_put_away(keyframe, spool) for keyframe in shot.keyframes))
            for shot in part.shots
        )
        return replace(part, shots=shots, strip=strip, keyframes=keyframes)

    def _joined(self, report: Analysed) -> Analysed:
        """An analysis with the parts that came before it."""
        parts = self._taken_parts(report.job_id)
        shots = tuple(itertools.chain.from_iterable(part.shots for part in parts))
        strip = tuple(itertools.chain.from_iterable(part.strip for part in parts))
        return replace(report, analysis=replace(report.analysis, shots=shots, strip=strip))

    def _taken_parts(self, job_id: int) -> list[Part]:
        """The parts that came of a job."""
        parts = [part for part in self._parts if part.job_id == job_id]
        self._parts.clear()
        # The pictures hold on to their file; those of the next video go into another.
        self._spool = None
        return parts

    def close(self) -> None:
        """End the process, at once if it does not end by itself."""
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        self._process.join(GOODBYE_S)
        self._reap()

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def _send(self, command: Command) -> None:
        """Send, unless the process is gone: that shows when its reports are read."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(command)

    def _reap(self) -> str:
        """Clear away an ended process; return what ended it."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        self._parts.clear()
        self._spool = None
        if process is None or pipe is None:
            return "nothing"
        pipe.close()
        process.join(GOODBYE_S)
        if process.is_alive():
            process.kill()
            process.join()
        code = process.exitcode
        process.close()
        return _name_exit(code)


def _name_exit(code: int | None) -> str:
    """What ended a process, as a part of a sentence."""
    if code == OUT_OF_MEMORY_EXIT_CODE:
        return "it takes too much memory"
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ignore Ctrl+C for a moment, so that a process started meanwhile ignores it from its first instruction.

    The terminal sends Ctrl+C to the whole group; only the program decides what it means.
    """
    try:
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # Only the main thread may; the process then ignores it as soon as it runs.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _put_away(keyframe: KeyframeAnalysis, spool: Spool) -> KeyframeAnalysis:
    """The keyframe with its picture and grids on disk."""
    grids = {
        name: replace(grid, cells=spool.add(bytes(grid.cells))) for name, grid in keyframe.regions.items()
    }
    return replace(keyframe, picture_jpeg=spool.add(bytes(keyframe.picture_jpeg)), regions=grids)
