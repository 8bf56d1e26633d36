"""Builds a network, loads its weights and makes it a backbone."""

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from videxplore.backbones.runtime.base import BackboneOutput
from videxplore.backbones.runtime.devices import Device, choose_device, in_batches, torch_device
from videxplore.backbones.runtime.network import Network, outputs_of
from videxplore.backbones.runtime.preprocessing import (
    ClipFlow,
    Preprocessor,
    RaftFlow,
    clip_flow,
    fast_clip_flow,
)
from videxplore.backbones.specs import BackboneSpec
from videxplore.backbones.tables.video import RAFT_SMALL
from videxplore.backbones.weights.downloads import file_checksum
from videxplore.backbones.weights.state_files import read_state
from videxplore.core.errors import BackboneError, WeightsUnavailableError
from videxplore.core.types import Pixels, Space

Array: TypeAlias = npt.NDArray[np.float32]

_CHECKSUM_DIGITS = 8


class Family(Protocol):
    """What a module of :mod:`videxplore.backbones.zoo` offers.

    A module may also offer ``renamed(spec, tensors)``, the published tensors under this project's names.
    """

    def build(self, spec: BackboneSpec, classes_count: int) -> Network:
        """The untrained network."""
        ...


class LoadedBackbone:
    """A network with its weights on a device: the :class:`~videxplore.backbones.runtime.base.Backbone`."""

    def __init__(
        self, spec: BackboneSpec, network: Network, classes: tuple[str, ...], checksum: str, device: str
    ) -> None:
        """Move the network to its device and freeze it.

        Args:
            spec: Its row of the table.
            network: The network with its weights.
            classes: Names of its classes.
            checksum: Hexadecimal SHA-256 of the weights.
            device: As for :func:`videxplore.backbones.registry.load`.
        """
        self.spec = spec
        self.classes = classes
        self.checksum = checksum
        self.temperature = 1.0
        """The logits are divided by this before the softmax."""
        self.device = choose_device(device)
        self.network = network
        target, dtype = torch_device(self.device)
        network.eval().requires_grad_(requires_grad=False)
        network.fuse_batch_norm()
        network.to(target, dtype)
        if spec.kind == "image":
            cast("Any", network).to(memory_format=torch.channels_last)
        self.preprocessor = Preprocessor(spec.preprocessing, spec.input_px, target, dtype)
        self.space = Space(
            name=f"{spec.name}@{checksum[:_CHECKSUM_DIGITS]}/{spec.preprocessing_name}",
            kind="appearance" if spec.kind == "image" else "motion",
            dim=spec.dim,
            backbone=spec.name,
        )

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.run`."""
        if len(batch) == 0:
            return self._empty()
        wants_maps = with_feature_maps and self.spec.kind == "image"
        parts = in_batches(list(batch), self.device.batch_size, lambda items: self._run(items, wants_maps))
        embeddings, scores, maps, details = zip(*parts, strict=True)
        return BackboneOutput(
            embeddings=np.concatenate(embeddings),
            scores=None if scores[0] is None else np.concatenate(scores),
            feature_maps=np.concatenate(maps) if wants_maps else None,
            detail_maps=np.concatenate(details) if wants_maps else None,
        )

    def embed_texts(self, texts: Sequence[str]) -> Array:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.embed_texts`."""
        if not self.spec.reads_text:
            raise BackboneError(f"{self.spec.title} does not support text; choose a model that does.")
        with torch.inference_mode():
            return _to_numpy(torch.nn.functional.normalize(self.network.embed_texts(texts).float()))

    def input_of(self, items: Sequence[Pixels]) -> Tensor:
        """The network's input for images uint8 (H, W, 3) or clips uint8 (T, H, W, 3)."""
        if self.spec.kind == "image":
            return self.preprocessor.images(items)
        return self.preprocessor.clips(items, self.spec.frames)

    def _run(
        self, items: Sequence[Pixels], wants_maps: bool
    ) -> tuple[Array, Array | None, Array | None, Array | None]:
        with torch.inference_mode():
            features, detail = self._features(self.input_of(items), wants_maps)
            embeddings = torch.nn.functional.normalize(self.network.embed(features).float())
            logits = self.network.classify(features) if self.classes else None
            scores = None if logits is None else _to_numpy((logits.float() / self.temperature).softmax(1))
            maps = _to_numpy(features.permute(0, 2, 3, 1)) if wants_maps else None
            details = _to_numpy(detail.permute(0, 2, 3, 1)) if wants_maps else None
            return _to_numpy(embeddings), scores, maps, details

    def _features(self, pixels: Tensor, wants_detail: bool) -> tuple[Tensor, Tensor]:
        """The last features, and those of the network's ``detail_stage``."""
        network = self.network
        if not wants_detail or not network.detail_stage:
            features = network.features(pixels)
            return features, features
        with outputs_of(network.stages()[network.detail_stage]) as outputs:
            return network.features(pixels), network.as_map(outputs[0])

    def _empty(self) -> BackboneOutput:
        embeddings = np.zeros((0, self.spec.dim), np.float32)
        scores = np.zeros((0, len(self.classes)), np.float32) if self.classes else None
        return BackboneOutput(embeddings, scores)


