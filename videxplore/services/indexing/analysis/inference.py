"""The models of an analysis: loaded beside the first video, run in a thread beside the decoder.

Decoders and models both release the GIL while they compute, so the two overlap. The queue between them is
short: memory does not grow with the length of a video, and a slow model slows the decoder down.
"""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import SupportsBytes

import numpy as np

# Nothing here imports torch: a process decodes its first video while it is imported.
from videxplore.backbones.registry import DEFAULT_BACKBONE, backbone_spec, load, predictions
from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.backbones.runtime.devices import Device, choose_device
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import BackboneError, WeightsUnavailableError
from videxplore.core.files import Spool
from videxplore.core.types import (
    KeyframeAnalysis,
    Pixels,
    Prediction,
    RegionGrid,
    Space,
    Vector,
    VideoProperties,
)
from videxplore.core.vectors import cells_of_map
from videxplore.services.indexing.analysis.shot_finder import shot_detector
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.video.cuts import ShotDetector, TransitionJudge

MAX_WAITING_BATCHES = 2
TOP_PREDICTIONS = 60
"""Words are also found by the classes of their kinds, each of which may be far from the first: of twice as
many classes as 30, a tenth more words are found at quick depth (``benchmarks.words``)."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameAnalysis:
    """Output of a backbone for one frame or clip.

    Attributes:
        embedding: A unit vector float32 (D,).
        predictions: Its likeliest classes, best first; empty where the backbone has no classes.
        grid: Embeddings of the regions of a frame; None for a clip.
    """

    embedding: Vector
    predictions: tuple[Prediction, ...]
    grid: RegionGrid | None = None

    def keyframe(
        self, time_s: float, sharpness: float, thumbnail: SupportsBytes, space: str
    ) -> KeyframeAnalysis:
        """The keyframe this is the output for.

        Args:
            time_s: Time of the frame.
            sharpness: Of the frame.
            thumbnail: JPEG of the frame.
            space: Name of the space of the embedding.
        """
        regions = {} if self.grid is None else {space: self.grid}
        return KeyframeAnalysis(
            time_s, sharpness, thumbnail, {space: self.embedding}, self.predictions, regions
        )


class InferenceLane:
    """A thread that runs one backbone over frames or clips, in the order in which they are submitted.

    Attributes:
        backbone: The backbone.
    """

    def __init__(self, backbone: Backbone, batch_size: int) -> None:
        """Start the thread.

        Args:
            backbone: Used by this lane only while it is open.
            batch_size: Frames or clips run at once.
        """
        self.backbone = backbone
        self._batch_size = batch_size
        self._batch: list[Pixels] = []
        self._waiting: queue.Queue[list[Pixels] | None] = queue.Queue(MAX_WAITING_BATCHES)
        self._outputs: list[FrameAnalysis] = []
        self._spool = Spool()
        self._error: BaseException | None = None
        self._submitted = 0
        self.waited_s = 0.0
        """Seconds the decoder has waited for the backbone."""
        self._thread = threading.Thread(target=self._work, name=f"inference {backbone.spec.name}")
        self._thread.start()

    def __enter__(self) -> "InferenceLane":
        return self

    def __exit__(self, *exception: object) -> None:
        # What still waits is dropped.
        if self._thread.is_alive():
            while True:
                try:
                    self._waiting.get_nowait()
                except queue.Empty:
                    break
            self._waiting.put(None)
            self._thread.join()

    def submit(self, pixels: Pixels) -> int:
        """Submit a frame uint8 (H, W, 3) or a clip uint8 (T, H, W, 3); return its number, from 0.

        Raises:
            DeviceMemoryError: If an earlier frame did not fit on the device.
            DiskFullError: If there was no room for the regions of an earlier frame.
        """
        self._batch.append(pixels)
        self._submitted += 1
        if len(self._batch) >= self._batch_size:
            self._flush()
        return self._submitted - 1

    def finish(self) -> Sequence[FrameAnalysis]:
        """Wait for everything submitted and return the outputs by number.

        Raises:
            DeviceMemoryError: If a frame did not fit on the device.
            DiskFullError: If there was no room for the regions of a frame.
        """
        if self._batch:
            self._flush()
        self._put(None)
        self._thread.join()
        self._raise_error()
        return self._outputs

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        self._put(batch)
        self._raise_error()

    def _put(self, batch: list[Pixels] | None) -> None:
        """Wait for room in the queue, and measure the wait."""
        started_s = time.perf_counter()
        self._waiting.put(batch)
        self.waited_s += time.perf_counter() - started_s

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        """The thread: run batches until the end; after an error, drain the queue without working."""
        while (batch := self._waiting.get()) is not None:
            if self._error is not None:
                continue
            try:
                self._run_batch(batch)
            except BaseException as error:  # noqa: BLE001 - raised again in the submitting thread.
                self._error = error

    def _run_batch(self, batch: list[Pixels]) -> None:
        output = self.backbone.run(batch, with_feature_maps=self.backbone.spec.kind == "image")
        self._require_finite(output)
        for row, embedding in enumerate(output.embeddings):
            labels: tuple[Prediction, ...] = ()
            if output.scores is not None and self.backbone.classes:
                labels = predictions(self.backbone, output.scores[row], TOP_PREDICTIONS)
            grid = None if output.detail_maps is None else self._spooled_grid(output.detail_maps[row])
            self._outputs.append(FrameAnalysis(embedding, labels, grid))

    def _require_finite(self, output: BackboneOutput) -> None:
        """Keep NaN and infinity out of the library: half precision on some GPUs gives them."""
        for values in (output.embeddings, output.scores, output.detail_maps):
            if values is not None and not np.isfinite(values).all():
                title = self.backbone.spec.title
                raise BackboneError(f"{title} returned NaN or infinity; try another device or model.")

    def _spooled_grid(self, detail_map: Vector) -> RegionGrid:
        """The grid of a feature map; its cells, the largest part of an analysis, wait on disk."""
        cells = cells_of_map(detail_map)
        height, width = cells.shape[:2]
        return RegionGrid(height, width, self._spool.add(cells.tobytes()))


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
    from videxplore.backbones.zoo.transnet import TransNet

    try:
        model = TransNet(device=device.name)
    except WeightsUnavailableError as error:
        return BoundaryRefiner("", str(error))
    return BoundaryRefiner(
        REFINER_NAME, f"{REFINER_NAME} decides every doubtful boundary on {device.name}.", model.judge
    )


@dataclass(frozen=True, slots=True)
class Models:
    """The loaded models of an analysis.

    Attributes:
        device: What they run on.
        images: The image model.
        clips: The video model; None where none was chosen.
        boundary_refiner: Decides doubtful shot boundaries.
    """

    device: Device
    images: Backbone
    clips: Backbone | None
    boundary_refiner: BoundaryRefiner


def load_models(options: IndexOptions) -> Models:
    """Load the models that the options name.

    Raises:
        UnknownBackboneError: If a backbone does not exist.
        WeightsUnavailableError: If a backbone's weights are not here.
        DeviceUnavailableError: If the requested device does not exist.
    """
    weights = WeightsFolder(options.weights)
    device = choose_device(options.device)
    images = load(options.backbone or DEFAULT_BACKBONE, weights, options.device, options.weights_file)
    clips = None
    if options.actions:
        clips = load(options.actions, weights, options.device)
        if options.views.suffix:
            from videxplore.backbones.runtime.views import MultiViewBackbone

            clips = MultiViewBackbone(clips, options.views)
    return Models(device, images, clips, choose_boundary_refiner(device))


class LoadingImageBackbone:
    """The image model of an analysis while it is being loaded: what needs its weights waits for them.

    Attributes:
        spec: Its row of the table, known at once.
    """

    def __init__(self, options: IndexOptions, models: "Future[Models]") -> None:
        """Stand for the image model of ``models``.

        Raises:
            UnknownBackboneError: If the backbone does not exist.
        """
        self.spec: BackboneSpec = backbone_spec(options.backbone or DEFAULT_BACKBONE)
        self._models = models

    @property
    def space(self) -> Space:
        """The space of its embeddings."""
        return self._models.result().images.space

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of its classes."""
        return self._models.result().images.classes

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.run`."""
        return self._models.result().images.run(batch, with_feature_maps=with_feature_maps)

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.embed_texts`."""
        return self._models.result().images.embed_texts(texts)
