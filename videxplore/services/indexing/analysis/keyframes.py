"""Keyframes: choosing them while a video is decoded, and the thumbnails of frames.

The cuts are known only when the whole video is decoded, but frames cannot be kept until then. So the video is
processed in windows that end at an abrupt change, as at every hard cut, though not sooner than after
``MIN_WINDOW_S``, or after ``WINDOW_S``; the sharpest frame of each window is kept, scaled down, and the first
frame of the video if it is about as sharp. Afterwards each shot takes those within it.
"""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.files import Spool, Spooled
from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis, Pixels, Thumbnail, VideoProperties
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.video.frames.decoded_frame import DecodedFrame
from videxplore.video.reading.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg

# Four times the input area of the models: their own resizing, not the decoder's, decides what they see.
ANALYSIS_AREA_PX = 448 * 448
STRIP_AREA_PX = 160 * 90
STRIP_EVERY_S = 0.5
KEYFRAME_QUALITY = 85
STRIP_QUALITY = 70

WINDOW_S = 2.0
# Flickering frames change abruptly all the time; each window costs a run of the model.
MIN_WINDOW_S = 0.3
MEASURE_EVERY_S = 0.5
# The first frames after a change may still be blended with those before.
AFTER_CHANGE_S = 0.12
# Mean absolute difference that ends a window: more than motion usually causes, and several times the recent
# average.
ABRUPT_DIFFERENCE = 10.0
ABRUPT_RATIO = 3.0
USUAL_DECAY = 0.9
# A frame that differs less than this from the last one chosen is not embedded, for STILL_S.
STILL_DIFFERENCE = 3.0
STILL_S = 10.0
# The first frame is taken too where it has this share of the sharpness of its window: no fade from black.
FIRST_FRAME_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class ThumbnailSizes:
    """Width and height in px that a pass scales frames to; never larger than the video.

    Attributes:
        analysis: Of frames that are embedded, and shown on tiles.
        strip: Of the thumbnails shown while the user scrubs.
    """

    analysis: tuple[int, int]
    strip: tuple[int, int]

    @classmethod
    def of(cls, properties: VideoProperties) -> "ThumbnailSizes":
        """The sizes for a video."""
        return cls(_within(properties, ANALYSIS_AREA_PX), _within(properties, STRIP_AREA_PX))


def analysis_pixels(frame: DecodedFrame, sizes: ThumbnailSizes) -> Pixels:
    """A frame as it is embedded: uint8 (H, W, 3)."""
    return frame.to_rgb(*sizes.analysis)


def strip_jpeg(frame: DecodedFrame, sizes: ThumbnailSizes) -> bytes:
    """A frame as a JPEG thumbnail of the strip."""
    # By the fastest conversion, four times as fast: nothing is computed from these pixels.
    blue_green_red = frame.to_screen(*sizes.strip)
    return encode_jpeg(np.ascontiguousarray(blue_green_red[..., 2::-1]), STRIP_QUALITY)


def _within(properties: VideoProperties, area_px: int) -> tuple[int, int]:
    width_px, height_px = properties.width_px, properties.height_px
    scale = min(1.0, math.sqrt(area_px / (width_px * height_px)))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


@dataclass(slots=True)
class _Sharpest:
    frame: DecodedFrame
    small: Pixels
    sharpness: float


class KeyframeChooser:
    """Takes every frame and chooses the sharpest of each window."""

    def __init__(
        self, measure: Callable[[DecodedFrame], float], take: Callable[[DecodedFrame, float], None]
    ) -> None:
        """Start before the first frame.

        Args:
            measure: Sharpness of a frame.
            take: Called with the chosen frame of each window and its sharpness, in time order.
        """
        self._measure = measure
        self._take = take
        self._sharpest: _Sharpest | None = None
        self._first: _Sharpest | None = None
        self._window_from_s = 0.0
        self._measure_at_s = 0.0
        self._last: Pixels | None = None
        self._last_chosen: Pixels | None = None
        self._last_chosen_s = 0.0
        self._usual_difference = ABRUPT_DIFFERENCE

    def push(self, frame: DecodedFrame, small: Pixels) -> None:
        """Take the next frame; ``small`` uint8 (h, w, 3) is a scaled-down version of it."""
        is_first = self._last is None
        least_s = MIN_WINDOW_S if self._changes_abruptly(small) else WINDOW_S
        if frame.time_s - self._window_from_s >= least_s:
            self._close_window()
            self._window_from_s = frame.time_s
        if self._sharpest is None:
            # Any later frame of the window is preferred; a window of one frame has only this.
            self._sharpest = _Sharpest(frame, small, 0.0)
            self._measure_at_s = frame.time_s + AFTER_CHANGE_S
            if is_first:
                self._first = _Sharpest(frame, small, self._measure(frame))
        elif frame.time_s >= self._measure_at_s:
            self._measure_at_s = frame.time_s + MEASURE_EVERY_S
            sharpness = self._measure(frame)
            if sharpness > self._sharpest.sharpness:
                self._sharpest = _Sharpest(frame, small, sharpness)

    def finish(self) -> None:
        """Choose the frame of the last window."""
        self._close_window()

    def _close_window(self) -> None:
        sharpest, self._sharpest = self._sharpest, None
        first, self._first = self._first, None
        if sharpest is None or self._is_still(sharpest):
            return
        if first is not None and _tells_more(first, sharpest):
            self._take(first.frame, first.sharpness)
        self._last_chosen, self._last_chosen_s = sharpest.small, sharpest.frame.time_s
        self._take(sharpest.frame, sharpest.sharpness or self._measure(sharpest.frame))

    def _is_still(self, sharpest: _Sharpest) -> bool:
        """Whether hardly anything has changed since the last chosen frame."""
        if self._last_chosen is None or sharpest.frame.time_s - self._last_chosen_s > STILL_S:
            return False
        return _difference(sharpest.small, self._last_chosen) < STILL_DIFFERENCE

    def _changes_abruptly(self, small: Pixels) -> bool:
        """Whether this frame differs from the last one as across a cut."""
        last, self._last = self._last, small
        if last is None:
            return False
        difference = _difference(small, last)
        is_abrupt = difference > max(ABRUPT_DIFFERENCE, ABRUPT_RATIO * self._usual_difference)
        if not is_abrupt:
            self._usual_difference = USUAL_DECAY * self._usual_difference + (1 - USUAL_DECAY) * difference
        return is_abrupt


