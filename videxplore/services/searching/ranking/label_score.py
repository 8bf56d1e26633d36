"""What a scene scores for a word by the probabilities of classes."""

from videxplore.catalogue.words import LabelledMoment

HALF_EVIDENCE = 0.005
"""The probability by which an object is half evidence: about that of the last class stored of a frame."""

_MOST_BY_EVIDENCE, _HALF_OF_MOST = 0.5, 3.0
"""What a scene can score by small probabilities alone, and the evidence by which it scores half of that."""


def label_score(moment: LabelledMoment) -> float:
    """About how often a scene with some labels shows what they name, in [0, 1].

    An image model divides a probability of one among the classes. What is small in the frame, or has no
    class of its own, gets little of it, in several classes that resemble it. They say more than their sum.
    ``benchmarks/words.py`` measures it.
    """
    by_evidence = _MOST_BY_EVIDENCE * moment.evidence / (moment.evidence + _HALF_OF_MOST)
    return max(min(1.0, moment.score), by_evidence)
