"""The storyboard as a picture file: a video's clusters, sized by their share of the time."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from videxplore.core.errors import ExportError
from videxplore.core.types import Cluster, Summary
from videxplore.services.library import Library
from videxplore.services.storyboard_layout import Box, layout_boxes
from videxplore.services.timeline_spans import one_line
from videxplore.services.whole_file import write_whole_file

Colour = tuple[int, int, int]

BACKGROUND: Colour = (15, 18, 22)
EMPTY: Colour = (30, 36, 44)
EDGE: Colour = (41, 49, 59)
STACK: tuple[Colour, Colour] = ((52, 61, 73), (37, 44, 53))
TEXT: Colour = (232, 235, 240)
DIM: Colour = (154, 165, 180)
ACCENT: Colour = (79, 156, 249)

STACK_PX = 4
"""How far each of the two sheets behind a picture looks out above it."""


@dataclass(frozen=True, slots=True)
class StoryboardStyle:
    """How a storyboard looks.

    Attributes:
        fonts: Folder with ``Inter-Regular.otf``, ``Inter-Medium.otf`` and ``Inter-SemiBold.otf``.
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
    boxes = layout_boxes(
        [cluster.weight for cluster in clusters],
        inner_px,
        _aspect(summary),
        style.gap_px + 2 * STACK_PX,
        _mean_area_px(len(clusters), inner_px, _aspect(summary)),
    )
    header_px = 92
    bottom_px = max((box.top_px + box.height_px for box in boxes), default=0)
    top_px = style.margin_px + header_px
    canvas = Image.new("RGB", (style.width_px, top_px + bottom_px + style.margin_px), BACKGROUND)
    _draw_header(canvas, summary, style)
    for cluster, box in zip(clusters, boxes, strict=True):
        placed = replace(box, left_px=box.left_px + style.margin_px, top_px=box.top_px + top_px)
        _draw_cluster(
            canvas, cluster, library.keyframe_picture(cluster.representative.id), placed, style.fonts
        )
    return canvas


def write_storyboard(summary: Summary, library: Library, target: Path, style: StoryboardStyle) -> None:
    """Write the storyboard to ``target``: PNG, JPEG, WebP or PDF, by its suffix.

    Raises:
        ExportError: If the suffix names no picture format, or the file cannot be written.
    """
    save_picture(storyboard_picture(summary, library, style), target)


def save_picture(picture: Image.Image, target: Path, more_pages: Sequence[Image.Image] = ()) -> None:
    """Write a picture, or the pages of a PDF, whole or not at all.

    Raises:
        ExportError: If the suffix names no picture format, or the file cannot be written.
    """
    kind = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".pdf": "PDF"}.get(
        target.suffix.lower()
    )
    if kind is None:
        raise ExportError(f"{target.name} should end in .png, .jpg, .webp or .pdf.")
    content = io.BytesIO()
    if kind == "PDF":
        picture.save(content, kind, save_all=True, append_images=list(more_pages), resolution=144)
    elif kind == "PNG":
        picture.save(content, kind, optimize=True)
    else:
        picture.save(content, kind, quality=92)
    write_whole_file(target, content.getvalue())


def _aspect(summary: Summary) -> float:
    properties = summary.video.properties
    if properties is None or properties.height_px <= 0:
        return 16 / 9
    # A tall or very wide video is cropped a little, so that rows stay rows.
    return min(max(properties.width_px / properties.height_px, 0.75), 2.4)


def _mean_area_px(count: int, width_px: int, aspect: float) -> float:
    """Area of a mean picture: about the square root of their number fits beside each other."""
    columns = min(max(math.sqrt(count) * 1.15, 1.5), 5.0)
    return (width_px / columns) ** 2 / aspect


def _font(fonts: Path, weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts / f"Inter-{weight}.otf"), size_px)


def _draw_header(canvas: Image.Image, summary: Summary, style: StoryboardStyle) -> None:
    draw = ImageDraw.Draw(canvas)
    left_px, right_px = style.margin_px, style.width_px - style.margin_px
    title = _font(style.fonts, "SemiBold", 30)
    small = _font(style.fonts, "Regular", 18)
    draw.text(
        (left_px, style.margin_px),
        _fitted(one_line(summary.video.path.stem), title, right_px - left_px),
        TEXT,
        title,
    )
    draw.text(
        (left_px, style.margin_px + 46), _fitted(_subtitle(summary), small, right_px - left_px), DIM, small
    )


