"""The parts of an analysis as columns of numbers, and back.

Every column is an array of numbers under a name, so that a file of them can be read without running code that
it brings along. What is read is checked as a catalogue is: it may come from anywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.integrity.kinds import KINDS
from videxplore.core.limits import MOST_STORED_PICTURE_BYTES
from videxplore.core.types import (
    ClipAnalysis,
    KeyframeAnalysis,
    Prediction,
    RegionGrid,
    ShotAnalysis,
    Space,
    Thumbnail,
    Values,
    Vector,
)

Columns: TypeAlias = dict[str, npt.NDArray[Any]]
"""Arrays of numbers by name."""

LabelKey: TypeAlias = tuple[str, str, str]
"""Label, source and model of a prediction."""

_UNIT_TOLERANCE = 1e-2
_JPEG = b"\xff\xd8"


class Labels:
    """The labels of an analysis, each once; predictions refer to them by number."""

    def __init__(self) -> None:
        self.keys: dict[LabelKey, int] = {}

    def number(self, prediction: Prediction) -> int:
        """The number of a prediction's label."""
        key = (prediction.label, prediction.source, prediction.model)
        return self.keys.setdefault(key, len(self.keys))


def images_to_columns(name: str, thumbnails: Sequence[Thumbnail]) -> Columns:
    """Images one after the other, with their times and sizes in bytes."""
    images = [bytes(one.picture_jpeg) for one in thumbnails]
    return {
        f"{name}_times_s": np.array([one.time_s for one in thumbnails], np.float64),
        f"{name}_sizes": np.array([len(image) for image in images], np.int64),
        f"{name}_jpeg": np.frombuffer(b"".join(images), np.uint8),
    }


def images_from_columns(name: str, columns: Columns) -> tuple[Thumbnail, ...]:
    """The inverse of :func:`images_to_columns`.

    Raises:
        ValueError: If the columns contradict each other, or an image is not a JPEG.
    """
    times_s = _times(columns[f"{name}_times_s"])
    sizes = columns[f"{name}_sizes"].astype(np.int64)
    content = columns[f"{name}_jpeg"].astype(np.uint8).tobytes()
    require(sizes.shape == times_s.shape and bool(np.all(sizes >= 0)) and int(sizes.sum()) == len(content))
    ends = np.cumsum(sizes).tolist()
    images = [content[end - size : end] for end, size in zip(ends, sizes.tolist(), strict=True)]
    require(all(one.startswith(_JPEG) and len(one) <= MOST_STORED_PICTURE_BYTES for one in images))
    return tuple(Thumbnail(time_s, one) for time_s, one in zip(times_s.tolist(), images, strict=True))


def shots_to_columns(shots: Sequence[ShotAnalysis], spaces: Sequence[Space], labels: Labels) -> Columns:
    """Shots with their keyframes and clips."""
    keyframes = [(number, one) for number, shot in enumerate(shots) for one in shot.keyframes]
    clips = [(number, one) for number, shot in enumerate(shots) for one in shot.clips]
    return {
        "shots": _table(((shot.start_s, shot.end_s) for shot in shots), 2),
        "keyframes": _table(((number, one.sharpness) for number, one in keyframes), 2),
        "clips": _table(((number, one.start_s, one.end_s) for number, one in clips), 3),
        **images_to_columns("keyframe", [Thumbnail(one.time_s, one.picture_jpeg) for _, one in keyframes]),
        **_vectors_to_columns("keyframe", [one.embeddings for _, one in keyframes], spaces),
        **_vectors_to_columns("clip", [one.embeddings for _, one in clips], spaces),
        "keyframe_predictions": _predictions_to_column([one.predictions for _, one in keyframes], labels),
        "clip_predictions": _predictions_to_column([one.predictions for _, one in clips], labels),
        **_regions_to_columns([one.regions for _, one in keyframes], spaces),
    }


