"""Which moments may answer a query."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from videxplore.catalogue.catalogue import Catalogue
from videxplore.core.types import Ids
from videxplore.services.queries import Filters
from videxplore.services.query_vectors import Sought


def allowed_moments(
    catalogue: Catalogue, video_ids: Ids, shot_ids: Ids, sought: Sought, filters: Filters
) -> npt.NDArray[np.bool_] | None:
    """Which moments may answer, bool (N,); None when all may.

    Args:
        catalogue: The library's.
        video_ids: The video of each moment, int64 (N,).
        shot_ids: The shot of each moment, int64 (N,).
        sought: The query, whose own scenes are left out.
        filters: What the person limits the answer to.
    """
    allowed = np.ones(len(shot_ids), np.bool_)
    if sought.own_shots:
        allowed &= ~np.isin(shot_ids, list(sought.own_shots))
    if filters.other_videos and sought.own_videos:
        allowed &= ~np.isin(video_ids, list(sought.own_videos))
    if filters.video_ids is not None:
        allowed &= np.isin(video_ids, list(filters.video_ids))
    if filters.folder is not None:
        allowed &= np.isin(video_ids, _videos_below(catalogue, filters.folder))
    if filters.min_length_s > 0 or filters.max_length_s is not None:
        longest_s = float("inf") if filters.max_length_s is None else filters.max_length_s
        allowed &= np.isin(shot_ids, catalogue.shot_ids_by_length(filters.min_length_s, longest_s))
    return None if allowed.all() else allowed


def _videos_below(catalogue: Catalogue, folder: Path) -> list[int]:
    absolute = folder.expanduser().absolute()
    return [video.id for video in catalogue.videos() if video.path.is_relative_to(absolute)]
