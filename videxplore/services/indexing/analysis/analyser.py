"""Analysing a video: from its file to everything the library stores of it.

Runs in the analysis process. One decode per pass; the models run in threads beside it.
"""

import contextlib
import os
import time
from collections.abc import Sequence
from concurrent.futures import Future
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from videxplore.backbones.registry import load
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.task import Task
from videxplore.core.texts import TextKind, TextReading
from videxplore.core.types import ClipAnalysis, Depth, KeyframeAnalysis, VideoAnalysis
from videxplore.services.indexing.analysis.clips import needs_every_frame
from videxplore.services.indexing.analysis.inference import (
    InferenceLane,
    LoadingImageBackbone,
    Models,
    load_models,
)
from videxplore.services.indexing.analysis.passes import (
    CLIPS_AT_ONCE,
    clip_pass,
    embed_keyframes,
    full_pass,
    quick_pass,
)
from videxplore.services.indexing.analysis.scene_measures import measure_scenes
from videxplore.services.indexing.analysis.shot_finder import ShotFinder
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.messages import Analyse, Backfill, Backfilled, StoredShot
from videxplore.services.statistics import RuntimeInfo
from videxplore.video.reading.hardware import DecoderChoice
from videxplore.video.reading.reader import VideoReader

if TYPE_CHECKING:
    from videxplore.services.indexing.analysis.text_recognition import TextRecogniser

# What is needed behind the first frame is imported there: until then, a user waits.

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


