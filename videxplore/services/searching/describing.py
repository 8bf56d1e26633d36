"""Queries in the words of the command line, for people to read."""

from collections.abc import Callable
from typing import Any

from videxplore.services.searching.query.query import (
    Example,
    PictureExample,
    Query,
    SceneExample,
    SpanExample,
    TextExample,
)


def query_document(query: Query, video_name: Callable[[int], str]) -> dict[str, Any]:
    """What a query holds, each part as the command line takes it; images by their names only.

    Args:
        query: The query.
        video_name: Gives the name of a video of the library by its id.
    """
    region = query.region
    return {
        "like": [example_text(one, video_name) for one in query.positives],
        "unlike": [example_text(one, video_name) for one in query.negatives],
        "words": query.words,
        "by": query.by,
        "region": None if region is None else [region.x, region.y, region.width, region.height],
        "then": None if query.then is None else query_document(query.then, video_name),
    }


def example_text(example: Example, video_name: Callable[[int], str]) -> str:
    """An example as the command line takes it; of an image its name."""
    if isinstance(example, SceneExample):
        return f"{video_name(example.video_id)}@{example.time_s:.6g}"
    if isinstance(example, SpanExample):
        return f"{video_name(example.video_id)}@{example.start_s:.6g}-{example.end_s:.6g}"
    if isinstance(example, PictureExample):
        return example.name
    return f"text:{example.text}" if isinstance(example, TextExample) else str(example.path)
