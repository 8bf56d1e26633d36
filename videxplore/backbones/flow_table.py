"""Networks that compute optical flow: no backbones themselves, but some backbones see through them."""

from collections.abc import Mapping

from videxplore.backbones.specs import BackboneSpec, Recipe, WeightsSource

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
    licence="BSD-3-Clause",
    source="Teed and Deng, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow, ECCV 2020",
    recipe=Recipe((0.5,) * 3, (0.5,) * 3),
    weights=(
        WeightsSource(
            kind="download",
            address="https://download.pytorch.org/models/raft_small_C_T_V2-01064c6d.pth",
            checksum="01064c6d",
            size_mib=3.8,
            licence="BSD-3-Clause",
        ),
    ),
)
"""Its weights are fetched and imported like those of a backbone."""

FLOW_NETWORKS: Mapping[str, BackboneSpec] = {RAFT_SMALL.name: RAFT_SMALL}
