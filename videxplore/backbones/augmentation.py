"""Varies clips so that a network learns what happens in them and not their accidents."""

from dataclasses import dataclass

import numpy as np

from videxplore.core.types import Pixels


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What may vary; every frame of a clip varies alike.

    Attributes:
        flip: Whether a clip may be mirrored; not where left and right are classes.
        smallest_share: Smallest share of the sides that a random crop keeps, in (0, 1].
        brightness: Largest relative change of brightness.
        smallest_length: Smallest share of the length that is kept, in (0, 1].
    """

    flip: bool = True
    smallest_share: float = 0.8
    brightness: float = 0.2
    smallest_length: float = 0.8

    def vary(self, clip: Pixels, chance: np.random.Generator) -> Pixels:
        """A varied copy of a clip uint8 (T, H, W, 3); its size and length may shrink."""
        length, height, width = clip.shape[:3]
        kept = max(1, round(length * chance.uniform(self.smallest_length, 1)))
        first = int(chance.integers(0, length - kept + 1))
        share = chance.uniform(self.smallest_share, 1)
        rows, columns = max(1, round(height * share)), max(1, round(width * share))
        top, left = int(chance.integers(0, height - rows + 1)), int(chance.integers(0, width - columns + 1))
        varied = clip[first : first + kept, top : top + rows, left : left + columns]
        if self.flip and chance.random() < 0.5:
            varied = varied[:, :, ::-1]
        factor = chance.uniform(1 - self.brightness, 1 + self.brightness)
        return (varied * factor).clip(0, 255).astype(np.uint8)


UNVARIED = Augmentation(flip=False, smallest_share=1.0, brightness=0.0, smallest_length=1.0)
"""Every clip as it is."""
