"""The time stamps of the sound of joined recordings, moved with those of their frames."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Self

from av.audio.stream import AudioStream
from av.container import InputContainer

from videxplore.core.errors import UnreadableVideoError
from videxplore.video.format_flags import generate_pts, may_start_again
from videxplore.video.stamp_index import StampIndex, checked_stamps
from videxplore.video.tracks import best_video_stream

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

    def correct(self, packet: "Packet[AudioStream]") -> None:
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
