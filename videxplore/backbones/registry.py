"""The table of backbones, and how one is loaded. Importing this module does not import torch."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.backbones.calibration import read_calibration
from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.specs import BackboneDescription, BackboneSpec
from videxplore.backbones.tables.image import IMAGE_BACKBONES, TEXT_BACKBONES, is_text_installed
from videxplore.backbones.tables.video import FLOW_MODELS, TRAINED_BACKBONES, VIDEO_BACKBONES
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import (
    MissingPackageError,
    UnknownBackboneError,
    WeightsUnavailableError,
    extra_sentence,
)
from videxplore.core.types import Prediction, PredictionSource

BACKBONES: Mapping[str, BackboneSpec] = {
    spec.name: spec
    for spec in (
        *IMAGE_BACKBONES,
        *VIDEO_BACKBONES,
        *TRAINED_BACKBONES,
        *(TEXT_BACKBONES if is_text_installed() else ()),
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
        UnknownBackboneError: If there is no such row.
        MissingPackageError: If it needs a package that is not installed.
    """
    try:
        return BACKBONES[name]
    except KeyError:
        if name in {spec.name for spec in TEXT_BACKBONES}:
            raise MissingPackageError(extra_sentence(f"The backbone {name}", "text")) from None
        known = ", ".join(BACKBONES)
        raise UnknownBackboneError(f"There is no backbone named {name!r}; choose one of {known}.") from None


def weights_spec(name: str) -> BackboneSpec:
    """The row named ``name`` of everything that has weights: backbones, and optical-flow models.

    Raises:
        UnknownBackboneError: If there is no such row.
    """
    return FLOW_MODELS[name] if name in FLOW_MODELS else backbone_spec(name)


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
        weights: The weights folder.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        weights_file: Weights to use instead of those in the folder or in a package.
        is_calibrated: Whether to apply the calibration stored for these weights, if there is one.

    Raises:
        UnknownBackboneError: If no backbone has this name.
        WeightsUnavailableError: If the weights are missing, or do not fit this model.
        DeviceUnavailableError: If this computer does not have the device.
    """
    spec = backbone_spec(name)
    from videxplore.backbones.runtime.loading import load_backbone, optical_flow

    file = weights.locate(spec) if weights_file is None else weights_file
    try:
        backbone = load_backbone(spec, file, device)
    except WeightsUnavailableError as error:
        if weights_file is not None:
            raise
        raise WeightsUnavailableError(
            f"{str(error).removesuffix('.')}: {weights.how_to_get(spec)}."
        ) from error
    backbone.preprocessor.flow = optical_flow(spec, weights.locate, backbone.device)
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
    from videxplore.backbones.explain import describe_backbone

    return describe_backbone(spec)


def predictions(
    backbone: Backbone, scores_row: npt.NDArray[np.float32], top: int = 5
) -> tuple[Prediction, ...]:
    """The ``top`` most probable classes of one row of probabilities float32 (C,), best first."""
    best = np.argsort(-scores_row, kind="stable")[:top]
    source: PredictionSource = "object" if backbone.spec.kind == "image" else "pretrained"
    return tuple(
        Prediction(backbone.classes[i], float(scores_row[i]), source, backbone.spec.name) for i in best
    )
