"""How far sound and picture are apart while a video plays: python -m benchmarks.ui_sound_sync [--rate R].

A video flashes and beeps at the same moments. The flash is noted when the window is handed its picture, the
beep when it comes out of the sound device: needs PulseAudio or PipeWire with ``parec``, and listens to the
monitor of the default device, which may well be a null sink (``pactl load-module module-null-sink``).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from benchmarks.results import Table
from tests.flashes import write_flashes
from videxplore.ui.player.playback import Playback
from videxplore.ui.player.sound_output import SystemSound

SAMPLE_RATE_HZ = 48_000
AIM_MS = 40.0
LENGTH_S = 14
LOUD = 0.2
QUIET_S = 0.2
BRIGHT = 120


class Microphone:
    """Notes when beeps begin on the monitor of the default device."""

    def __init__(self) -> None:
        """Begin to listen."""
        self.heard_at_s: list[float] = []
        command = ["parec", "-d", "@DEFAULT_MONITOR@", "--format=float32le", "--channels=1"]
        command += [f"--rate={SAMPLE_RATE_HZ}", "--latency-msec=5"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._process.terminate()
        self._thread.join()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        quiet = SAMPLE_RATE_HZ
        while data := os.read(self._process.stdout.fileno(), 1920):
            now_s = time.monotonic()
            loud = np.abs(np.frombuffer(data[: len(data) // 4 * 4], np.float32)) > LOUD
            places = np.nonzero(loud)[0]
            if not len(places):
                quiet += len(loud)
                continue
            if quiet > QUIET_S * SAMPLE_RATE_HZ:
                self.heard_at_s.append(now_s - (len(loud) - int(places[0])) / SAMPLE_RATE_HZ)
            quiet = len(loud) - int(places[-1])


class Eye:
    """Notes when flashes begin."""

    def __init__(self) -> None:
        """See nothing yet."""
        self.seen_at_s: list[float] = []
        self._was_bright = False

    def look(self, image: QImage, _: float) -> None:
        """Look at a picture that is shown now."""
        is_bright = image.pixelColor(5, 5).value() > BRIGHT
        if is_bright and not self._was_bright:
            self.seen_at_s.append(time.monotonic())
        self._was_bright = is_bright


def main(arguments: Sequence[str] | None = None) -> Table:
    """Play, listen, look, compare, and return the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=1.0, help="speed in [0.5, 2]")
    rate = parser.parse_args(arguments).rate
    application = QApplication(["ui_sound_sync"])
    with tempfile.TemporaryDirectory() as folder:
        path = write_flashes(Path(folder) / "flashes.mp4", LENGTH_S)
        microphone, eye = Microphone(), Eye()
        playback = Playback(SystemSound())
        playback.shown.connect(eye.look)
        playback.ended.connect(application.quit)
        playback.sound.warm_up()
        QTimer.singleShot(1500, lambda: playback.play(path, 0.0, rate, QSize(320, 180)))
        QTimer.singleShot(round((3 + LENGTH_S / rate) * 1000), application.quit)
        application.exec()
        playback.close()
        microphone.close()
    if not microphone.heard_at_s:
        sys.exit("nothing was heard: is there a sound device?")
    heard = np.array(microphone.heard_at_s)
    apart_ms = [1000 * float(heard[np.argmin(np.abs(heard - seen))] - seen) for seen in eye.seen_at_s]
    print(f"speed {rate:g}: sound after picture by {', '.join(f'{one:.0f}' for one in apart_ms)} ms")
    worst = max(abs(one) for one in apart_ms)
    print(f"median {np.median(apart_ms):.1f} ms, worst {worst:.1f} ms, aim {AIM_MS:g} ms")
    row = f"{rate:g}", f"{np.median(apart_ms):.1f}", f"{worst:.1f}", f"{AIM_MS:g}"
    return Table(("speed", "sound after frame, ms", "largest difference, ms", "limit, ms"), (row,))


if __name__ == "__main__":
    main()
