"""The code that runs inside the analysis process: read jobs from the pipe, do them one by one, report."""

import contextlib
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from videxplore.core.errors import BackboneError, VidexploreError
from videxplore.core.file_names import exists_safely, one_line
from videxplore.core.limits import LEAST_WORKER_BYTES, USUAL_WORKER_BYTES, WORKER_MEMORY_SHARE
from videxplore.core.processes import let_others_go_first
from videxplore.core.task import Cancelled, Task
from videxplore.core.types import Thumbnail
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import (
    Analysed,
    AnalysisPart,
    Backfill,
    Cancel,
    JobAdvanced,
    JobCancelled,
    JobCommand,
    JobCrashed,
    JobFailed,
    Rebuild,
    Rebuilt,
    SetPace,
    WorkerCommand,
    WorkerMessage,
    WorkerReady,
    WorkerUnusable,
)

if TYPE_CHECKING:
    from videxplore.services.indexing.analysis.analyser import Analyser
    from videxplore.services.indexing.analysis.inference import Models

REPORT_EVERY_S = 0.1
THUMBNAILS_PER_MESSAGE = 512
# A GPU is shared by few: each process has its own copy of the models.
CORES_FOR_A_GPU_PROCESS = 4
MOST_GPU_PROCESSES = 4
# With low priority, a third of the time is spent working.
LOW_PRIORITY_REST = 2.0
OUT_OF_MEMORY_EXIT_CODE = 77
_CHECK_EVERY_S = 0.2
_STATM = Path("/proc/self/statm")


