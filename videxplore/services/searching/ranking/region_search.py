"""Region search: finding things that fill only a part of a frame.

A feature map of an image model describes each part of a frame. A keyframe keeps it as a grid of short
vectors; a query is compared with every window of a fifth of the frame's width.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.errors import NotIndexedError, UnreadableVideoError, UnsupportedQueryError, UsageError
from videxplore.core.file_names import is_file
from videxplore.core.task import Task
from videxplore.core.types import Ids, Pixels, Values, Vector
from videxplore.core.vectors import Cells, projection, unit_rows
from videxplore.services.library import Library
from videxplore.services.moments import shown_at
from videxplore.services.searching.confidence import DEFAULT_NULL, null_distribution_of
from videxplore.services.searching.query.query import (
    Example,
    ImageExample,
    Query,
    Region,
    SceneExample,
    SpanExample,
    TextExample,
)
from videxplore.services.searching.query.query_embedding import ImageEmbedder, QueryEmbedding
from videxplore.services.searching.ranking.scene_scores import SceneScores, allowed_moments
from videxplore.video.reading.reader import VideoReader
from videxplore.video.thumbnails import decode_jpeg

_WINDOW_SHARE = 3 / 14
"""Width of a window, in shares of the grid's: what fills a quarter of the side, and whose border falls within
cells, fills that many of them alone."""

_ZOOMS = (2.0, 4.0)
"""A model embeds something that fills a part of a frame differently than when it fills the whole; so the
query is also embedded on a neutral background, as a half and a quarter of the side (measured: without it, one
in twenty is found among the first five, with it more than half)."""

_LARGEST_PX = 224
"""A cut-out part needs no more pixels than the model sees."""


def paste_on_neutral_background(image: Pixels) -> list[tuple[Pixels, Region]]:
    """An image pasted on larger, even canvases: each with the region that it fills."""
    shown = []
    height_px, width_px = image.shape[:2]
    ground = image.reshape(-1, 3).mean(axis=0).round().astype(np.uint8)
    for zoom in _ZOOMS:
        canvas = np.empty((round(height_px * zoom), round(width_px * zoom), 3), np.uint8)
        canvas[:] = ground
        top, left = (canvas.shape[0] - height_px) // 2, (canvas.shape[1] - width_px) // 2
        canvas[top : top + height_px, left : left + width_px] = image
        margin = (1 - 1 / zoom) / 2
        shown.append((canvas, Region(margin, margin, 1 / zoom, 1 / zoom)))
    return shown


def cut_out(image: Pixels, region: Region) -> Pixels:
    """The part of an image within a region, at least one pixel; large ones made smaller."""
    height_px, width_px = image.shape[:2]
    left, top = min(int(region.x * width_px), width_px - 1), min(int(region.y * height_px), height_px - 1)
    right = max(left + 1, round((region.x + region.width) * width_px))
    bottom = max(top + 1, round((region.y + region.height) * height_px))
    part = np.ascontiguousarray(image[top:bottom, left:right])
    if max(part.shape[:2]) <= _LARGEST_PX:
        return part
    shrunk = Image.fromarray(part)
    shrunk.thumbnail((_LARGEST_PX, _LARGEST_PX))
    return np.array(shrunk)


def pooled(feature_map: npt.NDArray[np.float32], region: Region) -> Vector:
    """The vector float32 (R,) of a region of an image with the feature map float32 (h, w, D)."""
    rows = _covered(feature_map.shape[0], region.y, region.height)
    columns = _covered(feature_map.shape[1], region.x, region.width)
    mean = np.einsum("h,w,hwd->d", rows, columns, feature_map) @ projection(feature_map.shape[-1])
    unit: Vector = unit_rows(mean[None].astype(np.float32))[0]
    return unit


def best_windows(cells: Cells | npt.NDArray[np.int8], queries: Vector) -> npt.NDArray[np.float32]:
    """The highest cosine of any window of each keyframe with each query, float32 (N, Q).

    Args:
        cells: int8 (N, h, w, R).
        queries: Unit vectors float32 (Q, R).
    """
    window = _sums(cells.astype(np.float32))
    lengths = np.sqrt(np.einsum("...d,...d->...", window, window))
    cosines = (window @ queries.T) / np.maximum(lengths, 1e-6)[..., None]
    best: npt.NDArray[np.float32] = cosines.max(axis=(1, 2))
    return best


def _sums(cells: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Sums over all windows, float32 (N, h', w', R)."""
    height, width = cells.shape[1:3]
    tall, wide = (max(1, round(_WINDOW_SHARE * side)) for side in (height, width))
    rows: npt.NDArray[np.float32] = np.sum(
        [cells[:, y : height - tall + 1 + y] for y in range(tall)], axis=0, dtype=np.float32
    )
    sums: npt.NDArray[np.float32] = np.sum(
        [rows[:, :, x : width - wide + 1 + x] for x in range(wide)], axis=0, dtype=np.float32
    )
    return sums


