"""The models of torchvision: built by torchvision's code, split into features and classes.

The embedding of an image model is the mean of the last feature map. Where a model has layers between that map
and its classes (VGG-16's two wide ones, MobileNetV3's one), they serve the classes only: only the map can be
pooled over a region of the image in the space of the whole. The embedding of a video model is the input of
its last linear layer: the mean over time and space of the last feature map, or the class token of MViT.
"""

from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network, prefix_inner
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.

from torchvision import models  # isort: skip


class TorchvisionNetwork(Network):
    """A wrapper of one of torchvision's networks, ``inner``."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner


class TorchvisionImageNetwork(TorchvisionNetwork):
    """A torchvision network with ``features``, ``avgpool`` and ``classifier``, split there."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, D, h, w)."""
        features: Tensor = self.inner.features(pixels)
        return features

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        pooled = self.inner.avgpool(features)
        # ConvNeXt's classifier normalises the map itself before flattening it.
        if not isinstance(self.inner, models.ConvNeXt):
            pooled = pooled.flatten(1)
        logits: Tensor = self.inner.classifier(pooled)
        return logits

    def stages(self) -> Mapping[str, nn.Module]:
        """The numbered parts of ``features``."""
        return {f"features{number}": part for number, part in enumerate(self.inner.features)}


class TorchvisionResNetTrunk(TorchvisionNetwork):
    """A torchvision ResNet, perhaps inflated, up to its last feature map."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map (N, D, h, w), with time before h where it is inflated."""
        inner = self.inner
        features: Tensor = inner.maxpool(inner.relu(inner.bn1(inner.conv1(pixels))))
        for layer in (inner.layer1, inner.layer2, inner.layer3, inner.layer4):
            features = layer(features)
        return features

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem and the four layers."""
        names = ("layer1", "layer2", "layer3", "layer4")
        return {"stem": self.inner.maxpool} | {name: getattr(self.inner, name) for name in names}


class TorchvisionResNet(TorchvisionResNetTrunk):
    """A torchvision ResNet with its classes."""

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.inner.fc(self.embed(features))
        return logits


class TorchvisionS3D(TorchvisionNetwork):
    """S3D, split at its last feature map (N, 1024, T / 8, H / 32, W / 32)."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        features: Tensor = self.inner.features(pixels)
        return features

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.inner.classifier(self.inner.avgpool(features))
        return logits.mean((2, 3, 4))

    def stages(self) -> Mapping[str, nn.Module]:
        """The numbered parts of ``features``."""
        return {f"features{number}": part for number, part in enumerate(self.inner.features)}


class TorchvisionResNet3D(TorchvisionNetwork):
    """R3D, MC3 or R(2+1)D, split at its last feature map (N, 512, t, H / 16, W / 16)."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        for stage in self.stages().values():
            pixels = stage(pixels)
        return pixels

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.inner.fc(self.embed(features))
        return logits

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem and the four layers."""
        names = ("stem", "layer1", "layer2", "layer3", "layer4")
        return {name: getattr(self.inner, name) for name in names}


class TorchvisionSwin3D(TorchvisionNetwork):
    """Video Swin Transformer, split at its last normalised map (N, 768, T / 2, H / 32, W / 32)."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        inner = self.inner
        return self.as_map(inner.norm(inner.features(inner.pos_drop(inner.patch_embed(pixels)))))

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.inner.head(self.embed(features))
        return logits

    def stages(self) -> Mapping[str, nn.Module]:
        """The patch embedding and the numbered parts of ``features``."""
        parts = {f"features{number}": part for number, part in enumerate(self.inner.features)}
        return {"patches": self.inner.patch_embed} | parts

    def as_map(self, stage_output: Tensor) -> Tensor:
        """Move the channels of (N, t, h, w, D) to the second axis."""
        return stage_output.permute(0, 4, 1, 2, 3)


class TorchvisionMViT(TorchvisionNetwork):
    """MViTv2, split at its normalised tokens (N, 1 + t h w, 768), the class token first."""

    # After the last block only the class token is used.
    cam_layer = "block14"

    def features(self, pixels: Tensor) -> Tensor:
        """The normalised tokens of the last block."""
        inner = self.inner
        tokens = inner.pos_encoding(inner.conv_proj(pixels).flatten(2).transpose(1, 2))
        size = (inner.pos_encoding.temporal_size, *inner.pos_encoding.spatial_size)
        for block in inner.blocks:
            tokens, size = block(tokens, size)
        features: Tensor = inner.norm(tokens)
        return features

    def embed(self, features: Tensor) -> Tensor:
        """The class token (N, 768)."""
        return features[:, 0]

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.inner.head(self.embed(features))
        return logits

    def stages(self) -> Mapping[str, nn.Module]:
        """The patch embedding and each block."""
        blocks = {f"block{number}": block for number, block in enumerate(self.inner.blocks)}
        return {"patches": self.inner.conv_proj} | blocks

    def as_map(self, stage_output: Tensor | tuple[Tensor, tuple[int, int, int]]) -> Tensor:
        """A block's tokens without the class token, reshaped to time and space."""
        if isinstance(stage_output, Tensor):
            return stage_output
        tokens, size = stage_output
        return tokens[:, 1:].transpose(1, 2).reshape(len(tokens), -1, *size)


