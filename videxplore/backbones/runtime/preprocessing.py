"""Preprocessing: from uint8 frames to a network's input.

Whole frames are squashed to a square: the border of a frame matters as much for search as its centre.
Measured with EfficientNet-Lite0 on six frames of each of 56 real clips (leave-one-out mean average precision
of finding frames of the same footage; fraction of cropped, darkened and noisy copies found first;
milliseconds):

    centre crop 224           0.767   0.63   34
    squashed 224              0.787   0.63   31
    aspect ratio kept, 224    0.782   0.66   35
    squashed 256              0.790   0.59   37
    aspect ratio kept, 256    0.790   0.60   49

Squashing is as good as keeping the aspect ratio, and lets frames of all aspect ratios share one batch and one
grid of regions. A bilinear filter with antialiasing was never worse than a bicubic one.

Optical flow by dense inverse search needs no weights, is deterministic, and takes about 3 ms per frame at 112
pixels.

Source: Kroeger, Timofte, Dai and Van Gool, Fast Optical Flow using Dense Inverse Search, ECCV 2016.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.specs import Preprocessing
from videxplore.core.types import Pixels

_MAX_ASPECT_RATIO = 8
"""Frames of a higher aspect ratio are cropped before they are enlarged."""

ClipFlow: TypeAlias = Callable[[Pixels], npt.NDArray[np.float32]]
"""Flow of a clip uint8 (T, H, W, 3), as :func:`clip_flow` gives it."""

FLOW_SIDE_PX = 112
"""Side at which flow is computed: motion of less than two pixels of a 224 pixel frame is noise."""

RAFT_SIDE_PX = 128
"""Side at which RAFT computes flow: the smallest that its four correlation levels allow."""


class Preprocessor:
    """Turns frames and clips into the input of a network, on one device."""

    def __init__(
        self, preprocessing: Preprocessing, input_px: int, device: torch.device, dtype: torch.dtype
    ) -> None:
        """Prepare the constants.

        Args:
            preprocessing: What is done to the frames.
            input_px: Side of the network's input.
            device: Device of the input.
            dtype: Number format of the input.
        """
        self.flow: ClipFlow = clip_flow
        """Computes optical flow where the preprocessing includes it."""
        self._preprocessing = preprocessing
        self._input_px = input_px
        self._device = device
        self._dtype = dtype
        # Scaled to [0, 255], so that normalising takes one multiplication and one subtraction per value.
        self._mean = torch.tensor(preprocessing.mean, device=device).view(1, 3, 1, 1) * 255
        self._scale = 1 / (torch.tensor(preprocessing.std, device=device).view(1, 3, 1, 1) * 255)

    def visible_area(self, height_px: int, width_px: int) -> tuple[float, float, float, float]:
        """The part of a frame that the network sees: left, top, width and height as fractions of it."""
        if self._preprocessing.shape == "square":
            return 0.0, 0.0, 1.0, 1.0
        rows, columns = self._resized_px(height_px, width_px)
        height, width = self._input_px / rows, self._input_px / columns
        return (1 - width) / 2, (1 - height) / 2, width, height

    def images(self, images: Sequence[Pixels]) -> Tensor:
        """Turn N images uint8 (H, W, 3) of any sizes into (N, 3, input_px, input_px)."""
        rows = torch.cat([self._resized(image[None]) for image in images])
        return rows.to(memory_format=torch.channels_last)

    def clips(self, clips: Sequence[Pixels], frames: int) -> Tensor:
        """Turn N clips uint8 (T, H, W, 3) into (N, 3, frames, input_px, input_px).

        With optical flow there are two more channels: motion until the next frame, to the right and
        downwards, as fractions of the frame's width and height.
        """
        batch = [self._clip(clip[even_frames(len(clip), frames)]) for clip in clips]
        return torch.stack(batch).transpose(1, 2).contiguous()

    def _clip(self, clip: Pixels) -> Tensor:
        frames = self._resized(clip)
        if not self._preprocessing.flow:
            return frames
        flow = torch.from_numpy(self.flow(clip)).to(self._device, self._dtype).permute(0, 3, 1, 2)
        side = (self._input_px, self._input_px)
        return torch.cat((frames, functional.interpolate(flow, side, mode="bilinear")), 1)

    def _resized(self, frames: Pixels) -> Tensor:
        """Resize and normalise frames uint8 (T, H, W, 3) of one size to (T, 3, input_px, input_px)."""
        # torch only wraps writable arrays.
        owned = np.require(frames, requirements=("C_CONTIGUOUS", "WRITEABLE"))
        values = torch.from_numpy(owned).permute(0, 3, 1, 2)
        if self._preprocessing.shape == "square":
            side = (self._input_px, self._input_px)
            # Resized as bytes, on the CPU: eight times as fast as floats, and less to copy to a device.
            values = functional.interpolate(values, side, mode="bilinear", antialias=True).to(self._device)
        else:
            values = self._cropped(values.to(self._device).float())
        return ((values - self._mean) * self._scale).to(self._dtype)

    def _cropped(self, values: Tensor) -> Tensor:
        """Resize and crop the centre without antialiasing, as in the training of the published weights."""
        values = _middle(values)
        size = self._resized_px(*values.shape[-2:])
        values = functional.interpolate(values, size, mode="bilinear")
        top, left = (round((length - self._input_px) / 2) for length in size)
        return values[..., top : top + self._input_px, left : left + self._input_px]

    def _resized_px(self, height_px: int, width_px: int) -> tuple[int, int]:
        """Height and width before the crop."""
        if len(self._preprocessing.resize_px) == 2:
            return self._preprocessing.resize_px[0], self._preprocessing.resize_px[1]
        scale = self._preprocessing.resize_px[0] / min(height_px, width_px)
        return max(int(height_px * scale), self._input_px), max(int(width_px * scale), self._input_px)


def _middle(values: Tensor) -> Tensor:
    """Crop frames (..., H, W) of extreme aspect ratio: enlarged whole, they would exhaust the memory."""
    most_px = _MAX_ASPECT_RATIO * min(values.shape[-2:])
    top, left = (max(0, (length_px - most_px) // 2) for length_px in values.shape[-2:])
    return values[..., top : top + most_px, left : left + most_px]


def even_frames(present: int, wanted: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Indices int64 (wanted,) spread evenly over ``present`` frames, with repeats if there are fewer."""
    return np.floor((np.arange(wanted) + 0.5) * present / wanted).astype(np.int64)


