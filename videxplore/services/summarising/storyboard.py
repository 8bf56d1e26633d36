"""The storyboard as an image file: a video's clusters, sized by their share of the time."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules
from videxplore.core.spans import clock_text
from videxplore.core.summaries import Cluster, SelectionSummary, Summary
from videxplore.services.exporting.image_files import check_image_name, save_pages
from videxplore.services.library import Library
from videxplore.services.summarising.board_layout import layout_boxes, picture_aspect
from videxplore.services.summarising.sheet_drawing import (
    HEADER_PX,
    Caption,
    SheetDrawing,
    new_canvas,
    video_facts,
)

STACK_PX = 4
"""How far each of the two sheets behind an image looks out above it."""


@dataclass(frozen=True, slots=True)
class StoryboardStyle:
    """How a storyboard looks.

    Attributes:
        fonts: Folder with ``Inter-Regular.otf`` and ``Inter-SemiBold.otf``.
        width_px: Width of the image; the height follows from the clusters.
        margin_px: Space around everything.
        gap_px: Space between images.
        in_time_order: Whether images follow the video; otherwise the heaviest comes first.
    """

    fonts: Path
    width_px: int = 1600
    margin_px: int = 36
    gap_px: int = 14
    in_time_order: bool = True


@dataclass(frozen=True)
class _Board:
    """What is to be drawn.

    Attributes:
        clusters: In the order in which they stand.
        names: For each, what is written beside its time.
        aspect: Width by height of its images.
    """

    title: str
    facts: list[str]
    clusters: list[Cluster]
    names: list[str]
    aspect: float


def storyboard_picture(
    summary: Summary | SelectionSummary, library: Library, style: StoryboardStyle
) -> Image.Image:
    """Draw the storyboard of a video, or of chosen moments, as an RGB image."""
    board = _board(summary, style)
    inner_px = style.width_px - 2 * style.margin_px
    boxes = layout_boxes(
        [cluster.weight for cluster in board.clusters],
        inner_px,
        board.aspect,
        style.gap_px + 2 * STACK_PX,
        _mean_area_px(len(board.clusters), inner_px, board.aspect),
    )
    top_px = style.margin_px + HEADER_PX
    bottom_px = max((box.top_px + box.height_px for box in boxes), default=0)
    canvas = new_canvas(style.width_px, top_px + bottom_px + style.margin_px)
    drawing = SheetDrawing(canvas, style.fonts)
    drawing.header(style.margin_px, style.margin_px, inner_px, board.title, board.facts)
    for cluster, name, box in zip(board.clusters, board.names, boxes, strict=True):
        placed = replace(box, left_px=box.left_px + style.margin_px, top_px=box.top_px + top_px)
        if len(cluster.members) > 1:
            drawing.sheets_behind(placed, STACK_PX)
        drawing.picture(
            library.keyframe_picture(cluster.representative.id),
            placed,
            Caption(cluster.representative.time_s, name, _percent(cluster.weight), cluster.weight),
        )
    return canvas


def write_storyboard(
    summary: Summary | SelectionSummary,
    library: Library,
    target: Path,
    style: StoryboardStyle,
    rules: ExportRules = NEW_FILES_ONLY,
) -> None:
    """Write the storyboard to ``target``: PNG, JPEG, WebP or PDF, by its suffix.

    Raises:
        ExportError: If the suffix names no image format, or the file cannot be written.
    """
    check_image_name(target)
    save_pages([storyboard_picture(summary, library, style)], target, rules)


def _board(summary: Summary | SelectionSummary, style: StoryboardStyle) -> _Board:
    clusters = list(summary.in_time_order() if style.in_time_order else summary.clusters)
    kinds = "one kind of scene" if len(clusters) == 1 else f"{len(clusters)} kinds of scene"
    if isinstance(summary, Summary):
        names = [cluster.label for cluster in clusters]
        facts = [*video_facts(summary.video), kinds]
        title, aspect = summary.video.path.stem, picture_aspect(summary.video)
    else:
        # A time says little without the video it is in.
        names = [
            " · ".join(filter(None, (cluster.label, summary.video_of(cluster.representative).path.stem)))
            for cluster in clusters
        ]
        count = len(summary.videos)
        title = summary.videos[0].path.stem if count == 1 else f"Moments of {count} videos"
        facts = [f"{clock_text(summary.duration_s, 0)} chosen", kinds]
        aspect = float(np.median([picture_aspect(video) for video in summary.videos]))
    labels = list(dict.fromkeys(cluster.label for cluster in clusters if cluster.label))
    return _Board(title, [*facts, ", ".join(labels[:5])] if labels else facts, clusters, names, aspect)


def _mean_area_px(count: int, width_px: int, aspect: float) -> float:
    """Area of a mean image: about the square root of their number fits beside each other."""
    columns = min(max(math.sqrt(count) * 1.15, 1.5), 5.0)
    return (width_px / columns) ** 2 / aspect


def _percent(weight: float) -> str:
    return f"{weight:.0%}" if weight >= 0.01 else "<1%"
