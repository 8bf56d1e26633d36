"""Tables as CSV, JSON and Parquet: scenes, predictions and clusters, of moments or of whole videos."""

import codecs
import csv
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from videxplore.core.errors import ExportError, ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.json_text import json_text, seconds
from videxplore.core.metadata import SoundTrack
from videxplore.core.selects import MomentMark
from videxplore.core.spans import SelectedSpan
from videxplore.core.summaries import Summary
from videxplore.core.timecode import SourceTimecode
from videxplore.core.types import Video
from videxplore.services.library import Library
from videxplore.services.moments import numbered_shots
from videxplore.services.video_metadata import timecode_of

if TYPE_CHECKING:
    import pyarrow


TABLE_SUFFIXES = (".csv", ".json", ".parquet")

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Kind = Literal["text", "number", "count"]
Value = str | float | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values.

    Attributes:
        columns: Name and kind of each column; units are part of the name.
        rows: One value for each column; None for a number that is not known.
    """

    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Value, ...], ...]

    def to_arrow(self) -> "pyarrow.Table":
        """The same as a :class:`pyarrow.Table`; bytes of names that are no text are replaced."""
        # Late: pyarrow takes a while to load.
        import pyarrow

        types = {"text": pyarrow.string(), "number": pyarrow.float64(), "count": pyarrow.int64()}
        arrays = [
            pyarrow.array([_valid(row[place]) for row in self.rows], types[kind])
            for place, (_, kind) in enumerate(self.columns)
        ]
        return pyarrow.table(arrays, names=[name for name, _ in self.columns])


SCENE_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("video", "text"),
    ("scene", "count"),
    ("start_s", "number"),
    ("end_s", "number"),
    ("start_timecode", "text"),
    ("end_timecode", "text"),
    ("timecode_rate", "text"),
    ("keyframe_s", "number"),
)
PREDICTION_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("video", "text"),
    ("start_s", "number"),
    ("end_s", "number"),
    ("start_timecode", "text"),
    ("end_timecode", "text"),
    ("timecode_rate", "text"),
    ("label", "text"),
    ("score", "number"),
    ("source", "text"),
    ("model", "text"),
)
CLUSTER_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("video", "text"),
    ("cluster", "count"),
    ("weight", "number"),
    ("label", "text"),
    ("member_s", "number"),
    ("member_timecode", "text"),
    ("timecode_rate", "text"),
    ("represents", "count"),
)


MOMENT_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("video", "text"),
    ("start_s", "number"),
    ("end_s", "number"),
    ("start_timecode", "text"),
    ("end_timecode", "text"),
    ("timecode_rate", "text"),
    ("label", "text"),
    ("similarity", "number"),
    ("rating", "count"),
)
MARK_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("video", "text"),
    ("start_s", "number"),
    ("end_s", "number"),
    ("start_timecode", "text"),
    ("end_timecode", "text"),
    ("timecode_rate", "text"),
    ("verdict", "text"),
    ("note", "text"),
    ("tags", "text"),
    ("rating", "count"),
)


def moment_table(moments: Sequence[SelectedSpan]) -> Table:
    """One row for each moment: its video, start and end, label, similarity to the query, and rating."""
    timecodes = _timecodes([one.video for one in moments])
    rows = [
        (
            *(_path(one.video), *_span(timecodes[one.video.id], one.start_s, one.end_s)),
            *(one.label, one.similarity, one.rating),
        )
        for one in moments
    ]
    return Table(MOMENT_COLUMNS, tuple(rows))


def mark_table(library: Library, marks: Sequence[MomentMark]) -> Table:
    """One row for each mark: its video, start and end, and what it says; its tags separated by commas."""
    videos = library.catalogue.videos_by_id(sorted({mark.video_id for mark in marks}))
    timecodes = _timecodes(list(videos.values()))
    rows = [
        (
            *(_path(videos[one.video_id]), *_span(timecodes[one.video_id], one.start_s, one.end_s)),
            *(one.verdict, one.note, ", ".join(one.tags), one.rating),
        )
        for one in marks
        if one.video_id in videos
    ]
    return Table(MARK_COLUMNS, tuple(rows))


def scene_table(library: Library, videos: Sequence[Video]) -> Table:
    """One row for each scene of the videos, with the keyframe that stands for it."""
    rows: list[tuple[Value, ...]] = []
    for video in videos:
        timecode = timecode_of(video)
        for scene in numbered_shots(library, video.id):
            span = _span(timecode, scene.shot.start_s, scene.shot.end_s)
            rows.append((_path(video), scene.number, *span, seconds(scene.keyframe_s)))
    return Table(SCENE_COLUMNS, tuple(rows))


def prediction_table(library: Library, videos: Sequence[Video]) -> Table:
    """One row for each thing a model said of a keyframe or a clip of the videos."""
    rows: list[tuple[Value, ...]] = []
    for video in videos:
        timecode = timecode_of(video)
        for stored in library.catalogue.predictions(video.id):
            said = stored.prediction
            span = _span(timecode, stored.start_s, stored.end_s)
            rows.append((_path(video), *span, said.label, said.score, said.source, said.model))
    return Table(PREDICTION_COLUMNS, tuple(rows))


def cluster_table(summaries: Sequence[Summary]) -> Table:
    """One row for each member of each cluster; ``represents`` is 1 for the member that stands for it."""
    rows: list[tuple[Value, ...]] = []
    for summary in summaries:
        timecode = timecode_of(summary.video)
        for number, cluster in enumerate(summary.clusters):
            for member in cluster.members:
                text, rate = timecode.text_at(member.time_s), str(timecode.timecode.rate_hz)
                place = (seconds(member.time_s), text, rate)
                stands = int(member.id == cluster.representative.id)
                rows.append((_path(summary.video), number, cluster.weight, cluster.label, *place, stands))
    return Table(CLUSTER_COLUMNS, tuple(rows))


def write_table(table: Table, target: Path, rules: ExportRules = NEW_FILES_ONLY) -> None:
    """Write a table as CSV, JSON or Parquet, by the suffix of ``target``.

    Raises:
        ExportError: If the suffix is unknown or the file cannot be written.
    """
    suffix = _suffix(target)
    if suffix == ".csv":
        content = _csv(table)
    elif suffix == ".json":
        names = [name for name, _ in table.columns]
        records = [dict(zip(names, row, strict=True)) for row in table.rows]
        content = (json_text(records, indent=1) + "\n").encode()
    else:
        content = _parquet(table)
    write_export(target, content, rules)


def _csv(table: Table) -> bytes:
    """Begins with a mark by which spreadsheets recognise UTF-8; no cell is taken for a formula."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow([name for name, _ in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8", "surrogateescape")


