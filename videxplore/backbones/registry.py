"""The table of backbones and how one is loaded. Importing this module does not import torch."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.base import Backbone
from videxplore.backbones.calibration import read_calibration
from videxplore.backbones.flow_table import FLOW_NETWORKS
from videxplore.backbones.image_table import IMAGE_BACKBONES
from videxplore.backbones.specs import BackboneDescription, BackboneSpec
from videxplore.backbones.text_table import TEXT_BACKBONES, is_installed
from videxplore.backbones.trained_table import TRAINED_BACKBONES
from videxplore.backbones.video_table import VIDEO_BACKBONES
from videxplore.backbones.weights import WeightsFolder
from videxplore.core.errors import MissingPackageError, UnknownBackboneError, WeightsUnavailableError
from videxplore.core.types import Prediction, PredictionSource

BACKBONES: Mapping[str, BackboneSpec] = {
    spec.name: spec
    for spec in (
        *IMAGE_BACKBONES,
        *VIDEO_BACKBONES,
        *TRAINED_BACKBONES,
        *(TEXT_BACKBONES if is_installed() else ()),
    )
}
"""Every backbone that can be built here, by name."""

DEFAULT_BACKBONE = "efficientnet-lite0"
"""The image backbone whose weights come with the program."""

DEFAULT_MOTION_BACKBONE = "lite0-motion"
"""The video backbone that needs no weights beyond those of the default image backbone."""


def backbone_spec(name: str) -> BackboneSpec:
    """The row named ``name``.

    Raises:
        UnknownBackboneError: If there is none.
        MissingPackageError: If it needs a package that is not installed.
    """
    try:
        return BACKBONES[name]
    except KeyError:
        if name in {spec.name for spec in TEXT_BACKBONES}:
            raise MissingPackageError(
                f"The backbone {name} needs open_clip (extra `text`), which is not installed here."
            ) from None
        known = ", ".join(BACKBONES)
        raise UnknownBackboneError(f"There is no backbone named {name!r}; choose one of {known}.") from None


def weights_spec(name: str) -> BackboneSpec:
    """The row named ``name`` of whatever has weights: backbones, and networks that some of them see through.

    Raises:
        UnknownBackboneError: If there is none.
    """
    return FLOW_NETWORKS[name] if name in FLOW_NETWORKS else backbone_spec(name)


def load(
    name: str,
    weights: WeightsFolder,
    device: str = "auto",
    weights_file: Path | None = None,
    *,
    is_calibrated: bool = True,
) -> Backbone:
    """Load a backbone with its weights.

    Args:
        name: Key of :data:`BACKBONES`.
        weights: Where weights are looked for.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        weights_file: Weights to use instead of those that would be found.
        is_calibrated: Whether scores follow the calibration kept for these weights, where there is one.

    Raises:
        UnknownBackboneError: If no backbone has this name.
        WeightsUnavailableError: If the weights are not here, or are not weights of this network.
        DeviceUnavailableError: If the device is not here.
    """
    spec = backbone_spec(name)
    from videxplore.backbones.flow_methods import flow_of
    from videxplore.backbones.loading import load_backbone

    file = weights.locate(spec) if weights_file is None else weights_file
    try:
        backbone = load_backbone(spec, file, device)
    except WeightsUnavailableError as error:
        if weights_file is not None:
            raise
        raise WeightsUnavailableError(f"{str(error).removesuffix('.')}: {weights.way_out(spec)}.") from error
    backbone.preprocessor.flow = flow_of(spec, weights, backbone.device)
    calibration = read_calibration(spec, weights.path, backbone.checksum) if is_calibrated else None
    if calibration is not None:
        backbone.temperature = calibration.temperature
    return backbone


def describe(name: str) -> BackboneDescription:
    """Count parameters and operations and compute receptive fields, without weights.

    Raises:
        UnknownBackboneError: If no backbone has this name.
    """
    spec = backbone_spec(name)
    from videxplore.backbones.description import describe_backbone

    return describe_backbone(spec)


def predictions(
    backbone: Backbone, scores_row: npt.NDArray[np.float32], top: int = 5
) -> tuple[Prediction, ...]:
    """The ``top`` likeliest classes of one row of scores float32 (C,), best first."""
    best = np.argsort(-scores_row, kind="stable")[:top]
    source: PredictionSource = "object" if backbone.spec.kind == "image" else "pretrained"
    return tuple(
        Prediction(backbone.classes[i], float(scores_row[i]), source, backbone.spec.name) for i in best
    )
