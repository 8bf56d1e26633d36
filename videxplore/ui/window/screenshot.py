"""A picture of the window at work, drawn without a screen."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop
from PySide6.QtWidgets import QApplication

from videxplore.core.export_files import NUMBERED_FILES, write_export
from videxplore.ui.window.main_window import MainWindow

TIMEOUT_S = 60.0
SETTLE_S = 0.5


def take_screenshot(
    window: MainWindow, target: Path, size_px: tuple[int, int], scene: tuple[int, float] | None = None
) -> Path:
    """Open a scene, ask for what resembles it, and save the window as PNG.

    Args:
        window: The window, not yet shown.
        target: The PNG file; a name that is taken gets a number.
        size_px: Width and height of the window.
        scene: Id of a video and a time in seconds; the middle of the video with the most scenes when None.

    Returns:
        The name the file got.
    """
    parts = window.parts
    window.resize(*size_px)
    window.show()
    wait_until(lambda: bool(parts.videos.videos) or parts.reading.is_idle)
    scene = scene or _richest_scene(window)
    if scene is not None:
        window.open_scene(*scene)
        wait_until(lambda: parts.session.ranking is not None)
    wait_until(lambda: is_idle(window), settle_s=SETTLE_S)
    target.parent.mkdir(parents=True, exist_ok=True)
    content = QBuffer()
    window.grab().save(content, "PNG")
    return write_export(target, bytes(content.data().data()), NUMBERED_FILES)


def _richest_scene(window: MainWindow) -> tuple[int, float] | None:
    catalogue = window.parts.library.catalogue
    known = [video for video in window.parts.videos.videos if video.depth is not None]
    shots = max((catalogue.shots(video.id) for video in known), key=len, default=[])
    if not shots:
        return None
    middle = shots[len(shots) // 2]
    return middle.video_id, (middle.start_s + middle.end_s) / 2


def is_idle(window: MainWindow) -> bool:
    """Whether no lane of the window has anything to do."""
    return all(lane.is_idle for lane in window.parts.lanes)


def wait_until(is_done: Callable[[], bool], settle_s: float = 0.0, timeout_s: float = TIMEOUT_S) -> None:
    """Let Qt work until ``is_done`` was true for ``settle_s`` seconds, or for ``timeout_s`` at most."""
    started = quiet_since = time.monotonic()
    while time.monotonic() - started < timeout_s:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if not is_done():
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since >= settle_s:
            return
        time.sleep(0.005)
