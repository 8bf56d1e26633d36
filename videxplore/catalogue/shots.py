"""The shots, keyframes and clips of a catalogue."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videxplore.catalogue import records
from videxplore.catalogue.number_columns import number_columns
from videxplore.catalogue.records import VideoCounts
from videxplore.catalogue.videos import VideoRecords
from videxplore.core.errors import NotIndexedError, UnknownMomentError
from videxplore.core.scene_facts import Measure, SceneFacts, SceneFilter
from videxplore.core.types import Clip, Ids, Keyframe, Shot, Values

_MEASURED_SHOTS = (
    "(SELECT video_id, start_s, max(end_s - start_s, 1e-9) AS length_s, scene_facts.* FROM shot "
    "JOIN scene_facts ON shot_id = shot.id)"
)

_LONGEST_MOVES = f"""
    SELECT video_id, camera_move FROM (
        SELECT video_id, camera_move,
            row_number() OVER (PARTITION BY video_id ORDER BY sum(length_s) DESC, min(start_s)) AS place
        FROM {_MEASURED_SHOTS} GROUP BY video_id, camera_move
    ) WHERE place = 1
"""  # noqa: S608


def _whole_video_column(column: str) -> str:
    """What a measure of a video's shots is of all of them together."""
    if column == "camera_move":
        return "NULL"
    if column == "movement":
        return "max(movement)"
    return f"sum(length_s * {column}) / sum(length_s) FILTER (WHERE {column} IS NOT NULL)"


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredChoice:
    """Which of the shots that were measured.

    Attributes:
        limits: On their measures.
        video_ids: Only of these videos, int64 (N,); of all when None.
        shot_ids: Only these, int64 (N,); all when None.
    """

    limits: SceneFilter
    video_ids: Ids | None = None
    shot_ids: Ids | None = None

    def condition(self) -> tuple[str, tuple[object, ...]]:
        """As a condition on the columns of ``shot`` and ``scene_facts``, and its values."""
        condition, values = records.facts_condition(self.limits)
        for column, ids in (("video_id", self.video_ids), ("shot.id", self.shot_ids)):
            if ids is not None:
                condition += f" AND {column} IN (SELECT value FROM json_each(?))"  # noqa: S608
                values = (*values, json.dumps(ids.tolist()))
        return condition, values


