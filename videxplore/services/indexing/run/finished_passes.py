"""Gathering passes that were finished side by side, so that they are stored in one transaction."""

import time
from collections.abc import Callable
from typing import TypeAlias

from videxplore.services.indexing.messages import Analysed, JobAdvanced
from videxplore.services.indexing.run.index_jobs import JobInProgress, JobPool, Received

MOST_STORED_TOGETHER = 16
LONGEST_GATHERING_S = 0.2

FinishedPass: TypeAlias = tuple[Analysed, JobInProgress]


def gather(
    jobs: JobPool,
    wait_s: float,
    on_progress: Callable[[JobAdvanced, JobInProgress | None], None],
    *,
    paused: bool,
) -> tuple[list[FinishedPass], Received]:
    """The passes that are finished by now, and the first message about anything but progress.

    Args:
        jobs: What sends messages.
        wait_s: How long to wait for the first message.
        on_progress: Receives how far a job is, which ends no gathering.
        paused: Whether the run is paused.
    """
    until_s = time.monotonic() + LONGEST_GATHERING_S
    finished: list[FinishedPass] = []
    while True:
        message, current, others = jobs.receive(wait_s, paused=paused)
        if isinstance(message, Analysed) and current is not None:
            finished.append((message, current))
        elif isinstance(message, JobAdvanced):
            on_progress(message, current)
        elif message is not None:
            return finished, (message, current, others)
        has_time = len(finished) < MOST_STORED_TOGETHER and time.monotonic() < until_s
        if not (finished and has_time and jobs.has_message):
            return finished, (None, None, others)
        wait_s = 0.0
