"""Weights for the tests of backbones."""

import shutil
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.runtime.loading import family
from videxplore.backbones.runtime.network import Network
from videxplore.backbones.runtime.preprocessing import Preprocessor
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.tables.video import RAFT_SMALL
from videxplore.backbones.weights.state_files import ModelState, write_state
from videxplore.backbones.weights.transfers import RetryLimits
from videxplore.backbones.weights.weights_folder import WeightsFolder
from videxplore.backbones.zoo import torchvision_operators  # noqa: F401 - must come before torchvision.
from videxplore.core.types import Pixels

WriteWeights = Callable[[str], Path]


def moving_pictures(count: int, frames: int, seed: int = 0) -> Pixels:
    """Clips uint8 (count, frames, 96, 128, 3) of coarse random texture that moves."""
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, 256, (count, 12, 16, 3), dtype=np.uint8)
    pictures = coarse.repeat(8, axis=1).repeat(8, axis=2)
    return np.stack([np.roll(pictures, 2 * number, axis=2) for number in range(frames)], axis=1)


def network_input(spec: BackboneSpec, clips: Pixels) -> Tensor:
    """What the network sees of clips uint8 (N, T, H, W, 3), or of their first pictures."""
    preprocessor = Preprocessor(spec.preprocessing, spec.input_px, torch.device("cpu"), torch.float32)
    if spec.kind == "video":
        return preprocessor.clips(list(clips), spec.frames)
    return preprocessor.images(list(clips[:, 0]))


def settle(network: Network, spec: BackboneSpec) -> None:
    """Give batch normalisation statistics, as training does: deep networks squash all to nothing without."""
    norms = [part for part in network.modules() if isinstance(part, (nn.BatchNorm2d, nn.BatchNorm3d))]
    if not norms:
        return
    network.eval()
    for norm in norms:
        # Nothing else is trained: layers dropped by chance would change what is measured.
        norm.train()
        norm.momentum = 1.0
    with torch.no_grad():
        network.features(network_input(spec, moving_pictures(2, spec.frames, seed=1)))
    network.eval()


@pytest.fixture
def weights(tmp_path: Path) -> WeightsFolder:
    """An empty weights folder: only the packaged weights are found."""
    return WeightsFolder(tmp_path / "weights", limits=RetryLimits(attempts=1))


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> WriteWeights:
    """Writes seeded random weights of a backbone, once in a session."""
    folder = tmp_path_factory.mktemp("random_weights")

    @cache
    def write(name: str) -> Path:
        spec = BACKBONES[name]
        torch.manual_seed(zlib.crc32(name.encode()))
        classes = tuple(f"class {number}" for number in range(7))
        network = family(spec).build(spec, len(classes))
        settle(network, spec)
        file = folder / f"{name}.safetensors"
        write_state(ModelState(dict(network.state_dict()), classes), file)
        return file

    return write


@pytest.fixture
def write_weights(tmp_path: Path, random_weights: WriteWeights) -> WriteWeights:
    """Writes seeded random weights of a backbone (and of what it sees through), instead of published ones."""

    def write(name: str) -> Path:
        spec = BACKBONES[name]
        file = tmp_path / f"{name}.safetensors"
        shutil.copyfile(random_weights(name), file)
        if spec.preprocessing.flow == "raft":
            # Under the names it is published with: what names no classes is read as published.
            torch.manual_seed(zlib.crc32(RAFT_SMALL.name.encode()))
            from torchvision.models.optical_flow import raft_small

            published = raft_small(weights=None).state_dict()
            flow_file = tmp_path / "weights" / f"{RAFT_SMALL.name}.safetensors"
            write_state(ModelState(dict(published)), flow_file)
        return file

    return write
