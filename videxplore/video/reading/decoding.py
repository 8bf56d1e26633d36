"""Decoding one stream: packets to frames with exact times, over damage, from any time."""

import errno
import logging
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import av
from av.codec.context import ThreadType
from av.stream import Discard
from av.video.stream import VideoStream

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.limits import LONGEST_VIDEO_S, MOST_FRUITLESS_PACKETS
from videxplore.video.frames.canvas import Canvas
from videxplore.video.reading.hardware import PROCESSOR, DecoderChoice, open_with_hardware
from videxplore.video.reading.opening import decoder_threads, generate_pts, open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.stamp_index import StampIndex, checked_stamps
from videxplore.video.reading.stream_clock import StreamClock
from videxplore.video.reading.tracks import best_video_stream

Skip: TypeAlias = Literal["DEFAULT", "NONREF", "NONKEY"]
"""Which frames a decoder leaves out: none, those no other is predicted from, all but sync frames."""

LeadIn: TypeAlias = Literal["none", "references", "all"]
"""What is decoded before the requested frame, from the sync frame on: nothing, what others need, all."""

_NOT_ASKED = DecoderChoice(PROCESSOR, "Hardware decoding was not asked for.")

_log = logging.getLogger(__name__)

_LOST_DEVICE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN}
_MAX_DRAINS = 64
_MOST_EQUAL_STAMPS = 16
_US = 1_000_000


