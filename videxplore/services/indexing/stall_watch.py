"""Noticing that a job in another process is stuck."""

import time
from collections.abc import Callable

from videxplore.core.limits import JOB_S, JOB_S_PER_STEP, LONGEST_JOB_S, LOOP_GAP_S, STALL_S


class StallWatch:
    """Counts how long a job has worked and been silent, while its supervisor was looking.

    Where the supervisor itself did not run (the whole group was stopped with Ctrl+Z, the machine slept on a
    system whose clock goes on), the job did not either: that time is not counted.
    """

    def __init__(self, patience: float = 1.0, clock_s: Callable[[], float] = time.monotonic) -> None:
        """Begin when the job begins.

        Args:
            patience: How many times the usual limits it may take.
            clock_s: Seconds from any beginning, ascending.
        """
        self._patience = patience
        self._clock_s = clock_s
        self._looked_s = clock_s()
        self._worked_s = self._silent_s = 0.0
        self._steps = 0

    def restart(self) -> None:
        """Count from now: the job was not meant to work until now."""
        self._looked_s = self._clock_s()
        self._worked_s = self._silent_s = 0.0

    def hear(self, steps: int) -> None:
        """The job has reported that it has passed so many checkpoints, about one for each picture."""
        self._steps = steps
        self._silent_s = 0.0

    def is_stuck(self) -> bool:
        """Whether the job has been silent, or at work, for too long; to be asked several times a second."""
        now_s = self._clock_s()
        elapsed_s = now_s - self._looked_s
        self._looked_s = now_s
        if elapsed_s <= LOOP_GAP_S:
            self._worked_s += elapsed_s
            self._silent_s += elapsed_s
        # By what was decoded, never by the length that the file claims.
        longest_s = min(JOB_S + JOB_S_PER_STEP * self._steps, LONGEST_JOB_S)
        return self._silent_s >= STALL_S * self._patience or self._worked_s >= longest_s * self._patience
