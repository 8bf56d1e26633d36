"""What is known of whole videos, as tables."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from videxplore.core.errors import ExportError
from videxplore.core.types import Summary, Video
from videxplore.services.exporting.tables import Table, cluster_table, prediction_table, scene_table
from videxplore.services.library import Library

VideoTable: TypeAlias = Literal["scenes", "predictions", "clusters"]


def video_table(
    library: Library,
    videos: Sequence[Video],
    contents: VideoTable,
    summarize: Callable[[int], Summary],
) -> Table:
    """The shots, the predictions or the clusters of videos.

    Args:
        library: Holds the videos.
        videos: In the order of the rows.
        contents: What a row is.
        summarize: Gives the summary of a video, by its id.

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
    return cluster_table([summarize(video.id) for video in videos])
