"""Writing parts of a video as a new file, exact to the frame and with its sound."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Discard, Stream
from av.video.stream import VideoStream

from videxplore.core.errors import ExportError, ExportFormatError, UnreadableVideoError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, export_file
from videxplore.core.file_names import display_name, exists_safely
from videxplore.core.task import Task
from videxplore.core.timecode import SourceTimecode
from videxplore.video.audio import AudioReader
from videxplore.video.frames.decoded_frame import display_matrix
from videxplore.video.reading.decoding import StreamDecoder
from videxplore.video.reading.opening import media_address, open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.tracks import best_video_stream
from videxplore.video.recording.source_timecode import keep_timecode, source_timecode
from videxplore.video.writing.copied_streams import (
    CopiedStreams,
    CopySpan,
    add_copied_stream,
    copied_packets,
    copied_tags,
    copy_options,
    copy_spans,
)
from videxplore.video.writing.frame_writing import FrameWriter, Segment, SegmentFrames
from videxplore.video.writing.sound_writing import SoundWriter

_SOUND_MARGIN_S = 1.0


SOUND_CODECS = {".mp4": "aac", ".m4v": "aac", ".mov": "aac", ".mkv": "aac", ".webm": "libopus"}
"""The kinds of files that are written, and the codec of their sound."""


def sound_codec_of(target: Path) -> str:
    """The codec of the sound in a file of this kind.

    Raises:
        ExportFormatError: If no video is written as such a file.
    """
    codec = SOUND_CODECS.get(target.suffix.lower())
    if codec is None:
        raise ExportFormatError(
            f"A video can be written as {', '.join(SOUND_CODECS)}, but not as “{target.suffix}”."
        )
    return codec


@contextmanager
def named_failures(target: Path) -> Iterator[None]:
    """What FFmpeg cannot write, as an :class:`ExportError` that names the file."""
    try:
        yield
    except OSError:
        raise
    except (av.FFmpegError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ExportError(f"{display_name(target)} cannot be written: {reason}.") from error


def write_clip(
    source: Path,
    start_s: float,
    end_s: float,
    target: Path,
    task: Task,
    rules: ExportRules = NEW_FILES_ONLY,
) -> Path:
    """Write [start_s, end_s) of a video as a file of its own; the kind follows from the target's suffix.

    The first frame is the one on screen at ``start_s``; every other one shown before ``end_s`` follows. They
    are shown whole, except those longer than 0.11 s: these are shown from ``start_s`` on and until ``end_s``.

    Returns:
        The name the file got.

    Raises:
        ExportError: If it cannot be written as asked; no half file is left.
        UnreadableVideoError: If the source cannot be read.
        Cancelled: If the task was cancelled; no half file is left.
    """
    return _write(source, [(start_s, end_s)], target, task, rules, is_exact=False)


def write_skim(
    source: Path,
    segments: Sequence[Segment],
    target: Path,
    task: Task,
    rules: ExportRules = NEW_FILES_ONLY,
) -> Path:
    """Write segments of a video, one after the other, as one file; sound fades at the joins.

    The file is as long as the segments together: the first and the last frame of each are shown only as long
    as they are within it. Frames are copied as they are where all segments begin and end with sync frames,
    else encoded again.

    Args:
        source: The video.
        segments: Start and end of each in seconds, in the order in which they are to be shown.
        target: The file to write; ``.mp4``, ``.m4v``, ``.mov``, ``.mkv`` or ``.webm``.
        task: Learns how many seconds are written.
        rules: Which files may be replaced, and whether a taken name is numbered.

    Returns:
        The name the file got.

    Raises:
        ExportError: If it cannot be written as asked; no half file is left.
        UnreadableVideoError: If the source cannot be read.
        Cancelled: If the task was cancelled; no half file is left.
    """
    return _write(source, segments, target, task, rules, is_exact=True)


def _write(
    source: Path,
    segments: Sequence[Segment],
    target: Path,
    task: Task,
    rules: ExportRules,
    *,
    is_exact: bool,
) -> Path:
    """Write segments, exact in length or made of whole frames."""
    sound_codec = sound_codec_of(target)
    if not segments or any(end_s <= start_s for start_s, end_s in segments):
        raise ExportError("There is nothing to write: every segment must end after it starts.")
    with ExitStack() as stack:
        decoder = stack.enter_context(closing(StreamDecoder(source)))
        draft = stack.enter_context(export_file(target, rules))
        if exists_safely(target) and target.samefile(source):
            raise ExportError(f"{display_name(target)} cannot be written onto itself.")
        sounds = _sounds(source, stack)
        with named_failures(target):
            frames = SegmentFrames(decoder, is_exact=is_exact)
            copies = copy_spans(decoder, segments, target.suffix)
            if copies is not None and not frames.can_copy(copies, segments):
                copies = None
            options = _container_options(target, decoder)
            # FFmpeg's own kind for .m4v holds no HEVC.
            kind = "mp4" if target.suffix.lower() == ".m4v" else None
            with av.open(media_address(draft.scratch), "w", kind, container_options=options) as output:
                writing = _Writing(frames, output, sound_codec, sounds, copies)
                if decoder.container.streams.subtitles:
                    writing.subtitles = stack.enter_context(ClipSubtitles(source, output))
                recorded = source_timecode(source, decoder.container, decoder.stream)
                writing.write(segments, recorded, task)
    return draft.target


def _sounds(source: Path, stack: ExitStack) -> list[AudioReader]:
    """Readers of all sound tracks; none of a video without sound, or with sound that cannot be decoded."""
    try:
        best = stack.enter_context(AudioReader(source))
        return [
            best if track == best.stream.index else stack.enter_context(AudioReader(source, track))
            for track in best.tracks
        ]
    except UnreadableVideoError:
        return []


def _container_options(target: Path, decoder: StreamDecoder) -> dict[str, str]:
    """MP4 rounds the length to its own clock, milliseconds by default: give it the frames' clock."""
    if target.suffix.lower() not in (".mp4", ".m4v", ".mov"):
        return {}
    options = copy_options(decoder.container, target.suffix.lower())
    return {**options, "movie_timescale": str(decoder.clock.time_base.denominator)}


