"""Keyframes that show nothing: black, white, or one colour all over."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from videxplore.core.types import Keyframe
from videxplore.services.library import Library
from videxplore.video.thumbnails import LargeImageError, open_image

SHARPEST_BLANK = 10.0
"""Keyframes sharper than this show something, without looking: footage lay above 50 in 13 videos."""

FLAT_LEVELS = 10.0
"""Grey levels between the darkest and the brightest twentieth of a thumbnail that shows nothing."""


def without_blank(library: Library, keyframes: Sequence[Keyframe]) -> Sequence[Keyframe]:
    """The keyframes that show something; all of them where none does."""
    shown = [one for one in keyframes if one.sharpness > SHARPEST_BLANK or not _is_blank(library, one)]
    return shown or keyframes


def _is_blank(library: Library, keyframe: Keyframe) -> bool:
    stored = library.keyframe_picture(keyframe.id)
    if stored is None:
        return False
    try:
        with open_image(stored) as opened:
            grey = np.asarray(opened.convert("L").resize((64, 36), Image.Resampling.BOX))
    except (OSError, LargeImageError):
        return False
    darkest, brightest = np.quantile(grey, (0.05, 0.95))
    return bool(brightest - darkest < FLAT_LEVELS)
