"""Where in a file each frame is, and when it is shown, for files that do not say so themselves.

Most containers hold a table of their frames, or stamps that only rise. Three kinds hold neither: streams
without a container, which have no time stamps; recordings joined end to end, whose stamps start again; and
broadcast streams that were interrupted. Their packets are read once, and every use of the file follows the
table that comes out: reading on, seeking, the length, copies and sound.
"""

import zlib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.container import InputContainer
from av.stream import Discard
from av.video.stream import VideoStream

from videxplore.core.limits import MOST_INDEXED_PACKETS
from videxplore.video.reading.opening import (
    generate_pts,
    generates_pts,
    has_no_stamps,
    may_start_again,
    open_media,
)
from videxplore.video.reading.packets import packets
from videxplore.video.reading.stamp_correction import NO_STAMP, PacketTable, Part, correct, part_end, part_of
from videxplore.video.reading.stream_clock import frame_ticks

_START_CODE = b"\0\0\1"
_H264_SLICES = range(1, 6)
_H264_REFRESH = 5
_HEVC_RADL, _HEVC_RASL = range(6, 8), range(8, 10)
_HEVC_SYNC = range(16, 22)


class FrameKind(IntEnum):
    """How a frame relates to the sync frames before it in the file.

    Attributes:
        OTHER: Neither of the others.
        SYNC: Decoding can begin here, and nothing that follows is shown before what comes before.
        LEADING: Shown before the sync frame it follows.
        SKIPPED: The same, and not decodable where decoding begins with that sync frame.
    """

    OTHER = 0
    SYNC = 1
    LEADING = 2
    SKIPPED = 3


def frame_kind(codec: str, data: bytes) -> FrameKind:
    """The kind of a packet's frame from its first slice.

    Source: ITU-T H.264, table 7-1, and H.265, table 7-1.

    Args:
        codec: ``h264`` or ``hevc``; other codecs hold nothing that could be told.
        data: The packet's first bytes, in the format of Annex B.
    """
    if codec not in ("h264", "hevc"):
        return FrameKind.OTHER
    place = data.find(_START_CODE)
    while 0 <= place < len(data) - 3:
        header = data[place + 3]
        if codec == "h264" and header & 0x1F in _H264_SLICES:
            return FrameKind.SYNC if header & 0x1F == _H264_REFRESH else FrameKind.OTHER
        if codec == "hevc" and header >> 1 & 0x3F < 32:
            return _hevc_kind(header >> 1 & 0x3F)
        place = data.find(_START_CODE, place + 3)
    return FrameKind.OTHER


def _hevc_kind(unit: int) -> FrameKind:
    if unit in _HEVC_SYNC:
        return FrameKind.SYNC
    if unit in _HEVC_RADL:
        return FrameKind.LEADING
    return FrameKind.SKIPPED if unit in _HEVC_RASL else FrameKind.OTHER


if TYPE_CHECKING:
    from av.packet import Packet

_CHECKED_BYTES = 512
_HEADER_BYTES = 4096
"""Parameter sets and comments come before the slices of a frame."""

_MOST_GARBAGE_PACKETS = 500
"""Packets after a seek among which the wanted one must be: rests of the frame before it, and others."""
_MOST_MISSED_PACKETS = 64

_JITTER_S = Fraction(1, 2)
_LONGEST_PAUSE_S = 3600
"""Stamps that jump farther ahead belong to another recording, unless a table of frames says otherwise."""

_MIB = 1 << 20
_FEWEST_SAMPLES, _MOST_SAMPLES = 8, 48
_TAIL_BYTES = _MIB


