"""Packets of a container and of joined recordings: reading them, and the times of those that are copied.

The tables of Matroska, MP4 and AVI files belong to one recording: what follows it, as in ``cat a.mkv
b.mkv > c.mkv``, is not shown by any player. Transport and program streams can be joined.
"""

import os
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar, cast

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from videxplore.core.files import open_regular

_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_MOST_BOXES = 10_000
_RIFF_HEADER_BYTES = 12


def first_recording_bytes(file: Path) -> int | None:
    """Where the first of several joined recordings ends, in bytes; None where a file holds only one."""
    try:
        stream = open_regular(file, follow_links=True)
    except OSError:
        return None
    with stream:
        start = stream.read(_RIFF_HEADER_BYTES)
        if start.startswith(_EBML):
            return _end_of_matroska(stream)
        if start.startswith(b"RIFF"):
            return _end_of_riff(stream)
        if start[4:8] == b"ftyp":
            return _end_of_mp4(stream)
    return None


def _end_of_matroska(stream: BinaryIO) -> int | None:
    """Where the first segment ends, if a header follows it."""
    stream.seek(0)
    for element in (_EBML, _SEGMENT):
        if stream.read(len(element)) != element:
            return None
        length = _element_bytes(stream)
        if length is None:
            return None
        stream.seek(length, os.SEEK_CUR)
    end = stream.tell()
    return end if stream.read(len(_EBML)) == _EBML else None


def _element_bytes(stream: BinaryIO) -> int | None:
    """Length of an element of EBML, after its identifier; None where it is open."""
    first = stream.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] & (0x7F >> more)]) + stream.read(more), "big")
    return None if value == (1 << 7 * (more + 1)) - 1 else value


def _end_of_riff(stream: BinaryIO) -> int | None:
    """Where the first list ends, if another file follows and no extension of it."""
    stream.seek(0)
    while (header := stream.read(_RIFF_HEADER_BYTES))[:4] == b"RIFF":
        start = stream.tell() - _RIFF_HEADER_BYTES
        if start and header[8:] == b"AVI ":
            return start
        length = int.from_bytes(header[4:8], "little")
        stream.seek(start + 8 + length + length % 2)
    return None


def _end_of_mp4(stream: BinaryIO) -> int | None:
    """Where a second file begins: its type comes after the table of the first."""
    place, has_table = 0, False
    for _ in range(_MOST_BOXES):
        stream.seek(place)
        header = stream.read(16)
        if len(header) < 8:
            return None
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if kind == b"ftyp" and has_table:
            return place
        has_table |= kind == b"moov"
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length < 8:
            return None
        place += length
    return None


_Kind = TypeVar("_Kind", bound=Stream)

_READ_ON = ("matroska,webm", "avi")
"""Kinds of containers of which FFmpeg reads what was appended, without telling it from the rest."""


def packets(container: InputContainer, *streams: _Kind) -> Iterator["Packet[_Kind]"]:
    """The packets of some streams in the order of the file, then an empty one for each of them.

    Where another recording was appended that cannot be searched, they are those of the first one.

    Raises:
        av.FFmpegError: Where the file is damaged.
    """
    end = (
        first_recording_bytes(Path(container.name.removeprefix("file:")))
        if container.format.name in _READ_ON
        else None
    )
    while True:
        try:
            for packet in cast("Iterator[Packet[_Kind]]", container.demux(*streams)):
                if end is None or not packet.size or packet.pos is None or packet.pos < end:
                    yield packet
        except IndexError:
            # Some containers, and damaged ones, name a stream when its first packet comes. PyAV counted the
            # streams before, and stumbles over that one packet of a stream that nobody asked for.
            continue
        return


_MOST_HELD = 64
"""Packets held until their times are known: more than any codec reorders."""


