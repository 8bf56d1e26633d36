"""Measures of scenes, taken while their frames go by: light, blur, movement, camera and sound."""

import contextlib
import math
from array import array
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.scene_facts import CameraMove, SceneFacts
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.services.indexing.analysis.shot_finder import TimeSpan, analysed_frames, small_pixels
from videxplore.video.frame_measures import (
    NO_MOTION,
    CameraMotion,
    Luma,
    blur_of,
    camera_motion,
    changed_share,
    small_luma,
)
from videxplore.video.frames.decoded_frame import DecodedFrame, sharpness
from videxplore.video.reading.reader import VideoReader
from videxplore.video.sound_levels import SoundLevels, SoundMeter

LUMA_WIDTH_PX, LUMA_HEIGHT_PX = 320, 180
"""Sharpness and blur are measured on frames of this size."""

# Frames are compared this far apart at least: a hand trembles up to four times a second and more.
_STEP_S = 0.12
_CHANGE_S = 0.5
_BLUR_EVERY_S = 0.5

_BLACK_BRIGHTNESS = 0.06
_EVEN_CONTRAST = 0.02
# A frame that differs by less from the one before was not moved.
_SAME_LEVELS = 0.05

# Slower moves are none: shares of the frame a second.
_LEAST_PAN = 0.02
_LEAST_ZOOM = 0.03
# A zoom moves the edges of the frame by half of its growth, and most of the frame by a quarter.
_ZOOM_REACH = 0.25
_STEADY_SHARE = 0.7
_LEAST_SAMPLES = 4

_COLUMNS = 8


def measured_sharpness(frame: DecodedFrame) -> float:
    """Sharpness of a frame, from a scaled-down version of its luma; comparable within one video."""
    return sharpness(frame.to_luma(LUMA_WIDTH_PX, LUMA_HEIGHT_PX))


class SceneMeasures:
    """Measures the scenes of one video while its frames go by; which scenes there are is said at the end."""

    def __init__(self, reader: VideoReader, task: Task) -> None:
        """Start before the first frame.

        Args:
            reader: The open video.
            task: Cancels, where sound is read after the last frame.
        """
        self._task = task
        self._duration_s = reader.properties.duration_s
        self._rotation_deg = reader.properties.rotation_deg
        self._sound: SoundMeter | None = None
        if reader.properties.has_audio:
            with contextlib.suppress(UnreadableVideoError):
                self._sound = SoundMeter(reader.path)
        # Rows of time, step, brightness, whether it is black, change within half a second, and motion.
        self._samples = array("d")
        self._blurs = array("d")
        self._recent: deque[tuple[float, Luma]] = deque()
        self._last: tuple[DecodedFrame, Luma] | None = None

    def __enter__(self) -> Self:
        """Use as a context manager that closes the sound."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the sound."""
        if self._sound is not None:
            self._sound.__exit__(kind, value, trace)

    def sharpness(self, frame: DecodedFrame) -> float:
        """As :func:`measured_sharpness`; where blur is due, too, the frame is scaled down once."""
        return sharpness(self._luma(frame))

    def push(self, frame: DecodedFrame, pixels: Pixels) -> None:
        """Take the next frame and its small pixels, uint8 (27, 48, 3)."""
        time_s = frame.time_s
        if self._sound is not None:
            self._sound.advance(time_s)
        if self._recent and time_s - self._recent[-1][0] < _STEP_S:
            return
        luma = small_luma(pixels)
        brightness, contrast = float(luma.mean()) / 255, float(luma.std()) / 255
        is_black = brightness < _BLACK_BRIGHTNESS and contrast < _EVEN_CONTRAST
        step_s = change = math.nan
        motion: CameraMotion | None = None
        if self._recent:
            step_s = time_s - self._recent[-1][0]
            change = changed_share(self._recent[0][1], luma)
            motion = None if contrast < _EVEN_CONTRAST else _motion(self._recent[-1][1], luma)
        self._samples.extend(
            (time_s, step_s, brightness, is_black, change, *(motion or (math.nan, math.nan, math.nan)))
        )
        self._recent.append((time_s, luma))
        while len(self._recent) > 1 and time_s - self._recent[1][0] >= _CHANGE_S - _STEP_S:
            self._recent.popleft()
        if not self._blurs or time_s - self._blurs[-2] >= _BLUR_EVERY_S:
            blur = blur_of(self._luma(frame))
            self._blurs.extend((time_s, math.nan if blur is None else blur))

    def _luma(self, frame: DecodedFrame) -> Luma:
        if self._last is None or self._last[0] is not frame:
            self._last = frame, frame.to_luma(LUMA_WIDTH_PX, LUMA_HEIGHT_PX)
        return self._last[1]

    def finish(self, spans_s: Sequence[TimeSpan]) -> list[SceneFacts]:
        """The measures of each scene, in time order.

        Raises:
            Cancelled: If the task was cancelled.
        """
        if not spans_s:
            return []
        sound = self._finished_sound(spans_s[-1][1])
        samples = np.array(self._samples).reshape(-1, _COLUMNS)
        blurs = np.array(self._blurs).reshape(-1, 2)
        return [
            _facts(_within(samples, *span_s), _within(blurs, *span_s), span_s, sound, self._rotation_deg)
            for span_s in _to_the_end(spans_s)
        ]

    def _finished_sound(self, end_s: float) -> SoundLevels | None:
        if self._sound is None:
            return None
        while self._sound.advance(end_s):
            self._task.checkpoint(self._duration_s, self._duration_s)
        return self._sound.levels()


