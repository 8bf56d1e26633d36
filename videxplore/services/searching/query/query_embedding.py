"""The embeddings a query is compared by: stored ones, and those of images, texts and videos from outside."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from videxplore.backbones.registry import DEFAULT_BACKBONE, DEFAULT_MOTION_BACKBONE, load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import NotIndexedError, UnreadableVideoError, UnsupportedQueryError
from videxplore.core.task import Task
from videxplore.core.types import Frame, Pixels, Space, SpaceKind, Values, Vector
from videxplore.core.vectors import unit_rows
from videxplore.services.searching.index.answering import AnsweringSpaces
from videxplore.services.searching.query.query import (
    Example,
    ImageExample,
    Query,
    SceneExample,
    SpanExample,
    TextExample,
)
from videxplore.video.reading.reader import VideoReader

_NEGATIVE_WEIGHT = 0.4
"""Share of the negative examples that is subtracted; more would lose what shares the background of both."""


class ImageEmbedder(Protocol):
    """Embeds images from outside the library in one space; loads its model when first used."""

    @property
    def space(self) -> Space:
        """The space of the vectors."""
        ...

    def embed_images(self, images: Sequence[Pixels]) -> Vector:
        """Unit vectors float32 (N, D) of images uint8 (H, W, 3)."""
        ...

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """Unit vectors float32 (N, D) of texts; a :class:`BackboneError` where text is not understood."""
        ...

    def map_images(self, images: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Maps float32 (N, h, w, C), which tell small things apart, of images uint8 (H, W, 3)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class QueryEmbedding:
    """A query as vectors of one space, with what its results leave out.

    Attributes:
        vectors: Unit vectors float32 (Q, D).
        own_shots: Shots of the examples that are no results.
        own_videos: Videos of the positive examples.
        is_text: Whether they are of text, whose cosines with images are much lower than those of images.
        is_mean: Whether several examples were made one vector.
        images: Where the query is one image from outside, its forms, uint8 (H, W, 3) each.
    """

    space: Space
    vectors: Vector
    own_shots: frozenset[int]
    own_videos: frozenset[int]
    is_text: bool = False
    is_mean: bool = False
    images: tuple[Pixels, ...] = ()


NO_EMBEDDING = QueryEmbedding(
    Space("", "appearance", 1, ""), np.empty((0, 1), np.float32), frozenset(), frozenset()
)
"""Of a query of words alone."""


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """What the examples of a query are compared by.

    Attributes:
        kind: The kind of all spaces.
        spaces: Where examples of the library are looked up: the first that knows one.
        embedder: For those from outside; None where there is none.
    """

    kind: SpaceKind
    spaces: Sequence[Space]
    embedder: ImageEmbedder | None


class QueryVectors:
    """Looks up, or computes, the embeddings of queries."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: ImageEmbedder | None,
        answering: AnsweringSpaces,
        describer: ImageEmbedder | None = None,
    ) -> None:
        """Look up in a catalogue; ``describer`` embeds queries that hold a text, else ``embedder`` does."""
        self._catalogue = catalogue
        self._embedder = embedder
        self._answering = answering
        self._describer = describer

    def embed_query(self, query: Query, kind: SpaceKind, task: Task) -> QueryEmbedding:
        """The query's vectors in the one space of this kind that all its examples share.

        One example is searched for by each of its vectors. Several become one vector, their mean, since what
        they share is what is meant; what the negatives share is subtracted. Where one of them is a text, the
        space is one that texts can be compared in.

        Source: Rocchio, "Relevance feedback in information retrieval", 1971.

        Raises:
            SearchError: If an example is no longer there, or has no vector in such a space.
        """
        by = self._compared(query, kind)
        positives = [self._embed(example, by, task) for example in query.positives]
        negatives = [self._embed(example, by, task) for example in query.negatives]
        found = [*positives, *negatives]
        space = found[0].space
        if any(other.space != space for other in found):
            raise UnsupportedQueryError("The examples were indexed with different backbones.")
        vectors = positives[0].vectors
        if len(positives) > 1:
            vectors = unit_rows(np.mean([unit_rows(_mean(one)) for one in positives], axis=0))
        if negatives:
            away = np.mean([unit_rows(_mean(one)) for one in negatives], axis=0)
            vectors = unit_rows(vectors - np.float32(_NEGATIVE_WEIGHT) * away)
        return QueryEmbedding(
            space,
            vectors,
            frozenset() if query.finds_own else frozenset().union(*(one.own_shots for one in found)),
            frozenset().union(*(one.own_videos for one in positives)),
            all(one.is_text for one in positives),
            len(found) > 1,
            found[0].images if len(found) == 1 else (),
        )

    def own(self, query: Query) -> tuple[frozenset[int], frozenset[int]]:
        """Ids of the scenes that are no results of a query, as its examples, and of their videos.

        Raises:
            SearchError: If an example is no longer there.
        """
        library = [one for one in query.positives if isinstance(one, SceneExample | SpanExample)]
        videos = frozenset(one.video_id for one in library)
        if query.finds_own:
            return frozenset(), videos
        return self.own_shots(query.positives) | self.own_shots(query.negatives), videos

    def own_shots(self, examples: Sequence[Example]) -> frozenset[int]:
        """The scenes of the library that examples come from.

        Raises:
            SearchError: If an example is no longer there.
        """
        own: set[int] = set()
        for example in examples:
            if isinstance(example, SceneExample):
                own.add(self._catalogue.shot_at(example.video_id, example.time_s).id)
            elif isinstance(example, SpanExample):
                shots = self._catalogue.shots(example.video_id)
                own.update(
                    shot.id for shot in shots if shot.start_s < example.end_s and shot.end_s > example.start_s
                )
        return frozenset(own)

    def _compared(self, query: Query, kind: SpaceKind) -> _Compared:
        holds_text = any(isinstance(one, TextExample) for one in (*query.positives, *query.negatives))
        if holds_text and self._describer is not None:
            return _Compared("appearance", self._answering.described(), self._describer)
        return _Compared(kind, self._answering.of_kind(kind), self._embedder)

    def _embed(self, example: Example, by: _Compared, task: Task) -> QueryEmbedding:
        match example:
            case SceneExample(video_id, time_s):
                shot = self._catalogue.shot_at(video_id, time_s)
                return self._embedding_from_library(video_id, by, (shot.start_s, shot.end_s), time_s)
            case SpanExample(video_id, start_s, end_s):
                return self._embedding_from_library(video_id, by, (start_s, end_s), None)
            case ImageExample(pixels):
                # Also without the black bars around it, if there are any.
                inside = without_bars(pixels)
                images = [pixels] if inside is None else [pixels, inside]
                found = self._embed_external(by, lambda embedder: embedder.embed_images(images), task)
                return replace(found, images=tuple(images))
            case TextExample(text):
                found = self._embed_external(by, lambda embedder: embedder.embed_texts([text]), task)
                return replace(found, is_text=True)
            case _:
                frames = [frame.pixels for frame in sample_frames(example.path, task)]
                return self._embed_external(by, lambda embedder: embedder.embed_images(frames), task)

    def _embedding_from_library(
        self, video_id: int, by: _Compared, span_s: tuple[float, float], time_s: float | None
    ) -> QueryEmbedding:
        """Vectors of a part of a library's video: all within the span, or the one nearest to a time."""
        start_s, end_s = span_s
        shots = [
            shot
            for shot in self._catalogue.shots(video_id)
            if shot.start_s < end_s and (shot.end_s > start_s or shot.start_s == shot.end_s == start_s)
        ]
        own_shots = frozenset(shot.id for shot in shots)
        for space in by.spaces:
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
            return QueryEmbedding(space, table.vectors[rows], own_shots, frozenset({video_id}))
        name = self._catalogue.video(video_id).path.name
        if by.kind == "motion":
            raise NotIndexedError(
                f"Nothing is known of the motion of {name}; index it with a video model, such as "
                f"`--actions {DEFAULT_MOTION_BACKBONE}`, first."
            )
        raise NotIndexedError(f"Nothing is known of the appearance of {name}; index it first.")

    def _embed_external(
        self, by: _Compared, vectors_of: Callable[[ImageEmbedder], Vector], task: Task
    ) -> QueryEmbedding:
        if by.embedder is None:
            raise UnsupportedQueryError(
                "An image from outside the library cannot be searched for without a backbone."
            )
        task.checkpoint()
        space = by.embedder.space
        # Loading the model took longest.
        task.checkpoint()
        known_spaces = self._catalogue.spaces()
        if not known_spaces:
            raise UnsupportedQueryError("No video of the library is indexed yet, so nothing can be found.")
        if space.name not in {known.name for known in known_spaces}:
            raise UnsupportedQueryError(
                f"Nothing in this library was indexed with {space.backbone}; use the one it was made with."
            )
        return QueryEmbedding(space, vectors_of(by.embedder), frozenset(), frozenset())