class PacketTimes(Generic[_Kind]):
    """Gives the packets of one stream of frames the times that a muxer needs.

    Matroska stores presentation times only: FFmpeg leaves the decoding times of the first frames of a
    stream with B-frames open, also after each seek. They are made up so that decoding times rise and none
    is later than the frame's presentation. Durations become the distances to the next frame shown:
    demuxers tell the distances of decoding times, which are others where a frame stays long.
    """

    def __init__(self, frame_ticks: int) -> None:
        """Begin with a stream whose frames are usually ``frame_ticks`` apart."""
        self._frame_ticks = frame_ticks
        self._held: list[Packet[_Kind]] = []
        self._shown: list[int] = []
        self._last_dts: int | None = None
        self._tail = frame_ticks

    def add(self, packet: "Packet[_Kind]") -> Iterator["Packet[_Kind]"]:
        """Take the next packet in decoding order; yield those whose times are known by now."""
        self._held.append(packet)
        self._tail = packet.duration or self._frame_ticks
        if packet.pts is not None:
            insort(self._shown, packet.pts)
        if packet.dts is not None:
            self._make_up(packet.dts)
        while self._held and (len(self._held) > _MOST_HELD or self._is_known(self._held[0], packet.dts)):
            if self._held[0].dts is None:
                self._make_up_last()
            yield self._release()

    def finish(self, end: int | None = None) -> Iterator["Packet[_Kind]"]:
        """Yield the packets that are left; the last frame shown stays until ``end``, if it is given."""
        self._make_up_last()
        while self._held:
            is_last = len(self._held) == 1
            packet = self._release(end)
            if is_last and packet.pts is not None:
                # MP4 takes the length of a track from the packet that is decoded last.
                packet.duration = max(packet.duration or 0, self._tail if end is None else 0)
            yield packet

    def _is_known(self, packet: "Packet[_Kind]", dts: int | None) -> bool:
        """Whether no later packet can be shown between this one and the next one known."""
        if packet.dts is None or dts is None:
            return False
        if packet.pts is None:
            return True
        following = self._following(packet.pts)
        return following is not None and following <= dts

    def _following(self, pts: int) -> int | None:
        place = bisect_right(self._shown, pts)
        return self._shown[place] if place < len(self._shown) else None

    def _release(self, end: int | None = None) -> "Packet[_Kind]":
        packet = self._held.pop(0)
        make_rise(packet, self._last_dts, self._frame_ticks)
        self._last_dts = packet.dts
        if packet.pts is not None:
            following = self._following(packet.pts)
            if following is None:
                following = packet.pts + self._tail if end is None else max(end, packet.pts + 1)
            packet.duration = following - packet.pts
            least = min((held.pts for held in self._held if held.pts is not None), default=packet.pts)
            del self._shown[: bisect_right(self._shown, min(least, packet.pts) - 1)]
        return packet

    def _make_up_last(self) -> None:
        """Make up what is missing where no packet with a decoding time follows."""
        if self._held and self._held[-1].dts is None:
            last = self._held[-1]
            stamps = [held.pts for held in self._held if held.pts is not None]
            after = max(stamps, default=(self._last_dts or 0) + self._frame_ticks)
            last.dts = after if last.pts is None else last.pts
            self._make_up(last.dts)

    def _make_up(self, known: int) -> None:
        """Make up the decoding times that are missing before the newest packet, whose own is known."""
        missing = [packet for packet in self._held if packet.dts is None]
        if not missing:
            return
        until = known
        for packet in reversed(missing):
            until -= self._frame_ticks
            if packet.pts is not None:
                until = min(until, packet.pts)
            packet.dts = until
        last = self._last_dts_before(missing[0])
        if last is not None and until <= last:
            # There is no room for whole frames between the packets around: the gap is divided.
            for number, packet in enumerate(missing, start=1):
                packet.dts = max(last + (known - last) * number // (len(missing) + 1), last + number)

    def _last_dts_before(self, packet: "Packet[_Kind]") -> int | None:
        place = next(number for number, held in enumerate(self._held) if held is packet)
        return self._held[place - 1].dts if place else self._last_dts


def make_rise(packet: "Packet[_Kind]", last_dts: int | None, most_ticks: int, least_ticks: int = 1) -> None:
    """Move a packet whose decoding time does not rise right behind the one before, as muxers want it.

    Its presentation moves only with it, and by ``most_ticks`` at most: stamps that start again stay wrong.
    """
    if last_dts is None or packet.dts is None or packet.dts >= last_dts + least_ticks:
        return
    pts = packet.dts if packet.pts is None else packet.pts
    if pts > last_dts or last_dts - pts < most_ticks:
        least = last_dts + least_ticks
        packet.dts, packet.pts = least, max(pts, least)


def with_times(
    packets: Iterable["Packet[_Kind]"], frame_ticks: int, end: int | None = None
) -> Iterator["Packet[_Kind]"]:
    """The packets of one stream of frames with the times that a muxer needs; see :class:`PacketTimes`.

    Args:
        packets: Packets that hold data, in decoding order.
        frame_ticks: How far apart frames usually are.
        end: The tick until which the last frame is shown; None where its packet tells.
    """
    times: PacketTimes[_Kind] = PacketTimes(frame_ticks)
    for packet in packets:
        yield from times.add(packet)
    yield from times.finish(end)
