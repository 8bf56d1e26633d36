"""Getting, importing and removing models, and what the library knows by them."""

import threading
from pathlib import Path

from videxplore.backbones.registry import BACKBONES, backbone_spec, weights_spec
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights.downloads import CHECKING
from videxplore.backbones.weights.mirrors import checked_mirror
from videxplore.backbones.weights.weights_folder import WeightsFolder, check_weights
from videxplore.core.processes import run_isolated
from videxplore.core.task import Progress, Task
from videxplore.core.texts import TextKind
from videxplore.core.types import Space, Video, VideoState
from videxplore.services.indexing.recognised_text import SCREEN_MODEL, lacks_text
from videxplore.services.library import Library
from videxplore.services.models.cost import KeptCosts, ModelCost, cost_of_library, cost_of_recognition
from videxplore.services.models.offers import SCREEN_ROW, Offer, offers, spare_model
from videxplore.services.models.speech_files import SpeechFiles, speech_model_named
from videxplore.services.searching.index.answering import AnsweringSpaces


class ModelsService:
    """The models of this computer and of one library; its methods belong to threads that may wait."""

    def __init__(self, library: Library, weights: Path, mirror: str, device: str, costs: Path) -> None:
        """Look at nothing yet.

        Args:
            library: Learns by the models.
            weights: The folder of downloaded and imported weights.
            mirror: Address or folder that weights are downloaded from; empty for their publishers.
            device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
            costs: The file that keeps what models cost on this machine.
        """
        self._library = library
        self._path = weights
        self._mirror = mirror
        self._device = device
        self._costs = KeptCosts(costs)
        self._lock = threading.Lock()

    def use_mirror(self, mirror: str) -> str:
        """Download from an address or a folder from now on; from the publishers where it is empty.

        Returns:
            The mirror as it is kept in the settings.

        Raises:
            UsageError: If it is neither a web address nor a folder that is there.
        """
        checked = checked_mirror(mirror) if mirror.strip() else ""
        with self._lock:
            self._mirror = checked
        return checked

    def offers(self) -> dict[str, Offer]:
        """Every model by name."""
        return offers(self._folder(Task()))

    def fetch(self, name: str, task: Task) -> None:
        """Download the weights of a model.

        Raises:
            WeightsUnavailableError: If they cannot be downloaded.
            Cancelled: If the task was cancelled; the next call continues.
        """
        speech = speech_model_named(name)
        if speech is not None:
            SpeechFiles(self._folder(task)).fetch(speech, task)
        else:
            self._folder(task).fetch(weights_spec(name), task)

    def import_file(self, name: str, file: Path, task: Task) -> None:
        """Copy a file of weights, or the folder of a model of speech, into the weights folder.

        Raises:
            WeightsUnavailableError: If it does not hold the weights of this model.
            FileWriteError: If it cannot be copied.
        """
        speech = speech_model_named(name)
        if speech is not None:
            SpeechFiles(self._folder(task)).import_folder(speech, file)
        else:
            self._folder(task).import_file(weights_spec(name), file)

    def remove(self, name: str) -> None:
        """Delete the weights of a model; what comes with a package stays.

        Raises:
            FileWriteError: If they cannot be deleted.
        """
        speech = speech_model_named(name)
        if speech is not None:
            SpeechFiles(self._folder(Task())).remove(speech)
        elif name != SCREEN_ROW:
            self._folder(Task()).remove(weights_spec(name))

    def cost(self, name: str, task: Task) -> ModelCost:
        """What a model costs on this machine, measured once.

        Raises:
            VidexploreError: If it cannot be measured here.
            Cancelled: If the task was cancelled.
        """
        speech = speech_model_named(name)
        if name == SCREEN_ROW or speech is not None:
            return cost_of_recognition(self._library, speech, self._device, self._costs, task)
        return cost_of_library(self._library, name, self._device, self._costs, task)

    def _folder(self, task: Task) -> WeightsFolder:
        """The weights folder; what checks a new file is another process."""
        with self._lock:
            mirror = self._mirror

        def check(spec: BackboneSpec, file: Path) -> None:
            run_isolated(check_weights, spec, file, task=task)

        return WeightsFolder(self._path, mirror, check=check)

    def not_ready(self, names: tuple[str, ...]) -> str:
        """A sentence about the first of some models whose weights are not here; empty if all are."""
        weights = self._folder(Task())
        specs = [BACKBONES[name] for name in names if name in BACKBONES]
        missing = next((spec for spec in specs if weights.state(spec) != "ready"), None)
        if missing is None:
            return ""
        return f"The weights of {missing.title} are not on this computer, so that it is not used."

    def answering(self, chosen: str) -> str:
        """The image model whose space answers searches now; ``chosen`` where none does."""
        spaces = AnsweringSpaces(self._library.catalogue).of_kind("appearance")
        return next((space.backbone for space in spaces if space.backbone in BACKBONES), chosen)

    def half_learned(self, names: tuple[str, ...]) -> list[Video]:
        """The analysed videos that one of these models has not seen, though it should have.

        Those that come with the program should have where they have seen another video.
        """
        spare = {spare_model("image"), spare_model("video")}
        return self.unlearned(tuple(name for name in names if name not in spare or self._known_ids(name)))

    def unlearned(self, names: tuple[str, ...]) -> list[Video]:
        """The analysed videos that one of these models has not seen, unless the user stopped them."""
        catalogue, weights = self._library.catalogue, self._folder(Task())
        ready = [name for name in names if name in BACKBONES and weights.state(BACKBONES[name]) == "ready"]
        stopped_ids = catalogue.stopped.ids()
        known = {name: self._known_ids(name) for name in ready}
        texts, read_from = _recognised(names), catalogue.texts.read_from()
        return [
            video
            for video in catalogue.videos()
            if video.state is VideoState.COMPLETE
            and not video.error
            and video.id not in stopped_ids
            and (
                any(video.id not in ids for ids in known.values())
                or any(lacks_text(video, kind, model, read_from) for kind, model in texts.items())
            )
        ]

    def unlearn(self, name: str) -> bool:
        """Delete what the library knows by a model; not the only knowledge of appearance it has.

        Returns:
            Whether it knows nothing by the model any more.
        """
        catalogue = self._library.catalogue
        for kind in _recognised((name,)):
            catalogue.texts.forget(kind)
            return True
        spec = backbone_spec(name)
        spaces = [space for space in catalogue.spaces() if space.backbone == name]
        taught = {space for action in catalogue.taught.all() for space in action.spaces}
        if any(space.name in taught for space in spaces):
            return False
        if spec.kind == "image" and not self._known_ids(name) <= self._known_ids_without(spec):
            return False
        catalogue.forget_model(name)
        return True

    def _known_ids_without(self, spec: BackboneSpec) -> set[int]:
        """Videos whose appearance is known without an image model.

        One that is chosen instead of others is followed by the one that comes with the program.
        """
        if not spec.reads_text:
            return self._known_ids(spare_model(spec.kind))
        spaces = [one for one in self._library.catalogue.spaces() if one.kind == "appearance"]
        others = {space.backbone for space in spaces if space.backbone != spec.name}
        return set().union(*map(self._known_ids, others))

    def _known_ids(self, name: str) -> set[int]:
        spaces: list[Space] = [one for one in self._library.catalogue.spaces() if one.backbone == name]
        return set().union(*(self._library.catalogue.videos_in_space(space.name) for space in spaces))


def is_checked(progress: Progress) -> bool:
    """Whether a download is here, and is being checked: what is done are bytes that were read again."""
    return progress.message.startswith(CHECKING)


def _recognised(names: tuple[str, ...]) -> dict[TextKind, str]:
    """The kinds of text that some models recognise, and what the text then is from."""
    found: dict[TextKind, str] = {}
    for name in names:
        speech = speech_model_named(name)
        if speech is not None:
            found["speech"] = speech.name
        elif name == SCREEN_ROW:
            found["screen"] = SCREEN_MODEL
    return found