def _mean(embedding: QueryEmbedding) -> Vector:
    mean: Vector = embedding.vectors.mean(axis=0, keepdims=True)
    return mean


class Embedder:
    """An image backbone that is loaded when it is first used. Safe to use from several threads."""

    def __init__(
        self, weights: Path, backbone: str = "", device: str = "auto", weights_file: Path | None = None
    ) -> None:
        """Remember what to load.

        Args:
            weights: The folder of downloaded and imported weights.
            backbone: Name of the image backbone; empty for the default one.
            device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
            weights_file: Weights to use instead of the installed ones.
        """
        self._weights = weights
        self._name = backbone or DEFAULT_BACKBONE
        self._device = device
        self._weights_file = weights_file
        self._backbone: Backbone | None = None
        # A backbone must not run twice at the same time.
        self._lock = threading.Lock()

    def use(self, backbone: str) -> None:
        """Embed with another backbone from now on; the present one is loaded no longer."""
        with self._lock:
            if backbone != self._name:
                self._name, self._backbone, self._weights_file = backbone, None, None

    @property
    def space(self) -> Space:
        """The space of the vectors; loads the backbone.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        with self._lock:
            return self._loaded().space

    def embed_images(self, images: Sequence[Pixels]) -> Vector:
        """Unit vectors float32 (N, D) of images uint8 (H, W, 3) of any sizes.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        with self._lock:
            return self._loaded().run(images).embeddings

    def map_images(self, images: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Feature maps float32 (N, h, w, C) of images uint8 (H, W, 3) of any sizes.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        with self._lock:
            maps = self._loaded().run(images, with_feature_maps=True).detail_maps
        if maps is None:
            raise UnsupportedQueryError(f"{self._name} does not support region queries.")
        return maps

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """Unit vectors float32 (N, D) of texts, in the space of the images.

        Raises:
            BackboneError: If the backbone or its weights are not here, or it does not understand text.
        """
        with self._lock:
            return self._loaded().embed_texts(texts)

    def _loaded(self) -> Backbone:
        """The backbone; the lock is held."""
        if self._backbone is None:
            self._backbone = load(self._name, WeightsFolder(self._weights), self._device, self._weights_file)
        return self._backbone


_EVERY_S = 2.0
_MOST = 32
_TALLEST_PX = 480


def sample_frames(path: Path, task: Task) -> list[Frame]:
    """A frame about every two seconds, at most 32, evenly over the whole video.

    Raises:
        UnreadableVideoError: If the file holds no video that can be decoded.
        Cancelled: If the task was cancelled.
    """
    with VideoReader(path) as reader:
        properties = reader.properties
        count = int(min(max(properties.duration_s / _EVERY_S, 1), _MOST))
        shrink = min(1.0, _TALLEST_PX / min(properties.width_px, properties.height_px))
        size = max(1, round(properties.width_px * shrink)), max(1, round(properties.height_px * shrink))
        frames: list[Frame] = []
        for number in range(count):
            task.checkpoint(number, count, path.name)
            frame = reader.frame_at((number + 0.5) * properties.duration_s / count)
            if not frames or frame.time_s > frames[-1].time_s:
                frames.append(Frame(frame.to_rgb(*size), frame.time_s))
    if not frames:
        raise UnreadableVideoError(f"No frame of {path.name} can be decoded.")
    return frames


_BLACK = 20
"""Brightest mean of a row or column of a bar: compression leaves black a little above zero."""

_LEAST_BAR, _LEAST_REST = 0.02, 0.4
"""Bars have at least this share of the side, and what they leave is at least this share of it."""


def without_bars(image: Pixels) -> Pixels | None:
    """What an image uint8 (H, W, 3) shows between its black bars; None when it has none.

    Bars come in pairs, above and below or left and right; a dark image has no bars.
    """
    brightness = image.max(axis=2)
    rows, columns = _shown(brightness.mean(axis=1)), _shown(brightness.mean(axis=0))
    if rows == slice(0, image.shape[0]) and columns == slice(0, image.shape[1]):
        return None
    return np.ascontiguousarray(image[rows, columns])


def _shown(means: Values) -> slice:
    """The stretch between two bars; everything where there are none."""
    count = len(means)
    bright = np.flatnonzero(means > _BLACK)
    if not len(bright):
        return slice(0, count)
    first, last = int(bright[0]), int(bright[-1]) + 1
    both_sides = min(first, count - last) >= _LEAST_BAR * count
    return slice(first, last) if both_sides and last - first >= _LEAST_REST * count else slice(0, count)
