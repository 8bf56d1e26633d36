"""Running a backbone in a thread of its own, beside the decoder.

Decoders and networks both leave Python's lock while they compute, so the two overlap. The queue between them
is short: memory does not grow with the length of a video, and a slow network slows the decoder down.
"""

import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

import numpy as np

from videxplore.backbones.registry import predictions
from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.core.errors import BackboneError
from videxplore.core.files import Spool
from videxplore.core.types import Pixels, Prediction, RegionGrid, Vector
from videxplore.core.vectors import cells_of_map

BATCHES_WAITING = 2
TOP_PREDICTIONS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What a backbone says of one picture or clip.

    Attributes:
        vector: Its embedding, a unit vector float32 (D,).
        predictions: Its likeliest classes, best first; empty where the backbone tells none.
        grid: What the parts of a picture show; None for a clip.
    """

    vector: Vector
    predictions: tuple[Prediction, ...]
    grid: RegionGrid | None = None

    def regions(self, space: str) -> dict[str, RegionGrid]:
        """The grid as a keyframe of this space keeps it."""
        return {} if self.grid is None else {space: self.grid}


class ForwardLane:
    """A thread that runs one backbone over pictures or clips, in the order in which they come."""

    def __init__(self, backbone: Backbone, batch_size: int) -> None:
        """Start the thread.

        Args:
            backbone: Used by this lane only while it is open.
            batch_size: Pictures or clips run at once.
        """
        self._backbone = backbone
        self._batch_size = batch_size
        self._batch: list[Pixels] = []
        self._waiting: queue.Queue[list[Pixels] | None] = queue.Queue(BATCHES_WAITING)
        self._judgements: list[Judgement] = []
        self._spool = Spool()
        self._error: BaseException | None = None
        self._submitted = 0
        self.busy_s = 0.0
        """Seconds the backbone has worked."""
        self.waited_s = 0.0
        """Seconds the decoder has waited for the backbone."""
        self._thread = threading.Thread(target=self._work, name=f"forward {backbone.spec.name}")
        self._thread.start()

    def __enter__(self) -> "ForwardLane":
        """Return the lane itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the thread; pictures that still wait are dropped."""
        if self._thread.is_alive():
            while True:
                try:
                    self._waiting.get_nowait()
                except queue.Empty:
                    break
            self._waiting.put(None)
            self._thread.join()

    def submit(self, pixels: Pixels) -> int:
        """Hand over a picture uint8 (H, W, 3) or a clip uint8 (T, H, W, 3); return its number, from 0.

        Raises:
            DeviceMemoryError: If an earlier picture did not fit on the device.
            DiskFullError: If there was no room for what an earlier picture shows.
        """
        self._batch.append(pixels)
        self._submitted += 1
        if len(self._batch) >= self._batch_size:
            self._flush()
        return self._submitted - 1

    def finish(self) -> Sequence[Judgement]:
        """Wait for everything handed over and return the judgements by number.

        Raises:
            DeviceMemoryError: If a picture did not fit on the device.
            DiskFullError: If there was no room for what a picture shows.
        """
        if self._batch:
            self._flush()
        self._put(None)
        self._thread.join()
        self._raise_error()
        return self._judgements

    def _flush(self) -> None:
        """Pass the current batch on."""
        batch, self._batch = self._batch, []
        self._put(batch)
        self._raise_error()

    def _put(self, batch: list[Pixels] | None) -> None:
        """Wait for room in the queue and note how long that took."""
        started_s = time.perf_counter()
        self._waiting.put(batch)
        self.waited_s += time.perf_counter() - started_s

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        """The thread: run batches until told to end; after an error, drain the queue without working."""
        while (batch := self._waiting.get()) is not None:
            if self._error is not None:
                continue
            started_s = time.perf_counter()
            try:
                self._judge(batch)
            except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked.
                self._error = error
            self.busy_s += time.perf_counter() - started_s

    def _judge(self, batch: list[Pixels]) -> None:
        output = self._backbone.run(batch, with_feature_maps=self._backbone.spec.kind == "image")
        self._require_finite(output)
        for row, vector in enumerate(output.embeddings):
            labels: tuple[Prediction, ...] = ()
            if output.scores is not None and self._backbone.classes:
                labels = predictions(self._backbone, output.scores[row], TOP_PREDICTIONS)
            grid = None if output.detail_maps is None else self._put_away(output.detail_maps[row])
            self._judgements.append(Judgement(vector, labels, grid))

    def _require_finite(self, output: BackboneOutput) -> None:
        """Keep what is no number out of the library: half precision on some cards gives such answers."""
        for values in (output.embeddings, output.scores, output.detail_maps):
            if values is not None and not np.isfinite(values).all():
                title = self._backbone.spec.title
                raise BackboneError(
                    f"{title} gave answers that are no numbers; try another device or network."
                )

    def _put_away(self, detail_map: Vector) -> RegionGrid:
        """The grid of a feature map; its cells, most of what is known of a picture, wait on disk."""
        cells = cells_of_map(detail_map)
        height, width = cells.shape[:2]
        return RegionGrid(height, width, self._spool.add(cells.tobytes()))
