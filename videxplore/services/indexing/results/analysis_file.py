"""The analysis of one video as one file: written where the video was analysed, read by the library's writer.

The file is an archive of ``numpy.savez`` that holds numbers only; texts are in a JSON document among them. It
is read without unpickling anything, and every value is checked as those of a catalogue are.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from videxplore.catalogue import records
from videxplore.catalogue.integrity.kinds import KINDS, require_kinds, require_row
from videxplore.catalogue.metadata_text import metadata_from_text
from videxplore.core.cache_files import DamagedCacheError, opened_cache, read_arrays, read_of_cache
from videxplore.core.errors import UnreadableAnalysisError
from videxplore.core.file_names import display_name
from videxplore.core.files import is_regular
from videxplore.core.json_text import from_document, json_text
from videxplore.core.limits import MOST_ARCHIVE_BYTES
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.texts import TextReading
from videxplore.core.types import Depth, Space, VideoAnalysis, VideoProperties
from videxplore.services.indexing.messages import Analysed
from videxplore.services.indexing.results.columns import (
    Columns,
    LabelKey,
    Labels,
    images_from_columns,
    images_to_columns,
    require,
    shots_from_columns,
    shots_to_columns,
)
from videxplore.services.statistics import RuntimeInfo

FORMAT = "videxplore analysis"
VERSION = 1
"""Grows when older programs can no longer read what is written."""

_PROPERTIES = (
    "duration_s", "frame_rate_numerator", "frame_rate_denominator", "width_px", "height_px", "rotation_deg",
    "codec", "pixel_format", "has_audio", "metadata",
)  # fmt: skip


_QUOTING_PATHS = frozenset({"path", "warnings"})
"""Parts of the document that may quote a path, which need not be text."""


@dataclass(frozen=True, slots=True, eq=False)
class AnalysisResult:
    """One pass over one file, and what identifies the file.

    Attributes:
        path: Where the file was when it was analysed.
        fingerprint: Of its content; see :func:`videxplore.services.indexing.finding.scan.fingerprint`.
        analysed: What was found.
    """

    path: Path
    fingerprint: str
    size_bytes: int
    analysed: Analysed

    @property
    def analysis(self) -> VideoAnalysis:
        """What was found in the video."""
        return self.analysed.analysis


def result_to_bytes(result: AnalysisResult) -> bytes:
    """A result as the content of a file."""
    analysis, labels = result.analysis, Labels()
    columns: Columns = {
        **shots_to_columns(analysis.shots, analysis.spaces, labels),
        **images_to_columns("strip", analysis.strip),
    }
    document = json_text(_document(result, tuple(labels.keys))).encode("ascii")
    content = io.BytesIO()
    columns["document"] = np.frombuffer(document, np.uint8)
    np.savez(content, allow_pickle=False, **columns)
    return content.getvalue()


def result_from_bytes(content: bytes, name: str) -> AnalysisResult:
    """The inverse of :func:`result_to_bytes`.

    Args:
        content: Of a file that may come from anywhere.
        name: Names it in sentences.

    Raises:
        UnreadableAnalysisError: If it is not such a file, or damaged.
    """
    with _refused(name), read_of_cache(Path(name)):
        return _read(io.BytesIO(content))


def read_result(file: Path) -> AnalysisResult:
    """Read a file with the analysis of a video.

    Raises:
        UnreadableAnalysisError: If it is not there, not such a file, or damaged.
    """
    with _refused(display_name(file)), opened_cache(file, MOST_ARCHIVE_BYTES) as stream:
        return _read(stream)


def is_result(file: Path) -> bool:
    """Whether `videxplore analyse` wrote this file, in whatever version; also of one that is empty."""
    with suppress(OSError):
        if is_regular(file) and file.stat().st_size == 0:
            return True
    try:
        with opened_cache(file, MOST_ARCHIVE_BYTES) as stream:
            document = json.loads(read_arrays(stream)["document"].astype(np.uint8).tobytes())
            return bool(document["format"] == FORMAT)
    except (OSError, DamagedCacheError):
        return False


class _OtherVersionError(DamagedCacheError):
    """The file is of a newer program."""


@contextmanager
def _refused(name: str) -> Iterator[None]:
    """Say in a sentence why a file cannot be read."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnreadableAnalysisError(f"There is no file {name}.") from error
    except _OtherVersionError as error:
        raise UnreadableAnalysisError(
            f"{name} was written by another version of videxplore: use the same one everywhere."
        ) from error
    except DamagedCacheError as error:
        raise UnreadableAnalysisError(
            f"{name} is not a file that `videxplore analyse` wrote, or is damaged: analyse the video again."
        ) from error


