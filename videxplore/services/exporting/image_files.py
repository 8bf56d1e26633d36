"""Images as files: pages that were drawn, and single images of a video."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from videxplore.core.errors import ExportFormatError
from videxplore.core.export_files import NEW_FILES_ONLY, ExportRules, write_export
from videxplore.core.file_names import one_line
from videxplore.core.task import Task
from videxplore.services.playback.exact_frames import ExactFrames

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".pdf": "PDF"}


def check_image_name(target: Path) -> None:
    """Refuse a file whose suffix names no image format.

    Raises:
        ExportError: If it is so.
    """
    if target.suffix.lower() not in _FORMATS:
        raise ExportFormatError(f"{one_line(target.name)} should end in .png, .jpg, .webp or .pdf.")


def save_pages(pages: Sequence[Image.Image], target: Path, rules: ExportRules = NEW_FILES_ONLY) -> Path:
    """Write an image, or the pages of a PDF, whole or not at all; the suffix chooses the format.

    Returns:
        The name the file got.

    Raises:
        ExportError: If the suffix names no image format, or the file cannot be written.
    """
    check_image_name(target)
    kind = _FORMATS[target.suffix.lower()]
    first, *others = pages
    content = io.BytesIO()
    if kind == "PDF":
        first.save(content, kind, save_all=True, append_images=others, resolution=144)
    elif kind == "PNG":
        first.save(content, kind)
    else:
        first.save(content, kind, quality=92)
    return write_export(target, content.getvalue(), rules)


def write_still(
    source: Path, time_s: float, target: Path, task: Task, rules: ExportRules = NEW_FILES_ONLY
) -> None:
    """Write the exact frame of a video that is on screen at ``time_s``, in its own size.

    Raises:
        ExportError: If the suffix names no image format, or the file cannot be written.
        UnreadableVideoError: If the video is gone or cannot be read.
        SeekError: If it has no frame there.
        Cancelled: If the task was cancelled.
    """
    check_image_name(target)
    pictures = ExactFrames(source)
    try:
        pixels = pictures.frame_at(time_s, task).to_rgb()
    finally:
        pictures.close()
    save_pages([Image.fromarray(pixels)], target, rules)
