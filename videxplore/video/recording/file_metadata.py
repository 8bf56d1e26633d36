"""What an open file says of its recording and its coding."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from videxplore.core.metadata import DynamicRange, SoundTrack, VideoMetadata
from videxplore.video.frames.interlacing import field_order
from videxplore.video.recording.camcorder_tags import camcorder_tags
from videxplore.video.recording.recording_tags import camera, clean_text, place, plain_tags, recorded_date
from videxplore.video.recording.sidecars import embedded_tags, sidecar_tags
from videxplore.video.recording.source_timecode import source_timecode

# The numbers of ITU-T H.273 with FFmpeg's names.
_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020",
    10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
_TRANSFERS = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100",
    10: "log316", 11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12",
    16: "smpte2084", 17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
_MATRICES = {
    0: "rgb", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
    10: "bt2020c", 11: "smpte2085", 14: "ictcp",
}  # fmt: skip
_RANGES = {1: "limited", 2: "full"}
_DYNAMIC_RANGES: Mapping[int, DynamicRange] = {16: "HDR10", 18: "HLG"}
_NO_LANGUAGE = {"", "und", "unk", "mis", "zxx"}
_MOST_SOUND_TRACKS = 64


def read_metadata(
    path: Path, container: InputContainer, stream: VideoStream, frame: av.VideoFrame
) -> VideoMetadata:
    """What the header, the first frame and the timecode of a file say.

    Args:
        path: The file.
        container: The open file.
        stream: Its best video stream.
        frame: The first frame of this stream.
    """
    tags = plain_tags(
        container.metadata,
        stream.metadata,
        embedded_tags(path, container),
        camcorder_tags(frame),
        sidecar_tags(path),
    )
    make, model = camera(tags)
    timecode = source_timecode(path, container, stream)
    return VideoMetadata(
        recorded=recorded_date(tags),
        camera_make=make,
        camera_model=model,
        place=place(tags),
        codec_profile=stream.profile or "",
        bit_depth=max(component.bits for component in frame.format.components),
        colour_primaries=_PRIMARIES.get(frame.color_primaries, ""),
        colour_transfer=_TRANSFERS.get(frame.color_trc, ""),
        colour_matrix=_MATRICES.get(frame.colorspace, ""),
        colour_range=_RANGES.get(frame.color_range, ""),
        dynamic_range=_DYNAMIC_RANGES.get(frame.color_trc, "SDR"),
        field_order=field_order(frame),
        nominal_rate_hz=timecode.rate_hz,
        stored_width_px=frame.width,
        stored_height_px=frame.height,
        pixel_aspect=Fraction(stream.sample_aspect_ratio) if stream.sample_aspect_ratio else None,
        start_timecode=timecode.start,
        sound=tuple(_sound_tracks(container)),
    )


def _sound_tracks(container: InputContainer) -> Iterator[SoundTrack]:
    for stream in container.streams.audio[:_MOST_SOUND_TRACKS]:
        language = (stream.language or "").casefold()
        track = _coding(stream)
        yield SoundTrack(*track, language="" if language in _NO_LANGUAGE else clean_text(language))


def _coding(stream: AudioStream) -> tuple[str, int, str, int]:
    """Codec, channels, layout and rate; nothing of a stream for which there is no decoder."""
    context = getattr(stream, "codec_context", None)
    if context is None:
        return "", 0, "", 0
    layout = context.layout
    return context.codec.canonical_name, layout.nb_channels, layout.name, context.sample_rate