class NonLocalBlock(nn.Module):
    """Self-attention of every position in space and time to every other; untrained, it is the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        inner = channels // 2
        self.query = nn.Conv3d(channels, inner, 1)
        # Keys and values are subsampled in space only: a quarter of the work.
        self.key = nn.Sequential(nn.Conv3d(channels, inner, 1), nn.MaxPool3d((1, 2, 2)))
        self.value = nn.Sequential(nn.Conv3d(channels, inner, 1), nn.MaxPool3d((1, 2, 2)))
        self.out = nn.Conv3d(inner, channels, 1)
        self.norm = nn.BatchNorm3d(channels)
        nn.init.zeros_(self.norm.weight)
        nn.init.zeros_(self.norm.bias)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, channels, t, h, w) to the same shape."""
        queries = self.query(features).flatten(2).transpose(1, 2)
        attention = (queries @ self.key(features).flatten(2)).softmax(2)
        mixed = (attention @ self.value(features).flatten(2).transpose(1, 2)).transpose(1, 2)
        residual: Tensor = self.norm(self.out(mixed.reshape(len(features), -1, *features.shape[2:])))
        return features + residual


class NonLocalR3D(TorchvisionResNet3D):
    """R3D-18 with two non-local blocks; its features are (N, 512, T / 8, H / 16, W / 16).

    Source: Wang, Girshick, Gupta and He, Non-local Neural Networks, CVPR 2018: the embedded Gaussian form
    with subsampling, after the last block of the second and third stages.
    """

    def __init__(self, inner: nn.Module) -> None:
        super().__init__(inner)
        self.nonlocal2 = NonLocalBlock(128)
        self.nonlocal3 = NonLocalBlock(256)

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem, the four layers, and the non-local blocks between them."""
        inner = self.inner
        return {
            "stem": inner.stem,
            "layer1": inner.layer1,
            "layer2": inner.layer2,
            "nonlocal2": self.nonlocal2,
            "layer3": inner.layer3,
            "nonlocal3": self.nonlocal3,
            "layer4": inner.layer4,
        }


class RaftNetwork(TorchvisionNetwork):
    """RAFT: from pairs of frames (N, 6, H, W) in [-1, 1] to flow (N, 2, H, W) in px, as its features.

    Source: Teed and Deng, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow, ECCV 2020; its small
    variant.
    """

    def features(self, pixels: Tensor) -> Tensor:
        """Motion of each pixel from the first to the second frame, to the right and downwards."""
        flow: Tensor = self.inner(pixels[:, :3].contiguous(), pixels[:, 3:].contiguous())[-1]
        return flow

    def classify(self, features: Tensor) -> None:
        """The model has no classes."""

    def stages(self) -> Mapping[str, nn.Module]:
        """The feature encoder."""
        return {"features": self.inner.feature_encoder}


_MODELS: Mapping[str, tuple[Callable[[nn.Module], Network], Callable[..., nn.Module]]] = {
    "efficientnet-b0": (TorchvisionImageNetwork, models.efficientnet_b0),
    "mobilenet-v3-large": (TorchvisionImageNetwork, models.mobilenet_v3_large),
    "convnext-tiny": (TorchvisionImageNetwork, models.convnext_tiny),
    "resnet18": (TorchvisionResNet, models.resnet18),
    "resnet50": (TorchvisionResNet, models.resnet50),
    "vgg16": (TorchvisionImageNetwork, models.vgg16),
    "s3d": (TorchvisionS3D, models.video.s3d),
    "r3d-18": (TorchvisionResNet3D, models.video.r3d_18),
    "mc3-18": (TorchvisionResNet3D, models.video.mc3_18),
    "r2plus1d-18": (TorchvisionResNet3D, models.video.r2plus1d_18),
    "nonlocal-r3d-18": (NonLocalR3D, models.video.r3d_18),
    "mvit-v2-s": (TorchvisionMViT, models.video.mvit_v2_s),
    "swin3d-t": (TorchvisionSwin3D, models.video.swin3d_t),
}
"""The wrapper and torchvision's builder of each model with classes."""


def plain_network(name: str, classes_count: int) -> nn.Module:
    """The network ``name`` as torchvision builds it, untrained."""
    return _MODELS[name][1](weights=None, num_classes=classes_count)


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    if spec.name == "raft-small":
        return RaftNetwork(models.optical_flow.raft_small(weights=None))
    return _MODELS[spec.name][0](plain_network(spec.name, classes_count))


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Torchvision's tensors under this project's names."""
    return prefix_inner(tensors)
