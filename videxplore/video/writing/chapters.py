"""Chapter marks written into a copy of a video, without encoding anything again."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, export_file
from videxplore.core.file_names import display_name, exists_safely
from videxplore.core.task import Task
from videxplore.video.reading.opening import generate_pts, media_address, open_media
from videxplore.video.reading.packets import PacketTimes, make_rise
from videxplore.video.reading.stream_clock import frame_ticks, is_dts_only
from videxplore.video.reading.tracks import best_video_stream
from videxplore.video.recording.source_timecode import keep_timecode, source_timecode
from videxplore.video.sound_stamps import corrected_packets
from videxplore.video.writing.copied_streams import (
    FORMATS,
    CopiedStreams,
    copied_tags,
    copy_options,
    suffixes_that_hold,
)

SUFFIXES = tuple(FORMATS)

_CLOCK = Fraction(1, 1000)
"""Matroska and QuickTime text tracks count chapters no finer than this everywhere."""

ChapterMark = tuple[float, float, str]
"""Start and end in seconds, and the title."""


def write_chapters(
    source: Path,
    marks: Sequence[ChapterMark],
    target: Path,
    task: Task,
    rules: ExportRules = NEW_FILES_ONLY,
) -> list[str]:
    """Copy ``source`` into ``target`` with chapters: frames, sound, subtitles, cover, attachments and tags.

    Args:
        source: The video.
        marks: The chapters in time order; they replace those of the source.
        target: ``.mp4``, ``.m4v``, ``.mov``, ``.mkv`` or ``.webm``.
        task: Learns how many seconds are copied.
        rules: Which files may be replaced.

    Returns:
        A sentence for everything that the target cannot hold, and that the copy is therefore without.

    Raises:
        ExportError: If the target's kind cannot hold chapters or what the source is encoded with, or it
            cannot be written; no half file is left.
        UnreadableVideoError: If the source cannot be read.
        Cancelled: If the task was cancelled; no half file is left.
    """
    if target.suffix.lower() not in SUFFIXES:
        raise ExportFormatError(f"A video with chapters should end in {', '.join(SUFFIXES)}.")
    with closing(open_media(source)) as container, export_file(target, rules) as draft:
        if exists_safely(target) and target.samefile(source):
            raise ExportError(f"{display_name(target)} cannot be written onto itself.")
        # Program streams leave out the times of B-frames.
        generate_pts(container, on=True)
        try:
            options = copy_options(container, target.suffix.lower())
            with av.open(media_address(draft.scratch), "w", container_options=options) as output:
                left_out = _copy(source, container, output, marks, task)
        except OSError:
            raise
        except (av.FFmpegError, ValueError) as error:
            raise ExportError(_refusal(source, container, target)) from error
    return [f"{display_name(target)} cannot hold {what}, and is without." for what in left_out]


def _refusal(source: Path, container: InputContainer, target: Path) -> str:
    """Why a copy cannot be written, and what can be."""
    others = [suffix for suffix in suffixes_that_hold(container) if suffix != target.suffix.lower()]
    choice = f"choose {' or '.join(others)}, or " if others else ""
    return (
        f"{display_name(target)} cannot hold what {display_name(source)} is encoded with: "
        f"{choice}write the chapters as .vtt or .txt."
    )


def _copy(
    source: Path,
    container: InputContainer,
    output: OutputContainer,
    marks: Sequence[ChapterMark],
    task: Task,
) -> list[str]:
    """Copy everything; what cannot be is returned."""
    streams = CopiedStreams(container, output)
    film = best_video_stream(container, source)
    keep_timecode(streams.of(film), source_timecode(source, container, film))
    output.metadata.update(copied_tags(container.metadata))
    output.set_chapters(
        [
            {
                "id": number,
                "start": round(start_s / _CLOCK),
                "end": round(end_s / _CLOCK),
                "time_base": _CLOCK,
                "metadata": {"title": title},
            }
            for number, (start_s, end_s, title) in enumerate(marks)
        ]
    )
    length_s = (container.duration or 0) / av.time_base
    # None where the container does not say, although PyAV's types promise a number.
    announced: int | None = container.start_time
    start_s = None if announced is None else Fraction(announced, av.time_base)
    copied_streams = [container.streams[index] for index in streams.indexes]
    reading = corrected_packets(source, container, film, *copied_streams)
    for packet in _packets(container, streams.indexes, reading):
        # Time zero is the container's start; QuickTime has no chapters that start later.
        if start_s is None:
            start_s = (packet.pts or 0) * packet.time_base
        start = round(start_s / packet.time_base)
        packet.dts = None if packet.dts is None else packet.dts - start
        if packet.pts is not None:
            packet.pts -= start
            task.checkpoint(float(packet.pts * packet.time_base), length_s, "copying")
        for copied in streams.packets(packet):
            output.mux(copied)
    return streams.left_out


def _packets(
    container: InputContainer, indexes: Collection[int], reading: Iterator["Packet[Stream]"]
) -> Iterator["Packet[Stream]"]:
    """Every packet of the copied streams that holds data, with the times that a muxer needs."""
    times: dict[int, PacketTimes[Stream]] = {
        stream.index: PacketTimes(frame_ticks(stream))
        for stream in container.streams.video
        if stream.index in indexes and not stream.disposition & Disposition.attached_pic
    }
    late: dict[int, int] = {}
    last_dts: dict[int, int] = {}
    for packet in reading:
        if not packet.size:
            # The empty packets at the end only flush decoders.
            continue
        if packet.stream.disposition & Disposition.attached_pic:
            packet.pts = packet.dts = round((container.start_time or 0) / av.time_base / packet.time_base)
            yield packet
            continue
        if packet.stream.index not in times:
            make_rise(packet, last_dts.get(packet.stream.index), packet.duration or 1, _least_rise(packet))
            if packet.dts is not None:
                last_dts[packet.stream.index] = packet.dts
            yield packet
            continue
        if packet.pts is None:
            raise ExportError(
                "The video does not say when each of its frames is shown, so it cannot be copied: "
                "write the chapters as .vtt or .txt."
            )
        if is_dts_only(container) and packet.dts is not None:
            # FFmpeg makes up presentation times that are later than the sound by what decoding runs ahead.
            ahead = late.setdefault(packet.stream.index, packet.pts - packet.dts)
            packet.pts, packet.dts = packet.pts - ahead, packet.dts - ahead
        yield from times[packet.stream.index].add(packet)
    for left in times.values():
        yield from left.finish()


def _least_rise(packet: "Packet[Stream]") -> int:
    """Ticks by which decoding times of sound have to rise: MP4 counts samples."""
    context = packet.stream.codec_context
    if isinstance(packet.stream, AudioStream) and context is not None and packet.stream.rate:
        return max(1, ceil(1 / (packet.stream.rate * packet.time_base)))
    return 1
