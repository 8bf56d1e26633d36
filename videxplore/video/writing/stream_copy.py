"""Copying compressed frames as they are, where a cut falls on sync frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import av

from videxplore.video.reading.decoding import StreamDecoder
from videxplore.video.reading.packets import with_times

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.stream import VideoStream

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
