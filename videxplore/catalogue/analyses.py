"""Storing analyses, in the caller's transaction, so that each is stored whole or not at all."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from videxplore.catalogue import records, texts
from videxplore.catalogue.records import Owner, StoredAnalysis
from videxplore.core.scene_facts import SceneFacts
from videxplore.core.types import (
    STATE_OF_DEPTH,
    ClipAnalysis,
    KeyframeAnalysis,
    Prediction,
    RegionGrid,
    ShotAnalysis,
    Space,
    Vector,
    VideoAnalysis,
)


@dataclass
class Writer:
    """Inserts rows and remembers their ids; what refers to these is gathered until :meth:`finish`."""

    connection: sqlite3.Connection
    space_ids: Mapping[str, int]
    shot_ids: list[int] = field(default_factory=list)
    keyframe_ids: list[int] = field(default_factory=list)
    clip_ids: list[int] = field(default_factory=list)
    _gathered: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    _label_ids: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # It returns no rows, so that there is nothing to check.
        self._cursor = self.connection.cursor(sqlite3.Cursor)

    def insert(self, statement: str, values: Sequence[object]) -> int:
        """Insert a row; return its id."""
        return int(self._cursor.execute(statement, values).lastrowid or 0)

    def shot(self, video_id: int, shot: ShotAnalysis) -> None:
        """Insert a shot with all that belongs to it."""
        shot_id = self.insert(
            "INSERT INTO shot (video_id, start_s, end_s) VALUES (?, ?, ?)",
            (video_id, shot.start_s, shot.end_s),
        )
        self.shot_ids.append(shot_id)
        for keyframe in shot.keyframes:
            keyframe_id = self.insert(
                "INSERT INTO keyframe (shot_id, time_s, sharpness) VALUES (?, ?, ?)",
                (shot_id, keyframe.time_s, keyframe.sharpness),
            )
            self.keyframe_ids.append(keyframe_id)
            self.belongings("keyframe", keyframe_id, keyframe.embeddings, keyframe.predictions)
            self.regions(keyframe_id, keyframe.regions)
        for clip in shot.clips:
            self.clip(shot_id, clip)
        if shot.facts is not None:
            self.facts(shot_id, shot.facts)

    def facts(self, shot_id: int, facts: SceneFacts) -> None:
        """Insert what was measured of a shot, in place of what was before."""
        columns = ("shot_id", *records.FACT_COLUMNS)
        self._gather(
            f"INSERT OR REPLACE INTO scene_facts ({', '.join(columns)}) "  # noqa: S608
            f"VALUES ({', '.join('?' * len(columns))})",
            (shot_id, *records.facts_to_row(facts)),
        )

    def clip(self, shot_id: int, clip: ClipAnalysis) -> None:
        """Insert a clip of a shot."""
        clip_id = self.insert(
            "INSERT INTO clip (shot_id, start_s, end_s) VALUES (?, ?, ?)", (shot_id, clip.start_s, clip.end_s)
        )
        self.clip_ids.append(clip_id)
        self.belongings("clip", clip_id, clip.embeddings, clip.predictions)

    def regions(self, keyframe_id: int, regions: Mapping[str, RegionGrid]) -> None:
        """Insert the grids of a keyframe."""
        for name, grid in regions.items():
            self._gather(
                "INSERT OR REPLACE INTO keyframe_region (keyframe_id, space_id, height, width, cells) "
                "VALUES (?, ?, ?, ?, ?)",
                (keyframe_id, self.space_ids[name], grid.height, grid.width, bytes(grid.cells)),
            )

    def belongings(
        self, owner: Owner, owner_id: int, embeddings: Mapping[str, Vector], predictions: Iterable[Prediction]
    ) -> None:
        """Insert the embeddings and predictions of a keyframe or clip."""
        for name, vector in embeddings.items():
            self._gather(
                f"INSERT INTO {owner}_embedding ({owner}_id, space_id, vector) VALUES (?, ?, ?)",  # noqa: S608
                (owner_id, self.space_ids[name], records.vector_to_bytes(vector)),
            )
        for prediction in predictions:
            self._gather(
                f"INSERT INTO {owner}_prediction ({owner}_id, label_id, score) VALUES (?, ?, ?) "  # noqa: S608
                "ON CONFLICT DO UPDATE SET score = max(score, excluded.score)",
                (owner_id, self._label_id(prediction), prediction.score),
            )

    def finish(self) -> StoredAnalysis:
        """Insert what was gathered; return the ids."""
        for statement, rows in self._gathered.items():
            self._cursor.executemany(statement, rows)
        return StoredAnalysis(tuple(self.shot_ids), tuple(self.keyframe_ids), tuple(self.clip_ids))

    def _gather(self, statement: str, row: tuple[object, ...]) -> None:
        self._gathered.setdefault(statement, []).append(row)

    def _label_id(self, prediction: Prediction) -> int:
        key = (prediction.label, prediction.source, prediction.model)
        if key not in self._label_ids:
            self.insert(
                "INSERT INTO label (label, source, model) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key
            )
            [self._label_ids[key]] = self.connection.execute(
                "SELECT id FROM label WHERE label = ? AND source = ? AND model = ?", key
            ).fetchone()
        return self._label_ids[key]


def store(connection: sqlite3.Connection, video_id: int, analysis: VideoAnalysis) -> StoredAnalysis:
    """Replace all that is known of a video."""
    connection.execute("DELETE FROM shot WHERE video_id = ?", (video_id,))
    values: dict[str, object] = {
        **records.properties_to_row(analysis.properties),
        "depth": analysis.depth.value,
        "state": STATE_OF_DEPTH[analysis.depth].value,
        "error": b"",
        "warnings": records.warnings_to_bytes(analysis.warnings),
    }
    columns = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(f"UPDATE video SET {columns} WHERE id = :id", {**values, "id": video_id})  # noqa: S608
    writer = Writer(connection, {space.name: space_id(connection, space) for space in analysis.spaces})
    for shot in analysis.shots:
        writer.shot(video_id, shot)
    texts.store(connection, video_id, analysis.texts)
    return writer.finish()


def copy(connection: sqlite3.Connection, from_video_id: int, to_video_id: int) -> StoredAnalysis:
    """Replace all that is known of a video with what is known of another with the same content."""
    connection.execute("DELETE FROM shot WHERE video_id = ?", (to_video_id,))
    columns = "depth, state, error, warnings, recorded, camera, dynamic_range, " + ", ".join(
        records.VIDEO_COLUMNS.split(", ")[8:]
    )
    connection.execute(
        f"UPDATE video SET ({columns}) = (SELECT {columns} FROM video WHERE id = ?) WHERE id = ?",  # noqa: S608
        (from_video_id, to_video_id),
    )
    writer = Writer(connection, {})
    shots = connection.execute(
        "SELECT id, start_s, end_s FROM shot WHERE video_id = ? ORDER BY start_s, id", (from_video_id,)
    ).fetchall()
    for old_shot_id, start_s, end_s in shots:
        shot_id = writer.insert(
            "INSERT INTO shot (video_id, start_s, end_s) VALUES (?, ?, ?)", (to_video_id, start_s, end_s)
        )
        writer.shot_ids.append(shot_id)
        writer.keyframe_ids += _copy_owners(writer, "keyframe", ("time_s", "sharpness"), old_shot_id, shot_id)
        writer.clip_ids += _copy_owners(writer, "clip", ("start_s", "end_s"), old_shot_id, shot_id)
        measures = ", ".join(records.FACT_COLUMNS)
        connection.execute(
            f"INSERT INTO scene_facts (shot_id, {measures}) "  # noqa: S608
            f"SELECT ?, {measures} FROM scene_facts WHERE shot_id = ?",
            (shot_id, old_shot_id),
        )
    texts.copy(connection, from_video_id, to_video_id)
    return writer.finish()


def _copy_owners(
    writer: Writer, owner: Owner, columns: tuple[str, str], old_shot_id: int, shot_id: int
) -> list[int]:
    """Copy a shot's keyframes or clips with their embeddings and predictions; return the new ids."""
    first, second = columns
    old = writer.connection.execute(
        f"SELECT id, {first}, {second} FROM {owner} WHERE shot_id = ? ORDER BY {first}, id",  # noqa: S608
        (old_shot_id,),
    ).fetchall()
    new_ids = []
    for old_id, *values in old:
        new_id = writer.insert(
            f"INSERT INTO {owner} (shot_id, {first}, {second}) VALUES (?, ?, ?)",  # noqa: S608
            (shot_id, *values),
        )
        copied = {"embedding": "space_id, vector", "prediction": "label_id, score"}
        if owner == "keyframe":
            copied["region"] = "space_id, height, width, cells"
        for table, rest in copied.items():
            writer.connection.execute(
                f"INSERT INTO {owner}_{table} ({owner}_id, {rest}) "  # noqa: S608
                f"SELECT ?, {rest} FROM {owner}_{table} WHERE {owner}_id = ?",
                (new_id, old_id),
            )
        new_ids.append(new_id)
    return new_ids