def _covered(count: int, start: float, length: float) -> Values:
    """How much of each of ``count`` cells a stretch covers, adding up to one."""
    edges = np.arange(count + 1) / count
    shares = np.clip(np.minimum(edges[1:], start + length) - np.maximum(edges[:-1], start), 0, None)
    return np.asarray(shares / max(float(shares.sum()), 1e-12))


_FEWEST = 30
"""With fewer keyframes to compare, their cosines do not show what is unusual."""


class RegionSearch:
    """Compares a region of an image with all windows of the library's keyframes, one after the other."""

    def __init__(self, library: Library, embedder: ImageEmbedder | None) -> None:
        self._library = library
        self._catalogue = library.catalogue
        self._embedder = embedder

    def scenes(self, query: Query, only_shots: Ids | None, task: Task) -> SceneScores:
        """The scenes with a part that is similar to the query's region, best first.

        Raises:
            SearchError: If there is no image to cut the region from, no backbone to embed it, or
                nothing to compare it with.
            Cancelled: If the task was cancelled.
        """
        if self._embedder is None:
            raise UnsupportedQueryError("A region of an image cannot be searched for without a backbone.")
        space = self._embedder.space
        embedding, shape = self._embed(query, task)
        own_moments = [] if query.finds_own else self._own_moments(query)
        found: list[tuple[Ids, Ids, np.ndarray, Vector]] = []
        for table in self._catalogue.regions(space.name, shape):
            task.checkpoint(message="comparing regions")
            allowed = allowed_moments(
                self._catalogue, (table.video_ids, table.shot_ids), embedding, query.filters, only_shots
            )
            rows = np.arange(len(table)) if allowed is None else np.flatnonzero(allowed)
            rows = rows[~_is_own(table.shot_ids[rows], table.times_s[rows], own_moments)]
            cosines = best_windows(table.cells[rows], embedding.vectors)
            found.append((table.shot_ids[rows], table.video_ids[rows], table.times_s[rows], cosines))
        if not found:
            raise NotIndexedError(
                "The library holds no regions of its keyframes; index it again to search for regions."
            )
        shot_ids, video_ids, times_s, cosines = (
            np.concatenate(column) for column in zip(*found, strict=True)
        )
        return best_per_shot(shot_ids, video_ids, times_s, cosines.astype(np.float64))

    def _embed(self, query: Query, task: Task) -> tuple[QueryEmbedding, tuple[int, int, int]]:
        """The embedding of the query's region, and the shape of the grids it is compared with."""
        if self._embedder is None or query.region is None or not query.positives:
            raise UsageError("A region needs an image that it is a part of.")
        vectors, own_videos = [], set[int]()
        maps = np.empty((0, 0, 0, 0), np.float32)
        for example in query.positives:
            task.checkpoint()
            image = self._image(example)
            part = cut_out(image, query.region)
            # As it is where it was found, and as it would look if it filled less of a frame.
            shown = [(image, query.region), *paste_on_neutral_background(part)]
            maps = self._embedder.map_images([canvas for canvas, _ in shown])
            vectors += [pooled(one, region) for one, (_, region) in zip(maps, shown, strict=True)]
            if isinstance(example, SceneExample | SpanExample):
                own_videos.add(example.video_id)
        stacked = np.stack(vectors)
        embedding = QueryEmbedding(self._embedder.space, stacked, frozenset(), frozenset(own_videos))
        return embedding, (*maps.shape[1:3], stacked.shape[1])

    def _own_moments(self, query: Query) -> list[tuple[int, float]]:
        """The keyframes that the region is cut from, each as its shot and time.

        Elsewhere in the same scene the region may be found again.
        """
        own = []
        for example in query.positives:
            if isinstance(example, SceneExample | SpanExample):
                time_s = example.time_s if isinstance(example, SceneExample) else example.start_s
                shot, keyframe = shown_at(self._library, example.video_id, time_s)
                own.append((shot.id, keyframe.time_s if keyframe is not None else time_s))
        return own

    def _image(self, example: Example) -> Pixels:
        """The image of an example: the frame at its time, or a keyframe if the file is gone.

        Raises:
            SearchError: If there is neither.
        """
        if isinstance(example, ImageExample):
            return example.pixels
        if isinstance(example, TextExample):
            raise UsageError("A region needs an image that it is a part of; a text has none.")
        if not isinstance(example, SceneExample | SpanExample):
            with VideoReader(example.path) as reader:
                return reader.frame_at(reader.properties.duration_s / 2).to_rgb()
        time_s = example.time_s if isinstance(example, SceneExample) else example.start_s
        video = self._catalogue.video(example.video_id)
        if is_file(video.path):
            with VideoReader(video.path) as reader:
                return reader.frame_at(min(time_s, reader.properties.duration_s)).to_rgb()
        shot = self._catalogue.shot_at(video.id, time_s)
        keyframes: Sequence[int] = [
            keyframe.id for keyframe in self._catalogue.keyframes_by_shot([shot.id]).get(shot.id, [])
        ]
        for keyframe_id in keyframes:
            jpeg = self._library.keyframe_picture(keyframe_id)
            if jpeg is not None:
                return decode_jpeg(jpeg)
        raise UnreadableVideoError(f"No frame of {video.path.name} can be read to cut a region from.")


