"""Region search: finding things that fill only a part of a frame.

A feature map of an image model describes each part of a frame. A keyframe keeps it as a grid of short
vectors; the query's region is compared with every window of about its size.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.errors import NotIndexedError, UnreadableVideoError, UnsupportedQueryError, UsageError
from videxplore.core.file_names import is_file
from videxplore.core.task import Task
from videxplore.core.types import Ids, Pixels, Values, Vector
from videxplore.core.vectors import CELL_DEPTH, Cells, projection, unit_rows
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

_LONE_SCALE = 0.85
"""Size of the windows that a thing pasted on grey is compared with, in shares of its own: its border falls
within cells, so that it fills fewer of them alone."""

_ALONE_HANDICAP, _SMALLER_HANDICAP = 0.3, 0.1
"""Taken off the scores of a thing without its surroundings, which say less than those with them.

Measured (``benchmarks.region``): with less than 0.3, what is searched for where it has its surroundings comes
behind other things; with more, it is not found on a frame of another video. With more than 0.1 what fills a
quarter of the side is not found (``benchmarks.search_copies``).
"""

_SMALLER = (0.5, 0.25)
"""Sides, in shares of the frame's, at which a thing is also looked for that fills more of its own frame."""

_GREY = 127
"""What stands for unknown surroundings: on their mean colour some things would vanish."""

_AT_ONCE = 32
"""Keyframes compared at once: more of them do not fit into the cache of a CPU."""

_LARGEST_PX = 224
"""A cut-out part needs no more pixels than the model sees."""


@dataclass(frozen=True, slots=True, eq=False)
class RegionForm:
    """How a region of an image may look in a frame.

    Attributes:
        vector: A unit vector float32 (R,).
        size: Height and width, in shares of the frame's, of the windows that it is compared with.
        handicap: Taken off its scores: 1 for what is the same, 0 at the bound of what is unusual.
    """

    vector: Vector
    size: tuple[float, float]
    handicap: float = 0.0


def region_forms(
    image: Pixels, region: Region, map_images: Callable[[Sequence[Pixels]], npt.NDArray[np.float32]]
) -> tuple[list[RegionForm], tuple[int, int]]:
    """The forms of a region of an image, and the height and width of the model's maps.

    As it is where it was found, its surroundings give it away. Elsewhere they are others, and it may be
    smaller; so it is also embedded alone.

    Args:
        image: uint8 (H, W, 3).
        region: The part of it.
        map_images: Feature maps float32 (N, h, w, D) of images.
    """
    shown, scales, handicaps = [(image, region)], [1.0], [0.0]
    if min(region.width, region.height) < 1:
        shown.append(_alone(image, region))
        scales.append(1.0)
        handicaps.append(_ALONE_HANDICAP)
    part = cut_out(image, region)
    for share in _SMALLER:
        if share < 0.75 * min(region.width, region.height):
            shown.append(_pasted(part, share))
            scales.append(_LONE_SCALE)
            handicaps.append(_SMALLER_HANDICAP)
    maps = map_images([canvas for canvas, _ in shown])
    forms = [
        RegionForm(pooled(one, where), (scale * where.height, scale * where.width), handicap)
        for one, (_, where), scale, handicap in zip(maps, shown, scales, handicaps, strict=True)
    ]
    return forms, (maps.shape[1], maps.shape[2])


def _alone(image: Pixels, region: Region) -> tuple[Pixels, Region]:
    """The image with everything but a region grey, and the region."""
    rows, columns = _within(image, region)
    canvas = np.full_like(image, _GREY)
    canvas[rows, columns] = image[rows, columns]
    return canvas, region


def _pasted(image: Pixels, share: float) -> tuple[Pixels, Region]:
    """An image in the middle of a grey one, of whose sides it fills a share; and the region that it fills."""
    height_px, width_px = image.shape[:2]
    canvas = np.full((round(height_px / share), round(width_px / share), 3), _GREY, np.uint8)
    top, left = (canvas.shape[0] - height_px) // 2, (canvas.shape[1] - width_px) // 2
    canvas[top : top + height_px, left : left + width_px] = image
    margin = (1 - share) / 2
    return canvas, Region(margin, margin, share, share)


def _within(image: Pixels, region: Region) -> tuple[slice, slice]:
    """Rows and columns of a region, at least one pixel."""
    height_px, width_px = image.shape[:2]
    left, top = min(int(region.x * width_px), width_px - 1), min(int(region.y * height_px), height_px - 1)
    right = max(left + 1, round((region.x + region.width) * width_px))
    bottom = max(top + 1, round((region.y + region.height) * height_px))
    return slice(top, bottom), slice(left, right)


def cut_out(image: Pixels, region: Region) -> Pixels:
    """The part of an image within a region, at least one pixel; large ones made smaller."""
    part = np.ascontiguousarray(image[_within(image, region)])
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