def space_id(connection: sqlite3.Connection, space: Space) -> int:
    """The id of a space, which is added where it is new."""
    connection.execute(
        "INSERT INTO space (name, kind, dim, backbone) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (space.name, space.kind, space.dim, space.backbone),
    )
    found_id, kind, dim = connection.execute(
        "SELECT id, kind, dim FROM space WHERE name = ?", (space.name,)
    ).fetchone()
    if (kind, dim) != (space.kind, space.dim):
        raise ValueError(f"the space {space.name} was {kind} with {dim} dimensions, and is now another")
    return int(found_id)


def add_space(
    connection: sqlite3.Connection,
    space: Space,
    keyframes: Sequence[tuple[int, KeyframeAnalysis]],
    clips: Sequence[tuple[int, ClipAnalysis]],
) -> None:
    """Give keyframes, by id, the results of another model, in place of earlier ones; add clips to shots."""
    number = space_id(connection, space)
    writer = Writer(connection, {space.name: number})
    for keyframe_id, keyframe in keyframes:
        connection.execute(
            "DELETE FROM keyframe_embedding WHERE keyframe_id = ? AND space_id = ?", (keyframe_id, number)
        )
        writer.belongings("keyframe", keyframe_id, keyframe.embeddings, keyframe.predictions)
        writer.regions(keyframe_id, keyframe.regions)
    for shot_id, clip in clips:
        writer.clip(shot_id, clip)
    writer.finish()


