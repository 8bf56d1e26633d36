"""How similar unrelated moments are, so that a similarity becomes a confidence."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from videxplore.core.types import Ids, Vector

_TAIL_SHARE = 0.02
"""Share of the background that counts as its tail, which is modelled; nothing below it is confident."""

_SAMPLE = 1500
"""Moments compared with each other: about a million pairs, in a tenth of a second."""

_MIN_SCENES = 30
"""With fewer, the library cannot say what is unusual."""

_EVEN_ODDS = 0.05
"""A similarity that this share of searches without any true match would reach is as likely true as not."""


@dataclass(frozen=True, slots=True)
class Background:
    """The tail of the similarities between unrelated moments of one space.

    Beyond ``start`` the tail is a generalised Pareto distribution that ends at 1, since no cosine is larger:
    P(similarity > s) = share * ((1 - s) / (1 - start)) ** steepness. The steepness comes from the median of
    the tail, so that some true matches among the random pairs do not blunt it.

    Source: Pickands, "Statistical inference using extreme order statistics", 1975.
    """

    start: float
    steepness: float
    share: float = _TAIL_SHARE

    def confidences(self, similarities: Vector, compared: int) -> npt.NDArray[np.float64]:
        """How likely it is that a hit is no accident, in [0, 1].

        An accident gets likelier the more moments were compared, so their number counts: what is expected of
        a library without any match is compared with what was found.

        Args:
            similarities: float (N,).
            compared: How many moments the query was compared with.
        """
        values = np.clip(np.asarray(similarities, np.float64), -1, 1)
        distance = np.maximum(1 - values, 1e-9) / (1 - self.start)
        tail = np.where(values < self.start, 1.0, self.share * np.minimum(distance, 1) ** self.steepness)
        accidents = np.minimum(tail * max(compared, 1), 1e9)
        return np.asarray(1 / (1 + accidents / _EVEN_ODDS))


PRIOR = Background(start=0.51, steepness=7.1)
"""Used while a library is too small to have a background of its own: that of EfficientNet-Lite0 over 62 short
films of many kinds (measured)."""


def measure_background(vectors: Vector, video_ids: Ids) -> Background:
    """The background of a space from a library's own moments: random pairs of different videos.

    Args:
        vectors: Unit vectors float32 (N, D) of moments.
        video_ids: The video of each, int64 (N,).
    """
    if len(vectors) < _MIN_SCENES:
        return PRIOR
    if len(vectors) > _SAMPLE:
        chosen = np.random.default_rng(0).choice(len(vectors), _SAMPLE, replace=False)
        vectors, video_ids = vectors[chosen], video_ids[chosen]
    rows, columns = np.triu_indices(len(vectors), 1)
    apart = video_ids[rows] != video_ids[columns]
    if np.count_nonzero(apart) < _MIN_SCENES * (_MIN_SCENES - 1) // 2:
        return PRIOR
    cosines = (vectors @ vectors.T)[rows[apart], columns[apart]]
    start, middle = np.quantile(cosines, [1 - _TAIL_SHARE, 1 - _TAIL_SHARE / 2])
    start = float(min(start, 0.99))
    middle = float(np.clip(middle, start + 1e-4, 1 - 1e-4))
    return Background(start, float(np.log(0.5) / np.log((1 - middle) / (1 - start))))
