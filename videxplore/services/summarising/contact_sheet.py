"""Contact sheets: one image for each scene, in a grid, as an image or as the pages of a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from videxplore.core.errors import ExportError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules
from videxplore.core.task import Task
from videxplore.core.types import Keyframe, Video
from videxplore.services.exporting.image_files import check_image_name, save_pages
from videxplore.services.library import Library
from videxplore.services.moments import numbered_shots
from videxplore.services.summarising.board_layout import Box, picture_aspect
from videxplore.services.summarising.sheet_drawing import (
    HEADER_PX,
    Caption,
    SheetDrawing,
    new_canvas,
    video_facts,
)

MAX_SIDE_PX = 32_000
"""No side of an image gets longer: many programs open nothing beyond 32,767 pixels."""


FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class ContactSheetStyle:
    """How a contact sheet looks.

    Attributes:
        fonts: Folder with ``Inter-Regular.otf`` and ``Inter-SemiBold.otf``.
        columns: Images beside each other.
        tile_width_px: Width of an image.
        rows_a_page: Rows on each page of a PDF; an image file is one page of any length.
        header: Whether the video's name and facts stand above.
        margin_px: Space around everything.
        gap_px: Space between images.
    """

    fonts: Path
    columns: int = 5
    tile_width_px: int = 320
    rows_a_page: int = 6
    header: bool = True
    margin_px: int = 36
    gap_px: int = 12


def write_contact_sheet(
    video: Video,
    library: Library,
    target: Path,
    style: ContactSheetStyle,
    task: Task | None = None,
    rules: ExportRules = NEW_FILES_ONLY,
) -> None:
    """Write one image for each scene of a video to ``target``: PNG, JPEG, WebP or PDF, by its suffix.

    Raises:
        ExportError: If the video has no scenes, there are too many for one image, the suffix names no
            image format, or the file cannot be written.
    """
    check_image_name(target)
    task = task or Task()
    keyframes = [scene.keyframe for scene in numbered_shots(library, video.id) if scene.keyframe is not None]
    if not keyframes:
        raise ExportError(f"{video.path.name} has not been analysed yet: index it first.")
    in_pages = target.suffix.lower() == ".pdf"
    page = style.columns * style.rows_a_page if in_pages else len(keyframes)
    starts = range(0, len(keyframes), page)
    pages = []
    for start in starts:
        task.checkpoint(start, len(keyframes), "Drawing")
        number = f"page {start // page + 1} of {len(starts)}" if len(starts) > 1 else ""
        pages.append(_page(video, library, keyframes[start : start + page], style, number))
    save_pages(pages, target, rules)


def _page(
    video: Video, library: Library, keyframes: Sequence[Keyframe], style: ContactSheetStyle, number: str
) -> Image.Image:
    tile_height_px = round(style.tile_width_px / picture_aspect(video))
    # A few images make a narrow sheet, with room for a header; the pages of one document are of one size.
    columns = style.columns if number else min(style.columns, max(len(keyframes), FEWEST_COLUMNS))
    rows = style.rows_a_page if number else -(-len(keyframes) // columns)
    inner_px = columns * (style.tile_width_px + style.gap_px) - style.gap_px
    top_px = style.margin_px + (HEADER_PX if style.header else 0)
    width_px = inner_px + 2 * style.margin_px
    height_px = top_px + rows * (tile_height_px + style.gap_px) - style.gap_px + style.margin_px
    if max(width_px, height_px) > MAX_SIDE_PX:
        raise ExportError(
            f"One image cannot hold {len(keyframes)} scenes at this size: "
            "choose smaller thumbnails or more columns, or write a PDF, which has pages."
        )
    canvas = new_canvas(width_px, height_px)
    drawing = SheetDrawing(canvas, style.fonts)
    if style.header:
        count = len(keyframes)
        facts = [*video_facts(video), number or f"{count} scene{'s' if count != 1 else ''}"]
        drawing.header(style.margin_px, style.margin_px, inner_px, video.path.stem, facts)
    for place, keyframe in enumerate(keyframes):
        row, column = divmod(place, columns)
        box = Box(
            style.margin_px + column * (style.tile_width_px + style.gap_px),
            top_px + row * (tile_height_px + style.gap_px),
            style.tile_width_px,
            tile_height_px,
        )
        picture = library.keyframe_picture_at(video.id, keyframe)
        drawing.picture(picture, box, Caption(keyframe.time_s))
    return canvas
