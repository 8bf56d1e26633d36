"""The names of groups of keyframes, from what was recognised in the time they stand for."""

from collections.abc import Sequence

import numpy as np

from videxplore.core.types import Keyframe
from videxplore.services.recognition import Certainty, RecognisedSpan, Values, mean_predictions, winner
from videxplore.services.summarising.clustering import Labels


def cluster_labels(
    labels: Labels, keyframes: Sequence[Keyframe], lengths_s: Values, spans: Sequence[RecognisedSpan]
) -> list[str]:
    """The label of each group, where one is certain enough to be its name; else nothing.

    Args:
        labels: int64 (N,): the group of each keyframe, 0, 1, 2...
        keyframes: N keyframes in time order.
        lengths_s: float64 (N,): seconds each stands for.
        spans: What was recognised in the time they stand for; each counts for the group of the keyframe
            nearest to its middle.
    """
    times_s = np.array([keyframe.time_s for keyframe in keyframes])
    by_group: list[list[RecognisedSpan]] = [[] for _ in range(int(labels.max()) + 1)]
    for span in spans:
        by_group[labels[_nearest(times_s, (span.start_s + span.end_s) / 2)]].append(span)
    group_lengths_s = np.bincount(labels, lengths_s).tolist()
    firsts = [
        winner(mean_predictions(group, length_s), Certainty.SURE)
        for group, length_s in zip(by_group, group_lengths_s, strict=True)
    ]
    return ["" if first is None else first.label for first in firsts]


def _nearest(times_s: Values, time_s: float) -> int:
    after = int(np.searchsorted(times_s, time_s))
    if after == len(times_s) or (after > 0 and time_s - times_s[after - 1] <= times_s[after] - time_s):
        return after - 1
    return after
