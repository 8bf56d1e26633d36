"""The values of indexing: its options, its events and progress, and its reports.

Cheap to import on purpose: the window builds its progress bar from these before any model is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from videxplore.backbones.specs import SINGLE_VIEW, Views
from videxplore.core.types import Depth, Video
from videxplore.services.statistics import RuntimeInfo

if TYPE_CHECKING:
    from videxplore.catalogue.stored_video import StoredVideo


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How videos are analysed.

    Attributes:
        weights: The folder of downloaded and imported weights.
        depth: ``QUICK`` stops once everything is searchable; ``FULL`` goes on to shots and keyframes.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        backbone: Name of the image backbone; empty for the default one.
        actions: Name of the video backbone that predicts actions; empty for none.
        descriptions: Name of the backbone that compares descriptions with keyframes; empty for none.
        weights_file: Weights to use for the image backbone instead of the installed ones.
        views: How many views of each clip the video backbone gets.
        thread_count: Decoder threads; 0 chooses for the machine.
        process_count: Analysis processes; 0 chooses for the machine.
        purge_after_days: Videos are removed whose files have been gone for so long; 0 keeps them.
        words_on_screen: Whether text on screen is read, after everything else.
        speech_model: Name or folder of the model that recognises speech, after everything else; empty for
            none.
    """

    weights: Path
    depth: Depth = Depth.FULL
    device: str = "auto"
    backbone: str = ""
    actions: str = ""
    descriptions: str = ""
    weights_file: Path | None = None
    views: Views = SINGLE_VIEW
    thread_count: int = 0
    process_count: int = 0
    purge_after_days: float = 0.0
    words_on_screen: bool = False
    speech_model: str = ""


class IndexEventKind(StrEnum):
    """What happened to a video."""

    FOUND = "found"
    """It will be analysed; its state is ``WAITING`` (or ``SEARCHABLE`` when only the full pass is left)."""
    STARTED = "started"
    """Its analysis began; ``event.depth`` says which pass."""
    PROGRESSED = "progressed"
    """``event.fraction`` of the pass is done."""
    SEARCHABLE = "searchable"
    """The quick pass is stored."""
    COMPLETE = "complete"
    """The full pass is stored."""
    UNCHANGED = "unchanged"
    """It was already indexed as thoroughly as asked."""
    MOVED = "moved"
    """It was found under another path and keeps its analysis."""
    REPLACED = "replaced"
    """Its file has other content by now: ``event.video``, as it was, is no longer in the library, and the
    next event of this path is about another video."""
    FAILED = "failed"
    """``event.error`` says why, in one sentence."""
    CANCELLED = "cancelled"
    """The user cancelled it; what was stored before stays."""
    OFFLINE = "offline"
    """Its drive or folder is not there; it waits, and is found again by itself."""
    PURGED = "purged"
    """Its file was gone for long, or another video took it over: ``event.video``, as it was, is no longer in
    the library."""
    RETURNED = "returned"
    """It took over the file at the path where its own was, which shows the same."""
    GONE = "gone"
    """Its file was removed; its analysis is kept until purged."""


class IndexPass(StrEnum):
    """The passes over a folder; each goes over all videos before the next begins."""

    QUICK = "quick"
    """Makes videos searchable."""
    FULL = "full"
    """Places cuts, and chooses the keyframes, by every frame."""
    MOTION = "motion"
    """Adds what other models have not seen yet: clips, and keyframes to be compared with descriptions."""
    TEXT = "text"
    """Recognises speech and text on screen."""


