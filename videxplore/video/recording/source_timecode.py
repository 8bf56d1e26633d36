"""The timecode that a camera or a recorder stored in a file, and the rate it counts at."""

import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import BinaryIO

import av
from av.container import InputContainer
from av.stream import Discard
from av.video.stream import VideoStream

from videxplore.core.files import open_regular
from videxplore.core.timecode import SourceTimecode, nominal_rate_hz
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.tracks import best_video_stream

_KEY = "timecode"
_COUNTING_FORMATS = {"mov", "mp4", "ipod"}
"""Formats whose timecode track counts as many frames a second as its video stream announces."""

_GOP_CODECS = {"mpeg1video", "mpeg2video"}
_GOP_START = b"\x00\x00\x01\xb8"
_MOST_GOP_PACKETS = 200
_MEASURED_FRAMES = 1000
_BEGUN = 0.1
"""A frame that began so much of a frame later is still taken for the one on screen: files round times."""

_DV_SUBCODE = slice(86, 91)
"""Where a DV frame has the timecode pack of its first subcode block. Source: IEC 61834-2."""

_DV_TIMECODE_PACK = 0x13


def read_source_timecode(path: Path) -> SourceTimecode:
    """The timecode of a file's first frame, and its nominal frame rate.

    Raises:
        UnreadableVideoError: With one sentence that names the file's fault.
    """
    with closing(open_media(path)) as container:
        return source_timecode(path, container, best_video_stream(container, path))


def source_timecode(path: Path, container: InputContainer, stream: VideoStream) -> SourceTimecode:
    """The timecode of the first frame of an open file, and its nominal frame rate.

    It is what the header says: a timecode track of MOV and MP4, MXF, GXF, the tag ``TIMECODE`` of Matroska.
    Where the header says nothing, DV frames have one, and MPEG-2 groups of pictures, which are believed only
    if the second one goes on where the first one ends. For those, the container is read from its start.

    Args:
        path: The file.
        container: The file, opened; where it is being read from may move.
        stream: The video stream.
    """
    context = stream.codec_context
    guesses_hz = (_usual_rate_hz(stream), stream.base_rate, stream.guessed_rate, context.framerate)
    rate_hz = nominal_rate_hz(stream.average_rate, *guesses_hz)
    if text := _header_text(container, stream):
        counted = _counted_by_track(path) if "mov" in container.format.name else 0
        return SourceTimecode.of_recorded(rate_hz, text, counted)
    codec = context.codec.canonical_name
    if codec == "dvvideo":
        return SourceTimecode.of_recorded(rate_hz, _dv_text(path))
    if codec in _GOP_CODECS:
        return _of_groups(path, SourceTimecode(rate_hz))
    return SourceTimecode(rate_hz)


def keep_timecode(video: VideoStream, source: SourceTimecode, time_s: float = 0.0) -> None:
    """Give a stream that is written the timecode its first frame has in the source; none if that has none.

    Args:
        video: The stream; nothing was written yet.
        source: How the frames of the source are counted.
        time_s: A time at which its first frame is on screen in the source.
    """
    for key in [key for key in video.metadata if key.lower() == _KEY]:
        del video.metadata[key]
    if source.start:
        frame = floor(source.timecode.rate_hz * Fraction(time_s) + Fraction(_BEGUN))
        video.metadata[_KEY] = source.text_of(max(0, frame))
        if video.container.format.name in _COUNTING_FORMATS:
            video.codec_context.framerate = source.timecode.count_rate_hz


def _usual_rate_hz(stream: VideoStream) -> Fraction | None:
    """The rate of the commonest distance between frames, where most are so far apart and an index says so."""
    entries = stream.index_entries
    if stream.time_base is None or not 3 <= stream.frames == len(entries):
        return None
    stamps = sorted({entries[number].timestamp for number in range(min(len(entries), _MEASURED_FRAMES))})
    steps = Counter(after - before for before, after in pairwise(stamps))
    step, times = max(steps.items(), key=lambda item: item[1], default=(0, 0))
    return 1 / (step * stream.time_base) if 2 * times >= len(stamps) - 1 and step else None


