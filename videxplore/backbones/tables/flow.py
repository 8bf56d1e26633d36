"""Optical-flow models: not backbones themselves, but the input of some backbones."""

from collections.abc import Mapping

from videxplore.backbones.specs import BackboneSpec, Preprocessing
from videxplore.backbones.tables.torchvision_rows import LICENCE, torchvision_weights

RAFT_SMALL = BackboneSpec(
    name="raft-small",
    title="RAFT, small",
    kind="video",
    module="raft",
    dim=2,
    frames=2,
    rate_hz=8.0,
    input_px=128,
    classes_count=0,
    licence=LICENCE,
    source="Teed and Deng, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow, ECCV 2020",
    preprocessing=Preprocessing((0.5,) * 3, (0.5,) * 3),
    weights=(torchvision_weights("raft_small_C_T_V2-01064c6d.pth", 3.8),),
)
"""Its weights are downloaded and imported like those of a backbone."""

FLOW_MODELS: Mapping[str, BackboneSpec] = {RAFT_SMALL.name: RAFT_SMALL}