def _subtitle(summary: Summary) -> str:
    parts = [clock(summary.video.duration_s)]
    properties = summary.video.properties
    if properties is not None:
        parts.append(f"{properties.width_px} × {properties.height_px}")  # noqa: RUF001
    count = len(summary.clusters)
    parts.append("one scene that stands for all" if count == 1 else f"{count} kinds of scene")
    labels = list(dict.fromkeys(cluster.label for cluster in summary.clusters if cluster.label))
    if labels:
        parts.append(", ".join(labels[:5]))
    return "   ·   ".join(parts)


def _draw_cluster(canvas: Image.Image, cluster: Cluster, jpeg: bytes | None, box: Box, fonts: Path) -> None:
    draw = ImageDraw.Draw(canvas)
    if len(cluster.members) > 1:
        for sheet, colour in ((2, STACK[1]), (1, STACK[0])):
            inset = sheet * 7
            draw.rounded_rectangle(
                (
                    box.left_px + inset,
                    box.top_px - sheet * STACK_PX,
                    box.left_px + box.width_px - 1 - inset,
                    box.top_px + box.height_px // 2,
                ),
                7,
                colour,
                BACKGROUND,
            )
    picture = _picture(jpeg, box.width_px, box.height_px)
    _caption(picture, cluster, fonts)
    canvas.paste(picture, (box.left_px, box.top_px), _rounded_mask(box.width_px, box.height_px, 7))


def _picture(jpeg: bytes | None, width_px: int, height_px: int) -> Image.Image:
    """The keyframe filling the box; a plain box when its picture is not at hand."""
    if jpeg is not None:
        try:
            with Image.open(io.BytesIO(jpeg)) as opened:
                return ImageOps.fit(opened.convert("RGB"), (width_px, height_px), Image.Resampling.LANCZOS)
        except (OSError, UnidentifiedImageError):
            pass
    empty = Image.new("RGB", (width_px, height_px), EMPTY)
    ImageDraw.Draw(empty).rectangle((0, 0, width_px - 1, height_px - 1), outline=EDGE)
    return empty


def _caption(picture: Image.Image, cluster: Cluster, fonts: Path) -> None:
    """Time, label and share on a shade that keeps them readable on any picture."""
    width_px, height_px = picture.size
    size_px = min(max(round(height_px * 0.075), 14), 24)
    shade_px = min(round(size_px * 3.4), height_px)
    shade = Image.linear_gradient("L").resize((width_px, shade_px)).point(lambda value: round(value * 0.86))
    picture.paste(Image.new("RGB", (width_px, shade_px), (6, 8, 10)), (0, height_px - shade_px), shade)
    draw = ImageDraw.Draw(picture)
    bold, plain = _font(fonts, "SemiBold", size_px), _font(fonts, "Regular", size_px)
    pad_px = round(size_px * 0.7)
    baseline_px = height_px - pad_px
    time, share = clock(cluster.representative.time_s), _percent(cluster.weight)
    draw.text((pad_px, baseline_px), time, TEXT, bold, anchor="ls")
    share_left_px = width_px - pad_px - plain.getlength(share)
    time_right_px = pad_px + bold.getlength(time) + pad_px
    if share_left_px > time_right_px:
        draw.text((share_left_px, baseline_px), share, DIM, plain, anchor="ls")
        label = _fitted(cluster.label, plain, share_left_px - pad_px - time_right_px)
        draw.text((time_right_px, baseline_px), label, TEXT, plain, anchor="ls")
    bar_px = max(round(width_px * cluster.weight), 3)
    draw.rectangle((0, height_px - 3, bar_px, height_px - 1), ACCENT)


def _rounded_mask(width_px: int, height_px: int, radius_px: int) -> Image.Image:
    """A smooth mask: drawn four times as large, then reduced."""
    mask = Image.new("L", (width_px * 4, height_px * 4), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width_px * 4 - 1, height_px * 4 - 1), radius_px * 4, 255)
    return mask.resize((width_px, height_px), Image.Resampling.BOX)


def _fitted(text: str, font: ImageFont.FreeTypeFont, width_px: float) -> str:
    """The text, ended by an ellipsis where it is too wide; empty where not even a few letters fit."""
    if font.getlength(text) <= width_px:
        return text
    for length in range(len(text) - 1, 2, -1):
        shortened = text[:length].rstrip() + "…"
        if font.getlength(shortened) <= width_px:
            return shortened
    return ""


def _percent(weight: float) -> str:
    return f"{weight:.0%}" if weight >= 0.01 else "<1%"


def clock(time_s: float) -> str:
    """A time as a person reads it: ``0:07``, ``12:34``, ``1:02:03``."""
    seconds = int(time_s)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
