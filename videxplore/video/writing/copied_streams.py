"""The streams of a copy, and compressed frames that are copied where a cut falls on sync frames."""

import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import AttachmentStream, Disposition, Stream
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream

from videxplore.video.reading.decoding import StreamDecoder
from videxplore.video.reading.packets import with_times

FORMATS = {".mp4": "mp4", ".m4v": "ipod", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
"""FFmpeg's name of each kind of file that is written."""

_MP4_FORMATS = {"mp4", "mov", "ipod"}
_TEXT_CODEC = {
    "mp4": "mov_text",
    "ipod": "mov_text",
    "mov": "mov_text",
    "matroska": "subrip",
    "webm": "webvtt",
}
"""What text subtitles are converted to where they cannot be copied."""

_IMAGE_TYPES = {"mjpeg": "image/jpeg", "png": "image/png", "bmp": "image/bmp"}
_QUICKTIME_LANGUAGES = {
    "fre": "fra", "deu": "ger", "nld": "dut", "swe": "sve", "ell": "gre", "isl": "ice", "zho": "chi",
    "rum": "ron", "cze": "ces", "slo": "slk", "sqi": "alb", "hye": "arm", "kat": "geo", "mkd": "mac",
}  # fmt: skip
"""ISO 639-2 has two codes for some languages, and FFmpeg writes one of them into QuickTime files.

Source: ``mov_mdhd_language_map`` in FFmpeg's ``isom.c``.
"""

_NO_TAG = "\0\0\0\0"

# Of the file or the stream that was read, not of the new one.
_NOT_COPIED = (
    "encoder", "duration", "major_brand", "minor_version", "compatible_brands", "vendor_id", "bps",
    "number_of_", "_statistics_", "wm/", "isvbr", "devicebitrate", "timecode",
)  # fmt: skip


class CopiedStreams:
    """The streams of a file as they are added to another one, and what their packets become.

    Attributes:
        indexes: The streams of the source whose packets are to be given to :meth:`packets`.
        left_out: What the new file cannot hold, such as ``subtitles (hdmv_pgs_subtitle)``.
    """

    def __init__(
        self, source: InputContainer, output: OutputContainer, *, only_subtitles: bool = False
    ) -> None:
        """Add every stream that the new file can hold; its header is not written yet.

        Raises:
            ValueError: If it cannot hold the frames or the sound.
        """
        self._streams: dict[int, Stream] = {}
        self._encoders: dict[int, SubtitleStream] = {}
        self._output = output
        self.left_out: list[str] = []
        if not only_subtitles:
            self._add_film_and_sound(source)
        for subtitles in source.streams.subtitles:
            self._add_subtitles(subtitles)
        if not only_subtitles:
            for attachment in source.streams.attachments:
                self._add_attachment(attachment)
        self.indexes = frozenset((*self._streams, *self._encoders))

    def of(self, film: VideoStream) -> VideoStream:
        """The stream that holds the frames of one of the source."""
        copied = self._streams[film.index]
        if not isinstance(copied, VideoStream):
            raise TypeError("the copy of a film is no film")
        return copied

    def packets(self, packet: "Packet[Stream]") -> "Iterator[Packet[Stream]]":
        """What is to be written for a packet of the source."""
        index = packet.stream.index
        encoder = self._encoders.get(index)
        if encoder is None:
            packet.stream = self._streams[index]
            yield packet
            return
        converted = _converted_subtitle(packet, encoder)
        if converted is not None:
            yield converted

    def _add_subtitles(self, stream: SubtitleStream) -> None:
        if not _can_copy_subtitles(stream, self._output):
            encoder = _add_converted_subtitles(self._output, stream)
            if encoder is not None:
                self._encoders[stream.index] = encoder
                return
        else:
            with suppress(ValueError):
                self._streams[stream.index] = add_copied_stream(self._output, stream)
                return
        self.left_out.append(f"subtitles ({stream.name or 'of an unknown kind'})")

    def _add_film_and_sound(self, source: InputContainer) -> None:
        for stream in (*source.streams.video, *source.streams.audio):
            if stream.disposition & Disposition.attached_pic:
                self._add_cover(source, stream)
            else:
                self._streams[stream.index] = add_copied_stream(self._output, stream)

    def _add_attachment(self, stream: AttachmentStream) -> None:
        if self._output.format.name == "matroska":
            self._output.add_attachment(stream.name or "attachment", stream.mimetype or "", stream.data)
        else:
            self.left_out.append(f"the attachment {stream.name or ''}".strip())

    def _add_cover(self, source: InputContainer, stream: Stream) -> None:
        """Add a cover: in MP4 it is a stream, in Matroska an attachment."""
        codec = stream.codec_context.codec.canonical_name
        if self._output.format.name in ("mp4", "ipod") and codec in _IMAGE_TYPES:
            self._streams[stream.index] = add_copied_stream(self._output, stream)
            return
        image_type = _IMAGE_TYPES.get(codec)
        if self._output.format.name == "matroska" and image_type is not None:
            # It is the first packet, before all that are read from the file.
            cover = next((packet for packet in source.demux(stream) if packet.size), None)
            if cover is not None:
                ending = image_type.removeprefix("image/").replace("jpeg", "jpg")
                name = stream.metadata.get("filename", f"cover.{ending}")
                self._output.add_attachment(name, image_type, bytes(cover))
                return
        self.left_out.append("the cover image")


def add_copied_stream(output: OutputContainer, stream: Stream) -> Stream:
    """Add a stream for packets that are copied, with language, title and dispositions.

    Args:
        output: The new file; its header is not written yet.
        stream: What is copied.

    Raises:
        ValueError: If the new file cannot hold what it is encoded with.
    """
    try:
        copied = output.add_stream_from_template(stream, opaque=True)
    except ValueError:
        if output.format.name != "matroska":
            raise
        copied = _add_for_windows(output, stream)
    codec = stream.codec_context.codec.canonical_name
    if codec == "hevc" and output.format.name in _MP4_FORMATS:
        # QuickTime and Safari play HEVC under this tag only, with parameter sets beside the frames.
        copied.codec_context.codec_tag = "hvc1"
    keep_description(stream, copied, output)
    return copied


def keep_description(stream: Stream, copied: Stream, output: OutputContainer) -> None:
    """Give a stream of a new file the tags and dispositions of the one it is made from."""
    copied.metadata.update(copied_tags(stream.metadata))
    language = copied.metadata.get("language")
    if language is not None and output.format.name == "mov":
        copied.metadata["language"] = _QUICKTIME_LANGUAGES.get(language, language)
    copied.disposition = stream.disposition


def _add_for_windows(output: OutputContainer, stream: Stream) -> Stream:
    """Add a stream of a codec that Matroska holds in the way of AVI.

    PyAV asks FFmpeg for codecs that Matroska has names of its own for, and refuses others, although the muxer
    writes them. The parameters are therefore laid over those of a stream it allows.
    """
    stand_in = {"video": "mpeg4", "audio": "ac3"}.get(stream.type)
    if stand_in is None:
        raise ValueError(f"{stream.name} cannot be written")
    with av.open(io.BytesIO(), "w", format="nut") as template:
        copied = output.add_stream_from_template(template.add_stream(stand_in), opaque=True)
    BitStreamFilterContext("null", stream, copied)
    copied.codec_context.codec_tag = _NO_TAG
    copied.time_base = stream.time_base
    return copied


def _can_copy_subtitles(stream: SubtitleStream, output: OutputContainer) -> bool:
    """Whether subtitles can be copied as they are, or else would have to be converted."""
    if getattr(stream, "codec_context", None) is None:
        return False
    codec = stream.codec_context.codec.canonical_name
    if output.format.name == "matroska":
        return codec not in ("mov_text", "eia_608", "text")
    return codec not in ("subrip", "ass", "webvtt", "text") or codec == _TEXT_CODEC[output.format.name]


def _add_converted_subtitles(output: OutputContainer, stream: SubtitleStream) -> SubtitleStream | None:
    """Add a stream for text subtitles that the new file holds in another form; None for images."""
    if getattr(stream, "codec_context", None) is None:
        return None
    decoder = stream.codec_context
    # Decoders write down the styles of text; those of images have none.
    decoder.open(strict=False)
    if decoder.subtitle_header is None:
        return None
    added = output.add_stream(_TEXT_CODEC[output.format.name])
    if not isinstance(added, SubtitleStream):
        return None
    added.codec_context.subtitle_header = decoder.subtitle_header
    added.codec_context.time_base = stream.time_base or Fraction(1, 1000)
    keep_description(stream, added, output)
    return added


def _converted_subtitle(packet: "Packet[Stream]", encoder: SubtitleStream) -> "Packet[Stream] | None":
    """A packet of text subtitles in another form, at the same time; None for one without text."""
    if not isinstance(packet.stream, SubtitleStream):
        return None
    try:
        found = packet.stream.codec_context.decode2(packet)
        if found is None or not len(found):
            return None
        converted = encoder.codec_context.encode_subtitle(found)
    except av.FFmpegError:
        return None
    converted.pts, converted.dts, converted.duration = packet.pts, packet.pts, packet.duration
    converted.time_base, converted.stream = packet.time_base, encoder
    return converted


def copied_tags(tags: dict[str, str]) -> dict[str, str]:
    """The tags of a file or a stream that a copy keeps: title, language, place, date, camera, ...

    The timecode is left out: ``source_timecode.keep_timecode`` writes that of the first frame.
    """
    return {key: text for key, text in tags.items() if not key.lower().startswith(_NOT_COPIED)}


def copy_options(source: InputContainer, suffix: str) -> dict[str, str]:
    """Options of the container with which a copy keeps the timecode, and the tags of phones and cameras."""
    if FORMATS[suffix] not in _MP4_FORMATS:
        return {}
    has_keys = any(key.startswith("com.") for key in source.metadata)
    return {"write_tmcd": "1", **({"movflags": "use_metadata_tags"} if has_keys else {})}


def suffixes_that_hold(source: InputContainer) -> list[str]:
    """The kinds of file into which all frames and sound of a file can be copied."""
    return [suffix for suffix in (".mkv", ".mov", ".mp4", ".webm") if _holds(source, FORMATS[suffix])]


def _holds(source: InputContainer, format_name: str) -> bool:
    streams = [
        stream
        for stream in (*source.streams.video, *source.streams.audio)
        if not stream.disposition & Disposition.attached_pic
    ]
    try:
        with av.open(io.BytesIO(), "w", format=format_name) as output:
            for stream in streams:
                add_copied_stream(output, stream)
            output.start_encoding()
    except (av.FFmpegError, ValueError):
        return False
    return True


_MP4_CODECS = {"h264", "hevc", "av1", "mpeg4"}
_CODECS = {
    ".mp4": _MP4_CODECS,
    ".m4v": _MP4_CODECS,
    ".mov": _MP4_CODECS,
    ".mkv": {"h264", "hevc", "av1", "mpeg4", "vp8", "vp9", "mpeg2video"},
    ".webm": {"vp8", "vp9", "av1"},
}


@dataclass(frozen=True, slots=True)
class CopySpan:
    """Frames [first, end) in ticks; both are sync frames, unless the video ends with the span."""

    first: int
    end: int


def copy_spans(
    decoder: StreamDecoder, segments: Sequence[tuple[float, float]], suffix: str
) -> list[CopySpan] | None:
    """What to copy so that exactly the frames of the segments are written; None where that cannot be.

    Args:
        decoder: The source; its place is moved.
        segments: Start and end of each in seconds.
        suffix: Of the file to be written.
    """
    codec = decoder.stream.codec_context.codec.canonical_name
    has_no_pts = decoder.clock.is_dts_only or decoder.clock.counts_frames
    if has_no_pts or codec not in _CODECS.get(suffix.lower(), ()):
        return None
    spans, last = [], None
    for start_s, end_s in segments:
        span = _span(decoder, start_s, end_s)
        if span is None:
            return None
        first = next(copied_packets(decoder, span), None)
        if first is None or first.dts is None:
            return None
        # Where decoding runs ahead of showing by another time, the order of the joined packets would break.
        ahead = span.first - first.dts
        if last is not None and ahead != last:
            return None
        last = ahead
        spans.append(span)
    return spans


def copied_packets(decoder: StreamDecoder, span: CopySpan) -> Iterator["Packet[VideoStream]"]:
    """The packets of a span, in the order of decoding, with the times that a muxer needs."""
    return with_times(_packets(decoder, span), decoder.clock.frame_ticks, span.end)


def _packets(decoder: StreamDecoder, span: CopySpan) -> Iterator["Packet[VideoStream]"]:
    has_begun = False
    decoder.seek(span.first)
    for packet in decoder.packets():
        if packet.size == 0 or packet.pts is None:
            continue
        if packet.is_keyframe and packet.pts >= span.end:
            return
        has_begun |= packet.pts == span.first
        if has_begun:
            yield packet


def _span(decoder: StreamDecoder, start_s: float, end_s: float) -> CopySpan | None:
    """The span that shows exactly [start_s, end_s), if sync frames bound it and nothing reaches over."""
    clock = decoder.clock
    start, least_end = clock.ticks(start_s), clock.ticks(end_s - 2e-6) + 1
    first, end, latest, last_ticks = None, None, None, clock.frame_ticks
    try:
        decoder.seek(start)
        reading = decoder.packets()
        for packet in reading:
            if packet.size == 0 or packet.pts is None:
                continue
            if packet.is_keyframe and packet.pts <= start:
                first, latest = packet.pts, packet.pts
            elif first is None:
                return None
            if packet.is_keyframe and packet.pts >= least_end:
                end = packet.pts
                break
            latest = packet.pts if latest is None else max(latest, packet.pts)
            # Demuxers tell distances of decoding times: that of the last packet is the last frame's.
            last_ticks = packet.duration or clock.frame_ticks
            if packet.pts < first or packet.pts >= least_end:
                return None
        # Open GOP: frames of the span are decoded after the sync frame that ends it.
        following = next(reading, None)
        is_open = end is not None and following is not None and (following.pts or end) < end
    except av.FFmpegError:
        return None
    if first is None or latest is None or is_open or not _shows(decoder, first, start):
        return None
    return CopySpan(first, end if end is not None else latest + last_ticks)


def _shows(decoder: StreamDecoder, first: int, start: int) -> bool:
    """Whether the frame on screen at ``start`` is the sync frame ``first``."""
    shown = next(decoder.stamped_from(start), None)
    return shown is not None and shown[0] == first and shown[1].key_frame
