"""Queries from and to text: ``VIDEO@SECONDS``, ``VIDEO@START-END`` or a file; the options of a search."""

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.errors import UnknownVideoError, UnreadableImageError, UsageError
from videxplore.core.file_names import composed, expanded, is_file
from videxplore.core.limits import MOST_IMAGE_SIDE_PX
from videxplore.core.scene_facts import SceneFilter, measure_named
from videxplore.core.types import Pixels, Video
from videxplore.core.video_listing import VideoFilter, date_limits_ns
from videxplore.services.searching.query.query import (
    By,
    Example,
    Filters,
    ImageExample,
    Query,
    Region,
    SceneExample,
    SpanExample,
    TextExample,
    VideoExample,
)
from videxplore.video.thumbnails import LargeImageError, open_image

_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_AT = re.compile(rf"(?P<video>.+)@(?P<start>{_NUMBER})(?:-(?P<end>{_NUMBER}))?", re.DOTALL)
_TEXT = "text:"
_PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp"})


def parse_moment(text: str, catalogue: Catalogue) -> SceneExample | SpanExample:
    """A moment of the library.

    Args:
        text: ``VIDEO@SECONDS`` or ``VIDEO@START-END``; the last ``@`` counts, since names may hold others.
        catalogue: The library's.

    Raises:
        UsageError: If the text is no moment, or ends before it starts.
        UnknownError: If there is no such video or no such time.
    """
    match = _AT.fullmatch(text)
    if match is None:
        raise malformed_moment(text)
    video = find_video(match["video"], catalogue)
    start_s = float(match["start"])
    catalogue.shot_at(video.id, start_s)
    if match["end"] is None:
        return SceneExample(video.id, start_s)
    end_s = float(match["end"])
    if end_s <= start_s:
        raise UsageError(f"The span {text} ends before it starts.")
    return SpanExample(video.id, start_s, min(end_s, video.duration_s))


def marked_span(catalogue: Catalogue, text: str) -> tuple[int, float, float]:
    """Video id, start and end of the mark that a text names; both times are the same for a moment.

    Raises:
        UsageError: If the text is no moment.
        UnknownError: If there is no such video or no such time.
    """
    moment = parse_moment(text, catalogue)
    if isinstance(moment, SceneExample):
        return moment.video_id, moment.time_s, moment.time_s
    return moment.video_id, moment.start_s, moment.end_s


def parse_example(text: str, catalogue: Catalogue) -> Example:
    """A moment of the library, or an image or video file that need not be in it.

    ``text:`` begins a description for a backbone that reads text. A file of exactly this name goes before
    that and before a moment, so that ``party@2`` finds the file ``party@2``.

    Raises:
        SearchError: If it is not one of these, or cannot be read as an image.
    """
    file = Path(text)
    if text.startswith(_TEXT) and not is_file(file):
        return TextExample(text.removeprefix(_TEXT).strip())
    if not is_file(file):
        if _AT.fullmatch(text):
            return parse_moment(text, catalogue)
        video = _whole_video(text, catalogue)
        return SpanExample(video.id, 0.0, video.duration_s)
    if file.suffix.lower() in _PICTURE_SUFFIXES:
        return image_example(file)
    known = catalogue.video_of_file(file)
    if known is not None and catalogue.shots(known.id):
        return SpanExample(known.id, 0.0, known.duration_s)
    return VideoExample(file)


def _whole_video(text: str, catalogue: Catalogue) -> Video:
    """The video that a whole text means.

    Raises:
        UsageError: If there is no such video, but one of the name before the last ``@``.
        UnknownVideoError: If there is neither.
    """
    try:
        return find_video(text, catalogue)
    except UnknownVideoError:
        with contextlib.suppress(UnknownVideoError):
            find_video(text.rpartition("@")[0], catalogue)
            raise malformed_moment(text) from None
        raise


def malformed_moment(text: str) -> UsageError:
    """What to say of a text that is to name a moment and does not."""
    return UsageError(f"{text} names no moment: write VIDEO@SECONDS or VIDEO@START-END.")


def image_example(file: Path) -> ImageExample:
    """An image file as an example.

    Raises:
        UnreadableImageError: If it cannot be read as an image.
    """
    return ImageExample(read_image(file), file.name)