class ShotRecords(VideoRecords):
    """The part of a catalogue that knows what a video is made of."""

    def shots(self, video_id: int) -> list[Shot]:
        """The shots of a video, in time order."""
        return self._shots("video_id = ? ORDER BY start_s, id", (video_id,))

    def warm(self) -> None:
        """Read what results are made of once, in order, so that the system keeps it at hand.

        From a cold disk each of a result's scenes takes a third of a millisecond; all of a million, in order,
        take half a second.
        """
        with self._connections.reading() as connection:
            for statement in (
                "SELECT total(end_s) FROM shot",
                "SELECT total(time_s) FROM keyframe",
                "SELECT count(*) FROM keyframe INDEXED BY keyframe_by_shot",
            ):
                connection.execute(statement).fetchone()

    def shot(self, shot_id: int) -> Shot:
        """One shot.

        Raises:
            UnknownMomentError: If it is not, or no longer, in the library.
        """
        found = self._shots("id = ?", (shot_id,))
        if not found:
            raise UnknownMomentError("This scene is no longer in the library.")
        return found[0]

    def counts_by_video(self, video_ids: Sequence[int]) -> dict[int, VideoCounts]:
        """How much is known of each of these videos; those nothing is known of are missing."""
        found = self._connections.rows(
            "SELECT video_id, count(*), "
            "total((SELECT count(*) FROM keyframe WHERE keyframe.shot_id = shot.id)), "
            "total((SELECT count(*) FROM clip WHERE clip.shot_id = shot.id)) "
            "FROM shot WHERE video_id IN (SELECT value FROM json_each(?)) GROUP BY video_id",
            (json.dumps(list(video_ids)),),
        )
        return {row[0]: VideoCounts(*map(int, row[1:])) for row in found}

    def shot_at(self, video_id: int, time_s: float) -> Shot:
        """The shot on screen at ``time_s``; at the very end of the video, the last one.

        Raises:
            UnknownError: If the video is unknown, not yet analysed, or has no such time.
        """
        video = self.video(video_id)
        found = self._shots(
            "video_id = ? AND start_s <= ? AND (end_s > ? OR end_s = (SELECT max(end_s) FROM shot "
            "WHERE video_id = ?)) AND end_s >= ? ORDER BY start_s DESC LIMIT 1",
            (video_id, time_s, time_s, video_id, time_s),
        )
        if found:
            return found[0]
        if not self._shots("video_id = ? LIMIT 1", (video_id,)):
            raise NotIndexedError(f"{video.path.name} has not been indexed yet.")
        raise UnknownMomentError(
            f"{video.path.name} has no moment at {time_s:g} s; it is {video.duration_s:.2f} s long."
        )

    def keyframes(self, video_id: int) -> list[Keyframe]:
        """The keyframes of a video, shot by shot in time order."""
        found = self._connections.rows(
            f"SELECT {records.KEYFRAME_COLUMNS} FROM keyframe JOIN shot ON shot.id = keyframe.shot_id "  # noqa: S608
            "WHERE shot.video_id = ? ORDER BY shot.start_s, shot.id, keyframe.time_s, keyframe.id",
            (video_id,),
        )
        return [Keyframe(*row) for row in found]

    def keyframe(self, keyframe_id: int) -> Keyframe | None:
        """One keyframe; None when it is not, or no longer, in the library."""
        with self._connections.reading() as connection:
            row = connection.execute(
                f"SELECT {records.KEYFRAME_COLUMNS} FROM keyframe WHERE id = ?",  # noqa: S608
                (keyframe_id,),
            ).fetchone()
        return Keyframe(*row) if row else None

    def clips(self, video_id: int) -> list[Clip]:
        """The clips of a video, shot by shot in time order."""
        found = self._connections.rows(
            f"SELECT {records.CLIP_COLUMNS} FROM clip JOIN shot ON shot.id = clip.shot_id "  # noqa: S608
            "WHERE shot.video_id = ? ORDER BY shot.start_s, shot.id, clip.start_s, clip.id",
            (video_id,),
        )
        return [Clip(*row) for row in found]

    def shots_by_id(self, shot_ids: Sequence[int]) -> dict[int, Shot]:
        """Many shots at once; those no longer in the library are missing.

        Taking a missing one by ``[id]`` raises ``UnknownMomentError``: it was removed since its id was read.
        """
        found = self._shots("id IN (SELECT value FROM json_each(?))", (json.dumps(list(shot_ids)),))
        return records.Found({shot.id: shot for shot in found}, UnknownMomentError, "A scene")

    def shot_ids_by_length(self, shortest_s: float, longest_s: float) -> Ids:
        """The shots with a length between these seconds, int64 (N,)."""
        found = self._connections.rows(
            "SELECT id FROM shot WHERE end_s - start_s BETWEEN ? AND ?", (shortest_s, longest_s)
        )
        return np.fromiter((row[0] for row in found), np.int64, len(found))

    def facts_by_shot(self, shot_ids: Sequence[int]) -> dict[int, SceneFacts]:
        """What was measured of many shots, by shot id; those that were not measured are missing."""
        found = self._connections.rows(
            f"SELECT shot_id, {', '.join(records.FACT_COLUMNS)} FROM scene_facts "  # noqa: S608
            "WHERE shot_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(shot_ids)),),
        )
        return {row[0]: records.facts_from_row(row[1:]) for row in found}

    def facts_by_video(self) -> dict[int, SceneFacts]:
        """What was measured of the shots of each video together; videos without any are missing.

        Measures are means over the time of the shots that have them; movement is the largest of any shot; the
        camera move is the one that lasts longest, of equals the one that comes first.
        """
        means = ", ".join(map(_whole_video_column, records.FACT_COLUMNS))
        with self._connections.reading() as connection:
            moves = dict(connection.execute(_LONGEST_MOVES).fetchall())
            found = connection.execute(
                f"SELECT video_id, {means} FROM {_MEASURED_SHOTS} GROUP BY video_id"  # noqa: S608
            ).fetchall()
        camera = 1 + records.FACT_COLUMNS.index("camera_move")
        return {
            row[0]: records.facts_from_row((*row[1:camera], moves[row[0]], *row[camera + 1 :]))
            for row in found
        }

    def shot_ids_measured(self, limits: SceneFilter) -> Ids:
        """The shots whose measures are within limits, int64 (N,)."""
        condition, values = records.facts_condition(limits)
        found = self._connections.rows(
            f"SELECT shot_id FROM scene_facts WHERE {condition}",  # noqa: S608
            values,
        )
        return np.fromiter((row[0] for row in found), np.int64, len(found))

    def measured_shots(
        self,
        choice: MeasuredChoice,
        order: Measure | None = None,
        *,
        is_reversed: bool = False,
        count: int,
    ) -> list[Shot]:
        """The first shots that were measured, video by video in time order or in that of a measure.

        Args:
            choice: Which of them.
            order: The measure that they are sorted by, the largest first or reversed; what has no such
                measure comes last either way.
            is_reversed: Whether the smallest measure comes first.
            count: How many at most.
        """
        condition, values = choice.condition()
        column = (
            ""
            if order is None
            else f"{records.fact_column(order)} {'ASC' if is_reversed else 'DESC'} NULLS LAST, "
        )
        found = self._connections.rows(
            f"SELECT {records.SHOT_COLUMNS} FROM shot JOIN scene_facts ON shot_id = shot.id "  # noqa: S608
            f"WHERE {condition} ORDER BY {column}video_id, start_s, shot.id LIMIT ?",
            (*values, count),
        )
        return [Shot(*row) for row in found]

    def measured_count(self) -> int:
        """How many shots were measured."""
        [[count]] = self._connections.rows("SELECT count(*) FROM scene_facts")
        return int(count)

    def unmeasured_video_ids(self) -> set[int]:
        """The videos with a full analysis of which a shot was not measured."""
        found = self._connections.rows(
            "SELECT DISTINCT video_id FROM shot JOIN video ON video.id = video_id "
            "WHERE depth = 'full' AND NOT EXISTS (SELECT 1 FROM scene_facts WHERE shot_id = shot.id)"
        )
        return {row[0] for row in found}

    def keyframes_by_shot(self, shot_ids: Sequence[int]) -> dict[int, list[Keyframe]]:
        """The keyframes of many shots at once, in time order; shots without any are missing."""
        found = self._connections.rows(
            f"SELECT {records.KEYFRAME_COLUMNS} FROM keyframe "  # noqa: S608
            "WHERE shot_id IN (SELECT value FROM json_each(?)) ORDER BY shot_id, time_s, id",
            (json.dumps(list(shot_ids)),),
        )
        by_shot: dict[int, list[Keyframe]] = {}
        for row in found:
            by_shot.setdefault(row[1], []).append(Keyframe(*row))
        return by_shot

    def sharpness(self, keyframe_ids: Ids, video_ids: Sequence[int] | None = None) -> Values:
        """How sharp keyframes are, float64 (N,); -1 for those no longer in the library.

        Args:
            keyframe_ids: int64 (N,).
            video_ids: The videos they are of; None where they may be of any.
        """
        statement = "SELECT id, sharpness FROM keyframe ORDER BY id"
        values: tuple[object, ...] = ()
        if video_ids is not None:
            statement = (
                "SELECT keyframe.id, sharpness FROM keyframe JOIN shot ON shot.id = shot_id "
                "WHERE video_id IN (SELECT value FROM json_each(?)) ORDER BY keyframe.id"
            )
            values = (json.dumps(list(video_ids)),)
        with self._connections.reading() as connection:
            ids, found = number_columns(connection, statement, 2, values)
        known = np.isin(keyframe_ids, ids)
        sharpness = np.full(len(keyframe_ids), -1.0)
        sharpness[known] = found[np.searchsorted(ids, keyframe_ids[known])]
        return sharpness

    def _shots(self, condition: str, values: tuple[object, ...]) -> list[Shot]:
        found = self._connections.rows(
            f"SELECT {records.SHOT_COLUMNS} FROM shot WHERE {condition}",  # noqa: S608
            values,
        )
        return [Shot(*row) for row in found]