class StampIndex:
    """The packets of a stream with corrected time stamps.

    Attributes:
        counts_frames: Whether the stream has no stamps at all: frames are then counted as they are decoded,
            since only the decoder knows their order.
        end: The tick at which the last frame ends.
    """

    def __init__(
        self, table: PacketTable, parts: list[Part], frame_ticks: int, late: dict[int, int] | None = None
    ) -> None:
        """Use a table whose stamps are corrected.

        Args:
            table: The packets.
            parts: The recordings they come from.
            frame_ticks: How far apart frames usually are.
            late: For a stream without stamps: how much later than its sync frames' decoding times the first
                frame is shown that is decoded from each on.
        """
        self._table = table
        self._parts = parts
        # Where decoding begins with a sync frame whose leading frames are skipped, it begins later.
        self._late = dict(late or {})
        self.counts_frames = late is not None
        self.end = part_end(table, 0, len(table), frame_ticks)
        self._sync_pts = [table.pts[number] for number in table.sync]

    def sync_before(self, tick: int) -> int:
        """The number of the sync packet shown last at or before a tick; 0 where there is none."""
        place = bisect_right(self._sync_pts, tick) - 1
        return self._table.sync[place] if place >= 0 else 0

    def first_tick(self, number: int) -> int:
        """When the first frame is shown that is decoded from a sync packet on, where frames are counted."""
        return self._table.dts[number] + self._late.get(number, 0)

    def position(self, number: int) -> int:
        """The byte of the file from which a packet can be read."""
        return self._table.positions[number]

    def corrected(
        self, container: InputContainer, stream: VideoStream, number: int
    ) -> "Iterator[Packet[VideoStream]] | None":
        """Seek to a packet; it and those that follow it, with corrected stamps.

        Returns:
            None where the packet is not found again.
        """
        try:
            container.seek(self._table.positions[number], any_frame=True, unsupported_byte_offset=True)
            reading = packets(container, stream)
            for packet, _ in zip(reading, range(_MOST_GARBAGE_PACKETS), strict=False):
                if self._is(packet, number):
                    return self._stamped(packet, reading, number)
        except av.FFmpegError:
            return None
        return None

    def corrected_from_start(
        self, container: InputContainer, stream: VideoStream
    ) -> "Iterator[Packet[VideoStream]]":
        """The packets of a freshly opened container, with corrected stamps."""
        reading = packets(container, stream)
        near = range(min(_MOST_MISSED_PACKETS, len(self._table)))
        for packet in reading:
            number = next((one for one in near if self._is(packet, one)), None)
            if number is not None:
                yield from self._stamped(packet, reading, number)
                return

    def sound_shift(self, position: int, stamp: Fraction) -> int:
        """What is added to a stamp of the sound read at a byte of the file, in ticks of the video."""
        number = max(0, bisect_right(self._table.positions, position) - 1)
        near = part_of(self._parts, number)
        expected = self._table.dts[number]
        candidates = self._parts[max(0, near - 1) : near + 2]
        return min((part.shift for part in candidates), key=lambda shift: abs(stamp + shift - expected))

    def _is(self, packet: "Packet[VideoStream]", number: int) -> bool:
        return packet.size == self._table.sizes[number] and _checksum(packet) == self._table.checksums[number]

    def _stamped(
        self, packet: "Packet[VideoStream]", reading: "Iterator[Packet[VideoStream]]", number: int
    ) -> "Iterator[Packet[VideoStream]]":
        yield self._with_stamps(packet, number)
        for packet in reading:
            if not packet.size:
                yield packet
                continue
            found = self.correct(packet, number + 1)
            if found is not None:
                number = found
                yield packet

    def correct(self, packet: "Packet[VideoStream]", expected: int) -> int | None:
        """Correct the stamps of a packet that comes about as the ``expected`` one.

        Returns:
            Its number; None where it holds no frame.
        """
        near = range(expected, min(expected + _MOST_MISSED_PACKETS, len(self._table)))
        found = next((one for one in near if self._is(packet, one)), None)
        if found is not None:
            self._with_stamps(packet, found)
        return found

    def _with_stamps(self, packet: "Packet[VideoStream]", number: int) -> "Packet[VideoStream]":
        packet.dts = self._table.dts[number]
        packet.pts = self._table.pts[number]
        return packet


def checked_stamps(
    path: Path, container: InputContainer, stream: VideoStream
) -> tuple[StampIndex | None, int | None]:
    """See whether the time stamps of a file's best video stream can be trusted.

    Args:
        path: The file.
        container: The file as it was just opened; its place may be moved to the start.
        stream: Its best video stream.

    Returns:
        Corrected stamps, or None where its own can be trusted; and the tick at which the stream ends, where
        that was found.
    """
    status = path.stat()
    is_doubtful, end = has_no_stamps(container), None
    if not is_doubtful and may_start_again(container):
        is_doubtful, end = _sampled(path, container, stream)
    if not is_doubtful:
        return None, end
    index = _scanned(path, status.st_size, status.st_mtime_ns, stream.index)
    return index, end if index is None else index.end


def _sampled(path: Path, opened: InputContainer, stream: VideoStream) -> tuple[bool, int | None]:
    """Whether stamps start again, as far as samples from all over the file say; and where the stream ends."""
    if opened.duration is None:
        return True, None
    if opened.format.name == "mpegts":
        # It begins at its first byte again as if it had just been opened, and takes longest to open.
        return _samples(path, opened, stream)
    with closing(open_media(path)) as container:
        return _samples(path, container, _only(container, stream.index))


