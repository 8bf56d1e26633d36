"""Which streams of a file are its film and its sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard, Disposition, Stream
from av.video.stream import VideoStream

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.limits import MOST_FRAME_PX
from videxplore.video.reading.opening import check_frame_size, open_media
from videxplore.video.reading.packets import packets

_NOT_A_FILM = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image

_FRAMES_OF_A_FILM = 5
"""A stream with as many frames is surely no cover.

Source: FFmpeg's ``av_find_best_stream``, which prefers streams of up to five frames by their number.
"""

_COUNTED_PACKETS = 250
_COUNTED_BYTES = 32 << 20
"""How far a file is read at most to count the frames of its streams, where the container does not tell."""


@dataclass(frozen=True, slots=True)
class Track:
    """A stream that can be shown or heard.

    Attributes:
        index: Its number in the file, from 0.
        title: What the file calls it; may be empty.
        language: As the file tells it, such as ``eng``; empty where it does not.
        width_px: Of its frames; 0 for sound.
        height_px: Likewise.
        channels: Of its sound; 0 for frames.
        is_best: Whether it is used where no other is chosen.
    """

    index: int
    title: str
    language: str
    width_px: int = 0
    height_px: int = 0
    channels: int = 0
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks of a file, in its order: all films, and the sound of the programme of the best one."""

    films: tuple[Track, ...]
    sounds: tuple[Track, ...]


def read_tracks(path: Path) -> Tracks:
    """What can be shown and heard of a file, for choosing.

    Raises:
        UnreadableVideoError: If it cannot be read or holds no video.
    """
    with open_media(path) as container:
        best = best_video_stream(container, path)
        streams = _films(container, path)
        counts = _frame_counts(path, streams)
        films = [stream for stream in streams if counts[stream.index] > 1 or stream.index == best.index]
        sounds = sound_of_film(container, path)
        return Tracks(
            tuple(
                Track(
                    *stream_names(stream),
                    width_px=stream.width,
                    height_px=stream.height,
                    is_best=stream.index == best.index,
                )
                for stream in films
            ),
            tuple(
                Track(*stream_names(stream), channels=stream.channels, is_best=stream is sounds[0])
                for stream in sorted(sounds, key=lambda stream: stream.index)
            ),
        )


def best_video_stream(container: InputContainer, path: Path, track: int | None = None) -> VideoStream:
    """The video stream that is the film: no cover or other single picture where another stream has more.

    Of several films, a default one is preferred, then the one with the largest frame, then the first.

    Args:
        container: The file, opened.
        path: The file.
        track: The index of another stream to be taken instead, if there is one.

    Raises:
        UnreadableVideoError: If there is none that can be decoded.
    """
    films = _films(container, path)
    chosen = [stream for stream in films if stream.index == track]
    if not chosen and len(films) > 1:
        counts = _frame_counts(path, films)
        chosen = [max(films, key=lambda stream: (counts[stream.index], *_prominence(stream)))]
    stream = (chosen or films)[0]
    check_frame_size(path, stream)
    # Frames may turn out larger than the container says, at the first one or on the way.
    if not stream.codec_context.is_open:
        stream.codec_context.options = {**stream.codec_context.options, "max_pixels": str(MOST_FRAME_PX)}
    return stream


def sound_of_film(container: InputContainer, path: Path) -> list[AudioStream]:
    """The sound of a file's film that can be decoded, the best first; of files of sound alone, all.

    A transport stream may hold several programmes: only that of the film counts.
    """
    try:
        video = best_video_stream(container, path)
    except UnreadableVideoError:
        video = None
    sounds = [stream for stream in _sounds(container, video) if _is_decodable(stream)]
    best = container.streams.best("audio", related=video)
    # FFmpeg finds out which track holds most; where there is no decoder for that one, the first default one.
    return sorted(
        sounds,
        key=lambda stream: (
            best is None or stream.index != best.index,
            not stream.disposition & Disposition.default,
        ),
    )


def has_sound(container: InputContainer, video: VideoStream) -> bool:
    """Whether a film has sound in its programme, whether or not it can be decoded."""
    return bool(_sounds(container, video))


def _sounds(container: InputContainer, video: VideoStream | None) -> Sequence[AudioStream]:
    """The sound in the programme of a film."""
    sounds = container.streams.audio
    if video is None or len(container.streams.video) < 2:
        return sounds
    programme = _programme(container, video)
    return [stream for stream in sounds if _programme(container, stream) == programme]


def _films(container: InputContainer, path: Path) -> list[VideoStream]:
    """The video streams that can be decoded and are not marked as pictures.

    Raises:
        UnreadableVideoError: If there is none.
    """
    films = [stream for stream in container.streams.video if not stream.disposition & _NOT_A_FILM]
    if not films:
        what = "sound but no video" if container.streams.audio else "no video"
        raise UnreadableVideoError(f"{display_name(path)} holds {what}.")
    decodable = [stream for stream in films if _is_decodable(stream)]
    if not decodable:
        raise UnreadableVideoError(f"{display_name(path)} is in a format for which there is no decoder here.")
    return decodable


def _is_decodable(stream: Stream) -> bool:
    # A stream without decoder has no codec context, although PyAV's types say otherwise.
    return getattr(stream, "codec_context", None) is not None


def _programme(container: InputContainer, stream: Stream) -> tuple[int | None, int | None]:
    """What distinguishes the programme of a stream from others; the same for all in other containers.

    PyAV names no programmes, but finds the best streams of that of another stream.
    """
    video = container.streams.best("video", related=stream)
    audio = container.streams.best("audio", related=stream)
    return (None if video is None else video.index), (None if audio is None else audio.index)


def _prominence(stream: VideoStream) -> tuple[bool, int, int]:
    is_default = bool(stream.disposition & Disposition.default)
    return is_default, stream.width * stream.height, -stream.index


def _frame_counts(path: Path, streams: Sequence[VideoStream]) -> dict[int, int]:
    """How many frames each stream has, by its index: at most :data:`_FRAMES_OF_A_FILM`."""
    if len(streams) > 1 and not all(stream.frames for stream in streams):
        return _counted(path, [stream.index for stream in streams])
    return {stream.index: min(stream.frames, _FRAMES_OF_A_FILM) for stream in streams}


def _counted(path: Path, indexes: Sequence[int]) -> dict[int, int]:
    """The frames of each stream, counted in a part of the file."""
    counts = dict.fromkeys(indexes, 0)
    read_bytes = 0
    with open_media(path) as container:
        for stream in container.streams:
            if stream.index not in counts:
                stream.discard = Discard.all
        try:
            for packet in packets(container, *(container.streams[index] for index in indexes)):
                counts[packet.stream.index] += packet.size > 0
                read_bytes += packet.size
                is_enough = min(counts.values()) >= _FRAMES_OF_A_FILM
                if is_enough or max(counts.values()) >= _COUNTED_PACKETS or read_bytes > _COUNTED_BYTES:
                    break
        except av.FFmpegError:
            # What could be read until the damage counts.
            pass
    return {index: min(count, _FRAMES_OF_A_FILM) for index, count in counts.items()}


def stream_names(stream: Stream) -> tuple[int, str, str]:
    """Index, title and language of a stream."""
    names = {key.lower(): text for key, text in stream.metadata.items()}
    language = names.get("language", "")
    return stream.index, names.get("title", ""), "" if language == "und" else language
