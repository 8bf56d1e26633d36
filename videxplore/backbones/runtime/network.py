"""What every network has in common, whatever its family."""

from collections.abc import Mapping, Sequence

from torch import Tensor, nn


def inside(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Published tensors under the names they have in a network that wraps the published one as ``inner``."""
    return {f"inner.{name}": tensor for name, tensor in tensors.items()}


class Network(nn.Module):
    """A network in two steps: features of the input, then the penultimate vector and the classes from them.

    Pictures come in as float (N, 3, H, W), clips as float (N, 3, T, H, W), already normalised.
    """

    sees_all_frames = False
    """Whether its last features depend on all frames through memory or channels rather than windows."""

    explained_stage = ""
    """The stage whose map shows what the network looks at; empty where its last features are a map."""

    detail_stage = ""
    """The stage whose map tells small things apart; empty where the last features do it best."""

    def features(self, pixels: Tensor) -> Tensor:
        """The last features before pooling: (N, D, h, w) for pictures, (N, D, t, h, w) for clips."""
        raise NotImplementedError

    def embed(self, features: Tensor) -> Tensor:
        """The penultimate vector (N, D): by default the mean over all positions."""
        return features.flatten(2).mean(2)

    def embed_texts(self, texts: Sequence[str]) -> Tensor:
        """The places of texts in the space of :meth:`embed` (N, D), where ``reads_text`` says so."""
        raise NotImplementedError

    def classify(self, features: Tensor) -> Tensor | None:
        """Class scores before the softmax (N, C); None where the network tells no classes."""
        raise NotImplementedError

    def learned_scores(self, features: Tensor) -> Sequence[Tensor]:
        """Class scores before the softmax (N, C) that training compares with the truth, each by itself.

        By default those of :meth:`classify`; none where the network tells no classes.
        """
        scores = self.classify(features)
        return () if scores is None else (scores,)

    def stages(self) -> Mapping[str, nn.Module]:
        """Modules whose outputs are feature maps, by name, from the input on."""
        raise NotImplementedError

    def as_map(self, stage_output: Tensor) -> Tensor:
        """The output of one of :meth:`stages` as a feature map (N, D, h, w) or (N, D, t, h, w)."""
        return stage_output

    def fold(self) -> None:
        """Fold what is constant once the weights are there, for speed; training is over then."""

    def forward(self, pixels: Tensor) -> Tensor | None:
        """Class scores before the softmax (N, C); None where the network tells no classes."""
        return self.classify(self.features(pixels))


class HeadedNetwork(Network):
    """A network whose class logits are one linear layer, ``head``, over its embedding."""

    head: nn.Linear

    def classify(self, features: Tensor) -> Tensor:
        """Class logits (N, C)."""
        logits: Tensor = self.head(self.embed(features))
        return logits
