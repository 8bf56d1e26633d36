"""The services whose engines are heavy: made by the lane that first needs them, after the window shows."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from videxplore.core.errors import BackboneError
from videxplore.core.task import Task
from videxplore.core.types import Moment, Pixels, SelectionSummary, Summary
from videxplore.services.library import Library
from videxplore.services.searching.queries import Example, Query
from videxplore.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from videxplore.backbones.loading import LoadedBackbone
    from videxplore.services.searching.ranking import Ranking
    from videxplore.services.searching.similarity import SimilarityService
    from videxplore.services.summarising.scene_map import SceneMapService
    from videxplore.services.summarising.selection import SelectionSummaryService
    from videxplore.services.summarising.summary import SummaryService
    from videxplore.services.teaching.teaching import TeachingService


class Engines:
    """Similarity and summaries of one library. May be asked from several lanes at once."""

    def __init__(self, library: Library, settings: Settings, weights: Path) -> None:
        """Make nothing yet.

        Args:
            library: The open library.
            settings: Names the backbone and the device for pictures from outside the library.
            weights: The folder of downloaded and imported weights.
        """
        self._library = library
        self._settings = settings
        self._weights = weights
        self._lock = threading.Lock()
        self._similarity: SimilarityService | None = None
        self._summaries: SummaryService | None = None
        self._selections: SelectionSummaryService | None = None
        self._network: LoadedBackbone | None = None

    def find(self, query: Query, count: int, task: Task) -> "Ranking":
        """The moments that answer ``query``."""
        return self._similarity_service().find(query, count, task)

    def warm(self, task: Task) -> None:
        """Load the index, so that the first search is as quick as the others; build an outgrown one anew."""
        service = self._similarity_service()
        service.warm(task)
        service.rebuild(task)

    def summarize(self, video_id: int, keyframes: int | None, task: Task) -> Summary:
        """The gist of a video."""
        return self.summaries().summarize(video_id, keyframes, task)

    def summarize_moments(
        self, moments: Sequence[Moment], keyframes: int | None, task: Task
    ) -> SelectionSummary:
        """The gist of chosen moments."""
        from videxplore.services.exporting.export import SelectedSpan

        spans = [SelectedSpan.of_moment(moment) for moment in moments]
        return self.selections().summarize(spans, keyframes, task)

    def selections(self) -> "SelectionSummaryService":
        """The service that summarises moments."""
        with self._lock:
            if self._selections is None:
                from videxplore.services.summarising.selection import SelectionSummaryService

                self._selections = SelectionSummaryService(self._library)
            return self._selections

    def summaries(self) -> "SummaryService":
        """The service that summarises."""
        with self._lock:
            if self._summaries is None:
                from videxplore.services.summarising.summary import SummaryService

                self._summaries = SummaryService(self._library)
            return self._summaries

    def teaching(self) -> "TeachingService":
        """The service that learns actions from examples."""
        from videxplore.services.teaching.teaching import TeachingService

        return TeachingService(self._library)

    def explain(self, pixels: Pixels, task: Task) -> "NDArray[np.float32]":
        """What in a picture speaks for its likeliest label, float32 (H, W) in [0, 1] over the whole picture.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here.
        """
        from videxplore.backbones.saliency import class_heat
        from videxplore.ui.heat_work import over_picture

        backbone = self._explainer()
        task.checkpoint()
        scores = backbone.run([pixels]).scores
        if scores is None:
            return np.zeros((1, 1), np.float32)
        task.checkpoint()
        heat = class_heat(backbone, pixels, int(scores[0].argmax()))
        return over_picture(heat.values[0], heat.area)

    def _explainer(self) -> "LoadedBackbone":
        with self._lock:
            if self._network is None:
                from videxplore.backbones.loading import LoadedBackbone
                from videxplore.backbones.registry import load
                from videxplore.backbones.weights import WeightsFolder

                weights = WeightsFolder(self._weights)
                network = load(self._settings.backbone, weights, self._settings.device)
                if not isinstance(network, LoadedBackbone):
                    raise BackboneError(f"{network.spec.title} cannot show what it looks at.")
                self._network = network
            return self._network

    def scene_maps(self) -> "SceneMapService":
        """The service that lays every scene out on a plane."""
        from videxplore.services.summarising.scene_map import SceneMapService

        return SceneMapService(self._library)

    def parse_example(self, words: str) -> Example:
        """The moment, picture or video that ``words`` name.

        Raises:
            UnknownMomentError: If they name none.
        """
        from videxplore.services.searching.query_text import parse_example

        return parse_example(words, self._library.catalogue)

    def _similarity_service(self) -> "SimilarityService":
        with self._lock:
            if self._similarity is None:
                from videxplore.services.searching.embedder import Embedder
                from videxplore.services.searching.similarity import SimilarityService

                embedder = Embedder(self._weights, self._settings.backbone, self._settings.device)
                self._similarity = SimilarityService(self._library, embedder)
            return self._similarity
