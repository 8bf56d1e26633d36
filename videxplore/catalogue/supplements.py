"""Adding what another network says to a video that is already analysed; what is there stays."""

import sqlite3
from collections.abc import Sequence

from videxplore.catalogue.analyses import Writer, space_id
from videxplore.core.types import ClipAnalysis, KeyframeAnalysis, Space


def add_keyframe_embeddings(
    connection: sqlite3.Connection, space: Space, keyframes: Sequence[tuple[int, KeyframeAnalysis]]
) -> None:
    """Give keyframes, by id, what another network says of them, in place of what it said before."""
    number = space_id(connection, space)
    writer = Writer(connection, {space.name: number})
    for keyframe_id, keyframe in keyframes:
        connection.execute(
            "DELETE FROM keyframe_embedding WHERE keyframe_id = ? AND space_id = ?", (keyframe_id, number)
        )
        writer.belongings("keyframe", keyframe_id, keyframe.embeddings, keyframe.predictions)
        writer.regions(keyframe_id, keyframe.regions)


def add_clips(
    connection: sqlite3.Connection, space: Space, clips: Sequence[tuple[int, ClipAnalysis]]
) -> None:
    """Add clips to shots, by id, with their embeddings and predictions in one more space."""
    writer = Writer(connection, {space.name: space_id(connection, space)})
    for shot_id, clip in clips:
        clip_id = writer.insert(
            "INSERT INTO clip (shot_id, start_s, end_s) VALUES (?, ?, ?)", (shot_id, clip.start_s, clip.end_s)
        )
        writer.belongings("clip", clip_id, clip.embeddings, clip.predictions)
