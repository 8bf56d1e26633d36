"""A watch over the GUI thread: which handler kept the window from answering, and for how long."""

import dis
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType

_UI = str(Path("videxplore", "ui"))
_APP = str(Path("videxplore", "app.py"))
# Making starts threads and closing joins them: the beginning and the end of the window. Another theme dresses
# every widget anew.
_ENDING = frozenset({"make_window", "closeEvent", "apply_theme"})
# A call that took long is missed by no more than this share of what is allowed.
_PERIOD = 0.1


@dataclass(frozen=True)
class Block:
    """One call into the window's code that took long."""

    seconds: float
    entry: str
    inside: str

    def __str__(self) -> str:
        return f"{self.seconds * 1000:.0f} ms in {self.entry}, at {self.inside}"


@dataclass
class _Call:
    """A call that Qt or a test makes into the window's code, since it was first seen."""

    started_s: float
    waited_before_s: float
    is_excused: bool = False
    inside: str = ""


class Watch:
    """Looks many times a second which call into ``videxplore/ui`` the main thread is in, and since when.

    What is called by ``app`` is start-up and does not count. A signal makes the thread look at itself: a
    second thread that looked at its frames would keep their variables alive, and destroy the widgets among
    them itself. A profile function would see every call, and take as long as the calls.
    """

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s
        self._period_s = _PERIOD * longest_s
        self._blocks: dict[float, Block] = {}
        self._is_looking = False
        self._seen_s = time.perf_counter()
        self._schedule = _schedule_file()
        self._waited_before_s = self._waited_s()
        if sys.platform != "win32":
            self._previous = signal.signal(signal.SIGALRM, self._look)
            signal.siginterrupt(signal.SIGALRM, False)
            signal.setitimer(signal.ITIMER_REAL, self._period_s, self._period_s)

    @property
    def blocks(self) -> list[Block]:
        """What took longer than allowed, in its order."""
        return list(self._blocks.values())

    def close(self) -> None:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._previous)
        if self._schedule is not None:
            os.close(self._schedule)
            self._schedule = None

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        if self._is_looking:
            # On a busy machine the next signal comes while this one is handled.
            return
        self._is_looking = True
        now_s, waited_s = time.perf_counter(), self._waited_s()
        if frame is not None:
            self._judge(frame, now_s, waited_s)
        self._seen_s, self._waited_before_s = now_s, waited_s
        self._is_looking = False

    def _judge(self, frame: FrameType, now_s: float, waited_s: float) -> None:
        inner = [(one, kind) for one in _outwards(frame) if (kind := _kind(one.f_code))]
        if not inner:
            return
        entry, _ = inner[-1]
        if entry.f_code.co_name == "close":
            # A test that ends one part by itself, as the window's end does: threads are joined.
            return
        call = _known(entry)
        if call is None:
            call = self._first_seen(entry, frame, now_s, waited_s)
            # Not traced: the frame only carries what is known of it, and takes that along when it ends.
            entry.f_trace = call  # type: ignore[assignment]
        call.is_excused |= any(kind == "excused" for _, kind in inner)
        # What the thread waited for a processor is the machine's doing, not the window's.
        seconds = now_s - call.started_s - (waited_s - call.waited_before_s)
        if seconds > self._longest_s and not call.is_excused:
            call.inside = call.inside or _name(frame)
            self._blocks[call.started_s] = Block(seconds, _name(entry), call.inside)

    def _first_seen(self, entry: FrameType, innermost: FrameType, now_s: float, waited_s: float) -> _Call:
        late_from_s = self._seen_s + self._period_s
        has_just_begun = entry is innermost and entry.f_lasti <= _begins_at(entry.f_code)
        if has_just_begun or now_s <= late_from_s:
            return _Call(now_s, waited_s)
        # A signal is seen before the next instruction. That it was not means that the thread was within one,
        # outside Python, all the time; and this call was what led there.
        return _Call(late_from_s, self._waited_before_s)

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


def _known(entry: FrameType) -> _Call | None:
    """What a frame carries of its call, if it was seen before."""
    carried: object = entry.f_trace
    return carried if isinstance(carried, _Call) else None


def _outwards(frame: FrameType) -> Iterator[FrameType]:
    """A frame, its caller, and so on."""
    caller: FrameType | None = frame
    while caller is not None:
        yield caller
        caller = caller.f_back


@cache
def _kind(code: CodeType) -> str:
    file = code.co_filename
    if file.endswith(_APP) or code.co_name in _ENDING:
        return "excused"
    return "ui" if _UI in file and "tests" not in file else ""


@cache
def _begins_at(code: CodeType) -> int:
    """The place of the first instruction at which signals are looked at."""
    return next((one.offset for one in dis.get_instructions(code) if one.opname == "RESUME"), 0)


def _name(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}"