def clip_flow(
    clip: Pixels, side_px: int = FLOW_SIDE_PX, preset: int = cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
) -> npt.NDArray[np.float32]:
    """Optical flow from each frame to the next, by dense inverse search.

    Args:
        clip: uint8 (T, H, W, 3); frames are squashed to ``side_px`` squared first.
        side_px: Side at which flow is computed.
        preset: How exact it is, as OpenCV names it.

    Returns:
        float32 (T, side_px, side_px, 2): motion to the right and downwards, as fractions of the frame's width
        and height. The last frame repeats the flow before it; the flow of a single frame is zero.
    """
    flow = np.zeros((len(clip), side_px, side_px, 2), np.float32)
    if len(clip) == 1:
        return flow
    search = cv2.DISOpticalFlow.create(preset)
    start = np.zeros((side_px, side_px, 2), np.float32)
    lumas = [_luma(frame, side_px) for frame in clip]
    for number in range(len(clip) - 1):
        # Each pair starts from zero, so that a clip's flow does not depend on what was computed before it.
        flow[number] = search.calc(lumas[number], lumas[number + 1], start.copy()) / side_px
    flow[-1] = flow[-2]
    return flow


def fast_clip_flow(clip: Pixels) -> npt.NDArray[np.float32]:
    """As :func:`clip_flow`, coarser and at a quarter of its cost."""
    return clip_flow(clip, preset=cv2.DISOPTICAL_FLOW_PRESET_FAST)


class RaftFlow:
    """Optical flow of clips by RAFT, more accurate than dense inverse search: a :data:`ClipFlow`."""

    def __init__(self, network: Network, device: torch.device) -> None:
        self._network = network.eval().requires_grad_(requires_grad=False).to(device)
        self._device = device

    def __call__(self, clip: Pixels) -> npt.NDArray[np.float32]:
        """Flow from each frame of a clip uint8 (T, H, W, 3) to the next.

        Returns:
            float32 (T, side, side, 2): motion to the right and downwards, as fractions of the frame's width
            and height. The last frame repeats the flow before it; the flow of a single frame is zero.
        """
        side = (RAFT_SIDE_PX, RAFT_SIDE_PX)
        flow = np.zeros((len(clip), *side, 2), np.float32)
        if len(clip) == 1:
            return flow
        small = np.stack([cv2.resize(frame, side, interpolation=cv2.INTER_AREA) for frame in clip])
        frames = torch.from_numpy(small).to(self._device).permute(0, 3, 1, 2).float() / 127.5 - 1
        with torch.inference_mode():
            for number in range(len(clip) - 1):
                pair = torch.cat((frames[number], frames[number + 1]))[None]
                flow_px = self._network.features(pair)[0].permute(1, 2, 0)
                flow[number] = flow_px.float().cpu().numpy() / RAFT_SIDE_PX
        flow[-1] = flow[-2]
        return flow


def _luma(frame: Pixels, side_px: int) -> npt.NDArray[np.uint8]:
    smaller = cv2.resize(frame, (side_px, side_px), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(smaller, cv2.COLOR_RGB2GRAY), np.uint8)