class _Writing:
    """One new file while it is written."""

    def __init__(
        self,
        frames: SegmentFrames,
        output: OutputContainer,
        sound_codec: str,
        sounds: Sequence[AudioReader],
        copies: Sequence[CopySpan] | None,
    ) -> None:
        self._frames = frames
        self._decoder = decoder = frames.decoder
        self._output = output
        self._copies = copies
        self._encoded = FrameWriter(output, decoder) if copies is None else None
        self._video = self._add_copied_video() if self._encoded is None else self._encoded.stream
        self._keep_matrix(self._video)
        self._video.metadata.update(copied_tags(decoder.stream.metadata))
        self._output.metadata.update(copied_tags(decoder.container.metadata))
        self._sounds = [SoundWriter(output, sound_codec, sound) for sound in sounds]
        self.subtitles: ClipSubtitles | None = None

    def write(self, segments: Sequence[Segment], recorded: SourceTimecode, task: Task) -> None:
        """Write all segments; the first frame keeps the timecode that was recorded with it."""
        total_s = sum(end_s - start_s for start_s, end_s in segments)
        time_base = self._decoder.clock.time_base
        offset = 0
        for number, segment in enumerate(segments):
            written = 0
            for written in self._written(number, segment, offset, recorded):
                until_s = (offset + written) * time_base
                task.checkpoint(float(until_s), total_s, "writing")
                for sound in self._sounds:
                    sound.write_until(until_s)
            if not written:
                raise ExportError(f"There is no frame between {segment[0]:.3f} and {segment[1]:.3f} s.")
            offset += written
            for sound in self._sounds:
                sound.end_segment(offset * time_base, fades_out=number < len(segments) - 1)
        if self._encoded is not None:
            self._encoded.finish(offset)
        for sound in self._sounds:
            sound.finish()

    def _written(self, number: int, segment: Segment, offset: int, recorded: SourceTimecode) -> Iterator[int]:
        """Write a segment's frames; yields how many ticks of it are written, ascending."""
        if self._copies is not None:
            span = self._copies[number]
            self._keep_timecode(number, span.first, recorded)
            self._begin(span.first, segment[1], offset)
            yield from self._copy(span, offset)
            return
        begun = None
        for start, end, frame, neighbours in self._frames.of(segment):
            if begun is None:
                begun = start
                self._keep_timecode(number, start, recorded)
                self._begin(start, segment[1], offset)
            if self._encoded is not None:
                self._encoded.write(frame, neighbours, offset + start - begun, end - start)
            yield end - begun

    def _keep_timecode(self, number: int, tick: int, recorded: SourceTimecode) -> None:
        if number == 0:
            keep_timecode(self._video, recorded, self._decoder.clock.seconds(tick))

    def _copy(self, span: CopySpan, offset: int) -> Iterator[int]:
        shift, reached = offset - span.first, 0
        for packet in copied_packets(self._decoder, span):
            # Both were made sure of when the span was found.
            if packet.pts is None or packet.dts is None:
                continue
            reached = max(reached, packet.pts - span.first)
            packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, self._video
            self._output.mux(packet)
            yield max(1, reached)
        yield span.end - span.first

    def _begin(self, tick: int, end_s: float, offset: int) -> None:
        """Begin the sound and write the subtitles of a segment whose first frame is at ``tick``."""
        start_s = self._decoder.clock.seconds(tick)
        for sound in self._sounds:
            sound.begin_segment(start_s, end_s + _SOUND_MARGIN_S, fades_in=offset > 0)
        if self.subtitles is not None:
            self.subtitles.write(start_s, end_s, offset * self._decoder.clock.time_base)

    def _add_copied_video(self) -> VideoStream:
        video = add_copied_stream(self._output, self._decoder.stream)
        if not isinstance(video, VideoStream):
            raise TypeError("the copy of a film is no film")
        return video

    def _keep_matrix(self, video: VideoStream) -> None:
        matrix = display_matrix(self._decoder.first_frame)
        if matrix is not None:
            video.set_display_matrix(matrix.tolist())


