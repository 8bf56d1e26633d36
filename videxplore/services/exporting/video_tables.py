"""Tables about whole videos: their properties and metadata, scenes, predictions or clusters."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from videxplore.core.errors import ExportError
from videxplore.core.json_text import seconds
from videxplore.core.metadata import SoundTrack
from videxplore.core.summaries import Summary
from videxplore.core.types import Video
from videxplore.services.exporting.tables import (
    Kind,
    Table,
    Value,
    cluster_table,
    prediction_table,
    scene_table,
)
from videxplore.services.library import Library

VIDEO_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("video_id", "count"),
    ("video", "text"),
    ("state", "text"),
    ("depth", "text"),
    ("duration_s", "number"),
    ("frame_rate_hz", "number"),
    ("width_px", "count"),
    ("height_px", "count"),
    ("codec", "text"),
    ("error", "text"),
    ("size_bytes", "count"),
    ("recorded", "text"),
    ("camera_make", "text"),
    ("camera_model", "text"),
    ("latitude_deg", "number"),
    ("longitude_deg", "number"),
    ("altitude_m", "number"),
    ("nominal_rate", "text"),
    ("start_timecode", "text"),
    ("rotation_deg", "count"),
    ("codec_profile", "text"),
    ("pixel_format", "text"),
    ("bit_depth", "count"),
    ("dynamic_range", "text"),
    ("colour_primaries", "text"),
    ("colour_transfer", "text"),
    ("colour_matrix", "text"),
    ("colour_range", "text"),
    ("field_order", "text"),
    ("sound_tracks", "count"),
    ("sound_codec", "text"),
    ("sound_layout", "text"),
    ("sample_rate_hz", "count"),
    ("languages", "text"),
)


def video_row(video: Video) -> tuple[Value, ...]:
    """The values of ``VIDEO_COLUMNS``; codec, layout and sample rate are those of the first sound track."""
    document = video_document(video)
    place, sound = document["place"] or {}, document["sound"]
    first = sound[0] if sound else asdict(SoundTrack())
    derived = {
        "video_id": video.id,
        "frame_rate_hz": None if video.properties is None else float(video.properties.frame_rate_hz),
        "latitude_deg": place.get("latitude_deg"),
        "longitude_deg": place.get("longitude_deg"),
        "altitude_m": place.get("altitude_m"),
        "sound_tracks": len(sound),
        "sound_codec": first["codec"],
        "sound_layout": first["layout"],
        "sample_rate_hz": first["sample_rate_hz"] or None,
        "languages": " ".join(track["language"] for track in sound if track["language"]),
    }
    return tuple({**document, **derived}[name] for name, _ in VIDEO_COLUMNS)


def video_document(video: Video) -> dict[str, Any]:
    """A video in JSON: what is unknown is empty or null."""
    known, said = video.properties, video.metadata
    metadata = {
        name: _rate_text(value) if isinstance(value, Fraction) else value
        for name, value in asdict(said).items()
    }
    metadata["nominal_rate"] = metadata.pop("nominal_rate_hz") or ""
    if known is None or known.metadata is None:
        metadata["dynamic_range"] = metadata["field_order"] = ""
    return {
        "video": str(video.path),
        "state": video.state.value,
        "depth": video.depth.value if video.depth else "",
        "error": video.error,
        "size_bytes": video.size_bytes,
        "duration_s": seconds(video.duration_s),
        "frame_rate": _rate_text(known.frame_rate_hz if known else None),
        "width_px": known.width_px if known else None,
        "height_px": known.height_px if known else None,
        "rotation_deg": known.rotation_deg if known else None,
        "codec": known.codec if known else "",
        "pixel_format": known.pixel_format if known else "",
        **metadata,
        "camera": said.camera,
        "bit_depth": said.bit_depth or None,
    }


def _rate_text(rate_hz: Fraction | None) -> str:
    return "" if rate_hz is None else f"{rate_hz.numerator}/{rate_hz.denominator}"


def properties_table(videos: Sequence[Video]) -> Table:
    """One row for each video."""
    return Table(VIDEO_COLUMNS, tuple(map(video_row, videos)))


VideoTable: TypeAlias = Literal["videos", "scenes", "predictions", "clusters"]


def video_table(
    library: Library,
    videos: Sequence[Video],
    contents: VideoTable,
    summarize: Callable[[int], Summary],
) -> Table:
    """The properties, the shots, the predictions or the clusters of videos.

    Args:
        library: Holds the videos.
        videos: In the order of the rows.
        contents: What a row is.
        summarize: Gives the summary of a video, by its id.

    Raises:
        ExportError: If a video has not been analysed.
    """
    if contents == "videos":
        return properties_table(videos)
    for video in videos:
        if not library.catalogue.shots(video.id):
            raise ExportError(f"{video.path.name} has not been analysed yet: index it first.")
    if contents == "scenes":
        return scene_table(library, videos)
    if contents == "predictions":
        return prediction_table(library, videos)
    return cluster_table([summarize(video.id) for video in videos])