def measure_scenes(reader: VideoReader, spans_s: Sequence[TimeSpan], task: Task) -> list[SceneFacts]:
    """The measures of scenes that are known already, in time order.

    Args:
        reader: The open video; its position is moved.
        spans_s: The scenes, which cover the video.
        task: Receives how many seconds of the video are done.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
    """
    with SceneMeasures(reader, task) as measures:
        for frame in analysed_frames(reader, task):
            measures.push(frame, small_pixels(frame))
        return measures.finish(spans_s)


def _motion(before: Luma, after: Luma) -> CameraMotion | None:
    if float(np.abs(after.astype(np.int16) - before).mean()) < _SAME_LEVELS:
        return NO_MOTION
    return camera_motion(before, after)


def _to_the_end(spans_s: Sequence[TimeSpan]) -> list[TimeSpan]:
    """The spans; the last one has the frame at its end, too."""
    start_s, end_s = spans_s[-1]
    return [*spans_s[:-1], (start_s, math.nextafter(end_s, math.inf))]


def _within(rows: npt.NDArray[np.float64], start_s: float, end_s: float) -> npt.NDArray[np.float64]:
    """The rows whose time is in a span; of one between two samples, the last row before it."""
    first, last = np.searchsorted(rows[:, 0], [start_s, end_s])
    return rows[first:last] if last > first else rows[max(0, first - 1) : first]


def _facts(
    samples: npt.NDArray[np.float64],
    blurs: npt.NDArray[np.float64],
    span_s: TimeSpan,
    sound: SoundLevels | None,
    rotation_deg: int,
) -> SceneFacts:
    """The measures of one scene, of its samples."""
    if not len(samples):
        return _with_sound(SceneFacts(), span_s, sound)
    times_s, steps_s, brightness, is_black, change = samples.T[:5]
    own = times_s - span_s[0] >= _CHANGE_S if times_s[-1] - span_s[0] >= _CHANGE_S else times_s > times_s[0]
    changes = change[own & np.isfinite(change)]
    # The cut itself is no motion.
    steady = samples[(times_s - steps_s >= span_s[0]) & np.isfinite(samples[:, 5])]
    motion = _upright(steady[:, 5:8], rotation_deg)
    known_blurs = blurs[np.isfinite(blurs[:, 1]), 1] if len(blurs) else blurs
    facts = SceneFacts(
        black=float(is_black.mean()),
        still=float((changes == 0).mean()) if len(changes) else 1.0,
        movement=_largest_change(changes),
        light=float(brightness.mean()),
        blur=float(np.median(known_blurs)) if len(known_blurs) else None,
        shake=_shake(motion),
        camera=_camera(motion, steady[:, 1]),
    )
    return _with_sound(facts, span_s, sound)


def _with_sound(facts: SceneFacts, span_s: TimeSpan, sound: SoundLevels | None) -> SceneFacts:
    if sound is None:
        return facts
    return SceneFacts(
        facts.black, facts.still, facts.movement, facts.light, facts.blur, facts.shake, facts.camera,
        sound.loudness(*span_s), sound.silence(*span_s), sound.speech(*span_s), sound.music(*span_s),
    )  # fmt: skip


def _largest_change(changes: npt.NDArray[np.float64]) -> float:
    """The largest change; one that lasts for a single sample is a damaged frame or a flash."""
    if len(changes) < 2:
        return float(changes.max(initial=0.0))
    return float(np.minimum(changes[1:], changes[:-1]).max())


def _upright(motion: npt.NDArray[np.float64], rotation_deg: int) -> npt.NDArray[np.float64]:
    """Motion (N, 3) of stored frames as it is seen when players have turned them clockwise."""
    right, down, growth = motion.T
    for _ in range(rotation_deg // 90):
        right, down = -down, right
    return np.stack([right, down, growth], axis=1)


def _shake(motion: npt.NDArray[np.float64]) -> float:
    """How far the frame jumps off its path from one sample to the next, as a share of its width."""
    if len(motion) < 3:
        return 0.0
    jumps = motion[1:-1, :2] - (motion[:-2, :2] + motion[2:, :2]) / 2
    return min(1.0, float(np.median(np.hypot(jumps[:, 0], jumps[:, 1]))))


def _camera(motion: npt.NDArray[np.float64], steps_s: npt.NDArray[np.float64]) -> CameraMove:
    """How the camera moves in most of the samples, motion (N, 3) within steps (N,)."""
    if len(motion) < _LEAST_SAMPLES:
        return "unknown"
    # What is seen moves to the left when the camera turns to the right.
    rates = motion / steps_s[:, None] * np.array([-1.0, -1.0, 1.0])
    least = np.array([_LEAST_PAN, _LEAST_PAN, _LEAST_ZOOM])
    if (np.abs(_smooth(rates)) < least).all(axis=1).mean() >= _STEADY_SHARE:
        return "static"
    typical = np.median(rates, axis=0)
    strengths = np.abs(typical) * np.array([1.0, 1.0, _ZOOM_REACH])
    kind = int(strengths.argmax())
    along = rates[:, kind] * np.sign(typical[kind])
    if abs(typical[kind]) < least[kind] or (along >= least[kind] / 2).mean() < _STEADY_SHARE:
        return "mixed"
    moves: tuple[tuple[CameraMove, CameraMove], ...] = (
        ("pan left", "pan right"),
        ("tilt up", "tilt down"),
        ("zoom out", "zoom in"),
    )
    return moves[kind][int(typical[kind] > 0)]


def _smooth(rates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The mean of each row of (N, 3) and its neighbours: of single samples, the noise is as fast as a pan."""
    padded = np.pad(rates, ((1, 1), (0, 0)), "edge")
    return (padded[:-2] + padded[1:-1] + padded[2:]) / 3
