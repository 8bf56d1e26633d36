"""Reading a video: what it is, and its frames with exact times."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.container import InputContainer
from av.stream import Discard
from av.video.stream import VideoStream

from videxplore.core.errors import SeekError
from videxplore.core.file_names import display_name
from videxplore.core.limits import LONGEST_VIDEO_S
from videxplore.core.metadata import VideoMetadata
from videxplore.core.types import VideoProperties
from videxplore.video.frames.decoded_frame import DecodedFrame, FrameConverter, Orientation, display_size
from videxplore.video.frames.interlacing import Neighbours, with_neighbours
from videxplore.video.reading.decoding import LeadIn, StreamDecoder
from videxplore.video.reading.hardware import DecoderChoice
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.packets import first_recording_bytes, packets
from videxplore.video.reading.stream_clock import StreamClock, frame_rate_hz
from videxplore.video.reading.tracks import best_video_stream, has_sound
from videxplore.video.recording.file_metadata import read_metadata

# Decoding on is quicker than searching when the asked frame is this near.
_NEAR_S = 1.0
_TIME_TOLERANCE_S = 1e-6


def probe(path: Path) -> VideoProperties:
    """What a file holds, from its header and its first frame, with its metadata.

    Raises:
        UnreadableVideoError: With one sentence that names the file's fault.
    """
    with VideoReader(path, thread_count=1) as reader:
        return reader.described_properties


class VideoReader:
    """Reads one video's frames; used by one thread at a time.

    Only one iterator of a reader is alive at a time: starting another, or asking for a frame, moves the
    place from which the file is read.

    Attributes:
        path: The file.
        properties: What the file holds, without metadata.
    """

    def __init__(
        self,
        path: Path,
        *,
        thread_count: int = 0,
        on_hardware: bool = False,
        track: int | None = None,
    ) -> None:
        """Open a video and decode its first frame.

        Args:
            path: The file; its name may hold anything.
            thread_count: Decoder threads; 0 leaves it to the decoder.
            on_hardware: Decode on a GPU where that can be; see :attr:`decoder`.
            track: Index of the video stream to be read; None for the film, as of
                :func:`videxplore.video.reading.tracks.best_video_stream`.

        Raises:
            UnreadableVideoError: With one sentence that names the file's fault.
        """
        self.path = path
        self._decoder = StreamDecoder(path, thread_count, on_hardware=on_hardware, track=track)
        try:
            self._announced_s, duration_s = _durations(path, self._decoder)
            self.properties = _properties(self._decoder, duration_s)
        except BaseException:
            self._decoder.close()
            raise
        self._converter = FrameConverter(
            self.properties.width_px,
            self.properties.height_px,
            Orientation.of_frame(self._decoder.first_frame),
        )
        self._ahead: Iterator[DecodedFrame] = iter(())
        self._now: DecodedFrame | None = None
        self._next: DecodedFrame | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file and the decoder."""
        self._forget_place()
        self._decoder.close()

    @property
    def decoder(self) -> DecoderChoice:
        """What decodes this video, and why nothing faster."""
        return self._decoder.choice

    @cached_property
    def metadata(self) -> VideoMetadata:
        """When, where and with what it was recorded, and its coding."""
        decoder = self._decoder
        return read_metadata(self.path, decoder.container, decoder.stream, decoder.first_frame)

    @property
    def described_properties(self) -> VideoProperties:
        """The properties with the metadata, as they are stored."""
        return replace(self.properties, metadata=self.metadata)

    @property
    def warnings(self) -> list[str]:
        """Sentences about damage met so far."""
        sentences = []
        name = display_name(self.path)
        damaged_s = self._decoder.damaged_s
        if len(damaged_s) == 1:
            sentences.append(f"One part of {name} could not be decoded, at {min(damaged_s):.1f} s.")
        elif damaged_s:
            count, first = len(damaged_s), f"{min(damaged_s):.1f}"
            sentences.append(f"{count} parts of {name} could not be decoded, the first at {first} s.")
        end_s = min(self._decoder.end_s or self.properties.duration_s, self.properties.duration_s)
        if end_s < self._announced_s - max(0.5, 2 / float(self.properties.frame_rate_hz)):
            sentences.append(
                f"{name} is cut short: it ends at {end_s:.1f} s instead of {self._announced_s:.1f} s."
            )
        if first_recording_bytes(self.path) is not None:
            sentences.append(
                f"Several recordings were joined in {name}, of which only the first, of "
                f"{self.properties.duration_s:.1f} s, can be read."
            )
        return sentences

    def frames(self, start_s: float = 0.0, *, lead_in: LeadIn = "none") -> Iterator[DecodedFrame]:
        """Every frame in display order, from the one on screen at ``start_s``.

        Args:
            start_s: Where to begin.
            lead_in: Which of the frames before it are yielded too, from the sync frame on.
        """
        self._forget_place()
        for time_s, frame, neighbours in with_neighbours(self._decoder.frames(start_s, lead_in=lead_in)):
            yield DecodedFrame(frame, time_s, self._converter, neighbours)

    def reference_frames(self) -> Iterator[DecodedFrame]:
        """The frames that others are predicted from, about every second one of modern video.

        They are exactly those that :meth:`frames` gives, in about half its time. In a stream whose frames
        all serve as references, that is every frame.
        """
        self._forget_place()
        for time_s, frame, neighbours in with_neighbours(self._decoder.reference_frames()):
            yield DecodedFrame(frame, time_s, self._converter, neighbours)

    def sync_frames(self) -> Iterator[DecodedFrame]:
        """Sync frames only: those that can be decoded alone. At least one: the first frame."""
        self._forget_place()
        has_any = False
        for time_s, frame in self._decoder.sync_frames():
            has_any = True
            # What surrounds a sync frame was not decoded.
            neighbours = Neighbours() if frame.interlaced_frame else None
            yield DecodedFrame(frame, time_s, self._converter, neighbours)
        if not has_any:
            # Intra-refresh streams have no sync frames at all.
            yield from (picture for picture, _ in zip(self.frames(), range(1), strict=False))

    def frame_at(self, time_s: float) -> DecodedFrame:
        """The frame on screen at ``time_s``; the first one from time zero until the next.

        Raises:
            SeekError: If the time lies outside the video.
        """
        if not -_TIME_TOLERANCE_S <= time_s <= self.properties.duration_s + _TIME_TOLERANCE_S:
            raise SeekError(
                f"{display_name(self.path)} has no frame at {time_s:.3f} s: "
                f"it is {self.properties.duration_s:.3f} s long."
            )
        if self._now is None or not 0 <= time_s - self._now.time_s <= _NEAR_S:
            self._ahead = self.frames(time_s)
            self._now, self._next = next(self._ahead, None), next(self._ahead, None)
        while self._next is not None and self._next.time_s <= time_s + _TIME_TOLERANCE_S:
            self._now, self._next = self._next, next(self._ahead, None)
        if self._now is None:
            raise SeekError(f"The frame of {display_name(self.path)} at {time_s:.3f} s cannot be decoded.")
        return self._now

    def _forget_place(self) -> None:
        self._now = self._next = None


