"""Heat maps as image files: a frame, with what matters in it coloured."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from videxplore.core.errors import UnknownLabelError, UnknownMomentError, UsageError
from videxplore.core.export_files import ExportRules
from videxplore.core.task import Task
from videxplore.core.texts import TextBox
from videxplore.core.types import Pixels, Video
from videxplore.services.exporting.image_files import check_image_name, save_pages
from videxplore.services.heat_maps import HEAT_RGB, ExplainedFrame, ExplainingService, heat_colours
from videxplore.services.library import Library
from videxplore.services.playback.exact_frames import ExactFrames
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.services.searching.query.query_text import parse_example, parse_moment
from videxplore.services.searching.words.found_words import FoundLine, found_lines
from videxplore.services.transcripts import transcripts_of


class HeatPicture(NamedTuple):
    """What a written heat map is about.

    Attributes:
        label: Empty for a match.
        strongest_s: When an action is seen most within its clip; None for what is no action.
        lines: What is said and written at the moment and holds words that were asked for.
    """

    video: Video
    time_s: float
    label: str
    strongest_s: float | None = None
    lines: tuple[FoundLine, ...] = ()


class MomentToExplain(NamedTuple):
    """What is to be explained of a moment: one of the last three, or its likeliest label.

    Attributes:
        moment: ``VIDEO@SECONDS``.
        query: Why it matches this.
        label: Why it has this label.
        words: Why these words find it.
    """

    moment: str
    query: str = ""
    label: str = ""
    words: str = ""


def write_heat_picture(
    library: Library,
    service: ExplainingService,
    asked: MomentToExplain,
    target: Path,
    rules: ExportRules,
) -> HeatPicture:
    """Write which regions of a frame contribute to a match, a label or an action, laid over the frame.

    Args:
        library: Holds the video.
        service: Explains frames.
        asked: What is to be explained. Words are explained by what is said and written at the moment; no
            model is run.
        target: The file; its suffix chooses the format.
        rules: Which files may be replaced.

    Raises:
        UsageError: If the moment is a span.
        UnknownError: If there is no such moment or label, or no text there that holds the words.
        VideoError: If the frame cannot be decoded.
        BackboneError: If the model cannot explain it, or is not here.
        ExportError: If the file cannot be written.
    """
    check_image_name(target)
    rules.check(target)
    moment = parse_moment(asked.moment, library.catalogue)
    if not isinstance(moment, SceneExample):
        raise UsageError(f"{asked.moment} is a span: write VIDEO@SECONDS.")
    lines = _lines_at(library, moment, asked.words) if asked.words else ()
    query = Query((parse_example(asked.query, library.catalogue),)) if asked.query else None
    video = library.catalogue.video(moment.video_id)
    task = Task()
    frames = ExactFrames(video.path)
    try:
        pixels = frames.frame_at(moment.time_s, task).to_rgb()
    finally:
        frames.close()
    if lines:
        framed = Image.fromarray(pixels)
        _frame_text(framed, [one.line.box for one in lines if one.line.box is not None])
        save_pages([framed], target, rules)
        return HeatPicture(video, moment.time_s, "", None, lines)
    explained = service.explain(ExplainedFrame(pixels, video.id, moment.time_s), query, asked.label, task)
    if asked.label and explained.label != asked.label:
        raise UnknownLabelError(f"The model knows no label {asked.label!r}.")
    save_pages([Image.fromarray(overlaid(pixels, explained.heat))], target, rules)
    return HeatPicture(video, moment.time_s, explained.label, explained.strongest_s)


def _lines_at(library: Library, moment: SceneExample, words: str) -> tuple[FoundLine, ...]:
    """What is said or written at a moment and holds words.

    Raises:
        UnknownMomentError: If nothing is.
    """
    found = found_lines(transcripts_of(library, moment.video_id), [words])
    lines = tuple(one for one in found if one.is_at(moment.time_s))
    if not lines:
        raise UnknownMomentError(f"Nothing that is said or written at {moment.time_s:g} s holds {words!r}.")
    return lines


def _frame_text(picture: Image.Image, boxes: Sequence[TextBox]) -> None:
    """Draw a frame around each text, on a dark one, so that it is seen on any footage."""
    drawing, width_px = ImageDraw.Draw(picture), max(2, picture.height // 270)
    for left, top, width, height in boxes:
        x, y = left * picture.width, top * picture.height
        corners = (x, y, x + width * picture.width, y + height * picture.height)
        for colour, beyond_px in (((0, 0, 0), 2 * width_px), (HEAT_RGB[1], width_px)):
            wider = tuple(at + sign * beyond_px for at, sign in zip(corners, (-1, -1, 1, 1), strict=True))
            drawing.rectangle(wider, outline=colour, width=width_px)


def overlaid(pixels: Pixels, heat: npt.NDArray[np.float32]) -> Pixels:
    """A frame uint8 (H, W, 3) with heat float32 (h, w) in [0, 1] over it, of the frame's size."""
    height_px, width_px = pixels.shape[:2]
    scaled = Image.fromarray(heat.astype(np.float32)).resize((width_px, height_px), Image.Resampling.BILINEAR)
    colours, alpha = heat_colours(np.asarray(scaled, np.float32))
    mixed: Pixels = (pixels * (1 - alpha) + colours * alpha).round().astype(np.uint8)
    return mixed
