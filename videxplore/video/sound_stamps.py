"""The time stamps of the sound of joined recordings, moved with those of their frames."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from videxplore.core.errors import UnreadableVideoError
from videxplore.video.reading.opening import generate_pts, may_start_again
from videxplore.video.reading.packets import packets
from videxplore.video.reading.stamp_index import StampIndex, checked_stamps
from videxplore.video.reading.tracks import best_video_stream

if TYPE_CHECKING:
    from av.packet import Packet


class SoundStamps:
    """Corrects the sound of one container whose stamps start again.

    Attributes:
        end_s: Where the frames end, in seconds of the container.
    """

    def __init__(
        self, container: InputContainer, index: StampIndex, video_time_base: Fraction, time_base: Fraction
    ) -> None:
        """Use the corrected stamps of the frames."""
        generate_pts(container, on=False)
        self._container = container
        self._index = index
        self._video_time_base = video_time_base
        self._time_base = time_base
        self._position = 0
        self.end_s = index.end * video_time_base

    @classmethod
    def of(cls, path: Path, container: InputContainer, stream: AudioStream) -> Self | None:
        """The corrections of a freshly opened container; None where its stamps can be trusted."""
        if not may_start_again(container):
            return None
        try:
            video = best_video_stream(container, path)
        except UnreadableVideoError:
            return None
        index, _ = checked_stamps(path, container, video)
        if index is None or video.time_base is None or stream.time_base is None:
            return None
        return cls(container, index, video.time_base, stream.time_base)

    def seek(self, time_s: Fraction) -> bool:
        """Move to a sync frame at or before a time of the container; False if there is none but the first.

        Raises:
            av.FFmpegError: If the container cannot be searched.
        """
        number = self._index.sync_before(int(time_s / self._video_time_base))
        self._position = self._index.position(number)
        if not number:
            return False
        self._container.seek(self._position, any_frame=True, unsupported_byte_offset=True)
        return True

    def correct(self, packet: "Packet[AudioStream] | Packet[Stream]") -> None:
        """Move the stamps of a packet, in the order of the file."""
        self._position = max(self._position, packet.pos or 0)
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None:
            return
        in_video = self._time_base / self._video_time_base
        shift = self._index.sound_shift(self._position, stamp * in_video)
        ticks = round(shift / in_video)
        packet.pts = None if packet.pts is None else packet.pts + ticks
        packet.dts = None if packet.dts is None else packet.dts + ticks


def corrected_packets(
    path: Path, container: InputContainer, film: VideoStream, *streams: Stream
) -> "Iterator[Packet[Stream]]":
    """The packets of several streams of a freshly opened file, with corrected stamps where it needs them.

    Args:
        path: The file.
        container: The file, opened.
        film: The stream whose stamps decide.
        *streams: Those that are read, the film among them.

    Raises:
        av.FFmpegError: Where the file is damaged.
    """
    index, _ = checked_stamps(path, container, film)
    if index is None or index.counts_frames or film.time_base is None:
        yield from packets(container, *streams)
        return
    others = {
        stream.index: SoundStamps(container, index, film.time_base, stream.time_base)
        for stream in streams
        if stream.index != film.index and stream.time_base is not None
    }
    number, last_dts = -1, dict[int, int]()
    for packet in packets(container, *streams):
        place = packet.stream.index
        if place == film.index and packet.size:
            found = index.correct(cast("Packet[VideoStream]", packet), number + 1)
            if found is None:
                continue
            number = found
        elif place in others and packet.size:
            others[place].correct(packet)
            if packet.dts is not None:
                # The sound of a recording may last longer than its frames.
                if packet.dts < last_dts.get(place, packet.dts):
                    continue
                last_dts[place] = packet.dts
        yield packet