def _properties(decoder: StreamDecoder, duration_s: float) -> VideoProperties:
    stream, frame = decoder.stream, decoder.first_frame
    orientation = Orientation.of_frame(frame)
    width_px, height_px = display_size(frame.width, frame.height, stream.sample_aspect_ratio, orientation)
    return VideoProperties(
        duration_s=duration_s,
        frame_rate_hz=frame_rate_hz(stream),
        width_px=width_px,
        height_px=height_px,
        rotation_deg=orientation.rotation_deg,
        codec=stream.codec_context.codec.canonical_name,
        pixel_format=frame.format.name,
        has_audio=has_sound(decoder.container, stream),
    )


def _durations(path: Path, decoder: StreamDecoder) -> tuple[float, float]:
    """Seconds the file announces, and seconds it really holds as far as packets tell; at least one frame."""
    stream, clock = decoder.stream, decoder.clock
    announced = decoder.container.duration
    if decoder.last_tick is not None:
        announced_s = held_s = clock.seconds(decoder.last_tick)
    elif stream.duration is not None:
        announced_s = clock.seconds(_start(decoder) + stream.duration)
        held_s = min(announced_s, _indexed_end_s(path, decoder))
    else:
        held_s = _packets_end_s(path, decoder)
        # Of a file that starts late it is the time of its end or its length, by the program that wrote it.
        late_s = max(0.0, float(clock.zero * clock.time_base))
        announced_s = held_s if announced is None else max(held_s, announced / av.time_base - late_s)
    shortest_s = clock.seconds(decoder.first_tick + clock.frame_ticks)
    return _possible_s(announced_s, shortest_s), _possible_s(held_s, shortest_s)


def _possible_s(length_s: float, shortest_s: float) -> float:
    return min(max(length_s, shortest_s), LONGEST_VIDEO_S)


def _start(decoder: StreamDecoder) -> int:
    """The tick from which the length of a stream counts, as its container announces it."""
    if decoder.clock.starts_with_first_frame:
        return decoder.first_tick
    kind = decoder.container.format.name
    if kind == "asf":
        return 0
    # FFmpeg takes the start from the first packet with a decoding time, which Matroska does not have.
    start = min(decoder.stream.start_time or 0, max(decoder.first_tick, 0))
    # NUT notes when the last frame begins.
    return start + (decoder.clock.frame_ticks if kind == "nut" else 0)


def _indexed_end_s(path: Path, decoder: StreamDecoder) -> float:
    """Where the file's index begins to point behind the file's end; infinite for a whole file."""
    entries = decoder.stream.index_entries
    size_bytes = path.stat().st_size
    if not len(entries) or entries[-1].pos + entries[-1].size <= size_bytes:
        return float("inf")
    lost = next(entry for entry in entries if entry.pos + entry.size > size_bytes)
    return decoder.clock.seconds(lost.timestamp)


def _packets_end_s(path: Path, decoder: StreamDecoder) -> float:
    """The end of the last packet: read from the last sync frame on, or from the start if need be."""
    with open_media(path) as container:
        stream = best_video_stream(container, path, decoder.stream.index)
        for other in container.streams:
            if other.index != stream.index:
                other.discard = Discard.all
        last = None
        if container.duration is not None:
            last = _last_tick(container, stream, decoder.clock, container.duration / av.time_base)
        if last is None:
            last = _last_tick(container, stream, decoder.clock, 0.0)
    return decoder.clock.seconds(decoder.first_tick if last is None else last)


def _last_tick(
    container: InputContainer, stream: VideoStream, clock: StreamClock, start_s: float
) -> int | None:
    """The latest end of the packets from ``start_s`` on; None where the container has none there."""
    last = None
    try:
        container.seek(clock.ticks(start_s), stream=stream)
        for packet in packets(container, stream):
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is not None:
                last = max(last or stamp, stamp + (packet.duration or clock.frame_ticks))
    except av.FFmpegError:
        # What could be read until the damage counts.
        return last
    return last
