"""Values the catalogue returns, its rows as values and back, and the log of its changes."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.integrity.kinds import RefusedValueError, require_row, require_vectors
from videxplore.catalogue.metadata_text import metadata_from_text, metadata_to_text
from videxplore.core.errors import UnknownError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.scene_facts import SceneFacts, SceneFilter
from videxplore.core.types import Depth, Ids, Prediction, Values, Vector, Video, VideoProperties, VideoState
from videxplore.core.vectors import Columns

Owner: TypeAlias = Literal["keyframe", "clip"]
"""What an embedding or a prediction belongs to: appearance spaces have keyframes, motion spaces clips."""


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """The ids an analysis was given, in the order of its shots, keyframes and clips."""

    shot_ids: tuple[int, ...]
    keyframe_ids: tuple[int, ...]
    clip_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VideoCounts:
    """How much is known of one video."""

    shots: int = 0
    keyframes: int = 0
    clips: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class MomentColumns(Columns):
    """Keyframes (of an appearance space) or clips (of a motion space), one a row.

    Attributes:
        owner_ids: Keyframe ids or clip ids, int64 (N,).
        video_ids: int64 (N,).
        shot_ids: int64 (N,).
        times_s: Time of the keyframe, or the middle of the clip, float64 (N,).
    """

    owner_ids: Ids
    video_ids: Ids
    shot_ids: Ids
    times_s: Values


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingTable(MomentColumns):
    """Embeddings of one space with what they belong to, by ascending owner id.

    Attributes:
        vectors: Unit vectors, float32 (N, D).
    """

    vectors: Vector


@dataclass(frozen=True, slots=True, eq=False)
class RegionTable(MomentColumns):
    """What the regions of keyframes show.

    Attributes:
        cells: int8 (N, h, w, R), a grid over each frame.
    """

    cells: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class StoredPrediction:
    """A prediction and the span of video it speaks of; a keyframe's span has no length."""

    owner: Owner
    owner_id: int
    shot_id: int
    start_s: float
    end_s: float
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class CatalogueCounts:
    """How much a library holds.

    Attributes:
        videos: Number of videos by state name.
        duration_s: Length of all videos together.
        embeddings: Number of embeddings by space name.
    """

    videos: Mapping[str, int]
    duration_s: float
    shots: int
    keyframes: int
    clips: int
    embeddings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the catalogue since a version that was asked about.

    A video appears in one list only: that of the largest change.

    Attributes:
        version: The version now; ask with it next time.
        removed: Those of the ids that were asked about whose videos are no longer there.
        analysed: Ids of videos whose shots, keyframes, embeddings or predictions were replaced.
        updated: Ids of videos of which only the file or the state changed, new ones included.
    """

    version: int
    removed: tuple[int, ...] = ()
    analysed: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.analysed or self.updated)


_Row = TypeVar("_Row")


class Found(dict[int, _Row]):
    """What was found by ids. One that is missing was removed by another program since its id was read."""

    def __init__(self, rows: Mapping[int, _Row], error: type[UnknownError], what: str) -> None:
        super().__init__(rows)
        self._error = error
        self._what = what

    def __missing__(self, row_id: int) -> _Row:
        raise self._error(
            f"{self._what} is no longer in the library: try again, "
            "and run `videxplore check` if this stays so."
        )


VECTOR_TYPE = np.dtype("<f2")
"""How vectors are stored: float16 halves the file and its reading time, and moves the cosine of two unit
vectors of 1280 numbers by less than 0.0002, a hundredth of what re-encoding a video does to it (measured)."""

VIDEO_COLUMNS = (
    "id, path, fingerprint, size_bytes, modified_ns, state, error, depth, duration_s, frame_rate_numerator, "
    "frame_rate_denominator, width_px, height_px, rotation_deg, codec, pixel_format, has_audio, metadata"
)
SHOT_COLUMNS = "id, video_id, start_s, end_s"
KEYFRAME_COLUMNS = "keyframe.id, keyframe.shot_id, keyframe.time_s, keyframe.sharpness"
FACT_COLUMNS = (
    "black", "still", "movement", "light", "blur", "shake", "camera_move", "loudness_lufs",
    "silence", "speech", "music",
)  # fmt: skip
"""In the order of the fields of :class:`SceneFacts`."""

CLIP_COLUMNS = "clip.id, clip.shot_id, clip.start_s, clip.end_s"


def text_to_bytes(text: str) -> bytes:
    """Text that may quote a path, in bytes that give it back exactly."""
    return text.encode("utf-8", "surrogateescape")


def bytes_to_text(data: bytes) -> str:
    """The inverse of :func:`text_to_bytes`."""
    return data.decode("utf-8", "surrogateescape")


def vector_to_bytes(vector: Vector) -> bytes:
    """A vector float32 (D,) as it is stored."""
    return np.ascontiguousarray(vector, dtype=VECTOR_TYPE).tobytes()


def vectors_from_bytes(blobs: Sequence[bytes], dim: int) -> Vector:
    """Stored vectors as float32 (N, D) of unit length again: rounding takes a little of it.

    Raises:
        RefusedValueError: If one is of another length, or not finite.
    """
    if set(map(len, blobs)) - {dim * VECTOR_TYPE.itemsize}:
        raise RefusedValueError("vector")
    stored = np.frombuffer(b"".join(blobs), dtype=VECTOR_TYPE).reshape(len(blobs), dim)
    vectors = stored.astype(np.float32)
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))
    require_vectors(lengths)
    vectors /= np.maximum(lengths, np.finfo(np.float32).tiny)[:, None]
    return vectors


def warnings_to_bytes(warnings: Sequence[str]) -> bytes:
    """Sentences as they are stored: JSON, which escapes what is not text."""
    return json.dumps(list(warnings)).encode() if warnings else b""


def warnings_from_bytes(data: bytes) -> tuple[str, ...]:
    """The inverse of :func:`warnings_to_bytes`."""
    return tuple(json.loads(data)) if data else ()


def require_video_row(row: Sequence[Any]) -> None:
    """Check the ``VIDEO_COLUMNS`` of a video, which may be followed by others, against each other.

    Raises:
        RefusedValueError: If they contradict each other.
    """
    if row[8] is not None and None in row[9:17]:
        require_row(dict(zip(VIDEO_COLUMNS.split(", "), row, strict=False)))


def video_from_row(row: Sequence[Any]) -> Video:
    """A video from its ``VIDEO_COLUMNS``.

    Raises:
        RefusedValueError: If its values contradict each other.
    """
    require_video_row(row)
    depth, duration_s = row[7], row[8]
    properties = None
    if duration_s is not None:
        properties = VideoProperties(
            duration_s=duration_s,
            frame_rate_hz=Fraction(row[9], row[10]),
            width_px=row[11],
            height_px=row[12],
            rotation_deg=row[13],
            codec=row[14],
            pixel_format=row[15],
            has_audio=bool(row[16]),
            metadata=metadata_from_text(row[17]),
        )
    return Video(
        id=row[0],
        path=Path(os.fsdecode(row[1])),
        fingerprint=row[2],
        size_bytes=row[3],
        modified_ns=row[4],
        state=VideoState(row[5]),
        depth=Depth(depth) if depth else None,
        properties=properties,
        error=bytes_to_text(row[6]),
    )


def facts_to_row(facts: SceneFacts) -> tuple[object, ...]:
    """Column values of what was measured of a scene, in the order of ``FACT_COLUMNS``."""
    return astuple(facts)


def facts_from_row(row: Sequence[Any]) -> SceneFacts:
    """The inverse of :func:`facts_to_row`."""
    return SceneFacts(*row)


def fact_column(name: str) -> str:
    """The column of ``scene_facts`` that holds a measure, or the camera move."""
    return FACT_COLUMNS[[one.name for one in fields(SceneFacts)].index(name)]


def facts_condition(limits: SceneFilter) -> tuple[str, tuple[object, ...]]:
    """The limits as a condition on the columns of ``scene_facts``, and its values."""
    parts, values = ["true"], []
    for limit in limits.limits:
        column = fact_column(limit.name)
        if limit.name == "camera":
            parts.append(f"({column} = ? OR {column} LIKE ? || ' %')")
            values += [limit.value, limit.value]
        else:
            parts.append(f"{column} {limit.comparison} ?")
            values.append(limit.value)
    return " AND ".join(parts), tuple(values)


def properties_to_row(properties: VideoProperties) -> dict[str, object]:
    """Column values of a video's properties."""
    return {
        "duration_s": properties.duration_s,
        "frame_rate_numerator": properties.frame_rate_hz.numerator,
        "frame_rate_denominator": properties.frame_rate_hz.denominator,
        "width_px": properties.width_px,
        "height_px": properties.height_px,
        "rotation_deg": properties.rotation_deg,
        "codec": properties.codec,
        "pixel_format": properties.pixel_format,
        "has_audio": int(properties.has_audio),
        **metadata_to_row(properties.metadata),
    }


