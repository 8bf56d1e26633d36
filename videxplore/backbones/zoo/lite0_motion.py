"""The motion embedding that needs no weights beyond those of the default image model.

Three blocks, each of unit length, form one vector of :data:`DIM` values:

* appearance: EfficientNet-Lite0's features, averaged over frames;
* change: the signed difference of these features between the later and the earlier frames (the order of
  frames), and their mean absolute difference from frame to frame (the pace);
* flow: histograms of the directions of dense optical flow in 4 by 4 regions and three thirds of the clip, and
  the average translation, expansion, rotation and shear of each third.

Each of the last two has one additional constant value, so that a static clip is similar to other static clips
and not to noise. Image features are reduced to 256 values by count sketches, which preserve angles.

Source: Dalal, Triggs and Schmid, Human Detection Using Oriented Histograms of Flow and Appearance, ECCV 2006;
Charikar, Chen and Farach-Colton, Finding Frequent Items in Data Streams, ICALP 2002, for the sketch;
Fernando et al., Modeling Video Evolution for Action Recognition, CVPR 2015, for pooling order.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from videxplore.backbones.runtime.network import Network
from videxplore.backbones.runtime.preprocessing import even_frames
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.zoo.efficientnet_lite import EfficientNetLite0

SKETCH_DIM = 256
GRID = 4
DIRECTIONS = 8
THIRDS = 3
AFFINE_DIM = 12
FLOW_DIM = THIRDS * (GRID * GRID * DIRECTIONS + AFFINE_DIM) + 1
CHANGE_DIM = 2 * SKETCH_DIM + 1
DIM = SKETCH_DIM + CHANGE_DIM + FLOW_DIM

_FRAMES_SEEN = 3
"""Frames of a clip that the image network sees; flow covers the motion between them.

Three in 160 pixels cost a third of four in 224, and teach and find as well (``benchmarks/README.md``,
"Teaching from one or two videos").
"""

_SAME_FRAME = 0.02
"""Mean absolute difference, in units of the normalised input, of frames of which the image network sees one
only: a level of 255 or two, less than compression and sensors change of what stands still."""

_STILL_FLOW = 0.002
"""Motion of 0.2 % of the frame's size per frame is compression noise."""

_STILL_CHANGE = 0.2
"""Relative change of the image features within a static clip."""

_FLOW_SIDE = 56
"""Side of the flow fields whose statistics are computed."""


class Lite0Motion(Network):
    """EfficientNet-Lite0 over frames, and statistics of flow; the input is RGB and flow (N, 5, T, H, W)."""

    cam_layer = "head"

    def __init__(self) -> None:
        super().__init__()
        self.pictures = EfficientNetLite0()

    def features(self, pixels: Tensor) -> Tensor:
        """The three blocks, concatenated (N, DIM)."""
        frames = torch.as_tensor(even_frames(pixels.shape[2], _FRAMES_SEEN), device=pixels.device)
        rgb = pixels[:, :3].index_select(2, frames).transpose(1, 2)
        distinct, which = _distinct_frames(rgb)
        maps = self.pictures.features(distinct.to(memory_format=torch.channels_last))
        vectors = self.pictures.embed(maps)[which].reshape(*rgb.shape[:2], -1)
        return torch.cat(
            (*_appearance_and_change(vectors.float()), flow_statistics(pixels[:, 3:].float())), 1
        )

    def embed(self, features: Tensor) -> Tensor:
        """The features themselves."""
        return features

    def classify(self, features: Tensor) -> None:
        """The model has no classes."""

    def stages(self) -> Mapping[str, nn.Module]:
        """The stages of the image network."""
        return self.pictures.stages()


def build(spec: BackboneSpec, classes_count: int) -> Network:
    """The untrained network."""
    return Lite0Motion()