def forget_model(connection: sqlite3.Connection, backbone: str) -> list[int]:
    """Delete what a model gave; return the ids of the videos that it had seen."""
    seen = connection.execute(
        "SELECT DISTINCT shot.video_id FROM shot JOIN keyframe ON keyframe.shot_id = shot.id "
        "JOIN keyframe_embedding AS embedding ON embedding.keyframe_id = keyframe.id "
        "JOIN space ON space.id = embedding.space_id WHERE space.backbone = :name "
        "UNION SELECT DISTINCT shot.video_id FROM shot JOIN clip ON clip.shot_id = shot.id "
        "JOIN clip_embedding AS embedding ON embedding.clip_id = clip.id "
        "JOIN space ON space.id = embedding.space_id WHERE space.backbone = :name",
        {"name": backbone},
    ).fetchall()
    connection.execute("DELETE FROM space WHERE backbone = ?", (backbone,))
    for owner in ("keyframe", "clip"):
        connection.execute(
            f"DELETE FROM {owner}_prediction WHERE label_id IN "  # noqa: S608
            "(SELECT id FROM label WHERE model = ? AND source <> 'taught')",
            (backbone,),
        )
    connection.execute(
        "DELETE FROM clip WHERE NOT EXISTS (SELECT 1 FROM clip_embedding WHERE clip_id = clip.id) "
        "AND NOT EXISTS (SELECT 1 FROM clip_prediction WHERE clip_id = clip.id)"
    )
    return [row[0] for row in seen]


def forget(connection: sqlite3.Connection, video_id: int) -> bool:
    """Delete the analysis of a video; what the user added to it stays. Return whether there is the video."""
    connection.execute("DELETE FROM shot WHERE video_id = ?", (video_id,))
    cursor = connection.execute(
        "UPDATE video SET depth = NULL, error = x'', warnings = x'', state = "
        "CASE WHEN state IN ('offline', 'gone') THEN state ELSE 'waiting' END WHERE id = ?",
        (video_id,),
    )
    return bool(cursor.rowcount)
