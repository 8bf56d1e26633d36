"""The progress bar of indexing, on standard error."""

from types import TracebackType

from rich.progress import BarColumn, Progress, TextColumn

from videxplore.cli.output import notices, plain
from videxplore.services.indexing.index_types import IndexEvent, IndexProgress


class IndexDisplay:
    """A bar with videos done, what is searchable, speed and the time left."""

    def __init__(self, *, enabled: bool) -> None:
        """Make a display that shows nothing unless enabled."""
        self._progress = Progress(
            BarColumn(bar_width=24),
            TextColumn("{task.description}", markup=False),
            console=notices(),
            disable=not enabled,
            transient=True,
        )
        self._bar = self._progress.add_task("looking for videos", total=None)

    def __enter__(self) -> "IndexDisplay":
        """Start to show."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()

    def show(self, event: IndexEvent) -> None:
        """Show what an event tells."""
        progress = event.progress
        self._progress.update(
            self._bar,
            total=progress.total or None,
            completed=progress.done,
            description=f"{describe(progress)} · {plain(event.path.name)}",
        )


def describe(progress: IndexProgress) -> str:
    """The figures of a run in one line, such as ``12/340 · 1.2 h searchable · 84x · cpu · 6 min left``."""
    parts = [f"{progress.done}/{progress.total}"]
    if progress.searchable_s:
        parts.append(f"{_length(progress.searchable_s)} searchable")
    if progress.x_realtime:
        parts.append(f"{progress.x_realtime:.0f}x real time")
    if progress.limited_by:
        parts.append(f"limited by {progress.limited_by}")
    if progress.engine.device:
        parts.append(progress.engine.device)
    if progress.left_s is not None:
        parts.append(f"{_length(progress.left_s)} left")
    return " · ".join(parts)


def _length(time_s: float) -> str:
    """A length in the largest unit that fits."""
    for unit, size_s in (("h", 3600.0), ("min", 60.0)):
        if time_s >= size_s:
            return f"{time_s / size_s:.1f} {unit}"
    return f"{time_s:.0f} s"
