"""Inside the analysis process: take jobs from the pipe, do them one by one, report."""

import contextlib
import os
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from videxplore.core.errors import VidexploreError
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Thumbnail
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import (
    Advanced,
    Analysed,
    Assignment,
    Broken,
    Cancel,
    Command,
    Part,
    Ready,
    Rebuild,
    Rebuilt,
    Refused,
    Report,
    SetPace,
    Stopped,
    Supplement,
    Unable,
)
from videxplore.services.indexing.run.worker_limits import watch_memory

if TYPE_CHECKING:
    from videxplore.services.indexing.analysis.analyser import Analyser

REPORT_EVERY_S = 0.1
STRIP_AT_ONCE = 512
# A gentle process: whatever the person does with the machine goes first.
NICENESS = 5
# At a low pace, a third of the time is spent working.
LOW_PACE_REST = 2.0


def network_threads() -> int:
    """How many threads a network gets.

    Decoding fills the other cores; threads of a network that wait by spinning would take them away from it.
    """
    return max(1, (os.cpu_count() or 1) // 2)


def serve(pipe: Connection, options: IndexOptions) -> None:
    """The whole life of an analysis process.

    Args:
        pipe: Commands come in, reports go out; its end is the end of the process.
        options: How videos are analysed.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(network_threads()))
    desk = _opened_desk(pipe)
    try:
        # Late: the engines take seconds to load, and commands must be heard meanwhile.
        from videxplore.services.indexing.analysis.analyser import Analyser

        analyser = Analyser(options)
    except VidexploreError as error:
        desk.report(Unable(error))
        return
    desk.report(Ready(analyser.engine))
    _work(desk, lambda job, task: _analysed(job, analyser, task))


def serve_pictures(pipe: Connection) -> None:
    """The whole life of a process without networks, which makes pictures again."""
    _work(_opened_desk(pipe), _rebuilt)


def _opened_desk(pipe: Connection) -> "_Desk":
    """Prepare this process, and hear commands from now on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICENESS)
    watch_memory()
    desk = _Desk(pipe)
    threading.Thread(target=desk.listen, name="commands", daemon=True).start()
    return desk


def _work(desk: "_Desk", do: "Callable[[Assignment, JobTask], Report]") -> None:
    """Do one job after the other, for ever."""
    while True:
        job = desk.jobs.get()
        desk.report(_sent_in_parts(_answer(job, do, JobTask(desk, job.job_id)), desk))


def _answer(job: Assignment, do: "Callable[[Assignment, JobTask], Report]", task: "JobTask") -> Report:
    """Do one job; whatever happens is an answer."""
    try:
        task.checkpoint()
        return do(job, task)
    except Cancelled:
        return Stopped(job.job_id)
    except VidexploreError as error:
        return Refused(job.job_id, error)
    except Exception:  # noqa: BLE001 - a bug on one video is reported, and the next video goes on.
        return Broken(job.job_id, traceback.format_exc())


def _analysed(job: Assignment, analyser: "Analyser", task: "JobTask") -> Report:
    started_s = time.perf_counter()
    if isinstance(job, Supplement):
        return analyser.supplement(job, task)
    if isinstance(job, Rebuild):
        return _rebuilt(job, task)
    analysis, limited_by = analyser.analyse(job.path, job.depth, task)
    return Analysed(job.job_id, analysis, time.perf_counter() - started_s, limited_by, analyser.engine)


def _rebuilt(job: Assignment, task: "JobTask") -> Report:
    if not isinstance(job, Rebuild):
        raise TypeError(f"a process without networks cannot do {job}")
    from videxplore.services.indexing.analysis.keyframes import rebuild_pictures

    strip, keyframes = rebuild_pictures(job.path, job.keyframe_times_s, task)
    return Rebuilt(job.job_id, tuple(strip), tuple(keyframes))


def _sent_in_parts(report: Report, desk: "_Desk") -> Report:
    """Send scenes and pictures bit by bit; return what is left to be sent."""
    if isinstance(report, Rebuilt):
        for strip in _portions(report.strip):
            desk.report(Part(report.job_id, strip=strip))
        for keyframes in _portions(report.keyframes):
            desk.report(Part(report.job_id, keyframes=keyframes))
        return replace(report, strip=(), keyframes=())
    if not isinstance(report, Analysed):
        return report
    analysis = report.analysis
    for strip in _portions(analysis.strip):
        desk.report(Part(report.job_id, strip=strip))
    for shot in analysis.shots:
        desk.report(Part(report.job_id, shots=(shot,)))
    return replace(report, analysis=replace(analysis, shots=(), strip=()))


def _portions(pictures: tuple[Thumbnail, ...]) -> Iterator[tuple[Thumbnail, ...]]:
    return (pictures[start : start + STRIP_AT_ONCE] for start in range(0, len(pictures), STRIP_AT_ONCE))


class _Desk:
    """Both ends of the pipe, and what was last commanded."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._sending = threading.Lock()
        self._cancelled: set[int] = set()
        self._may_work = threading.Event()
        self._may_work.set()
        self.giving_way = False
        self.jobs: queue.SimpleQueue[Assignment] = queue.SimpleQueue()

    def listen(self) -> None:
        """Read commands until the program is gone, then end the process whatever it is doing."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._obey(self._pipe.recv())
        # Not sys.exit: the working thread may be deep in a decoder.
        os._exit(0)

    def _obey(self, command: Command) -> None:
        if isinstance(command, Assignment):
            self.jobs.put(command)
        elif isinstance(command, Cancel):
            self._cancelled.add(command.job_id)
            self._may_work.set()
        elif isinstance(command, SetPace):
            self.giving_way = command.giving_way
            if command.paused:
                self._may_work.clear()
            else:
                self._may_work.set()

    def is_cancelled(self, job_id: int) -> bool:
        """Whether a job was given up."""
        return job_id in self._cancelled

    def wait_for_leave(self) -> None:
        """Return when the work is not held."""
        self._may_work.wait()

    def report(self, report: Report) -> None:
        """Send a report."""
        with self._sending, contextlib.suppress(OSError):
            self._pipe.send(report)


class JobTask(Task):
    """The task of one job: obeys pause, pace and cancel, and reports now and then."""

    def __init__(self, desk: _Desk, job_id: int) -> None:
        """Make the task of a job.

        Args:
            desk: Where commands arrive and reports leave.
            job_id: The job.
        """
        super().__init__()
        self._desk = desk
        self._job_id = job_id
        self._reported_s = 0.0
        self._steps = 0
        self._worked_since_s = time.monotonic()

    def checkpoint(self, done: float = 0, total: float = 0, message: str = "") -> None:
        """Report, rest or stop, as commanded.

        Raises:
            Cancelled: If the job was given up.
        """
        self._desk.wait_for_leave()
        if self._desk.is_cancelled(self._job_id):
            self.cancel()
        super().checkpoint(done, total, message)
        self._steps += 1
        now_s = time.monotonic()
        if self._desk.giving_way:
            time.sleep(min(1.0, (now_s - self._worked_since_s) * LOW_PACE_REST))
        self._worked_since_s = time.monotonic()
        if now_s - self._reported_s >= REPORT_EVERY_S:
            self._reported_s = now_s
            self._desk.report(Advanced(self._job_id, done, total, self._steps))
