"""The jobs of an index run that wait, in the order that serves the user best."""

import heapq
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from videxplore.core.texts import RECOGNISED, TextKind
from videxplore.core.types import Depth, Video
from videxplore.services.indexing.finding.scan import FoundFile
from videxplore.services.indexing.index_types import IndexPass
from videxplore.services.indexing.messages import WorkerExited
from videxplore.services.indexing.run.time_left import PassWork

MAX_ATTEMPTS = 2
# A file modified this recently may still be growing.
RECENTLY_MODIFIED_S = 0.5
ANY_GROUP = ""
"""The group of all jobs where each can be done everywhere."""

BackfillPart: TypeAlias = Literal["keyframes", "clips", "descriptions", "metadata", "facts", TextKind]
"""What of an analysed video a model has not seen yet, or was not read or measured yet."""


@dataclass(frozen=True, slots=True)
class IndexJob:
    """One pass over one video.

    Attributes:
        backfill: What was added later and is missing; empty for a quick or full pass.
        crashes: How often this pass already crashed its process.
        stalls: How often this pass was already stuck.
        not_before_s: Monotonic time before which it must not start: its file may still be growing.
    """

    video: Video
    depth: Depth
    backfill: frozenset[BackfillPart] = frozenset()
    crashes: int = 0
    stalls: int = 0
    not_before_s: float = 0.0

    @property
    def with_clips(self) -> bool:
        """Whether a full pass runs the video model as well.

        A second attempt leaves it out: should the model be what failed, the video is complete without it.
        """
        return not self.crashes and not self.stalls

    def after_exit(self, exited: WorkerExited) -> "IndexJob":
        """The job, once it ended its process."""
        if exited.is_stall:
            # The machine may have been busy: the second attempt may take longer.
            return replace(self, stalls=self.stalls + 1)
        return replace(self, crashes=self.crashes + 1)

    @property
    def is_worth_retrying(self) -> bool:
        """Whether it failed less often than it is tried."""
        return max(self.crashes, self.stalls) < MAX_ATTEMPTS

    @property
    def recognises_text(self) -> bool:
        """Whether speech or text on screen is recognised: such a job does nothing else."""
        return not self.backfill.isdisjoint(RECOGNISED)

    @property
    def index_pass(self) -> IndexPass:
        """The pass this is a part of."""
        if self.recognises_text:
            return IndexPass.TEXT
        if self.backfill:
            return IndexPass.MOTION
        return IndexPass.QUICK if self.depth is Depth.QUICK else IndexPass.FULL


class JobQueue:
    """Waiting jobs in the order that serves the user best.

    The video the user looks at comes first, then every quick pass, then every full pass, then what other
    models add, and recognition of text last; within each, small files before large ones, so that as many
    videos as possible are searchable as early as possible. Whatever
    is done with one of many jobs takes no longer than with one of few: an entry of a job that was replaced or
    removed stays in its heap until it is met there.
    """

    def __init__(self, group_of: Callable[[IndexJob], str] = lambda _job: ANY_GROUP) -> None:
        """Make an empty queue.

        Args:
            group_of: Jobs of one group can be done at the same places.
        """
        self._group_of = group_of
        self._jobs: dict[int, IndexJob] = {}
        self._ready: dict[str, list[tuple[tuple[int, int, int], int]]] = defaultdict(list)
        self._later: list[tuple[float, int]] = []
        self._prioritised_id: int | None = None
        self._work: dict[IndexPass, PassWork] = defaultdict(PassWork)

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def size_bytes(self) -> int:
        """Size of the files of all jobs."""
        return sum(job.video.size_bytes for job in self._jobs.values())

    def push(self, job: IndexJob) -> None:
        """Add a job; it replaces another one of the same video."""
        self.remove(job.video.id)
        self._jobs[job.video.id] = job
        self._work[job.index_pass] += PassWork.of(job.video, job.index_pass)
        heapq.heappush(self._later, (job.not_before_s, job.video.id))

    def pop(self, now_s: float, groups: Collection[str] = (ANY_GROUP,)) -> IndexJob | None:
        """Take the next job of some groups that may start at a monotonic time; None when there is none."""
        first = None if self._prioritised_id is None else self._jobs.get(self._prioritised_id)
        if first is not None and first.not_before_s <= now_s and self._group_of(first) in groups:
            return self.remove(first.video.id)
        while self._later and self._later[0][0] <= now_s:
            _, video_id = heapq.heappop(self._later)
            if (job := self._jobs.get(video_id)) is not None:
                heapq.heappush(self._ready[self._group_of(job)], (_order(job), video_id))
        while heaps := [self._ready[group] for group in groups if self._ready[group]]:
            order, video_id = heapq.heappop(min(heaps))
            job = self._jobs.get(video_id)
            # A job that replaced another one may have to wait, or come later.
            if job is not None and job.not_before_s <= now_s and _order(job) == order:
                return self.remove(video_id)
        return None

    def remove(self, video_id: int) -> IndexJob | None:
        """Remove a video's job; None when it has none."""
        job = self._jobs.pop(video_id, None)
        if job is not None:
            left = self._work[job.index_pass] - PassWork.of(job.video, job.index_pass)
            self._work[job.index_pass] = left if left.count else PassWork()
        return job

    def drain(self) -> list[IndexJob]:
        """Remove all jobs."""
        jobs = list(self._jobs.values())
        for held in (self._jobs, self._ready, self._later, self._work):
            held.clear()
        return jobs

    def prioritise(self, video_id: int) -> None:
        """Put one video's passes before all others; the one prioritised before returns to its place."""
        self._prioritised_id = video_id

    def waiting(self, index_pass: IndexPass) -> PassWork:
        """The videos that wait for a pass."""
        return self._work[index_pass]


def _order(job: IndexJob) -> tuple[int, int, int]:
    """Sort key: smallest first; backfills after all passes, recognition of text after all backfills."""
    turn = 2 + job.recognises_text if job.backfill else int(job.depth is Depth.FULL)
    return turn, job.video.size_bytes, job.video.id


def ready_at_s(file: FoundFile) -> float:
    """Monotonic time from which a file may be read: at once, unless it was modified a moment ago."""
    age_s = (time.time_ns() - file.modified_ns) / 1e9
    return time.monotonic() + RECENTLY_MODIFIED_S - age_s if 0 <= age_s < RECENTLY_MODIFIED_S else 0.0
