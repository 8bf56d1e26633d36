"""How long the rest of a pass takes: what a video costs, fitted to the videos that are done."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from videxplore.core.types import Video
from videxplore.services.indexing.index_types import IndexPass

FIRST_ESTIMATE_S = 20.0
"""Seconds of work in a pass before anything is said about its end."""

# Of the cost of a video: how much it scatters at least, and what is usually the same for all of them.
_LEAST_SCATTER, _USUAL_SHARE = 0.01, 0.3


@dataclass(frozen=True, slots=True)
class PassWork:
    """What there is to do in a pass.

    Attributes:
        count: Number of videos.
        amount: Their length in seconds; in the quick pass, which finds the lengths, their size in bytes.
    """

    count: int = 0
    amount: float = 0.0

    @classmethod
    def of(cls, video: Video, index_pass: IndexPass) -> "PassWork":
        """One video in a pass."""
        return cls(1, float(video.size_bytes) if index_pass is IndexPass.QUICK else video.duration_s)

    def __add__(self, other: "PassWork") -> "PassWork":
        return PassWork(self.count + other.count, self.amount + other.amount)

    def __sub__(self, other: "PassWork") -> "PassWork":
        return PassWork(self.count - other.count, self.amount - other.amount)


@dataclass(frozen=True, slots=True)
class RunningWork:
    """A pass over one video that goes on.

    Attributes:
        work: All of it.
        fraction: Share that is done, in [0, 1].
        active_s: Seconds it took so far, pauses left out.
    """

    work: PassWork
    fraction: float
    active_s: float


@dataclass(slots=True)
class PassCost:
    """The cost of videos in one pass: seconds for each video, and for each byte or second of it.

    Opening a file and storing what was found takes about as long for a short video as for a long one, so that
    the first videos, which are the smallest, say little about the others by their size alone. Both parts are
    fitted by least squares to what the videos so far took, and are at least zero.

    Attributes:
        video_s: Seconds of video that were analysed.
        active_s: Seconds it took.
    """

    video_s: float = 0.0
    active_s: float = 0.0
    _count: int = 0
    _amount: float = 0.0
    _squares: float = 0.0
    _products: float = 0.0
    _cost_squares: float = 0.0

    def note(self, work: PassWork, video_s: float, active_s: float) -> None:
        """Note what one video took."""
        self.video_s += video_s
        self.active_s += active_s
        self._count += 1
        self._amount += work.amount
        self._squares += work.amount * work.amount
        self._products += work.amount * active_s
        self._cost_squares += active_s * active_s

    def seconds_of(self, work: PassWork) -> float | None:
        """What some videos will take; None while nothing is known."""
        if not self._count or not self._amount:
            return None
        each_s, unit_s = self._fit()
        return each_s * work.count + unit_s * work.amount

    def _fit(self) -> tuple[float, float]:
        """Seconds for each video and for each unit of its amount.

        The more the costs scatter around the plain fit, the more of them is taken to grow with the amount:
        from videos of about one size, the others are reached best in proportion.
        """
        each_s, unit_s = self._solve(0.0)
        mean_s = self.active_s / self._count
        scatter = self._cost_squares - each_s * self.active_s - unit_s * self._products
        variance = (max(0.0, scatter) + 2 * (_LEAST_SCATTER * mean_s) ** 2) / self._count
        each_s, unit_s = self._solve(variance / (_USUAL_SHARE * mean_s) ** 2 if mean_s else 0.0)
        if each_s < 0:
            return 0.0, self._products / self._squares
        return (each_s, unit_s) if unit_s > 0 else (self.active_s / self._count, 0.0)

    def _solve(self, ridge: float) -> tuple[float, float]:
        """Least squares with a penalty on the seconds for each video."""
        count = self._count + ridge
        determinant = count * self._squares - self._amount**2
        if determinant <= 1e-9 * count * self._squares:
            return 0.0, self.active_s / self._amount
        unit_s = (count * self._products - self._amount * self.active_s) / determinant
        return (self.active_s - unit_s * self._amount) / count, unit_s


@dataclass(slots=True)
class TimeLeft:
    """Estimates when the present pass will be through with all videos.

    Attributes:
        costs: What the passes cost so far.
    """

    costs: dict[IndexPass, PassCost] = field(
        default_factory=lambda: {index_pass: PassCost() for index_pass in IndexPass}
    )

    def left_s(
        self, index_pass: IndexPass, waiting: PassWork, running: Sequence[RunningWork]
    ) -> float | None:
        """Estimated seconds until a pass is done; None in its first seconds.

        Args:
            index_pass: The pass.
            waiting: What still waits for it.
            running: The videos it is at, side by side.
        """
        cost = self.costs[index_pass]
        if cost.active_s + sum(one.active_s for one in running) < FIRST_ESTIMATE_S:
            return None
        waiting_s = cost.seconds_of(waiting) if waiting.count else 0.0
        if waiting_s is None:
            waiting_s = _at_the_speed_of(running, waiting)
        if waiting_s is None:
            return None
        rests_s = [_rest_s(cost.seconds_of(one.work), one) for one in running]
        return max([(waiting_s + sum(rests_s)) / max(1, len(rests_s)), *rests_s])


def _at_the_speed_of(running: Sequence[RunningWork], waiting: PassWork) -> float | None:
    """What some videos will take at the speed of the first ones; None while that is not known."""
    begun = [one for one in running if one.fraction > 0 and one.work.amount]
    done = sum(one.work.amount * one.fraction for one in begun)
    return sum(one.active_s for one in begun) * waiting.amount / done if done else None


def _rest_s(expected_s: float | None, running: RunningWork) -> float:
    """What is left of a running video: by its own speed the more of it is done."""
    own_s = running.active_s / running.fraction if running.fraction > 0 else None
    if own_s is None:
        return max(0.0, (expected_s or 0.0) - running.active_s)
    done = running.fraction
    whole_s = own_s if expected_s is None else done * own_s + (1 - done) * expected_s
    return whole_s * (1 - done)
