"""Opening media files, and saying in one sentence why one cannot be opened."""

import os
import stat
from pathlib import Path

import av
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import shown_name

# Only plain files: a playlist inside a video folder must not make the program open network addresses.
_CONTAINER_OPTIONS = {"protocol_whitelist": "file"}
_NOT_A_FILM = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


def media_address(path: Path) -> str:
    """The address FFmpeg reads as this very file, whatever its name looks like (``http:x``, ``-x``, ...)."""
    return "file:" + os.fspath(path.absolute())


def open_media(path: Path, hardware: HWAccel | None = None) -> InputContainer:
    """Open a media file for reading.

    Args:
        path: The file.
        hardware: Decodes on hardware; a machine without it raises what PyAV raises.

    Raises:
        UnreadableVideoError: With one sentence that names what is wrong.
    """
    _check_plain_file(path)
    if hardware is not None:
        return av.open(
            media_address(path), "r", options=_CONTAINER_OPTIONS, metadata_errors="ignore", hwaccel=hardware
        )
    try:
        return av.open(media_address(path), "r", options=_CONTAINER_OPTIONS, metadata_errors="ignore")
    except av.FFmpegError as error:
        raise UnreadableVideoError(_sentence(path, error)) from error


def best_video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The video stream a player would show: the default ones first, then the largest picture.

    Raises:
        UnreadableVideoError: If there is none that can be decoded.
    """
    films = [stream for stream in container.streams.video if not stream.disposition & _NOT_A_FILM]
    if not films:
        what = "sound but no video" if container.streams.audio else "no video"
        raise UnreadableVideoError(f"{shown_name(path)} holds {what}.")
    # A stream without decoder has no codec context, although PyAV's types say otherwise.
    decodable = [stream for stream in films if getattr(stream, "codec_context", None) is not None]
    if not decodable:
        raise UnreadableVideoError(f"{shown_name(path)} is in a format for which there is no decoder here.")
    return max(decodable, key=_prominence)


def _prominence(stream: VideoStream) -> tuple[bool, int, int]:
    is_default = bool(stream.disposition & Disposition.default)
    return is_default, stream.width * stream.height, -stream.index


def _check_plain_file(path: Path) -> None:
    """Refuse what is no readable plain file; a named pipe, for one, would block for ever."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableVideoError(f"{shown_name(path)} is a folder, not a video.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableVideoError(f"{shown_name(path)} is not a regular file.")
        if status.st_size == 0:
            raise UnreadableVideoError(f"{shown_name(path)} is empty.")
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise UnreadableVideoError(f"{shown_name(path)} is not there any more.") from error
    except PermissionError as error:
        raise UnreadableVideoError(f"{shown_name(path)} may not be read: permission denied.") from error
    except OSError as error:
        reason = error.strerror or "unknown fault"
        raise UnreadableVideoError(f"{shown_name(path)} cannot be read: {reason}.") from error
    except ValueError as error:
        raise UnreadableVideoError(f"{shown_name(path)} is not a possible file name.") from error


def _sentence(path: Path, error: av.FFmpegError) -> str:
    if isinstance(error, av.InvalidDataError):
        if _is_cut_mp4(path):
            return (
                f"{shown_name(path)} is cut short: the index at its end is missing, so nothing can be read."
            )
        return f"{shown_name(path)} is not a video, or is damaged beyond reading."
    if isinstance(error, av.FileNotFoundError):
        return f"{shown_name(path)} is not there any more."
    return f"{shown_name(path)} cannot be read: {error.strerror or 'unknown fault'}."


def _is_cut_mp4(path: Path) -> bool:
    """Whether the file begins like an MP4; those FFmpeg refuses have lost their index (``moov``)."""
    try:
        with path.open("rb") as file:
            return file.read(8)[4:8] == b"ftyp"
    except OSError:
        return False
