"""Clips whose single frames tell nothing: only their order does.

A textured disc or square moves over a random background. The classes are pairs of opposites: moving left or
right, up or down, growing or shrinking, turning one way or the other. Positions, shapes, sizes, reaches,
textures and backgrounds are drawn alike for every class, and the opposite of a clip is the clip played back:
every single frame, and every set of frames without their order, is as likely in a class as in its opposite.
Telling the four kinds of motion apart and no direction gives half of the answers.
"""

import numpy as np
import numpy.typing as npt

CLASSES = ("left", "right", "up", "down", "growing", "shrinking", "clockwise", "counter-clockwise")
FRAMES = 8
SIDE_PX = 32

Picture = npt.NDArray[np.float64]


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
        chance = np.random.default_rng((self._seed, number, self._asked))
        return _clip(CLASSES[self.labels[number]], chance)


def _clip(label: str, chance: np.random.Generator) -> npt.NDArray[np.uint8]:
    """One clip; the second of each pair of opposites is the first played backward."""
    kind = CLASSES.index(label) // 2
    times = np.linspace(-1, 1, FRAMES)
    reach = chance.uniform(0.35, 0.5) * (SIDE_PX / 2)
    centre = chance.uniform(-0.15, 0.15, 2) * SIDE_PX
    size = chance.uniform(0.2, 0.3) * SIDE_PX
    angle = chance.uniform(0, 2 * np.pi)
    texture, background = _texture(chance), _texture(chance) * 0.4 + 0.3
    is_square = chance.random() < 0.5
    pictures = []
    for time in times:
        x, y = centre
        scale, turn = 1.0, angle
        if kind == 0:
            x -= time * reach
        elif kind == 1:
            y -= time * reach
        elif kind == 2:
            scale = 1.6**time
        else:
            turn = angle + time * np.pi / 2
        pictures.append(_picture((x, y), size * scale, turn, (texture, background), is_square))
    ordered = pictures if CLASSES.index(label) % 2 == 0 else pictures[::-1]
    return (np.stack(ordered) * 255).round().astype(np.uint8)


def _picture(
    centre: tuple[float, float], size: float, turn: float, textures: tuple[Picture, Picture], is_square: bool
) -> Picture:
    """The shape with its own texture over the background, (side, side, 3) in [0, 1]."""
    texture, background = textures
    side = len(background)
    rows, columns = np.mgrid[:side, :side] - (side - 1) / 2
    across, down = columns - centre[0], rows - centre[1]
    u = (np.cos(turn) * across + np.sin(turn) * down) / size
    v = (-np.sin(turn) * across + np.cos(turn) * down) / size
    inside = np.maximum(abs(u), abs(v)) < 1 if is_square else u**2 + v**2 < 1
    places = [np.clip(((axis + 1) / 2 * (side - 1)).round(), 0, side - 1).astype(int) for axis in (v, u)]
    return np.where(inside[..., None], texture[places[0], places[1]], background)


def _texture(chance: np.random.Generator) -> Picture:
    """A blotchy random picture (side, side, 3) in [0, 1]."""
    coarse = chance.random((SIDE_PX // 4, SIDE_PX // 4, 3))
    return coarse.repeat(4, axis=0).repeat(4, axis=1)
