"""What models cost on this machine, kept between starts: measuring them takes seconds to minutes."""

import json
import logging
import math
import threading
from importlib import metadata
from pathlib import Path
from typing import Any

from videxplore.core.cache_files import DamagedCacheError, opened_cache
from videxplore.core.files import write_whole
from videxplore.core.json_text import json_text
from videxplore.core.limits import MOST_NOTE_BYTES

UnitCost = tuple[int, float]
"""Number of parameters, and seconds for a keyframe or for a second of video."""

_log = logging.getLogger(__name__)


class KeptCosts:
    """A file of costs by model and device; those measured with another videxplore or torch are ignored."""

    def __init__(self, file: Path) -> None:
        """Read nothing yet."""
        self._file = file
        self._lock = threading.Lock()

    def find(self, name: str, device: str) -> UnitCost | None:
        """The cost of a model that was measured before; None where it was not."""
        with self._lock:
            return self._read().get(_key(name, device))

    def keep(self, name: str, device: str, cost: UnitCost) -> None:
        """Remember a cost; without a place to write, it is measured again at the next start."""
        with self._lock:
            costs = {**self._read(), _key(name, device): cost}
            document = {"versions": _versions(), "costs": costs}
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._file, json_text(document).encode())
            except OSError as error:
                _log.warning("What models cost cannot be kept: %s", error)

    def _read(self) -> dict[str, UnitCost]:
        try:
            with opened_cache(self._file, MOST_NOTE_BYTES) as stream:
                document = json.load(stream)
                if document["versions"] != _versions():
                    return {}
                return {str(key): _checked(*cost) for key, cost in document["costs"].items()}
        except (FileNotFoundError, DamagedCacheError):
            return {}


def _key(name: str, device: str) -> str:
    return f"{name} {device}"


def _versions() -> list[str]:
    return [metadata.version(package) for package in ("videxplore", "torch")]


def _checked(parameters: Any, unit_s: Any) -> UnitCost:
    if not (isinstance(parameters, int) and parameters > 0 and math.isfinite(unit_s) and unit_s > 0):
        raise DamagedCacheError("it holds no cost")
    return parameters, float(unit_s)
