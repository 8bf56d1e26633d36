"""Heat maps as picture files: a frame, with what matters in it coloured."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from videxplore.core.errors import UnknownLabelError, UsageError
from videxplore.core.export_files import ExportRules
from videxplore.core.task import Task
from videxplore.core.types import Pixels, Video
from videxplore.services.exporting.image_files import check_image_name, save_pages
from videxplore.services.heat_maps import ExplainedFrame, ExplainingService, heat_colours
from videxplore.services.library import Library
from videxplore.services.playback.exact_frames import ExactFrames
from videxplore.services.searching.query.query import Query, SceneExample
from videxplore.services.searching.query.query_text import parse_example, parse_moment


class HeatPicture(NamedTuple):
    """What a written heat map is about.

    Attributes:
        label: Empty for a match.
        strongest_s: When an action is seen most within its clip; None for what is no action.
    """

    video: Video
    time_s: float
    label: str
    strongest_s: float | None = None


def write_heat_picture(
    library: Library,
    service: ExplainingService,
    asked: tuple[str, str, str],
    target: Path,
    rules: ExportRules,
) -> HeatPicture:
    """Write which regions of a frame contribute to a match, a label or an action, laid over the frame.

    Args:
        library: Holds the video.
        service: Explains frames.
        asked: ``VIDEO@SECONDS``; a query or nothing; a label or, for the likeliest, nothing.
        target: The file; its suffix chooses the format.
        rules: Which files may be replaced.

    Raises:
        UsageError: If the moment is a span.
        UnknownError: If there is no such moment or label.
        VideoError: If the frame cannot be decoded.
        BackboneError: If the model cannot explain it, or is not here.
        ExportError: If the file cannot be written.
    """
    text, query_text, label = asked
    check_image_name(target)
    rules.check(target)
    moment = parse_moment(text, library.catalogue)
    if not isinstance(moment, SceneExample):
        raise UsageError(f"{text} is a span: write VIDEO@SECONDS.")
    query = Query((parse_example(query_text, library.catalogue),)) if query_text else None
    video = library.catalogue.video(moment.video_id)
    task = Task()
    frames = ExactFrames(video.path)
    try:
        pixels = frames.frame_at(moment.time_s, task).to_rgb()
    finally:
        frames.close()
    explained = service.explain(ExplainedFrame(pixels, video.id, moment.time_s), query, label, task)
    if label and explained.label != label:
        raise UnknownLabelError(f"The model knows no label {label!r}.")
    save_pages([Image.fromarray(overlaid(pixels, explained.heat))], target, rules)
    return HeatPicture(video, moment.time_s, explained.label, explained.strongest_s)


def overlaid(pixels: Pixels, heat: npt.NDArray[np.float32]) -> Pixels:
    """A frame uint8 (H, W, 3) with heat float32 (h, w) in [0, 1] over it, of the frame's size."""
    height_px, width_px = pixels.shape[:2]
    scaled = Image.fromarray(heat.astype(np.float32)).resize((width_px, height_px), Image.Resampling.BILINEAR)
    colours, alpha = heat_colours(np.asarray(scaled, np.float32))
    mixed: Pixels = (pixels * (1 - alpha) + colours * alpha).round().astype(np.uint8)
    return mixed
