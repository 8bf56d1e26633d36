"""A video model whose answer is known, what is red, and a video with a red square of known place and time."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from torch import nn

from tests.videos import Encoding, Picture, write_video
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.weights.state_files import ModelState, write_state
from videxplore.backbones.zoo.frame_networks import SlowFusion
from videxplore.core.types import (
    ClipAnalysis,
    Depth,
    KeyframeAnalysis,
    Prediction,
    ShotAnalysis,
    Space,
    Video,
    VideoAnalysis,
    VideoProperties,
)
from videxplore.services.library import Library

MODEL = "slow-fusion"
RED_ACTION = "waving a red square"
OTHER_ACTION = "standing still"

RATE_HZ = 10
CLIP_S = 2.0
RED_FROM_S, RED_UNTIL_S = 3.0, 4.0
"""The second half of the second clip."""

SPACE = Space("look@1/8", "appearance", 8, "look")


def write_red_weights(folder: Path) -> Path:
    """Write weights of slow fusion that pass on the first channel only: how red the middle of a cell is."""
    classes = (RED_ACTION, OTHER_ACTION)
    network = SlowFusion(len(classes))
    with torch.no_grad():
        for number, stage in enumerate(network.stages().values()):
            kernel = next(one.weight for one in stage.modules() if isinstance(one, nn.Conv3d))
            kernel.zero_()
            if number == 0:
                # Grey cancels out: what is left is red.
                kernel[0, :, 1, 1, 1] = torch.tensor([2.0, -1.0, -1.0])
            else:
                kernel[0, 0, 1, 1, 1] = 1.0
        network.head.weight.zero_()
        network.head.bias.zero_()
        network.head.weight[0, 0] = 1.0
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{BACKBONES[MODEL].name}.safetensors"
    write_state(ModelState(dict(network.state_dict()), classes), file)
    return file


def pictures() -> Iterator[Picture]:
    """Grey, with a red square in the lower right corner while the action goes on."""
    for number in range(round(3 * CLIP_S * RATE_HZ)):
        picture = np.full((180, 320, 3), 128, np.uint8)
        if RED_FROM_S <= number / RATE_HZ < RED_UNTIL_S:
            picture[110:170, 220:300] = (255, 0, 0)
        yield picture


def flag_analysis(label: str) -> VideoAnalysis:
    """Three clips, in the second of which a label was seen."""
    properties = VideoProperties(3 * CLIP_S, Fraction(RATE_HZ), 320, 180, 0, "h264", "yuv420p", False)
    keyframe = KeyframeAnalysis(1.0, 1.0, b"", {SPACE.name: np.full(8, 8**-0.5, np.float32)})
    clips = tuple(
        ClipAnalysis(
            number * CLIP_S,
            (number + 1) * CLIP_S,
            predictions=(Prediction(label if number == 1 else "other", 0.9, "pretrained", MODEL),),
        )
        for number in range(3)
    )
    shot = ShotAnalysis(0.0, 3 * CLIP_S, (keyframe,), clips)
    return VideoAnalysis(properties, Depth.FULL, (shot,), (SPACE,))


def add_flag(library: Library, folder: Path) -> Video:
    """Store a video in the second of whose clips the red action was seen."""
    path = write_video(folder / "flag.mp4", pictures(), Encoding(frame_rate_hz=Fraction(RATE_HZ)))
    status = path.stat()
    video = library.catalogue.add_video(path, "flag", status.st_size, status.st_mtime_ns)
    library.catalogue.store_analysis(video.id, flag_analysis(RED_ACTION))
    return library.catalogue.video(video.id)