def best_windows(cells: Cells | npt.NDArray[np.int8], forms: Sequence[RegionForm]) -> npt.NDArray[np.float32]:
    """The highest cosine of any window of each keyframe with each form, float32 (N, F).

    Args:
        cells: int8 (N, h, w, R).
        forms: F forms of one region.
    """
    best = np.empty((len(cells), len(forms)), np.float32)
    by_size: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        by_size[_in_cells(form.size, cells.shape[1:3])].append(number)
    for start in range(0, len(cells), _AT_ONCE):
        values = cells[start : start + _AT_ONCE].astype(np.float32)
        for size, own in by_size.items():
            sums = _window_sums(values, size)
            lengths = np.sqrt(np.einsum("...d,...d->...", sums, sums))
            products = sums @ np.stack([forms[number].vector for number in own], axis=1)
            cosines = products / np.maximum(lengths, 1e-6)[..., None]
            best[start : start + _AT_ONCE, own] = cosines.max(axis=(1, 2))
    return best


def _in_cells(size: tuple[float, float], sides: tuple[int, ...]) -> tuple[int, int]:
    tall, wide = (min(max(1, round(share * side)), side) for share, side in zip(size, sides, strict=True))
    return tall, wide


def _window_sums(values: npt.NDArray[np.float32], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Sums over all windows of a height and width in cells, float32 (N, h', w', R)."""
    (tall, wide), (height, width) = size, values.shape[1:3]
    rows = values[:, : height - tall + 1].copy()
    for y in range(1, tall):
        rows += values[:, y : height - tall + 1 + y]
    sums: npt.NDArray[np.float32] = rows[:, :, : width - wide + 1].copy()
    for x in range(1, wide):
        sums += rows[:, :, x : width - wide + 1 + x]
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
        forms, embedding, sides = self._forms(query, task)
        own_moments = [] if query.finds_own else self._own_moments(query)
        found: list[tuple[Ids, Ids, Values, npt.NDArray[np.float32]]] = []
        for table in self._catalogue.regions(space.name, (*sides, CELL_DEPTH)):
            task.checkpoint(message="comparing regions")
            allowed = allowed_moments(
                self._catalogue, (table.video_ids, table.shot_ids), embedding, query.filters, only_shots
            )
            rows = np.arange(len(table)) if allowed is None else np.flatnonzero(allowed)
            rows = rows[~_is_own(table.shot_ids[rows], table.times_s[rows], own_moments)]
            cosines = best_windows(table.cells[rows], forms)
            found.append((table.shot_ids[rows], table.video_ids[rows], table.times_s[rows], cosines))
        if not found:
            raise NotIndexedError(
                "The library holds no regions of its keyframes; index it again to search for regions."
            )
        shot_ids, video_ids, times_s, best = (np.concatenate(column) for column in zip(*found, strict=True))
        moments = shot_ids, video_ids, times_s
        return best_per_shot(moments, best, [form.handicap for form in forms], embedding.own_videos)

    def _forms(self, query: Query, task: Task) -> tuple[list[RegionForm], QueryEmbedding, tuple[int, int]]:
        """The forms of the query's region, what its results leave out, and the sides of the grids."""
        if self._embedder is None or query.region is None or not query.positives:
            raise UsageError("A region needs an image that it is a part of.")
        forms, own_videos, sides = list[RegionForm](), set[int](), (0, 0)
        for example in query.positives:
            task.checkpoint()
            found, sides = region_forms(self._image(example), query.region, self._embedder.map_images)
            forms += found
            if isinstance(example, SceneExample | SpanExample):
                own_videos.add(example.video_id)
        vectors = np.stack([form.vector for form in forms])
        return forms, QueryEmbedding(self._embedder.space, vectors, frozenset(), frozenset(own_videos)), sides

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


def best_per_shot(
    moments: tuple[Ids, Ids, Values],
    cosines: npt.NDArray[np.float32],
    handicaps: Sequence[float],
    own_videos: frozenset[int] = frozenset(),
) -> SceneScores:
    """Each scene once, by the best score of its keyframes.

    Some forms of a query are more similar to everything; so a cosine counts as its place between what is
    unusual for its form and 1.

    Args:
        moments: Scenes, videos and times of N keyframes, int64 (N,), int64 (N,) and float64 (N,).
        cosines: The best of each keyframe's windows with each form of the query, float32 (N, F).
        handicaps: Of the forms.
        own_videos: Videos of the query, which tell nothing of what is unusual: much in them is the same.
    """
    shot_ids, video_ids, times_s = moments
    others = ~np.isin(video_ids, list(own_videos))
    is_known = np.count_nonzero(others) >= _FEWEST
    nulls = [null_distribution_of(column) if is_known else DEFAULT_NULL for column in cosines[others].T]
    starts = np.array([null.start for null in nulls])
    scores = (cosines - starts) / (1 - starts) - np.array(handicaps)
    form, every = scores.argmax(axis=1), np.arange(len(cosines))
    similarities, best = cosines[every, form].astype(np.float64), scores[every, form]
    # Among few keyframes only the cosines themselves show what is unusual.
    null = null_distribution_of(best[others]) if is_known else DEFAULT_NULL
    p_values = null.p_values(best if is_known else similarities)
    order = np.lexsort((shot_ids, -best))
    _, first = np.unique(shot_ids[order], return_index=True)
    found = SceneScores(shot_ids, video_ids, times_s, similarities, p_values, len(cosines))
    return found.rows(order[np.sort(first)])
