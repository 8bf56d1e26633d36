"""Choosing keyframes while a video is decoded, with one picture held at a time.

The cuts are known only when the whole video has been seen, but pictures cannot be kept until then. So the
video is watched in windows that end where the picture changes abruptly, which every hard cut does, though not
sooner than after a moment, or after four seconds; the sharpest picture of each window is kept, small.
Afterwards each shot takes those within it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from videxplore.core.files import Spool
from videxplore.core.task import Task
from videxplore.core.types import Pixels, Thumbnail, VideoProperties
from videxplore.video.decoded_frame import DecodedFrame, sharpness
from videxplore.video.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg

# Four times the area the networks see: their own resizing, not the decoder's, decides what they see.
ANALYSIS_AREA_PX = 448 * 448
STRIP_AREA_PX = 160 * 90
STRIP_EVERY_S = 0.5
KEYFRAME_QUALITY = 85
STRIP_QUALITY = 70
SHARPNESS_WIDTH_PX, SHARPNESS_HEIGHT_PX = 320, 180


@dataclass(frozen=True, slots=True)
class PictureSizes:
    """Width and height in px of the pictures a pass converts frames to; never larger than the video.

    Attributes:
        analysis: What is embedded, and shown on tiles.
        strip: What is shown while a person scrubs.
    """

    analysis: tuple[int, int]
    strip: tuple[int, int]

    @classmethod
    def of(cls, properties: VideoProperties) -> "PictureSizes":
        """The sizes for a video."""
        return cls(_within(properties, ANALYSIS_AREA_PX), _within(properties, STRIP_AREA_PX))


def analysis_pixels(picture: DecodedFrame, sizes: PictureSizes) -> Pixels:
    """The picture as it is embedded: uint8 (H, W, 3)."""
    return picture.to_rgb(*sizes.analysis)


def strip_jpeg(picture: DecodedFrame, sizes: PictureSizes) -> bytes:
    """The picture as it is shown while a person scrubs."""
    # By the quickest conversion, four times as quick: nothing is computed from these pixels.
    blue_green_red = picture.to_screen(*sizes.strip)
    return encode_jpeg(np.ascontiguousarray(blue_green_red[..., 2::-1]), STRIP_QUALITY)


def measured_sharpness(picture: DecodedFrame) -> float:
    """Sharpness of a picture, from a small version of its brightness; comparable within one video."""
    return sharpness(picture.to_luma(SHARPNESS_WIDTH_PX, SHARPNESS_HEIGHT_PX))


def _within(properties: VideoProperties, area_px: int) -> tuple[int, int]:
    """The video's size, made smaller to this area where it is larger."""
    width_px, height_px = properties.width_px, properties.height_px
    scale = min(1.0, math.sqrt(area_px / (width_px * height_px)))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


WINDOW_S = 4.0
# Pictures that flicker change abruptly all the time; each window costs a run of the network.
LEAST_WINDOW_S = 0.3
LOOK_EVERY_S = 0.5
# The first pictures after a change may still be blended with those before.
AFTER_CHANGE_S = 0.12
# Mean absolute difference that ends a window: surely more than motion usually makes, and several
# times what was usual lately.
ABRUPT_DIFFERENCE = 10.0
ABRUPT_RATIO = 3.0
USUAL_MEMORY = 0.9
# A picture that differs less than this from the last one taken is not worth embedding, for a while.
STILL_DIFFERENCE = 3.0
STILL_S = 10.0


@dataclass(slots=True)
class _Best:
    """The sharpest picture of the current window so far."""

    picture: DecodedFrame
    small: Pixels
    sharpness: float