class StreamDecoder:
    """The decoder of one video stream of a file.

    Attributes:
        stream: The stream being decoded.
        clock: Its times.
        last_tick: Where its packets end; None where that was not found.
        index: The corrected time stamps of its packets; None where the file's own can be trusted.
        first_frame: The first frame that can be decoded.
        damaged_s: Where packets could not be decoded, in seconds.
        end_s: Where decoding last came to its end; None until it did.
        choice: What decodes, and why.
    """

    def __init__(
        self, path: Path, thread_count: int = 0, *, on_hardware: bool = False, track: int | None = None
    ) -> None:
        """Open the file and decode its first frame.

        Args:
            path: The file.
            thread_count: Decoder threads; 0 leaves it to the decoder.
            on_hardware: Decode on a GPU where that can be.
            track: Index of the stream; the best one where it is None or no video.

        Raises:
            UnreadableVideoError: If the file holds no video that can be decoded.
        """
        self._path = path
        self._thread_count = thread_count
        self._on_hardware = on_hardware
        self._track = track
        self.damaged_s: set[float] = set()
        self.end_s: float | None = None
        self._open()
        self._check_stamps()
        self._use_stamps()
        try:
            self.first_tick, self.first_frame = self._first()
        except BaseException:
            self.close()
            raise
        # A damaged header may announce a start later than the frames'.
        if self.clock.starts_with_first_frame or self.first_tick < self.clock.zero:
            self.clock.zero = Fraction(self.first_tick)
            self.damaged_s.clear()

    def close(self) -> None:
        """Release the file and the decoder."""
        self.container.close()

    def frames(
        self, start_s: float = 0.0, *, lead_in: LeadIn = "none"
    ) -> Iterator[tuple[float, av.VideoFrame]]:
        """Every frame with its time, in display order, from the one on screen at ``start_s``.

        Args:
            start_s: Where to begin.
            lead_in: Which of the frames before it are yielded too.
        """
        target = self.clock.ticks(start_s)
        if lead_in == "none":
            stamped = self.stamped_from(target)
        else:
            stamped = self._stamped_before(target, with_needless=lead_in == "all")
        yield from self._on_screen(stamped)

    def stamped_from(self, target: int) -> Iterator[tuple[int, av.VideoFrame]]:
        """Frames with their ticks, from the last one not after ``target``, or else from the first."""
        held: tuple[int, av.VideoFrame] | None = None
        for tick, frame in self._stamped_before(target, with_needless=False):
            if tick <= target:
                held = tick, frame
                continue
            if held is not None:
                yield held
                held = None
            yield tick, frame
        if held is not None:
            yield held

    def reference_frames(self) -> Iterator[tuple[float, av.VideoFrame]]:
        """The frames that others are predicted from, unchanged; the decoder skips the rest."""
        # Frames that are counted must all come.
        skip: Skip = "DEFAULT" if self.clock.counts_frames else "NONREF"
        yield from self._on_screen(self._from_start(skip=skip))

    def sync_frames(self) -> Iterator[tuple[float, av.VideoFrame]]:
        """Sync frames only; the packets of all others never reach the decoder."""
        yield from self._on_screen(self._from_start(skip="NONKEY"))

    def _on_screen(
        self, stamped: Iterator[tuple[int, av.VideoFrame]]
    ) -> Iterator[tuple[float, av.VideoFrame]]:
        """Frames with their times; those of impossible times, which damage brings out, are never shown."""
        for tick, frame in stamped:
            time_s = self.clock.seconds(tick)
            if -1 / _US < time_s <= LONGEST_VIDEO_S:
                yield time_s, frame

    def _sync_tick(self, frame: av.VideoFrame) -> int:
        """Time stamp of a frame decoded without its neighbours.

        Its decoding time is then that of a later packet, so where only those exist the made-up presentation
        times serve: they are right for sync frames, up to a constant.
        """
        if self.clock.counts_frames and frame.pts is not None:
            return frame.pts
        if self.clock.is_dts_only and frame.pts is not None and self.first_frame.pts is not None:
            return frame.pts - self.first_frame.pts + self.first_tick
        return self.clock.tick(frame)

    def _open(self) -> None:
        if self._on_hardware:
            self.container, self.choice = open_with_hardware(self._path, self._track)
        else:
            self.container, self.choice = open_media(self._path), _NOT_ASKED
        try:
            self.stream = best_video_stream(self.container, self._path, self._track)
        except BaseException:
            self.container.close()
            raise
        for stream in self.container.streams:
            if stream.index != self.stream.index:
                stream.discard = Discard.all
        if not self.stream.codec_context.is_open:
            self.stream.codec_context.thread_type = ThreadType.AUTO
            self.stream.codec_context.thread_count = decoder_threads(
                self._path, self.stream, self._thread_count
            )
        self._canvas = Canvas(self.container, self.stream)

    def _check_stamps(self) -> None:
        """Find out whether the packets need corrected stamps; the container is at its start after it."""
        try:
            self.index, self.last_tick = checked_stamps(self._path, self.container, self.stream)
        except BaseException:
            self.close()
            raise

    def _use_stamps(self) -> None:
        """Begin with the packets and the clock of a container that is at its start."""
        self._corrected: Iterator[av.Packet[VideoStream]] | None = None
        if self.index is not None:
            generate_pts(self.container, on=False)
            self._corrected = self.index.corrected_from_start(self.container, self.stream)
        counts_frames = self.index is not None and self.index.counts_frames
        self.clock = StreamClock(self.container, self.stream, counts_frames=counts_frames)
        self.clock.restart()

    def _first(self) -> tuple[int, av.VideoFrame]:
        first = next(self._stamped(), None)
        if first is None:
            what = f"{display_name(self._path)} has a video track, but not one frame of it can be decoded"
            # Its container does not say how large they are, and FFmpeg could not find out.
            is_large = self.stream.width == 0
            raise UnreadableVideoError(f"{what}: they are too large or damaged." if is_large else f"{what}.")
        return first

    def _from_start(
        self, *, skip: Skip = "DEFAULT", needless_before: int | None = None
    ) -> Iterator[tuple[int, av.VideoFrame]]:
        """Every frame that is not skipped, whether or not searching for the start finds it."""
        if self.seek(min(self.first_tick, self.stream.start_time or 0)):
            stamped = self._stamped(skip=skip, needless_before=needless_before)
            first = next(stamped, None)
            if first is not None and first[0] == self.first_tick:
                yield first
                yield from stamped
                return
        self._reopen()
        yield from self._stamped(skip=skip, needless_before=needless_before)

    def packets(self) -> "Iterator[av.Packet[VideoStream]]":
        """The packets from the place that was last searched for; an empty one ends them.

        Raises:
            av.FFmpegError: Where the file is damaged.
        """
        return packets(self.container, self.stream) if self._corrected is None else self._corrected

    def seek(self, tick: int) -> bool:
        """Move to a sync frame about ``tick``; False where the container cannot be searched."""
        self.clock.restart()
        if self.index is not None:
            return self._seek_by_index(self.index, tick)
        try:
            self.container.seek(tick, stream=self.stream)
        except av.FFmpegError:
            return False
        return True

    def _seek_by_index(self, index: StampIndex, tick: int) -> bool:
        number = index.sync_before(tick)
        reading = index.corrected(self.container, self.stream, number) if number else None
        if reading is None:
            return False
        self._corrected = reading
        self.clock.restart(index.first_tick(number))
        return True

    def _reopen(self) -> None:
        """Read from the very beginning again: raw streams and some damaged files cannot be searched."""
        zero = self.clock.zero
        self.container.close()
        self._open()
        self._use_stamps()
        self.clock.zero = zero

    def _stamped_before(self, target: int, *, with_needless: bool) -> Iterator[tuple[int, av.VideoFrame]]:
        """Frames from a sync frame shown at or before ``target``.

        Containers search by decoding time or by rough indexes, and may land too late: then from further back.

        Args:
            target: A time stamp.
            with_needless: Whether frames before it that no other is predicted from are decoded too.
        """
        # Made-up time stamps don't tell which frame is on screen.
        has_no_pts = self.clock.is_dts_only or self.clock.counts_frames
        needless_before = None if with_needless or has_no_pts else target
        step = max(1, round(1 / self.clock.time_base))
        back = 0
        while target - back > self.first_tick and self.seek(target - back):
            stamped = self._stamped(needless_before=needless_before)
            first = next(stamped, None)
            # Some indexes call frames sync frames that are none; what follows such a one is garbage.
            if first is not None and first[0] <= target and first[1].key_frame:
                yield first
                yield from stamped
                return
            back = 2 * back + step
        yield from self._from_start(needless_before=needless_before)

    def _stamped(
        self, *, skip: Skip = "DEFAULT", needless_before: int | None = None
    ) -> Iterator[tuple[int, av.VideoFrame]]:
        self.stream.codec_context.skip_frame = skip
        sync_only = skip == "NONKEY"
        tick = None
        for frame in self._decoded(sync_only=sync_only, needless_before=needless_before):
            # Near the end the decoder gives a frame after all packets, whose times it could have.
            comes_alone = tick is None and frame.dts is None and self.clock.is_dts_only
            tick = self._sync_tick(frame) if sync_only or comes_alone else self.clock.tick(frame)
            if comes_alone:
                self.clock.go_on_from(tick)
            yield tick, self._canvas.shown(frame)
        if tick is not None and not sync_only:
            self.end_s = self.clock.seconds(tick + (frame.duration or self.clock.frame_ticks))

    def _decoded(
        self, *, sync_only: bool = False, needless_before: int | None = None
    ) -> Iterator[av.VideoFrame]:
        """Frames as the decoder gives them, over damaged packets."""
        waiting = self._announced()
        last_known: int | None = None
        last_sync: int | None = None
        fruitless = 0
        while fruitless <= MOST_FRUITLESS_PACKETS:
            try:
                packet = next(waiting)
            except StopIteration:
                return
            except av.FFmpegError as error:
                self._refuse_lost_device(error)
                _log.info("reading of %s ended early: %s", self._path, error)
                yield from self._drained()
                return
            if packet.size == 0:
                yield from self._drained()
                continue
            if sync_only and not packet.is_keyframe:
                if packet.pts != last_sync:
                    self.clock.withdraw(packet.pts)
                continue
            last_sync = packet.pts
            if needless_before is not None:
                last_known = self._skip_needless(packet, needless_before, last_known)
            try:
                frames = packet.decode()
            except av.FFmpegError:
                self._note_damage(packet)
                frames = []
            fruitless = 0 if frames else fruitless + 1
            yield from frames
        _log.info("%s holds %d packets in a row without a frame: it ends there", self._path, fruitless)
        yield from self._drained()

    def _announced(self) -> "Iterator[av.Packet[VideoStream]]":
        """The packets, each of which comes when all that have the same time stamp are known to the clock."""
        held: deque[av.Packet[VideoStream]] = deque()
        try:
            for packet in self.packets():
                self.clock.announce(packet.pts, is_sync=packet.is_keyframe)
                while held and (held[0].pts != packet.pts or len(held) > _MOST_EQUAL_STAMPS):
                    yield held.popleft()
                held.append(packet)
        except av.FFmpegError:
            yield from held
            raise
        yield from held

    def _skip_needless(
        self, packet: "av.Packet[VideoStream]", target: int, last_known: int | None
    ) -> int | None:
        """Leave the packet's frame out if it is gone from the screen before ``target`` and nothing needs it.

        Frames that no other is predicted from come after the frame that follows them on screen.

        Returns:
            The last time stamp not after ``target`` that has come so far.
        """
        if packet.pts is None:
            # The second field of a frame goes the way of its first.
            return last_known
        is_gone = last_known is not None and packet.pts < last_known
        if packet.pts <= target and not is_gone:
            last_known = packet.pts
        self.stream.codec_context.skip_frame = "NONREF" if is_gone else "DEFAULT"
        return last_known

    def _drained(self) -> Iterator[av.VideoFrame]:
        """The frames still in the decoder; each damaged one among them ends one attempt to fetch the rest."""
        for _ in range(_MAX_DRAINS):
            try:
                frames = self.stream.decode(None)
            except av.EOFError:
                return
            except av.FFmpegError:
                continue
            yield from frames
            return

    def _note_damage(self, packet: "av.Packet[VideoStream]") -> None:
        stamp = packet.pts if packet.pts is not None else packet.dts
        self.damaged_s.add(self.clock.seconds(stamp) if stamp is not None else 0.0)

    def _refuse_lost_device(self, error: av.FFmpegError) -> None:
        if error.errno in _LOST_DEVICE:
            reason = error.strerror or "the drive does not answer"
            raise UnreadableVideoError(
                f"{display_name(self._path)} could not be read to its end: {reason}."
            ) from error
