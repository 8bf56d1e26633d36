"""The analysis process, which decodes and runs models: a crash in it costs one video and nothing else.

The process is spawned, never forked: libraries with threads do not survive a fork. It reads its pipe and
exits when the program's end is closed, even if the program was killed.
"""

import contextlib
import functools
import itertools
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Literal

from videxplore.core.errors import BackboneError
from videxplore.core.files import Spool
from videxplore.core.limits import (
    JOB_S,
    JOB_S_PER_STEP,
    LONGEST_JOB_S,
    LOOP_GAP_S,
    OPENING_BYTES_PER_S,
    OPENING_S,
    STALL_S,
)
from videxplore.core.processes import main_module_hidden
from videxplore.core.types import KeyframeAnalysis
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import (
    Analysed,
    AnalysisPart,
    Cancel,
    JobCommand,
    Rebuilt,
    SetPace,
    WorkerCommand,
    WorkerExited,
    WorkerMessage,
)
from videxplore.services.indexing.run.worker_process import OUT_OF_MEMORY_EXIT_CODE, serve, serve_rebuilds

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext


StartMethod = Literal["spawn", "forkserver"]

SHUTDOWN_TIMEOUT_S = 3.0


class AnalysisProcess:
    """One analysis process, started with the first job. All methods belong to one thread.

    Attributes:
        loads_first: Whether it loads its models before its first job, instead of beside it.
    """

    def __init__(self, options: IndexOptions | None, start_method: StartMethod = "spawn") -> None:
        """Prepare a process.

        Args:
            options: How videos are analysed; None for a process without models, which rebuilds thumbnails.
            start_method: How the process is started; ``forkserver`` also where the program chose it by
                ``multiprocessing.set_start_method``.
        """
        self.loads_first = False
        self._options = options
        self._start_method = start_method
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._pace = SetPace(paused=False, low_priority=False)
        self._parts: list[AnalysisPart] = []
        self._spool: Spool | None = None

    def __enter__(self) -> "AnalysisProcess":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def another(self) -> "AnalysisProcess":
        """Another process for the same work, not started yet."""
        return AnalysisProcess(self._options, self._start_method)

    @property
    def pipe(self) -> Connection | None:
        """Where its messages arrive; None while it does not run."""
        return self._pipe

    def start(self) -> None:
        """Start the process unless it runs; it loads its models in the background."""
        if self._process is not None:
            return
        is_forked = "forkserver" in (self._start_method, multiprocessing.get_start_method(allow_none=True))
        context: SpawnContext | ForkServerContext = (
            multiprocessing.get_context("forkserver") if is_forked else multiprocessing.get_context("spawn")
        )
        self._pipe, other_end = context.Pipe()
        self._process = context.Process(
            target=self._work(), args=(other_end,), name="videxplore analysis", daemon=True
        )
        try:
            with _interrupts_ignored(), main_module_hidden():
                self._process.start()
        except OSError as error:
            self._process = self._pipe = None
            reason = error.strerror or error
            raise BackboneError(f"The analysis process cannot be started: {reason}.") from error
        # Held only by the process itself, so that its death closes the pipe.
        other_end.close()
        self._send(self._pace)

    def _work(self) -> Callable[[Connection], None]:
        """What the process does with its end of the pipe."""
        if self._options is None:
            return serve_rebuilds
        return functools.partial(serve, options=self._options, loads_first=self.loads_first)

    def submit(self, command: JobCommand) -> None:
        """Submit a job; several are done in the order in which they were submitted."""
        self.start()
        self._send(command)

    def cancel(self, job_id: int) -> None:
        """Cancel a job; it is answered by ``JobCancelled`` unless it was done before."""
        self._send(Cancel(job_id))

    def set_pace(self, *, paused: bool, low_priority: bool) -> None:
        """Pause or resume the work, with low priority or at full speed."""
        pace = SetPace(paused, low_priority)
        if pace != self._pace:
            self._pace = pace
            self._send(pace)

    def receive(self, timeout_s: float) -> WorkerMessage | None:
        """The next message; None when none comes in time.

        ``WorkerExited`` comes once, when the process ended by itself.

        Raises:
            DiskFullError: If there is no room for the thumbnails and region grids that came.
        """
        if self._pipe is None:
            return None
        try:
            if not self._pipe.poll(timeout_s):
                return None
            message: WorkerMessage = self._pipe.recv()
        except (EOFError, OSError):
            return WorkerExited(self._reap())
        if isinstance(message, AnalysisPart):
            self._parts.append(self._spooled_part(message))
            return None
        if isinstance(message, Analysed | Rebuilt):
            return self._joined(message)
        return message

    def close(self) -> None:
        """End the process, at once if it does not end by itself."""
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        self._process.join(SHUTDOWN_TIMEOUT_S)
        self._reap()

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def _spooled_part(self, part: AnalysisPart) -> AnalysisPart:
        """The part with its thumbnails and grids on disk, until they are stored."""
        spool = self._spool = self._spool or Spool()
        strip, keyframes = (
            tuple(replace(one, picture_jpeg=spool.add(bytes(one.picture_jpeg))) for one in thumbnails)
            for thumbnails in (part.strip, part.keyframes)
        )
        shots = tuple(
            replace(shot, keyframes=tuple(_spooled_keyframe(keyframe, spool) for keyframe in shot.keyframes))
            for shot in part.shots
        )
        return replace(part, shots=shots, strip=strip, keyframes=keyframes)

    def _joined(self, message: Analysed | Rebuilt) -> Analysed | Rebuilt:
        parts = [part for part in self._parts if part.job_id == message.job_id]
        self._parts.clear()
        # The thumbnails keep their file open; those of the next video go into another.
        self._spool = None
        strip = tuple(itertools.chain.from_iterable(part.strip for part in parts))
        if isinstance(message, Rebuilt):
            keyframes = tuple(itertools.chain.from_iterable(part.keyframes for part in parts))
            return replace(message, strip=strip, keyframes=keyframes)
        shots = tuple(itertools.chain.from_iterable(part.shots for part in parts))
        return replace(message, analysis=replace(message.analysis, shots=shots, strip=strip))

    def _send(self, command: WorkerCommand) -> None:
        """Send, unless the process is gone, which :meth:`receive` reports."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(command)

    def _reap(self) -> str:
        """Release an ended process; return what ended it."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        self._parts.clear()
        self._spool = None
        if process is None or pipe is None:
            return "nothing"
        pipe.close()
        process.join(SHUTDOWN_TIMEOUT_S)
        if process.is_alive():
            process.kill()
            process.join()
        code = process.exitcode
        process.close()
        return _exit_reason(code)