class Analyser:
    """Analyses one video after another. Used by one thread at a time."""

    def __init__(self, options: IndexOptions, models: "Future[Models] | None" = None) -> None:
        """Load the models.

        Args:
            options: How videos are analysed.
            models: The models, where they are loaded elsewhere: quick passes begin before they are there.

        Raises:
            UnknownBackboneError: If a backbone does not exist.
            WeightsUnavailableError: If a backbone's weights are not here.
            DeviceUnavailableError: If the requested device does not exist.
        """
        self._options = options
        if models is None:
            models = Future()
            models.set_result(load_models(options))
        self._models = models
        self._images = LoadingImageBackbone(options, models)
        self._decoder: DecoderChoice | None = None
        self._recogniser: TextRecogniser | None = None
        self._describer: Backbone | None = None

    def warm(self) -> None:
        """Run the image model once: the first time is slower than the others."""
        self._models.result().images.run(np.zeros((self._batch_size, 64, 64, 3), np.uint8))

    def backfill(self, job: Backfill, task: Task) -> Backfilled:
        """Run models over the stored keyframes and shots of a video, measure them, read metadata and text.

        Raises:
            Cancelled: If the task was cancelled.
            UnreadableVideoError: If the file cannot be read.
            DeviceMemoryError: If the device has no room for one frame or clip.
        """
        started_s = time.perf_counter()
        keyframes: tuple[tuple[int, KeyframeAnalysis], ...] = ()
        clips: tuple[tuple[int, ClipAnalysis], ...] = ()
        facts: tuple[tuple[int, SceneFacts], ...] = ()
        described: tuple[tuple[int, KeyframeAnalysis], ...] = ()
        metadata = None
        models = self._models.result()
        motion = models.clips if job.clips else None
        with VideoReader(job.path, thread_count=self._options.thread_count) as reader:
            if job.keyframes:
                with InferenceLane(models.images, self._batch_size) as lane:
                    keyframes = embed_keyframes(reader, job.shots, lane, models.images.space.name, task)
            if job.descriptions:
                describer = self._loaded_describer()
                with InferenceLane(describer, self._batch_size) as lane:
                    described = embed_keyframes(reader, job.shots, lane, describer.space.name, task)
            if motion is not None:
                clips = clip_pass(reader, job.shots, motion, task)
            if job.facts:
                measured = measure_scenes(reader, [(shot.start_s, shot.end_s) for shot in job.shots], task)
                facts = tuple((shot.shot_id, own) for shot, own in zip(job.shots, measured, strict=True))
            if job.metadata:
                metadata = reader.metadata
            texts = tuple(self._read_text(kind, reader, job.shots, task) for kind in job.texts)
        return Backfilled(
            job.job_id,
            models.images.space if job.keyframes else None,
            keyframes,
            motion.space if motion else None,
            clips,
            time.perf_counter() - started_s,
            metadata,
            facts,
            texts,
            self._loaded_describer().space if job.descriptions else None,
            described,
        )

    def _loaded_describer(self) -> Backbone:
        """The model that reads descriptions, loaded when it is first needed: it is large."""
        if self._describer is None:
            options = self._options
            self._describer = load(options.descriptions, WeightsFolder(options.weights), options.device)
        return self._describer

    def _read_text(
        self, kind: TextKind, reader: VideoReader, shots: Sequence[StoredShot], task: Task
    ) -> TextReading:
        """The text of one kind of a video."""
        if kind == "subtitle":
            return self._subtitles(reader, task)
        if self._recogniser is None:
            self._recogniser = _texts().TextRecogniser(self._options)
        return self._recogniser.recognise(kind, reader, shots, task)

    @property
    def _batch_size(self) -> int:
        """Frames to embed at once: as many as fit the device, or the CPU's cache."""
        if not self._models.done():
            return CPU_BATCH
        device = self._models.result().device
        return min(CPU_BATCH, device.batch_size) if device.name == "cpu" else device.batch_size

    @property
    def engine(self) -> RuntimeInfo:
        """Device and models in use; the decoder is that of the last video."""
        return engine_of(self._models.result(), self._decoder)

    def _decoder_threads(self, job: Analyse) -> int:
        """Threads to decode with; 0 lets the decoder choose."""
        if self._options.thread_count or (job.depth is Depth.QUICK and job.sharers == 1):
            return self._options.thread_count
        cores = (os.cpu_count() or 1) / job.sharers
        if job.depth is Depth.QUICK:
            return max(1, round(cores))
        return min(MOST_DECODER_THREADS, max(1, round(DECODER_THREADS_PER_CORE * cores)))

    @property
    def _decodes_on_hardware(self) -> bool:
        """Whether to try it; until the models are loaded, it is not known whether there is a GPU."""
        return self._models.done() and self._models.result().device.name != "cpu"

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
        clips = None
        if job.depth is Depth.FULL and job.clips:
            clips = self._models.result().clips
        with (
            VideoReader(
                job.path,
                thread_count=self._decoder_threads(job),
                on_hardware=self._decodes_on_hardware,
            ) as reader,
            InferenceLane(self._images, self._batch_size) as lane,
            contextlib.nullcontext() if clips is None else InferenceLane(clips, CLIPS_AT_ONCE) as clip_lane,
        ):
            self._decoder = reader.decoder
            if job.depth is Depth.QUICK:
                shots, strip = quick_pass(reader, lane, task)
            else:
                shots, strip = full_pass(reader, self._finder(reader, clip_lane, task), lane, clip_lane, task)
            lanes = (lane,) if clip_lane is None else (lane, clip_lane)
            # With the last pass, so that a large file with subtitles is searchable by its frames first.
            is_last = job.depth is self._options.depth
            texts = (self._subtitles(reader, task),) if is_last else ()
            analysis = VideoAnalysis(
                reader.described_properties,
                job.depth,
                shots,
                tuple(one.backbone.space for one in lanes),
                strip,
                (*reader.warnings, *(warning for one in texts for warning in one.warnings)),
                texts,
            )
        wall_s = time.perf_counter() - started_s
        if sum(one.waited_s for one in lanes) > INFERENCE_BOUND_SHARE * wall_s:
            return analysis, "network forward"
        is_idle = time.process_time() - cpu_started_s < DISK_BOUND_SHARE * wall_s
        return analysis, "disk" if is_idle else "decode"

    def _subtitles(self, reader: VideoReader, task: Task) -> TextReading:
        duration_s = reader.properties.duration_s
        reading: TextReading = _texts().read_subtitles(reader.path, duration_s, task)
        return reading

    def _finder(self, reader: VideoReader, clips: InferenceLane | None, task: Task) -> ShotFinder:
        every_frame = clips is not None and needs_every_frame(clips.backbone.spec)
        refiner = self._models.result().boundary_refiner
        detector = refiner.detector(reader.properties, every_frame=every_frame)
        return ShotFinder(reader, detector, task, every_frame=every_frame)


def _texts() -> ModuleType:
    """Reads and recognises text. Late: its libraries take a while to load, and no frame needs them."""
    from videxplore.services.indexing.analysis import text_recognition

    return text_recognition


def engine_of(models: Models, decoder: DecoderChoice | None) -> RuntimeInfo:
    """What an analysis runs on, and why; the decoder is that of the last video."""
    reason = ""
    if decoder is not None:
        reason = decoder.reason if models.device.name != "cpu" else HARDWARE_NOT_TRIED
    return RuntimeInfo(
        device=models.device.name,
        device_reason=models.device.reason,
        decoder="" if decoder is None else decoder.name,
        decoder_reason=reason,
        shot_judge=models.boundary_refiner.name,
        shot_judge_reason=models.boundary_refiner.reason,
    )
