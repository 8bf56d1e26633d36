"""What a file says of its recording: as it is stored, or read from the file where it was not stored yet."""

from pathlib import Path

from videxplore.core.errors import UnreadableVideoError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.timecode import SourceTimecode, nominal_rate_hz
from videxplore.core.types import UNKNOWN_METADATA, Video, VideoProperties


def probe_file(path: Path) -> VideoProperties:
    """What a video file says of itself.

    Raises:
        UnreadableVideoError: If it cannot be read.
    """
    # Late: PyAV.
    from videxplore.video.reading.reader import probe

    return probe(path)


def metadata_of(video: Video) -> VideoMetadata:
    """The metadata of a video; all of them empty where they are not stored and the file cannot be read."""
    if video.properties is not None and video.properties.metadata is not None:
        return video.properties.metadata
    try:
        return probe_file(video.path).metadata or UNKNOWN_METADATA
    except UnreadableVideoError:
        return UNKNOWN_METADATA


def timecode_of(video: Video, metadata: VideoMetadata | None = None) -> SourceTimecode:
    """How the frames of a video are numbered: by the timecode that was recorded, else from 0.

    Args:
        video: The video.
        metadata: Its metadata where they are at hand; else they are looked up.
    """
    known = metadata_of(video) if metadata is None else metadata
    return SourceTimecode(known.nominal_rate_hz or nominal_rate_hz(video.frame_rate_hz), known.start_timecode)