def _exit_reason(code: int | None) -> str:
    """What ended a process, as a part of a sentence."""
    if code == OUT_OF_MEMORY_EXIT_CODE:
        return "it takes too much memory"
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ignore Ctrl+C meanwhile, so that a process started in this block ignores it from its first instruction.

    The terminal sends Ctrl+C to the whole process group; only the program decides what it means.
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


def _spooled_keyframe(keyframe: KeyframeAnalysis, spool: Spool) -> KeyframeAnalysis:
    grids = {
        name: replace(grid, cells=spool.add(bytes(grid.cells))) for name, grid in keyframe.regions.items()
    }
    return replace(keyframe, picture_jpeg=spool.add(bytes(keyframe.picture_jpeg)), regions=grids)


class StallWatch:
    """Counts how long a job in another process has worked and been silent, while its supervisor was running.

    Where the supervisor itself did not run (the whole group was stopped with Ctrl+Z, the machine slept on a
    system whose clock goes on), the job did not either: that time is not counted.
    """

    def __init__(
        self,
        factor: float = 1.0,
        clock_s: Callable[[], float] = time.monotonic,
        opening_s: float = STALL_S,
    ) -> None:
        """Start when the job starts.

        Args:
            factor: Factor on the usual limits.
            clock_s: A monotonic clock.
            opening_s: How long the job may be silent until its first frame; see :func:`opening_s`.
        """
        self._factor = factor
        self._opening_s = opening_s
        self._clock_s = clock_s
        self._checked_s = clock_s()
        self._worked_s = self._silent_s = 0.0
        self._steps = 0

    def restart(self) -> None:
        """Count from now: until now, the job was not expected to work."""
        self._checked_s = self._clock_s()
        self._worked_s = self._silent_s = 0.0

    def note_steps(self, steps: int) -> None:
        """Note that the job has passed so many checkpoints, about one for each frame."""
        self._steps = steps
        self._silent_s = 0.0

    def is_stuck(self) -> bool:
        """Whether the job has been silent, or at work, for too long; to be called several times a second."""
        now_s = self._clock_s()
        elapsed_s = now_s - self._checked_s
        self._checked_s = now_s
        if elapsed_s <= LOOP_GAP_S:
            self._worked_s += elapsed_s
            self._silent_s += elapsed_s
        # By the decoded frames, never by the length that the file claims.
        longest_s = max(JOB_S, self._opening_s) + JOB_S_PER_STEP * self._steps
        longest_s = min(longest_s, LONGEST_JOB_S)
        # The first checkpoint comes before the file is opened.
        silent_s = self._opening_s if self._steps <= 1 else STALL_S
        return self._silent_s >= silent_s * self._factor or self._worked_s >= longest_s * self._factor


def opening_s(size_bytes: int) -> float:
    """How long opening a file may take: some are read whole before their first frame."""
    return OPENING_S + size_bytes / OPENING_BYTES_PER_S
