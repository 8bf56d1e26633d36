"""TimeSformer with divided attention: each patch attends along time, then within its own frame.

Names of parameters are those of the authors' published weights.

Source: Bertasius, Wang and Torresani, Is Space-Time Attention All You Need for Video Understanding?, ICML
2021.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import HeadedNetwork, Network
from videxplore.backbones.specs import BackboneSpec

_NORM_EPSILON = 1e-6
_MLP_RATIO = 4
_BASE_WAVELENGTH = 50.0
_SINE_AMPLITUDE = 0.5


class Attention(nn.Module):
    """Multi-head self-attention over the second axis of (N, L, D)."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, tokens: Tensor) -> Tensor:
        """Map (N, L, D) to the same shape."""
        count, length, dim = tokens.shape
        parts = self.qkv(tokens).reshape(count, length, 3, self.heads, dim // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(query, key, value)
        projected: Tensor = self.proj(mixed.transpose(1, 2).reshape(count, length, dim))
        return projected


class Mlp(nn.Module):
    """Two linear layers with a GELU between them."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(dim, _MLP_RATIO * dim)
        self.fc2 = nn.Linear(_MLP_RATIO * dim, dim)

    def forward(self, tokens: Tensor) -> Tensor:
        """Map (..., D) to the same shape."""
        projected: Tensor = self.fc2(functional.gelu(self.fc1(tokens)))
        return projected


class DividedBlock(nn.Module):
    """Attention along time, attention within each frame, and an MLP, each with a residual connection."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, _NORM_EPSILON)
        self.attn = Attention(dim, heads)
        self.temporal_norm1 = nn.LayerNorm(dim, _NORM_EPSILON)
        self.temporal_attn = Attention(dim, heads)
        self.temporal_fc = nn.Linear(dim, dim)
        self.norm2 = nn.LayerNorm(dim, _NORM_EPSILON)
        self.mlp = Mlp(dim)

    def forward(self, token: Tensor, patches: Tensor) -> tuple[Tensor, Tensor]:
        """Map the class token (N, D) and the patches (N, P, T, D) to the same shapes."""
        count, places, length, dim = patches.shape
        columns = self.temporal_attn(self.temporal_norm1(patches.flatten(0, 1)))
        patches = patches + self.temporal_fc(columns.reshape(count, places, length, dim))

        # The class token is added to every frame; its outputs are averaged over frames.
        frames = patches.transpose(1, 2)
        tokens = token.unsqueeze(1).expand(count, length, dim).unsqueeze(2)
        within = self.attn(self.norm1(torch.cat((tokens, frames), 2).flatten(0, 1)))
        within = within.reshape(count, length, places + 1, dim)
        token = token + within[:, :, 0].mean(1)
        patches = patches + within[:, :, 1:].transpose(1, 2)

        return token + self.mlp(self.norm2(token)), patches + self.mlp(self.norm2(patches))


class TimeSformer(HeadedNetwork):
    """The network; its features are the class token and the patches, normalised (N, 1 + P T, D)."""

    # After the last block only the class token counts.
    cam_layer = "block10"

    def __init__(
        self,
        classes_count: int,
        frames: int,
        input_px: int = 224,
        *,
        patch_px: int = 16,
        dim: int = 768,
        depth: int = 12,
    ) -> None:
        """Build the untrained network.

        Args:
            classes_count: Number of classes.
            frames: Frames of a clip.
            input_px: Side of its input, a multiple of ``patch_px``.
            patch_px: Side of a patch.
            dim: Length of a token, a multiple of 64.
            depth: Blocks.
        """
        super().__init__()
        self.grid = input_px // patch_px
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, dim, patch_px, patch_px)})
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.zeros(1, self.grid**2 + 1, dim))
        self.time_embed = nn.Parameter(torch.zeros(1, frames, dim))
        blocks = [DividedBlock(dim, dim // 64) for _ in range(depth)]
        self.blocks = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(dim, _NORM_EPSILON)
        self.head = nn.Linear(dim, classes_count)
        self._initialise()
        # In all blocks but the first, attention along time is initialised to zero.
        for block in blocks[1:]:
            nn.init.zeros_(block.temporal_fc.weight)

    def _initialise(self) -> None:
        """Initialise so that the order of frames can be learned without pretrained weights.

        The authors start from an image model, with a zero time embedding and weights of standard deviation
        0.02. From scratch a narrow network then stays at chance; with sinusoidal embeddings and Xavier
        initialisation it does not.
        """
        nn.init.trunc_normal_(self.cls_token, std=0.02)
        nn.init.trunc_normal_(self.pos_embed, std=0.02)
        dim = self.cls_token.shape[-1]
        across = _sines(self.grid, dim // 2)
        rows = across.unsqueeze(1).expand(-1, self.grid, -1)
        columns = across.unsqueeze(0).expand(self.grid, -1, -1)
        with torch.no_grad():
            self.pos_embed[:, 1:] = torch.cat((columns, rows), 2).flatten(0, 1)
            self.time_embed[:] = _sines(self.time_embed.shape[1], dim)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def features(self, pixels: Tensor) -> Tensor:
        """The tokens after the last block."""
        count, _, length = pixels.shape[:3]
        patches = self.patch_embed["proj"](pixels.transpose(1, 2).flatten(0, 1)).flatten(2).transpose(1, 2)
        patches = (patches + self.pos_embed[:, 1:]).reshape(count, length, *patches.shape[1:]).transpose(1, 2)
        patches = patches + self.time_embed
        token = (self.cls_token + self.pos_embed[:, :1])[:, 0].expand(count, -1)
        for block in self.blocks:
            token, patches = block(token, patches)
        tokens: Tensor = self.norm(torch.cat((token.unsqueeze(1), patches.flatten(1, 2)), 1))
        return tokens

    def embed(self, features: Tensor) -> Tensor:
        """The class token (N, D)."""
        return features[:, 0]

    def stages(self) -> Mapping[str, nn.Module]:
        """Each block."""
        return {f"block{number}": block for number, block in enumerate(self.blocks)}

    def as_map(self, stage_output: Tensor | tuple[Tensor, Tensor]) -> Tensor:
        """A block's patches laid out in time and space (N, D, T, h, w)."""
        patches = stage_output[1]
        laid_out = patches.permute(0, 3, 2, 1)
        return laid_out.reshape(*laid_out.shape[:3], self.grid, self.grid)


def _sines(count: int, dim: int) -> Tensor:
    """Sinusoidal position embeddings (count, dim), as in Vaswani et al., NeurIPS 2017."""
    frequencies = _BASE_WAVELENGTH ** -(torch.arange(0, dim, 2) / dim)
    angles = torch.arange(count).unsqueeze(1) * frequencies
    return _SINE_AMPLITUDE * torch.cat((angles.sin(), angles.cos()), 1)


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return TimeSformer(classes_count, spec.frames, spec.input_px)


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The authors' tensors without the prefix of the module that contained the network."""
    return {name.removeprefix("model."): tensor for name, tensor in tensors.items()}
