"""What the program and its analysis process say to each other."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from videxplore.core.errors import VidexploreError
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    ShotAnalysis,
    Space,
    Thumbnail,
    VideoAnalysis,
)
from videxplore.services.statistics import Engine


@dataclass(frozen=True, slots=True)
class StoredShot:
    """A stored shot, as far as a backfill needs to know it.

    Attributes:
        shot_id: Its row.
        keyframes: ``(keyframe id, time_s)`` of its keyframes.
    """

    shot_id: int
    start_s: float
    end_s: float
    keyframes: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Analyse:
    """Do one pass over one video.

    Attributes:
        job_id: Chosen by the sender; every answer carries it.
    """

    job_id: int
    path: Path
    depth: Depth


@dataclass(frozen=True, slots=True)
class Supplement:
    """Ask other networks about a video that is already analysed.

    Attributes:
        scenes: Its stored shots.
        keyframes: Whether the image network is to look at its keyframes.
        clips: Whether the video network is to look at its shots.
    """

    job_id: int
    path: Path
    scenes: tuple[StoredShot, ...]
    keyframes: bool
    clips: bool


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Make the cached pictures of a video again; needs no network.

    Attributes:
        keyframe_times_s: Times of its keyframes.
    """

    job_id: int
    path: Path
    keyframe_times_s: tuple[float, ...]


Assignment: TypeAlias = Analyse | Supplement | Rebuild


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give up this job, whether it waits or runs."""

    job_id: int


@dataclass(frozen=True, slots=True)
class SetPace:
    """Hold the work, or do it at a low pace, or at full speed."""

    paused: bool
    giving_way: bool


Command: TypeAlias = Assignment | Cancel | SetPace


@dataclass(frozen=True, slots=True)
class Ready:
    """The networks are loaded.

    Attributes:
        engine: What they run on; the decoder is known when the first video is.
    """

    engine: Engine


@dataclass(frozen=True, slots=True)
class Advanced:
    """A job goes on.

    Attributes:
        done_s: Seconds of the video behind the decoder.
        duration_s: Length of the video.
        steps: Checkpoints passed so far, about one for each decoded picture.
    """

    job_id: int
    done_s: float
    duration_s: float
    steps: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what a job found; the rest follows, and ``Analysed`` at the end.

    Pictures wait on disk at both ends of the pipe; all of a long video's in one message would fill memory.
    """

    job_id: int
    shots: tuple[ShotAnalysis, ...] = ()
    strip: tuple[Thumbnail, ...] = ()
    keyframes: tuple[Thumbnail, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Pictures are made again. On its way through the pipe it lacks them: they were sent in parts.

    Attributes:
        strip: The preview strip.
        keyframes: The pictures of the keyframes.
    """

    job_id: int
    strip: tuple[Thumbnail, ...] = ()
    keyframes: tuple[Thumbnail, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A job is done. On its way through the pipe, ``analysis`` lacks what was sent in parts.

    Attributes:
        wall_s: Seconds it took.
        limited_by: What it waited for most.
        engine: What it was done with.
    """

    job_id: int
    analysis: VideoAnalysis
    wall_s: float
    limited_by: str
    engine: Engine


@dataclass(frozen=True, slots=True)
class Supplemented:
    """A supplement is done.

    Attributes:
        keyframe_space: The space of ``keyframes``; None where none were asked for, as ``clip_space``.
        keyframes: Embeddings and predictions by keyframe id.
        clips: Clips by shot id.
        wall_s: Seconds it took.
    """

    job_id: int
    keyframe_space: Space | None
    keyframes: tuple[tuple[int, KeyframeAnalysis], ...]
    clip_space: Space | None
    clips: tuple[tuple[int, ClipAnalysis], ...]
    wall_s: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A job cannot be done, and the world is at fault."""

    job_id: int
    error: VidexploreError


@dataclass(frozen=True, slots=True)
class Broken:
    """A job cannot be done, and the program is at fault."""

    job_id: int
    trace: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A job was cancelled."""

    job_id: int


@dataclass(frozen=True, slots=True)
class Unable:
    """No job can be done: weights or device are missing."""

    error: VidexploreError


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended by itself.

    Attributes:
        reason: What ended it, as a part of a sentence, such as ``signal SIGSEGV``.
        is_stall: Whether it was ended because its job was stuck.
    """

    reason: str
    is_stall: bool = False


Report: TypeAlias = (
    Ready | Advanced | Part | Analysed | Supplemented | Rebuilt | Refused | Broken | Stopped | Unable | Died
)
