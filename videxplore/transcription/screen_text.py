"""Text on screen: the lines of text in a frame, by PP-OCR as rapidocr packages it.

Source: Cui et al., "PaddleOCR 3.0 Technical Report", 2025.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from videxplore.core.errors import BackboneError
from videxplore.core.texts import TextBox
from videxplore.core.types import Pixels
from videxplore.transcription.extras import require_installed

MODEL_NAME = "rapidocr"
LONGEST_SIDE_PX = 1280
"""Frames are read at this size at most: letters of 20 pixels in 720 rows are still found."""

_LEAST_SCORE = 0.6
_LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class ReadText:
    """A line of text in a frame.

    Attributes:
        score: How sure the model is, in [0, 1].
    """

    text: str
    box: TextBox
    score: float


class ScreenTextReader:
    """Reads frames; used by one thread at a time."""

    def __init__(self) -> None:
        """Load the models, which rapidocr's wheel carries.

        Raises:
            MissingPackageError: If rapidocr is not installed.
            BackboneError: If its models cannot be loaded.
        """
        require_installed("screen")
        from rapidocr import RapidOCR

        try:
            self._engine: Any = RapidOCR(
                params={
                    "Global.log_level": "critical",
                    "Global.use_cls": False,
                    "Det.limit_type": "max",
                    "Det.limit_side_len": LONGEST_SIDE_PX,
                }
            )
        # Whatever the runtime and the file of settings below it raise.
        except (OSError, RuntimeError, ValueError, ImportError) as error:
            raise BackboneError(f"The models that read text cannot be loaded: {error}.") from error

    def read(self, pixels: Pixels) -> list[ReadText]:
        """The lines of text in a frame.

        Args:
            pixels: RGB, uint8 (H, W, 3).
        """
        height_px, width_px = pixels.shape[:2]
        found = self._engine(np.ascontiguousarray(pixels[:, :, ::-1]))
        if found.boxes is None or found.txts is None:
            return []
        lines = []
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            letters = sum(letter.isalnum() for letter in text)
            if score >= _LEAST_SCORE and letters >= _LEAST_LETTERS:
                left, top = np.clip(corners.min(axis=0) / (width_px, height_px), 0, 1).tolist()
                right, bottom = np.clip(corners.max(axis=0) / (width_px, height_px), 0, 1).tolist()
                box = (left, top, right - left, bottom - top)
                lines.append(ReadText(" ".join(text.split()), box, float(score)))
        return lines
