"""Which moments may answer a query."""

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
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
        allowed &= np.isin(shot_ids, only_shots)
    if filters.other_videos and sought.own_videos:
        allowed &= ~np.isin(video_ids, list(sought.own_videos))
    if filters.video_ids is not None:
        allowed &= np.isin(video_ids, list(filters.video_ids))
    if filters.folder is not None or filters.newer_than_ns > 0 or filters.older_than_ns is not None:
        allowed &= np.isin(video_ids, _matching_files(catalogue, filters))
    if filters.min_length_s > 0 or filters.max_length_s is not None:
        longest_s = float("inf") if filters.max_length_s is None else filters.max_length_s
        allowed &= np.isin(shot_ids, catalogue.shot_ids_by_length(filters.min_length_s, longest_s))
    return None if allowed.all() else allowed


def _matching_files(catalogue: Catalogue, filters: Filters) -> list[int]:
    """Videos whose file lies and was changed where and when the filters say."""
    folder = filters.folder.expanduser().absolute() if filters.folder is not None else None
    oldest_ns = float("inf") if filters.older_than_ns is None else filters.older_than_ns
    return [
        video.id
        for video in catalogue.videos()
        if (folder is None or video.path.is_relative_to(folder))
        and filters.newer_than_ns <= video.modified_ns <= oldest_ns
    ]