def shots_from_columns(
    columns: Columns, spaces: Sequence[Space], labels: Sequence[LabelKey]
) -> tuple[ShotAnalysis, ...]:
    """The inverse of :func:`shots_to_columns`.

    Raises:
        ValueError: If a value is impossible, or the columns contradict each other.
    """
    spans = _of_width(columns["shots"], 2)
    _require_spans(spans)
    require(bool(np.all(spans[1:, 0] >= spans[:-1, 0])))
    keyframes = _keyframes(columns, spaces, labels)
    clips = _clips(columns, spaces, labels)
    of_keyframes = _owners(columns["keyframes"][:, 0], len(spans))
    of_clips = _owners(columns["clips"][:, 0], len(spans))
    shots = []
    for number, (start_s, end_s) in enumerate(spans.tolist()):
        own = tuple(keyframes[place] for place in np.flatnonzero(of_keyframes == number))
        require(bool(own))
        own_clips = tuple(clips[place] for place in np.flatnonzero(of_clips == number))
        shots.append(ShotAnalysis(start_s, end_s, own, own_clips))
    return tuple(shots)


def require(condition: bool) -> None:
    """Refuse what is read where a condition does not hold.

    Raises:
        ValueError: If it does not.
    """
    if not condition:
        raise ValueError("the values contradict each other")


def _keyframes(
    columns: Columns, spaces: Sequence[Space], labels: Sequence[LabelKey]
) -> list[KeyframeAnalysis]:
    images = images_from_columns("keyframe", columns)
    table = _of_width(columns["keyframes"], 2)
    require(len(table) == len(images) and KINDS["sharpness"].all_hold(table[:, 1].tolist()))
    embeddings = _vectors_from_columns("keyframe", columns, spaces, len(table))
    predictions = _predictions_from_column(columns["keyframe_predictions"], labels, len(table))
    regions = _regions_from_columns(columns, spaces, len(table))
    rest = zip(embeddings, predictions, regions, strict=True)
    return [
        KeyframeAnalysis(image.time_s, sharpness, image.picture_jpeg, vectors, labelled, grids)
        for image, sharpness, (vectors, labelled, grids) in zip(
            images, table[:, 1].tolist(), rest, strict=True
        )
    ]


def _clips(columns: Columns, spaces: Sequence[Space], labels: Sequence[LabelKey]) -> list[ClipAnalysis]:
    table = _of_width(columns["clips"], 3)
    _require_spans(table[:, 1:])
    embeddings = _vectors_from_columns("clip", columns, spaces, len(table))
    predictions = _predictions_from_column(columns["clip_predictions"], labels, len(table))
    rest = zip(embeddings, predictions, strict=True)
    return [
        ClipAnalysis(start_s, end_s, vectors, labelled)
        for (start_s, end_s), (vectors, labelled) in zip(table[:, 1:].tolist(), rest, strict=True)
    ]


def _vectors_to_columns(
    owner: str, embeddings: Sequence[Mapping[str, Vector]], spaces: Sequence[Space]
) -> Columns:
    columns: Columns = {}
    for place, space in enumerate(spaces):
        owners = [number for number, vectors in enumerate(embeddings) if space.name in vectors]
        rows = [embeddings[number][space.name] for number in owners]
        columns[f"{owner}_owners_{place}"] = np.array(owners, np.int64)
        columns[f"{owner}_vectors_{place}"] = (
            np.stack(rows).astype(np.float32) if rows else np.empty((0, space.dim), np.float32)
        )
    return columns


def _vectors_from_columns(
    owner: str, columns: Columns, spaces: Sequence[Space], count: int
) -> list[dict[str, Vector]]:
    found: list[dict[str, Vector]] = [{} for _ in range(count)]
    for place, space in enumerate(spaces):
        owners = _owners(columns[f"{owner}_owners_{place}"], count)
        vectors = columns[f"{owner}_vectors_{place}"].astype(np.float32)
        require(vectors.shape == (len(owners), space.dim))
        lengths = np.linalg.norm(vectors, axis=1)
        require(bool(np.all(lengths <= 1 + _UNIT_TOLERANCE)))
        for number, vector in zip(owners.tolist(), vectors, strict=True):
            found[number][space.name] = vector
    return found


