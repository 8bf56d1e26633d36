"""Which moments may answer a query."""

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.file_names import expanded
from videxplore.core.types import Ids
from videxplore.services.searching.queries import Filters
from videxplore.services.searching.query_vectors import Sought


def allowed_moments(
    catalogue: Catalogue, moments: tuple[Ids, Ids], sought: Sought, filters: Filters, only_shots: Ids | None
) -> npt.NDArray[np.bool_] | None:
    """Which moments may answer, bool (N,); None when all may.

    Args:
        catalogue: The library's.
        moments: The video and the shot of each moment, int64 (N,) both.
        sought: The query; its own few scenes are left out when scenes are chosen, not here.
        filters: What the person limits the answer to.
        only_shots: Scenes that the query's words leave; all when None.
    """
    video_ids, shot_ids = moments
    allowed = np.ones(len(shot_ids), np.bool_)
    if only_shots is not None:
        allowed &= is_among(shot_ids, only_shots)
    if filters.other_videos and sought.own_videos:
        allowed &= ~is_among(video_ids, _ids(sought.own_videos))
    if filters.video_ids is not None:
        allowed &= is_among(video_ids, _ids(filters.video_ids))
    if filters.folder is not None or filters.newer_than_ns > 0 or filters.older_than_ns is not None:
        folder = expanded(filters.folder).absolute() if filters.folder is not None else None
        files = catalogue.video_ids_of_files(folder, filters.newer_than_ns, filters.older_than_ns)
        allowed &= is_among(video_ids, files)
    if filters.min_length_s > 0 or filters.max_length_s is not None:
        longest_s = float("inf") if filters.max_length_s is None else filters.max_length_s
        allowed &= is_among(shot_ids, catalogue.shot_ids_by_length(filters.min_length_s, longest_s))
    return None if allowed.all() else allowed


def is_among(ids: Ids, chosen: Ids) -> npt.NDArray[np.bool_]:
    """Which of many ids, int64 (N,), are among the chosen ones.

    Ids are given out in turn, so that a table of all up to the largest is small, and looking up in it several
    times as fast as comparing: a filter of a library of a million scenes takes two milliseconds.
    """
    if not len(ids) or not len(chosen):
        return np.zeros(len(ids), np.bool_)
    table = np.zeros(int(max(ids.max(), chosen.max())) + 1, np.bool_)
    table[chosen] = True
    return table[ids]


def _ids(chosen: frozenset[int]) -> Ids:
    return np.fromiter(chosen, np.int64, len(chosen))