_LONGEST_SHOWN_S = 15
"""How long before a part a subtitle may begin that is still shown in it."""


class ClipSubtitles:
    """Writes the subtitles of some parts of a file into a new one."""

    def __init__(self, source: Path, output: OutputContainer) -> None:
        """Add the subtitle streams to a file whose header is not written yet.

        Raises:
            UnreadableVideoError: If the source cannot be read.
        """
        self._container = open_media(source)
        self._output = output
        self._film = best_video_stream(self._container, source)
        self._zero_s = Fraction(self._container.start_time or 0, av.time_base)
        self._copied = CopiedStreams(self._container, output, only_subtitles=True)
        self._written: dict[int, Fraction] = {}
        for stream in self._container.streams:
            if stream.index != self._film.index and stream.index not in self._copied.indexes:
                stream.discard = Discard.all

    def __enter__(self) -> Self:
        """Use as a context manager that closes the source."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the source."""
        self._container.close()

    def write(self, start_s: float, end_s: float, offset_s: Fraction) -> None:
        """Write what is shown in [start_s, end_s) of the source, from ``offset_s`` of the new file on."""
        start, end = Fraction(start_s), Fraction(end_s)
        for shown_s, packet in self._read(start, end):
            gone_s = shown_s + (packet.duration or 0) * packet.time_base
            is_shown = start <= shown_s < end or (shown_s < start < gone_s)
            if not is_shown:
                continue
            index = packet.stream.index
            first_s, last_s = max(shown_s, start), min(gone_s, end)
            packet.pts = packet.dts = round((first_s - start + offset_s) / packet.time_base)
            packet.duration = max(0, round((last_s - first_s) / packet.time_base))
            if packet.pts * packet.time_base >= self._written.get(index, Fraction(-1)):
                self._written[index] = packet.pts * packet.time_base
                for copied in self._copied.packets(packet):
                    self._output.mux(copied)

    def _read(self, start_s: Fraction, end_s: Fraction) -> "Iterator[tuple[Fraction, Packet[Stream]]]":
        """Subtitles with their times, from some time before ``start_s`` until the film is at ``end_s``."""
        if not self._copied.indexes:
            return
        seek_s = max(Fraction(0), start_s - _LONGEST_SHOWN_S) + self._zero_s
        streams = [self._film, *(self._container.streams[index] for index in self._copied.indexes)]
        try:
            self._container.seek(int(seek_s * av.time_base))
            for packet in packets(self._container, *streams):
                if not packet.size or packet.pts is None:
                    continue
                is_film = packet.stream.index == self._film.index
                stamp = packet.dts if is_film and packet.dts is not None else packet.pts
                time_s = stamp * packet.time_base - self._zero_s
                if is_film and time_s >= end_s:
                    return
                if not is_film:
                    yield time_s, packet
        except av.FFmpegError:
            # What comes before the damage is written.
            return
