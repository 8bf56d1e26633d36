"""Networks of OpenCLIP: pictures and text in one space, built by OpenCLIP's own code.

Source: Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021;
Ilharco et al., "OpenCLIP", 2021, https://doi.org/10.5281/zenodo.5143773.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from videxplore.backbones.runtime.network import Network, inside
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before open_clip.

import open_clip  # isort: skip

_MODELS = {"clip-vit-b-32": "ViT-B-32"}


class OpenClipNetwork(Network):
    """The picture tower and the text tower of one model."""

    inner: Any
    """OpenCLIP's module; it publishes no types."""

    def __init__(self, name: str) -> None:
        """Build it with untrained parameters; ``name`` is OpenCLIP's."""
        super().__init__()
        # Masks of the text tower are not in any file of weights, so that they must be real at once.
        with torch.device("cpu"):
            self.inner = open_clip.CLIP(**open_clip.get_model_config(name))
        self._tokenizer = open_clip.get_tokenizer(name)

    def features(self, pixels: Tensor) -> Tensor:
        """The picture's place in the common space, as a map of one cell (N, D, 1, 1)."""
        places: Tensor = self.inner.encode_image(pixels)
        return places[:, :, None, None]

    def classify(self, features: Tensor) -> None:
        """It tells no classes."""

    def embed_texts(self, texts: Sequence[str]) -> Tensor:
        """The places of texts in the common space (N, D)."""
        device = next(self.inner.parameters()).device
        places: Tensor = self.inner.encode_text(self._tokenizer(list(texts)).to(device))
        return places

    def stages(self) -> Mapping[str, nn.Module]:
        """The picture tower's blocks."""
        return {
            f"block{number}": block for number, block in enumerate(self.inner.visual.transformer.resblocks)
        }


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The network with untrained parameters."""
    return OpenClipNetwork(_MODELS[spec.name])


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """OpenCLIP's tensors under the names of the wrapped network."""
    return inside(tensors)