def _predictions_to_column(predictions: Sequence[Sequence[Prediction]], labels: Labels) -> Values:
    return _table(
        (
            (number, labels.number(one), one.score)
            for number, several in enumerate(predictions)
            for one in several
        ),
        3,
    )


def _predictions_from_column(
    column: npt.NDArray[Any], labels: Sequence[LabelKey], count: int
) -> list[tuple[Prediction, ...]]:
    table = _of_width(column, 3)
    owners, numbers = _owners(table[:, 0], count), _owners(table[:, 1], len(labels))
    require(KINDS["score"].all_hold(table[:, 2].tolist()))
    found: list[list[Prediction]] = [[] for _ in range(count)]
    for owner, number, score in zip(owners.tolist(), numbers.tolist(), table[:, 2].tolist(), strict=True):
        label, source, model = labels[number]
        require(KINDS["source"].holds(source))
        found[owner].append(Prediction(label, score, source, model))
    return [tuple(several) for several in found]


def _regions_to_columns(regions: Sequence[Mapping[str, RegionGrid]], spaces: Sequence[Space]) -> Columns:
    columns: Columns = {}
    for place, space in enumerate(spaces):
        grids = [(number, grids[space.name]) for number, grids in enumerate(regions) if space.name in grids]
        cells = [bytes(grid.cells) for _, grid in grids]
        columns[f"region_shapes_{place}"] = np.array(
            [
                (number, grid.height, grid.width, len(one))
                for (number, grid), one in zip(grids, cells, strict=True)
            ],
            np.int64,
        ).reshape(-1, 4)
        columns[f"region_cells_{place}"] = np.frombuffer(b"".join(cells), np.int8)
    return columns


def _regions_from_columns(
    columns: Columns, spaces: Sequence[Space], count: int
) -> list[dict[str, RegionGrid]]:
    found: list[dict[str, RegionGrid]] = [{} for _ in range(count)]
    for place, space in enumerate(spaces):
        shapes = _of_width(columns[f"region_shapes_{place}"], 4).astype(np.int64)
        cells = columns[f"region_cells_{place}"].astype(np.int8).tobytes()
        owners = _owners(shapes[:, 0], count)
        heights, widths, sizes = shapes[:, 1], shapes[:, 2], shapes[:, 3]
        require(KINDS["height"].all_hold(heights.tolist()) and KINDS["width"].all_hold(widths.tolist()))
        require(bool(np.all(sizes > 0)) and int(sizes.sum()) == len(cells))
        require(not np.any(sizes % (heights * widths)))
        for owner, height, width, end, size in zip(
            owners.tolist(),
            heights.tolist(),
            widths.tolist(),
            np.cumsum(sizes).tolist(),
            sizes.tolist(),
            strict=True,
        ):
            found[owner][space.name] = RegionGrid(height, width, cells[end - size : end])
    return found


def _table(rows: Iterable[Sequence[float]], width: int) -> Values:
    return np.array(list(rows), np.float64).reshape(-1, width)


def _of_width(column: npt.NDArray[Any], width: int) -> Values:
    require(column.ndim == 2 and column.shape[1] == width)
    return column.astype(np.float64)


def _times(column: npt.NDArray[Any]) -> Values:
    require(column.ndim == 1 and KINDS["time_s"].all_hold(column.astype(np.float64).tolist()))
    return column.astype(np.float64)


def _require_spans(spans: Values) -> None:
    """Require start and end of each, float64 (N, 2), and no end before its start."""
    _times(spans.ravel())
    require(bool(np.all(spans[:, 1] >= spans[:, 0])))


def _owners(column: npt.NDArray[Any], count: int) -> npt.NDArray[np.int64]:
    """Numbers of what something belongs to, each in [0, count)."""
    require(column.ndim == 1 and bool(np.all((column >= 0) & (column < max(count, 1)))))
    require(bool(count) or not len(column))
    owners = column.astype(np.int64)
    require(bool(np.all(owners == column)))
    return owners
