"""Chapter marks written into a copy of a video, without encoding anything again."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from videxplore.core.errors import ExportError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, export_file
from videxplore.core.file_names import shown_name
from videxplore.core.task import Task
from videxplore.core.typed_paths import is_there
from videxplore.video.opening import media_address, open_media
from videxplore.video.packets import packets

SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm")

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
) -> None:
    """Copy pictures and sound of ``source`` into ``target`` with chapters.

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
        raise ExportError(f"A video with chapters should end in {', '.join(SUFFIXES)}.")
    with closing(open_media(source)) as container, export_file(target, rules) as draft:
        if is_there(target) and target.samefile(source):
            raise ExportError(f"{shown_name(target)} cannot be written onto itself.")
        try:
            with av.open(media_address(draft.scratch), "w") as output:
                _copy(container, output, marks, task)
        except av.OSError:
            raise
        except (av.FFmpegError, ValueError) as error:
            raise ExportError(
                f"{shown_name(target)} cannot hold what {shown_name(source)} is encoded with: "
                "choose another kind of file, such as .mkv."
            ) from error


def _copy(
    container: InputContainer, output: OutputContainer, marks: Sequence[ChapterMark], task: Task
) -> None:
    streams: dict[int, Stream] = {}
    for stream in (*container.streams.video, *container.streams.audio):
        if not stream.disposition & Disposition.attached_pic:
            streams[stream.index] = output.add_stream_from_template(stream)
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
    for packet, start in _packets(container, streams):
        # Time zero is the container's start; QuickTime has no chapters that start later.
        packet.dts = None if packet.dts is None else packet.dts - start
        if packet.pts is not None:
            packet.pts -= start
            task.checkpoint(float(packet.pts * packet.time_base), length_s, "copying")
        packet.stream = streams[packet.stream.index]
        output.mux(packet)


def _packets(container: InputContainer, streams: dict[int, Stream]) -> Iterator[tuple["Packet[Stream]", int]]:
    """Packets of the copied streams, each with the container's start in its clock."""
    start_s = Fraction(container.start_time or 0, av.time_base)
    for packet in packets(container, *(container.streams[index] for index in streams)):
        # The empty packets at the end only flush decoders.
        if packet.dts is not None and packet.time_base is not None:
            yield packet, round(start_s / packet.time_base)
