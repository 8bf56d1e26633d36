"""The composition root: every service of a library, made from where things live and what the user chose.

The window, the command line and :mod:`videxplore.api` all get their services here. Nothing heavy is imported
until a service is asked for.
"""

import dataclasses
import importlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from videxplore.backbones.registry import BACKBONES, backbone_spec
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import UsageError, VidexploreError
from videxplore.core.file_names import expanded
from videxplore.paths import AppPaths
from videxplore.services.indexing.cluster.machines import Machines
from videxplore.services.indexing.cluster.roots import parsed_roots
from videxplore.services.indexing.index_types import IndexOptions
from videxplore.services.indexing.recognised_text import SPEECH_MODELS, can_recognise, require_recognition
from videxplore.services.library import Library
from videxplore.services.recognition import ActionsService
from videxplore.settings import Settings, load_settings

if TYPE_CHECKING:
    from videxplore.services.heat_maps import ExplainingService
    from videxplore.services.indexing.cluster.joining import ClusterSettings
    from videxplore.services.models.service import ModelsService
    from videxplore.services.searching.duplicates.duplicates import DuplicateService
    from videxplore.services.searching.query.describer import Describer
    from videxplore.services.searching.query.query_embedding import Embedder
    from videxplore.services.searching.ranking.similarity import SimilarityService
    from videxplore.services.searching.words.library_words import LibraryWords
    from videxplore.services.summarising.scene_map import SceneMapService
    from videxplore.services.summarising.skim import SkimService
    from videxplore.services.summarising.summary import SelectionSummaryService, SummaryService
    from videxplore.services.teaching.taught_actions import TeachingService

Service = TypeVar("Service")

COSTS_FILE = "model-costs.json"

