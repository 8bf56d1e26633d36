"""What a scene scores for a word by the probabilities of classes."""

import numpy as np

from videxplore.catalogue.labelled_moments import LabelledMoments
from videxplore.core.types import Values

HALF_EVIDENCE = 0.002
"""The probability by which an object is half evidence: about that of the last class stored of a frame."""

_MOST_BY_EVIDENCE, _HALF_OF_MOST = 0.5, 4.0
"""What a scene can score by small probabilities alone, and the evidence by which it scores half of that."""


def label_scores(moments: LabelledMoments) -> Values:
    """About how often scenes with some labels show what they name, in [0, 1], float64 (N,).

    An image model divides a probability of one among the classes. What is small in the frame, or has no
    class of its own, gets little of it, in several classes that resemble it. They say more than their sum.
    ``benchmarks/words.py`` measures it.
    """
    by_evidence = _MOST_BY_EVIDENCE * moments.evidence / (moments.evidence + _HALF_OF_MOST)
    scores: Values = np.maximum(np.minimum(1.0, moments.scores), by_evidence)
    return scores
