"""Bugs of the program: the log, the versions, and the report that a user can send."""

import contextlib
import logging
import logging.handlers
import platform
import tempfile
import traceback
from collections.abc import Iterator
from importlib import metadata
from io import TextIOWrapper
from pathlib import Path

from videxplore.core.files import write_whole

PARTS = ("PySide6", "av", "torch", "faiss-cpu", "faiss-gpu", "numpy", "opencv-python-headless")
"""Distributions whose version explains what a report describes; those that are not installed are left out."""


def program_versions() -> dict[str, str]:
    """The version of each part by its name: the program first, then Python, distributions and the system."""
    versions = {"videxplore": metadata.version("videxplore"), "Python": platform.python_version()}
    for name in PARTS:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {**versions, "system": platform.platform()}


LOG_BYTES = 1_000_000
MOST_LOG_LINES = 60
REPORT_NAME = "videxplore-report.txt"


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log that appears with its first message; where it cannot be written, there is none."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is that of logging.
        """Say nothing: a message that cannot be written is lost."""


@contextlib.contextmanager
def logged_to(file: Path, level: int) -> Iterator[None]:
    """Append messages from this level on to a file within this block, instead of printing them."""
    handler = _LogFile(
        file, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
    )
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("videxplore")
    before = root.level
    root.addHandler(handler)
    root.setLevel(min(level, before or level))
    try:
        yield
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
        handler.close()


def report_text(error: BaseException, log_file: Path) -> str:
    """Versions, traceback and the end of the log, which need not exist."""
    try:
        log = log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-MOST_LOG_LINES:]
    except OSError:
        log = []
    parts = [
        ", ".join(f"{name} {version}" for name, version in program_versions().items()),
        "",
        "".join(traceback.format_exception(type(error), error, error.__traceback__)),
    ]
    return "\n".join([*parts, *(["Log:", *log] if log else [])])


def write_report(text: str, folder: Path) -> Path | None:
    """Write a report to a folder, or to the temporary one; it replaces the one before.

    Returns:
        The file; None where nothing can be written.
    """
    for chosen in (folder, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            chosen.mkdir(parents=True, exist_ok=True)
            file = chosen / REPORT_NAME
            write_whole(file, text.encode("utf-8", errors="backslashreplace"))
            return file
    return None
