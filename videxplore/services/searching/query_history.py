"""The searches the user made: walked back, branched, named, and kept in the library."""

import base64
import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from videxplore.catalogue.user_records import HistoryNode
from videxplore.core.errors import UnknownSearchError, UsageError
from videxplore.core.file_names import one_line
from videxplore.core.scene_facts import MEASURES, SceneFilter
from videxplore.core.types import Pixels
from videxplore.core.video_listing import VideoFilter
from videxplore.services.library import Library
from videxplore.services.searching.query.query import (
    Example,
    Filters,
    ImageExample,
    Query,
    Region,
    SceneExample,
    SpanExample,
    TextExample,
    VideoExample,
)
from videxplore.video.thumbnails import decode_jpeg, encode_jpeg

_KEPT = 500
"""Searches without a name that are remembered; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class PastSearch:
    """One search of the history.

    Attributes:
        parent_id: The search it was changed from; None for a first one.
        created_ns: When it was made, nanoseconds since 1970.
        name: What the user calls it; empty for most.
    """

    id: int
    parent_id: int | None
    created_ns: int
    name: str
    query: Query


class HistoryService:
    """Remembers searches in a library."""

    def __init__(self, library: Library) -> None:
        self._history = library.catalogue.history

    def remember(self, query: Query, parent_id: int | None = None) -> PastSearch:
        """Keep a search, as a branch of the one it was changed from.

        Raises:
            CatalogueReadOnlyError: If the library is open for reading only.
        """
        node = self._history.add(query_to_text(query), parent_id)
        if node.id % _KEPT == 0:
            self._history.forget(_KEPT)
        return _past(node)

    def search(self, search_id: int) -> PastSearch:
        """A search to be made again.

        Raises:
            UnknownSearchError: If it was forgotten, or cannot be understood.
        """
        try:
            return _past(self._history.node(search_id))
        except ValueError as error:
            raise UnknownSearchError(f"The search {search_id} cannot be understood.") from error

    def searches(self, *, named: bool = False, most: int | None = None) -> list[PastSearch]:
        """All searches, or those with a name, newest first; no more than ``most`` of them.

        Those that cannot be understood are left out: a newer program may have made them.
        """
        understood = []
        for node in self._history.nodes(named=named, most=most):
            with contextlib.suppress(ValueError):
                understood.append(_past(node))
        return understood

    def rename(self, search_id: int, name: str) -> None:
        """Give a search a name, by which it is kept for good; an empty one takes it away.

        Raises:
            UnknownSearchError: If it was forgotten.
        """
        self._history.node(search_id)
        self._history.rename(search_id, one_line(name))

    def forget(self, search_id: int) -> None:
        """Forget one search, whether or not it has a name.

        Raises:
            UnknownSearchError: If it was forgotten already.
        """
        self._history.node(search_id)
        self._history.delete(search_id)


def _past(node: HistoryNode) -> PastSearch:
    return PastSearch(node.id, node.parent_id, node.created_ns, node.name, query_from_text(node.query))


_LARGEST_PX = 640
"""Images are kept no larger: models look at less."""

_QUALITY = 90


def query_to_text(query: Query) -> str:
    """A query as JSON text; :func:`query_from_text` gives it back, images slightly compressed."""
    return json.dumps(_query_document(query))


def query_from_text(text: str) -> Query:
    """The inverse of :func:`query_to_text`; fields that a newer program added are ignored.

    Raises:
        ValueError: If the text is no query.
    """
    try:
        return _query(json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("the text is no query") from error


_ID_FILTERS = ("video_ids", "shot_ids")


def _query_document(query: Query) -> dict[str, Any]:
    filters = asdict(query.filters)
    filters["scenes"] = query.filters.scenes.texts()
    filters["folder"] = str(query.filters.folder) if query.filters.folder is not None else None
    for name in _ID_FILTERS:
        filters[name] = sorted(filters[name]) if filters[name] is not None else None
    return {
        "likes": [_example_document(example) for example in query.positives],
        "unlikes": [_example_document(example) for example in query.negatives],
        "region": asdict(query.region) if query.region else None,
        "by": query.by,
        "filters": filters,
        "words": query.words,
        "motion_weight": query.motion_weight,
        "then": _query_document(query.then) if query.then else None,
        "within_s": query.within_s,
        "collapses": query.collapses,
        "sort": query.sort,
        "is_reversed": query.is_reversed,
    }


def _query(document: Mapping[str, Any]) -> Query:
    known = {field.name for field in fields(Filters)}
    filters = {name: value for name, value in document["filters"].items() if name in known}
    filters["folder"] = Path(filters["folder"]) if filters.get("folder") else None
    for name in _ID_FILTERS:
        chosen = filters.get(name)
        filters[name] = frozenset(chosen) if chosen is not None else None
    filters["videos"] = _video_filter(filters.get("videos") or {})
    filters["scenes"] = _scene_filter(filters.get("scenes") or ())
    return Query(
        positives=tuple(_example(example) for example in document["likes"]),
        negatives=tuple(_example(example) for example in document["unlikes"]),
        region=Region(**document["region"]) if document["region"] else None,
        by=document["by"],
        filters=Filters(**filters),
        words=document["words"],
        motion_weight=document["motion_weight"],
        then=_query(document["then"]) if document["then"] else None,
        within_s=document["within_s"],
        collapses=document.get("collapses", True),
        sort=document["sort"] if document.get("sort") in MEASURES else None,
        is_reversed=document.get("is_reversed") is True,
    )


def _scene_filter(texts: Sequence[str]) -> SceneFilter:
    try:
        return SceneFilter.parse([str(text) for text in texts])
    except UsageError as error:
        raise ValueError(str(error)) from error


def _video_filter(document: Mapping[str, Any]) -> VideoFilter:
    known = {field.name for field in fields(VideoFilter)}
    try:
        return VideoFilter(**{name: str(value) for name, value in document.items() if name in known})  # type: ignore[arg-type]
    except UsageError as error:
        raise ValueError(str(error)) from error


def _example_document(example: Example) -> dict[str, Any]:
    match example:
        case SceneExample():
            return {"kind": "scene", "video_id": example.video_id, "time_s": example.time_s}
        case SpanExample():
            return {
                "kind": "span",
                "video_id": example.video_id,
                "start_s": example.start_s,
                "end_s": example.end_s,
            }
        case ImageExample():
            jpeg = encode_jpeg(_shrunk(example.pixels), _QUALITY)
            return {"kind": "picture", "name": example.name, "jpeg": base64.b64encode(jpeg).decode("ascii")}
        case TextExample():
            return {"kind": "text", "text": example.text}
        case VideoExample():
            return {"kind": "video", "path": str(example.path)}


def _example(document: Mapping[str, Any]) -> Example:
    match document["kind"]:
        case "scene":
            return SceneExample(document["video_id"], document["time_s"])
        case "span":
            return SpanExample(document["video_id"], document["start_s"], document["end_s"])
        case "picture":
            pixels = decode_jpeg(base64.b64decode(document["jpeg"]))
            return ImageExample(pixels, document["name"])
        case "text":
            return TextExample(document["text"])
        case "video":
            return VideoExample(Path(document["path"]))
    raise ValueError(f"{document['kind']} is no kind of example")


def _shrunk(pixels: Pixels) -> Pixels:
    if max(pixels.shape[:2]) <= _LARGEST_PX:
        return pixels
    image = Image.fromarray(pixels)
    image.thumbnail((_LARGEST_PX, _LARGEST_PX))
    return np.array(image)