def picture_files(folder: Path) -> list[Path]:
    """The image files of a folder, by name.

    Raises:
        UnreadableImageError: If it holds none, or cannot be read.
    """
    try:
        found = sorted(file for file in folder.iterdir() if file.suffix.lower() in _PICTURE_SUFFIXES)
    except OSError as error:
        raise UnreadableImageError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    if not found:
        raise UnreadableImageError(f"There is no image in the folder {folder}.")
    return found


def find_video(text: str, catalogue: Catalogue) -> Video:
    """The video of the library that a path, the end of a path, or a file name means.

    The ending of the file may be left out where that leaves one video.

    Raises:
        UnknownVideoError: If there is none, or more than one.
    """
    file = expanded(Path(text))
    known = catalogue.video_of_file(file)
    if known is not None:
        return known
    videos = catalogue.videos()
    found = [one for one in videos if _ends_with(one.path, file)] or [
        one for one in videos if _ends_with(one.path.with_suffix(""), file)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        places = " and ".join(str(video.path) for video in found[:2])
        raise UnknownVideoError(f"{text} can mean several videos, such as {places}; write its whole path.")
    if is_file(file):
        raise UnknownVideoError(f"{text} is not in the library; index it first.")
    raise UnknownVideoError(f"There is no video {text} in the library.")


def _ends_with(path: Path, end: Path) -> bool:
    count = len(end.parts)
    return count > 0 and [*map(composed, path.parts[-count:])] == [*map(composed, end.parts)]


def parse_region(text: str) -> Region:
    """A box ``X,Y,W,H`` in shares of the image, each in [0, 1].

    Raises:
        UsageError: If it is not four such numbers, or the box is empty or leaves the image.
    """
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError as error:
        raise UsageError(
            f"The region {text} is not X,Y,W,H: four shares of the image between 0 and 1."
        ) from error
    return checked_region(Region(x, y, width, height), text)


def checked_region(region: Region, text: str) -> Region:
    """The region, if it is a box within the image; ``text`` is what it was written as.

    Raises:
        UsageError: If the box is empty or leaves the image.
    """
    x, y, width, height = region.x, region.y, region.width, region.height
    inside = x >= 0 and y >= 0 and x + width <= 1 + 1e-9 and y + height <= 1 + 1e-9
    if not (inside and width > 0 and height > 0):
        raise UsageError(
            f"The region {text} does not lie within the image; X,Y,W,H are shares of it between 0 and 1."
        )
    return region


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOptions:
    """Everything a query can ask for besides its first example.

    Attributes:
        like: More examples to resemble.
        unlike: Examples not to resemble.
        region: Only this part of the examples counts.
        by: What is compared.
        motion_weight: Share of motion when both are compared, in [0, 1].
        folder: Only videos below it.
        other_videos: Leave out the videos that the examples come from.
        words: Only shots labelled or named with all these words.
        min_confidence: Only moments at least this certain, in [0, 1].
        then: Only shots that are followed by one like this.
        within_s: How many seconds later that one may begin.
        every: List near-identical shots of a video one by one.
        videos: Only videos with these metadata.
        min_length_s: Only shots at least this long.
        max_length_s: Only shots at most this long; any when None.
        changed_from: Only files changed at this local date or later; any when empty.
        changed_to: Only files changed at this local date or earlier; any when empty.
        where: Only shots within these limits on their measures, such as ``still<0.5`` or ``camera=pan``.
        sort: The measure by which results are sorted, largest first; by how well they match when empty.
        is_reversed: Whether the smallest comes first.
    """

    like: Sequence[str | Example] = ()
    unlike: Sequence[str | Example] = ()
    region: Region | None = None
    by: By = "appearance"
    motion_weight: float = 0.5
    folder: Path | None = None
    other_videos: bool = False
    words: str = ""
    min_confidence: float = 0.0
    then: str | Example | None = None
    within_s: float = 10.0
    every: bool = False
    videos: VideoFilter = field(default_factory=VideoFilter)
    min_length_s: float = 0.0
    max_length_s: float | None = None
    changed_from: str = ""
    changed_to: str = ""
    where: Sequence[str] = ()
    sort: str = ""
    is_reversed: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing.

        Raises:
            UsageError: If a share is not in [0, 1], or the time within which something follows is negative.
        """
        for name in ("motion_weight", "min_confidence"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} is {getattr(self, name):g}; it must be between 0 and 1.")
        for name in ("within_s", "min_length_s", "max_length_s"):
            value = getattr(self, name)
            if value is not None and not value >= 0:
                raise UsageError(f"{name} is {value:g}; it must be 0 or more.")

    def query(self, catalogue: Catalogue, *examples: str | Example) -> Query:
        """The query for these examples and those of ``like``; texts are as in :func:`parse_example`.

        Raises:
            SearchError: If a text names no moment, image or video.
        """

        def read(example: str | Example) -> Example:
            return parse_example(example, catalogue) if isinstance(example, str) else example

        return Query(
            positives=tuple(read(one) for one in (*examples, *self.like)),
            negatives=tuple(read(one) for one in self.unlike),
            region=self.region,
            by=self.by,
            filters=Filters(
                folder=expanded(self.folder).absolute() if self.folder else None,
                other_videos=self.other_videos,
                min_confidence=self.min_confidence,
                min_length_s=self.min_length_s,
                max_length_s=self.max_length_s,
                newer_than_ns=date_limits_ns(self.changed_from)[0] if self.changed_from else 0,
                older_than_ns=date_limits_ns(self.changed_to)[1] if self.changed_to else None,
                videos=self.videos,
                scenes=SceneFilter.parse(self.where),
            ),
            words=self.words,
            motion_weight=self.motion_weight,
            then=Query((read(self.then),), by=self.by) if self.then else None,
            within_s=self.within_s,
            collapses=not self.every,
            sort=measure_named(self.sort) if self.sort else None,
            is_reversed=self.is_reversed,
        )


def read_image(file: Path) -> Pixels:
    """The pixels of an image file, uint8 (H, W, 3) RGB as on an SDR screen, upright, on black.

    Images larger than ``MOST_IMAGE_SIDE_PX`` are made smaller to it.

    Raises:
        UnreadableImageError: If it cannot be read as an image, or is too large.
    """
    from PIL import ImageOps

    # Importing the program loads no decoder.
    from videxplore.video.frames.colours import png_coding, sdr_pixels, srgb_image

    try:
        with open_image(file) as opened:
            opened.thumbnail((MOST_IMAGE_SIDE_PX, MOST_IMAGE_SIDE_PX))
            coding = png_coding(file)
            upright = ImageOps.exif_transpose(opened)
            if coding is None:
                upright = srgb_image(upright)
            if upright.has_transparency_data:
                seen = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", seen.size, (0, 0, 0, 255)), seen)
            pixels = np.array(upright.convert("RGB"), dtype=np.uint8)
        return pixels if coding is None else sdr_pixels(pixels, coding)
    except LargeImageError as error:
        raise UnreadableImageError(f"The image {file.name} is too large: {error}.") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadableImageError(f"The image {file.name} cannot be read.") from error


def query_document(query: Query, video_name: Callable[[int], str]) -> dict[str, Any]:
    """What a query holds, each part as the command line takes it; images by their names only.

    Args:
        query: The query.
        video_name: Gives the name of a video of the library by its id.
    """
    region = query.region
    return {
        "like": [example_text(one, video_name) for one in query.positives],
        "unlike": [example_text(one, video_name) for one in query.negatives],
        "words": query.words,
        "by": query.by,
        "region": None if region is None else [region.x, region.y, region.width, region.height],
        "then": None if query.then is None else query_document(query.then, video_name),
    }


def example_text(example: Example, video_name: Callable[[int], str]) -> str:
    """An example as the command line takes it; of an image its name."""
    if isinstance(example, SceneExample):
        return f"{video_name(example.video_id)}@{example.time_s:.6g}"
    if isinstance(example, SpanExample):
        return f"{video_name(example.video_id)}@{example.start_s:.6g}-{example.end_s:.6g}"
    if isinstance(example, ImageExample):
        return example.name
    return f"text:{example.text}" if isinstance(example, TextExample) else str(example.path)
