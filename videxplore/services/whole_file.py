"""Small files written whole or not at all."""

import os
from pathlib import Path

from videxplore.video.safe_file import whole_file


def write_whole_file(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` whole or not at all; an older file stays until it is replaced.

    Raises:
        ExportError: If there is no room, or the folder is not there or cannot be written to.
    """
    with whole_file(target) as scratch, scratch.open("wb") as file:
        file.write(content)
        file.flush()
        # A full disk may show only here.
        os.fsync(file.fileno())
