"""The frames of a file being written, encoded again: their codec, colours, fields and shape."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
from av.codec.context import Flags
from av.container import OutputContainer
from av.sidedata.sidedata import Type
from av.video.frame import PictureType
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from videxplore.video.frames.colours import SDR_TAGS, ColourTags, frame_on_black, has_alpha, named_matrix
from videxplore.video.frames.interlacing import Deinterlacer, Neighbours, field_order
from videxplore.video.frames.tone_mapping import (
    FILTERED_FORMATS,
    ColourCoding,
    ToneMapper,
    coding_to_map,
    is_hdr,
)
from videxplore.video.reading.decoding import StreamDecoder
from videxplore.video.reading.stream_clock import frame_rate_hz
from videxplore.video.writing.copied_streams import CopySpan

if TYPE_CHECKING:
    from av.packet import Packet
    from av.sidedata.sidedata import SideDataContainer

_TOP_FIELD_FIRST, _BOTTOM_FIELD_FIRST = 2, 3
"""``AVFieldOrder`` of FFmpeg's ``codec_par.h``."""

_FAITHFUL = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


@dataclass(frozen=True, slots=True)
class _Encoder:
    """What frames are encoded with.

    Attributes:
        name: The encoder.
        options: Its options.
        pixel_format: Of the frames it gets.
        keeps_fields: Whether it can encode the two fields of a frame.
    """

    name: str
    options: dict[str, str]
    pixel_format: str
    keeps_fields: bool = False