def _cell(value: Value) -> Value:
    """Text that a spreadsheet would compute begins with an apostrophe, which marks it as text.

    So does text that reads like one so marked, so that what is read back is what was written.

    Source: OWASP, "CSV Injection".
    """
    is_formula = isinstance(value, str) and value.lstrip("'").startswith(_FORMULA_SIGNS)
    return f"'{value}" if is_formula else value


def _parquet(table: Table) -> bytes:
    # Late: pyarrow takes a while to load.
    import pyarrow.parquet

    sink = io.BytesIO()
    pyarrow.parquet.write_table(table.to_arrow(), sink)
    return sink.getvalue()


def _valid(value: Value) -> Value:
    """Parquet's text is UTF-8 without exception."""
    return os.fsencode(value).decode("utf-8", "replace") if isinstance(value, str) else value


def _suffix(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise ExportFormatError(f"{file.name} should end in .csv, .json or .parquet.")
    return suffix


def _span(timecode: SourceTimecode, start_s: float, end_s: float) -> tuple[Value, ...]:
    """Start and end in seconds, exact to the microsecond, and as timecode with its rate."""
    texts = [timecode.text_at(time_s) for time_s in (start_s, end_s)]
    return seconds(start_s), seconds(end_s), *texts, str(timecode.timecode.rate_hz)


def _timecodes(videos: Sequence[Video]) -> dict[int, SourceTimecode]:
    """How the frames of each video are numbered, by its id; each is looked up once."""
    return {video_id: timecode_of(video) for video_id, video in {one.id: one for one in videos}.items()}


def _path(video: Video) -> str:
    return str(video.path)


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