class KeyframeChooser:
    """Watches every picture and gives the sharpest of each window."""

    def __init__(
        self, measure: Callable[[DecodedFrame], float], take: Callable[[DecodedFrame, float], None]
    ) -> None:
        """Start before the first picture.

        Args:
            measure: Sharpness of a picture.
            take: Called with the chosen picture of each window and its sharpness, in time order.
        """
        self._measure = measure
        self._take = take
        self._best: _Best | None = None
        self._window_from_s = 0.0
        self._look_at_s = 0.0
        self._last: Pixels | None = None
        self._taken: Pixels | None = None
        self._taken_s = 0.0
        self._usual = ABRUPT_DIFFERENCE

    def push(self, picture: DecodedFrame, small: Pixels) -> None:
        """Watch the next picture; ``small`` uint8 (h, w, 3) is a small version of it."""
        least_s = LEAST_WINDOW_S if self._changes_abruptly(small) else WINDOW_S
        if picture.time_s - self._window_from_s >= least_s:
            self._close_window()
            self._window_from_s = picture.time_s
        if self._best is None:
            # Whatever comes later in the window is better; a window of one picture has but this.
            self._best = _Best(picture, small, 0.0)
            self._look_at_s = picture.time_s + AFTER_CHANGE_S
        elif picture.time_s >= self._look_at_s:
            self._look_at_s = picture.time_s + LOOK_EVERY_S
            sharpness = self._measure(picture)
            if sharpness > self._best.sharpness:
                self._best = _Best(picture, small, sharpness)

    def finish(self) -> None:
        """Give what the last window holds."""
        self._close_window()

    def _close_window(self) -> None:
        best, self._best = self._best, None
        if best is not None and not self._is_still(best):
            self._taken, self._taken_s = best.small, best.picture.time_s
            self._take(best.picture, best.sharpness or self._measure(best.picture))

    def _is_still(self, best: _Best) -> bool:
        """Whether hardly anything has changed since the last picture that was taken."""
        if self._taken is None or best.picture.time_s - self._taken_s > STILL_S:
            return False
        return _difference(best.small, self._taken) < STILL_DIFFERENCE

    def _changes_abruptly(self, small: Pixels) -> bool:
        """Whether this picture differs from the last one as across a cut."""
        last, self._last = self._last, small
        if last is None:
            return False
        difference = _difference(small, last)
        is_abrupt = difference > max(ABRUPT_DIFFERENCE, ABRUPT_RATIO * self._usual)
        if not is_abrupt:
            self._usual = USUAL_MEMORY * self._usual + (1 - USUAL_MEMORY) * difference
        return is_abrupt


def _difference(one: Pixels, other: Pixels) -> float:
    """Mean absolute difference of two small pictures, in levels."""
    return float(np.abs(one.astype(np.int16) - other).mean())


def rebuild_pictures(
    path: Path, keyframe_times_s: Sequence[float], task: Task | None = None
) -> tuple[list[Thumbnail], list[Thumbnail]]:
    """The preview strip and the pictures of the keyframes, in one decode.

    Args:
        path: The video.
        keyframe_times_s: Times of its keyframes.
        task: Learns how many seconds of the video are done.

    Returns:
        Both in time order; the pictures wait on disk.

    Raises:
        Cancelled: If the task was cancelled.
        DiskFullError: If there is no room for the pictures.
        UnreadableVideoError: If the file cannot be read.
        OSError: If it is not there.
    """
    wanted_s = sorted(keyframe_times_s)
    task = task or Task()
    spool = Spool()
    strip: list[Thumbnail] = []
    keyframes: list[Thumbnail] = []
    with VideoReader(path) as reader:
        sizes = PictureSizes.of(reader.properties)
        last = None
        for picture in reader.frames():
            task.checkpoint(picture.time_s, reader.properties.duration_s)
            if not strip or picture.time_s - strip[-1].time_s >= STRIP_EVERY_S:
                strip.append(Thumbnail(picture.time_s, spool.add(strip_jpeg(picture, sizes))))
            # Stored times are rounded: of the two pictures around one, the nearer is meant.
            while len(keyframes) < len(wanted_s) and picture.time_s >= (at_s := wanted_s[len(keyframes)]):
                nearer = last if last and at_s - last.time_s < picture.time_s - at_s else picture
                jpeg = encode_jpeg(analysis_pixels(nearer, sizes), KEYFRAME_QUALITY)
                keyframes.append(Thumbnail(at_s, spool.add(jpeg)))
            last = picture
        for at_s in wanted_s[len(keyframes) :]:
            if last is not None:
                jpeg = encode_jpeg(analysis_pixels(last, sizes), KEYFRAME_QUALITY)
                keyframes.append(Thumbnail(at_s, spool.add(jpeg)))
    return strip, keyframes
