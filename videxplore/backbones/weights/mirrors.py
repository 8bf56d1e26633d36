"""Mirrors: folders, or web servers over such folders, that hold weights for computers without internet.

A mirror holds files under the names of backbones (``x3d-s.pyth``), as :mod:`.mirror_export` writes them, or
under the names that their publishers gave them (``X3D_S.pyth``), and may hold ``checksums.json``.
"""

import http.client
import json
import re
import urllib.parse
from pathlib import Path

from videxplore.backbones.specs import WeightsSource
from videxplore.backbones.weights.transfers import RetryLimits, Transfer, is_web_address, open_place
from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded, is_folder
from videxplore.core.task import Task

PINS_NAME = "checksums.json"
"""The file with the SHA-256 of each address that something was downloaded from."""

_SHA256 = re.compile("[0-9a-f]{64}")
_MOST_PINS_BYTES = 2**20


def checked_mirror(text: str) -> str:
    """An address or folder from user input, as it is kept in the settings.

    Raises:
        UsageError: If it is neither a web address nor a folder that is there.
    """
    text = text.strip()
    if is_web_address(text):
        parts = urllib.parse.urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(
                f"{text} is not the address of a mirror: it should begin with https:// or http://."
            )
        return text.rstrip("/")
    folder = expanded(Path(text)).absolute()
    if not text or not is_folder(folder):
        raise UsageError(f"There is no folder {folder} to use as a mirror.")
    return str(folder)


def mirrored_places(mirror: str, name: str, source: WeightsSource) -> tuple[str, ...]:
    """Where a mirror may have a file.

    Args:
        mirror: Its address or folder.
        name: The file's path within a weights folder; only one directly in it may have its publisher's name.
        source: The file's address at its publisher.
    """
    published = Path(urllib.parse.urlsplit(source.address).path).name
    names = (name,) if "/" in name else (name, published)
    return tuple(_in_mirror(mirror, one) for one in dict.fromkeys(names))


def _in_mirror(mirror: str, name: str) -> str:
    if is_web_address(mirror):
        return f"{mirror.rstrip('/')}/{urllib.parse.quote(name)}"
    return str(Path(mirror, name))


def read_pins(content: bytes) -> dict[str, str]:
    """Checksums by address from the content of :data:`PINS_NAME`; none where it is damaged."""
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    pins = held.items() if isinstance(held, dict) else ()
    return {address: pin for address, pin in pins if isinstance(pin, str) and _SHA256.fullmatch(pin)}


def read_mirror_pins(mirror: str, limits: RetryLimits, task: Task) -> dict[str, str]:
    """The checksums that a mirror states; none where it states none, or cannot be reached.

    Raises:
        Cancelled: If the task was cancelled.
    """
    place, content = _in_mirror(mirror, PINS_NAME), b""
    transfer = Transfer(
        lambda: open_place(place, 0, limits.stall_s, may_be_plain=True), task.checkpoint, limits.stall_s
    )
    try:
        with transfer:
            transfer.open()
            for block in transfer.blocks():
                content += block
                if len(content) > _MOST_PINS_BYTES:
                    return {}
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    return read_pins(content)