def _samples(path: Path, container: InputContainer, stream: VideoStream) -> tuple[bool, int | None]:
    size_bytes = path.stat().st_size
    count = min(_MOST_SAMPLES, max(_FEWEST_SAMPLES, size_bytes // _MIB))
    generates = generates_pts(container)
    generate_pts(container, on=False)
    end, parts = None, []
    try:
        stamps = [_stamp_at(container, stream, size_bytes * at // count) for at in range(count)]
        container.seek(max(0, size_bytes - _TAIL_BYTES), any_frame=True, unsupported_byte_offset=True)
        tail, _ = _read(container, stream)
        if len(tail):
            stamps += [tail.stamp(0), tail.stamp(len(tail) - 1)]
            parts = correct(tail, *_ticks(stream))
            end = part_end(tail, 0, len(tail), frame_ticks(stream))
        container.seek(0, any_frame=True, unsupported_byte_offset=True)
    except av.FFmpegError:
        return False, None
    generate_pts(container, on=generates)
    known = [stamp for stamp in stamps if stamp is not None and stamp != NO_STAMP]
    _, jitter, longest_pause = _ticks(stream)
    jumps = any(not -jitter <= later - earlier <= longest_pause for earlier, later in pairwise(known))
    return jumps or len(parts) > 1, end


def _ticks(stream: VideoStream) -> tuple[int, int, int]:
    """The distance of frames, and how far stamps may go back and ahead within a recording, in ticks."""
    second = 1 / (stream.time_base or Fraction(1, 90_000))
    return frame_ticks(stream), round(_JITTER_S * second), round(_LONGEST_PAUSE_S * second)


def _stamp_at(container: InputContainer, stream: VideoStream, position: int) -> int | None:
    """The first decoding time after a byte of a file."""
    container.seek(position, any_frame=True, unsupported_byte_offset=True)
    for packet in packets(container, stream):
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is not None:
            return stamp
    return None


@lru_cache(maxsize=8)
def _scanned(path: Path, size_bytes: int, modified_ns: int, number: int) -> StampIndex | None:
    """The index of a file; kept while the file stays the same, since each use of it opens it again."""
    with closing(open_media(path)) as container:
        stream = _only(container, number)
        generate_pts(container, on=False)
        ticks = frame_ticks(stream)
        table, kinds = _read(container, stream)
        if not len(table):
            return None
        if all(pts == NO_STAMP for pts in table.pts):
            return StampIndex(table, [Part(0, 0)], ticks, _count(table, kinds, ticks))
        return StampIndex(table, correct(table, *_ticks(stream)), ticks)


def _only(container: InputContainer, number: int) -> VideoStream:
    """A video stream of a file of which no other is to be read."""
    for other in container.streams:
        if other.index != number:
            other.discard = Discard.all
    return next(stream for stream in container.streams.video if stream.index == number)


def _read(container: InputContainer, stream: VideoStream) -> tuple[PacketTable, bytes]:
    """What the packets of a stream are, and the kinds of their frames where they have no stamps."""
    table, kinds = PacketTable(), bytearray()
    codec = stream.codec_context.codec.canonical_name
    position = 0
    try:
        for packet in packets(container, stream):
            if not packet.size or _is_header(codec, packet):
                continue
            if len(table) == MOST_INDEXED_PACKETS:
                return PacketTable(), b""
            has_stamp = packet.pts is not None or packet.dts is not None
            kind = FrameKind.OTHER if has_stamp else frame_kind(codec, _first_bytes(packet))
            kinds.append(kind)
            if packet.is_keyframe and (has_stamp or kind is FrameKind.SYNC):
                table.sync.append(len(table))
            position = max(position, packet.pos or 0)
            table.pts.append(NO_STAMP if packet.pts is None else packet.pts)
            table.dts.append(NO_STAMP if packet.dts is None else packet.dts)
            table.durations.append(packet.duration or 0)
            table.positions.append(position)
            table.sizes.append(packet.size)
            table.checksums.append(_checksum(packet))
    except av.FFmpegError:
        # What could be read until the damage counts.
        return table, bytes(kinds)
    return table, bytes(kinds)


def _count(table: PacketTable, kinds: bytes, frame_ticks: int) -> dict[int, int]:
    """Make up the stamps of a stream that has none, in place.

    Returns:
        For sync frames: how much later than its decoding time the first frame is shown that is decoded from
        it on.
    """
    tick = 0
    for number, duration in enumerate(table.durations):
        table.pts[number] = table.dts[number] = tick
        tick += duration or frame_ticks
    late = {}
    for number in table.sync:
        until = number + 1
        while until < len(kinds) and kinds[until] in (FrameKind.LEADING, FrameKind.SKIPPED):
            until += 1
        table.pts[number] += (until - number - 1) * frame_ticks
        late[number] = kinds[number + 1 : until].count(FrameKind.SKIPPED) * frame_ticks
    return late


def _is_header(codec: str, packet: "Packet[VideoStream]") -> bool:
    """Whether a packet of a joined Ogg file holds no frame but begins the next recording."""
    return codec == "theora" and bool(memoryview(packet)[0] & 0x80)


def _first_bytes(packet: "Packet[VideoStream]") -> bytes:
    return bytes(memoryview(packet)[:_HEADER_BYTES])


def _checksum(packet: "Packet[VideoStream]") -> int:
    return zlib.crc32(memoryview(packet)[:_CHECKED_BYTES])