def _tells_more(first: _Sharpest, sharpest: _Sharpest) -> bool:
    """Whether the first frame of a video is worth taking beside the sharpest one of its window.

    It follows no cut, so that it is not blended, and often shows the whole place.
    """
    is_sharp = first.sharpness >= FIRST_FRAME_SHARE * sharpest.sharpness
    return is_sharp and _difference(first.small, sharpest.small) >= STILL_DIFFERENCE


def _difference(one: Pixels, other: Pixels) -> float:
    """Mean absolute difference of two scaled-down frames, in levels of 255."""
    return float(np.abs(one.astype(np.int16) - other).mean())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that may become a keyframe, before the model has run.

    Attributes:
        number: Its number in the inference lane.
    """

    time_s: float
    sharpness: float
    thumbnail: Spooled
    number: int


@dataclass(slots=True)
class FrameCollector:
    """Collects the strip and the keyframes of one video while its frames are decoded."""

    lane: InferenceLane
    sizes: ThumbnailSizes
    spool: Spool = field(default_factory=Spool)
    strip: list[Thumbnail] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    _seen: dict[bytes, Candidate] = field(default_factory=dict)

    def add_strip(self, frame: DecodedFrame) -> None:
        """Add a frame to the strip where one is due."""
        if not self.strip or frame.time_s - self.strip[-1].time_s >= STRIP_EVERY_S:
            jpeg = strip_jpeg(frame, self.sizes)
            self.strip.append(Thumbnail(frame.time_s, self.spool.add(jpeg)))

    def add_candidate(self, frame: DecodedFrame, measured: float) -> None:
        """Keep a frame of this sharpness as a candidate for a keyframe.

        A frame that came before, such as a slide or one of two that alternate, costs no second run of the
        model.
        """
        pixels = analysis_pixels(frame, self.sizes)
        digest = hashlib.sha256(pixels.tobytes()).digest()
        same = self._seen.get(digest)
        if same is None:
            number = self.lane.submit(pixels)
            thumbnail = self.spool.add(encode_jpeg(pixels, KEYFRAME_QUALITY))
            same = self._seen[digest] = Candidate(frame.time_s, measured, thumbnail, number)
        self.candidates.append(replace(same, time_s=frame.time_s, sharpness=measured))

    def finish(self, path: Path) -> list[KeyframeAnalysis]:
        """Wait for the model; return the candidates with its outputs, in time order.

        Args:
            path: The video.

        Raises:
            UnreadableVideoError: If there is no candidate.
            DeviceMemoryError: If the device has no room for one frame.
        """
        if not self.candidates:
            raise UnreadableVideoError(f"No frame of {display_name(path)} can be decoded.")
        outputs, space = self.lane.finish(), self.lane.backbone.space.name
        keyframes = [
            outputs[one.number].keyframe(one.time_s, one.sharpness, one.thumbnail, space)
            for one in self.candidates
        ]
        return sorted(keyframes, key=lambda keyframe: keyframe.time_s)


def rebuild_thumbnails(
    path: Path, keyframe_times_s: Sequence[float], task: Task | None = None
) -> tuple[list[Thumbnail], list[Thumbnail]]:
    """Make the strip and the thumbnails of the keyframes again, in one decode and without a model.

    Args:
        path: The video.
        keyframe_times_s: Times of its keyframes.
        task: Receives how many seconds of the video are done.

    Returns:
        Both in time order; the thumbnails wait on disk.

    Raises:
        Cancelled: If the task was cancelled.
        DiskFullError: If there is no room for the thumbnails.
        UnreadableVideoError: If the file cannot be read.
        OSError: If it is not there.
    """
    wanted_s = sorted(keyframe_times_s)
    task = task or Task()
    spool = Spool()
    strip: list[Thumbnail] = []
    keyframes: list[Thumbnail] = []
    with VideoReader(path) as reader:
        sizes = ThumbnailSizes.of(reader.properties)
        last = None
        for frame in reader.frames():
            task.checkpoint(frame.time_s, reader.properties.duration_s)
            if not strip or frame.time_s - strip[-1].time_s >= STRIP_EVERY_S:
                strip.append(Thumbnail(frame.time_s, spool.add(strip_jpeg(frame, sizes))))
            # Stored times are rounded: of the two frames around one, the nearest is meant.
            while len(keyframes) < len(wanted_s) and frame.time_s >= (at_s := wanted_s[len(keyframes)]):
                nearest = last if last and at_s - last.time_s < frame.time_s - at_s else frame
                jpeg = encode_jpeg(analysis_pixels(nearest, sizes), KEYFRAME_QUALITY)
                keyframes.append(Thumbnail(at_s, spool.add(jpeg)))
            last = frame
        for at_s in wanted_s[len(keyframes) :]:
            if last is not None:
                jpeg = encode_jpeg(analysis_pixels(last, sizes), KEYFRAME_QUALITY)
                keyframes.append(Thumbnail(at_s, spool.add(jpeg)))
    return strip, keyframes
