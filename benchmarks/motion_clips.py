"""Clips whose frames tell nothing: only their order does.

A clip is eight pictures of one textured shape over one random background. Each picture has its own place
across, place down, size and angle: eight evenly spaced values of each, paired at random. The class says how
the eight pictures are sorted: by place from left to right or back, from top to bottom or back, by size or by
angle, rising or falling. One property changes steadily and the others wander.

So every class is made of the very same sets of pictures. What forgets their order, whether it sees one
picture or all of them, cannot do better than chance, one in eight; and the opposite of a clip is the clip
played backward.
"""

import numpy as np
import numpy.typing as npt

CLASSES = ("right", "left", "down", "up", "growing", "shrinking", "clockwise", "counter-clockwise")
FRAMES = 8
SIDE_PX = 32

Picture = npt.NDArray[np.float32]

# What wanders jumps by up to all of its range from frame to frame. Of twice these ranges classical optical
# flow follows little, and nothing that builds on it could tell the classes.
_REACH_PX = 2.5
"""Largest distance of the shape from its middle place, along each axis."""

_LARGEST_SCALE = 1.3
"""Largest growth from its middle size; the smallest is its inverse."""

_LARGEST_TURN = 0.7
"""Largest turn in radians from its middle angle."""


class MotionClips:
    """``count`` clips of all classes in turn; every one is drawn from its own seed, the same each time."""

    def __init__(self, count: int, seed: int, *, is_endless: bool = False) -> None:
        """Make them when they are asked for.

        Args:
            count: How many there are.
            seed: Other seeds give other clips.
            is_endless: Whether asking for a clip again gives another of the same class.
        """
        self.labels = np.arange(count, dtype=np.int64) % len(CLASSES)
        self._seed = seed
        self._is_endless = is_endless
        self._asked = 0

    def clip(self, number: int) -> npt.NDArray[np.uint8]:
        """A clip uint8 (FRAMES, SIDE_PX, SIDE_PX, 3) of class ``labels[number]``."""
        self._asked += self._is_endless
        return draw_clip(int(self.labels[number]), np.random.default_rng((self._seed, number, self._asked)))


def draw_clip(label: int, chance: np.random.Generator) -> npt.NDArray[np.uint8]:
    """A clip uint8 (FRAMES, SIDE_PX, SIDE_PX, 3); ``label`` decides nothing but its order."""
    pictures, properties = _drawn_set(chance)
    order = np.argsort(properties[label // 2])
    return pictures[order if label % 2 == 0 else order[::-1]]


def _drawn_set(chance: np.random.Generator) -> tuple[npt.NDArray[np.uint8], Picture]:
    """Pictures uint8 (FRAMES, side, side, 3), and each one's four properties in [-1, 1], (4, FRAMES)."""
    even = np.linspace(-1, 1, FRAMES, dtype=np.float32)
    properties = np.stack([chance.permutation(even) for _ in range(4)])
    across, down, growth, turn = properties[:, :, None, None]
    middle = chance.uniform(-2, 2, 2).astype(np.float32)
    size_px = chance.uniform(8, 9.5) * _LARGEST_SCALE**growth
    angle = chance.uniform(-0.5, 0.5) + turn * _LARGEST_TURN
    line = np.arange(SIDE_PX, dtype=np.float32) - (SIDE_PX - 1) / 2
    x = line[None, None, :] - middle[0] - across * _REACH_PX
    y = line[None, :, None] - middle[1] - down * _REACH_PX
    u = (np.cos(angle) * x + np.sin(angle) * y) / size_px
    v = (np.cos(angle) * y - np.sin(angle) * x) / size_px
    cover = _cover(u, v, size_px, is_wedge=chance.random() < 0.5)[..., None]
    own, background = 0.5 + 0.5 * _texture(chance), 0.4 * _texture(chance)
    rows, columns = (
        ((axis + 1) / 2 * (SIDE_PX - 1)).round().clip(0, SIDE_PX - 1).astype(int) for axis in (v, u)
    )
    pictures = cover * own[rows, columns] + (1 - cover) * background
    return (pictures * 255).round().astype(np.uint8), properties


def _cover(u: Picture, v: Picture, size_px: Picture, *, is_wedge: bool) -> Picture:
    """How much of each pixel a shape covers, in [0, 1]: a wedge or a half disc, both pointing along u."""
    if is_wedge:
        inside = np.minimum(u + 0.7, (1 - u) * 0.4 - abs(v))
    else:
        inside = np.minimum(u + 0.3, 1 - np.hypot(u, v))
    cover: Picture = np.clip(inside * size_px + 0.5, 0, 1)
    return cover


def _texture(chance: np.random.Generator) -> Picture:
    """A blotchy random picture (side, side, 3) in [0, 1]."""
    coarse = chance.random((SIDE_PX // 4, SIDE_PX // 4, 3), np.float32)
    texture: Picture = coarse.repeat(4, axis=0).repeat(4, axis=1)
    return texture