def renamed(spec: BackboneSpec, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The image network's tensors under this network's names."""
    return {f"pictures.{name}": tensor for name, tensor in tensors.items()}


def flow_statistics(flow: Tensor) -> Tensor:
    """Direction and affine motion statistics, as unit vectors.

    Args:
        flow: (N, 2, T, H, W) to the right and downwards, as fractions of the frame's size.

    Returns:
        (N, FLOW_DIM).
    """
    count, _, length = flow.shape[:3]
    small = functional.adaptive_avg_pool2d(flow.transpose(1, 2).flatten(0, 1), _FLOW_SIDE)
    parts = torch.cat((_direction_histograms(small), _affine_motion(small)), 1).reshape(count, length, -1)
    thirds = functional.adaptive_avg_pool1d(parts.transpose(1, 2), THIRDS).flatten(1)
    # Square roots keep one fast region from dominating everything else.
    rooted = functional.pad(thirds.sqrt(), (0, 1), value=_STILL_FLOW**0.5)
    return functional.normalize(rooted)


def _distinct_frames(rgb: Tensor) -> tuple[Tensor, Tensor]:
    """Those of the frames (N, F, 3, H, W) that differ from the one before: (M, 3, H, W), and which is whose.

    Returns:
        The frames, and int64 (N * F,): the number of the one that shows what each of all frames shows.
    """
    frames = rgb.flatten(0, 1)
    if rgb.is_meta:
        # Only shapes are computed, of the most that there can be.
        return frames, torch.arange(len(frames), device=rgb.device)
    changes = rgb.diff(dim=1).abs().mean((2, 3, 4)) > _SAME_FRAME
    is_new = functional.pad(changes, (1, 0), value=True).flatten()
    return frames[is_new], is_new.cumsum(0) - 1


def _appearance_and_change(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """The first two blocks from the vectors (N, F, D) of F frames."""
    mean = vectors.mean(1)
    size = mean.norm(dim=1, keepdim=True).clamp_min(1e-6)
    half = vectors.shape[1] // 2
    order = (vectors[:, half:].mean(1) - vectors[:, :half].mean(1)) / size
    pace = vectors.diff(dim=1).abs().mean(1) / size
    change = functional.pad(torch.cat((sketch(order), sketch(pace)), 1), (0, 1), value=_STILL_CHANGE)
    return functional.normalize(sketch(mean)), functional.normalize(change)


def sketch(vectors: Tensor) -> Tensor:
    """Count sketch of vectors (N, D) to (N, SKETCH_DIM): each value is added, with a sign, to one bucket."""
    numbers = torch.arange(1, vectors.shape[1] + 1, device=vectors.device)
    # Knuth's multiplicative hash: the high bits of the product scatter consecutive numbers evenly.
    buckets = ((numbers * 2654435761) % 2**32) * SKETCH_DIM // 2**32
    signs = 1 - 2 * (((numbers * 2246822519) % 2**32) // 2**31)
    folded = vectors.new_zeros(len(vectors), SKETCH_DIM)
    return folded.index_add(1, buckets, vectors * signs)


def _direction_histograms(flow: Tensor) -> Tensor:
    """Motion by direction and region (M, DIRECTIONS * GRID * GRID) of flow (M, 2, h, w)."""
    right, down = flow.unbind(1)
    speed = functional.relu((right.square() + down.square()).sqrt() - _STILL_FLOW)
    turns = torch.atan2(down, right) * (DIRECTIONS / (2 * torch.pi))
    directions = torch.arange(DIRECTIONS, device=flow.device).view(1, -1, 1, 1)
    away = (turns.unsqueeze(1) - directions + DIRECTIONS / 2) % DIRECTIONS - DIRECTIONS / 2
    # Motion between two directions counts for both, in proportion.
    histogram = speed.unsqueeze(1) * functional.relu(1 - away.abs())
    return functional.adaptive_avg_pool2d(histogram, GRID).flatten(1)


def _affine_motion(flow: Tensor) -> Tensor:
    """Translation, expansion, rotation and two shears of the whole frame, each split by sign (M, 12)."""
    line = torch.linspace(-1, 1, _FLOW_SIDE, device=flow.device)
    x, y = line.view(1, 1, -1), line.view(1, -1, 1)
    right, down = flow.unbind(1)
    motions = torch.stack(
        (right, down, right * x + down * y, down * x - right * y, right * x - down * y, right * y + down * x),
        1,
    ).mean((2, 3))
    return torch.cat((functional.relu(motions), functional.relu(-motions)), 1)
