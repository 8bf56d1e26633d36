"""Running a backbone in a thread of its own, beside the decoder.

Decoders and models both release the GIL while they compute, so the two overlap. The queue between them is
short: memory does not grow with the length of a video, and a slow model slows the decoder down.
"""

import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import SupportsBytes

import numpy as np

from videxplore.backbones.registry import predictions
from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.core.errors import BackboneError
from videxplore.core.files import Spool
from videxplore.core.types import KeyframeAnalysis, Pixels, Prediction, RegionGrid, Vector
from videxplore.core.vectors import cells_of_map

MAX_WAITING_BATCHES = 2
TOP_PREDICTIONS = 30
"""Words are also found by the classes of their kinds, each of which may be far from the first."""


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
