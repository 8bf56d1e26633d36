"""What is known of whole videos, as tables."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from videxplore.core.errors import ExportError
from videxplore.core.types import Video
from videxplore.services.exporting.tables import Table, cluster_table, prediction_table, scene_table
from videxplore.services.library import Library

if TYPE_CHECKING:
    from videxplore.services.summarising.summary import SummaryService

VideoTable: TypeAlias = Literal["scenes", "predictions", "clusters"]


def video_table(
    library: Library,
    videos: Sequence[Video],
    contents: VideoTable,
    summaries: Callable[[], "SummaryService"],
) -> Table:
    """The shots, the predictions or the clusters of videos.

    Args:
        library: Holds the videos.
        videos: In the order of the rows.
        contents: What a row is.
        summaries: Gives the service that finds clusters.

    Raises:
        ExportError: If a video has not been analysed.
    """
    for video in videos:
        if not library.catalogue.shots(video.id):
            raise ExportError(f"{video.path.name} has not been analysed yet: index it first.")
    if contents == "scenes":
        return scene_table(library, videos)
    if contents == "predictions":
        return prediction_table(library, videos)
    service = summaries()
    return cluster_table([service.summarize(video.id) for video in videos])
