"""The full pass: every frame once, at decode speed, for exact cuts and the sharpest keyframes."""

import bisect
import itertools
from collections.abc import Sequence

from videxplore.core.errors import SeekError
from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis, ShotAnalysis, StripPicture
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.keyframes import (
    FrameCollector,
    KeyframeChooser,
    ThumbnailSizes,
    measured_sharpness,
)
from videxplore.services.indexing.analysis.shot_finder import ShotFinder
from videxplore.video.cuts import ShotDetector
from videxplore.video.reader import VideoReader

# Keyframes of one shot lie at least this far apart,
LEAST_APART_S = 1.0
# and one that looks like the one before it (cosine) is left out,
SAME_FRAME_COSINE = 0.97
# though seldom for longer than this.
LONGEST_GAP_S = 10.0
# Frames this near a cut may be blended with the other shot.
CUT_MARGIN_S = 0.1


def full_pass(
    reader: VideoReader, lane: InferenceLane, space: str, task: Task, detector: ShotDetector
) -> tuple[tuple[ShotAnalysis, ...], tuple[StripPicture, ...]]:
    """Analyse every frame of a video.

    Args:
        reader: The open video.
        lane: Embeds the keyframes; it is finished here.
        space: Name of the space of its embeddings.
        task: Receives how many seconds of the video are done.
        detector: Finds the shots; a new one for every video.

    Returns:
        The shots, which cover the video, each with its keyframes, and the preview strip.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
        DeviceMemoryError: If the device has no room for one frame.
        DiskFullError: If there is no room for the thumbnails.
    """
    collector = FrameCollector(lane, ThumbnailSizes.of(reader.properties))
    chooser = KeyframeChooser(measured_sharpness, collector.add_candidate)
    finder = ShotFinder(reader, detector, task)
    for frame, pixels in finder.frames():
        chooser.push(frame, pixels)
        collector.add_strip(frame)
    chooser.finish()
    spans_s = finder.finish()
    _fill_gaps(reader, spans_s, collector)
    return _shots(spans_s, collector.finish(reader.path, space), space), tuple(collector.strip)


def _fill_gaps(
    reader: VideoReader, spans_s: Sequence[tuple[float, float]], collector: FrameCollector
) -> None:
    """Add the middle frame of each shot that no window fell into."""
    times_s = [candidate.time_s for candidate in collector.candidates]
    for start_s, end_s in spans_s:
        if bisect.bisect_left(times_s, start_s) == bisect.bisect_left(times_s, end_s):
            try:
                frame = reader.picture_at((start_s + end_s) / 2)
            except SeekError:
                # The decoder cannot seek to what it decoded once: the shot joins its neighbour.
                continue
            if start_s <= frame.time_s < end_s:
                collector.add_candidate(frame, measured_sharpness(frame))


def _shots(
    spans_s: Sequence[tuple[float, float]], keyframes: Sequence[KeyframeAnalysis], space: str
) -> tuple[ShotAnalysis, ...]:
    """Give every shot its keyframes; a shot too short to hold a frame joins the one before."""
    times_s = [keyframe.time_s for keyframe in keyframes]
    shots: list[ShotAnalysis] = []
    for number, (start_s, end_s) in enumerate(spans_s):
        last = len(times_s) if number == len(spans_s) - 1 else bisect.bisect_left(times_s, end_s)
        own = keyframes[bisect.bisect_left(times_s, start_s) : last]
        if own:
            shots.append(ShotAnalysis(start_s, end_s, _chosen(own, start_s, end_s, space)))
        elif shots:
            shots[-1] = ShotAnalysis(shots[-1].start_s, end_s, shots[-1].keyframes)
    if shots and shots[0].start_s > 0:
        shots[0] = ShotAnalysis(0.0, shots[0].end_s, shots[0].keyframes)
    return tuple(shots)


def _chosen(
    own: Sequence[KeyframeAnalysis], start_s: float, end_s: float, space: str
) -> tuple[KeyframeAnalysis, ...]:
    """The keyframes of a shot that differ enough from each other."""
    inner = [one for one in own if start_s + CUT_MARGIN_S <= one.time_s <= end_s - CUT_MARGIN_S] or list(own)
    chosen = [inner[0]]
    for one in itertools.islice(inner, 1, None):
        gap_s = one.time_s - chosen[-1].time_s
        similarity = float(one.embeddings[space] @ chosen[-1].embeddings[space])
        if gap_s >= LEAST_APART_S and (similarity < SAME_FRAME_COSINE or gap_s > LONGEST_GAP_S):
            chosen.append(one)
    return tuple(chosen)