def process_count(device: str) -> int:
    """How many analysis processes this machine has room for, when the models run on a device."""
    cores, memory_bytes = os.cpu_count() or 1, machine_bytes()
    wanted = cores if device == "cpu" else min(MOST_GPU_PROCESSES, cores // CORES_FOR_A_GPU_PROCESS)
    if memory_bytes is not None:
        wanted = min(wanted, int(WORKER_MEMORY_SHARE * memory_bytes / USUAL_WORKER_BYTES))
    return max(1, wanted)


def inference_threads(processes: int = 1) -> int:
    """How many CPU threads a model gets in each of some processes; 0 processes are those of this machine.

    Decoding fills the other cores; threads of a model that wait by spinning would take them away from it.
    """
    cores = os.cpu_count() or 1
    # Two at least on larger machines: a single large video gets the machine for itself.
    return max(1, min(2, cores // 4), cores // (2 * (processes or process_count("cpu"))))


def serve(pipe: Connection, options: IndexOptions, *, loads_first: bool) -> None:
    """The main function of an analysis process.

    Args:
        pipe: Commands come in, messages go out; when it is closed, the process exits.
        options: How videos are analysed.
        loads_first: Whether the models are loaded before the first job begins, instead of beside it.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(inference_threads(options.process_count)))
    channel = _open_channel(pipe)
    # Late: PyAV takes a while to load, and torch seconds; commands must be read meanwhile.
    from videxplore.services.indexing.analysis.analyser import Analyser

    models: Future[Models] = Future()
    loading = threading.Thread(target=_load, args=(options, models, channel), name="models", daemon=True)
    loading.start()
    if loads_first:
        loading.join()
    try:
        analyser = Analyser(options, models)
    except VidexploreError as error:
        channel.send(WorkerUnusable(error))
        return
    _serve_jobs(channel, lambda job, task: _do_job(job, analyser, task))


def _load(options: IndexOptions, ready: "Future[Models]", channel: "_CommandChannel") -> None:
    """Load the models, and end the process where that fails."""
    from videxplore.services.indexing.analysis import analyser, inference

    try:
        loaded = inference.load_models(options)
    except VidexploreError as error:
        channel.send(WorkerUnusable(error))
        os._exit(0)
    except (OSError, MemoryError, ImportError) as error:
        # What a limit of memory or of open files leads to, wherever it is met.
        reason = one_line(str(error)) or type(error).__name__
        channel.send(WorkerUnusable(BackboneError(f"The models cannot be loaded: {reason}.")))
        os._exit(0)
    except Exception:  # noqa: BLE001 - a bug, to be reported by the program and not here.
        channel.send(WorkerUnusable(RuntimeError(f"The models cannot be loaded:\n{traceback.format_exc()}")))
        os._exit(0)
    channel.send(WorkerReady(analyser.engine_of(loaded, None)))
    ready.set_result(loaded)


def serve_rebuilds(pipe: Connection) -> None:
    """The main function of a process without models, which rebuilds thumbnails."""
    _serve_jobs(_open_channel(pipe), _rebuild)


class _CommandChannel:
    """Reads commands in a thread of its own, and sends messages."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._sending = threading.Lock()
        self._cancelled: set[int] = set()
        self._may_work = threading.Event()
        self._may_work.set()
        self.is_low_priority = False
        self.jobs: queue.SimpleQueue[JobCommand] = queue.SimpleQueue()

    def listen(self) -> None:
        """Read commands until the program is gone, then end the process whatever it is doing."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._apply(self._pipe.recv())
        # Not sys.exit: the working thread may be deep in a decoder.
        os._exit(0)

    def _apply(self, command: WorkerCommand) -> None:
        if isinstance(command, JobCommand):
            self.jobs.put(command)
        elif isinstance(command, Cancel):
            self._cancelled.add(command.job_id)
            self._may_work.set()
        elif isinstance(command, SetPace):
            self.is_low_priority = command.low_priority
            if command.paused:
                self._may_work.clear()
            else:
                self._may_work.set()

    def is_cancelled(self, job_id: int) -> bool:
        """Whether a job was cancelled."""
        return job_id in self._cancelled

    def wait_until_resumed(self) -> None:
        """Return at once unless the work is paused."""
        self._may_work.wait()

    def send(self, message: WorkerMessage) -> None:
        """Send a message; once the program is gone, nothing happens."""
        with self._sending, contextlib.suppress(OSError):
            self._pipe.send(message)


class JobTask(Task):
    """The task of one job: obeys pause, priority and cancel, and reports progress from time to time."""

    def __init__(self, channel: _CommandChannel, job_id: int) -> None:
        """Make the task of a job.

        Args:
            channel: Where commands arrive and messages leave.
            job_id: The job.
        """
        super().__init__()
        self._channel = channel
        self._job_id = job_id
        self._reported_s = 0.0
        self._steps = 0
        self._worked_since_s = time.monotonic()

    def checkpoint(self, done: float = 0, total: float = 0, message: str = "") -> None:
        """Report, rest or stop, as commanded.

        Raises:
            Cancelled: If the job was cancelled.
        """
        self._channel.wait_until_resumed()
        if self._channel.is_cancelled(self._job_id):
            self.cancel()
        super().checkpoint(done, total, message)
        self._steps += 1
        now_s = time.monotonic()
        if self._channel.is_low_priority:
            time.sleep(min(1.0, (now_s - self._worked_since_s) * LOW_PRIORITY_REST))
        self._worked_since_s = time.monotonic()
        if now_s - self._reported_s >= REPORT_EVERY_S:
            self._reported_s = now_s
            self._channel.send(JobAdvanced(self._job_id, done, total, self._steps))


_DoJob: TypeAlias = Callable[[JobCommand, JobTask], WorkerMessage]


def _open_channel(pipe: Connection) -> _CommandChannel:
    """Prepare this process, and read commands from now on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    let_others_go_first()
    watch_memory()
    channel = _CommandChannel(pipe)
    threading.Thread(target=channel.listen, name="commands", daemon=True).start()
    return channel


def _serve_jobs(channel: _CommandChannel, do: _DoJob) -> None:
    while True:
        job = channel.jobs.get()
        _send_in_parts(_outcome(job, do, JobTask(channel, job.job_id)), channel)


def _outcome(job: JobCommand, do: _DoJob, task: JobTask) -> WorkerMessage:
    """Do one job; every outcome is a message."""
    try:
        task.checkpoint()
        return do(job, task)
    except Cancelled:
        return JobCancelled(job.job_id)
    except VidexploreError as error:
        return JobFailed(job.job_id, error)
    except Exception:  # noqa: BLE001 - a bug on one video is reported, and the next video goes on.
        return JobCrashed(job.job_id, traceback.format_exc())


def _do_job(job: JobCommand, analyser: "Analyser", task: JobTask) -> WorkerMessage:
    started_s = time.perf_counter()
    if isinstance(job, Backfill):
        return analyser.backfill(job, task)
    if isinstance(job, Rebuild):
        return _rebuild(job, task)
    analysis, limited_by = analyser.analyse(job, task)
    return Analysed(job.job_id, analysis, time.perf_counter() - started_s, limited_by, analyser.engine)


def _rebuild(job: JobCommand, task: JobTask) -> WorkerMessage:
    if not isinstance(job, Rebuild):
        raise TypeError(f"a process without models cannot do {job}")
    from videxplore.services.indexing.analysis.keyframes import rebuild_thumbnails

    strip, keyframes = rebuild_thumbnails(job.path, job.keyframe_times_s, task)
    return Rebuilt(job.job_id, tuple(strip), tuple(keyframes))


def _send_in_parts(message: WorkerMessage, channel: _CommandChannel) -> None:
    """Send a message; shots and thumbnails go before it in parts."""
    if isinstance(message, Rebuilt):
        _send_strip(message.job_id, message.strip, channel)
        for keyframes in _batches(message.keyframes):
            channel.send(AnalysisPart(message.job_id, keyframes=keyframes))
        message = replace(message, strip=(), keyframes=())
    elif isinstance(message, Analysed):
        _send_strip(message.job_id, message.analysis.strip, channel)
        for shot in message.analysis.shots:
            channel.send(AnalysisPart(message.job_id, shots=(shot,)))
        message = replace(message, analysis=replace(message.analysis, shots=(), strip=()))
    channel.send(message)


def _send_strip(job_id: int, strip: tuple[Thumbnail, ...], channel: _CommandChannel) -> None:
    for thumbnails in _batches(strip):
        channel.send(AnalysisPart(job_id, strip=thumbnails))


def _batches(thumbnails: tuple[Thumbnail, ...]) -> Iterator[tuple[Thumbnail, ...]]:
    step = THUMBNAILS_PER_MESSAGE
    return (thumbnails[start : start + step] for start in range(0, len(thumbnails), step))


def watch_memory() -> None:
    """End this process with ``OUT_OF_MEMORY_EXIT_CODE`` once it takes too much.

    On Linux by its current memory, on macOS by its peak. Windows has no such figure without further
    libraries; only the limits on frames and threads hold there. The resident memory is watched, not limited
    beforehand: limits of address space fail with CUDA, which reserves far more than it uses. It is checked
    before the system kills another process or starts to swap.
    """
    measure = _measure()
    if measure is None:
        return
    most_bytes = max(LEAST_WORKER_BYTES, round(WORKER_MEMORY_SHARE * (machine_bytes() or 0)))
    threading.Thread(target=_watch, args=(measure, most_bytes), name="memory", daemon=True).start()


def _watch(measure: Callable[[], int], most_bytes: int) -> None:
    while measure() <= most_bytes:
        time.sleep(_CHECK_EVERY_S)
    # Not sys.exit: the working thread is deep in a decoder.
    os._exit(OUT_OF_MEMORY_EXIT_CODE)


def _measure() -> Callable[[], int] | None:
    """A function that returns the resident memory of this process in bytes; None where there is none."""
    if exists_safely(_STATM):
        page_bytes = os.sysconf("SC_PAGE_SIZE")
        return lambda: int(_STATM.read_text().split()[1]) * page_bytes
    if sys.platform == "darwin":
        import resource

        return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


def machine_bytes() -> int | None:
    """Size of the machine's memory; None where the system does not say, as on Windows."""
    if not hasattr(os, "sysconf"):
        return None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