_log = logging.getLogger(__name__)


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

    def with_stored_settings(self) -> "Configuration":
        """The same folders with the settings as they are stored now.

        Raises:
            SettingsError: If the settings file cannot be read.
        """
        return dataclasses.replace(self, settings=load_settings(self.paths.settings_file))

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
            descriptions=self._usable_describer(),
            purge_after_days=self.settings.purge_after_days,
            words_on_screen=self.settings.words_on_screen and can_recognise("screen"),
            speech_model=self._usable_speech_model(),
        )

    def asked_options(
        self,
        *,
        descriptions: str | None = None,
        words_on_screen: bool | None = None,
        speech: str | None = None,
    ) -> IndexOptions:
        """The options of the settings, but for what is asked for; None is as in the settings.

        Args:
            descriptions: Name of the model that compares descriptions with keyframes; empty for none.
            words_on_screen: Whether text on screen is read.
            speech: Name or folder of the model that recognises speech; empty for none.

        Raises:
            VidexploreError: If what is asked for cannot be done here.
        """
        options = self.index_options()
        if speech and speech not in SPEECH_MODELS:
            speech = str(expanded(Path(speech)).absolute())
        require_recognition(options.weights, words_on_screen=bool(words_on_screen), speech_model=speech or "")
        if descriptions:
            self._require_describer(descriptions)
        return dataclasses.replace(
            options,
            descriptions=options.descriptions if descriptions is None else descriptions,
            words_on_screen=options.words_on_screen if words_on_screen is None else words_on_screen,
            speech_model=options.speech_model if speech is None else speech,
        )

    def _require_describer(self, name: str) -> None:
        spec = backbone_spec(name)
        if not spec.reads_text:
            raise UsageError(f"{spec.title} does not read descriptions; choose a text+image model.")
        self.weights_folder().locate(spec)

    def _usable_describer(self) -> str:
        """The chosen model of descriptions; empty where it cannot be used, so that the rest is indexed."""
        spec = BACKBONES.get(self.settings.description_backbone)
        is_usable = spec is not None and spec.reads_text and self.weights_folder().state(spec) == "ready"
        return self.settings.description_backbone if is_usable else ""

    def _usable_speech_model(self) -> str:
        """The chosen model of speech; empty where it cannot be used, so that the rest is indexed."""
        name = self.settings.speech_model
        try:
            require_recognition(self.paths.weights, speech_model=name)
        except VidexploreError:
            return ""
        return name

    def weights_folder(self) -> WeightsFolder:
        """The folder of weights, which downloads from the mirror if one was chosen."""
        return WeightsFolder(self.paths.weights, self.settings.mirror)

    @property
    def certificates(self) -> Path:
        """The folder of the certificates of a cluster."""
        return self.paths.state / "cluster"

    def cluster(self, machines: Machines | None = None) -> "ClusterSettings | None":
        """The cluster of the settings; None for this computer alone.

        Args:
            machines: Show what its workers do.

        Raises:
            UsageError: If a root of the settings is not ``NAME=PATH``.
        """
        if not self.settings.cluster:
            return None
        made: ClusterSettings = _module("indexing.cluster.joining").ClusterSettings(
            self.settings.cluster,
            self.certificates,
            parsed_roots(self.settings.cluster_roots),
            _log.info,
            machines or Machines(),
        )
        return made

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
    """The services of one open library, each made when it is first asked for, from any thread.

    Attributes:
        library: The library; whoever opened it closes it.
        actions: Recognises what happens in a video.
        duplicates: Finds the same footage in two files.
        teaching: Learns actions from examples.
        embedder: Embeds queries from outside the library.
        describer: Embeds descriptions.
        similarity: Finds similar moments.
        explaining: Computes heat maps.
        summaries: Summarises a video.
        selections: Summarises chosen moments.
        skims: Shortens videos.
        scene_maps: Arranges all shots on a plane.
        words: Lists what the library can be asked for by words.
        models: Gets and removes models.
    """

    def __init__(self, library: Library, configuration: Configuration, *, vector_index: str = "auto") -> None:
        """Make nothing yet.

        Args:
            library: Stays open as long as its services are used.
            configuration: Names the models and the device for images from outside the library.
            vector_index: ``auto``, ``faiss``, ``exact`` or ``milvus:ADDRESS``.
        """
        self.library = library
        settings, weights = configuration.settings, configuration.paths.weights
        models = (weights, settings.backbone, settings.device)
        self.actions = _MadeOnce(lambda: ActionsService(library))
        self.duplicates: _MadeOnce[DuplicateService] = _MadeOnce(
            lambda: _module("searching.duplicates.duplicates").DuplicateService(library)
        )
        self.teaching: _MadeOnce[TeachingService] = _MadeOnce(
            lambda: _module("teaching.taught_actions").TeachingService(library)
        )
        self.embedder: _MadeOnce[Embedder] = _MadeOnce(
            lambda: _module("searching.query.query_embedding").Embedder(*models)
        )
        self.describer: _MadeOnce[Describer] = _MadeOnce(
            lambda: _module("searching.query.describer").Describer(
                library.catalogue, weights, settings.device
            )
        )
        self.similarity: _MadeOnce[SimilarityService] = _MadeOnce(
            lambda: _module("searching.ranking.similarity").SimilarityService(
                library, self.embedder(), vector_index, self.words(), self.describer()
            )
        )
        self.explaining: _MadeOnce[ExplainingService] = _MadeOnce(
            lambda: _module("heat_maps").ExplainingService(library, self.similarity, *models)
        )
        self.summaries: _MadeOnce[SummaryService] = _MadeOnce(
            lambda: _module("summarising.summary").SummaryService(library)
        )
        self.selections: _MadeOnce[SelectionSummaryService] = _MadeOnce(
            lambda: _module("summarising.summary").SelectionSummaryService(library)
        )
        self.skims: _MadeOnce[SkimService] = _MadeOnce(
            lambda: _module("summarising.skim").SkimService(library, self.summaries())
        )
        self.words: _MadeOnce[LibraryWords] = _MadeOnce(
            lambda: _module("searching.words.library_words").LibraryWords(library.catalogue)
        )
        self.models: _MadeOnce[ModelsService] = _MadeOnce(
            lambda: _module("models.service").ModelsService(
                library, weights, settings.mirror, settings.device, configuration.paths.state / COSTS_FILE
            )
        )
        self.scene_maps: _MadeOnce[SceneMapService] = _MadeOnce(
            lambda: _module("summarising.scene_map").SceneMapService(library)
        )


def _module(name: str) -> Any:
    """A module of ``services`` imported when it is first needed: many import PyAV, SciPy or scikit-learn."""
    return importlib.import_module(f"videxplore.services.{name}")