def _is_own(
    shot_ids: Ids, times_s: Values, own_moments: Sequence[tuple[int, float]]
) -> npt.NDArray[np.bool_]:
    """Which keyframes are those of the query, bool (N,)."""
    own = np.zeros(len(shot_ids), np.bool_)
    for shot_id, time_s in own_moments:
        own |= (shot_ids == shot_id) & np.isclose(times_s, time_s, rtol=0, atol=1e-6)
    return own


def best_per_shot(shot_ids: Ids, video_ids: Ids, times_s: np.ndarray, cosines: np.ndarray) -> SceneScores:
    """Each scene once, by its least p-value: some forms of the query are more similar to everything.

    Args:
        shot_ids: The scene of each keyframe, int64 (N,).
        video_ids: int64 (N,).
        times_s: float64 (N,).
        cosines: The best of each keyframe's windows with each form of the query, float64 (N, Q).
    """
    forms = cosines.shape[1]
    p_values = np.stack(
        [
            (null_distribution_of(column) if len(column) >= _FEWEST else DEFAULT_NULL).p_values(column)
            for column in cosines.T
        ],
        axis=1,
    )
    best = p_values.argmin(axis=1)
    every = np.arange(len(cosines))
    cosines, p_values = cosines[every, best], np.minimum(1, forms * p_values[every, best])
    order = np.lexsort((shot_ids, -cosines, p_values))
    _, first = np.unique(shot_ids[order], return_index=True)
    scores = SceneScores(shot_ids, video_ids, times_s, cosines, p_values, len(cosines))
    return scores.rows(order[np.sort(first)])
