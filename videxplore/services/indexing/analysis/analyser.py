"""Analysing a video: from its file to everything the library stores of it.

Runs in the analysis process. One decode per pass; the models run in threads beside it.
"""

import contextlib
import os
import time
from dataclasses import dataclass

import numpy as np

from videxplore.backbones.registry import DEFAULT_BACKBONE, load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.runtime.devices import Device, choose_device
from videxplore.backbones.runtime.views import MultiViewBackbone
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.backbones.zoo.transnet import TransNet
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.task import Task
from videxplore.core.types import ClipAnalysis, Depth, KeyframeAnalysis, VideoAnalysis, VideoProperties
from videxplore.services.indexing.analysis.clips import needs_every_frame
from videxplore.services.indexing.analysis.inference import InferenceLane
from videxplore.services.indexing.analysis.passes import (
    CLIPS_AT_ONCE,
    clip_pass,
    embed_keyframes,
    full_pass,
    quick_pass,
)
from videxplore.services.indexing.analysis.shot_finder import ShotFinder, shot_detector
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse, Backfill, Backfilled
from videxplore.services.statistics import RuntimeInfo
from videxplore.video.cuts import ShotDetector, TransitionJudge
from videxplore.video.reading.hardware import DecoderChoice
from videxplore.video.reading.reader import VideoReader

# With less CPU time than this share of the wall time, the pass waited for the disk.
DISK_BOUND_SHARE = 0.5
INFERENCE_BOUND_SHARE = 0.2
# Measured: EfficientNet-Lite0 takes 1.4 times as long for a frame in a batch of 8 as in one of up to 4.
CPU_BATCH = 4
# The decoder works ahead only by the frames in its threads: with one thread per core it stops whenever the
# analysis of one frame takes long. Measured on two cores, a full pass over 1080p H.264: 9.5 s
# as FFmpeg chooses, 7.8 s with four threads, 7.5 s with eight.
DECODER_THREADS_PER_CORE = 3
MOST_DECODER_THREADS = 16
HARDWARE_NOT_TRIED = "The models run on the CPU; hardware decoding is tried with a GPU only."

REFINER_NAME = "TransNetV2"
TOO_SLOW_ON_CPU = (
    "TransNetV2 decides doubtful shot boundaries on a GPU only: "
    "on the CPU each would take longer than decoding several seconds of video."
)


@dataclass(frozen=True, slots=True)
class BoundaryRefiner:
    """How doubtful shot boundaries are decided.

    Attributes:
        name: The model; empty without one.
        reason: A sentence: why it is this.
        judge: Decides doubtful boundaries; None where the more probable alternative is taken.
    """

    name: str
    reason: str
    judge: TransitionJudge | None = None

    def detector(self, properties: VideoProperties, *, every_frame: bool = False) -> ShotDetector:
        """A detector for one video; see :func:`.analysed_frames`."""
        return shot_detector(properties, self.judge, judged_share=1.0, every_frame=every_frame)


def choose_boundary_refiner(device: Device) -> BoundaryRefiner:
    """The model that refines boundaries on a device: on a GPU all doubtful ones, on the CPU none."""
    if device.name == "cpu":
        return BoundaryRefiner("", TOO_SLOW_ON_CPU)
    try:
        model = TransNet(device=device.name)
    except WeightsUnavailableError as error:
        return BoundaryRefiner("", str(error))
    return BoundaryRefiner(
        REFINER_NAME, f"{REFINER_NAME} decides every doubtful boundary on {device.name}.", model.judge
    )


