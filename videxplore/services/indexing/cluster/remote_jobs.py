"""What the program and its workers say to each other as plain values, and what must be equal on both."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any, Literal

from videxplore.backbones.calibration import read_calibration
from videxplore.backbones.registry import DEFAULT_BACKBONE, weights_spec
from videxplore.backbones.specs import Views
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.json_text import from_document
from videxplore.core.types import Depth
from videxplore.services.indexing.cluster.roots import PlacedFile
from videxplore.services.indexing.index_types import IndexOptions

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Recipe:
    """Versions and weights of an analysis.

    Attributes:
        program: Version of videxplore.
        torch: Version of torch, without the part that names its GPU library.
        weights: ``(model, checksum and calibration)`` of each model; ``missing`` where it has none.
    """

    program: str
    torch: str
    weights: tuple[tuple[str, str], ...]


def recipe_of(options: IndexOptions) -> Recipe:
    """The recipe of this machine for the models that the options name.

    Raises:
        UnknownBackboneError: If a model does not exist.
    """
    names = [options.backbone or DEFAULT_BACKBONE, *([options.actions] if options.actions else [])]
    return Recipe(
        metadata.version("videxplore"),
        metadata.version("torch").partition("+")[0],
        tuple((name, _weights(name, WeightsFolder(options.weights))) for name in names),
    )


def difference(ours: Recipe, theirs: Recipe) -> str:
    """How the recipe of another machine differs, as the end of a sentence; empty where it is the same."""
    if theirs.program != ours.program:
        return f"it has videxplore {theirs.program}, and this computer {ours.program}"
    if theirs.torch != ours.torch:
        return f"it has torch {theirs.torch}, and this computer {ours.torch}"
    found = dict(theirs.weights)
    for name, weights in ours.weights:
        if found.get(name) != weights:
            return f"its weights of {name} are not those of this computer"
    return ""


def _weights(name: str, folder: WeightsFolder) -> str:
    spec = weights_spec(name)
    try:
        checksum = file_checksum(folder.locate(spec))
    except WeightsUnavailableError:
        return "missing"
    calibration = read_calibration(spec, folder.path, checksum)
    return checksum if calibration is None else f"{checksum} at temperature {calibration.temperature}"


@dataclass(frozen=True, slots=True)
class RemoteModels:
    """The models of a run, which every worker looks for in its own weights folder."""

    backbone: str
    actions: str
    clips: int
    crops: int

    @classmethod
    def of(cls, options: IndexOptions) -> "RemoteModels":
        """The models that the options name."""
        return cls(options.backbone, options.actions, options.views.clips, options.views.crops)

    @property
    def views(self) -> Views:
        """How many views of each clip the video model gets."""
        return Views(self.clips, self.crops)


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """One pass over one file on a worker.

    Attributes:
        key: Of this attempt; messages about it carry it.
        topic: Where progress is sent to.
        clips: Whether a full pass also runs the video model, where one was chosen.
        sharers: How many workers share the machine.
    """

    key: str
    topic: str
    file: PlacedFile
    models: RemoteModels
    depth: Literal["quick", "full"]
    clips: bool
    sharers: int

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "RemoteJob":
        """The job of a document of :meth:`document`."""
        job: RemoteJob = from_document(cls, document)
        return job

    def document(self) -> dict[str, Any]:
        """The job as plain values."""
        return plain(self)

    @property
    def pass_depth(self) -> Depth:
        """The pass."""
        return Depth(self.depth)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a worker is, when it joins.

    Attributes:
        host: Name of its computer.
        device: What its models run on; empty where they are not loaded, as it sees no root.
        device_reason: Why, in one sentence.
        cores: CPU cores of its computer.
        recipe: Its versions and weights.
        roots: Names of the roots it sees.
        error: Why it cannot analyse anything; empty where it can.
    """

    host: str
    device: str
    device_reason: str
    cores: int
    recipe: Recipe
    roots: tuple[str, ...]
    error: str

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Introduction":
        """The introduction of a document of :meth:`document`."""
        introduction: Introduction = from_document(cls, document)
        return introduction

    def document(self) -> dict[str, Any]:
        """The introduction as plain values."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job on a worker ended.

    Attributes:
        kind: ``unseen``: the worker does not see the file, or not as it is here.
        error: Why, in one sentence; empty for ``analysed``.
        content: Of the file with the analysis.
    """

    kind: Literal["analysed", "failed", "unseen", "cancelled"]
    error: str = ""
    content: bytes = b""


def placed_files(documents: list[Mapping[str, Any]]) -> tuple[PlacedFile, ...]:
    """Files from plain values."""
    files: tuple[PlacedFile, ...] = from_document(tuple[PlacedFile, ...], documents)
    return files


def plain(value: "DataclassInstance") -> dict[str, Any]:
    """A dataclass as plain values, with lists for tuples, as JSON has them."""
    document: dict[str, Any] = _plain(asdict(value))
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
