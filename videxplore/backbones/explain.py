"""What a network consists of and attends to: parameters, receptive fields, feature maps, Grad-CAM.

Receptive fields are computed from the operations of a forward pass. Every tensor has, for time, height and
width, the distance of its cells in the input (the stride) and the length of the input that one cell depends
on (the extent). A convolution or pooling with kernel k and dilation d widens the extent by (k - 1) d times
the stride, then multiplies the stride; where branches meet, the widest extent counts. With attention or a
mean over positions (as in squeeze-and-excitation) every cell depends on the whole input.

Source: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill, 2019.

Source: Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization,
ICCV 2017; for a match the gradient is that of the cosine with the other embedding.
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode
from torch.utils.weak import WeakTensorKeyDictionary

from videxplore.backbones.runtime.base import Backbone
from videxplore.backbones.runtime.loading import LoadedBackbone, family
from videxplore.backbones.runtime.network import Network, outputs_of
from videxplore.backbones.specs import BackboneDescription, BackboneSpec
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


_aten: Any = torch.ops.aten

_FLOPS_PER_MAC = 2
_UNTRAINED_CLASSES = 400
"""Number of classes if there are no published weights: that of Kinetics-400."""


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """What one cell depends on, over (frames, rows, columns); infinite if it depends on everything.

    Attributes:
        extent: Length of the input that one cell depends on.
        stride: Distance in the input between neighbouring cells.
    """

    extent: tuple[float, float, float] = (1, 1, 1)
    stride: tuple[float, float, float] = (1, 1, 1)

    def through(
        self, kernel: Sequence[int], stride: Sequence[int], dilation: Sequence[int]
    ) -> "ReceptiveField":
        """The field after a kernel over the last axes: all three, or rows and columns."""
        missing = 3 - len(kernel)
        windows = [*[(1, 1, 1)] * missing, *zip(kernel, stride, dilation, strict=True)]
        rows = zip(self.extent, self.stride, windows, strict=True)
        extent = tuple(
            was + ((size - 1) * wide * apart if size > 1 else 0) for was, apart, (size, _, wide) in rows
        )
        steps = tuple(apart * step for apart, (_, step, _) in zip(self.stride, windows, strict=True))
        return ReceptiveField(_three(extent), _three(steps))


EVERYTHING = ReceptiveField((math.inf,) * 3, (math.inf,) * 3)
"""The field of a cell that depends on the whole input."""


def receptive_fields(network: Network, pixels: Tensor) -> dict[str, ReceptiveField]:
    """The field of every named stage and, as ``features``, of the last features.

    Args:
        network: Preferably on the meta device, where nothing is computed.
        pixels: Its input (1, C, H, W) or (1, C, T, H, W) on the same device.
    """
    return _walked(network, pixels)[0]


def _walked(network: Network, pixels: Tensor) -> tuple[dict[str, ReceptiveField], int]:
    """The fields as of :func:`receptive_fields`, and the floating-point operations of the whole network."""
    fields: dict[str, ReceptiveField] = {}
    with torch.no_grad(), _FieldMode() as mode:

        def note(name: str) -> Callable[[nn.Module, object, object], None]:
            return lambda _module, _input, output: fields.update({name: mode.field_of(output)})

        hooks = [stage.register_forward_hook(note(name)) for name, stage in network.stages().items()]
        try:
            features = network.features(pixels)
        finally:
            for hook in hooks:
                hook.remove()
        fields["features"] = mode.field_of(features)
        network.classify(features)
    if network.sees_all_frames:
        fields["features"] = ReceptiveField(
            (math.inf, *fields["features"].extent[1:]), fields["features"].stride
        )
    return fields, mode.flops


_UntypedMode: Any = TorchDispatchMode
_UntypedDictionary: Any = WeakTensorKeyDictionary


class _FieldMode(_UntypedMode):  # type: ignore[misc] # torch has no types here.
    """Tracks fields through every operation that runs while it is active, and counts what they compute."""

    def __init__(self) -> None:
        super().__init__()
        self.flops = 0
        self._formulas = FlopCounterMode(display=False).flop_registry
        self._fields = _UntypedDictionary()

    def field_of(self, value: object) -> ReceptiveField:
        """The widest field among the tensors in ``value``."""
        return _widest([self._fields.get(tensor, ReceptiveField()) for tensor in _tensors(value)])

    def __torch_dispatch__(
        self,
        func: Any,
        types: object,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run the operation and store the field of its result."""
        operation = func.overloadpacket
        if operation in _NORMS and args[0].is_meta:
            # On this device torch takes the operation apart to derive its shape, ten times as long.
            result = (torch.empty_like(args[0]), args[0].new_empty(0), args[0].new_empty(0))
        else:
            result = func(*args, **(kwargs or {}))
        if operation in self._formulas:
            self.flops += self._formulas[operation](*args, **(kwargs or {}), out_val=result)
        field = _step(operation, args, self.field_of((args, kwargs)))
        for tensor in _tensors(result):
            self._fields[tensor] = field
        return result