def metadata_to_row(metadata: VideoMetadata | None) -> dict[str, object]:
    """Column values of a video's metadata."""
    return {
        "metadata": None if metadata is None else metadata_to_text(metadata),
        "recorded": metadata.recorded if metadata else None,
        "camera": metadata.camera if metadata else None,
        "dynamic_range": metadata.dynamic_range if metadata else None,
    }


def current_version(connection: sqlite3.Connection) -> int:
    """The number of changes ever made."""
    found = connection.execute("SELECT value FROM counter WHERE name = 'version'").fetchone()
    if found is None:
        raise RefusedValueError("version")
    return int(found[0])


def note_change(connection: sqlite3.Connection, video_id: int, what: Literal["updated", "analysed"]) -> None:
    """Write down a change, in the transaction that makes it."""
    version = _next_version(connection)
    connection.execute(
        "INSERT INTO change (video_id, version, analysed_version) VALUES (?, ?, ?) "
        "ON CONFLICT (video_id) DO UPDATE SET version = excluded.version, "
        "analysed_version = max(analysed_version, excluded.analysed_version)",
        (video_id, version, version if what == "analysed" else 0),
    )


def note_removal(connection: sqlite3.Connection, video_id: int) -> None:
    """Count the removal of a video, in the transaction that makes it, and forget its changes."""
    connection.execute(
        "INSERT INTO counter VALUES ('last_removal', ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_next_version(connection),),
    )
    connection.execute("DELETE FROM change WHERE video_id = ?", (video_id,))


def changes_since(connection: sqlite3.Connection, version: int, held: Callable[[], Iterable[int]]) -> Changes:
    """What happened after ``version``, as seen by one who holds some videos."""
    current = current_version(connection)
    if current == version:
        return Changes(current, (), (), ())
    removed: set[int] = set()
    last_removal = connection.execute("SELECT value FROM counter WHERE name = 'last_removal'").fetchone()
    if last_removal is None or last_removal[0] > version:
        removed = set(held()).difference(
            row[0] for row in connection.execute("SELECT id AS number FROM video")
        )
    analysed: list[int] = []
    updated: list[int] = []
    rows = connection.execute(
        "SELECT video_id, analysed_version FROM change WHERE version > ? ORDER BY video_id", (version,)
    )
    for video_id, analysed_version in rows:
        (analysed if analysed_version > version else updated).append(video_id)
    return Changes(current, tuple(sorted(removed)), tuple(analysed), tuple(updated))


def _next_version(connection: sqlite3.Connection) -> int:
    connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'version'")
    return current_version(connection)
