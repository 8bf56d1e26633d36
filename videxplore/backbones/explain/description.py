"""A network's parameters, operations and receptive fields, without its weights."""

import functools

import torch
from torch.utils.flop_counter import FlopCounterMode

from videxplore.backbones.explain.receptive_field import ReceptiveField, receptive_fields
from videxplore.backbones.runtime.loading import family
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneDescription, BackboneSpec

_FLOPS_PER_MAC = 2
_UNTRAINED_CLASSES = 400
"""Number of classes if there are no published weights: that of Kinetics-400."""


@functools.cache
def describe_backbone(spec: BackboneSpec) -> BackboneDescription:
    """See :func:`videxplore.backbones.registry.describe`."""
    network, pixels = meta_network(spec)
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), counter:
        network(pixels)
    field = receptive_fields(network, pixels)["features"]
    gflops = counter.get_total_flops() / 1e9
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
        network = family(spec).build(spec, spec.classes_count or _UNTRAINED_CLASSES)
        pixels = torch.empty(1, channels, *length, spec.input_px, spec.input_px)
    # Some families build a part on the CPU; it is not needed here.
    return network.eval().to("meta"), pixels


def _side_px(field: ReceptiveField, spec: BackboneSpec) -> int:
    side = max(field.extent[1:])
    return spec.input_px if side == float("inf") else int(side)
