"""Test-time augmentation: averages a video model over several views (clips and crops) of one span.

The clips are interleaved: each has the model's own frame rate and starts a little later than the one before.
The crops are squares along the longer side, so that together they cover the whole frame.

Source: Wang et al., Non-local Neural Networks, CVPR 2018, and Feichtenhofer et al., SlowFast Networks for
Video Recognition, ICCV 2019, for averaging the softmax scores of several clips and of three crops.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from videxplore.backbones.runtime.base import Backbone, BackboneOutput
from videxplore.backbones.runtime.preprocessing import even_frames
from videxplore.backbones.specs import Views
from videxplore.core.types import Pixels, Vector
from videxplore.core.vectors import unit_rows


class MultiViewBackbone:
    """A :class:`videxplore.backbones.runtime.base.Backbone` that averages another one over several views."""

    def __init__(self, inner: Backbone, views: Views) -> None:
        """Wrap a video backbone; a clip holds ``views.clips`` times as many frames as one of ``inner``."""
        self._inner = inner
        self._views = views
        self.spec = replace(
            inner.spec, frames=inner.spec.frames * views.clips, rate_hz=inner.spec.rate_hz * views.clips
        )
        self.space = replace(inner.space, name=inner.space.name + views.suffix)
        self.classes = inner.classes

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.run`; there are no feature maps."""
        if len(batch) == 0:
            return self._inner.run(batch)
        output = self._inner.run([view for clip in batch for view in self._views_of(clip)])
        shape = (len(batch), self._views.clips * self._views.crops, -1)
        means = output.embeddings.reshape(shape).mean(1)
        scores = None if output.scores is None else output.scores.reshape(shape).mean(1)
        return BackboneOutput(unit_rows(means), scores)

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.embed_texts`."""
        return self._inner.embed_texts(texts)

    def _views_of(self, clip: Pixels) -> Iterator[Pixels]:
        """Every clip and crop of a span uint8 (T, H, W, 3)."""
        dense = clip[even_frames(len(clip), self.spec.frames)]
        for first in range(self._views.clips):
            yield from _crops(dense[first :: self._views.clips], self._views.crops)


def _crops(clip: Pixels, count: int) -> Iterator[Pixels]:
    if count == 1:
        yield clip
        return
    height, width = clip.shape[1:3]
    side = min(height, width)
    for number in range(count):
        top = round((height - side) * number / (count - 1))
        left = round((width - side) * number / (count - 1))
        yield clip[:, top : top + side, left : left + side]