def load_backbone(spec: BackboneSpec, file: Path, device: str) -> LoadedBackbone:
    """The backbone with the weights of a file; see :func:`videxplore.backbones.registry.load`."""
    network, classes = network_with_weights(spec, file)
    return LoadedBackbone(spec, network, classes, file_checksum(file), device)


def untrained_backbone(spec: BackboneSpec, device: str) -> LoadedBackbone:
    """The backbone with random weights, for measuring what it costs; its answers mean nothing.

    Raises:
        DeviceUnavailableError: If this computer does not have the device.
    """
    classes = spec.class_labels
    network = family(spec).build(spec, max(1, len(classes)))
    backbone = LoadedBackbone(spec, network, classes, "random", device)
    backbone.preprocessor.flow = fast_clip_flow if spec.preprocessing.flow == "dis-fast" else clip_flow
    return backbone


def optical_flow(spec: BackboneSpec, locate: Callable[[BackboneSpec], Path], device: Device) -> ClipFlow:
    """The optical flow that a backbone's preprocessing names: RAFT, or else dense inverse search.

    Args:
        spec: The backbone.
        locate: Finds the file of a model's weights.
        device: Where RAFT runs.

    Raises:
        WeightsUnavailableError: If RAFT is named and its weights are missing, or not those of RAFT.
    """
    if spec.preprocessing.flow != "raft":
        return fast_clip_flow if spec.preprocessing.flow == "dis-fast" else clip_flow
    network, _ = network_with_weights(RAFT_SMALL, locate(RAFT_SMALL))
    return RaftFlow(network, torch_device(device)[0])


def network_with_weights(spec: BackboneSpec, file: Path) -> tuple[Network, tuple[str, ...]]:
    """The network with the weights of a file, and the names of its classes.

    Raises:
        WeightsUnavailableError: If the file does not hold exactly the tensors of this network.
    """
    module = family(spec)
    state = read_state(file)
    classes = state.classes or spec.class_labels
    with torch.device("meta"):
        # A file without class names, of a network without published weights, is refused below.
        network = module.build(spec, max(1, len(classes)))
    renamed = getattr(module, "renamed", None)
    tensors = state.tensors if renamed is None or state.classes else renamed(spec, state.tensors)
    _fill(network, tensors, spec, file)
    return network, classes


def network_to_train(spec: BackboneSpec, classes_count: int, weights_file: Path | None, seed: int) -> Network:
    """A network for new classes, initialised from weights if there are any (all layers but the classifier).

    The same ``seed`` gives the same initial weights; the state of torch's generator is left alone.

    Raises:
        WeightsUnavailableError: If the weights cannot be read.
        BackboneError: If the backbone cannot be trained on classes.
    """
    if spec.kind != "video" or spec.module == "lite0_motion":
        raise BackboneError(
            f"{spec.title} cannot be trained on actions; choose a video model that has classes."
        )
    module = family(spec)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = module.build(spec, classes_count)
    if weights_file is None:
        return network
    # Loaded into the network they were published for: what does not fit it completely is refused here too.
    published, _ = network_with_weights(spec, weights_file)
    own, tensors = network.state_dict(), published.state_dict()
    fitting = {name: tensor for name, tensor in tensors.items() if own[name].shape == tensor.shape}
    network.load_state_dict({**own, **fitting}, strict=True)
    return network


def family(spec: BackboneSpec) -> Family:
    """The module that builds this backbone's network."""
    return cast("Family", importlib.import_module(f"videxplore.backbones.zoo.{spec.module}"))


def _fill(network: Network, tensors: dict[str, Tensor], spec: BackboneSpec, file: Path) -> None:
    expected = network.state_dict()
    mismatched = [
        name
        for name, tensor in expected.items()
        if name not in tensors
        or tensors[name].shape != tensor.shape
        or (tensor.is_floating_point() and not tensors[name].is_floating_point())
    ]
    mismatched += [name for name in tensors if name not in expected]
    if mismatched:
        raise WeightsUnavailableError(
            f"{file} does not hold the weights of {spec.title}: "
            f"{len(mismatched)} tensors do not fit, among them {mismatched[0]}."
        )
    network.load_state_dict(tensors, strict=True, assign=True)


def _to_numpy(tensor: Tensor) -> Array:
    values: Array = tensor.float().cpu().contiguous().numpy()
    return values