def _header_text(container: InputContainer, stream: VideoStream) -> str:
    others = (other for other in container.streams if other.type == "data")
    owners = [stream.metadata, *(other.metadata for other in others)]
    # Where MXF has several, editing programs count by that of the material package.
    place = 0 if container.format.name == "mxf" else len(owners)
    owners.insert(place, container.metadata)
    texts = (owner[key] for owner in owners for key in owner if key.lower() == _KEY)
    return next(texts, "")


def _counted_by_track(path: Path) -> int:
    """How many frames a second the timecode track of a QuickTime file counts; 0 where it does not say.

    Source: QuickTime File Format Specification, "Timecode Sample Description".
    """
    with suppress(OSError, struct.error), open_regular(path, follow_links=True) as file:
        for start, end in boxes(file, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
            file.seek(start)
            entry = file.read(min(end - start, 48))
            if entry[12:16] == b"tmcd":
                return entry[40]
    return 0


def boxes(
    file: BinaryIO, kind: bytes, *inner: bytes, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """Where the content of each box of a kind begins and ends, or of the inner boxes that are asked for."""
    if end is None:
        end = file.seek(0, 2)
    while start + 8 <= end:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            header = 16
        stop = min(start + size, end) if size else end
        if size and size < header:
            return
        if name == kind:
            if inner:
                yield from boxes(file, *inner, start=start + header, end=stop)
            else:
                yield start + header, stop
        start = stop


def _dv_text(path: Path) -> str:
    """The timecode of the first DV frame."""
    packet = next(_first_packets(path), b"")
    pack = packet[_DV_SUBCODE]
    if len(pack) < 5 or pack[0] != _DV_TIMECODE_PACK or pack[1:] == b"\xff\xff\xff\xff":
        return ""
    frames, seconds, minutes, hours = (
        byte & mask for byte, mask in zip(pack[1:], (0x3F, 0x7F, 0x7F, 0x3F), strict=True)
    )
    separator = ";" if pack[1] & 0x40 else ":"
    return f"{hours:02x}:{minutes:02x}:{seconds:02x}{separator}{frames:02x}"


def _of_groups(path: Path, unknown: SourceTimecode) -> SourceTimecode:
    """The timecode of the first MPEG group of pictures, if the second one confirms it."""
    first: SourceTimecode | None = None
    for number, packet in enumerate(_first_packets(path)):
        place = packet.find(_GOP_START)
        if place >= 0 and len(packet) >= place + 8:
            group = SourceTimecode.of_recorded(unknown.rate_hz, _group_text(packet[place + 4 : place + 8]))
            if first is not None:
                goes_on = group.start_frame - first.start_frame == number
                return first if goes_on else unknown
            first = group
        # Encoders that know no timecode begin at zero.
        if first is None or not first.start_frame or number > _MOST_GOP_PACKETS:
            break
    return unknown


def _group_text(header: bytes) -> str:
    """The timecode of a group of pictures. Source: ISO/IEC 13818-2, 6.3.8."""
    bits = int.from_bytes(header, "big") >> 7
    hours, minutes, seconds, frames = bits >> 19 & 31, bits >> 13 & 63, bits >> 6 & 63, bits & 63
    separator = ";" if bits >> 24 & 1 else ":"
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{frames:02}"


def _first_packets(path: Path) -> Iterator[bytes]:
    """The data of the packets of the film, from the start of the file on."""
    with closing(open_media(path)) as container, suppress(av.FFmpegError):
        film = best_video_stream(container, path)
        for other in container.streams:
            if other.index != film.index:
                other.discard = Discard.all
        for packet in container.demux(film):
            yield bytes(packet)