class Analyser:
    """Loaded models, ready to analyse one video after another. Used by one thread at a time."""

    def __init__(self, options: IndexOptions) -> None:
        """Load the models.

        Raises:
            UnknownBackboneError: If a backbone does not exist.
            WeightsUnavailableError: If a backbone's weights are not here.
            DeviceUnavailableError: If the requested device does not exist.
        """
        weights = WeightsFolder(options.weights)
        self._options = options
        self._device: Device = choose_device(options.device)
        self._backbone = load(
            options.backbone or DEFAULT_BACKBONE, weights, options.device, options.weights_file
        )
        self._boundary_refiner = choose_boundary_refiner(self._device)
        self._decoder: DecoderChoice | None = None
        self._actions: Backbone | None = None
        if options.actions:
            actions = load(options.actions, weights, options.device)
            self._actions = actions if not options.views.suffix else MultiViewBackbone(actions, options.views)

    def warm(self) -> None:
        """Run the image model once: the first time is slower than the others."""
        self._backbone.run(np.zeros((self._batch_size, 64, 64, 3), np.uint8))

    def backfill(self, job: Backfill, task: Task) -> Backfilled:
        """Run the models over the stored keyframes and shots of a video, and read its metadata.

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read.
            DeviceMemoryError: If the device has no room for one frame or clip.
        """
        started_s = time.perf_counter()
        keyframes: tuple[tuple[int, KeyframeAnalysis], ...] = ()
        clips: tuple[tuple[int, ClipAnalysis], ...] = ()
        metadata = None
        motion = self._actions if job.clips else None
        with VideoReader(job.path, thread_count=self._options.thread_count) as reader:
            if job.keyframes:
                with InferenceLane(self._backbone, self._batch_size) as lane:
                    keyframes = embed_keyframes(reader, job.shots, lane, self._backbone.space.name, task)
            if motion is not None:
                clips = clip_pass(reader, job.shots, motion, task)
            if job.metadata:
                metadata = reader.metadata
        return Backfilled(
            job.job_id,
            self._backbone.space if job.keyframes else None,
            keyframes,
            motion.space if motion else None,
            clips,
            time.perf_counter() - started_s,
            metadata,
        )

    @property
    def _batch_size(self) -> int:
        """Frames to embed at once: as many as fit the device, or the CPU's cache."""
        is_cpu = self._device.name == "cpu"
        return min(CPU_BATCH, self._device.batch_size) if is_cpu else self._device.batch_size

    @property
    def engine(self) -> RuntimeInfo:
        """Device and models in use; the decoder is that of the last video."""
        decoder, reason = "", ""
        if self._decoder is not None:
            decoder = self._decoder.name
            reason = self._decoder.reason if self._decodes_on_hardware else HARDWARE_NOT_TRIED
        return RuntimeInfo(
            device=self._device.name,
            device_reason=self._device.reason,
            decoder=decoder,
            decoder_reason=reason,
            shot_judge=self._boundary_refiner.name,
            shot_judge_reason=self._boundary_refiner.reason,
        )

    def _decoder_threads(self, depth: Depth) -> int:
        """Threads to decode with; 0 lets the decoder choose."""
        if self._options.thread_count or depth is Depth.QUICK:
            return self._options.thread_count
        return min(MOST_DECODER_THREADS, DECODER_THREADS_PER_CORE * (os.cpu_count() or 1))

    @property
    def _decodes_on_hardware(self) -> bool:
        return self._device.name != "cpu"

    def _finder(self, reader: VideoReader, clips: InferenceLane | None, task: Task) -> ShotFinder:
        every_frame = clips is not None and needs_every_frame(clips.backbone.spec)
        detector = self._boundary_refiner.detector(reader.properties, every_frame=every_frame)
        return ShotFinder(reader, detector, task, every_frame=every_frame)

    def analyse(self, job: Analyse, task: Task) -> tuple[VideoAnalysis, str]:
        """Do one pass over one video.

        Returns:
            The analysis, and what the pass waited for most: ``disk``, ``decode`` or ``network forward``.

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read.
            DeviceMemoryError: If the device has no room for one frame or clip.
        """
        started_s, cpu_started_s = time.perf_counter(), time.process_time()
        space = self._backbone.space
        depth = job.depth
        actions = self._actions if job.clips and depth is Depth.FULL else None
        clips = contextlib.nullcontext() if actions is None else InferenceLane(actions, CLIPS_AT_ONCE)
        with (
            VideoReader(
                job.path, thread_count=self._decoder_threads(depth), on_hardware=self._decodes_on_hardware
            ) as reader,
            InferenceLane(self._backbone, self._batch_size) as lane,
            clips as clip_lane,
        ):
            lanes = (lane,) if clip_lane is None else (lane, clip_lane)
            self._decoder = reader.decoder
            if depth is Depth.QUICK:
                shots, strip = quick_pass(reader, lane, space.name, task)
            else:
                shots, strip = full_pass(reader, self._finder(reader, clip_lane, task), lane, clip_lane, task)
            analysis = VideoAnalysis(
                reader.described_properties,
                depth,
                shots,
                tuple(one.backbone.space for one in lanes),
                strip,
                tuple(reader.warnings),
            )
        wall_s = time.perf_counter() - started_s
        if sum(one.waited_s for one in lanes) > INFERENCE_BOUND_SHARE * wall_s:
            return analysis, "network forward"
        is_idle = time.process_time() - cpu_started_s < DISK_BOUND_SHARE * wall_s
        return analysis, "disk" if is_idle else "decode"
