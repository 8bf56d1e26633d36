"""Flow by RAFT: torchvision's answer on torchvision's weights, and refused without them."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from tests.backbones.conftest import WriteWeights
from videxplore.backbones.registry import BACKBONES, load, weights_spec
from videxplore.backbones.runtime.devices import choose_device
from videxplore.backbones.runtime.loading import optical_flow
from videxplore.backbones.runtime.preprocessing import RAFT_SIDE_PX, clip_flow
from videxplore.backbones.tables.video import RAFT_SMALL
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.core.errors import WeightsUnavailableError

SPEC = BACKBONES["two-stream-raft"]


def test_it_is_torchvisions_own_answer(weights: WeightsFolder, tmp_path: Path) -> None:
    from torchvision.models.optical_flow import Raft_Small_Weights, raft_small

    torch.manual_seed(0)
    theirs = raft_small(weights=None).eval()
    file = tmp_path / "raft.pth"
    torch.save(theirs.state_dict(), file)
    weights.import_file(weights_spec("raft-small"), file)

    coarse = np.random.default_rng(0).integers(0, 256, (3, 12, 16, 3), dtype=np.uint8)
    clip = coarse.repeat(12, axis=1).repeat(12, axis=2)
    flow = optical_flow(SPEC, weights.locate, choose_device("cpu"))(clip)
    assert flow.shape == (3, RAFT_SIDE_PX, RAFT_SIDE_PX, 2)
    np.testing.assert_array_equal(flow[2], flow[1])

    small = np.stack([cv2.resize(one, (128, 128), interpolation=cv2.INTER_AREA) for one in clip])
    pictures = Raft_Small_Weights.C_T_V2.transforms()(
        torch.from_numpy(small[:2]).permute(0, 3, 1, 2), torch.from_numpy(small[1:]).permute(0, 3, 1, 2)
    )
    with torch.inference_mode():
        expected = theirs(*pictures)[-1].permute(0, 2, 3, 1).numpy() / 128
    np.testing.assert_allclose(flow[:2], expected, atol=1e-4)


def test_the_address_is_torchvisions() -> None:
    from torchvision.models.optical_flow import Raft_Small_Weights

    assert RAFT_SMALL.weights[0].address == Raft_Small_Weights.C_T_V2.url


def test_without_its_weights_the_backbone_says_what_is_missing(
    weights: WeightsFolder, write_weights: WriteWeights
) -> None:
    file = write_weights(SPEC.name)
    (weights.path / "raft-small.safetensors").unlink()
    with pytest.raises(WeightsUnavailableError, match="models fetch raft-small"):
        load(SPEC.name, weights, "cpu", file)


def test_others_use_the_classical_kind(weights: WeightsFolder) -> None:
    assert optical_flow(BACKBONES["two-stream"], weights.locate, choose_device("cpu")) is clip_flow
