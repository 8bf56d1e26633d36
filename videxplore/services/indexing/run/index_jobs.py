"""Which video is analysed next."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from videxplore.core.errors import BackboneError
from videxplore.core.limits import UNHURRIED_FACTOR
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.messages import (
    Advanced,
    Analysed,
    Broken,
    Died,
    Ready,
    Refused,
    Report,
    Stopped,
    StoredShot,
    Supplement,
    Supplemented,
)
from videxplore.services.indexing.run.worker import AnalysisProcess
from videxplore.services.indexing.run.worker_limits import StallWatch

Missing: TypeAlias = Literal["keyframes", "clips"]
"""What of an analysed video a network has not looked at yet."""


@dataclass(frozen=True, slots=True)
class Job:
    """One pass over one video.

    Attributes:
        missing: What other networks are to look at once more; nothing for a pass.
        crashes: How often this pass already took its process down.
        stalls: How often this pass was already stuck.
        not_before_s: Monotonic time before which it must not start: its file may still be growing.
    """

    video: Video
    depth: Depth
    missing: frozenset[Missing] = frozenset()
    crashes: int = 0
    stalls: int = 0
    not_before_s: float = 0.0


class IndexQueue:
    """Jobs in the order in which a person profits most.

    What the person looks at comes first, then every quick pass, then every full pass; within each, small
    files before large ones, so that as many videos as possible are searchable as early as possible.
    """

    def __init__(self) -> None:
        """Make an empty queue."""
        self._jobs: dict[int, Job] = {}
        self._ahead: set[int] = set()

    def __len__(self) -> int:
        """Number of waiting jobs."""
        return len(self._jobs)

    def __contains__(self, video_id: object) -> bool:
        """Whether a job of this video waits."""
        return video_id in self._jobs

    def push(self, job: Job) -> None:
        """Add a job; a video has one job at a time, the newest counts."""
        self._jobs[job.video.id] = job

    def pop(self, now_s: float) -> Job | None:
        """Take the next job that may start at the monotonic time ``now_s``; None when there is none."""
        ready = [job for job in self._jobs.values() if job.not_before_s <= now_s]
        if not ready:
            return None
        chosen = min(ready, key=self._order)
        return self._jobs.pop(chosen.video.id)

    def remove(self, video_id: int) -> Job | None:
        """Take a video's job out; None when it has none."""
        return self._jobs.pop(video_id, None)

    def drain(self) -> list[Job]:
        """Take out everything that waits."""
        jobs = list(self._jobs.values())
        self._jobs.clear()
        return jobs

    def prioritise(self, video_id: int) -> None:
        """Let one video's passes go before all others; the one chosen before returns to its place."""
        self._ahead = {video_id}

    def bytes_left(self, depth: Depth) -> int:
        """Size of the files that wait for a pass of this depth."""
        return sum(job.video.size_bytes for job in self._jobs.values() if job.depth is depth)

    def _order(self, job: Job) -> tuple[bool, int, int, int]:
        """Sort key: smallest first; other networks look when every pass is done."""
        turn = 2 if job.missing else int(job.depth is Depth.FULL)
        return (job.video.id not in self._ahead, turn, job.video.size_bytes, job.video.id)


# One job runs and one lies ready, so that the process works on while the catalogue is written.
JOBS_AHEAD = 2
FALSE_STARTS_ALLOWED = 2


@dataclass(slots=True)
class Flight:
    """A job that is with the analysis process.

    Attributes:
        file_status: Size and modification time of the file when it was handed over.
        watch: Whether it is stuck; None while it waits behind another.
        done_s: Seconds of its video behind the decoder.
        duration_s: Length of its video as far as known.
    """

    job: Job
    file_status: tuple[int, int]
    watch: StallWatch | None = None
    done_s: float = 0.0
    duration_s: float = 0.0

    @property
    def fraction(self) -> float:
        """Share of the pass that is done."""
        return min(1.0, self.done_s / self.duration_s) if self.duration_s > 0 else 0.0


