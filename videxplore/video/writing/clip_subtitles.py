"""The subtitles of a clip: those shown in parts of another file, at their new times."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Discard, Stream

from videxplore.video.reading.opening import open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.tracks import best_video_stream
from videxplore.video.writing.copied_streams import CopiedStreams

_LONGEST_SHOWN_S = 15
"""How long before a part a subtitle may begin that is still shown in it."""


class ClipSubtitles:
    """Writes the subtitles of some parts of a file into a new one."""

    def __init__(self, source: Path, output: OutputContainer) -> None:
        """Add the subtitle streams to a file whose header is not written yet.

        Raises:
            UnreadableVideoError: If the source cannot be read.
        """
        self._container = open_media(source)
        self._output = output
        self._film = best_video_stream(self._container, source)
        self._zero_s = Fraction(self._container.start_time or 0, av.time_base)
        self._copied = CopiedStreams(self._container, output, only_subtitles=True)
        self._written: dict[int, Fraction] = {}
        for stream in self._container.streams:
            if stream.index != self._film.index and stream.index not in self._copied.indexes:
                stream.discard = Discard.all

    def __enter__(self) -> Self:
        """Use as a context manager that closes the source."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the source."""
        self._container.close()

    def write(self, start_s: float, end_s: float, offset_s: Fraction) -> None:
        """Write what is shown in [start_s, end_s) of the source, from ``offset_s`` of the new file on."""
        start, end = Fraction(start_s), Fraction(end_s)
        for shown_s, packet in self._read(start, end):
            gone_s = shown_s + (packet.duration or 0) * packet.time_base
            is_shown = start <= shown_s < end or (shown_s < start < gone_s)
            if not is_shown:
                continue
            index = packet.stream.index
            first_s, last_s = max(shown_s, start), min(gone_s, end)
            packet.pts = packet.dts = round((first_s - start + offset_s) / packet.time_base)
            packet.duration = max(0, round((last_s - first_s) / packet.time_base))
            if packet.pts * packet.time_base >= self._written.get(index, Fraction(-1)):
                self._written[index] = packet.pts * packet.time_base
                for copied in self._copied.packets(packet):
                    self._output.mux(copied)

    def _read(self, start_s: Fraction, end_s: Fraction) -> "Iterator[tuple[Fraction, Packet[Stream]]]":
        """Subtitles with their times, from some time before ``start_s`` until the film is at ``end_s``."""
        if not self._copied.indexes:
            return
        seek_s = max(Fraction(0), start_s - _LONGEST_SHOWN_S) + self._zero_s
        streams = [self._film, *(self._container.streams[index] for index in self._copied.indexes)]
        try:
            self._container.seek(int(seek_s * av.time_base))
            for packet in packets(self._container, *streams):
                if not packet.size or packet.pts is None:
                    continue
                is_film = packet.stream.index == self._film.index
                stamp = packet.dts if is_film and packet.dts is not None else packet.pts
                time_s = stamp * packet.time_base - self._zero_s
                if is_film and time_s >= end_s:
                    return
                if not is_film:
                    yield time_s, packet
        except av.FFmpegError:
            # What comes before the damage is written.
            return
