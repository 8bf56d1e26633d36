"""A watch over the GUI thread: which handler kept the window from answering, and for how long."""

import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType

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
    """Times every call that Qt makes into ``videxplore/ui``, in the thread that made the watch.

    What is called by ``app`` is start-up and does not count. The thread looks at itself: another one that
    looked at its frames would keep their variables alive, and destroy the widgets among them itself.
    """

    def __init__(self, longest_s: float) -> None:
        self.blocks: list[Block] = []
        self._longest_s = longest_s
        self._kinds: dict[CodeType, str] = {}
        self._started_s: list[float] = []
        self._waited_before_s = 0.0
        self._is_excused = False
        self._inside = ""
        self._schedule = _schedule_file()
        sys.setprofile(self._see)

    def close(self) -> None:
        sys.setprofile(None)
        if self._schedule is not None:
            os.close(self._schedule)
            self._schedule = None

    def _see(self, frame: FrameType, event: str, _value: object) -> None:
        if event == "call":
            kind = self._kind(frame.f_code)
            if self._started_s:
                self._started_s.append(time.perf_counter())
                self._is_excused |= kind == "excused"
            elif kind:
                self._is_excused = kind == "excused"
                self._waited_before_s = self._waited_s()
                self._inside = ""
                self._started_s.append(time.perf_counter())
        elif event == "return" and self._started_s:
            self._leave(frame, time.perf_counter() - self._started_s.pop())

    def _leave(self, frame: FrameType, seconds: float) -> None:
        if seconds <= self._longest_s:
            return
        # The first call to return after so long is the innermost of those that took so long.
        self._inside = self._inside or _name(frame)
        if not self._started_s and not self._is_excused:
            # What the thread waited for a processor is the machine's doing, not the window's.
            seconds -= self._waited_s() - self._waited_before_s
            if seconds > self._longest_s:
                self.blocks.append(Block(seconds, _name(frame), self._inside))

    def _kind(self, code: CodeType) -> str:
        kind = self._kinds.get(code)
        if kind is None:
            file = code.co_filename
            kind = "ui" if _UI in file and "tests" not in file else ""
            if file.endswith(_APP) or code.co_name in _ENDING:
                kind = "excused"
            self._kinds[code] = kind
        return kind

    def _waited_s(self) -> float:
        """How long this thread has waited for a processor so far; 0 where the system does not say."""
        if self._schedule is None:
            return 0.0
        return int(os.pread(self._schedule, 100, 0).split()[1]) / 1e9


def _schedule_file() -> int | None:
    try:
        return os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
    except OSError:
        return None


def _name(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}"
