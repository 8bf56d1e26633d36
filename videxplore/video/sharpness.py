"""How sharp a picture is."""

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Pixels

# ITU-R BT.601 luma in 256ths.
_LUMA_WEIGHTS = (77, 150, 29)


def sharpness(pixels: Pixels | npt.NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of a picture's luma: high for crisp edges, low for blur and blankness.

    Comparable between pictures of one size only.

    Source: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative study",
    ICPR 2000.

    Args:
        pixels: RGB, uint8 (H, W, 3), or luma, uint8 (H, W).

    Returns:
        The variance, in squared grey levels; 0 for pictures of less than 3 x 3 pixels.
    """
    luma = _luma(pixels)
    if min(luma.shape) < 3:
        return 0.0
    laplacian = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * luma[1:-1, 1:-1]
    # float32 halves the memory that is walked through; the variance itself is summed in float64.
    return float(laplacian.astype(np.float32).var(dtype=np.float64))


def _luma(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    """Luma as signed integers, int16 (H, W)."""
    if pixels.ndim == 2:
        return pixels.astype(np.int16)
    red, green, blue = _LUMA_WEIGHTS
    total = pixels[..., 0] * np.uint16(red)
    total += pixels[..., 1] * np.uint16(green)
    total += pixels[..., 2] * np.uint16(blue)
    return (total >> 8).astype(np.int16)
