"""From uint8 pictures to a network's input.

Whole pictures, squashed to a square: what is at the border of a picture counts as much for search as its
centre. Measured with EfficientNet-Lite0 on six pictures of each of 56 real clips (leave-one-out mean average
precision of finding pictures of the same footage; share of cropped, darkened and noisy copies found first;
milliseconds):

    centre crop 224     0.767   0.63   34
    squashed 224        0.787   0.63   31
    shape kept, 224     0.782   0.66   35
    squashed 256        0.790   0.59   37
    shape kept, 256     0.790   0.60   49

Squashing is as good as keeping the shape, and makes pictures of all shapes one batch on one grid of regions.
A bilinear filter with antialiasing was never worse than a bicubic one.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from videxplore.backbones.runtime.optical_flow import ClipFlow, clip_flow
from videxplore.backbones.specs import Recipe
from videxplore.core.types import Pixels

# Of the longer side of a picture, no more is enlarged than so many times the shorter one.
_LONGEST_X_SHORTER = 8


class Preprocessor:
    """Applies one recipe on one device."""

    def __init__(self, recipe: Recipe, input_px: int, device: torch.device, dtype: torch.dtype) -> None:
        """Prepare the recipe's constants.

        Args:
            recipe: How pictures become input.
            input_px: Side of the network's input.
            device: Where the input will be.
            dtype: Number format of the input.
        """
        self.flow: ClipFlow = clip_flow
        """What computes optical flow where the recipe asks for some."""
        self._recipe = recipe
        self._input_px = input_px
        self._device = device
        self._dtype = dtype
        # On pictures in [0, 255] straight away: one multiplication and one subtraction per value.
        self._mean = torch.tensor(recipe.mean, device=device).view(1, 3, 1, 1) * 255
        self._scale = 1 / (torch.tensor(recipe.std, device=device).view(1, 3, 1, 1) * 255)

    @property
    def name(self) -> str:
        """What a space calls this preprocessing."""
        name = str(self._input_px) if self._recipe.shape == "square" else f"{self._input_px}-crop"
        return f"{name}-raft" if self._recipe.flow == "raft" else name

    def seen_area(self, height_px: int, width_px: int) -> tuple[float, float, float, float]:
        """The part of a picture that the network sees: left, top, width and height as shares of it."""
        if self._recipe.shape == "square":
            return 0.0, 0.0, 1.0, 1.0
        rows, columns = self._resized_px(height_px, width_px)
        height, width = self._input_px / rows, self._input_px / columns
        return (1 - width) / 2, (1 - height) / 2, width, height

    def pictures(self, pictures: Sequence[Pixels]) -> Tensor:
        """Turn N pictures uint8 (H, W, 3) of any sizes into (N, 3, input_px, input_px)."""
        rows = torch.cat([self._resized(picture[None]) for picture in pictures])
        return rows.to(memory_format=torch.channels_last)

    def clips(self, clips: Sequence[Pixels], frames: int) -> Tensor:
        """Turn N clips uint8 (T, H, W, 3) into (N, 3, frames, input_px, input_px).

        Where the recipe asks for flow there are two channels more: motion until the next frame, to the right
        and downwards, as shares of the picture.
        """
        batch = [self._clip(clip[even_frames(len(clip), frames)]) for clip in clips]
        return torch.stack(batch).transpose(1, 2).contiguous()

    def _clip(self, clip: Pixels) -> Tensor:
        """One clip's input (T, channels, input_px, input_px)."""
        pictures = self._resized(clip)
        if not self._recipe.flow:
            return pictures
        flow = torch.from_numpy(self.flow(clip)).to(self._device, self._dtype).permute(0, 3, 1, 2)
        side = (self._input_px, self._input_px)
        return torch.cat((pictures, functional.interpolate(flow, side, mode="bilinear")), 1)

    def _resized(self, pictures: Pixels) -> Tensor:
        """Resize and normalise pictures uint8 (T, H, W, 3) of one size to (T, 3, input_px, input_px)."""
        # torch only wraps arrays that may be written to.
        owned = np.require(pictures, requirements=("C_CONTIGUOUS", "WRITEABLE"))
        values = torch.from_numpy(owned).permute(0, 3, 1, 2)
        if self._recipe.shape == "square":
            side = (self._input_px, self._input_px)
            # Resized as bytes, on the processor: eight times as fast as floats, and less to send to a device.
            values = functional.interpolate(values, side, mode="bilinear", antialias=True).to(self._device)
        else:
            values = self._cropped(values.to(self._device).float())
        return ((values - self._mean) * self._scale).to(self._dtype)

    def _cropped(self, values: Tensor) -> Tensor:
        """Resize and crop the centre as the published weights were trained: without antialiasing."""
        values = _middle(values)
        size = self._resized_px(*values.shape[-2:])
        values = functional.interpolate(values, size, mode="bilinear")
        top, left = (round((length - self._input_px) / 2) for length in size)
        return values[..., top : top + self._input_px, left : left + self._input_px]

    def _resized_px(self, height_px: int, width_px: int) -> tuple[int, int]:
        """Height and width before the crop."""
        if len(self._recipe.resize_px) == 2:
            return self._recipe.resize_px[0], self._recipe.resize_px[1]
        scale = self._recipe.resize_px[0] / min(height_px, width_px)
        return max(int(height_px * scale), self._input_px), max(int(width_px * scale), self._input_px)


def _middle(values: Tensor) -> Tensor:
    """The middle of pictures (..., H, W) that are lines: enlarged whole, they would fill the memory."""
    most_px = _LONGEST_X_SHORTER * min(values.shape[-2:])
    top, left = (max(0, (length_px - most_px) // 2) for length_px in values.shape[-2:])
    return values[..., top : top + most_px, left : left + most_px]


def even_frames(present: int, wanted: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Indices int64 (wanted,) spread evenly over ``present`` frames, repeating when there are fewer."""
    return np.floor((np.arange(wanted) + 0.5) * present / wanted).astype(np.int64)
