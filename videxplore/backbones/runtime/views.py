"""Lets a video network look several times at one span and averages what it says.

The times are spread over the span: each clip has the network's own rate, a little later than the one before.
The crops are squares along the longer side, so that together they cover the whole picture.

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


class ManyViews:
    """A :class:`videxplore.backbones.runtime.base.Backbone` that averages another over several views."""

    def __init__(self, once: Backbone, views: Views) -> None:
        """Look through ``once``, a video backbone; its clips are ``views.clips`` times as dense here."""
        self._once = once
        self._views = views
        self.spec = replace(
            once.spec, frames=once.spec.frames * views.clips, rate_hz=once.spec.rate_hz * views.clips
        )
        self.space = replace(once.space, name=once.space.name + views.suffix)
        self.classes = once.classes

    def run(self, batch: Pixels | Sequence[Pixels], *, with_feature_maps: bool = False) -> BackboneOutput:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.run`; feature maps are of pictures only."""
        if len(batch) == 0:
            return self._once.run(batch)
        said = self._once.run([look for clip in batch for look in self._looks(clip)])
        shape = (len(batch), self._views.clips * self._views.crops, -1)
        means = said.embeddings.reshape(shape).mean(1)
        scores = None if said.scores is None else said.scores.reshape(shape).mean(1)
        return BackboneOutput(unit_rows(means), scores)

    def embed_texts(self, texts: Sequence[str]) -> Vector:
        """See :meth:`videxplore.backbones.runtime.base.Backbone.embed_texts`: texts have no views."""
        return self._once.embed_texts(texts)

    def _looks(self, clip: Pixels) -> Iterator[Pixels]:
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
    for place in range(count):
        top = round((height - side) * place / (count - 1))
        left = round((width - side) * place / (count - 1))
        yield clip[:, top : top + side, left : left + side]
