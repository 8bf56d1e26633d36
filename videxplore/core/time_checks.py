"""Times as users give them."""

import math

from videxplore.core.errors import UsageError


def checked_time_s(time_s: float) -> float:
    """The time, if a video can have it.

    Raises:
        UsageError: If it is negative or not finite.
    """
    if not (math.isfinite(time_s) and time_s >= 0):
        raise UsageError(f"{time_s:g} is no time in a video: write seconds from its start.")
    return time_s
