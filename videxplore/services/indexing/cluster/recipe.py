"""What must be equal on two machines, so that their embeddings can be compared."""

from dataclasses import dataclass
from importlib import metadata

from videxplore.backbones.registry import DEFAULT_BACKBONE, weights_spec
from videxplore.backbones.training.calibration import read_calibration
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import WeightsUnavailableError
from videxplore.services.indexing.index_types import IndexOptions


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
