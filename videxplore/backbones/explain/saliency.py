"""What a network looks at: heat over space and time for a class or for a match, and its feature maps.

Source: Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization,
ICCV 2017; for a match the gradient is that of the cosine with the other's embedding.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.core.types import Pixels, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """How much each place of a picture or clip speaks for something.

    Attributes:
        values: float32 (t, h, w) in [0, 1], the hottest place 1; t is 1 for a picture. All zeros where
            nothing speaks for it.
        area: The part of the picture the network sees, which the values tile evenly: left, top, width and
            height as shares of the picture.
    """

    values: npt.NDArray[np.float32]
    area: tuple[float, float, float, float]


def class_heat(backbone: LoadedBackbone, item: Pixels, class_number: int) -> Heat:
    """What in a picture uint8 (H, W, 3) or clip uint8 (T, H, W, 3) speaks for a class.

    Raises:
        ValueError: If the backbone tells no classes.
    """

    def score(features: Tensor) -> Tensor:
        scores = backbone.network.classify(features)
        if scores is None:
            raise ValueError(f"{backbone.spec.name} tells no classes")
        return scores[0, class_number]

    return _heat(backbone, item, score)


def match_heat(backbone: LoadedBackbone, item: Pixels, target: Vector) -> Heat:
    """What in a picture or clip makes it resemble another, whose embedding is ``target`` float32 (D,)."""
    wanted = torch.from_numpy(np.array(target, np.float32))

    def likeness(features: Tensor) -> Tensor:
        vector = backbone.network.embed(features)[0].float()
        return functional.cosine_similarity(vector, wanted.to(vector.device), dim=0)

    return _heat(backbone, item, likeness)


def feature_maps(backbone: LoadedBackbone, item: Pixels, stage: str) -> npt.NDArray[np.float32]:
    """The feature map of a named stage for a picture or clip: float32 (D, t, h, w).

    Raises:
        KeyError: If the network has no such stage.
    """
    kept: list[Tensor] = []
    network = backbone.network

    def keep(_module: object, _input: object, output: Any) -> None:
        kept.append(network.as_map(output))

    hook = network.stages()[stage].register_forward_hook(keep)
    try:
        with torch.inference_mode():
            network.features(backbone.input_of([item]))
    finally:
        hook.remove()
    maps: npt.NDArray[np.float32] = _over_time(kept[0]).float().cpu().numpy()
    return maps


def _heat(backbone: LoadedBackbone, item: Pixels, judge: Callable[[Tensor], Tensor]) -> Heat:
    network = backbone.network
    kept: list[Any] = []

    def keep(_module: object, _input: object, output: Any) -> None:
        kept.append(output)

    stage = network.stages()[network.explained_stage] if network.explained_stage else None
    hook = stage.register_forward_hook(keep) if stage is not None else None
    pixels = backbone.input_of([item]).requires_grad_()
    try:
        with torch.enable_grad():
            features = network.features(pixels)
            value = judge(features)
            looked_at = kept[0] if hook is not None else features
            gradient = _gradient(value, looked_at)
    finally:
        if hook is not None:
            hook.remove()
    as_map = network.as_map if hook is not None else _unchanged
    maps, slopes = _over_time(as_map(looked_at)).float(), _over_time(as_map(gradient)).float()
    weights = slopes.mean((1, 2, 3), keepdim=True)
    heat = functional.relu((weights * maps).sum(0)).detach().cpu().numpy()
    highest = float(heat.max())
    if highest > 0:
        heat = heat / highest
    height, width = item.shape[-3:-1]
    return Heat(np.asarray(heat, np.float32), backbone.preprocessor.seen_area(height, width))


def _gradient(value: Tensor, looked_at: Any) -> Any:
    """The gradient for the output of a stage, in the output's own structure."""
    if isinstance(looked_at, Tensor):
        return torch.autograd.grad(value, looked_at)[0]
    tensors = [part for part in looked_at if isinstance(part, Tensor)]
    slopes = iter(torch.autograd.grad(value, tensors, materialize_grads=True))
    return tuple(next(slopes) if isinstance(part, Tensor) else part for part in looked_at)


def _over_time(maps: Tensor) -> Tensor:
    """One item's map as (D, t, h, w): frames that went through a picture network one by one become time."""
    if maps.dim() == 4:
        return maps.transpose(0, 1)
    return maps[0]


def _unchanged(maps: Tensor) -> Tensor:
    return maps
