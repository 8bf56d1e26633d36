"""Reading what parts of pictures show."""

import sqlite3

import numpy as np

from videxplore.catalogue.records import RegionTable

_SELECT = (
    "SELECT keyframe.id, shot.video_id, shot.id, keyframe.time_s, region.height, region.width, region.cells "
    "FROM keyframe_region AS region JOIN space ON space.id = region.space_id "
    "JOIN keyframe ON keyframe.id = region.keyframe_id JOIN shot ON shot.id = keyframe.shot_id "
    "WHERE space.name = :space AND keyframe.id > :after AND region.height = :height "
    "AND region.width = :width AND length(region.cells) = :height * :width * :depth "
    "ORDER BY keyframe.id LIMIT :count"
)


def read(
    connection: sqlite3.Connection, space: str, shape: tuple[int, int, int], after: int, count: int
) -> RegionTable | None:
    """The grids of the next keyframes after an id; None when there are no more.

    Grids of another shape (height, width, depth), which an older program may have stored, are left out.
    """
    height, width, depth = shape
    parameters = {"height": height, "width": width, "depth": depth, "after": after, "count": count}
    alike = connection.execute(_SELECT, {"space": space, **parameters}).fetchall()
    if not alike:
        return None
    stacked = np.frombuffer(b"".join(row[6] for row in alike), np.int8)
    return RegionTable(
        np.array([row[0] for row in alike], np.int64),
        np.array([row[1] for row in alike], np.int64),
        np.array([row[2] for row in alike], np.int64),
        np.array([row[3] for row in alike], np.float64),
        stacked.reshape(len(alike), height, width, depth),
    )
