"""The services whose engines are heavy: made by the lane that first needs them, after the window shows."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from videxplore.core.errors import BackboneError
from videxplore.core.task import Task
from videxplore.core.types import Ids, Moment, Pixels, SelectionSummary, Summary
from videxplore.services.library import Library
from videxplore.services.searching.queries import Example, Query
from videxplore.settings import Settings

if TYPE_CHECKING:
    from videxplore.backbones.loading import LoadedBackbone
    from videxplore.services.searching.ranking import Ranking
    from videxplore.services.searching.similarity import SimilarityService
    from videxplore.services.summarising.scene_groups import GroupBy, SceneGroups
    from videxplore.services.summarising.scene_map import SceneMapService
    from videxplore.services.summarising.selection import SelectionSummaryService
    from videxplore.services.summarising.summary import SummaryService
    from videxplore.services.teaching.teaching import TeachingService
    from videxplore.ui.work.explained import Explained


Engine = TypeVar("Engine")


class _MadeOnce(Generic[Engine]):
    """An engine that is made when it is first asked for. Another one may be asked for meanwhile."""

    def __init__(self, make: Callable[[], Engine]) -> None:
        """Make nothing yet."""
        self._make = make
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def get(self) -> Engine:
        """The engine; an error that hinders its making is tried anew the next time."""
        with self._lock:
            if self._engine is None:
                self._engine = self._make()
            return self._engine


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
        self._similarity = _MadeOnce(self._make_similarity)
        self._summaries = _MadeOnce(self._make_summaries)
        self._selections = _MadeOnce(self._make_selections)
        self._network = _MadeOnce(self._load_network)

    def find(self, query: Query, count: int, task: Task) -> "Ranking":
        """The moments that answer ``query``."""
        return self._similarity.get().find(query, count, task)

    def warm(self, task: Task) -> None:
        """Load the index, so that the first search is as quick as the others; build an outgrown one anew."""
        service = self._similarity.get()
        service.warm(task)
        service.rebuild(task)

    def summarize(self, video_id: int, keyframes: int | None, task: Task) -> Summary:
        """The gist of a video."""
        return self.summaries().summarize(video_id, keyframes, task)

    def summarize_moments(
        self, moments: Sequence[Moment], keyframes: int | None, task: Task
    ) -> SelectionSummary:
        """The gist of chosen moments."""
        from videxplore.core.selected_span import SelectedSpan

        spans = [SelectedSpan.of_moment(moment) for moment in moments]
        return self.selections().summarize(spans, keyframes, task)

    def selections(self) -> "SelectionSummaryService":
        """The service that summarises moments."""
        return self._selections.get()

    def summaries(self) -> "SummaryService":
        """The service that summarises."""
        return self._summaries.get()

    def teaching(self) -> "TeachingService":
        """The service that learns actions from examples."""
        from videxplore.services.teaching.teaching import TeachingService

        return TeachingService(self._library)

    def explain(self, pixels: Pixels, query: Query | None, label: str, task: Task) -> "Explained":
        """What in a picture makes it answer a query with examples; without one, what speaks for its label.

        Args:
            pixels: uint8 (H, W, 3) RGB.
            query: What is searched for, if anything is.
            label: What the picture is said to show; the likeliest label where the network does not know it.
            task: May be cancelled.

        Raises:
            BackboneError: If the backbone, its weights or its device are not here, or the query is answered
                by another.
            UnknownMomentError: If an example of the query is no longer there.
        """
        backbone = self._network.get()
        task.checkpoint()
        if query is not None and query.likes:
            return self._explain_match(backbone, pixels, query, task)
        return _explain_label(backbone, pixels, label, task)

    def _explain_match(
        self, backbone: "LoadedBackbone", pixels: Pixels, query: Query, task: Task
    ) -> "Explained":
        from videxplore.backbones.saliency import match_heat
        from videxplore.ui.work.explained import Explained, over_picture

        sought = self._similarity.get().seek(query, task)
        if sought.space != backbone.space:
            title = backbone.spec.title
            raise BackboneError(
                f"The library was indexed with another network than {title}; choose that one."
            )
        task.checkpoint()
        # An example is searched for by each of its pictures: the one that is most like this one speaks.
        likeness = sought.vectors @ backbone.run([pixels]).embeddings[0]
        task.checkpoint()
        heat = match_heat(backbone, pixels, sought.vectors[int(np.argmax(likeness))])
        return Explained(over_picture(heat.values[0], heat.area), "")

    def scene_maps(self) -> "SceneMapService":
        """The service that lays every scene out on a plane."""
        from videxplore.services.summarising.scene_map import SceneMapService

        return SceneMapService(self._library)

    def group_scenes(self, by: "GroupBy", shot_ids: Ids, video_ids: Ids, task: Task) -> "SceneGroups":
        """The colours of the map: which scenes, int64 (N,) each with its video, belong together."""
        from videxplore.services.summarising.scene_groups import group_scenes

        return group_scenes(self._library, by, shot_ids, video_ids, task)

    def parse_example(self, words: str) -> Example:
        """The moment, picture or video that ``words`` name.

        Raises:
            UnknownMomentError: If they name none.
        """
        from videxplore.services.searching.query_text import parse_example

        return parse_example(words, self._library.catalogue)

    def _make_similarity(self) -> "SimilarityService":
        from videxplore.services.searching.embedder import Embedder
        from videxplore.services.searching.similarity import SimilarityService

        embedder = Embedder(self._weights, self._settings.backbone, self._settings.device)
        return SimilarityService(self._library, embedder)

    def _make_summaries(self) -> "SummaryService":
        from videxplore.services.summarising.summary import SummaryService

        return SummaryService(self._library)

    def _make_selections(self) -> "SelectionSummaryService":
        from videxplore.services.summarising.selection import SelectionSummaryService

        return SelectionSummaryService(self._library)

    def _load_network(self) -> "LoadedBackbone":
        from videxplore.backbones.loading import LoadedBackbone
        from videxplore.backbones.registry import load
        from videxplore.backbones.weights import WeightsFolder

        weights = WeightsFolder(self._weights)
        network = load(self._settings.backbone, weights, self._settings.device)
        if not isinstance(network, LoadedBackbone):
            raise BackboneError(f"{network.spec.title} cannot show what it looks at.")
        return network


def _explain_label(backbone: "LoadedBackbone", pixels: Pixels, label: str, task: Task) -> "Explained":
    from videxplore.backbones.saliency import class_heat
    from videxplore.ui.work.explained import Explained, over_picture

    scores = backbone.run([pixels]).scores
    if scores is None:
        raise BackboneError(f"{backbone.spec.title} tells no labels that could be explained.")
    task.checkpoint()
    classes = backbone.classes
    number = classes.index(label) if label in classes else int(scores[0].argmax())
    heat = class_heat(backbone, pixels, number)
    return Explained(over_picture(heat.values[0], heat.area), classes[number])
