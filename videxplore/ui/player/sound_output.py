"""The sound of the playing video, decoded and handed to the system's device in a thread of its own."""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QIODevice, QObject, QThread, QTimer, Signal, Slot

from videxplore.core.errors import VideoError
from videxplore.core.limits import CLOSING_S

if TYPE_CHECKING:  # Loaded late: QtMultimedia may be missing a system library, PyAV waits for the window.
    from PySide6.QtMultimedia import QAudioSink

    from videxplore.services.playback.sound import OpenSound

logger = logging.getLogger(__name__)


class Sound(Protocol):
    """What the playback asks of the sound. Without overrides it is silent, and never has a position.

    Attributes:
        volume: Loudness in [0, 1], as set by a slider.
        track: Index of the sound stream that is prepared next; None for the best one.
    """

    volume: float
    track: int | None

    @property
    def is_ready(self) -> bool:
        """Whether enough is decoded to begin, or there is nothing to wait for."""
        return True

    @property
    def position_s(self) -> float | None:
        """The moment of the video that is audible now; None while none is."""
        return None

    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""
        self.volume = volume

    def warm_up(self) -> None:
        """Load what will be needed, in the background."""
        return

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Decode ahead from a moment."""
        return

    def start(self) -> None:
        """Play what was prepared."""
        return

    def stop(self) -> None:
        """Stop playing."""
        return

    def close(self) -> None:
        """Join every thread."""
        return


class Silence(Sound):
    """No sound."""

    def __init__(self) -> None:
        self.volume = 1.0
        self.track = None


class SystemSound(QObject):
    """Sound through the system's default device, decoded and handed over in a thread of its own.

    Where the system has no sound, or the video none, it is ready at once and never has a position: the
    video plays silently.
    """

    _warmed = Signal()
    _prepared = Signal(int, object, float, float)
    _started = Signal(int)
    _stopped = Signal()
    _volume_set = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.volume = 1.0
        self.track: int | None = None
        self._thread: QThread | None = None
        self._speaker: Speaker | None = None
        self._number = 0

    @property
    def is_ready(self) -> bool:
        """Whether enough is decoded to begin, or there is nothing to wait for."""
        return self._speaker is None or self._speaker.state.is_ready(self._number)

    @property
    def position_s(self) -> float | None:
        """The moment of the video that is audible now; None while none is."""
        return None if self._speaker is None else self._speaker.state.position_s(self._number)

    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""
        self.volume = volume
        self._volume_set.emit(volume)

    def warm_up(self) -> None:
        """Load the system's sound in its thread."""
        if self._thread is not None:
            return
        self._thread = QThread(self)
        self._thread.setObjectName("sound")
        self._speaker = speaker = Speaker()
        speaker.moveToThread(self._thread)
        self._warmed.connect(speaker.warm_up)
        self._prepared.connect(speaker.prepare)
        self._started.connect(speaker.start)
        self._stopped.connect(speaker.stop)
        self._volume_set.connect(speaker.set_volume)
        self._thread.finished.connect(speaker.release)
        self._thread.start()
        self._warmed.emit()
        self._volume_set.emit(self.volume)

    def prepare(self, path: Path, start_s: float, rate: float) -> None:
        """Decode ahead from a moment."""
        self.warm_up()
        self._number += 1
        self._prepared.emit(self._number, (path, self.track), start_s, rate)

    def start(self) -> None:
        """Play what was prepared."""
        self._started.emit(self._number)

    def stop(self) -> None:
        """Stop playing."""
        if self._thread is not None:
            self._number += 1
            self._stopped.emit()

    def close(self) -> None:
        """Join the thread."""
        if self._thread is not None:
            self._thread.quit()
            if self._thread.wait(round(CLOSING_S * 1000)):
                self._thread = self._speaker = None
            else:
                logger.warning("the sound does not end")


logger = logging.getLogger(__name__)

PLAYED_RATES = (0.5, 2.0)
"""Between these speeds sound is played, its pitch kept; beyond them speech is no longer understood."""

BUFFER_S = 0.2
PUMP_MS = 15
_FRAME_BYTES = 8
_SAMPLE_RATE_HZ = 48_000


@dataclass(slots=True)
class _Heard:
    number: int = 0
    is_ready: bool = False
    heard_s: float = 0.0
    at_s: float = 0.0
    rate: float = 0.0


