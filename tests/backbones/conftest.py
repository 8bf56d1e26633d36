"""Weights for the tests of backbones."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from videxplore.backbones.flow_table import RAFT_SMALL
from videxplore.backbones.loading import family
from videxplore.backbones.registry import BACKBONES
from videxplore.backbones.state_files import WeightsState, write_state
from videxplore.backbones.weights import WeightsFolder

WriteWeights = Callable[[str], Path]


@pytest.fixture
def weights(tmp_path: Path) -> WeightsFolder:
    """An empty weights folder: only the packaged weights are found."""
    return WeightsFolder(tmp_path / "weights")


@pytest.fixture
def write_weights(tmp_path: Path) -> WriteWeights:
    """Writes seeded random weights of a backbone (and of what it sees through), instead of published ones."""

    def write(name: str) -> Path:
        spec = BACKBONES[name]
        torch.manual_seed(zlib.crc32(name.encode()))
        classes = tuple(f"class {number}" for number in range(7))
        network = family(spec).build(spec, len(classes))
        file = tmp_path / f"{name}.safetensors"
        write_state(WeightsState(dict(network.state_dict()), classes), file)
        if spec.recipe.flow == "raft":
            flow_network = family(RAFT_SMALL).build(RAFT_SMALL, 0)
            flow_file = tmp_path / "weights" / f"{RAFT_SMALL.name}.safetensors"
            write_state(WeightsState(dict(flow_network.state_dict())), flow_file)
        return file

    return write
