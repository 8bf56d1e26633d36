"""Writing parts of several videos, one after the other, as one video."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image

from videxplore.core.errors import ExportError, UnreadableVideoError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, export_file
from videxplore.core.task import Task
from videxplore.core.types import Pixels
from videxplore.video.audio import AudioReader
from videxplore.video.frames.colours import SDR_TAGS
from videxplore.video.reading.opening import media_address
from videxplore.video.reading.reader import VideoReader
from videxplore.video.writing.frame_writing import sdr_encoder
from videxplore.video.writing.sound_writing import SoundWriter
from videxplore.video.writing.writer import named_failures, sound_codec_of


@dataclass(frozen=True, slots=True)
class FilmPart:
    """A part of a video [start_s, end_s)."""

    path: Path
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class FilmFormat:
    """What the frames of a film are like."""

    rate_hz: Fraction
    width_px: int
    height_px: int


def write_joined(
    parts: Sequence[FilmPart],
    form: FilmFormat,
    target: Path,
    task: Task,
    rules: ExportRules = NEW_FILES_ONLY,
) -> Path:
    """Write parts of videos as one video: each as many whole frames long as it lasts, with its sound.

    Frames are shown as on screen: upright, deinterlaced, HDR tone-mapped; those of another shape are fitted
    in, with black margins. Of a part with the frame rate of the film, every frame is there once.

    Args:
        parts: In their order; at least one.
        form: The rate and the size of the film; both sides are made even.
        target: The file; ``.mp4``, ``.m4v``, ``.mov``, ``.mkv`` or ``.webm``.
        task: Learns how many parts are written.
        rules: Which files may be replaced, and whether a taken name is numbered.

    Returns:
        The name the file got.

    Raises:
        ExportError: If it cannot be written as asked; no half file is left.
        UnreadableVideoError: If a video cannot be read.
        Cancelled: If the task was cancelled; no half file is left.
    """
    codec = sound_codec_of(target)
    if not parts:
        raise ExportError("There is nothing to export: the selection is empty.")
    with ExitStack() as stack:
        draft = stack.enter_context(export_file(target, rules))
        with named_failures(target):
            kind = "mp4" if target.suffix.lower() == ".m4v" else None
            with av.open(media_address(draft.scratch), "w", kind) as output:
                _Film(output, form, codec, parts).write(task)
    return draft.target


class _Film:
    """A film while it is written."""

    def __init__(
        self, output: OutputContainer, form: FilmFormat, codec: str, parts: Sequence[FilmPart]
    ) -> None:
        self._output = output
        self._rate_hz = form.rate_hz
        self._parts = parts
        self._size_px = max(2, form.width_px - form.width_px % 2), max(2, form.height_px - form.height_px % 2)
        self._written = 0
        self._video = self._add_video()
        self._sound: SoundWriter | None = None
        for part in parts:
            if self._sound is None and (reader := _sound_of(part.path)) is not None:
                with reader:
                    self._sound = SoundWriter(output, codec, reader)

    def write(self, task: Task) -> None:
        """Write all parts."""
        for number, part in enumerate(self._parts):
            task.checkpoint(number, len(self._parts), "")
            self._write_part(part, number, task)
        self._output.mux(self._video.encode(None))
        if self._sound is not None:
            self._sound.finish()
        task.checkpoint(len(self._parts), len(self._parts), "")

    def _write_part(self, part: FilmPart, number: int, task: Task) -> None:
        count = max(1, round((Fraction(part.end_s) - Fraction(part.start_s)) * self._rate_hz))
        with ExitStack() as stack:
            reader = stack.enter_context(VideoReader(part.path))
            sound = _sound_of(part.path) if self._sound is not None else None
            if sound is not None:
                stack.enter_context(sound)
            if self._sound is not None:
                self._sound.read_from(sound)
                self._sound.begin_segment(part.start_s, part.end_s + 1.0, fades_in=number > 0)
            for done, pixels in enumerate(self._shown(reader, part.start_s, count)):
                self._write_frame(pixels)
                task.checkpoint(number + done / count, len(self._parts), "")
                if self._sound is not None:
                    self._sound.write_until(self._written / self._rate_hz)
            if self._sound is not None:
                is_last = number == len(self._parts) - 1
                self._sound.end_segment(self._written / self._rate_hz, fades_out=not is_last)

    def _shown(self, reader: VideoReader, start_s: float, count: int) -> Iterator[Pixels]:
        """What is on screen at each of so many frames of the film, uint8 (H, W, 3) RGB."""
        frames = reader.frames(start_s)
        coming = next(frames, None)
        if coming is None:
            raise UnreadableVideoError(f"There is no frame at {start_s:.3f} s.")
        shown = self._fitted(coming.to_rgb())
        for number in range(count):
            # A quarter of a frame forgives the rounding of time stamps.
            time_s = start_s + float((number + Fraction(1, 4)) / self._rate_hz)
            latest = None
            while coming is not None and coming.time_s <= time_s:
                latest, coming = coming, next(frames, None)
            if latest is not None:
                shown = self._fitted(latest.to_rgb())
            yield shown

    def _fitted(self, pixels: Pixels) -> Pixels:
        """A frame of the film, uint8 (H, W, 3): scaled to fit, in the middle, on black."""
        width_px, height_px = self._size_px
        if pixels.shape[:2] == (height_px, width_px):
            return pixels
        scale = min(width_px / pixels.shape[1], height_px / pixels.shape[0])
        inner = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
        scaled = np.asarray(Image.fromarray(pixels).resize(inner, Image.Resampling.BICUBIC))
        fitted = np.zeros((height_px, width_px, 3), np.uint8)
        top, left = (height_px - inner[1]) // 2, (width_px - inner[0]) // 2
        fitted[top : top + inner[1], left : left + inner[0]] = scaled
        return fitted

    def _write_frame(self, pixels: Pixels) -> None:
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24").reformat(
            format=self._video.pix_fmt,
            dst_colorspace=SDR_TAGS.matrix,
            dst_color_range=SDR_TAGS.colour_range,
        )
        frame.pts, frame.time_base = self._written, 1 / self._rate_hz
        self._written += 1
        self._output.mux(self._video.encode(frame))

    def _add_video(self) -> VideoStream:
        name, options, pixel_format = sdr_encoder(self._output.format.name)
        video = self._output.add_stream(name, rate=self._rate_hz, options=options)
        if not isinstance(video, VideoStream):
            raise TypeError(f"{name} is not a video codec")
        video.width, video.height = self._size_px
        video.pix_fmt = pixel_format
        context = video.codec_context
        context.time_base = 1 / self._rate_hz
        context.colorspace, context.color_range = SDR_TAGS.matrix_number, SDR_TAGS.colour_range
        context.color_primaries, context.color_trc = SDR_TAGS.primaries, SDR_TAGS.transfer
        return video


def _sound_of(path: Path) -> AudioReader | None:
    """The best sound track of a video; None where it has none that can be decoded."""
    try:
        return AudioReader(path)
    except UnreadableVideoError:
        return None
