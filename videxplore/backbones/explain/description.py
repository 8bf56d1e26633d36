"""Counts a network's parameters and operations, and computes what its cells see, without its weights."""

import functools

import torch
from torch.utils.flop_counter import FlopCounterMode

from videxplore.backbones.explain.receptive_field import ReceptiveField, receptive_fields
from videxplore.backbones.runtime.loading import family
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import BackboneDescription, BackboneSpec

_FLOPS_PER_MAC = 2
_UNTRAINED_CLASSES = 400
"""Classes assumed where no published weights fix their number: those of Kinetics-400."""


@functools.cache
def describe_backbone(spec: BackboneSpec) -> BackboneDescription:
    """See :func:`videxplore.backbones.registry.describe`."""
    network, pixels = hollow_network(spec)
    # The context manager's class is typed; its constructor is not.
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


def receptive_field_sheet(spec: BackboneSpec) -> dict[str, ReceptiveField]:
    """What one cell sees after each named stage of a network, and at its last features."""
    return receptive_fields(*hollow_network(spec))


def hollow_network(spec: BackboneSpec) -> tuple[Network, torch.Tensor]:
    """The network and one input of its own size on the meta device, where nothing is computed."""
    channels = 5 if spec.recipe.flow else 3
    length = (spec.frames,) if spec.kind == "video" else ()
    with torch.device("meta"):
        network = family(spec).build(spec, spec.classes_count or _UNTRAINED_CLASSES)
        pixels = torch.empty(1, channels, *length, spec.input_px, spec.input_px)
    # What a family had to build for real has no place here either.
    return network.eval().to("meta"), pixels


def _side_px(field: ReceptiveField, spec: BackboneSpec) -> int:
    """The taller side of the field, or the input's where cells see all of it."""
    side = max(field.extent[1:])
    return spec.input_px if side == float("inf") else int(side)
