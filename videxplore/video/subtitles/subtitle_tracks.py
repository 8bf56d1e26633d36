"""The text subtitles of a video: of the files beside it and of the tracks within it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Discard, Stream

from videxplore.core.errors import SubtitleError, UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.limits import MOST_TEXT_LINES
from videxplore.core.task import Task
from videxplore.core.texts import TextLine, TextReading, TextTrack
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.tracks import stream_names
from videxplore.video.subtitles.subtitle_files import SubtitleFolders, read_subtitle_file, state_of
from videxplore.video.subtitles.subtitle_packets import packet_lines

_TEXT_CODECS = frozenset({"ass", "mov_text", "srt", "ssa", "subrip", "text", "webvtt"})
"""Codecs whose subtitles are text."""

_PICTURE_CODECS = {
    **dict.fromkeys(("pgssub", "hdmv_pgs_subtitle"), "PGS"),
    **dict.fromkeys(("dvbsub", "dvb_subtitle"), "DVB"),
    **dict.fromkeys(("dvdsub", "dvd_subtitle"), "DVD"),
    "xsub": "XSUB",
}
"""Codecs of discs and broadcast, whose subtitles are pictures: FFmpeg's name, and the usual one."""


def read_subtitles(video: Path, duration_s: float, task: Task) -> TextReading:
    """All text subtitles of a video; what cannot be read of them is named in the warnings.

    Args:
        video: The video.
        duration_s: Its length: lines that begin later are left out, as those of another cut are.
        task: Receives how many seconds of it are read.

    Raises:
        Cancelled: If the task was cancelled.
    """
    files = SubtitleFolders().beside(video)
    tracks, warnings = [], []
    for file in files:
        try:
            tracks.append(read_subtitle_file(file))
        except SubtitleError as error:
            warnings.append(str(error))
    try:
        within, pictures = _tracks_within(video, task)
        tracks += within
        warnings += pictures
    except UnreadableVideoError as error:
        warnings.append(str(error))
    inside = [_until(track, duration_s) for track in tracks]
    for track, rest in zip(tracks, inside, strict=True):
        if later := len(track.lines) - len(rest.lines):
            lines = "1 line of them begins" if later == 1 else f"{later} lines of them begin"
            name = track.name or "within the file"
            warnings.append(
                f"The subtitles {name} may be those of another cut: {lines} after the end of the video."
            )
    # Some files hold one text several times, in different codecs.
    found = {(track.language, track.lines): track for track in reversed(inside) if track.lines}
    return TextReading("subtitle", state_of(files), tuple(reversed(found.values())), tuple(warnings))


def _until(track: TextTrack, end_s: float) -> TextTrack:
    lines = (replace(line, end_s=min(line.end_s, end_s)) for line in track.lines if line.start_s < end_s)
    return replace(track, lines=tuple(lines))


def _tracks_within(video: Path, task: Task) -> tuple[list[TextTrack], list[str]]:
    """The text tracks within a file, and a sentence where there are others that are pictures."""
    with open_media(video) as container:
        readable = [
            stream
            for stream in container.streams.subtitles
            if getattr(stream, "codec_context", None) is not None
        ]
        wanted = {stream.index: stream for stream in readable if stream.name in _TEXT_CODECS}
        warnings = _picture_warnings(video, readable)
        if not wanted:
            return [], warnings
        lines: dict[int, list[TextLine]] = {index: [] for index in wanted}
        for line, index in _lines(container, wanted, task):
            if len(lines[index]) < MOST_TEXT_LINES:
                lines[index].append(line)
        tracks = []
        for index, stream in wanted.items():
            _, title, language = stream_names(stream)
            ordered = sorted(lines[index], key=lambda one: (one.start_s, one.end_s))
            tracks.append(TextTrack("subtitle", language.lower(), title, tuple(ordered)))
        return tracks, warnings


def _picture_warnings(video: Path, streams: Sequence[Stream]) -> list[str]:
    """A sentence about the tracks whose subtitles are pictures; none where there are none."""
    found = [
        " ".join(part for part in (_PICTURE_CODECS[stream.name], stream_names(stream)[2]) if part)
        for stream in streams
        if stream.name in _PICTURE_CODECS
    ]
    if not found:
        return []
    names = ", ".join(dict.fromkeys(found))
    return [f"{display_name(video)} has subtitles that are pictures ({names}): their words are not read."]


def _lines(
    container: InputContainer, wanted: Mapping[int, Stream], task: Task
) -> Iterator[tuple[TextLine, int]]:
    """The lines of some streams in the order of the file, with the indexes of their streams."""
    zero_s = Fraction(container.start_time or 0, av.time_base)
    duration_s = (container.duration or 0) / av.time_base
    read: list[Stream] = list(wanted.values())
    # Only MP4 tells where packets are; elsewhere those of the film come by, and say how far it has got.
    if "mov" not in container.format.name:
        read += container.streams.video[:1]
    for stream in container.streams:
        if all(stream is not one for one in read):
            stream.discard = Discard.all
    try:
        for packet in packets(container, *read):
            if packet.pts is not None:
                task.checkpoint(max(0.0, float(packet.pts * packet.time_base - zero_s)), duration_s)
            if packet.stream.index in wanted:
                yield from ((line, packet.stream.index) for line in packet_lines(packet, zero_s))
    except av.FFmpegError:
        # What comes before the damage counts.
        return
