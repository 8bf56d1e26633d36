"""Opening media files, saying why one cannot be opened, and FFmpeg's flags of containers by number."""

import os
import stat
from pathlib import Path

import av
from av.codec.hwaccel import HWAccel
from av.container import Container, InputContainer
from av.video.format import VideoFormat
from av.video.stream import VideoStream

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.files import NotRegularFileError, open_regular
from videxplore.core.limits import (
    DECODER_THREADS_BYTES,
    DECODER_THREADS_BYTES_PER_BYTE,
    MOST_FRAME_BYTES,
    MOST_FRAME_PX,
    SMALL_FILE_THREADS_BYTES,
)
from videxplore.video.reading.hidden_parts import Patch, PatchedFile, patches_of

# The containers that are read. FFmpeg chooses among some three hundred by the content of a file, whatever its
# name. Some of them open other files, pipes and addresses that the file names (concat, hls, dash, sdp,
# vobsub, image sequences), others are text or single frames. The rest is refused before it is parsed.
_CONTAINERS = (
    # Files, cameras and broadcast.
    "mov,matroska,webm,avi,asf,asf_o,flv,live_flv,kux,mpeg,mpegts,ogg,rm,mxf,gxf,nut,ivf,dv,wtv,ty,pva,nsv,nuv,"
    "dhav,lxf,mlv,ifv,moflex,"
    # Streams without a container.
    "h261,h263,h264,hevc,vvc,evc,av1,obu,m4v,mpegvideo,mjpeg,mjpeg_2000,vc1,dirac,cavsvideo,avs2,avs3,dnxhd,apv,"
    "yuv4mpegpipe,"
    # Sound, which is then named as what it is.
    "wav,w64,aiff,caf,mp3,aac,ac3,eac3,dts,flac,amr,ape,wv,tta"
)
# Only plain files: a playlist inside a video folder must not make the program open network addresses.
_CONTAINER_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": _CONTAINERS,
    # Heeded while the streams are looked at; best_video_stream (tracks.py) sets it for decoding.
    "max_pixels": str(MOST_FRAME_PX),
}


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
    patches = _checked(path)
    source = PatchedFile(path, patches) if patches else media_address(path)
    if hardware is not None:
        return av.open(source, "r", options=_CONTAINER_OPTIONS, metadata_errors="ignore", hwaccel=hardware)
    try:
        return av.open(source, "r", options=_CONTAINER_OPTIONS, metadata_errors="ignore")
    except av.FFmpegError as error:
        raise UnreadableVideoError(_sentence(path, error)) from error


def decoder_threads(path: Path, stream: VideoStream, wanted: int) -> int:
    """Threads to decode a file's stream with: fewer than ``wanted`` where its frames are large.

    Each thread works on a frame of its own. 0 leaves the number to the decoder.
    """
    file_bytes = SMALL_FILE_THREADS_BYTES + DECODER_THREADS_BYTES_PER_BYTE * path.stat().st_size
    most = max(1, min(DECODER_THREADS_BYTES, file_bytes) // max(1, _frame_bytes(stream)))
    # The decoder chooses one for each core, and sixteen at most.
    chosen = wanted or min(16, (os.cpu_count() or 1) + 1)
    return wanted if chosen <= most else most


def _frame_bytes(stream: VideoStream) -> int:
    """Memory of a decoded frame, as far as the container or the first frame tells its size; else 0."""
    context = stream.codec_context
    if not context.pix_fmt:
        return 0
    picture_format = VideoFormat(context.pix_fmt, stream.width, stream.height)
    return stream.width * stream.height * picture_format.padded_bits_per_pixel // 8


def check_frame_size(path: Path, stream: VideoStream) -> None:
    """Refuse frames that are too large to decode, before the first one is.

    Raises:
        UnreadableVideoError: If the container announces such frames.
    """
    size = f"{stream.width} x {stream.height} pixels"
    if stream.width * stream.height > MOST_FRAME_PX or _frame_bytes(stream) > MOST_FRAME_BYTES:
        raise UnreadableVideoError(f"The frames of {display_name(path)} are too large: {size}.")


def _checked(path: Path) -> tuple[Patch, ...]:
    """What is to be hidden of a file.

    Raises:
        UnreadableVideoError: If it is no plain file that can be read; a named pipe would block for ever.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableVideoError(f"{display_name(path)} is a folder, not a video.")
        patches = patches_of(path)
        if status.st_size == 0:
            raise UnreadableVideoError(f"{display_name(path)} is empty.")
    except NotRegularFileError as error:
        raise UnreadableVideoError(f"{display_name(path)} is not a regular file.") from error
    except FileNotFoundError as error:
        raise UnreadableVideoError(f"{display_name(path)} cannot be found.") from error
    except PermissionError as error:
        raise UnreadableVideoError(f"{display_name(path)} may not be read: permission denied.") from error
    except OSError as error:
        reason = error.strerror or "unknown fault"
        raise UnreadableVideoError(f"{display_name(path)} cannot be read: {reason}.") from error
    except ValueError as error:
        raise UnreadableVideoError(f"{display_name(path)} is not a possible file name.") from error
    return patches


def _sentence(path: Path, error: av.FFmpegError) -> str:
    if isinstance(error, av.InvalidDataError):
        if _is_cut_mp4(path):
            return (
                f"{display_name(path)} is cut short: the index at its end is missing, so nothing can be read."
            )
        return f"{display_name(path)} is not a video, or is damaged beyond reading."
    if isinstance(error, av.ArgumentError):
        return f"{display_name(path)} holds no video of a kind that is read here."
    if isinstance(error, av.FileNotFoundError):
        return f"{display_name(path)} cannot be found."
    return f"{display_name(path)} cannot be read: {error.strerror or 'unknown fault'}."


def _is_cut_mp4(path: Path) -> bool:
    """Whether the file begins like an MP4; those FFmpeg refuses have lost their index (``moov``)."""
    try:
        with open_regular(path, follow_links=True) as file:
            return file.read(8)[4:8] == b"ftyp"
    except OSError:
        return False


_NO_TIME_STAMPS = 0x0080
_STAMPS_MAY_START_AGAIN = 0x0200
"""``AVFMT_NOTIMESTAMPS`` and ``AVFMT_TS_DISCONT`` of ``avformat.h``."""

_GENERATE_PTS = 0x0001
"""``AVFMT_FLAG_GENPTS`` of ``avformat.h``."""


def has_no_stamps(container: Container) -> bool:
    """Whether a container's kind stores no time stamps, as streams without a container do not."""
    return bool(container.format.flags & _NO_TIME_STAMPS)


def may_start_again(container: InputContainer) -> bool:
    """Whether time stamps of a container's kind may start again on the way, as in joined recordings."""
    return bool(container.format.flags & _STAMPS_MAY_START_AGAIN)


def generates_pts(container: InputContainer) -> bool:
    """Whether presentation times that packets do not have are looked for in those that follow."""
    return bool(container.flags & _GENERATE_PTS)


def generate_pts(container: InputContainer, *, on: bool) -> None:
    """Look for presentation times that packets do not have in those that follow, or leave them open.

    In a joined file FFmpeg may look for them to its end, and hold all that it reads.
    """
    container.flags = container.flags & ~_GENERATE_PTS | (_GENERATE_PTS if on else 0)
