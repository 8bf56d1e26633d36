"""A picture of the window at work, drawn without a screen."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from videxplore.core.types import Video
from videxplore.ui.main_window import MainWindow

PATIENCE_S = 60.0
SETTLE_S = 0.5


def take_portrait(window: MainWindow, target: Path, size_px: tuple[int, int]) -> None:
    """Open the video with the most scenes, ask for what resembles one of them, and save the window as PNG."""
    parts = window.parts
    window.resize(*size_px)
    window.show()
    _wait(lambda: bool(parts.videos.videos) or parts.reading.is_idle)
    video = _richest(window)
    if video is not None:
        shots = parts.library.catalogue.shots(video.id)
        shot = shots[len(shots) // 2]
        parts.tabs.show_page(1)
        parts.session.open_video(video, (shot.start_s + shot.end_s) / 2)
        parts.session.select_shot(shot)
        _wait(lambda: parts.session.ranking is not None)
    _wait(lambda: _is_idle(window), settle_s=SETTLE_S)
    target.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(target), "PNG")


def _richest(window: MainWindow) -> Video | None:
    known = [video for video in window.parts.videos.videos if video.depth is not None]
    catalogue = window.parts.library.catalogue
    return max(known, key=lambda video: (len(catalogue.shots(video.id)), video.id), default=None)


def _is_idle(window: MainWindow) -> bool:
    return all(lane.is_idle for lane in window.parts.lanes)


def _wait(is_done: Callable[[], bool], settle_s: float = 0.0) -> None:
    """Let Qt work until ``is_done`` has been true for ``settle_s`` seconds."""
    started = quiet_since = time.monotonic()
    while time.monotonic() - started < PATIENCE_S:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if not is_done():
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since >= settle_s:
            return
        time.sleep(0.005)
