"""What storyboards and contact sheets are drawn with: the program's dark look, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from videxplore.core.file_names import one_line
from videxplore.core.spans import clock_text
from videxplore.core.types import Video
from videxplore.services.summarising.board_layout import Box
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
