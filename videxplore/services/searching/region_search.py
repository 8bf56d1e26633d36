"""Searching for what fills only a part of a picture."""

from collections.abc import Sequence

import numpy as np

from videxplore.core.errors import UnknownMomentError
from videxplore.core.file_names import is_file
from videxplore.core.task import Task
from videxplore.core.types import Ids, Pixels, Vector
from videxplore.services.library import Library
from videxplore.services.searching.background import PRIOR, background_of
from videxplore.services.searching.moment_filters import allowed_moments
from videxplore.services.searching.queries import (
    Example,
    PictureExample,
    Query,
    SceneExample,
    SpanExample,
    TextExample,
)
from videxplore.services.searching.query_vectors import PictureEmbedder, Sought
from videxplore.services.searching.regions import best_windows, cut_out, on_even_ground, pooled
from videxplore.services.searching.scene_scores import SceneScores
from videxplore.video.reader import VideoReader
from videxplore.video.thumbnails import decode_jpeg

_FEWEST = 30
"""With fewer pictures to compare, their cosines do not tell what is unusual."""


class RegionSearch:
    """Compares a part of a picture with all parts of the library's keyframes, one after the other."""

    def __init__(self, library: Library, embedder: PictureEmbedder | None) -> None:
        """Search a library; the embedder looks at the part that is sought."""
        self._library = library
        self._catalogue = library.catalogue
        self._embedder = embedder

    def scenes(self, query: Query, only_shots: Ids | None, task: Task) -> SceneScores:
        """The scenes with a part that looks like the query's region, best first.

        Raises:
            UnknownMomentError: If there is no picture to cut the region from, no backbone to look at it, or
                nothing to compare it with.
            Cancelled: If the task was cancelled.
        """
        if self._embedder is None:
            raise UnknownMomentError("A part of a picture cannot be searched for without a backbone.")
        space = self._embedder.space
        sought, shape = self._sought(query, task)
        found: list[tuple[Ids, Ids, np.ndarray, Vector]] = []
        for table in self._catalogue.regions(space.name, shape):
            task.checkpoint(message="comparing parts of pictures")
            allowed = allowed_moments(
                self._catalogue, (table.video_ids, table.shot_ids), sought, query.filters, only_shots
            )
            rows = np.arange(len(table)) if allowed is None else np.flatnonzero(allowed)
            rows = rows[~np.isin(table.shot_ids[rows], list(sought.own_shots))]
            cosines = best_windows(table.cells[rows], sought.vectors)
            found.append((table.shot_ids[rows], table.video_ids[rows], table.times_s[rows], cosines))
        if not found:
            raise UnknownMomentError(
                "The library does not hold what parts of its pictures show; index it again for that."
            )
        shot_ids, video_ids, times_s, cosines = (
            np.concatenate(column) for column in zip(*found, strict=True)
        )
        return best_per_shot(shot_ids, video_ids, times_s, cosines.astype(np.float64))

    def _sought(self, query: Query, task: Task) -> tuple[Sought, tuple[int, int, int]]:
        """The looks of what is sought, and the shape of the grids they are compared with."""
        if self._embedder is None or query.region is None or not query.likes:
            raise UnknownMomentError("A region needs a picture that it is a part of.")
        vectors, own_shots, own_videos = [], set[int](), set[int]()
        maps = np.empty((0, 0, 0, 0), np.float32)
        for example in query.likes:
            task.checkpoint()
            picture = self._picture(example)
            part = cut_out(picture, query.region)
            # As it is where it was found, and as it would look when it filled less of a picture.
            shown = [(picture, query.region), *on_even_ground(part)]
            maps = self._embedder.map_pictures([canvas for canvas, _ in shown])
            vectors += [pooled(one, region) for one, (_, region) in zip(maps, shown, strict=True)]
            if isinstance(example, SceneExample | SpanExample):
                start_s = example.time_s if isinstance(example, SceneExample) else example.start_s
                own_shots.add(self._catalogue.shot_at(example.video_id, start_s).id)
                own_videos.add(example.video_id)
        stacked = np.stack(vectors)
        sought = Sought(self._embedder.space, stacked, frozenset(own_shots), frozenset(own_videos))
        return sought, (*maps.shape[1:3], stacked.shape[1])

    def _picture(self, example: Example) -> Pixels:
        """The picture that a region is a part of: at the example's time, or a keyframe when the file is away.

        Raises:
            UnknownMomentError: If there is neither.
        """
        if isinstance(example, PictureExample):
            return example.pixels
        if isinstance(example, TextExample):
            raise UnknownMomentError("A region needs a picture that it is a part of; a text has none.")
        if not isinstance(example, SceneExample | SpanExample):
            with VideoReader(example.path) as reader:
                return reader.picture_at(reader.properties.duration_s / 2).to_rgb()
        time_s = example.time_s if isinstance(example, SceneExample) else example.start_s
        video = self._catalogue.video(example.video_id)
        if is_file(video.path):
            with VideoReader(video.path) as reader:
                return reader.picture_at(min(time_s, reader.properties.duration_s)).to_rgb()
        shot = self._catalogue.shot_at(video.id, time_s)
        keyframes: Sequence[int] = [
            keyframe.id for keyframe in self._catalogue.keyframes_by_shot([shot.id]).get(shot.id, [])
        ]
        for keyframe_id in keyframes:
            jpeg = self._library.keyframe_picture(keyframe_id)
            if jpeg is not None:
                return decode_jpeg(jpeg)
        raise UnknownMomentError(f"No picture of {video.path.name} is here to cut a region from.")


def best_per_shot(shot_ids: Ids, video_ids: Ids, times_s: np.ndarray, cosines: np.ndarray) -> SceneScores:
    """Each scene once, by its rarest likeness: some looks of the query resemble everything more.

    Args:
        shot_ids: The scene of each picture, int64 (N,).
        video_ids: int64 (N,).
        times_s: float64 (N,).
        cosines: The best of each picture's windows with each look, float64 (N, Q).
    """
    looks = cosines.shape[1]
    chances = np.stack(
        [
            (background_of(column) if len(column) >= _FEWEST else PRIOR).chances(column)
            for column in cosines.T
        ],
        axis=1,
    )
    best = chances.argmin(axis=1)
    every = np.arange(len(cosines))
    cosines, chances = cosines[every, best], np.minimum(1, looks * chances[every, best])
    order = np.lexsort((shot_ids, -cosines, chances))
    _, first = np.unique(shot_ids[order], return_index=True)
    rows = order[np.sort(first)]
    return SceneScores(
        shot_ids[rows], video_ids[rows], times_s[rows], cosines[rows], chances[rows], len(cosines)
    )
