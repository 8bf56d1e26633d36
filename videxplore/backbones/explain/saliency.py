"""Grad-CAM heat maps over space and time for a class or for a match, and feature maps.

Source: Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization,
ICCV 2017; for a match the gradient is that of the cosine with the other embedding.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.runtime.network import outputs_of
from videxplore.core.errors import BackboneError
from videxplore.core.types import Pixels, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """How much each region of a frame or clip contributes to a class or match.

    Attributes:
        values: float32 (t, h, w) in [0, 1], with a maximum of 1; t is 1 for a frame. All zeros if nothing
            contributes.
        area: The part of the frame that the network sees, which the values tile evenly: left, top, width and
            height as fractions of the frame.
    """

    values: npt.NDArray[np.float32]
    area: tuple[float, float, float, float]


def explainable(backbone: Backbone) -> LoadedBackbone:
    """The backbone as one whose gradients can be computed.

    Raises:
        BackboneError: If it is made of several models.
    """
    if not isinstance(backbone, LoadedBackbone):
        raise BackboneError(f"{backbone.spec.title} cannot show what it looks at.")
    return backbone


def class_heat(backbone: LoadedBackbone, item: Pixels, class_number: int) -> Heat:
    """Evidence for a class in a frame uint8 (H, W, 3) or clip uint8 (T, H, W, 3).

    Raises:
        ValueError: If the backbone has no classes.
    """

    def class_logit(features: Tensor) -> Tensor:
        logits = backbone.network.classify(features)
        if logits is None:
            raise ValueError(f"{backbone.spec.name} has no classes")
        return logits[0, class_number]

    return _heat(backbone, item, class_logit)


def match_heat(backbone: LoadedBackbone, item: Pixels, target: Vector) -> Heat:
    """What in a frame or clip makes it similar to another one, with the embedding ``target`` float32 (D,)."""
    wanted = torch.from_numpy(np.array(target, np.float32))

    def similarity(features: Tensor) -> Tensor:
        vector = backbone.network.embed(features)[0].float()
        return functional.cosine_similarity(vector, wanted.to(vector.device), dim=0)

    return _heat(backbone, item, similarity)


def feature_maps(backbone: LoadedBackbone, item: Pixels, stage: str) -> npt.NDArray[np.float32]:
    """The feature map of a named stage for a frame or clip: float32 (D, t, h, w).

    Raises:
        KeyError: If the network has no such stage.
    """
    network = backbone.network
    with torch.inference_mode(), outputs_of(network.stages()[stage]) as outputs:
        network.features(backbone.input_of([item]))
        output = network.as_map(outputs[0])
    maps: npt.NDArray[np.float32] = _over_time(output).float().cpu().numpy()
    return maps


def _heat(backbone: LoadedBackbone, item: Pixels, score: Callable[[Tensor], Tensor]) -> Heat:
    network = backbone.network
    pixels = backbone.input_of([item]).requires_grad_()
    with torch.enable_grad():
        if network.cam_layer:
            with outputs_of(network.stages()[network.cam_layer]) as outputs:
                features = network.features(pixels)
            output = outputs[0]
        else:
            output = features = network.features(pixels)
        gradient = _gradient(score(features), output)
    if network.cam_layer:
        output, gradient = network.as_map(output), network.as_map(gradient)
    maps, gradients = _over_time(output).float(), _over_time(gradient).float()
    weights = gradients.mean((1, 2, 3), keepdim=True)
    heat = functional.relu((weights * maps).sum(0)).detach().cpu().numpy()
    highest = float(heat.max())
    if highest > 0:
        heat = heat / highest
    height, width = item.shape[-3:-1]
    return Heat(np.asarray(heat, np.float32), backbone.preprocessor.visible_area(height, width))


def _gradient(score: Tensor, output: Any) -> Any:
    """The gradient with respect to the output of a stage, in the structure of the output."""
    if isinstance(output, Tensor):
        return torch.autograd.grad(score, output)[0]
    tensors = [part for part in output if isinstance(part, Tensor)]
    gradients = iter(torch.autograd.grad(score, tensors, materialize_grads=True))
    return tuple(next(gradients) if isinstance(part, Tensor) else part for part in output)


def _over_time(maps: Tensor) -> Tensor:
    """One item's map as (D, t, h, w): frames that an image network processed one by one become time."""
    if maps.dim() == 4:
        return maps.transpose(0, 1)
    return maps[0]
