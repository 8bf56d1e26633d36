"""Video networks of torchvision, built and filled by torchvision's own code.

The embedding is what the last linear layer sees: the mean over time and space of the last feature map, or the
class token of MViT.
"""

from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor, nn

from videxplore.backbones import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.backbones.network import Network
from videxplore.backbones.specs import BackboneSpec

from torchvision.models import video as models  # isort: skip

_BUILDERS: Mapping[str, tuple[Callable[..., nn.Module], Any]] = {
    "s3d": (models.s3d, models.S3D_Weights.KINETICS400_V1),
    "r3d-18": (models.r3d_18, models.R3D_18_Weights.KINETICS400_V1),
    "mc3-18": (models.mc3_18, models.MC3_18_Weights.KINETICS400_V1),
    "r2plus1d-18": (models.r2plus1d_18, models.R2Plus1D_18_Weights.KINETICS400_V1),
    "mvit-v2-s": (models.mvit_v2_s, models.MViT_V2_S_Weights.KINETICS400_V1),
    "swin3d-t": (models.swin3d_t, models.Swin3D_T_Weights.KINETICS400_V1),
}


class TorchvisionS3D(Network):
    """S3D, split at its last feature map (N, 1024, T / 8, H / 32, W / 32)."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        features: Tensor = self.inner.features(pixels)
        return features

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.inner.classifier(self.inner.avgpool(features))
        return scores.mean((2, 3, 4))

    def stages(self) -> Mapping[str, nn.Module]:
        """The numbered parts of ``features``."""
        return {f"features{number}": part for number, part in enumerate(self.inner.features)}


class TorchvisionResNet3D(Network):
    """R3D, MC3 or R(2+1)D, split at its last feature map (N, 512, t, H / 16, W / 16)."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        for stage in self.stages().values():
            pixels = stage(pixels)
        return pixels

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.inner.fc(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """The stem and the four layers."""
        names = ("stem", "layer1", "layer2", "layer3", "layer4")
        return {name: getattr(self.inner, name) for name in names}


class TorchvisionSwin3D(Network):
    """Video Swin Transformer, split at its last normalised map (N, 768, T / 2, H / 32, W / 32)."""

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner

    def features(self, pixels: Tensor) -> Tensor:
        """The last feature map."""
        inner = self.inner
        return self.as_map(inner.norm(inner.features(inner.pos_drop(inner.patch_embed(pixels)))))

    def classify(self, features: Tensor) -> Tensor:
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.inner.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """The patch embedding and the numbered parts of ``features``."""
        parts = {f"features{number}": part for number, part in enumerate(self.inner.features)}
        return {"patches": self.inner.patch_embed} | parts

    def as_map(self, stage_output: Tensor) -> Tensor:
        """Bring channels (N, t, h, w, D) to the second place."""
        return stage_output.permute(0, 4, 1, 2, 3)


class TorchvisionMViT(Network):
    """MViTv2, split at its normalised tokens (N, 1 + t h w, 768), the class token first."""

    # After the last block only the class token counts.
    explained_stage = "block14"

    inner: Any
    """torchvision's module; it publishes no types."""

    def __init__(self, inner: nn.Module) -> None:
        """Wrap the network."""
        super().__init__()
        self.inner = inner

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
        """Class scores before the softmax (N, C)."""
        scores: Tensor = self.inner.head(self.embed(features))
        return scores

    def stages(self) -> Mapping[str, nn.Module]:
        """The patch embedding and each block."""
        blocks = {f"block{number}": block for number, block in enumerate(self.inner.blocks)}
        return {"patches": self.inner.conv_proj} | blocks

    def as_map(self, stage_output: Tensor | tuple[Tensor, tuple[int, int, int]]) -> Tensor:
        """A block's tokens without the class token, laid out in time and space."""
        if isinstance(stage_output, Tensor):
            return stage_output
        tokens, size = stage_output
        return tokens[:, 1:].transpose(1, 2).reshape(len(tokens), -1, *size)


_WRAPPERS: Mapping[str, Callable[[nn.Module], Network]] = {
    "s3d": TorchvisionS3D,
    "mvit-v2-s": TorchvisionMViT,
    "swin3d-t": TorchvisionSwin3D,
}


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    inner = _BUILDERS[spec.name][0](weights=None, num_classes=classes_count)
    return _WRAPPERS.get(spec.name, TorchvisionResNet3D)(inner)


def class_labels(spec: BackboneSpec) -> tuple[str, ...]:
    """The classes that torchvision's weights name."""
    return tuple(_BUILDERS[spec.name][1].meta["categories"])


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Torchvision's tensors under the names of the wrapped network."""
    return {f"inner.{name}": tensor for name, tensor in tensors.items()}
