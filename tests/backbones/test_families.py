"""What each family of video networks can and cannot know."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from videxplore.backbones.registry import DEFAULT_MOTION_BACKBONE, load
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.runtime.network import Network, outputs_of
from videxplore.backbones.runtime.preprocessing import clip_flow
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.backbones.zoo.frame_networks import (
    EarlyFusion,
    FrameConvGRU,
    FrameLSTM,
    FrameNetwork,
    LateFusionConnected,
    LateFusionMean,
    SlowFusion,
)
from videxplore.backbones.zoo.inflation import inflate
from videxplore.backbones.zoo.lite0_motion import FLOW_DIM
from videxplore.backbones.zoo.timesformer import TimeSformer
from videxplore.backbones.zoo.torchvision_networks import NonLocalBlock
from videxplore.core.types import Pixels

CLIP = torch.rand(2, 3, 6, 32, 32, generator=torch.Generator().manual_seed(0))


def frames() -> FrameNetwork:
    torch.manual_seed(0)
    return FrameNetwork(4)


def embedding(network: Network, clip: Tensor) -> Tensor:
    with torch.inference_mode():
        return network.eval().embed(network.features(clip))


def test_late_fusion_by_the_mean_cannot_know_the_order() -> None:
    network = LateFusionMean(frames(), 3)
    torch.testing.assert_close(embedding(network, CLIP), embedding(network, CLIP.flip(2)))


@pytest.mark.parametrize(
    "network",
    [
        LateFusionConnected(frames(), 6, 3),
        EarlyFusion(6, 3, width=4),
        SlowFusion(3, width=4),
        FrameLSTM(frames(), 3, 8),
        FrameConvGRU(frames(), 3, 8),
        TimeSformer(3, 6, 32, dim=64, depth=2),
    ],
    ids=lambda network: type(network).__name__,
)
def test_other_networks_know_the_order(network: Network) -> None:
    for parameter in network.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.1)
    assert not torch.allclose(embedding(network, CLIP), embedding(network, CLIP.flip(2)), atol=1e-5)


def test_early_fusion_sees_all_frames_with_its_first_kernel() -> None:
    assert EarlyFusion(16, 3).fusion.weight.shape == (64, 3, 16, 7, 7)


@pytest.mark.parametrize("network", [FrameLSTM(frames(), 3, 8), FrameConvGRU(frames(), 3, 8)])
def test_recurrent_networks_do_not_see_the_future(network: Network) -> None:
    network.eval()
    changed = CLIP.clone()
    changed[:, :, 4:] = 1 - changed[:, :, 4:]
    with torch.inference_mode():
        before, after = network.features(CLIP), network.features(changed)
    torch.testing.assert_close(before[:, :, :4], after[:, :, :4])
    assert not torch.allclose(before[:, :, 4:], after[:, :, 4:], atol=1e-5)


def test_a_non_local_block_starts_as_the_identity() -> None:
    features = torch.rand(2, 8, 3, 4, 4)
    for block in (NonLocalBlock(8).eval(), NonLocalBlock(8).train()):
        torch.testing.assert_close(block(features), features)


def test_a_non_local_block_lets_places_see_each_other() -> None:
    block = NonLocalBlock(8).eval()
    nn.init.ones_(block.norm.weight)
    features = torch.rand(1, 8, 3, 4, 4)
    changed = features.clone()
    changed[0, :, 0, 0, 0] += 1
    assert not torch.allclose(block(features)[0, :, 2, 3, 3], block(changed)[0, :, 2, 3, 3])


def test_an_inflated_network_sees_a_still_video_as_one_picture() -> None:
    from torchvision.models import resnet18

    torch.manual_seed(0)
    flat = resnet18(weights=None, num_classes=5)
    for module in flat.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean, 0, 0.1)  # type: ignore[arg-type]
            nn.init.uniform_(module.running_var, 0.5, 1.5)  # type: ignore[arg-type]
    flat.eval()
    picture = torch.rand(2, 3, 64, 64)
    with torch.inference_mode():
        expected = flat(picture)
        still = inflate(flat)(picture.unsqueeze(2).expand(-1, -1, 7, -1, -1))
    torch.testing.assert_close(still, expected, atol=1e-4, rtol=1e-4)


def test_inflation_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError):
        inflate(nn.Sequential(nn.Conv2d(3, 3, 3, padding="same")))
    with pytest.raises(TypeError):
        inflate(nn.AdaptiveAvgPool2d(7))


def textured(seed: int = 0, side: int = 160) -> Pixels:
    """A smooth random picture uint8 (side, side, 3)."""
    generator = np.random.default_rng(seed)
    coarse = torch.from_numpy(generator.random((1, 3, side // 8, side // 8)))
    fine = nn.functional.interpolate(coarse, (side, side), mode="bicubic").clamp(0, 1)
    return np.asarray((fine[0].permute(1, 2, 0).numpy() * 255).round(), np.uint8)


def window(picture: Pixels, down_px: int, right_px: int, side: int = 112) -> Pixels:
    return picture[24 + down_px : 24 + down_px + side, 24 + right_px : 24 + right_px + side]


@pytest.mark.parametrize(("down_px", "right_px"), [(0, 3), (0, -5), (4, 0), (-2, 6), (8, -8)])
def test_flow_recovers_known_shifts(down_px: int, right_px: int) -> None:
    picture = textured()
    # The window moves the other way: what it shows moves by (down_px, right_px).
    clip = np.stack([window(picture, 0, 0), window(picture, -down_px, -right_px)])
    flow = clip_flow(clip)[0] * 112
    inside = flow[16:-16, 16:-16]
    assert np.abs(inside - (right_px, down_px)).mean() < 0.3


def test_flow_of_a_still_clip_is_nothing() -> None:
    clip = np.stack([window(textured(), 0, 0)] * 3)
    assert np.abs(clip_flow(clip)).max() < 1e-3
    assert not clip_flow(clip[:1]).any()


def moving(seed: int, right_px: int) -> Pixels:
    picture = textured(seed)
    return np.stack([window(picture, 0, -right_px * (number - 8)) for number in range(16)])


def test_the_default_motion_embedding_tells_left_from_right(weights: WeightsFolder) -> None:
    backbone = load(DEFAULT_MOTION_BACKBONE, weights, "cpu")
    clips = [moving(seed, right_px) for seed in (1, 2, 3) for right_px in (2, -2)]
    vectors = backbone.run(clips).embeddings
    flow_only = vectors[:, -FLOW_DIM:] @ vectors[:, -FLOW_DIM:].T
    np.fill_diagonal(flow_only, -1)
    # Another scene moving the same way is nearer than any that moves the other way.
    assert (flow_only.argmax(1) % 2 == np.arange(6) % 2).all()


def test_the_default_motion_embedding_tells_played_backward(weights: WeightsFolder) -> None:
    backbone = load(DEFAULT_MOTION_BACKBONE, weights, "cpu")
    clip = moving(5, 2)
    forward, backward, again = backbone.run([clip, clip[::-1], clip]).embeddings
    assert forward @ again > 0.999
    assert forward @ backward < 0.8


def test_frames_that_show_the_same_are_seen_once(weights: WeightsFolder) -> None:
    backbone = load(DEFAULT_MOTION_BACKBONE, weights, "cpu")
    assert isinstance(backbone, LoadedBackbone)
    noise = np.random.default_rng(0).normal(0, 1, (16, 112, 112, 3))
    still = (np.stack([window(textured(), 0, 0)] * 16) + noise).clip(0, 255).astype(np.uint8)
    clips = [still, moving(1, 2), still]
    with outputs_of(backbone.network.stages()["head"]) as outputs:
        together = backbone.run(clips).embeddings
    assert [len(one) for one in outputs] == [1 + 3 + 1]
    alone = np.concatenate([backbone.run([clip]).embeddings for clip in clips])
    np.testing.assert_allclose(together, alone, atol=1e-5)
