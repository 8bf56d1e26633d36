"""Which video is analysed next."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from videxplore.core.types import Depth, Video

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
