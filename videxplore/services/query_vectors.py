"""From a query to the vectors that are searched for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import UnknownMomentError
from videxplore.core.task import Task
from videxplore.core.types import Pixels, Space, SpaceKind, Vector
from videxplore.services.queries import Example, PictureExample, Query, SceneExample, SpanExample
from videxplore.services.video_pictures import sample_frames


class PictureEmbedder(Protocol):
    """Turns pictures from outside the library into vectors of one space; loads its network late."""

    @property
    def space(self) -> Space:
        """The space of the vectors."""
        ...

    def embed_pictures(self, pictures: Sequence[Pixels]) -> Vector:
        """Unit vectors float32 (N, D) of pictures uint8 (H, W, 3)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """A query as vectors of one space, with what must not answer it."""

    space: Space
    vectors: Vector
    own_shots: frozenset[int]
    own_videos: frozenset[int]


class QueryVectors:
    """Looks up, or computes, the vectors of queries."""

    def __init__(self, catalogue: Catalogue, embedder: PictureEmbedder | None) -> None:
        """Use the embeddings of a catalogue, and an embedder for what is not in it."""
        self._catalogue = catalogue
        self._embedder = embedder

    def seek(self, query: Query, task: Task) -> Sought:
        """The query's vectors in the one space that all its examples share."""
        if not query.likes:
            raise UnknownMomentError("The query holds no example to resemble.")
        kind: SpaceKind = "motion" if query.by == "motion" else "appearance"
        found = [self._sought(example, kind, task) for example in query.likes]
        space = found[0].space
        if any(other.space != space for other in found):
            raise UnknownMomentError("The examples were indexed with different backbones.")
        return Sought(
            space,
            np.concatenate([one.vectors for one in found]),
            frozenset().union(*(one.own_shots for one in found)),
            frozenset().union(*(one.own_videos for one in found)),
        )

    def _sought(self, example: Example, kind: SpaceKind, task: Task) -> Sought:
        match example:
            case SceneExample(video_id, time_s):
                shot = self._catalogue.shot_at(video_id, time_s)
                return self._inside(video_id, kind, shot.start_s, shot.end_s, time_s)
            case SpanExample(video_id, start_s, end_s):
                return self._inside(video_id, kind, start_s, end_s, None)
            case PictureExample(pixels):
                return self._outside([pixels])
            case _:
                return self._outside([frame.pixels for frame in sample_frames(example.path, task)])

    def _inside(
        self, video_id: int, kind: SpaceKind, start_s: float, end_s: float, time_s: float | None
    ) -> Sought:
        """Vectors of a part of a library's video: all within the span, or the one nearest to a time."""
        shots = [
            shot
            for shot in self._catalogue.shots(video_id)
            if shot.start_s < end_s and (shot.end_s > start_s or shot.start_s == shot.end_s == start_s)
        ]
        own_shots = frozenset(shot.id for shot in shots)
        for space in self._spaces(kind):
            table = self._catalogue.embeddings(space.name, video_id)
            rows = np.flatnonzero(np.isin(table.shot_ids, list(own_shots)))
            if not len(rows):
                continue
            times_s = table.times_s[rows]
            if time_s is not None:
                rows = rows[[int(np.argmin(np.abs(times_s - time_s)))]]
            else:
                within = (times_s >= start_s) & (times_s < end_s)
                middle_s = (start_s + end_s) / 2
                rows = rows[within] if within.any() else rows[[int(np.argmin(np.abs(times_s - middle_s)))]]
            return Sought(space, table.vectors[rows], own_shots, frozenset({video_id}))
        name = self._catalogue.video(video_id).path.name
        raise UnknownMomentError(f"Nothing is known of the {kind} of {name}; index it for that first.")

    def _outside(self, pictures: Sequence[Pixels]) -> Sought:
        """Vectors of pictures from outside the library."""
        if self._embedder is None:
            raise UnknownMomentError(
                "A picture from outside the library cannot be searched for without a backbone."
            )
        space = self._embedder.space
        if space.name not in {known.name for known in self._catalogue.spaces()}:
            raise UnknownMomentError(
                f"Nothing in this library was indexed with {space.backbone}; use the one it was made with."
            )
        return Sought(space, self._embedder.embed_pictures(pictures), frozenset(), frozenset())

    def _spaces(self, kind: SpaceKind) -> list[Space]:
        """The library's spaces of a kind, the one that holds most first."""
        counts = self._catalogue.counts().embeddings
        spaces = [space for space in self._catalogue.spaces() if space.kind == kind]
        return sorted(spaces, key=lambda space: -counts.get(space.name, 0))