def _step(operation: object, args: tuple[Any, ...], field: ReceptiveField) -> ReceptiveField:
    """The field after one operation."""
    if operation is _aten.convolution:
        kernel = args[1].shape[2:]
        return field.through(kernel, args[3], args[5])
    if operation in _POOLS:
        kernel = args[1]
        stride = args[2] if len(args) > 2 and args[2] else kernel
        ones = [1] * len(kernel)
        return field.through(kernel, stride, ones)
    if operation in _SEE_EVERYTHING:
        return EVERYTHING
    if operation is _aten.mean and isinstance(args[0], Tensor) and args[0].dim() > 3:
        return EVERYTHING
    return field


_POOLS = {
    _aten.max_pool2d_with_indices,
    _aten.max_pool3d_with_indices,
    _aten.avg_pool2d,
    _aten.avg_pool3d,
}

_NORMS = {
    _aten.native_batch_norm,
    _aten._native_batch_norm_legit_no_training,  # noqa: SLF001
    _aten.native_layer_norm,
    _aten.native_group_norm,
}

_SEE_EVERYTHING = {
    _aten.bmm,
    _aten.baddbmm,
    _aten._adaptive_avg_pool2d,  # noqa: SLF001 - the operation's only name.
    _aten._adaptive_avg_pool3d,  # noqa: SLF001
    _aten._scaled_dot_product_flash_attention_for_cpu,  # noqa: SLF001
    _aten._scaled_dot_product_flash_attention,  # noqa: SLF001
    _aten._scaled_dot_product_efficient_attention,  # noqa: SLF001
}


def _tensors(value: object) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        return _tensors(list(value.values()))
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in _tensors(item)]
    return []


def _widest(fields: Sequence[ReceptiveField]) -> ReceptiveField:
    if not fields:
        return ReceptiveField()
    extents = zip(*(field.extent for field in fields), strict=True)
    strides = zip(*(field.stride for field in fields), strict=True)
    return ReceptiveField(_three(map(max, extents)), _three(map(max, strides)))


def _three(values: Any) -> tuple[float, float, float]:
    first, second, third = values
    return first, second, third


@functools.cache
def describe_backbone(spec: BackboneSpec) -> BackboneDescription:
    """See :func:`videxplore.backbones.registry.describe`."""
    network, pixels = meta_network(spec)
    fields, flops = _walked(network, pixels)
    field, gflops = fields["features"], flops / 1e9
    frames = int(min(field.extent[0], spec.frames))
    return BackboneDescription(
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        gflops=gflops,
        gmacs=gflops / _FLOPS_PER_MAC,
        receptive_field_frames=frames,
        receptive_field_s=frames / spec.rate_hz if spec.rate_hz else 0.0,
        receptive_field_px=_side_px(field, spec),
    )


def stage_receptive_fields(spec: BackboneSpec) -> dict[str, ReceptiveField]:
    """The receptive field after each named stage of a network, and of its last features."""
    return receptive_fields(*meta_network(spec))


def meta_network(spec: BackboneSpec) -> tuple[Network, torch.Tensor]:
    """The network and one input of its own size on the meta device, where nothing is computed."""
    channels = 5 if spec.preprocessing.flow else 3
    length = (spec.frames,) if spec.kind == "video" else ()
    with torch.device("meta"):
        network = family(spec).build(spec, len(spec.class_labels) or _UNTRAINED_CLASSES)
        pixels = torch.empty(1, channels, *length, spec.input_px, spec.input_px)
    # Some families build a part on the CPU; it is not needed here.
    return network.eval().to("meta"), pixels


def _side_px(field: ReceptiveField, spec: BackboneSpec) -> int:
    side = max(field.extent[1:])
    return spec.input_px if side == float("inf") else int(side)
