"""The messages between the program and its analysis process."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from videxplore.core.errors import VidexploreError
from videxplore.core.metadata import VideoMetadata
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.texts import TextKind, TextReading
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    ShotAnalysis,
    Space,
    Thumbnail,
    VideoAnalysis,
)
from videxplore.services.statistics import RuntimeInfo

# To the process.


@dataclass(frozen=True, slots=True)
class StoredShot:
    """A shot of the catalogue, as far as a backfill needs it.

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
        job_id: Chosen by the sender; every message about the job carries it.
        clips: Whether a full pass also runs the video model, where one was chosen.
        sharers: How many processes share the machine.
    """

    job_id: int
    path: Path
    depth: Depth
    clips: bool = True
    sharers: int = 1


@dataclass(frozen=True, slots=True)
class Backfill:
    """Add what is missing of a video that was analysed before.

    Attributes:
        shots: Its stored shots.
        keyframes: Whether to run the image model over its keyframes.
        clips: Whether to run the video model over its shots.
        descriptions: Whether to run the model that reads descriptions over its keyframes.
        metadata: Whether to read what its file says of the recording.
        facts: Whether to measure its shots.
        texts: The kinds of text to be read.
    """

    job_id: int
    path: Path
    shots: tuple[StoredShot, ...]
    keyframes: bool
    clips: bool
    descriptions: bool = False
    metadata: bool = False
    facts: bool = False
    texts: tuple[TextKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Rebuild the cached thumbnails of a video; needs no model.

    Attributes:
        keyframe_times_s: Times of its keyframes.
    """

    job_id: int
    path: Path
    keyframe_times_s: tuple[float, ...]


JobCommand: TypeAlias = Analyse | Backfill | Rebuild


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel this job, whether it waits or runs."""

    job_id: int


@dataclass(frozen=True, slots=True)
class SetPace:
    """Pause the work, do it with low priority, or at full speed."""

    paused: bool
    low_priority: bool


WorkerCommand: TypeAlias = JobCommand | Cancel | SetPace


# From the process, about itself.


@dataclass(frozen=True, slots=True)
class WorkerReady:
    """The models are loaded.

    Attributes:
        engine: What they run on; the decoder is known only when the first video is open.
    """

    engine: RuntimeInfo


@dataclass(frozen=True, slots=True)
class WorkerUnusable:
    """No job can be done: weights or device are missing, or the program has a bug."""

    error: Exception


@dataclass(frozen=True, slots=True)
class WorkerExited:
    """The process ended by itself.

    Attributes:
        reason: What ended it, as a part of a sentence, such as ``signal SIGSEGV``.
        is_stall: Whether it was ended because its job was stuck.
    """

    reason: str
    is_stall: bool = False


# From the process, about a job.


@dataclass(frozen=True, slots=True)
class JobAdvanced:
    """Progress of a job.

    Attributes:
        done_s: Seconds of the video that are decoded.
        duration_s: Length of the video.
        steps: Checkpoints passed so far, about one for each decoded frame.
    """

    job_id: int
    done_s: float
    duration_s: float
    steps: int


@dataclass(frozen=True, slots=True)
class AnalysisPart:
    """A part of a job's result; the rest follows, and ``Analysed`` or ``Rebuilt`` at the end.

    Thumbnails wait on disk at both ends of the pipe: all those of a long video in one message would fill
    memory.
    """

    job_id: int
    shots: tuple[ShotAnalysis, ...] = ()
    strip: tuple[Thumbnail, ...] = ()
    keyframes: tuple[Thumbnail, ...] = ()


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job is over: the base of the messages below."""

    job_id: int


@dataclass(frozen=True, slots=True)
class Analysed(JobEnded):
    """A pass is done. On its way through the pipe, ``analysis`` lacks what was sent in parts.

    Attributes:
        wall_s: Seconds it took.
        limited_by: What it waited for most.
        engine: What it was done with.
    """

    analysis: VideoAnalysis
    wall_s: float
    limited_by: str
    engine: RuntimeInfo


@dataclass(frozen=True, slots=True)
class Backfilled(JobEnded):
    """A backfill is done.

    Attributes:
        keyframe_space: The space of ``keyframes``; None where none were asked for, as ``clip_space``.
        keyframes: Embeddings and predictions by keyframe id.
        clips: Clips by shot id.
        wall_s: Seconds it took.
        metadata: What the file says of its recording; None where it was not asked for.
        facts: What was measured of its shots, by shot id.
        texts: The text that was asked for.
        description_space: The space of ``descriptions``; None where none were asked for.
        descriptions: Embeddings by keyframe id that descriptions are compared with.
    """

    keyframe_space: Space | None
    keyframes: tuple[tuple[int, KeyframeAnalysis], ...]
    clip_space: Space | None
    clips: tuple[tuple[int, ClipAnalysis], ...]
    wall_s: float
    metadata: VideoMetadata | None = None
    facts: tuple[tuple[int, SceneFacts], ...] = ()
    texts: tuple[TextReading, ...] = ()
    description_space: Space | None = None
    descriptions: tuple[tuple[int, KeyframeAnalysis], ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt(JobEnded):
    """Thumbnails are rebuilt. On its way through the pipe it lacks them: they were sent in parts.

    Attributes:
        strip: The strip.
        keyframes: The thumbnails of the keyframes.
    """

    strip: tuple[Thumbnail, ...] = ()
    keyframes: tuple[Thumbnail, ...] = ()


@dataclass(frozen=True, slots=True)
class JobFailed(JobEnded):
    """A job failed because of its environment (file, disk, device), not because of a bug."""

    error: VidexploreError


@dataclass(frozen=True, slots=True)
class JobCrashed(JobEnded):
    """A job failed because of a bug.

    Attributes:
        traceback: Of the exception, formatted.
    """

    traceback: str


@dataclass(frozen=True, slots=True)
class JobCancelled(JobEnded):
    """A job was cancelled."""


@dataclass(frozen=True, slots=True)
class JobReturned(JobEnded):
    """Another machine did not do a job, or could not: it waits again."""


WorkerMessage: TypeAlias = (
    WorkerReady
    | WorkerUnusable
    | WorkerExited
    | JobAdvanced
    | AnalysisPart
    | Analysed
    | Backfilled
    | Rebuilt
    | JobFailed
    | JobCrashed
    | JobCancelled
    | JobReturned
)
