"""What callers of the Python interface may pass for a video, a moment, a query or a path."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from videxplore.core.errors import UsageError
from videxplore.core.file_names import expanded
from videxplore.core.spans import SelectedSpan
from videxplore.core.types import Frame, Moment, Pixels, Shot, Video
from videxplore.services.exporting.moment_names import selected_spans
from videxplore.services.library import Library
from videxplore.services.searching.query.query import (
    Example,
    ImageExample,
    Region,
    SceneExample,
    SpanExample,
)
from videxplore.services.searching.query.query_text import (
    checked_region,
    find_video,
    marked_span,
    parse_moment,
    parse_region,
)

PathLike: TypeAlias = str | Path

VideoLike: TypeAlias = str | Path | Video
"""A video of the library: its path, the end of its path, its name, or itself."""

MomentLike: TypeAlias = str | Moment | Shot
"""``VIDEO@SECONDS`` (the shot there), ``VIDEO@START-END``, a search result, or a shot."""

QueryLike: TypeAlias = str | Path | Moment | Shot | Frame | Pixels
"""A moment; an image or a video file; ``text:WORDS``; or pixels, uint8 (H, W, 3) RGB."""

RegionLike: TypeAlias = str | tuple[float, float, float, float]
"""Left, top, width and height of a box, as shares of the frame."""


def as_path(path: PathLike) -> Path:
    """An absolute path; ``~`` is the user's folder."""
    return expanded(Path(path)).absolute()


def as_paths(paths: PathLike | Iterable[PathLike]) -> list[Path]:
    """One path or several."""
    return [as_path(paths)] if isinstance(paths, str | Path) else [as_path(path) for path in paths]


def as_video(video: VideoLike, library: Library) -> Video:
    """A video as the library has it now.

    Raises:
        UnknownVideoError: If there is none, or more than one.
    """
    if isinstance(video, Video):
        return library.catalogue.video(video.id)
    return find_video(str(video), library.catalogue)


def as_example(query: QueryLike) -> str | Example:
    """What a query is to resemble; texts are read later, with the catalogue at hand.

    Raises:
        UsageError: If pixels have another shape or type.
    """
    if isinstance(query, str | Path):
        return str(expanded(Path(query))) if str(query).startswith("~") else str(query)
    if isinstance(query, Moment):
        return SceneExample(query.video.id, query.time_s)
    if isinstance(query, Shot):
        return _of_shot(query)
    pixels = query.pixels if isinstance(query, Frame) else query
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or not pixels.size:
        raise UsageError(f"An image is uint8 (H, W, 3), not {pixels.dtype} {pixels.shape}.")
    return ImageExample(pixels)


def as_examples(queries: QueryLike | Sequence[QueryLike]) -> list[str | Example]:
    """One or several of what a query is to resemble, or not."""
    if isinstance(queries, str | Path | Moment | Shot | Frame | np.ndarray):
        return [as_example(queries)]
    return [as_example(query) for query in queries]


def as_taught_example(moment: MomentLike, library: Library) -> SceneExample | SpanExample:
    """A moment of the library that shows an action, or does not.

    Raises:
        UnknownError: If there is no such moment.
    """
    if isinstance(moment, Moment):
        return SceneExample(moment.video.id, moment.time_s)
    return _of_shot(moment) if isinstance(moment, Shot) else parse_moment(moment, library.catalogue)


def as_marked_span(moment: MomentLike, library: Library) -> tuple[int, float, float]:
    """Video id, start and end of what a mark is about; both times are the same for one moment.

    Raises:
        UnknownError: If there is no such moment.
    """
    if isinstance(moment, Moment):
        return moment.video.id, moment.time_s, moment.time_s
    if isinstance(moment, Shot):
        return moment.video_id, moment.start_s, moment.end_s
    return marked_span(library.catalogue, moment)


def as_spans(
    moments: MomentLike | VideoLike | Iterable[MomentLike | VideoLike], library: Library
) -> list[SelectedSpan]:
    """The parts of videos to export or summarise; a video means all its shots.

    Raises:
        UnknownError: If the library has no such video or moment.
    """
    if isinstance(moments, str | Path | Moment | Shot | Video):
        moments = [moments]
    spans: list[SelectedSpan] = []
    for moment in moments:
        if isinstance(moment, Moment):
            spans.append(SelectedSpan.of_moment(moment))
        elif isinstance(moment, Shot):
            spans.append(SelectedSpan.of_shot(library.catalogue.video(moment.video_id), moment))
        else:
            name = moment.path if isinstance(moment, Video) else moment
            spans += selected_spans(library, [str(name)])
    return spans


def as_region(region: RegionLike | None) -> Region | None:
    """A box within the frame.

    Raises:
        UsageError: If it is empty or leaves the frame.
    """
    if region is None:
        return None
    if isinstance(region, str):
        return parse_region(region)
    return checked_region(Region(*region), str(region))


def _of_shot(shot: Shot) -> SceneExample:
    return SceneExample(shot.video_id, (shot.start_s + shot.end_s) / 2)
