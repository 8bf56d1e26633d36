"""What is read of a catalogue once at each version of it."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from videxplore.catalogue.catalogue import Catalogue

Value = TypeVar("Value")


class Versioned(Generic[Value]):
    """Keeps what was read of a catalogue until that changes; may be used from several threads."""

    def __init__(self, catalogue: Catalogue, read: Callable[[], Value]) -> None:
        """Read nothing yet.

        Args:
            catalogue: What is read of.
            read: Reads it; the other threads wait meanwhile.
        """
        self._catalogue = catalogue
        self._read = read
        self._lock = threading.Lock()
        self._kept: tuple[int, Value] | None = None

    def get(self) -> Value:
        """What it holds now."""
        with self._lock:
            version = self._catalogue.version()
            if self._kept is None or self._kept[0] != version:
                self._kept = version, self._read()
            return self._kept[1]
