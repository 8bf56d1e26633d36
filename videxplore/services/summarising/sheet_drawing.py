"""What storyboards and contact sheets are drawn with: the program's dark look, on paper."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from videxplore.core.file_names import one_line
from videxplore.core.spans import clock_text
from videxplore.core.types import Video
from videxplore.services.summarising.sheet_text import Colour, SheetText
from videxplore.video.thumbnails import LargeImageError, open_image

BACKGROUND: Colour = (15, 18, 22)
EMPTY: Colour = (30, 36, 44)
EDGE: Colour = (41, 49, 59)
SHADE: Colour = (6, 8, 10)
TEXT: Colour = (232, 235, 240)
DIM: Colour = (154, 165, 180)
ACCENT: Colour = (79, 156, 249)

HEADER_PX = 92
"""Height of a header drawn by :meth:`SheetDrawing.header`."""

RADIUS_PX = 7

CROP_CENTRE = (0.5, 0.3)
"""Where a crop lies between left and right, top and bottom: heads are cut off more easily than feet."""

_SHADE_OPACITY = 0.86


MIN_SHARE = 0.3
"""No image gets less than this part of the mean area: smaller ones could not be recognised."""

MAX_IN_A_ROW = 12

MAX_CROP = 1.15
"""No box is wider or narrower than the video's own shape by more than this."""

MAX_SHARE = 3.5
"""No image gets more than this many mean areas: an image of a keyframe would show its coarse pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the storyboard, in pixels."""

    left_px: int
    top_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Caption:
    """What is written on an image.

    Attributes:
        time_s: Its time.
        label: In the middle; shortened where it is too wide.
        note: At the right end, such as a share; left out where there is no room.
        share: Length of the bar along the lower edge, in [0, 1]; no bar at 0.
    """

    time_s: float
    label: str = ""
    note: str = ""
    share: float = 0.0


