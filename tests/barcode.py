"""Pictures that bear their own number, so that a test can tell which frame it sees, after any codec."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

BITS = 12
Picture = npt.NDArray[np.uint8]


def numbered(number: int, height_px: int = 180, width_px: int = 320) -> Picture:
    """A picture uint8 (H, W, 3): a slowly turning colour field over a row of black and white cells.

    The cells, most significant first, fill the lower half; the first one is always white and the last
    always black, so that a mirrored or turned picture reads as nothing.
    """
    rows = np.linspace(0, 1, height_px)[:, None]
    columns = np.linspace(0, 1, width_px)[None, :]
    field = 127 + 100 * np.sin(6 * (rows + columns) + number / 7)
    picture = np.stack([field, np.roll(field, 40, axis=1), np.roll(field, 80, axis=1)], axis=2)
    bits = [1, *[(number >> bit) & 1 for bit in reversed(range(BITS))], 0]
    edges = np.linspace(0, width_px, len(bits) + 1).astype(int)
    for bit, left, right in zip(bits, edges, edges[1:], strict=False):
        picture[height_px // 2 :, left:right] = 235 if bit else 20
    return picture.astype(np.uint8)


def numbered_pictures(count: int, height_px: int = 180, width_px: int = 320) -> Iterator[Picture]:
    """Pictures 0 to count - 1."""
    for number in range(count):
        yield numbered(number, height_px, width_px)


def read_number(picture: npt.NDArray[np.uint8]) -> int | None:
    """The number a picture (H, W, 3 or 4) of any size bears; None when it bears none."""
    height_px, width_px = picture.shape[:2]
    band = picture[round(height_px * 0.65) : round(height_px * 0.85), :, :3].mean(axis=(0, 2))
    cells = BITS + 2
    middles = ((np.arange(cells) + 0.5) / cells * width_px).astype(int)
    bits = [bool(band[middle] > 127) for middle in middles]
    if not bits[0] or bits[-1]:
        return None
    number = 0
    for bit in bits[1:-1]:
        number = number << 1 | bit
    return number
