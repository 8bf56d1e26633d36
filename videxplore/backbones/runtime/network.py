"""The base classes of all architectures."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn


def prefix_inner(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Published tensors renamed for a network that wraps the published one as ``inner``."""
    return {f"inner.{name}": tensor for name, tensor in tensors.items()}


@contextmanager
def outputs_of(stage: nn.Module) -> Iterator[list[Any]]:
    """Collect the outputs of a stage in forward passes within the context."""
    outputs: list[Any] = []
    hook = stage.register_forward_hook(lambda _module, _input, output: outputs.append(output))
    try:
        yield outputs
    finally:
        hook.remove()


class Network(nn.Module):
    """A network in two steps: features of the input, then the embedding and the class logits from them.

    The input is float (N, 3, H, W) for images and float (N, 3, T, H, W) for clips, already normalised.
    """

    sees_all_frames = False
    """Whether its last features depend on all frames, by recurrence or channels rather than convolution."""

    cam_layer = ""
    """The stage whose output Grad-CAM uses; empty if the last features are a feature map."""

    detail_stage = ""
    """The stage whose feature map is best for small objects; empty if the last features are."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last features before pooling: (N, D, h, w) for images, (N, D, t, h, w) for clips."""
        raise NotImplementedError

    def embed(self, features: Tensor) -> Tensor:
        """The input of the last layer (N, D): by default the mean over all positions."""
        return features.flatten(2).mean(2)

    def embed_texts(self, texts: Sequence[str]) -> Tensor:
        """Embeddings of texts (N, D) in the space of :meth:`embed`, if the model ``reads_text``."""
        raise NotImplementedError

    def classify(self, features: Tensor) -> Tensor | None:
        """Class logits (N, C); None if the model has no classes."""
        raise NotImplementedError

    def training_logits(self, features: Tensor) -> Sequence[Tensor]:
        """Class logits (N, C) that training compares with the labels, one loss for each entry.

        By default those of :meth:`classify`; none if the model has no classes.
        """
        logits = self.classify(features)
        return () if logits is None else (logits,)

    def stages(self) -> Mapping[str, nn.Module]:
        """Modules whose outputs are feature maps, by name, from the input to the last features."""
        raise NotImplementedError

    def as_map(self, stage_output: Tensor) -> Tensor:
        """The output of one of :meth:`stages` as a feature map (N, D, h, w) or (N, D, t, h, w)."""
        return stage_output

    def fuse_batch_norm(self) -> None:
        """Merge batch norms into convolutions, for speed; the network cannot be trained afterwards."""

    def forward(self, pixels: Tensor) -> Tensor | None:
        """Class logits (N, C); None if the model has no classes."""
        return self.classify(self.features(pixels))


class HeadedNetwork(Network):
    """A network whose class logits are one linear layer, ``head``, over its embedding."""

    head: nn.Linear

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.head(self.embed(features))
        return logits
