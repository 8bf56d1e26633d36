"""The machines of a cluster as the user sees them, and what the user wants of each."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """A worker of a cluster.

    Attributes:
        name: How it is called.
        device: What its models run on; empty where they are not loaded.
        doing: The name of the file it analyses; empty where it analyses none.
        x_realtime: Seconds of video it analyses in a second; 0 while unknown.
        is_paused: Whether it gets no more jobs for now.
        refusal: Why it gets no jobs, in one sentence; empty where it gets some.
    """

    name: str
    device: str
    doing: str
    x_realtime: float
    is_paused: bool
    refusal: str


class Machines:
    """What an index run says of its machines, and what the user asked; used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._machines: tuple[Machine, ...] = ()
        self._paused: set[str] = set()
        self._leaving: set[str] = set()

    def all(self) -> tuple[Machine, ...]:
        """The machines, by name; none while nothing is indexed."""
        with self._lock:
            return self._machines

    def publish(self, machines: Sequence[Machine]) -> None:
        """Show these from now on."""
        with self._lock:
            self._machines = tuple(sorted(machines, key=lambda machine: machine.name))

    def pause(self, name: str) -> None:
        """Give a machine no more jobs for now; it ends the one it is at."""
        with self._lock:
            self._paused.add(name)

    def resume(self, name: str) -> None:
        """Give a machine jobs again."""
        with self._lock:
            self._paused.discard(name)

    def is_paused(self, name: str) -> bool:
        """Whether a machine is to get no jobs for now."""
        with self._lock:
            return name in self._paused

    def leave(self, name: str) -> None:
        """Let a machine leave the cluster: its worker ends."""
        with self._lock:
            self._leaving.add(name)

    def take_leaving(self) -> set[str]:
        """The machines that are to leave since the last call."""
        with self._lock:
            leaving, self._leaving = self._leaving, set()
            return leaving
