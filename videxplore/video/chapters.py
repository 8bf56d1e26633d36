"""Chapter marks written into a copy of a video, without encoding anything again."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, export_file
from videxplore.core.file_names import display_name, exists_safely
from videxplore.core.task import Task
from videxplore.video.format_flags import generate_pts
from videxplore.video.opening import media_address, open_media
from videxplore.video.packets import PacketTimes, make_rise, packets
from videxplore.video.source_timecode import keep_timecode, source_timecode
from videxplore.video.stream_clock import frame_ticks, is_dts_only
from videxplore.video.tracks import best_video_stream

SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm")

_CLOCK = Fraction(1, 1000)
"""Matroska and QuickTime text tracks count chapters no finer than this everywhere."""

_QUICKTIME_SUFFIXES = (".mp4", ".m4v", ".mov")

_HVC1_FORMATS = {"mp4", "mov", "ipod"}
"""QuickTime and Safari play HEVC under this tag only, with parameter sets beside the frames."""

ChapterMark = tuple[float, float, str]
"""Start and end in seconds, and the title."""


def write_chapters(
    source: Path,
    marks: Sequence[ChapterMark],
    target: Path,
    task: Task,
    rules: ExportRules = NEW_FILES_ONLY,
) -> None:
    """Copy frames and sound of ``source`` into ``target`` with chapters.

    Args:
        source: The video.
        marks: The chapters in time order; they replace those of the source.
        target: ``.mp4``, ``.m4v``, ``.mov``, ``.mkv`` or ``.webm``.
        task: Learns how many seconds are copied.
        rules: Which files may be replaced.

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
            options = {"write_tmcd": "1"} if target.suffix.lower() in _QUICKTIME_SUFFIXES else {}
            with av.open(media_address(draft.scratch), "w", container_options=options) as output:
                _copy(source, container, output, marks, task)
        except av.OSError:
            raise
        except (av.FFmpegError, ValueError) as error:
            raise ExportError(
                f"{display_name(target)} cannot hold what {display_name(source)} is encoded with: "
                "choose another kind of file, or .vtt or .txt."
            ) from error


def _copy(
    source: Path,
    container: InputContainer,
    output: OutputContainer,
    marks: Sequence[ChapterMark],
    task: Task,
) -> None:
    film = best_video_stream(container, source)
    streams: dict[int, Stream] = {}
    for stream in (*container.streams.video, *container.streams.audio):
        if not stream.disposition & Disposition.attached_pic:
            copied = output.add_stream_from_template(stream, opaque=True)
            if stream.codec_context.codec.canonical_name == "hevc" and output.format.name in _HVC1_FORMATS:
                copied.codec_context.codec_tag = "hvc1"
            if isinstance(copied, VideoStream) and stream.index == film.index:
                keep_timecode(copied, source_timecode(source, container, film))
            streams[stream.index] = copied
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
    start_s = Fraction(container.start_time or 0, av.time_base)
    for packet in _packets(container, streams):
        # Time zero is the container's start; QuickTime has no chapters that start later.
        start = round(start_s / packet.time_base)
        packet.dts = None if packet.dts is None else packet.dts - start
        if packet.pts is not None:
            packet.pts -= start
            task.checkpoint(float(packet.pts * packet.time_base), length_s, "copying")
        packet.stream = streams[packet.stream.index]
        output.mux(packet)


def _packets(container: InputContainer, indexes: Collection[int]) -> Iterator["Packet[Stream]"]:
    """Every packet of the copied streams that holds data, with the times that a muxer needs."""
    times: dict[int, PacketTimes[Stream]] = {
        stream.index: PacketTimes(frame_ticks(stream))
        for stream in container.streams.video
        if stream.index in indexes
    }
    late: dict[int, int] = {}
    last_dts: dict[int, int] = {}
    for packet in packets(container, *(container.streams[index] for index in indexes)):
        if not packet.size:
            # The empty packets at the end only flush decoders.
            continue
        if packet.stream.index not in times:
            make_rise(packet, last_dts.get(packet.stream.index), packet.duration or 1)
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