_H264 = _Encoder("libx264", {"crf": "18", "preset": "veryfast"}, "yuv420p", keeps_fields=True)
_HEVC_HDR = _Encoder("libx265", {"crf": "18", "preset": "superfast"}, "yuv420p10le")
# libvpx is often built without more than 8 bits.
_VP9 = _Encoder("libvpx-vp9", {"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "6"}, "yuv420p")


class FrameWriter:
    """A video stream of frames that are encoded again.

    What is on screen is what is written: unnamed colours and transparent parts follow the rule of
    :mod:`videxplore.video.frames.colours`, and all tags of colour are set. HDR stays HDR, in 10 bits, with
    its mastering data; in WebM it is tone-mapped. Fields stay fields in H.264; VP9 and HEVC get
    progressive frames.

    Attributes:
        stream: The stream in the new file.
    """

    def __init__(self, output: OutputContainer, decoder: StreamDecoder) -> None:
        """Add the stream to a file whose header is not written yet."""
        first = decoder.first_frame
        encoder = _encoder(output.format.name, first)
        self._output = output
        self._time_base = decoder.clock.time_base
        self._tone_maps = is_hdr(first) and encoder is not _HEVC_HDR
        self._tone_mapper: tuple[ColourCoding, ToneMapper] | None = None
        self._tags = SDR_TAGS if self._tone_maps else ColourTags.of_frame(first)
        self._keeps_fields = encoder.keeps_fields and first.interlaced_frame
        self._reformatter = VideoReformatter()
        self._deinterlacer = Deinterlacer()
        self._held: Packet[VideoStream] | None = None
        self._first_dts: int | None = None
        self.stream = self._add_stream(encoder, decoder)

    def write(self, frame: av.VideoFrame, neighbours: Neighbours, tick: int, duration: int) -> None:
        """Write the frame shown from ``tick`` for ``duration``, in ticks of the source's clock."""
        if frame.interlaced_frame and not self._keeps_fields:
            frame = self._deinterlacer.progressive(frame, neighbours)
        if has_alpha(frame):
            frame = frame_on_black(frame)
        if self._tone_maps:
            frame = self._tone_mapped(frame)
        picture = self._reformatter.reformat(
            frame,
            self.stream.width,
            self.stream.height,
            self.stream.pix_fmt,
            src_colorspace=named_matrix(frame),
            dst_colorspace=self._tags.matrix,
            dst_color_range=self._tags.colour_range,
            interpolation=_FAITHFUL,
            threads=1,
        )
        picture.pts, picture.dts, picture.time_base = tick, None, self._time_base
        picture.duration, picture.pict_type = duration, PictureType.NONE
        self._mux(self.stream.encode(picture))

    def finish(self, end: int) -> None:
        """Write the frames that are still in the encoder; the last one is shown until a tick.

        MP4 takes the length of a track from the packet that is decoded last, which may be another one.
        """
        self._mux(self.stream.encode(None))
        if self._held is not None:
            ran = (self._held.dts or 0) - (self._first_dts or 0)
            self._held.duration = max(self._held.duration or 0, end - ran)
            self._output.mux(self._held)

    def _mux(self, encoded: "list[Packet[VideoStream]]") -> None:
        """Write packets, but keep the last one."""
        for packet in encoded:
            self._first_dts = packet.dts if self._first_dts is None else self._first_dts
            if self._held is not None:
                self._output.mux(self._held)
            self._held = packet

    def _tone_mapped(self, frame: av.VideoFrame) -> av.VideoFrame:
        coding = coding_to_map(frame)
        if coding is None:
            return frame
        size = self.stream.width, self.stream.height
        scaled = VideoReformatter().reformat(
            frame, *size, FILTERED_FORMATS[False], named_matrix(frame), interpolation=_FAITHFUL, threads=1
        )
        if self._tone_mapper is None or self._tone_mapper[0] != coding:
            self._tone_mapper = coding, ToneMapper(scaled, coding)
        return self._tone_mapper[1].mapped(scaled)

    def _add_stream(self, encoder: _Encoder, decoder: StreamDecoder) -> VideoStream:
        source, first, tags = decoder.stream, decoder.first_frame, self._tags
        options = dict(encoder.options)
        if encoder.name == "libx265":
            options["x265-params"] = ":".join(["log-level=none", *_mastering(first)])
        is_top_first = field_order(first) == "top field first"
        if self._keeps_fields:
            options["x264-params"] = "tff=1" if is_top_first else "bff=1"
        video = self._output.add_stream(encoder.name, rate=frame_rate_hz(source), options=options)
        if not isinstance(video, VideoStream):
            raise TypeError(f"{encoder.name} is not a video codec")
        # Encoders of 4:2:0 want even sides, in each field.
        rows = 4 if self._keeps_fields else 2
        video.width, video.height = first.width - first.width % 2, first.height - first.height % rows
        video.pix_fmt = encoder.pixel_format
        context = video.codec_context
        # Without this flag the last frame would get the duration of an average one.
        context.flags |= Flags.frame_duration
        if self._keeps_fields:
            context.flags |= Flags.interlaced_dct | Flags.interlaced_me
            context.field_order = _TOP_FIELD_FIRST if is_top_first else _BOTTOM_FIELD_FIRST
        if encoder.name == "libx265" and self._output.format.name != "matroska":
            # QuickTime and Safari play HEVC under this tag only.
            context.codec_tag = "hvc1"
        context.time_base = self._time_base
        context.sample_aspect_ratio = source.sample_aspect_ratio or Fraction(1)
        context.colorspace, context.color_range = tags.matrix_number, tags.colour_range
        context.color_primaries, context.color_trc = tags.primaries, tags.transfer
        return video


def sdr_encoder(container: str) -> tuple[str, dict[str, str], str]:
    """Name, options and pixel format of the encoder of progressive SDR frames in a kind of file."""
    encoder = _VP9 if container == "webm" else _H264
    return encoder.name, dict(encoder.options), encoder.pixel_format


def _encoder(container: str, first: av.VideoFrame) -> _Encoder:
    if container == "webm":
        return _VP9
    return _HEVC_HDR if is_hdr(first) else _H264


def _mastering(frame: av.VideoFrame) -> list[str]:
    """Parameters of x265 for the mastering display and the content light level of a frame, if it has them."""
    parameters = []
    for item in cast("SideDataContainer", frame.side_data):
        if item.type is Type.CONTENT_LIGHT_LEVEL:
            parameters.append("max-cll={},{}".format(*struct.unpack_from("=2I", bytes(item))))
        elif item.type is Type.MASTERING_DISPLAY_METADATA:
            # AVMasteringDisplayMetadata: ten rational numbers, red, green, blue, white, least and most light.
            numbers = struct.unpack_from("=22i", bytes(item))
            shares = [
                Fraction(*pair) if pair[1] else Fraction(0)
                for pair in zip(numbers[:20:2], numbers[1:20:2], strict=True)
            ]
            red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y = (
                round(one * 50_000) for one in shares[:8]
            )
            least, most = (round(one * 10_000) for one in shares[8:])
            if all(numbers[20:22]):
                parameters.append(
                    f"master-display=G({green_x},{green_y})B({blue_x},{blue_y})R({red_x},{red_y})"
                    f"WP({white_x},{white_y})L({most},{least})"
                )
    return parameters


Segment = tuple[float, float]
"""Start and end in seconds."""

_LONGEST_WHOLE_FRAME_S = Fraction(11, 100)
"""Frames that stay longer, those of ten a second do not, are cut where a segment begins and ends."""

_LEAST_SHARE = Fraction(1, 4)
"""How much of a frame must lie within an exact segment for it to be shown, unless it is a long one."""

_COPY_TOLERANCE_S = Fraction(1, 1000)
_TIME_TOLERANCE_S = 1e-6


class SegmentFrames:
    """The frames of segments of one video."""

    def __init__(self, decoder: StreamDecoder, *, is_exact: bool) -> None:
        """Read from a decoder.

        Args:
            decoder: The source.
            is_exact: Whether the first and the last frame are shown only as long as they are in the segment;
                otherwise only long ones are cut.
        """
        self.decoder = decoder
        time_base = decoder.clock.time_base
        # Clocks that count slow frames have nothing between them.
        self._can_cut = time_base <= _LONGEST_WHOLE_FRAME_S
        self._is_exact = is_exact and self._can_cut
        self._longest_whole = _LONGEST_WHOLE_FRAME_S / time_base

    def can_copy(self, spans: Sequence[CopySpan], segments: Sequence[Segment]) -> bool:
        """Whether spans of whole frames show the segments as :meth:`of` does."""
        return not self._can_cut or all(
            self._is_whole(span.first, first, first) and self._is_whole(span.end, end, end - 1)
            for span, (first, end) in zip(spans, map(self._borders, segments), strict=True)
        )

    def _is_whole(self, border: int, asked: int, inside: int) -> bool:
        """Whether a segment that is to begin or end at a tick does so at the border of a frame."""
        if abs(border - asked) <= 1 + _COPY_TOLERANCE_S / self.decoder.clock.time_base:
            return True
        if self._is_exact:
            return False
        shown = next(self._on_screen(inside, inside), None)
        return shown is None or shown[1] - shown[0] <= self._longest_whole

    def of(self, segment: Segment) -> Iterator[tuple[int, int, av.VideoFrame, Neighbours]]:
        """Frames of a segment with the ticks at which they come and go, and those around them."""
        first, end = self._borders(segment)
        last = self.decoder.clock.ticks(segment[1] - 2 * _TIME_TOLERANCE_S)
        for begin, until, frame, neighbours in self._on_screen(first, last):
            is_long = self._can_cut and until - begin > self._longest_whole
            if not is_long and not self._is_exact:
                yield begin, until, frame, neighbours
                continue
            shown_from, shown_until = max(begin, first), min(until, end)
            is_shown = is_long or shown_until - shown_from >= _LEAST_SHARE * (until - begin)
            if is_shown and shown_from < shown_until:
                yield shown_from, shown_until, frame, neighbours

    def _borders(self, segment: Segment) -> tuple[int, int]:
        clock = self.decoder.clock
        return clock.ticks(max(0.0, segment[0])), clock.ticks(segment[1])

    def _on_screen(self, first: int, last: int) -> Iterator[tuple[int, int, av.VideoFrame, Neighbours]]:
        """The frame on screen at a tick and those that follow up to another one, whole."""
        before: av.VideoFrame | None = None
        held: tuple[int, av.VideoFrame] | None = None
        for tick, frame in self.decoder.stamped_from(first):
            if held is not None:
                yield held[0], tick, held[1], Neighbours(before, frame)
                before = held[1]
            held = tick, frame
            if tick > last:
                return
        if held is not None:
            yield held[0], self._end(*held), held[1], Neighbours(before)

    def _end(self, tick: int, frame: av.VideoFrame) -> int:
        """Where the last frame of the video ends."""
        known = self.decoder.last_tick
        if known is not None and known > tick:
            return known
        return tick + (frame.duration or self.decoder.clock.frame_ticks)
