"""Which optical flow a backbone sees."""

from videxplore.backbones.devices import Device, torch_device
from videxplore.backbones.flow import ClipFlow, clip_flow
from videxplore.backbones.flow_table import RAFT_SMALL
from videxplore.backbones.loading import network_with_weights
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.weights import WeightsFolder


def flow_of(spec: BackboneSpec, weights: WeightsFolder, device: Device) -> ClipFlow:
    """What computes the flow of a backbone's clips: the classical kind unless its recipe asks for RAFT.

    Raises:
        WeightsUnavailableError: If RAFT is asked for and its weights are not here, or not those of RAFT.
    """
    if spec.recipe.flow != "raft":
        return clip_flow
    from videxplore.backbones.raft import RaftFlow

    network, _ = network_with_weights(RAFT_SMALL, weights.locate(RAFT_SMALL))
    return RaftFlow(network, torch_device(device)[0])
