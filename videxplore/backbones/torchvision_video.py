"""Video networks of torchvision, split into features and classes.

The embedding is what the last linear layer sees: the mean over time and space of the last feature map, or the
class token of MViT.
"""

from collections.abc import Mapping

from torch import Tensor, nn

from videxplore.backbones.torchvision_image import TorchvisionNetwork


class TorchvisionS3D(TorchvisionNetwork):
    """S3D, split at its last feature map (N, 1024, T / 8, H / 32, W / 32)."""

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


class TorchvisionResNet3D(TorchvisionNetwork):
    """R3D, MC3 or R(2+1)D, split at its last feature map (N, 512, t, H / 16, W / 16)."""

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


class TorchvisionSwin3D(TorchvisionNetwork):
    """Video Swin Transformer, split at its last normalised map (N, 768, T / 2, H / 32, W / 32)."""

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


class TorchvisionMViT(TorchvisionNetwork):
    """MViTv2, split at its normalised tokens (N, 1 + t h w, 768), the class token first."""

    # After the last block only the class token counts.
    explained_stage = "block14"

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
