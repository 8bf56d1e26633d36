"""The shots of a video file, from every frame or, of large videos, from the reference frames."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from videxplore.core.task import Task
from videxplore.core.types import Pixels, VideoProperties
from videxplore.services.indexing.cut_placement import LookedAt, Span, placed, small_pixels
from videxplore.video.cuts import ShotDetector
from videxplore.video.decoded_frame import DecodedFrame
from videxplore.video.reader import VideoReader

SKIPPING_AREA_PX = 1280 * 720
SKIPPING_RATE_HZ = 20


def find_shots(path: Path, task: Task | None = None) -> Sequence[Span]:
    """Start and end in seconds of every shot of a video; together they cover it.

    Raises:
        UnreadableVideoError: If the file cannot be read.
        Cancelled: If the task was cancelled.
    """
    with VideoReader(path) as reader:
        finder = ShotFinder(reader, ShotDetector(), task or Task())
        for _ in finder.frames():
            pass
        return finder.finish()


class ShotFinder:
    """Detects the shots of one video while its frames go by."""

    def __init__(self, reader: VideoReader, detector: ShotDetector, task: Task) -> None:
        """Look at nothing yet.

        Args:
            reader: The open video.
            detector: A new one.
            task: Learns how many seconds of the video are done; cancels.
        """
        self._reader = reader
        self._detector = detector
        self._task = task
        self._skips = _may_skip(reader.properties)
        self._looked_at = LookedAt()
        self._end_s = reader.properties.duration_s

    def frames(self) -> Iterator[tuple[DecodedFrame, Pixels]]:
        """The frames that are looked at, each with its small pixels, uint8 (27, 48, 3).

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read to its end.
        """
        reader = self._reader
        for picture in reader.reference_frames() if self._skips else reader.frames():
            self._task.checkpoint(picture.time_s, reader.properties.duration_s)
            pixels = small_pixels(picture)
            self._detector.push(pixels, picture.time_s)
            self._looked_at.add(picture)
            self._end_s = max(self._end_s, picture.time_s)
            yield picture, pixels

    def finish(self) -> Sequence[Span]:
        """The shots [start_s, end_s), which together cover the video; ask when all frames went by.

        Raises:
            Cancelled: If the task was cancelled.
        """
        spans_s = self._detector.finish(self._end_s)
        return placed(self._reader, spans_s, self._looked_at, self._task) if self._skips else spans_s


def _may_skip(properties: VideoProperties) -> bool:
    """Whether a video is so large that pictures no other is predicted from are left out.

    They are half of modern video, and decoding takes nearly all of the time of large pictures. On known shots
    the boundaries found on the others are as good but for one in forty; small videos are looked at whole.
    """
    area_px = properties.width_px * properties.height_px
    return area_px >= SKIPPING_AREA_PX and properties.frame_rate_hz >= SKIPPING_RATE_HZ