class Flights:
    """Hands jobs to the analysis process, in order, and matches its reports with them."""

    def __init__(self, process: AnalysisProcess) -> None:
        """Prepare; the process starts with the first job, unless it runs."""
        self.process = process
        self._flights: dict[int, Flight] = {}
        self._last_id = 0
        self._is_ready = False
        self._false_starts = 0

    def __len__(self) -> int:
        """Number of jobs that are with the process."""
        return len(self._flights)

    @property
    def has_room(self) -> bool:
        """Whether another job may be handed over."""
        return len(self._flights) < JOBS_AHEAD

    def fingerprints(self) -> set[str]:
        """The content of the videos that are being analysed."""
        return {flight.job.video.fingerprint for flight in self._flights.values()}

    def submit(self, job: Job, scenes: tuple[StoredShot, ...], file_status: tuple[int, int]) -> None:
        """Hand a job over; ``scenes`` are those of a video that other networks are to look at."""
        self._last_id += 1
        self._flights[self._last_id] = Flight(job, file_status)
        path, missing = job.video.path, job.missing
        if missing:
            self.process.assign(
                Supplement(self._last_id, path, scenes, "keyframes" in missing, "clips" in missing)
            )
        else:
            self.process.submit(self._last_id, path, job.depth)
        self._start_next()

    def cancel_video(self, video_id: int) -> None:
        """Give up the jobs of a video; each is answered by ``Stopped`` unless it was done before."""
        for job_id, flight in self._flights.items():
            if flight.job.video.id == video_id:
                self.process.cancel(job_id)

    def drain(self) -> list[Flight]:
        """Forget every job and end the process."""
        flights = list(self._flights.values())
        self._flights.clear()
        self.process.kill()
        self._is_ready = False
        return flights

    def receive(self, timeout_s: float, *, paused: bool) -> tuple[Report | None, Flight | None]:
        """The next report and the job it is about.

        A process that died or is stuck is reported as ``Died`` with the job that ran, or with none where it
        died before it was ready; it is for the caller to :meth:`drain` the rest.

        Raises:
            BackboneError: If the process dies again and again before it is ready.
        """
        report = self.process.receive(timeout_s)
        running = self._running()
        if isinstance(report, Died):
            return report, self._blamed(report, running)
        if isinstance(report, Ready):
            self._is_ready, self._false_starts = True, 0
        if report is None or isinstance(report, Ready):
            return self._stall(running, paused=paused) if report is None else report, running
        if isinstance(report, Advanced):
            flight = self._flights.get(report.job_id)
            if flight is not None:
                if flight.watch is not None:
                    flight.watch.hear(report.steps)
                flight.done_s, flight.duration_s = report.done_s, report.duration_s
            return report, flight
        if isinstance(report, Analysed | Supplemented | Refused | Broken | Stopped):
            flight = self._flights.pop(report.job_id, None)
            self._start_next()
            return report, flight
        return report, running

    def _blamed(self, died: Died, running: Flight | None) -> Flight | None:
        """The job that a death is put down to: none while the networks were still loading."""
        if self._is_ready:
            return running
        self._false_starts += 1
        if self._false_starts >= FALSE_STARTS_ALLOWED:
            raise BackboneError(f"The analysis process cannot be started: it ends with {died.reason}.")
        return None

    def _running(self) -> Flight | None:
        return next(iter(self._flights.values()), None)

    def _start_next(self) -> None:
        """Start the clock of the job that now runs."""
        running = self._running()
        if running is not None and running.watch is None:
            running.watch = StallWatch(UNHURRIED_FACTOR**running.job.stalls)

    def _stall(self, running: Flight | None, *, paused: bool) -> Died | None:
        """End the process when the running job has gone on for too long, silently or not."""
        if running is None or running.watch is None:
            return None
        if paused or not self._is_ready:
            # Loading the networks takes as long as it takes, on a busy machine minutes.
            running.watch.restart()
            return None
        if not running.watch.is_stuck():
            return None
        self.process.kill()
        return Died("no end in sight", is_stall=True)