class SpeakerState:
    """What the window may know of the sound, from its own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard = _Heard()

    def begin(self, number: int, *, is_ready: bool) -> None:
        """Set how far the preparation with this number is; it is not audible yet."""
        with self._lock:
            self._heard = _Heard(number, is_ready)

    def hear(self, number: int, heard_s: float, rate: float) -> None:
        """Set which moment is audible now."""
        with self._lock:
            if self._heard.number == number:
                self._heard = _Heard(number, True, heard_s, time.monotonic(), rate)

    def is_ready(self, number: int) -> bool:
        """Whether the preparation with this number can begin."""
        with self._lock:
            return self._heard.number == number and self._heard.is_ready

    def position_s(self, number: int) -> float | None:
        """The moment that is audible; None while nothing of this preparation is."""
        with self._lock:
            heard = self._heard
        if heard.number != number or heard.rate == 0:
            return None
        return heard.heard_s + (time.monotonic() - heard.at_s) * heard.rate


class Speaker(QObject):
    """Decodes sound a little ahead and writes what the device has room for."""

    def __init__(self) -> None:
        """Make it; to be moved to its thread before anything else."""
        super().__init__()
        self.state = SpeakerState()
        self._number = 0
        self._volume = 1.0
        self._start_s = 0.0
        self._rate = 1.0
        self._sound: OpenSound | None = None
        self._pending = b""
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._timer: QTimer | None = None

    @Slot()
    def warm_up(self) -> None:
        """Load the system's sound."""
        self._open_sink()

    @Slot(int, object, float, float)
    def prepare(self, number: int, source: tuple[Path, int | None], start_s: float, rate: float) -> None:
        """Decode the first sound of a track of a file from a moment."""
        self.stop()
        self._number = number
        self.state.begin(number, is_ready=False)
        is_heard = PLAYED_RATES[0] <= rate <= PLAYED_RATES[1]
        if is_heard and self._open_sink():
            self._open_sound(source, start_s, rate)
        self.state.begin(number, is_ready=True)

    @Slot(int)
    def start(self, number: int) -> None:
        """Play what was prepared."""
        if number != self._number or not self._pending or self._sink is None:
            return
        self._sink.setVolume(self._linear_volume())
        self._device = self._sink.start()
        if self._timer is None:
            self._timer = QTimer(self, interval=PUMP_MS)
            self._timer.timeout.connect(self._pump)
        self._timer.start()
        self._pump()

    @Slot()
    def stop(self) -> None:
        """Fall silent at once."""
        if self._timer is not None:
            self._timer.stop()
        if self._sink is not None and self._device is not None:
            self._sink.reset()
        self._device = None
        self._pending = b""
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    @Slot(float)
    def set_volume(self, volume: float) -> None:
        """Set the loudness in [0, 1]."""
        self._volume = volume
        if self._sink is not None:
            self._sink.setVolume(self._linear_volume())

    @Slot()
    def release(self) -> None:
        """Release everything; runs in its thread when that ends."""
        self.stop()
        self._sink = None
        self._timer = None

    def _open_sink(self) -> bool:
        if self._sink is not None:
            return True
        try:
            from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices
        except ImportError as error:
            logger.info("no sound: %s", error)
            return False
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return False
        shape = QAudioFormat()
        shape.setSampleRate(_SAMPLE_RATE_HZ)
        shape.setChannelCount(2)
        shape.setSampleFormat(QAudioFormat.SampleFormat.Float)
        if not device.isFormatSupported(shape):
            return False
        self._sink = QAudioSink(device, shape)
        self._sink.setBufferSize(int(BUFFER_S * _SAMPLE_RATE_HZ) * _FRAME_BYTES)
        return True

    def _open_sound(self, source: tuple[Path, int | None], start_s: float, rate: float) -> None:
        from videxplore.services.playback.sound import OpenSound

        try:
            path, track = source
            self._sound = OpenSound(path, start_s, rate, track)
            self._start_s, self._rate = start_s, rate
            self._fill(int(BUFFER_S * _SAMPLE_RATE_HZ) * _FRAME_BYTES)
        except VideoError as error:
            logger.info("playing silently: %s", error)

    def _fill(self, wanted_bytes: int) -> None:
        while len(self._pending) < wanted_bytes:
            block = None if self._sound is None else self._sound.next_block()
            if block is None:
                return
            self._pending += block.tobytes()

    def _pump(self) -> None:
        if self._sink is None or self._device is None:
            return
        free_bytes = self._sink.bytesFree() // _FRAME_BYTES * _FRAME_BYTES
        self._fill(free_bytes)
        if free_bytes and self._pending:
            written = self._device.write(self._pending[:free_bytes])
            self._pending = self._pending[max(0, written) :]
        heard_s = self._sink.processedUSecs() / 1e6
        if heard_s > 0:
            self.state.hear(self._number, self._start_s + heard_s * self._rate, self._rate)

    def _linear_volume(self) -> float:
        """Loudness as an amplitude: the ear hears ratios, a slider moves by differences."""
        return self._volume**3
