"""Models of OpenCLIP: images and text in one space, built by OpenCLIP's own code.

Source: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021;
Ilharco et al., "OpenCLIP", 2021, https://doi.org/10.5281/zenodo.5143773.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network, prefix_inner
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before open_clip.

import open_clip  # isort: skip

_MODELS = {"clip-vit-b-32": "ViT-B-32"}


class OpenClipNetwork(Network):
    """The image encoder and the text encoder of one model."""

    inner: Any
    """OpenCLIP's module; it publishes no types."""

    # Of the last block only the output for the whole image is used.
    cam_layer = "block10"

    def __init__(self, name: str) -> None:
        """Build the untrained network, which OpenCLIP calls ``name``."""
        super().__init__()
        # Masks of the text encoder are not in any file of weights: they must not be on the meta device.
        with torch.device("cpu"):
            self.inner = open_clip.CLIP(**open_clip.get_model_config(name))
        self._tokenizer = open_clip.get_tokenizer(name)

    def features(self, pixels: Tensor) -> Tensor:
        """Embeddings of images in the common space, as maps of one cell (N, D, 1, 1)."""
        embeddings: Tensor = self.inner.encode_image(pixels)
        return embeddings[:, :, None, None]

    def classify(self, features: Tensor) -> None:
        """The model has no classes."""

    def embed_texts(self, texts: Sequence[str]) -> Tensor:
        """Embeddings of texts in the common space (N, D)."""
        device = next(self.inner.parameters()).device
        embeddings: Tensor = self.inner.encode_text(self._tokenizer(list(texts)).to(device))
        return embeddings

    def stages(self) -> Mapping[str, nn.Module]:
        """The blocks of the image encoder."""
        return {
            f"block{number}": block for number, block in enumerate(self.inner.visual.transformer.resblocks)
        }

    def as_map(self, stage_output: Tensor) -> Tensor:
        """The output of a block for each patch as a map (N, D, h, w); without that for all of it."""
        patches = stage_output[:, 1:]
        side = math.isqrt(patches.shape[1])
        return patches.transpose(1, 2).reshape(len(patches), -1, side, side)


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return OpenClipNetwork(_MODELS[spec.name])


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """OpenCLIP's tensors under this project's names."""
    return prefix_inner(tensors)