_USUAL_WORK = {IndexPass.QUICK: 1, IndexPass.FULL: 4, IndexPass.MOTION: 2, IndexPass.TEXT: 4}
"""How long the passes usually take, in proportion. A video that is done has done with all of them."""


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """Progress of the whole run.

    Attributes:
        done: Videos finished, failed ones included.
        total: Videos found that need work.
        searchable: Videos of this run that can be searched already.
        searchable_s: Seconds of video of this run that can be searched already.
        x_realtime: Seconds of video analysed per second of work; 0 while unknown.
        left_s: Estimated seconds until the present pass is through with all videos; None while unknown.
        limited_by: What the analysis waits for most: ``disk``, ``decode``, ``network forward`` or empty.
        engine: What the run works with, and why nothing faster is used.
        paused: Whether the run is paused.
        quick_done: Videos whose quick pass is done, or not needed any more.
        full_done: Videos whose full pass is done, or not needed any more.
        motion_done: Videos that no other model is still to see, or that do not need it.
        running_fraction: Shares of the present pass over the videos it is at that are done, added up.
        is_loading: Whether the models are still being loaded, so that none of them has begun.
    """

    done: int = 0
    total: int = 0
    searchable: int = 0
    searchable_s: float = 0.0
    x_realtime: float = 0.0
    left_s: float | None = None
    limited_by: str = ""
    engine: RuntimeInfo = field(default_factory=RuntimeInfo)
    paused: bool = False
    quick_done: int = 0
    full_done: int = 0
    motion_done: int = 0
    running_fraction: float = 0.0
    is_loading: bool = False

    @property
    def index_pass(self) -> IndexPass:
        """The present pass: the first that is not through with all videos."""
        if self.quick_done < self.total:
            return IndexPass.QUICK
        if self.full_done < self.total:
            return IndexPass.FULL
        return IndexPass.MOTION if self.motion_done < self.total else IndexPass.TEXT

    @property
    def _done_by_pass(self) -> dict[IndexPass, int]:
        return {
            IndexPass.QUICK: self.quick_done,
            IndexPass.FULL: self.full_done,
            IndexPass.MOTION: self.motion_done,
            IndexPass.TEXT: self.done,
        }

    @property
    def pass_done(self) -> int:
        """Videos that the present pass is through with, or that do not need it."""
        return self._done_by_pass[self.index_pass]

    @property
    def fraction(self) -> float:
        """Share of the present pass that is done, in [0, 1]."""
        return min(1.0, (self.pass_done + self.running_fraction) / self.total) if self.total else 0.0

    @property
    def overall_fraction(self) -> float:
        """Share of all passes that is done, in [0, 1], by what they usually take.

        It falls only when videos are found.
        """
        if not self.total:
            return 0.0
        done_work: float = sum(_USUAL_WORK[one] * count for one, count in self._done_by_pass.items())
        done_work += _USUAL_WORK[self.index_pass] * self.running_fraction
        return min(1.0, done_work / (sum(_USUAL_WORK.values()) * self.total))


@dataclass(frozen=True, slots=True)
class IndexEvent:
    """One thing that happened to one video; emitted in the indexing thread.

    Attributes:
        path: The file.
        known: What :attr:`video` is made from.
        progress: The whole run at this moment.
        fraction: Share of the current pass that is done, in [0, 1].
        depth: The pass that started, goes on or ended; None where the event is about no pass.
        error: The sentence of a ``FAILED`` event.
    """

    kind: IndexEventKind
    path: Path
    known: "Video | StoredVideo | None"
    progress: IndexProgress
    fraction: float = 0.0
    depth: Depth | None = None
    error: str = ""

    @property
    def video(self) -> Video | None:
        """The video as the catalogue has it now; None only for a path that never became a video."""
        return self.known if self.known is None or isinstance(self.known, Video) else self.known.video


class IndexStatus(StrEnum):
    """The outcome of one file in a run."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class VideoReport:
    """The outcome of one file.

    Attributes:
        duration_s: Length of the video; 0 where it could not be read.
        shots: Number of shots stored; likewise ``keyframes`` and ``clips``.
        wall_s: Seconds its analysis took.
        warnings: Sentences about what could not be used.
    """

    path: Path
    status: IndexStatus
    error: str = ""
    duration_s: float = 0.0
    shots: int = 0
    keyframes: int = 0
    clips: int = 0
    wall_s: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The outcome of a run.

    Attributes:
        device: The device the models ran on; empty when nothing had to be analysed.
        video_s: Seconds of video analysed in this run.
        stopped: The sentence that explains why the run ended early, such as a full disk; empty otherwise.
        left_out: Files and folders that searches left out, with what they are: recycle bins, proxies, ...
        kept: Videos whose files were replaced by others, kept because the user said something of them.
    """

    device: str
    videos: tuple[VideoReport, ...]
    wall_s: float
    video_s: float
    stopped: str = ""
    left_out: Mapping[Path, str] = field(default_factory=dict)
    kept: tuple[Video, ...] = ()

    @property
    def x_realtime(self) -> float:
        """Seconds of video analysed per second."""
        return self.video_s / self.wall_s if self.wall_s > 0 else 0.0

    @property
    def failed(self) -> tuple[VideoReport, ...]:
        """The files that failed."""
        return tuple(video for video in self.videos if video.status is IndexStatus.FAILED)