class SheetDrawing:
    """Draws on one canvas. Used by one thread at a time."""

    def __init__(self, canvas: Image.Image, fonts: Path) -> None:
        """Draw on ``canvas`` with the fonts of the folder ``fonts``."""
        self._canvas = canvas
        self._draw = ImageDraw.Draw(canvas)
        self._fonts = fonts

    def header(self, left_px: int, top_px: int, width_px: int, title: str, facts: Sequence[str]) -> None:
        """Draw a title with a line of facts under it."""
        for text, weight, size_px, colour, offset_px in (
            (one_line(title), "SemiBold", 30, TEXT, 0),
            ("   ·   ".join(facts), "Regular", 18, DIM, 46),
        ):
            words = SheetText(self._fonts, weight, size_px)
            base_px = top_px + offset_px + words.ascent_px
            words.draw(self._draw, left_px, base_px, words.fitted(text, width_px), colour)

    def sheets_behind(self, box: Box, step_px: int) -> None:
        """Draw the upper edges of two sheets behind an image: there is more of it."""
        for sheet, colour in ((2, (37, 44, 53)), (1, (52, 61, 73))):
            inset_px = sheet * RADIUS_PX
            left_px, right_px = box.left_px + inset_px, box.left_px + box.width_px - 1 - inset_px
            if left_px < right_px:
                top_px = box.top_px - sheet * step_px
                corners = (left_px, top_px, right_px, box.top_px + box.height_px // 2)
                self._draw.rounded_rectangle(corners, RADIUS_PX, colour, BACKGROUND)

    def picture(self, jpeg: bytes | None, box: Box, caption: Caption) -> None:
        """Draw an image filling its box, with rounded corners and its caption."""
        picture = _filling(jpeg, box.width_px, box.height_px)
        self._write_caption(picture, caption)
        self._canvas.paste(picture, (box.left_px, box.top_px), _rounded_mask(box.width_px, box.height_px))

    def _write_caption(self, picture: Image.Image, caption: Caption) -> None:
        """Time, label and note on a shade that keeps them readable on any image."""
        width_px, height_px = picture.size
        size_px = min(max(round(height_px * 0.075), 14), 24)
        shade_px = min(round(size_px * 3.4), height_px)
        shade = Image.linear_gradient("L").resize((width_px, shade_px))
        shade = shade.point(lambda value: round(value * _SHADE_OPACITY))
        picture.paste(Image.new("RGB", (width_px, shade_px), SHADE), (0, height_px - shade_px), shade)
        draw = ImageDraw.Draw(picture)
        bold, plain = (SheetText(self._fonts, weight, size_px) for weight in ("SemiBold", "Regular"))
        pad_px = round(size_px * 0.7)
        baseline_px = height_px - pad_px
        time = clock_text(caption.time_s, 0)
        bold.draw(draw, pad_px, baseline_px, time, TEXT)
        left_px = pad_px * 2 + bold.width_px(time)
        right_px = width_px - pad_px
        note_left_px = right_px - plain.width_px(caption.note)
        if caption.note and note_left_px > left_px:
            plain.draw(draw, note_left_px, baseline_px, caption.note, DIM)
            right_px = round(note_left_px - pad_px)
        plain.draw(
            draw, left_px, baseline_px, plain.fitted(one_line(caption.label), right_px - left_px), TEXT
        )
        if caption.share > 0:
            draw.rectangle((0, height_px - 3, max(round(width_px * caption.share), 3), height_px - 1), ACCENT)


def new_canvas(width_px: int, height_px: int) -> Image.Image:
    """An empty sheet."""
    return Image.new("RGB", (width_px, height_px), BACKGROUND)


def video_facts(video: Video) -> list[str]:
    """A video's length and size, for a header."""
    facts = [clock_text(video.duration_s, 0)]
    if video.properties is not None:
        facts.append(f"{video.properties.width_px} × {video.properties.height_px}")  # noqa: RUF001
    return facts


def picture_aspect(video: Video) -> float:
    """Width by height of boxes for a video's images."""
    properties = video.properties
    if properties is None or properties.height_px <= 0:
        return 16 / 9
    # A tall or very wide video is cropped a little, so that rows stay rows.
    return min(max(properties.width_px / properties.height_px, 0.75), 2.4)


def _filling(jpeg: bytes | None, width_px: int, height_px: int) -> Image.Image:
    """The image cropped to the box; a plain box when the image is not at hand."""
    if jpeg is not None:
        try:
            with open_image(jpeg) as opened:
                size_px = (width_px, height_px)
                return ImageOps.fit(
                    opened.convert("RGB"), size_px, Image.Resampling.LANCZOS, centering=CROP_CENTRE
                )
        except (OSError, LargeImageError):
            pass
    empty = Image.new("RGB", (width_px, height_px), EMPTY)
    ImageDraw.Draw(empty).rectangle((0, 0, width_px - 1, height_px - 1), outline=EDGE)
    return empty


def _rounded_mask(width_px: int, height_px: int) -> Image.Image:
    """A mask with smooth round corners: a corner is drawn eight times as large, then reduced."""
    large = Image.new("L", (RADIUS_PX * 16, RADIUS_PX * 16), 0)
    ImageDraw.Draw(large).ellipse((0, 0, RADIUS_PX * 16 - 1, RADIUS_PX * 16 - 1), 255)
    circle = large.resize((RADIUS_PX * 2, RADIUS_PX * 2), Image.Resampling.BOX)
    mask = Image.new("L", (width_px, height_px), 255)
    for left_px, from_left_px in ((0, 0), (width_px - RADIUS_PX, RADIUS_PX)):
        for top_px, from_top_px in ((0, 0), (height_px - RADIUS_PX, RADIUS_PX)):
            corner = (from_left_px, from_top_px, from_left_px + RADIUS_PX, from_top_px + RADIUS_PX)
            mask.paste(circle.crop(corner), (left_px, top_px))
    return mask


def layout_boxes(
    weights: Sequence[float], width_px: int, aspect: float, gap_px: int, area_px: float
) -> list[Box]:
    """Place images in rows, in the given order, each with about the area of its weight.

    The rows are broken where areas and shapes together come closest to what is wanted; each row fills the
    width exactly, and no image is cropped by more than :data:`MAX_CROP`.

    Args:
        weights: Share of each image; very small and very large ones are drawn towards the middle.
        width_px: Width of the whole.
        aspect: Width by height that a box should come close to.
        gap_px: Space between boxes.
        area_px: Mean area of a box in square pixels.

    Returns:
        A box for each weight, from the top left corner (0, 0).

    Source: the strips of Bederson, Shneiderman and Wattenberg, "Ordered and quantum treemaps", 2002, with
    the breaks of all rows chosen together, as Knuth and Plass (1981) break a paragraph.
    """
    areas = _areas(weights, area_px)
    boxes: list[Box] = []
    top_px = 0
    for first, last in _rows(areas, width_px, aspect):
        shapes = _shapes(areas[first:last], width_px, aspect)
        inner_px = width_px - gap_px * (len(shapes) - 1)
        height_px = max(1, round(inner_px / sum(shapes)))
        edge = 0.0
        for place, shape in enumerate(shapes):
            left_px, right_px = round(edge), round(edge + inner_px * shape / sum(shapes))
            edge += inner_px * shape / sum(shapes)
            boxes.append(Box(left_px + place * gap_px, top_px, max(right_px - left_px, 1), height_px))
        top_px += height_px + gap_px
    return boxes


def _areas(weights: Sequence[float], area_px: float) -> list[float]:
    mean = sum(weights) / max(len(weights), 1)
    if mean <= 0:
        return [area_px] * len(weights)
    shares = [min(max(weight / mean, MIN_SHARE), MAX_SHARE) for weight in weights]
    return [area_px * share * len(shares) / sum(shares) for share in shares]


def _rows(areas: Sequence[float], width_px: int, aspect: float) -> list[tuple[int, int]]:
    """The first and one-past-last image of each row, by dynamic programming over the breaks."""
    count = len(areas)
    best = [0.0] + [math.inf] * count
    came_from = [0] * (count + 1)
    for last in range(1, count + 1):
        for first in range(max(last - MAX_IN_A_ROW, 0), last):
            cost = best[first] + _row_cost(areas[first:last], width_px, aspect)
            if cost < best[last]:
                best[last], came_from[last] = cost, first
    rows: list[tuple[int, int]] = []
    last = count
    while last > 0:
        rows.append((came_from[last], last))
        last = came_from[last]
    return rows[::-1]


def _shapes(row: Sequence[float], width_px: int, aspect: float) -> list[float]:
    """Width by height of each box of a row: in proportion to the areas as far as cropping allows."""
    height_px = sum(row) / width_px
    return [min(max(area / height_px**2, aspect / MAX_CROP), aspect * MAX_CROP) for area in row]


def _row_cost(row: Sequence[float], width_px: int, aspect: float) -> float:
    shapes = _shapes(row, width_px, aspect)
    height_px = width_px / sum(shapes)
    return sum(
        math.log(shape * height_px**2 / area) ** 2 + 2 * math.log(shape / aspect) ** 2
        for shape, area in zip(shapes, row, strict=True)
    )
