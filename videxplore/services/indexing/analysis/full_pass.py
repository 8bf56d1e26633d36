"""The full pass: every frame once, at decode speed, for exact cuts and the sharpest keyframes."""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from videxplore.core.errors import SeekError, UnreadableVideoError
from videxplore.core.file_names import display_name
from videxplore.core.files import Spool, Spooled
from videxplore.core.task import Task
from videxplore.core.types import KeyframeAnalysis, ShotAnalysis, Thumbnail
from videxplore.services.indexing.analysis.inference import ForwardLane, Judgement
from videxplore.services.indexing.analysis.keyframes import (
    KEYFRAME_QUALITY,
    STRIP_EVERY_S,
    KeyframeChooser,
    PictureSizes,
    analysis_pixels,
    measured_sharpness,
    strip_jpeg,
)
from videxplore.services.indexing.analysis.shot_finder import ShotFinder
from videxplore.video.cuts import ShotDetector
from videxplore.video.decoded_frame import DecodedFrame
from videxplore.video.reader import VideoReader
from videxplore.video.thumbnails import encode_jpeg

# Keyframes of one shot lie at least this far apart,
LEAST_APART_S = 1.0
# and one that looks like the one before it (cosine) is left out,
SAME_PICTURE_COSINE = 0.97
# though seldom for longer than this.
LONGEST_GAP_S = 10.0
# Pictures this near a cut may be blended with the other shot.
CUT_MARGIN_S = 0.1


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A keyframe before it is known to which shot it belongs.

    Attributes:
        number: Its number in the forward lane.
    """

    time_s: float
    sharpness: float
    picture: Spooled
    number: int


@dataclass(slots=True)
class _Collection:
    """What a full pass gathers as pictures go by."""

    lane: ForwardLane
    sizes: PictureSizes
    spool: Spool = field(default_factory=Spool)
    strip: list[Thumbnail] = field(default_factory=list)
    candidates: list[_Candidate] = field(default_factory=list)

    def add_strip(self, picture: DecodedFrame) -> None:
        """Add to the preview strip when it is time."""
        if not self.strip or picture.time_s - self.strip[-1].time_s >= STRIP_EVERY_S:
            jpeg = strip_jpeg(picture, self.sizes)
            self.strip.append(Thumbnail(picture.time_s, self.spool.add(jpeg)))

    def add_candidate(self, picture: DecodedFrame, measured: float) -> None:
        """Keep a picture as a keyframe to be."""
        pixels = analysis_pixels(picture, self.sizes)
        number = self.lane.submit(pixels)
        kept = self.spool.add(encode_jpeg(pixels, KEYFRAME_QUALITY))
        self.candidates.append(_Candidate(picture.time_s, measured, kept, number))


def full_pass(
    reader: VideoReader, lane: ForwardLane, space: str, task: Task, detector: ShotDetector
) -> tuple[tuple[ShotAnalysis, ...], tuple[Thumbnail, ...]]:
    """Look at every frame of a video.

    Args:
        reader: The open video.
        lane: Embeds the keyframes; it is finished here.
        space: Name of the space of its embeddings.
        task: Learns how many seconds of the video are done.
        detector: Finds the shots; a new one for every video.

    Returns:
        The shots, which cover the video, each with its keyframes, and the preview strip.

    Raises:
        Cancelled: If the task was cancelled.
        UnreadableVideoError: If the file cannot be read to its end.
        DeviceMemoryError: If the device has no room for one picture.
        DiskFullError: If there is no room for the pictures.
    """
    collection = _Collection(lane, PictureSizes.of(reader.properties))
    chooser = KeyframeChooser(measured_sharpness, collection.add_candidate)
    finder = ShotFinder(reader, detector, task)
    for picture, pixels in finder.frames():
        chooser.push(picture, pixels)
        collection.add_strip(picture)
    chooser.finish()
    spans_s = finder.finish()
    _fill_gaps(reader, spans_s, collection)
    if not collection.candidates:
        raise UnreadableVideoError(f"Not one picture of {display_name(reader.path)} can be decoded.")
    keyframes = _keyframes(collection.candidates, lane.finish(), space)
    return _shots(spans_s, keyframes, space), tuple(collection.strip)


def _fill_gaps(reader: VideoReader, spans_s: Sequence[tuple[float, float]], collection: _Collection) -> None:
    """Look again into shots that no window fell into: the middle picture of each."""
    times_s = [candidate.time_s for candidate in collection.candidates]
    for start_s, end_s in spans_s:
        if bisect.bisect_left(times_s, start_s) == bisect.bisect_left(times_s, end_s):
            try:
                picture = reader.frame_at((start_s + end_s) / 2)
            except SeekError:
                # What could be decoded once cannot be searched for: the shot joins its neighbour.
                continue
            if start_s <= picture.time_s < end_s:
                collection.add_candidate(picture, measured_sharpness(picture))


def _keyframes(
    candidates: Sequence[_Candidate], judgements: Sequence[Judgement], space: str
) -> list[KeyframeAnalysis]:
    """Candidates with what the network says of them, in time order."""
    keyframes = []
    for one in candidates:
        judgement = judgements[one.number]
        keyframes.append(
            KeyframeAnalysis(
                one.time_s,
                one.sharpness,
                one.picture,
                {space: judgement.vector},
                judgement.predictions,
                judgement.regions(space),
            )
        )
    return sorted(keyframes, key=lambda keyframe: keyframe.time_s)


def _shots(
    spans_s: Sequence[tuple[float, float]], keyframes: Sequence[KeyframeAnalysis], space: str
) -> tuple[ShotAnalysis, ...]:
    """Give every shot its keyframes; a shot too short to hold a picture joins the one before."""
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
    """As many of a shot's keyframes as its change asks for."""
    inner = [one for one in own if start_s + CUT_MARGIN_S <= one.time_s <= end_s - CUT_MARGIN_S] or list(own)
    chosen = [inner[0]]
    for one in itertools.islice(inner, 1, None):
        gap_s = one.time_s - chosen[-1].time_s
        likeness = float(one.embeddings[space] @ chosen[-1].embeddings[space])
        if gap_s >= LEAST_APART_S and (likeness < SAME_PICTURE_COSINE or gap_s > LONGEST_GAP_S):
            chosen.append(one)
    return tuple(chosen)
