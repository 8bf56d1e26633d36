"""Decoding on a GPU, where the build, the machine and the video allow it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.codec.hwaccel import HWAccel, hwdevices_available
from av.container import InputContainer

from videxplore.core.errors import UnreadableVideoError
from videxplore.video.reading.opening import open_media
from videxplore.video.reading.packets import packets
from videxplore.video.reading.tracks import best_video_stream

PROCESSOR = "processor"

# The platform's own way first.
_BY_PLATFORM = {
    "darwin": ("videotoolbox",),
    "win32": ("d3d11va", "cuda", "qsv", "dxva2"),
}
_ELSEWHERE = ("cuda", "vaapi", "qsv")


@dataclass(frozen=True, slots=True)
class DecoderChoice:
    """What decodes a video.

    Attributes:
        name: What decodes: the CPU, or the kind of hardware, such as ``cuda``.
        reason: A sentence: why it is this and nothing faster.
    """

    name: str
    reason: str


def open_with_hardware(path: Path, track: int | None = None) -> tuple[InputContainer, DecoderChoice]:
    """Open a video for decoding on hardware, or on the CPU where that cannot be.

    Raises:
        UnreadableVideoError: If it cannot be read at all.
    """
    failures = []
    for device in _candidates():
        container = None
        try:
            container = open_media(path, HWAccel(device, allow_software_fallback=False))
            stream = best_video_stream(container, path, track)
            first = next((frame for packet in packets(container, stream) for frame in packet.decode()), None)
            if first is not None and stream.codec_context.is_hwaccel:
                container.seek(stream.start_time or 0, stream=stream)
                return container, DecoderChoice(device, f"This machine's {device} decodes the video.")
            failures.append(f"{device} gives no frame")
        except (av.FFmpegError, UnreadableVideoError, RuntimeError, NotImplementedError) as error:
            failures.append(f"{device}: {_short(error)}")
        if container is not None:
            container.close()
    container = open_media(path)
    if not failures:
        reason = "This build of FFmpeg has no hardware decoding for this system."
    else:
        reason = f"No hardware could decode this video ({'; '.join(failures)})."
    return container, DecoderChoice(PROCESSOR, reason)


def _candidates() -> Iterator[str]:
    available = set(hwdevices_available())
    return (device for device in _BY_PLATFORM.get(sys.platform, _ELSEWHERE) if device in available)


def _short(error: Exception) -> str:
    """The error in a few words, without the file's name."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:].rstrip(".")
