"""The storyboard as a picture file: a video's clusters, sized by their share of the time."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from videxplore.core.types import Summary
from videxplore.services.library import Library
from videxplore.services.summarising.sheet_drawing import (
    HEADER_PX,
    Caption,
    SheetDrawing,
    check_sheet_name,
    new_canvas,
    picture_aspect,
    save_pages,
    video_facts,
)
from videxplore.services.summarising.storyboard_layout import layout_boxes

STACK_PX = 4
"""How far each of the two sheets behind a picture looks out above it."""


@dataclass(frozen=True, slots=True)
class StoryboardStyle:
    """How a storyboard looks.

    Attributes:
        fonts: Folder with ``Inter-Regular.otf`` and ``Inter-SemiBold.otf``.
        width_px: Width of the picture; the height follows from the clusters.
        margin_px: Space around everything.
        gap_px: Space between pictures.
        in_time_order: Whether pictures follow the video; otherwise the heaviest comes first.
    """

    fonts: Path
    width_px: int = 1600
    margin_px: int = 36
    gap_px: int = 14
    in_time_order: bool = True


def storyboard_picture(summary: Summary, library: Library, style: StoryboardStyle) -> Image.Image:
    """Draw the storyboard of a summary as an RGB picture."""
    clusters = list(summary.clusters)
    if style.in_time_order:
        clusters.sort(key=lambda cluster: cluster.representative.time_s)
    inner_px = style.width_px - 2 * style.margin_px
    aspect = picture_aspect(summary.video)
    boxes = layout_boxes(
        [cluster.weight for cluster in clusters],
        inner_px,
        aspect,
        style.gap_px + 2 * STACK_PX,
        _mean_area_px(len(clusters), inner_px, aspect),
    )
    top_px = style.margin_px + HEADER_PX
    bottom_px = max((box.top_px + box.height_px for box in boxes), default=0)
    canvas = new_canvas(style.width_px, top_px + bottom_px + style.margin_px)
    drawing = SheetDrawing(canvas, style.fonts)
    drawing.header(style.margin_px, style.margin_px, inner_px, summary.video.path.stem, _facts(summary))
    for cluster, box in zip(clusters, boxes, strict=True):
        placed = replace(box, left_px=box.left_px + style.margin_px, top_px=box.top_px + top_px)
        if len(cluster.members) > 1:
            drawing.sheets_behind(placed, STACK_PX)
        drawing.picture(
            library.keyframe_picture(cluster.representative.id),
            placed,
            Caption(cluster.representative.time_s, cluster.label, _percent(cluster.weight), cluster.weight),
        )
    return canvas


def write_storyboard(summary: Summary, library: Library, target: Path, style: StoryboardStyle) -> None:
    """Write the storyboard to ``target``: PNG, JPEG, WebP or PDF, by its suffix.

    Raises:
        ExportError: If the suffix names no picture format, or the file cannot be written.
    """
    check_sheet_name(target)
    save_pages([storyboard_picture(summary, library, style)], target)


def _mean_area_px(count: int, width_px: int, aspect: float) -> float:
    """Area of a mean picture: about the square root of their number fits beside each other."""
    columns = min(max(math.sqrt(count) * 1.15, 1.5), 5.0)
    return (width_px / columns) ** 2 / aspect


def _facts(summary: Summary) -> list[str]:
    count = len(summary.clusters)
    facts = video_facts(summary.video)
    facts.append("one kind of scene" if count == 1 else f"{count} kinds of scene")
    labels = list(dict.fromkeys(cluster.label for cluster in summary.clusters if cluster.label))
    return [*facts, ", ".join(labels[:5])] if labels else facts


def _percent(weight: float) -> str:
    return f"{weight:.0%}" if weight >= 0.01 else "<1%"
