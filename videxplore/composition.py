"""The composition root: every service of a library, made from where things live and what the user chose.

The window, the command line and :mod:`videxplore.api` all get their services here. Nothing heavy is imported
until a service is asked for.
"""

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from videxplore.core.file_names import expanded
from videxplore.paths import AppPaths
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.library import Library
from videxplore.settings import Settings, load_settings

if TYPE_CHECKING:
    from videxplore.services.heat_maps import ExplainingService
    from videxplore.services.recognition import ActionsService
    from videxplore.services.searching.duplicates.duplicates import DuplicateService
    from videxplore.services.searching.query.query_embedding import Embedder
    from videxplore.services.searching.ranking.similarity import SimilarityService
    from videxplore.services.summarising.scene_map import SceneMapService
    from videxplore.services.summarising.skim import SkimService
    from videxplore.services.summarising.summary import SelectionSummaryService, SummaryService
    from videxplore.services.teaching.taught_actions import TeachingService

Service = TypeVar("Service")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where things live and what the user chose.

    Attributes:
        paths: Its ``library`` is the library to open.
        settings: The user's settings, or what replaces them for once.
    """

    paths: AppPaths
    settings: Settings

    @classmethod
    def load(
        cls, library: Path | None = None, data_dir: Path | None = None, settings: Settings | None = None
    ) -> "Configuration":
        """The configuration of this user.

        Args:
            library: The library's folder; without one, the settings and then the data folder decide.
            data_dir: Keeps library, weights and settings in this folder instead of the user's own ones.
            settings: Instead of the stored ones.

        Raises:
            SettingsError: If the settings file cannot be read.
        """
        paths = AppPaths.of_user() if data_dir is None else AppPaths.under(expanded(data_dir).absolute())
        chosen = load_settings(paths.settings_file) if settings is None else settings
        if library is None and chosen.library and data_dir is None:
            library = Path(chosen.library)
        folder = expanded(library or paths.library).absolute()
        return cls(dataclasses.replace(paths, library=folder), chosen)

    def choose(
        self, *, device: str | None = None, backbone: str | None = None, actions: str | None = None
    ) -> "Configuration":
        """The same with another device or other models; None and an empty backbone change nothing."""
        settings = self.settings
        return dataclasses.replace(
            self,
            settings=dataclasses.replace(
                settings,
                device=device or settings.device,
                backbone=backbone or settings.backbone,
                action_backbone=settings.action_backbone if actions is None else actions,
            ),
        )

    def index_options(self) -> IndexOptions:
        """How new videos are analysed; change the rest by :func:`dataclasses.replace`."""
        return IndexOptions(
            weights=self.paths.weights,
            device=self.settings.device,
            backbone=self.settings.backbone,
            actions=self.settings.action_backbone,
        )

    def open_library(self, *, writable: bool = False) -> Library:
        """Open the library.

        Raises:
            CatalogueError: If it cannot be opened; one that is not there is made only to be written.
        """
        return Library.open(self.paths.library, writable=writable)

    def open_existing_library(self) -> Library:
        """Open the library for writing; one that is not there is not made.

        Raises:
            CatalogueError: If it cannot be opened.
        """
        self.open_library().close()
        return self.open_library(writable=True)


def backbone_titles(kind: str) -> dict[str, str]:
    """The titles of all backbones of a kind (``image`` or ``video``) by their names."""
    from videxplore.backbones.registry import BACKBONES

    return {spec.name: spec.title for spec in BACKBONES.values() if spec.kind == kind}


class _MadeOnce(Generic[Service]):
    """A service that is made when it is first asked for; other services may be made meanwhile."""

    def __init__(self, make: Callable[[], Service]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._service: Service | None = None

    def __call__(self) -> Service:
        """The service; after an error it is tried again the next time."""
        with self._lock:
            if self._service is None:
                self._service = self._make()
            return self._service


class Services:
    """The services of one open library. May be asked from several threads at once.

    Attributes:
        library: The library; whoever opened it closes it.
    """

    def __init__(self, library: Library, configuration: Configuration, *, vector_index: str = "auto") -> None:
        """Make nothing yet.

        Args:
            library: Stays open as long as its services are used.
            configuration: Names the models and the device for images from outside the library.
            vector_index: ``auto``, ``faiss``, ``exact`` or ``milvus:ADDRESS``.
        """
        self.library = library
        self._configuration = configuration
        self._vector_index = vector_index
        self.embedder = _MadeOnce(self._make_embedder)
        self.similarity = _MadeOnce(self._make_similarity)
        self.summaries = _MadeOnce(self._make_summaries)
        self.selections = _MadeOnce(self._make_selections)
        self.explaining = _MadeOnce(self._make_explaining)

    # The others hold nothing that is worth keeping.

    def actions(self) -> "ActionsService":
        """Says what happens in a video."""
        from videxplore.services.recognition import ActionsService

        return ActionsService(self.library)

    def duplicates(self) -> "DuplicateService":
        """Finds the same footage in two files."""
        from videxplore.services.searching.duplicates.duplicates import DuplicateService

        return DuplicateService(self.library)

    def scene_maps(self) -> "SceneMapService":
        """Lays every shot out on a plane."""
        from videxplore.services.summarising.scene_map import SceneMapService

        return SceneMapService(self.library)

    def skims(self) -> "SkimService":
        """Shortens videos."""
        from videxplore.services.summarising.skim import SkimService

        return SkimService(self.library, self.summaries())

    def teaching(self) -> "TeachingService":
        """Learns actions from examples."""
        from videxplore.services.teaching.taught_actions import TeachingService

        return TeachingService(self.library)

    def _make_embedder(self) -> "Embedder":
        from videxplore.services.searching.query.query_embedding import Embedder

        settings = self._configuration.settings
        return Embedder(self._configuration.paths.weights, settings.backbone, settings.device)

    def _make_similarity(self) -> "SimilarityService":
        from videxplore.services.searching.ranking.similarity import SimilarityService

        return SimilarityService(self.library, self.embedder(), self._vector_index)

    def _make_summaries(self) -> "SummaryService":
        from videxplore.services.summarising.summary import SummaryService

        return SummaryService(self.library)

    def _make_selections(self) -> "SelectionSummaryService":
        from videxplore.services.summarising.summary import SelectionSummaryService

        return SelectionSummaryService(self.library)

    def _make_explaining(self) -> "ExplainingService":
        from videxplore.services.heat_maps import ExplainingService

        settings = self._configuration.settings
        return ExplainingService(
            self.similarity, self._configuration.paths.weights, settings.backbone, settings.device
        )