def _read(stream: BinaryIO) -> AnalysisResult:
    columns = read_arrays(stream)
    document = json.loads(columns["document"].astype(np.uint8).tobytes())
    require(document["format"] == FORMAT)
    if document["version"] != VERSION:
        raise _OtherVersionError
    _require_text({name: value for name, value in document.items() if name not in _QUOTING_PATHS})
    analysis = _analysis(document, columns)
    path, fingerprint, limited_by = (document[name] for name in ("path", "fingerprint", "limited_by"))
    wall_s, size_bytes = document["wall_s"], document["size_bytes"]
    require(all(map(KINDS["label"].holds, (path, fingerprint, limited_by))))
    require(KINDS["time_s"].holds(wall_s) and KINDS["size_bytes"].holds(size_bytes))
    engine = from_document(RuntimeInfo, document["engine"])
    analysed = Analysed(0, analysis, float(wall_s), limited_by, engine)
    return AnalysisResult(Path(path), fingerprint, size_bytes, analysed)


def _require_text(document: Mapping[str, Any]) -> None:
    """Require text that SQLite can store.

    Raises:
        ValueError: If a part of it is no Unicode text.
    """
    json.dumps(document, ensure_ascii=False).encode()


def _document(result: AnalysisResult, labels: tuple[LabelKey, ...]) -> Mapping[str, Any]:
    analysis, analysed = result.analysis, result.analysed
    row = records.properties_to_row(analysis.properties)
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": metadata.version("videxplore"),
        "path": str(result.path),
        "fingerprint": result.fingerprint,
        "size_bytes": result.size_bytes,
        "depth": analysis.depth.value,
        "properties": {name: row[name] for name in _PROPERTIES},
        "spaces": [asdict(space) for space in analysis.spaces],
        "texts": [asdict(reading) for reading in analysis.texts],
        "facts": [None if shot.facts is None else asdict(shot.facts) for shot in analysis.shots],
        "labels": labels,
        "warnings": analysis.warnings,
        "wall_s": analysed.wall_s,
        "limited_by": analysed.limited_by,
        "engine": asdict(analysed.engine),
    }


def _analysis(document: Mapping[str, Any], columns: Columns) -> VideoAnalysis:
    spaces = _spaces(document["spaces"])
    labels: tuple[LabelKey, ...] = from_document(tuple[LabelKey, ...], document["labels"])
    require(all(KINDS["label"].all_hold(key) for key in labels))
    properties = _properties(document["properties"])
    shots = shots_from_columns(columns, spaces, labels)
    shots = tuple(
        replace(shot, facts=facts) for shot, facts in zip(shots, _facts(document["facts"]), strict=True)
    )
    return VideoAnalysis(
        properties,
        Depth(document["depth"]),
        shots,
        spaces,
        images_from_columns("strip", columns),
        from_document(tuple[str, ...], document["warnings"]),
        from_document(tuple[TextReading, ...], document["texts"]),
    )


def _facts(documents: list[Mapping[str, Any] | None]) -> tuple[SceneFacts | None, ...]:
    found: tuple[SceneFacts | None, ...] = from_document(tuple[SceneFacts | None, ...], documents)
    require_kinds(records.FACT_COLUMNS, [records.facts_to_row(one) for one in found if one is not None])
    return found


def _spaces(documents: list[Mapping[str, Any]]) -> tuple[Space, ...]:
    spaces: tuple[Space, ...] = from_document(tuple[Space, ...], documents)
    for space in spaces:
        row = (space.name, space.kind, space.dim, space.backbone)
        require_kinds(("name", "kind", "dim", "backbone"), [row])
    require(len({space.name for space in spaces}) == len(spaces))
    return spaces


def _properties(row: Mapping[str, Any]) -> VideoProperties:
    values = [row[name] for name in _PROPERTIES]
    require_kinds(_PROPERTIES, [values])
    require_row(row)
    require(row["duration_s"] is not None)
    return VideoProperties(
        duration_s=float(row["duration_s"]),
        frame_rate_hz=Fraction(row["frame_rate_numerator"], row["frame_rate_denominator"]),
        width_px=row["width_px"],
        height_px=row["height_px"],
        rotation_deg=row["rotation_deg"],
        codec=row["codec"],
        pixel_format=row["pixel_format"],
        has_audio=bool(row["has_audio"]),
        metadata=metadata_from_text(row["metadata"]),
    )
