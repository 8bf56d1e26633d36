"""A watch over the GUI thread: which handler kept the window from answering, and for how long."""

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

SAMPLE_S = 0.02
_UI = str(Path("videxplore", "ui"))
_APP = str(Path("videxplore", "app.py"))
# Making starts threads and closing joins them: the beginning and the end of the window. Another theme dresses
# every widget anew.
_ENDING = frozenset({"make_window", "closeEvent", "apply_theme"})


@dataclass(frozen=True)
class Block:
    """One call into the window's code that took long."""

    seconds: float
    entry: str
    inside: str

    def __str__(self) -> str:
        return f"{self.seconds * 1000:.0f} ms in {self.entry}, at {self.inside}"


class Watch:
    """Looks at the GUI thread's stack fifty times a second.

    The same call into ``videxplore/ui`` seen for long is a block: Qt calls it, and waits until it returns.
    What is called by ``app`` is start-up and does not count.
    """

    def __init__(self, longest_s: float) -> None:
        self.blocks: list[Block] = []
        self._longest_s = longest_s
        self._watched = threading.get_ident()
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _waited_s(self) -> float:
        """How long the watched thread has waited for a processor so far; 0 where the system does not say."""
        try:
            return int(self._schedule.read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0

    def _run(self) -> None:
        entry: FrameType | None = None
        since, waited_s = time.perf_counter(), self._waited_s()
        inside = ""
        while not self._stop.wait(SAMPLE_S):
            now = time.perf_counter()
            stack = _stack(sys._current_frames().get(self._watched))
            found = _entry(stack)
            if found is not entry:
                entry, since, waited_s = found, now, self._waited_s()
                continue
            # What the thread waited for a processor is the machine's doing, not the window's.
            seconds = now - since - (self._waited_s() - waited_s)
            if entry is not None and seconds > self._longest_s:
                inside = _name(stack[0])
                block = Block(seconds, _name(entry), inside)
                if self.blocks and self.blocks[-1].entry == block.entry:
                    self.blocks.pop()
                self.blocks.append(block)


def _stack(frame: FrameType | None) -> list[FrameType]:
    """Frames from the innermost to the outermost."""
    frames = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    return frames


def _entry(stack: list[FrameType]) -> FrameType | None:
    """The outermost frame of the window's code; None while it is starting, ending or at rest."""
    entry = None
    for frame in stack:
        file = frame.f_code.co_filename
        if file.endswith(_APP) or frame.f_code.co_name in _ENDING:
            return None
        if _UI in file and "tests" not in file:
            entry = frame
    return entry


def _name(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}"
