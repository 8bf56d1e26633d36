"""The null distribution of a space: how similar unrelated moments are; p-values and confidences from it."""

from dataclasses import dataclass

import numpy as np

from videxplore.core.types import Ids, MatchGroup, Values, Vector

_TAIL_SHARE = 0.02
"""Share of the distribution that counts as its tail, which is modelled; nothing below it is confident."""

_BODY_STEPS = 50
"""Quantiles kept of the rest."""

_SAMPLE = 1500
"""Moments compared with each other: about a million pairs, in a tenth of a second."""

_MIN_SCENES = 30
"""With fewer, too little is known of what is unusual."""

_COPY, _MOST_COPIES = 0.9, 0.1
"""Pairs this similar are copies, not unrelated, as long as no more than this share of all pairs is."""

_EVEN_ODDS = 0.05
"""A similarity that this share of searches without any true match would reach is as likely true as not."""


@dataclass(frozen=True, slots=True)
class NullDistribution:
    """The distribution of the similarities between unrelated moments of one space.

    Beyond ``start`` it is a generalised Pareto distribution that ends at 1, since no cosine is larger:
    P(similarity > s) = share * ((1 - s) / (1 - start)) ** steepness. The steepness comes from the median of
    the tail, so that some true matches among the random pairs do not blunt it.

    Source: Pickands, "Statistical inference using extreme order statistics", 1975.

    Attributes:
        start: Where the tail begins.
        steepness: How fast the tail thins out.
        body: Similarities below the tail at evenly spaced shares of it, ascending; the last is ``start``.
    """

    start: float
    steepness: float
    body: tuple[float, ...]

    def p_values(self, similarities: Vector | Values) -> Values:
        """The probability that two unrelated moments are at least this similar, in (0, 1], (N,).

        Args:
            similarities: float (N,).
        """
        values = np.clip(np.asarray(similarities, np.float64), -1, 1)
        below = np.interp(values, self.body, np.linspace(0, 1 - _TAIL_SHARE, len(self.body)))
        distance = np.maximum(1 - values, 1e-9) / (1 - self.start)
        tail = _TAIL_SHARE * np.minimum(distance, 1) ** self.steepness
        return np.asarray(np.where(values < self.start, 1 - below, tail))


def confidences(p_values: Values, compared: int) -> Values:
    """How likely hits are true matches, in [0, 1], (N,).

    The more moments were compared, the likelier one of them is similar by accident: the number of accidents
    expected in a library without any match is compared with what was found.

    Args:
        p_values: Of the hits, (N,).
        compared: How many moments the query was compared with.
    """
    accidents = p_values * max(compared, 1)
    return np.asarray(1 / (1 + accidents / _EVEN_ODDS))


def p_values_of(confidences: Values, compared: int) -> Values:
    """The p-values, (N,), that lead to these confidences, in [0, 1]; the inverse of :func:`confidences`."""
    certain = np.clip(confidences, 1e-12, 1 - 1e-12)
    return np.asarray(np.minimum((1 / certain - 1) * _EVEN_ODDS / max(compared, 1), 1.0))


STRONG = 0.5
"""From this confidence on a match is rather true than not."""

_SAME_CONFIDENCE, _SAME_SIMILARITY = 0.99, 0.9


def match_groups(similarities: Values, confidences: Values, *, knows_same: bool) -> list[MatchGroup]:
    """How strong matches are, N of them.

    Args:
        similarities: Cosines of whole frames, (N,).
        confidences: (N,).
        knows_same: Whether the similarities tell that it is the same shot: not those of regions or pairs.
    """
    same = (similarities >= _SAME_SIMILARITY) & (confidences >= _SAME_CONFIDENCE) & knows_same
    return [
        "same" if is_same else "similar" if is_strong else "nearest"
        for is_same, is_strong in zip(same.tolist(), (confidences >= STRONG).tolist(), strict=True)
    ]


def surprisal(p_values: Values) -> Values:
    """The negative logarithm of p-values, (N,): a scale that all spaces share."""
    return np.asarray(-np.log(np.maximum(p_values, 1e-300)))


def combined_p_values(first: Values, second: Values, weight: float) -> Values:
    """The p-values of weighted sums of two surprisals, (N,).

    The surprisals of unrelated moments are exponentially distributed; a weighted sum of two independent ones
    has a hypoexponential distribution. With all the weight on one, its own p-value comes out.

    Args:
        first: Surprisals in one space, (N,).
        second: Surprisals in another, (N,).
        weight: Share of the second, in [0, 1].
    """
    heavy, light = max(weight, 1 - weight), min(weight, 1 - weight)
    total = (1 - weight) * first + weight * second
    if light < 1e-6:
        return np.asarray(np.exp(-total / heavy))
    if heavy - light < 1e-3:
        return np.asarray((1 + 2 * total) * np.exp(-2 * total))
    return np.asarray((heavy * np.exp(-total / heavy) - light * np.exp(-total / light)) / (heavy - light))


DEFAULT_NULL = NullDistribution(0.51, 7.1, (-1.0, 0.1, 0.18, 0.24, 0.27, 0.3, 0.33, 0.36, 0.42, 0.51))
"""Used while a library is too small to measure its own: that of EfficientNet-Lite0 over 62 short films of
many kinds (measured)."""


def measure_null_distribution(vectors: Vector, video_ids: Ids) -> NullDistribution:
    """The null distribution of a space, measured on random pairs of moments of different videos of a library.

    Args:
        vectors: Unit vectors float32 (N, D) of moments.
        video_ids: The video of each, int64 (N,).
    """
    if len(vectors) < _MIN_SCENES:
        return DEFAULT_NULL
    if len(vectors) > _SAMPLE:
        chosen = np.random.default_rng(0).choice(len(vectors), _SAMPLE, replace=False)
        vectors, video_ids = vectors[chosen], video_ids[chosen]
    rows, columns = np.triu_indices(len(vectors), 1)
    apart = video_ids[rows] != video_ids[columns]
    if np.count_nonzero(apart) < _MIN_SCENES * (_MIN_SCENES - 1) // 2:
        return DEFAULT_NULL
    cosines = (vectors @ vectors.T)[rows[apart], columns[apart]]
    copies = cosines > _COPY
    if 0 < np.count_nonzero(copies) < _MOST_COPIES * len(cosines):
        cosines = cosines[~copies]
    return null_distribution_of(cosines)


def null_distribution_of(similarities: Vector | Values) -> NullDistribution:
    """The null distribution that similarities of unrelated moments, float (N,), are a sample of."""
    shares = np.append(np.linspace(0, 1 - _TAIL_SHARE, _BODY_STEPS), 1 - _TAIL_SHARE / 2)
    quantiles = np.quantile(similarities, shares)
    start = float(min(quantiles[-2], 0.99))
    middle = float(np.clip(quantiles[-1], start + 1e-4, 1 - 1e-4))
    steepness = float(np.log(0.5) / np.log((1 - middle) / (1 - start)))
    return NullDistribution(start, steepness, tuple(np.minimum(quantiles[:-1], start).tolist()))
