"""A video as the row in which the catalogue keeps it, for comparing very many of them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from videxplore.catalogue import records
from videxplore.core.types import Depth, Video, VideoState

STORED_VIDEO_COLUMNS = (
    f"{records.VIDEO_COLUMNS}, "
    "CASE WHEN json_valid(metadata) THEN json_type(metadata) = 'object' ELSE 0 END AS has_metadata"
)


@dataclass(slots=True, eq=False)
class StoredVideo:
    """A row of the table ``video``, of which a :class:`Video` is made only where one is needed.

    An index run compares ten thousand known files by their sizes and times; making their paths, rates and
    metadata takes five times as long as reading their rows.

    Attributes:
        id: Its id.
        path_text: The path of its file.
        file_status: Size in bytes and modification time in ns of its file, when it was last seen.
        row: Its ``STORED_VIDEO_COLUMNS``, which do not contradict each other.
    """

    id: int
    path_text: str
    file_status: tuple[int, int]
    row: Sequence[Any]
    _video: Video | None = None

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> "StoredVideo":
        """A video from its ``STORED_VIDEO_COLUMNS``.

        Raises:
            RefusedValueError: If its values contradict each other.
        """
        records.require_video_row(row)
        return cls(row[0], os.fsdecode(row[1]), (row[3], row[4]), row)

    @property
    def state(self) -> VideoState:
        """Its state."""
        return VideoState(self.row[5])

    @property
    def depth(self) -> Depth | None:
        """How thoroughly the stored analysis was made; None when there is none."""
        return Depth(self.row[7]) if self.row[7] else None

    @property
    def duration_s(self) -> float:
        """Length in seconds; 0 while unknown."""
        return self.row[8] or 0.0

    @property
    def lacks_metadata(self) -> bool:
        """Whether it was analysed before metadata were read, or they cannot be understood."""
        return self.row[8] is not None and not self.row[-1]

    @property
    def video(self) -> Video:
        """The video."""
        if self._video is None:
            self._video = records.video_from_row(self.row)
        return self._video
